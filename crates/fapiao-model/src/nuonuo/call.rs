//! What the client takes: an operation that knows its answer's place and its own faults.

use crate::{
    Entry, Fault, Operation, OrderNumber, TaxNumber,
    node::{Node, NodeError},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::borrow::Cow;

/// An operation of Nuonuo: its fields are the body, and it knows how its answer is to be read.
///
/// The defaults fit most: success is `E0000` and the answer is under `result`.
pub trait Call: Operation<Answer: DeserializeOwned> + Serialize {
    /// Where the answer is.
    const RESULT: ResultAt = ResultAt::Result;

    /// Whether the code means success for this method.
    #[must_use]
    fn is_success(method: &str, code: &str) -> bool {
        let _ = method;
        code == "E0000"
    }

    /// The catalogue line of this very request; a raw call has one of its own.
    fn entry(&self) -> Entry {
        Self::ENTRY
    }

    /// The method name that goes on the wire.
    fn method(&self) -> &str {
        Self::ENTRY.wire_name
    }

    /// The tax number of the party that the request itself says it acts as. The client refuses it on another's handle.
    fn acting(&self) -> Option<&TaxNumber> {
        None
    }

    /// The order number that the request brings into being.
    fn order_number(&self) -> Option<&OrderNumber> {
        None
    }

    /// Finds what the documents forbid, before anything is sent.
    ///
    /// # Errors
    /// The first fault found, with its field.
    fn check(&self) -> Result<(), Fault> {
        Ok(())
    }
}

/// Where in an envelope the answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultAt {
    /// Under `result`. If a text that starts with `{` or `[` stands there, it is decoded once more (vector p18).
    Result,
    /// Under `result`, or, when that is empty, in the envelope itself (queryInvoiceRedConfirm, documented form).
    ResultOrTop,
    /// The envelope itself: under `result` is a bare text, which is never decoded again, or nothing.
    Envelope,
}

/// The answer of a method that only says that it took the request.
#[derive(Clone, Debug, PartialEq, Eq, Default, Deserialize)]
#[non_exhaustive]
pub struct Accepted {
    /// Nuonuo's words.
    #[serde(rename = "describe")]
    pub words: Option<String>,
}

/// Reads the answer out of an envelope whose code is a success.
///
/// # Errors
/// If the answer is not there or does not have the operation's form.
pub fn answer<C: Call>(envelope: &Node) -> Result<C::Answer, NodeError> {
    place(C::RESULT, envelope)?.read()
}

fn place(at: ResultAt, envelope: &Node) -> Result<Cow<'_, Node>, NodeError> {
    const NOTHING: &Node = &Node::Null;
    let result = envelope.get("result").unwrap_or(NOTHING);
    match at {
        ResultAt::Envelope => Ok(Cow::Borrowed(envelope)),
        ResultAt::ResultOrTop if result.is_empty() => Ok(Cow::Borrowed(envelope)),
        ResultAt::Result | ResultAt::ResultOrTop => decoded(result),
    }
}

fn decoded(result: &Node) -> Result<Cow<'_, Node>, NodeError> {
    match result.as_text().map(str::trim_start) {
        Some(text) if text.starts_with(['{', '[']) => Node::from_json(text.as_bytes()).map(Cow::Owned),
        _ => Ok(Cow::Borrowed(result)),
    }
}
