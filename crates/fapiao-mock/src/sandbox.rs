//! The state machine behind all doors.

use crate::{
    Books, Fault, FaultRule, LogEntry, Moment, Reply, Script, Settings,
    fengchao::Gateway,
    files::Files,
    log::without_secret_fields,
    nuonuo::Nuonuo,
    piaotong::Piaotong,
    scene::{Identity, Platform, Scene},
    suning::Suning,
};
use bytes::Bytes;
use fapiao_model::{ChinaTime, Provider};
use fapiao_transport::Scrubber;
use http::{Response, StatusCode, header};
use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

/// A sandbox of all four systems. Clones share one world.
#[derive(Clone)]
pub struct Sandbox(Arc<Mutex<World>>);

/// A push that the sandbox would make by now.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Who pushes.
    pub provider: Provider,
    /// The order that it is about.
    pub number: String,
    /// The request to the merchant's address.
    pub request: http::Request<Bytes>,
}

struct World {
    settings: Settings,
    nuonuo: Nuonuo,
    fengchao: Gateway,
    piaotong: Piaotong,
    suning: Suning,
    files: Files,
    faults: Vec<FaultRule>,
    log: VecDeque<LogEntry>,
    scrubber: Scrubber,
    ids: u64,
    /// Where the last request came to: pushes give it as the files' address.
    base_url: String,
}

impl Sandbox {
    /// A sandbox with these settings and empty books.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let scrubber = Scrubber::new(settings.secrets());
        Self(Arc::new(Mutex::new(World {
            nuonuo: Nuonuo::new(&settings.nuonuo),
            fengchao: Gateway::new(&settings.fengchao),
            piaotong: Piaotong::new(&settings.piaotong),
            suning: Suning::new(&settings.suning),
            settings,
            files: Files::default(),
            faults: Vec::new(),
            log: VecDeque::new(),
            scrubber,
            ids: 0,
            base_url: "http://localhost".to_owned(),
        })))
    }

    /// Answers a request as of this instant.
    #[must_use]
    pub fn respond(&self, request: &http::Request<Bytes>, now: ChinaTime) -> Reply {
        self.lock().respond(request, now)
    }

    /// What is to be pushed to merchants by now. Each push is given once; a provider's repeats are given when they are due.
    #[must_use]
    pub fn due(&self, now: ChinaTime) -> Vec<Outgoing> {
        self.lock().due(now)
    }

    /// Tells the sandbox how a merchant answered a push. A push that got no answer, or an unclear one, is made again if the
    /// provider does so.
    pub fn acknowledge(&self, made: &Outgoing, answer: &Response<Bytes>, now: ChinaTime) {
        self.lock().acknowledge(made, answer, now);
    }

    /// The request log, secrets masked.
    #[must_use]
    pub fn log(&self) -> Vec<LogEntry> {
        self.lock().log.iter().cloned().collect()
    }

    /// The sandbox's own books, as of this instant.
    #[must_use]
    pub fn books(&self, now: ChinaTime) -> Books {
        self.lock().books(now)
    }

    /// Makes the network fail for some requests.
    pub fn inject(&self, rule: FaultRule) {
        self.lock().faults.push(rule);
    }

    /// Scripts what happens to one order.
    pub fn script(&self, provider: Provider, number: &str, script: Script) {
        self.lock().settings.scripts.entry((provider, number.to_owned())).or_default().push(script);
    }

    pub(crate) fn with_settings<T>(&self, read: impl FnOnce(&Settings) -> T) -> T {
        read(&self.lock().settings)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("requests", &self.lock().log.len()).finish_non_exhaustive()
    }
}

impl World {
    fn respond(&mut self, request: &http::Request<Bytes>, now: ChinaTime) -> Reply {
        let path = request.uri().path();
        if path.starts_with(Files::PREFIX) {
            return Reply::Answer(file(self.files.fetch(path)));
        }
        let Some(provider) = self.provider_of(path) else {
            self.note(request, now, None, Identity::default(), (String::new(), None), None);
            return Reply::Answer(no_such_path(path));
        };
        let identity = self.identify(provider, request);
        if let Some(fault) = self.strike(provider, &identity, Moment::Before) {
            self.note(request, now, Some(provider), identity, (String::new(), None), Some(&fault));
            return fail(fault);
        }
        let (reply, outcome) = self.work(provider, request, now);
        let fault = self.strike(provider, &identity, Moment::After);
        self.note(request, now, Some(provider), identity, outcome, fault.as_ref());
        match (fault, reply) {
            (Some(Fault::Cut(_, length)), Reply::Answer(answer)) => Reply::Network(Fault::Cut(answer, length)),
            (Some(fault), _) => fail(fault),
            (None, reply) => reply,
        }
    }

    fn work(
        &mut self,
        provider: Provider,
        request: &http::Request<Bytes>,
        now: ChinaTime,
    ) -> (Reply, (String, Option<crate::FailedCheck>)) {
        self.base_url = base_url(request);
        let (platform, mut scene) = self.stage(provider, now);
        let reply = platform.respond(&mut scene, request);
        (reply, (scene.code, scene.failed))
    }

    fn due(&mut self, now: ChinaTime) -> Vec<Outgoing> {
        let mut outgoing = Vec::new();
        for provider in [Provider::Nuonuo, Provider::Piaotong] {
            let (platform, mut scene) = self.stage(provider, now);
            outgoing.extend(platform.due(&mut scene));
        }
        outgoing
    }

    fn acknowledge(&mut self, made: &Outgoing, answer: &Response<Bytes>, now: ChinaTime) {
        let (platform, mut scene) = self.stage(made.provider, now);
        platform.acknowledge(&mut scene, made, answer);
    }

    fn books(&self, now: ChinaTime) -> Books {
        let mut books = Books::default();
        self.nuonuo.book(&mut books, now);
        self.fengchao.book(&mut books, now);
        self.piaotong.book(&mut books, now);
        self.suning.book(&mut books, now);
        books
    }

    fn provider_of(&self, path: &str) -> Option<Provider> {
        [
            (self.nuonuo.serves(path), Provider::Nuonuo),
            (self.fengchao.serves(path), Provider::Fengchao),
            (self.piaotong.serves(path), Provider::Piaotong),
            (self.suning.serves(path), Provider::Suning),
        ]
        .into_iter()
        .find_map(|(serves, provider)| serves.then_some(provider))
    }

    fn identify(&self, provider: Provider, request: &http::Request<Bytes>) -> Identity {
        match provider {
            Provider::Fengchao => self.fengchao.identify(request),
            Provider::Piaotong => self.piaotong.identify(request),
            Provider::Suning => self.suning.identify(request),
            _ => self.nuonuo.identify(request),
        }
    }

    fn stage(&mut self, provider: Provider, now: ChinaTime) -> (&mut dyn Platform, Scene<'_>) {
        let scene = Scene {
            now,
            base_url: self.base_url.clone(),
            settings: &self.settings,
            files: &mut self.files,
            ids: &mut self.ids,
            code: String::new(),
            failed: None,
        };
        let platform: &mut dyn Platform = match provider {
            Provider::Fengchao => &mut self.fengchao,
            Provider::Piaotong => &mut self.piaotong,
            Provider::Suning => &mut self.suning,
            _ => &mut self.nuonuo,
        };
        (platform, scene)
    }

    /// The fault that strikes this request now, if any; counts the rule down.
    fn strike(&mut self, provider: Provider, identity: &Identity, moment: Moment) -> Option<Fault> {
        let rule = self.faults.iter_mut().find(|rule| {
            rule.moment == moment
                && rule.times > 0
                && rule.provider.is_none_or(|wanted| wanted == provider)
                && rule.operation.as_ref().is_none_or(|wanted| *wanted == identity.operation)
                && rule.number.as_ref().is_none_or(|wanted| Some(wanted) == identity.number.as_ref())
        })?;
        if rule.skip > 0 {
            rule.skip -= 1;
            return None;
        }
        rule.times -= 1;
        Some(rule.fault.clone())
    }

    fn note(
        &mut self,
        request: &http::Request<Bytes>,
        at: ChinaTime,
        provider: Option<Provider>,
        identity: Identity,
        (code, failed): (String, Option<crate::FailedCheck>),
        fault: Option<&Fault>,
    ) {
        let clean = |text: &str| without_secret_fields(&self.scrubber.text(text));
        let header = |(name, value): (&header::HeaderName, &header::HeaderValue)| {
            let hidden = matches!(name.as_str(), "accesstoken" | "access_token" | "authorization");
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.to_string(), if hidden { "***".to_owned() } else { clean(&value) })
        };
        let failed = failed.map(|check| crate::FailedCheck { detail: clean(&check.detail), ..check });
        let fault = fault.map(|fault| match fault {
            Fault::Cut(_, length) => format!("cut after {length} bytes"),
            Fault::Instead(answer) => {
                format!("instead: status {}, {} bytes", answer.status().as_u16(), answer.body().len())
            }
            other => format!("{other:?}").to_lowercase(),
        });
        let entry = LogEntry {
            at,
            provider,
            operation: identity.operation,
            number: identity.number,
            target: clean(&format!("{} {}", request.method(), request.uri())),
            headers: request.headers().iter().map(header).collect(),
            body: shortened(clean(&String::from_utf8_lossy(request.body()))),
            code,
            failed,
            fault,
        };
        if self.log.len() >= MOST_ENTRIES {
            self.log.pop_front();
        }
        self.log.push_back(entry);
    }
}

/// How many requests the log remembers, and how much of a body: an upload has more than a megabyte.
const MOST_ENTRIES: usize = 10_000;
const MOST_BODY: usize = 16 << 10;

/// The beginning of a body that is too long for the log.
fn shortened(body: String) -> String {
    if body.len() <= MOST_BODY {
        return body;
    }
    let kept: String = body.chars().take(MOST_BODY).collect();
    format!("{kept}… ({} bytes in all)", body.len())
}

fn fail(fault: Fault) -> Reply {
    match fault {
        Fault::Instead(answer) => Reply::Answer(answer),
        fault => Reply::Network(fault),
    }
}

/// Scheme and authority that a request came to.
pub(crate) fn base_url(request: &http::Request<Bytes>) -> String {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let authority = host.or_else(|| request.uri().authority().map(http::uri::Authority::as_str));
    format!("{}://{}", request.uri().scheme_str().unwrap_or("http"), authority.unwrap_or("localhost"))
}

fn file(content: Option<Bytes>) -> Response<Bytes> {
    let is_there = content.is_some();
    let mut response = Response::new(content.unwrap_or_else(|| Bytes::from_static(b"no such file")));
    if is_there {
        let value = header::HeaderValue::from_static("application/pdf");
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    } else {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

/// An unexplained 404 is the usual complaint about mock servers.
fn no_such_path(path: &str) -> Response<Bytes> {
    let paths = "/open/v1/services and /accessToken (Nuonuo), /gateway/… (Fengchao), /tp/openapi/….pt (Piaotong), \
                 /api/http/sopRequest (Suning)";
    let mut response = Response::new(Bytes::from(format!("the sandbox has no path {path}; it has {paths}\n")));
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
