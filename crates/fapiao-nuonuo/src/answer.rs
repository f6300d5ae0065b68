//! Reads what Nuonuo answered: envelope, code, answer.

use crate::Config;
use bytes::Bytes;
use fapiao_model::Entry;
use fapiao_model::node::Node;
use fapiao_model::nuonuo::{self, Call};
use fapiao_transport::{Error, Reply, Scrubber};
use http::{Response, StatusCode};

/// An answer that could be read as far as its code.
struct Envelope {
    tree: Node,
    code: String,
}

/// Reads the answer of `method`. `secrets` takes ours out of whatever is kept.
pub(crate) fn read<C: Call>(
    config: &Config,
    entry: &Entry,
    method: &str,
    response: &Response<Bytes>,
    secrets: impl Fn() -> Scrubber,
) -> Result<C::Answer, Error> {
    let is_ok = response.status() == StatusCode::OK;
    let envelope = match envelope(response.body()) {
        Ok(envelope) => envelope,
        Err(_) if !is_ok => return Err(Error::answered(entry, unread(response, &secrets()), None)),
        Err(fault) => {
            let secrets = secrets();
            let fault = secrets.quoting(response.body(), &fault).into_owned();
            return Err(Error::decode(entry, unread(response, &secrets), fault));
        }
    };
    let Envelope { tree, code } = &envelope;
    if is_ok && (C::is_success(method, code) || config.is_extra_success(method, code)) {
        return nuonuo::answer::<C>(tree).map_err(|fault| {
            let secrets = secrets();
            let fault = format!("the answer says success but can't be read: {fault}; ask what became of it");
            let fault = secrets.quoting(response.body(), &fault).into_owned();
            Error::decode(entry, reply(response, &envelope, &secrets), fault)
        });
    }
    Err(Error::answered(entry, reply(response, &envelope, &secrets()), nuonuo::row(code, method)))
}

/// A JSON object with a code that is a text or a number (notes, section 5); anything else is malformed.
fn envelope(body: &[u8]) -> Result<Envelope, String> {
    let tree = Node::from_json(body).map_err(|error| error.to_string())?;
    if !matches!(tree, Node::Record(_)) {
        return Err("the answer is JSON but no object; ask what became of the request".to_owned());
    }
    match tree.get("code").and_then(Node::as_text).filter(|code| !code.is_empty()) {
        Some(code) => Ok(Envelope { code: code.to_owned(), tree }),
        None => Err("the answer has no code; ask what became of the request".to_owned()),
    }
}

fn unread(response: &Response<Bytes>, secrets: &Scrubber) -> Reply {
    Reply::unread(response.status(), secrets.body(response.body()))
}

fn reply(response: &Response<Bytes>, Envelope { tree, code }: &Envelope, secrets: &Scrubber) -> Reply {
    let words = tree.get("describe").or_else(|| tree.get("msg")).and_then(Node::as_text).unwrap_or_default();
    Reply::new(response.status(), &secrets.text(code), &secrets.text(words), secrets.body(response.body()))
}
