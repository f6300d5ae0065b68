//! The transport of a stage: it remembers the last answer and the tokens, and can change what passes.

use async_trait::async_trait;
use bytes::Bytes;
use fapiao_transport::{Transport, TransportError, TransportErrorKind};
use std::{
    fmt, future,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

/// Headers that carry a token.
const TOKENS: [&str; 3] = ["accesstoken", "access_token", "authorization"];

/// A little more than a client takes, in bytes.
pub(super) const HUGE: usize = fapiao_model::node::MAX_BYTES + (1 << 20);

/// The way between client and door. Clones share what they remember.
#[derive(Clone)]
pub(super) struct Line(Arc<Inner>);

struct Inner {
    door: Arc<dyn Transport>,
    /// In memory nothing takes time: an answer that never comes has to be waited for here.
    is_memory: bool,
    tampers: AtomicBool,
    swells: AtomicBool,
    last: Mutex<Option<http::Response<Bytes>>>,
    tokens: Mutex<Vec<String>>,
}

impl Line {
    pub(super) fn new(door: Arc<dyn Transport>, is_memory: bool) -> Self {
        let (tampers, swells) = (AtomicBool::default(), AtomicBool::default());
        Self(Arc::new(Inner { door, is_memory, tampers, swells, last: Mutex::default(), tokens: Mutex::default() }))
    }

    /// From now on one byte of every body is changed on its way.
    pub(super) fn tamper(&self) {
        self.0.tampers.store(true, Ordering::SeqCst);
    }

    /// From now on every answer is followed by blanks, up to [`HUGE`] bytes.
    pub(super) fn swell(&self) {
        self.0.swells.store(true, Ordering::SeqCst);
    }

    /// The last answer that came back, with no header but its type: it is to be given again by somebody else.
    pub(super) fn last_answer(&self) -> Option<http::Response<Bytes>> {
        let last = self.0.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().map(|answer| {
            let mut bare = http::Response::new(answer.body().clone());
            if let Some(kind) = answer.headers().get(http::header::CONTENT_TYPE) {
                bare.headers_mut().insert(http::header::CONTENT_TYPE, kind.clone());
            }
            bare
        })
    }

    /// Every token that was sent.
    pub(super) fn tokens(&self) -> Vec<String> {
        self.0.tokens.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn remember_tokens(&self, request: &http::Request<Bytes>) {
        let values = TOKENS.iter().filter_map(|name| request.headers().get(*name)?.to_str().ok());
        let mut tokens = self.0.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.extend(values.filter(|value| !value.is_empty()).map(str::to_owned));
    }
}

#[async_trait]
impl Transport for Line {
    async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        self.remember_tokens(&request);
        let request = if self.0.tampers.load(Ordering::SeqCst) { request.map(|body| tampered(&body)) } else { request };
        let answer = self.0.door.send(request).await;
        match &answer {
            Ok(answer) => *self.0.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer.clone()),
            Err(error) if self.0.is_memory && error.kind() == TransportErrorKind::Timeout => future::pending().await,
            Err(_) => {}
        }
        if self.0.swells.load(Ordering::SeqCst) {
            answer.map(|answer| answer.map(|body| swollen(&body)))
        } else {
            answer
        }
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Line").field(&self.0.door).finish()
    }
}

/// A letter or digit is changed, so that the message stays well-formed and only its meaning changes.
fn tampered(body: &Bytes) -> Bytes {
    let mut body = body.to_vec();
    let middle = body.len() / 2;
    let at = (middle..body.len()).find(|at| body.get(*at).is_some_and(u8::is_ascii_alphanumeric));
    if let Some(byte) = at.and_then(|at| body.get_mut(at)) {
        *byte = if *byte == b'7' { b'8' } else { b'7' };
    }
    Bytes::from(body)
}

/// Blanks at the end change the meaning neither of JSON nor of XML.
fn swollen(body: &Bytes) -> Bytes {
    let blanks = b" ".repeat(HUGE.saturating_sub(body.len()));
    [body.as_ref(), &blanks].concat().into()
}
