//! What Nuonuo posts to the merchant when an order is done.

use super::{Kind, NoticeStatus, SerialNumber, lenient};
use crate::{
    Amount, ChinaTime, TaxRate,
    node::{Extra, Node},
};
use rust_decimal::Decimal;
use serde::Deserialize;

/// The content of the issuing call-back (开票结果回调, operater `callback`).
///
/// It is not signed: take it as a hint and ask with a query. Failures come only if the company's profile reports them, and
/// then with four fields. Source: call-back document V1.1.1; notes, 6.1.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct IssueNotice {
    /// What happened; use [`status`](Self::status).
    #[serde(rename = "c_status")]
    pub status_code: Option<NoticeStatus>,
    /// When it was issued.
    #[serde(rename = "c_kprq", deserialize_with = "lenient::time")]
    pub issued_at: Option<ChinaTime>,
    /// The invoice's code.
    #[serde(rename = "c_fpdm")]
    pub invoice_code: Option<String>,
    /// The invoice's number; use [`number`](Self::number).
    #[serde(rename = "c_fphm")]
    pub invoice_number: Option<String>,
    /// The fully digital number. The documents cut its name; both are read.
    #[serde(rename = "allElectronicInvoiceNumber", alias = "allElectronicInvoiceNumbe")]
    pub digital_number: Option<String>,
    /// Code of the blue invoice that this red one reverses.
    #[serde(rename = "c_yfpdm")]
    pub blue_code: Option<String>,
    /// Number of that blue invoice.
    #[serde(rename = "c_yfphm")]
    pub blue_number: Option<String>,
    /// Fully digital number of that blue invoice.
    #[serde(rename = "oldEleInvoiceNumber")]
    pub blue_digital_number: Option<String>,
    /// The tax.
    #[serde(rename = "c_hjse")]
    pub tax: Option<Amount>,
    /// Without tax.
    #[serde(rename = "c_bhsje")]
    pub net: Option<Amount>,
    /// With tax (by arrangement).
    #[serde(rename = "c_hjje")]
    pub gross: Option<Amount>,
    /// The order number; missing in failures, where only the outer field has it.
    #[serde(rename = "c_orderno")]
    pub order_number: Option<String>,
    /// Nuonuo's number.
    #[serde(rename = "c_fpqqlsh")]
    pub serial_number: Option<SerialNumber>,
    /// Why it failed.
    #[serde(rename = "c_errorMessage")]
    pub fail_cause: Option<String>,
    /// Address of the PDF.
    #[serde(rename = "c_url")]
    pub pdf_url: Option<String>,
    /// Address of the OFD: the legal original where there is one.
    #[serde(rename = "c_ofd_url")]
    pub ofd_url: Option<String>,
    /// A page to look at, without scheme.
    #[serde(rename = "c_jpg_url")]
    pub picture_url: Option<String>,
    /// The seller's tax number.
    #[serde(rename = "c_saletaxnum")]
    pub seller_tax_number: Option<String>,
    /// The kind (by arrangement).
    #[serde(rename = "c_invoice_line")]
    pub kind: Option<Kind>,
    /// The lines (by arrangement).
    #[serde(rename = "invoiceItems")]
    pub lines: Vec<NoticeLine>,
    /// Vehicle details (by arrangement).
    #[serde(rename = "vehicleInfo")]
    pub vehicle_info: Option<Node>,
    /// Everything else that came.
    #[serde(rename = "$extra")]
    pub extra: Extra,
}

impl IssueNotice {
    /// What happened. A missing status means issued: the profile does not report failures then.
    #[must_use]
    pub fn status(&self) -> NoticeStatus {
        self.status_code.clone().unwrap_or(NoticeStatus::Issued)
    }

    /// The invoice's number: the fully digital one, or else the older one.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        self.digital_number.as_deref().or(self.invoice_number.as_deref())
    }
}

/// A line of the call-back. Its amount is `itemSumAmount`; queryInvoiceResult calls it `itemAmount`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct NoticeLine {
    /// The name.
    #[serde(rename = "itemName")]
    pub name: Option<String>,
    /// Unit price.
    #[serde(rename = "itemPrice", deserialize_with = "lenient::decimal")]
    pub price: Option<Decimal>,
    /// Quantity.
    #[serde(rename = "itemNum", deserialize_with = "lenient::decimal")]
    pub quantity: Option<Decimal>,
    /// The rate.
    #[serde(rename = "itemTaxRate")]
    pub rate: Option<TaxRate>,
    /// Amount.
    #[serde(rename = "itemSumAmount", alias = "itemAmount")]
    pub amount: Option<Amount>,
    /// The tax.
    #[serde(rename = "itemTaxAmount")]
    pub tax: Option<Amount>,
    /// Everything else that came.
    #[serde(rename = "$extra")]
    pub extra: Extra,
}
