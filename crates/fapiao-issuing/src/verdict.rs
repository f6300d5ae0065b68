//! What became of an order.

use crate::Mark;
use fapiao_model::{Amount, ChinaTime, InvoiceCode, InvoiceNumber};
use serde::{Deserialize, Serialize};

/// What became of an order under its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Verdict {
    /// Issued: one to ten invoices, for a provider may split an order. Their totals count as a sum.
    Issued(Vec<IssuedInvoice>),
    /// This request was refused before the order ever existed. Whether its number is free is for [`Claim`](crate::Claim) to
    /// say, which knows the earlier sends.
    Rejected(Rejection),
    /// It exists at the provider as a failed order and keeps its number: it can be retried there, or revived by a person.
    Failed(Failure),
    /// Nobody knows: it is held under its number until a query settles it.
    Unresolved(String),
    /// Taken on, not yet issued.
    Accepted,
    /// Waits until the drawer has logged in at the tax bureau.
    WaitingLogin(Failure),
    /// Waits for the other side's confirmation.
    WaitingConfirmation,
}

impl Verdict {
    /// Whether nothing more happens by itself.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Issued(_) | Self::Rejected(_) | Self::Failed(_))
    }
}

impl Verdict {
    /// The same verdict with the provider's words cleaned: an issuer takes its own secrets out of them.
    #[must_use]
    pub fn cleaned(self, clean: impl Fn(&str) -> String) -> Self {
        let failure = |failure: Failure| Failure { message: clean(&failure.message), ..failure };
        match self {
            Self::Failed(failed) => Self::Failed(failure(failed)),
            Self::WaitingLogin(waiting) => Self::WaitingLogin(failure(waiting)),
            Self::Unresolved(words) => Self::Unresolved(clean(&words)),
            Self::Rejected(rejection) => Self::Rejected(Rejection { message: clean(&rejection.message), ..rejection }),
            other => other,
        }
    }
}

/// An invoice that exists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IssuedInvoice {
    /// Its number.
    pub number: InvoiceNumber,
    /// Its code, if it is not fully digital.
    pub code: Option<InvoiceCode>,
    /// The provider's serial number of it.
    pub serial: String,
    /// When it was issued.
    pub issued_at: Option<ChinaTime>,
    /// Without tax.
    pub net: Amount,
    /// The tax.
    pub tax: Amount,
    /// With tax.
    pub gross: Amount,
    /// Where its PDF is.
    pub pdf_url: Option<String>,
    /// Issued at the bureau, but the provider could not seal the file: retry there.
    pub is_seal_missing: bool,
    /// Whether the amounts above are the provider's own, so that they can be compared with the order. A gateway that gives only
    /// the number leaves this false.
    pub has_amounts: bool,
}

impl IssuedInvoice {
    /// An invoice with what every provider gives; the rest is set on the fields. The gross amount is the sum.
    #[must_use]
    pub fn new(number: InvoiceNumber, serial: String, net: Amount, tax: Amount) -> Self {
        Self {
            number,
            code: None,
            serial,
            issued_at: None,
            net,
            tax,
            gross: net + tax,
            pdf_url: None,
            is_seal_missing: false,
            has_amounts: true,
        }
    }
}

/// Why a request was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// The provider's code.
    pub code: String,
    /// The provider's words.
    pub message: String,
    /// Whether the code table says that the order never existed, so that its number may be given up if no other send under it
    /// can have had an effect.
    pub frees_number: bool,
}

/// Why an order failed at the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The provider's words.
    pub message: String,
    /// What can be done about it.
    pub cause: FailureCause,
    /// When the provider last touched the order, where it says so: a failure after a retry counts only if this moved on.
    pub updated_at: Option<ChinaTime>,
}

/// What a failure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FailureCause {
    /// The drawer is not logged in at the tax bureau, or must identify: a person acts, then the same number is retried.
    Login,
    /// The content is wrong: a corrected order is another attempt, by an explicit act.
    Content,
    /// Withdrawn by a person or by the platform.
    Withdrawn,
    /// The words do not tell. A retry under the same number is safe.
    Unclear,
}

/// What a query for one number found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The provider says that it does not know the number. Soon after a send that means "not yet".
    Absent,
    /// An order stands under it.
    Found(Found),
}

/// An order at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Found {
    /// How it stands.
    pub verdict: Verdict,
    /// The mark that came back with it, where the provider gives one back.
    pub mark: Option<Mark>,
    /// The buyer's name that came back, for comparing where no mark did.
    pub buyer: Option<String>,
}

impl Found {
    /// An order that stands like this.
    #[must_use]
    pub const fn new(verdict: Verdict, mark: Option<Mark>, buyer: Option<String>) -> Self {
        Self { verdict, mark, buyer }
    }
}
