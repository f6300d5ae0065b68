//! The sandbox's own books: what really happened, for comparing with what a client believes.

use fapiao_model::{Amount, Provider};

/// What really happened.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Books {
    /// Every invoice that was ever begun.
    pub invoices: Vec<BookedInvoice>,
    /// Every order that was refused when it was handed in.
    pub refusals: Vec<Refusal>,
    /// Every invoice that a marketplace took.
    pub uploads: Vec<UploadedInvoice>,
}

/// One invoice in a provider's books. A split order has several with the same order number.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BookedInvoice {
    /// Whose books.
    pub provider: Provider,
    /// The seller's tax number.
    pub seller: String,
    /// The order number.
    pub order_number: String,
    /// The provider's serial number.
    pub serial: String,
    /// The invoice's number; empty until it is issued.
    pub number: String,
    /// How it stands.
    pub state: BookedState,
    /// Whether it is a red-letter invoice.
    pub is_red: bool,
    /// The number of the invoice that it reverses.
    pub reverses: Option<String>,
    /// The mark that came with the order.
    pub mark: Option<String>,
    /// The buyer's title.
    pub buyer: String,
    /// Without tax.
    pub net: Amount,
    /// The tax.
    pub tax: Amount,
}

/// How an invoice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BookedState {
    /// Being issued.
    Pending,
    /// It exists at the bureau.
    Issued,
    /// It failed.
    Failed,
}

/// An order that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Who refused it.
    pub provider: Provider,
    /// The order number.
    pub order_number: String,
    /// The provider's code.
    pub code: String,
}

/// An invoice that a marketplace took.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadedInvoice {
    /// The marketplace's order.
    pub order_id: String,
    /// The invoice's number.
    pub number: String,
    /// Whether it is a red-letter invoice.
    pub is_red: bool,
    /// The number of the invoice that it reverses.
    pub reverses: Option<String>,
    /// With tax, as the client wrote it.
    pub gross: String,
    /// How often the same invoice was uploaded.
    pub times: u32,
    /// The size of its file.
    pub file_len: usize,
}
