//! Reversing an invoice.

use crate::Reference;
use fapiao_model::{Amount, ChinaTime, InvoiceCode, InvoiceKind, InvoiceNumber, RedReason, TaxNumber};
use serde::{Deserialize, Serialize};

/// Reverses one invoice in full (冲红).
#[doc(alias = "冲红")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reversal {
    /// The merchant's own number of the reversal: another one than the order's, or the same.
    pub reference: Reference,
    /// The invoice.
    pub blue: BlueInvoice,
    /// Why.
    pub reason: RedReason,
}

/// The invoice that is reversed, as far as the providers ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlueInvoice {
    /// Its number.
    pub number: InvoiceNumber,
    /// Its code, if it is not fully digital.
    pub code: Option<InvoiceCode>,
    /// Its kind.
    pub kind: InvoiceKind,
    /// The provider's serial number of it.
    pub serial: String,
    /// When it was issued.
    pub issued_at: Option<ChinaTime>,
    /// The seller's tax number.
    pub seller: TaxNumber,
    /// The seller's name.
    pub seller_name: String,
    /// The buyer's tax number, if the buyer has one.
    pub buyer: Option<TaxNumber>,
    /// The buyer's name.
    pub buyer_name: String,
    /// With tax.
    pub gross: Amount,
}

impl Reversal {
    /// The content of a reversal as one text: the same content has the same text, for the mark and for comparing.
    #[must_use]
    pub fn canonical(&self) -> String {
        let Self { blue, reason, .. } = self;
        let code = blue.code.as_ref().map(InvoiceCode::as_str).unwrap_or_default();
        format!("red|{}|{code}|{}|{}", blue.number, blue.gross, reason.words())
    }
}
