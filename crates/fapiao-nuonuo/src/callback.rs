//! Receives what Nuonuo posts to the merchant (回调).
//!
//! Nothing about it is signed, so it is typed as a hint: wake a query, decide nothing. Nuonuo repeats it up to three times, a
//! minute apart, until it gets an explicit answer: answer fast with [`accepted`], and expect repeats.
//!
//! ```
//! use bytes::Bytes;
//! use fapiao_nuonuo::callback::{self, Event};
//!
//! let posted = http::Request::post("/nuonuo").body(Bytes::from_static(
//!     b"operater=callback&orderno=A1&content=%7B%22c_status%22%3A%222%22%2C%22c_errorMessage%22%3A%22x%22%7D",
//! ))?;
//! let Event::Issue(hint) = callback::receive(&posted)? else { return Err("another event".into()) };
//! assert_eq!(hint.order_number.as_deref(), Some("A1"));
//! let answer = callback::accepted();
//! assert_eq!(answer.body().as_ref(), "{\"status\":\"0000\",\"message\":\"同步成功\"}".as_bytes());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::form;
use bytes::Bytes;
use fapiao_model::node::Node;
use fapiao_model::nuonuo::IssueNotice;
use http::{HeaderValue, Request, Response, header};

/// What was posted.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event {
    /// An order is done: issued, failed, or issued without seal.
    Issue(Box<IssueHint>),
    /// Another event, not typed yet: void (`invoiceInvalid`), scan-to-invoice (`invoiceApply`), red table
    /// (`invoiceRedCallback`), red confirmation form (`redConfirmCallback`), or one that nobody has told us of.
    Other(OtherHint),
}

/// A hint that an order is done. Anybody can post it: ask with a query before acting.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IssueHint {
    /// The order number: of the outer field, or else of the content.
    pub order_number: Option<String>,
    /// What it says happened.
    pub notice: IssueNotice,
}

/// A hint of another kind.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OtherHint {
    /// The event's name, as Nuonuo spells it (`operater`).
    pub operater: String,
    /// All outer fields; `content` is decoded if it came as JSON text.
    pub fields: Node,
}

/// Why a post was not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotUnderstood {
    /// The body is neither a form nor a JSON object.
    #[error("the body is neither a form nor a JSON object")]
    Body,
    /// It does not say which event it is.
    #[error("the field operater is missing")]
    Operater,
    /// The content of an issuing event can't be read.
    #[error("the content of the event can't be read: {0}")]
    Content(String),
}

/// Understands a post. The form of the body is recognised by its first character, not by its Content-Type: forms and JSON
/// bodies are taken for every event, and the content as text or as object.
///
/// # Errors
/// If it is none of Nuonuo's events; answer with [`failed`].
pub fn receive(request: &Request<Bytes>) -> Result<Event, NotUnderstood> {
    let fields = fields(request.body())?;
    let text = |name: &str| fields.get(name).and_then(Node::as_text).filter(|text| !text.is_empty());
    let operater = text("operater").ok_or(NotUnderstood::Operater)?.to_owned();
    if operater != "callback" {
        return Ok(Event::Other(OtherHint { operater, fields }));
    }
    let outer = text("orderno").map(str::to_owned);
    let content = fields.get("content").ok_or_else(|| NotUnderstood::Content("it is missing".to_owned()))?;
    if !matches!(content, Node::Record(_)) {
        return Err(NotUnderstood::Content("it is no JSON object".to_owned()));
    }
    let notice: IssueNotice = content.read().map_err(|error| NotUnderstood::Content(error.to_string()))?;
    let order_number = outer.or_else(|| notice.order_number.clone());
    Ok(Event::Issue(Box::new(IssueHint { order_number, notice })))
}

/// The answer that ends the repeats: the event was taken.
#[must_use]
pub fn accepted() -> Response<Bytes> {
    answer(Bytes::from_static("{\"status\":\"0000\",\"message\":\"同步成功\"}".as_bytes()))
}

/// The answer that says why the event was not taken. Nuonuo counts it as clear (inferred), so it does not repeat.
#[must_use]
pub fn failed(why: &str) -> Response<Bytes> {
    answer(Bytes::from(format!("{{\"status\":\"9999\",\"message\":{}}}", serde_json::Value::from(why))))
}

fn answer(body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    let json = HeaderValue::from_static("application/json;charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

/// The outer fields, with the content decoded.
fn fields(body: &[u8]) -> Result<Node, NotUnderstood> {
    let members = if body.trim_ascii_start().starts_with(b"{") {
        Node::from_json(body).map_err(|_| NotUnderstood::Body)?.members().to_vec()
    } else {
        let pairs = form::decode(body).ok_or(NotUnderstood::Body)?;
        pairs.into_iter().map(|(name, value)| (name, Node::from(value))).collect()
    };
    if members.is_empty() {
        return Err(NotUnderstood::Body);
    }
    Ok(members.into_iter().map(decoded).collect())
}

fn decoded((name, node): (String, Node)) -> (String, Node) {
    let is_json = |text: &str| text.trim_start().starts_with(['{', '[']);
    let tree = match &node {
        Node::Text(text) if name == "content" && is_json(text) => Node::from_json(text.as_bytes()).ok(),
        _ => None,
    };
    (name, tree.unwrap_or(node))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fapiao_model::nuonuo::NoticeStatus;

    fn post(body: &str) -> Result<Event, NotUnderstood> {
        receive(&Request::new(Bytes::copy_from_slice(body.as_bytes())))
    }

    #[test]
    fn form_and_json_and_both_kinds_of_content_are_taken() {
        let form = "operater=callback&orderno=A1&content=%7B%22c_fphm%22%3A%2212345678%22%7D";
        let text = r#"{"operater":"callback","orderno":"A1","content":"{\"c_fphm\":\"12345678\"}"}"#;
        let object = r#" {"operater":"callback","orderno":"A1","content":{"c_fphm":12345678}}"#;
        for body in [form, text, object] {
            let Ok(Event::Issue(hint)) = post(body) else { panic!("{body}") };
            assert_eq!(hint.order_number.as_deref(), Some("A1"));
            assert_eq!(hint.notice.number(), Some("12345678"));
            assert_eq!(hint.notice.status(), NoticeStatus::Issued, "a missing status means issued");
        }
    }

    #[test]
    fn an_event_that_nobody_has_told_us_of_is_kept_whole() {
        let Ok(Event::Other(hint)) = post("operater=newThing&a=1") else { panic!() };
        assert_eq!((hint.operater.as_str(), hint.fields.get("a").and_then(Node::as_text)), ("newThing", Some("1")));
    }

    #[test]
    fn what_is_no_event_is_refused() {
        for (body, fault) in [("", NotUnderstood::Body), ("a=1", NotUnderstood::Operater), ("{", NotUnderstood::Body)] {
            assert_eq!(post(body).unwrap_err(), fault);
        }
        for body in ["operater=callback", "operater=callback&content=x", "operater=callback&content=%5B%5D"] {
            assert!(matches!(post(body), Err(NotUnderstood::Content(_))), "{body}");
        }
    }

    #[test]
    fn a_failure_is_answered_with_its_reason_as_json() {
        assert_eq!(failed("a \"b\"").body().as_ref(), br#"{"status":"9999","message":"a \"b\""}"#);
    }
}
