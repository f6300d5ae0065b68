//! What a Piaotong operation says of itself beyond [`Operation`], and the switches that decide how it is written.

use crate::{
    Entry, Fault, Operation,
    node::{Node, NodeError},
};
use serde::Serialize;

/// An operation of Piaotong: only these are taken by its client.
pub trait Call: Operation + Serialize {
    /// The members of a successful answer that must be there and repeat the request's: a signed answer does not name its
    /// request otherwise (section 3.10).
    const ECHO: &'static [Echo];

    /// The catalogue line of this very request; a raw call has one of its own.
    fn entry(&self) -> Entry {
        Self::ENTRY
    }

    /// The tax number that the request acts for; `None` if it names none.
    fn tax_number(&self) -> Option<&str>;

    /// The path of this very request, if it does not follow from its type.
    fn path(&self) -> Option<&str> {
        None
    }

    /// Checks what the notes document: lengths, digits, what must come together.
    ///
    /// # Errors
    /// The first fault.
    fn check(&self, switches: &Switches) -> Result<(), Fault> {
        let _ = switches;
        Ok(())
    }

    /// The business message: the JSON that is encrypted.
    ///
    /// # Errors
    /// Those of the JSON writer.
    fn content(&self, switches: &Switches) -> Result<Vec<u8>, serde_json::Error> {
        let _ = switches;
        serde_json::to_vec(self)
    }

    /// Whether this code of the envelope is a success.
    #[must_use]
    fn is_success(code: &str) -> bool {
        code == "0000"
    }

    /// Reads the answer from the decrypted content.
    ///
    /// # Errors
    /// If a required member is missing or does not fit.
    fn read(content: &Node) -> Result<Self::Answer, NodeError>;
}

/// A member of an answer's content that repeats one of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Echo {
    /// `invoiceReqSerialNo`.
    Serial,
    /// `taxpayerNum`.
    Seller,
}

/// How operations are written where nobody knows what the vendor wants. Each field is a named switch of the project's list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Switches {
    /// Switch `discount_sign`.
    pub discount_sign: DiscountSign,
    /// Switch `blue_kind`.
    pub issue_kind: IssueKindMember,
}

/// Which sign a discount is written with. The old document (A 2.3) sends it negative; one 数电 client of 2026 sends it
/// positive, and whether the server took it is not recorded (confidence in the default: low).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DiscountSign {
    /// As A 2.3: `-1.00`.
    #[default]
    Negative,
    /// As seen once: `1.00`.
    Positive,
}

/// Whether `invoiceIssueKindCode` is sent. All 数电 clients send it but one of 2024 (confidence in the default: medium).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IssueKindMember {
    /// It is.
    #[default]
    Sent,
    /// It is not: the platform chooses.
    LeftOut,
}
