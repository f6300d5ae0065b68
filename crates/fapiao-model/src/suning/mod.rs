//! The Suning open platform (苏宁开放平台): operations, answers, file kinds and code table.
//!
//! Suning is the marketplace: a merchant hands in an invoice that was issued elsewhere, so that the shopper sees it beside
//! the order. One struct per operation serves both of its formats, XML and JSON: the fields are derived once with serde, and
//! the envelope around them is the client's business.

mod answer;
mod category;
mod codes;
pub mod custom;
mod file;
mod form;
mod rules;
mod window;

pub use answer::{Content, Envelope, Head};
pub use category::{Category, CodeParts};
pub use codes::CODES;
pub use custom::{
    AddElectronicInvoice, GetElectronicInvoice, InvoiceFace, InvoiceUploaded, Presence, UploadedInvoices,
};
pub use file::{FileError, FileKind, InvoiceFile};
pub use form::{Format, InvoiceFlag, InvoiceTime, Original, Side};
pub use rules::{OriginalRule, Rules};
pub use window::{WINDOW, is_within_window};

use crate::{Entry, Fault, Operation, node::NodeError};
use serde::{Serialize, de::DeserializeOwned};

/// All operations of this module.
pub static CATALOGUE: &[Entry] = &[
    <AddElectronicInvoice as Operation>::ENTRY, // custom
    <GetElectronicInvoice as Operation>::ENTRY,
];

/// The code of an answer that found nothing. It comes as an error and means an empty result.
pub const NO_RESULT: &str = "biz.handler.data-get:no-result";

/// The value of the header `VersionNo`.
pub const VERSION: &str = "v1.2";

/// An operation of the Suning open platform.
///
/// The struct's own serialisation gives the fields of the business node; a file, if the operation has one, is written by the
/// client in front of them, straight into the message.
pub trait Call: Operation<Answer: DeserializeOwned> + Serialize {
    /// The business node of the request: verb and resource as a rule, but not always, so it is kept for every operation.
    const NODE: &'static str;

    /// The business node of the answer.
    const ANSWER_NODE: &'static str = Self::NODE;

    /// The file, and the field that takes its Base64.
    fn file(&self) -> Option<(&'static str, &InvoiceFile)> {
        None
    }

    /// The shop (supplier code) that the request names, if it names one: the client refuses another shop's.
    fn shop(&self) -> Option<&str> {
        None
    }

    /// What can be known to be wrong before anything is sent.
    ///
    /// # Errors
    /// The first field that Suning would refuse.
    fn check(&self, _rules: &Rules) -> Result<(), Fault> {
        Ok(())
    }

    /// The answer that stands for "nothing found". `None` for an operation that is no query: there it is an error.
    #[must_use]
    fn empty() -> Option<Self::Answer> {
        None
    }

    /// The answer from the content of the business node.
    ///
    /// # Errors
    /// If a value does not fit its field.
    fn answer(content: &Content) -> Result<Self::Answer, NodeError> {
        content.node.read()
    }

    /// Why an answer without an error is a "no" all the same, by the operation's own flag.
    #[must_use]
    fn declined(_answer: &Self::Answer) -> Option<String> {
        None
    }
}

#[cfg(test)]
mod tests;
