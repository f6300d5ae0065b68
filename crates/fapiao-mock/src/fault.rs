//! What can go wrong on the wire, on purpose.

use bytes::Bytes;
use fapiao_model::Provider;
use http::{Response, StatusCode, header};

/// What the sandbox does with a request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// It answers.
    Answer(Response<Bytes>),
    /// The network fails.
    Network(Fault),
}

impl Reply {
    /// A JSON answer.
    pub(crate) fn json(status: StatusCode, body: &serde_json::Value) -> Self {
        let mut response = Response::new(Bytes::from(body.to_string()));
        *response.status_mut() = status;
        let json = header::HeaderValue::from_static("application/json;charset=UTF-8");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        Self::Answer(response)
    }
}

/// How the network fails.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Fault {
    /// The connection is refused: nothing was read.
    Refuse,
    /// The request was read, then the connection closes.
    Close,
    /// The request was read, then the connection is reset.
    Reset,
    /// The request was read, no answer ever comes.
    Hang,
    /// The answer breaks off after so many bytes of its body.
    Cut(Response<Bytes>, usize),
    /// Something else answers: a proxy's error page, say.
    Instead(Response<Bytes>),
}

/// When a fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Before the request is worked on: it has no effect.
    Before,
    /// After it was worked on: its effect stands, its answer is lost.
    After,
}

/// Makes the network fail for some requests.
#[derive(Clone, Debug)]
pub struct FaultRule {
    /// Whose requests; `None`: everybody's.
    pub provider: Option<Provider>,
    /// The operation's wire name; `None`: every one.
    pub operation: Option<String>,
    /// The order number in the request; `None`: every one.
    pub number: Option<String>,
    /// How many such requests are let through first.
    pub skip: u32,
    /// How many are then struck.
    pub times: u32,
    /// When it strikes.
    pub moment: Moment,
    /// What happens. `Cut` takes the true answer's place with its first bytes; the response in it is ignored.
    pub fault: Fault,
}
