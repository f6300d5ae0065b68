//! Kinds that can be issued.

use crate::{InvoiceKind, WordError};
use serde::{Serialize, Serializer};

/// The kind of a fully digital invoice (`invoiceIssueKindCode`; seen in other people's clients, section 5.1).
///
/// The codes of digital paper kinds are unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IssueKind {
    /// `81`: special invoice.
    #[doc(alias = "电子发票(增值税专用发票)")]
    Special,
    /// `82`: ordinary invoice.
    #[doc(alias = "电子发票(普通发票)")]
    Ordinary,
}

impl IssueKind {
    /// The code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Special => "81",
            Self::Ordinary => "82",
        }
    }
}

impl TryFrom<InvoiceKind> for IssueKind {
    type Error = WordError;

    fn try_from(kind: InvoiceKind) -> Result<Self, WordError> {
        match kind {
            InvoiceKind::DigitalOrdinary => Ok(Self::Ordinary),
            InvoiceKind::DigitalSpecial => Ok(Self::Special),
            other => {
                let fault = "has no known code in Piaotong's 数电 interface";
                Err(WordError::new("invoice kind", &format!("{other:?}"), fault, "issue a digital electronic invoice"))
            }
        }
    }
}

impl Serialize for IssueKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}
