//! The traits that providers implement.

use crate::{Account, Attempt, Draft, Finding, InvoiceFile, IssuedInvoice, Order, Reference, Reversal, Verdict};
use async_trait::async_trait;
use fapiao_model::{Amount, ChinaTime, InvoiceCode, InvoiceNumber, OrderNumber};
use fapiao_transport::Error;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Issues invoices through one account. Small and object safe.
///
/// Dropping the future of [`send`](Self::send) leaves its outcome unknown: run it in a task that its caller can't drop.
#[async_trait]
pub trait Issuer: fmt::Debug + Send + Sync {
    /// The account that drafts are bound to.
    fn account(&self) -> &Account;

    /// Writes the request for an order, pure and local: nothing is sent.
    ///
    /// # Errors
    /// `InvalidInput` naming the field, if the provider would refuse the order.
    fn draft(&self, order: &Order, attempt: &Attempt) -> Result<Draft, Error>;

    /// Sends a draft in a fresh envelope. It may be a blue or a red one: whatever this issuer drafted.
    ///
    /// A refusal that the code table explains is a [`Verdict::Rejected`]; a duplicate is an error of kind `Duplicate`: ask
    /// what stands under the number.
    ///
    /// # Errors
    /// Everything else, with the outcome of this request. A draft of another account is refused unsent.
    async fn send(&self, draft: &Draft) -> Result<Verdict, Error>;

    /// Asks what stands under a number.
    ///
    /// # Errors
    /// If the question was not answered.
    async fn find(&self, number: &OrderNumber) -> Result<Finding, Error>;

    /// The provider's own retry of a failed order.
    fn retry(&self) -> Option<&dyn Retry> {
        None
    }

    /// Reversal in one call.
    fn reverse(&self) -> Option<&dyn Reverse> {
        None
    }

    /// Reversal through a confirmation form.
    fn red_forms(&self) -> Option<&dyn RedForms> {
        None
    }

    /// Another delivery of an issued invoice to its buyer.
    fn redeliver(&self) -> Option<&dyn Redeliver> {
        None
    }

    /// The invoice's files.
    fn files(&self) -> Option<&dyn Files> {
        None
    }

    /// What this issuer can do: read off the accessors, so it can't contradict them.
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            retry: self.retry().is_some(),
            reverse: self.reverse().is_some(),
            red_forms: self.red_forms().is_some(),
            redeliver: self.redeliver().is_some(),
            files: self.files().is_some(),
        }
    }
}

/// What an issuer can do beyond issuing and finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Capabilities {
    /// [`Retry`].
    pub retry: bool,
    /// [`Reverse`].
    pub reverse: bool,
    /// [`RedForms`].
    pub red_forms: bool,
    /// [`Redeliver`].
    pub redeliver: bool,
    /// [`Files`].
    pub files: bool,
}

/// The provider's own retry of a failed order, under its number (重试开票).
#[doc(alias = "重试开票")]
#[async_trait]
pub trait Retry: fmt::Debug + Send + Sync {
    /// Has a failed order issued again. Calling it again has no second effect.
    ///
    /// # Errors
    /// If it was refused, or nobody knows: then ask what stands under the number.
    async fn retry(&self, number: &OrderNumber) -> Result<Verdict, Error>;
}

/// Reverses an invoice in one call; the draft is sent with [`Issuer::send`] and found with [`Issuer::find`].
#[async_trait]
pub trait Reverse: fmt::Debug + Send + Sync {
    /// Writes the request, pure and local.
    ///
    /// # Errors
    /// `InvalidInput` naming the field, if the invoice can't be reversed this way.
    fn draft_reversal(&self, reversal: &Reversal, attempt: &Attempt) -> Result<Draft, Error>;
}

/// Reverses an invoice through a red confirmation form (红字确认单).
///
/// The form carries the attempt's number both as the application's number and as the red invoice's order number, so that a
/// red invoice that the bureau issues by itself bears a number that [`Issuer::find`] can ask about.
#[doc(alias = "红字确认单")]
#[async_trait]
pub trait RedForms: fmt::Debug + Send + Sync {
    /// Writes the application for a form, pure and local.
    ///
    /// # Errors
    /// `InvalidInput` naming the field, if the invoice can't be reversed this way.
    fn draft_application(&self, reversal: &Reversal, attempt: &Attempt) -> Result<Draft, Error>;

    /// Applies for the form.
    ///
    /// # Errors
    /// With the outcome of this request. A duplicate refusal means that the form exists: ask with [`find_form`](Self::find_form).
    async fn apply(&self, draft: &Draft) -> Result<(), Error>;

    /// Has the provider fetch what happened to its forms at the tax bureau.
    ///
    /// # Errors
    /// If it was refused.
    async fn refresh(&self) -> Result<(), Error>;

    /// Asks how the form stands that was applied for under this number; `None` if there is none.
    ///
    /// # Errors
    /// If the question was not answered.
    async fn find_form(&self, number: &OrderNumber) -> Result<Option<RedForm>, Error>;

    /// Writes the request that issues (or, where the bureau issued by itself, adopts) the red invoice of a confirmed form.
    ///
    /// # Errors
    /// `InvalidInput` if the form is not confirmed.
    fn draft_flush(&self, reversal: &Reversal, form: &RedForm, attempt: &Attempt) -> Result<Draft, Error>;
}

/// A red confirmation form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RedForm {
    /// Its number at the bureau; empty while the bureau does not know it.
    pub number: String,
    /// Its uuid at the bureau; empty while the bureau does not know it.
    pub uuid: String,
    /// How it stands.
    pub state: RedFormState,
    /// The provider's serial number of the red invoice, once there is one.
    pub red_serial: Option<String>,
}

impl RedForm {
    /// A form that stands like this, without a red invoice yet.
    #[must_use]
    pub const fn new(number: String, uuid: String, state: RedFormState) -> Self {
        Self { number, uuid, state, red_serial: None }
    }
}

/// How a red confirmation form stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RedFormState {
    /// Being applied for; the bureau does not know it yet.
    Applying,
    /// The buyer has to confirm.
    WaitingForBuyer,
    /// The seller has to confirm.
    WaitingForSeller,
    /// Confirmed, or needs no confirmation: the red invoice may be issued, or comes by itself.
    Confirmed,
    /// Refused, withdrawn, expired or failed: nothing will come of it. Holds the provider's words.
    Dead(String),
    /// A state that nobody has told us the meaning of.
    Other(String),
}

/// Delivers an issued invoice to its buyer once more (重新交付).
#[async_trait]
pub trait Redeliver: fmt::Debug + Send + Sync {
    /// Sends the invoice to this contact.
    ///
    /// # Errors
    /// If it was refused, or nobody knows. A second delivery is not a second tax document.
    async fn redeliver(&self, invoice: &IssuedInvoice, contact: &crate::Contact) -> Result<(), Error>;
}

/// Fetches the files of an invoice.
#[async_trait]
pub trait Files: fmt::Debug + Send + Sync {
    /// The invoice's PDF, checked to be one.
    ///
    /// # Errors
    /// If there is no address yet, the file can't be fetched, or it is no PDF.
    async fn pdf(&self, invoice: &IssuedInvoice) -> Result<InvoiceFile, Error>;
}

/// A marketplace that shows invoices to its shoppers.
#[async_trait]
pub trait Marketplace: fmt::Debug + Send + Sync {
    /// The account that drafts are bound to.
    fn account(&self) -> &Account;

    /// Writes the upload of one invoice; the file stays outside and is named by its digest.
    ///
    /// # Errors
    /// `InvalidInput` naming the field, if the marketplace would refuse it.
    fn draft(&self, upload: &Upload, attempt: &Attempt, file: &InvoiceFile) -> Result<Draft, Error>;

    /// Sends the upload. `file` is the one of the draft's digest.
    ///
    /// # Errors
    /// With the outcome of this request. A file of another digest is refused unsent.
    async fn send(&self, draft: &Draft, file: &InvoiceFile) -> Result<Delivered, Error>;

    /// Asks whether an upload arrived.
    ///
    /// # Errors
    /// If the question was not answered.
    async fn find(&self, upload: &Upload) -> Result<MarketplaceFinding, Error>;
}

/// One invoice for one marketplace order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// The merchant's own number of the order.
    pub reference: Reference,
    /// The marketplace's order.
    pub delivery: Delivery,
    /// The invoice's number.
    pub number: InvoiceNumber,
    /// Its code, if it is not fully digital.
    pub code: Option<InvoiceCode>,
    /// Its kind, which the marketplace shows.
    pub kind: fapiao_model::InvoiceKind,
    /// When it was issued.
    pub issued_at: ChinaTime,
    /// The buyer's title.
    pub title: String,
    /// With tax; negative for a red one.
    pub gross: Amount,
    /// Without tax.
    pub net: Option<Amount>,
    /// The invoice that a red one reverses.
    pub reverses: Option<Original>,
}

/// The invoice that a red-letter invoice reverses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// Its number.
    pub number: InvoiceNumber,
    /// Its code, if it is not fully digital.
    pub code: Option<InvoiceCode>,
}

/// Which order of a marketplace an invoice belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The marketplace's order number.
    pub order_id: String,
    /// The marketplace's product code, to attach the invoice to one line.
    pub product_code: Option<String>,
}

/// The marketplace took the invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delivered;

/// What the marketplace says about an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarketplaceFinding {
    /// Our invoice is there.
    Present,
    /// It has none for the order.
    Absent,
    /// An answer from which nobody can tell: a person looks.
    Unclear(String),
}
