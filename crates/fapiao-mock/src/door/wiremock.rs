//! The sandbox in a `wiremock` server, for contract tests over real HTTP.

use crate::{Fault, Reply, Sandbox};
use bytes::Bytes;
use fapiao_transport::Clock;
use std::{
    collections::VecDeque,
    io,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use wiremock::{Match, Mock, MockServer, Request, Respond, ResponseTemplate};

/// How long a client waits for an answer that never comes: longer than any deadline.
const FOREVER: Duration = Duration::from_secs(3600);

/// Mounts a sandbox in a mock server on a free port of loopback.
///
/// What wiremock can do of the faults: it closes a connection unanswered, also where a reset or a cut was asked for, and it lets
/// a client wait. The standalone server does all of them for real.
pub async fn mount(sandbox: &Sandbox, clock: Arc<dyn Clock>) -> MockServer {
    // The sandbox has a log of its own; wiremock would keep every body once more.
    let server = MockServer::builder().disable_request_recording().start().await;
    let desk = Desk { sandbox: sandbox.clone(), clock, replies: Arc::default() };
    // A mock either answers or breaks, so there are two. The matcher of the first has the sandbox work on the request; the
    // first takes what is to break, the second whatever is left.
    Mock::given(desk.clone())
        .respond_with_err(|_: &Request| io::Error::from(io::ErrorKind::ConnectionReset))
        .mount(&server)
        .await;
    Mock::given(wiremock::matchers::any()).respond_with(desk).mount(&server).await;
    server
}

#[derive(Clone)]
struct Desk {
    sandbox: Sandbox,
    clock: Arc<dyn Clock>,
    /// Answers between the matcher and the responder. Wiremock works on one request at a time.
    replies: Arc<Mutex<VecDeque<ResponseTemplate>>>,
}

impl Match for Desk {
    fn matches(&self, request: &Request) -> bool {
        let answer = match self.sandbox.respond(&plain(request), self.clock.now()) {
            Reply::Answer(answer) | Reply::Network(Fault::Instead(answer)) => template(&answer),
            Reply::Network(Fault::Hang) => ResponseTemplate::new(200).set_delay(FOREVER),
            Reply::Network(_) => return true,
        };
        self.replies.lock().unwrap_or_else(PoisonError::into_inner).push_back(answer);
        false
    }
}

impl Respond for Desk {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let reply = self.replies.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        reply.unwrap_or_else(|| ResponseTemplate::new(500))
    }
}

fn plain(request: &Request) -> http::Request<Bytes> {
    let mut plain = http::Request::new(Bytes::copy_from_slice(&request.body));
    *plain.method_mut() = request.method.clone();
    *plain.headers_mut() = request.headers.clone();
    if let Ok(uri) = request.url.as_str().parse() {
        *plain.uri_mut() = uri;
    }
    plain
}

fn template(answer: &http::Response<Bytes>) -> ResponseTemplate {
    let mut template = ResponseTemplate::new(answer.status().as_u16()).set_body_bytes(answer.body().to_vec());
    for (name, value) in answer.headers() {
        template = template.append_header(name, value);
    }
    template
}
