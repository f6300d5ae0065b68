//! Pushes: opened, read, acknowledged. Any HTTP server will do.

use crate::{Config, OpenError, PushReject, envelope};
use bytes::Bytes;
use fapiao_model::{
    Outcome,
    node::{Node, NodeError},
    piaotong::{InvoiceFacts, PushKind, RESULT_PUSH},
};
use fapiao_transport::{Error, ErrorKind};
use http::{Request, Response, StatusCode, header};
use std::sync::Arc;

/// Opens the pushes that Piaotong sends to one URL, and signs the answers to them.
///
/// A push is a hint that wakes a query: repeats, order and spacing are unknown, so it may come late and more than once. Keep
/// what was seen by seller, serial, document and state, and never let an older state replace `0000`.
///
/// ```no_run
/// # fn handle(receiver: &fapiao_piaotong::Receiver, request: &http::Request<bytes::Bytes>)
/// #     -> Result<http::Response<bytes::Bytes>, fapiao_transport::Error> {
/// match receiver.receive(request) {
///     Ok(received) => {
///         // wake whoever waits for received.event(), then
///         received.accept()
///     }
///     Err(rejected) => Ok(rejected.into_response()),
/// }
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Receiver {
    config: Arc<Config>,
    is_shared: bool,
}

/// What a push says.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event {
    /// The result of an order, blue or red (B 2.13); look at [`InvoiceFacts::state`], which may be 3999.
    Result(Box<InvoiceFacts>),
    /// A push of another kind, on a URL that gets several.
    Other {
        /// Which, told by its members.
        kind: PushKind,
        /// Its content.
        content: Node,
    },
}

/// A push that was verified and read. It must be answered.
#[derive(Clone, Debug)]
#[must_use = "Piaotong waits for an answer: accept it or let it fail"]
pub struct Received {
    config: Arc<Config>,
    serial: String,
    echo: Vec<u8>,
    event: Event,
}

/// A push that was not accepted, and what to answer.
#[derive(Debug)]
pub struct Rejected {
    error: Error,
    response: Box<Response<Bytes>>,
}

impl Receiver {
    /// A receiver of results (B 2.13): one URL per kind of push, as agreed with the vendor (switch `push_url`).
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self { config: Arc::new(config), is_shared: false }
    }

    /// The same receiver on a URL that gets pushes of all kinds, which are told apart by their members.
    #[must_use]
    pub fn with_shared_url(mut self) -> Self {
        self.is_shared = true;
        self
    }

    /// Opens a push.
    ///
    /// # Errors
    /// With the answer to give: for a forged or foreign push HTTP 403 and nothing else (switch `push_reject`); for one that
    /// was verified but can't be read a signed `9999`.
    pub fn receive(&self, request: &Request<Bytes>) -> Result<Received, Rejected> {
        let opened = envelope::open_push(&self.config, request.body()).map_err(|error| self.reject(request, error))?;
        let text = opened.content.unwrap_or_default();
        let unreadable = |error: NodeError| self.unreadable(&opened.serial, error);
        let content = Node::from_json(text.as_bytes()).map_err(unreadable)?;
        let kind = if self.is_shared { PushKind::of(&content) } else { PushKind::Result };
        let echo = echo(kind, &content);
        let event = match kind {
            PushKind::Result => Event::Result(content.read().map_err(unreadable)?),
            kind => Event::Other { kind, content },
        };
        Ok(Received { config: Arc::clone(&self.config), serial: opened.serial, echo, event })
    }

    /// What a push is answered that nobody signed.
    fn reject(&self, request: &Request<Bytes>, error: OpenError) -> Rejected {
        if matches!(error, OpenError::Content(_)) {
            return rejected(self.failure(&claimed_serial(request.body())), ErrorKind::Decode, error);
        }
        let response = match self.config.push_reject {
            PushReject::Forbidden => forbidden(),
            PushReject::SignedFailure => self.failure(&claimed_serial(request.body())),
        };
        rejected(response, ErrorKind::Unverified, error)
    }

    fn unreadable(&self, serial: &str, error: NodeError) -> Rejected {
        rejected(self.failure(serial), ErrorKind::Decode, error)
    }

    fn failure(&self, serial: &str) -> Response<Bytes> {
        answer(&self.config, "9999", "处理失败", serial, b"{}").unwrap_or_else(|_| forbidden())
    }
}

impl Received {
    /// What the push says.
    #[must_use]
    pub const fn event(&self) -> &Event {
        &self.event
    }

    /// The answer "accepted" (`0000`), signed.
    ///
    /// # Errors
    /// If the signature could not be made.
    pub fn accept(&self) -> Result<Response<Bytes>, Error> {
        answer(&self.config, "0000", "成功", &self.serial, &self.echo)
    }

    /// The answer "failed" (`9999`), signed. Whether Piaotong pushes again then is unknown.
    ///
    /// # Errors
    /// If the signature could not be made.
    pub fn fail(&self) -> Result<Response<Bytes>, Error> {
        answer(&self.config, "9999", "处理失败", &self.serial, &self.echo)
    }
}

impl Rejected {
    /// Why.
    #[must_use]
    pub const fn error(&self) -> &Error {
        &self.error
    }

    /// What to answer.
    #[must_use]
    pub fn into_response(self) -> Response<Bytes> {
        *self.response
    }
}

impl std::fmt::Display for Rejected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for Rejected {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

fn rejected(
    response: Response<Bytes>,
    kind: ErrorKind,
    error: impl std::error::Error + Send + Sync + 'static,
) -> Rejected {
    Rejected { error: fault(kind, error), response: Box::new(response) }
}

fn fault(kind: ErrorKind, error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(&RESULT_PUSH, kind, Outcome::Unknown, error.to_string()).with_source(error)
}

fn forbidden() -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}

fn answer(config: &Config, code: &str, msg: &str, serial: &str, content: &[u8]) -> Result<Response<Bytes>, Error> {
    let sealed = envelope::seal_answer(&config.keys, code, msg, serial, content)
        .map_err(|error| fault(ErrorKind::Credential, error))?;
    let mut response = Response::new(sealed.bytes);
    let json = header::HeaderValue::from_static("application/json; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    Ok(response)
}

/// The serial that an unverified push claims, if it looks like one.
fn claimed_serial(body: &[u8]) -> String {
    let tree = Node::from_json(body).unwrap_or_default();
    let serial = tree.get("serialNo").and_then(Node::as_text).unwrap_or_default();
    let looks_right = serial.len() <= 64 && serial.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if looks_right { serial.to_owned() } else { String::new() }
}

/// What an answer repeats of the push (section 6).
fn echo(kind: PushKind, content: &Node) -> Vec<u8> {
    let members: &[&str] = match kind {
        PushKind::Review => &["taxpayerNum", "enterpriseName", "platformCode", "registrationCode", "authorizationCode"],
        PushKind::FullFace | PushKind::ScanOrder | PushKind::Result => &["taxpayerNum", "invoiceReqSerialNo"],
    };
    let seller = content.at(&["invoiceInfo", "sellerTaxpayerNum"]);
    let repeated = members.iter().filter_map(|name| {
        let own = content.get(name).filter(|node| !node.is_empty());
        let node = if *name == "taxpayerNum" { own.or(seller) } else { own };
        Some((*name, node?.clone()))
    });
    // Texts under text names: there is nothing in it that JSON could refuse.
    serde_json::to_vec(&repeated.collect::<Node>()).unwrap_or_default()
}
