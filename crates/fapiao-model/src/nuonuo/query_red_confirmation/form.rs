//! Red confirmation forms as Nuonuo returns them.

use crate::nuonuo::{
    Kind, RedConfirmationNumber, RedConfirmationRef, RedConfirmationStatus, RedConfirmationUuid, RedRequestStatus,
    SerialNumber, Side, lenient, red_reason_from_code,
};
use crate::{Amount, ChinaTime, RedReason, TaxRate, node::Extra};
use rust_decimal::Decimal;
use serde::Deserialize;

/// A page of red confirmation forms.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RedConfirmations {
    /// How many there are on all pages; it was seen missing.
    pub total: Option<u64>,
    /// The forms of this page.
    pub list: Vec<RedConfirmation>,
}

/// A red confirmation form (红字确认单).
///
/// Until the bureau registered it (15) number and uuid may be missing.
#[doc(alias = "红字确认单")]
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RedConfirmation {
    /// The form's number.
    #[serde(rename = "billNo")]
    pub number: Option<RedConfirmationNumber>,
    /// The form's id at the bureau.
    #[serde(rename = "billUuid")]
    pub uuid: Option<RedConfirmationUuid>,
    /// The merchant's own application number.
    #[serde(rename = "billId")]
    pub bill_id: Option<String>,
    /// The state.
    #[serde(rename = "billStatus")]
    pub status: Option<RedConfirmationStatus>,
    /// The state in words: why it failed, for one.
    #[serde(rename = "billMessage")]
    pub words: Option<String>,
    /// Nuonuo's number of the red invoice, once there is one.
    #[serde(rename = "invoiceSerialNum")]
    pub red_serial_number: Option<SerialNumber>,
    /// The red invoice's number (seen live; not in the documents).
    #[serde(rename = "redInvoiceNumber")]
    pub red_number: Option<String>,
    /// The red invoice's order number, once there is one.
    #[serde(rename = "orderNo")]
    pub order_number: Option<String>,
    /// What is being done to the form.
    #[serde(rename = "requestStatus")]
    pub request_status: Option<RedRequestStatus>,
    /// 1 when the red invoice is issued; see [`is_issued`](Self::is_issued).
    #[serde(rename = "openStatus")]
    pub open_status: Option<String>,
    /// Code of the side that applied; see [`applied_by`](Self::applied_by).
    #[serde(rename = "applySource")]
    pub apply_source: Option<String>,
    /// Kind of the blue invoice.
    #[serde(rename = "blueInvoiceLine")]
    pub blue_kind: Option<Kind>,
    /// Number of the blue invoice.
    #[serde(rename = "blueInvoiceNumber")]
    pub blue_number: Option<String>,
    /// Fully digital number of the blue invoice (seen live; not in the documents).
    #[serde(rename = "blueElecInvoiceNumber")]
    pub blue_digital_number: Option<String>,
    /// When the blue invoice was issued.
    #[serde(rename = "blueInvoiceTime", deserialize_with = "lenient::time")]
    pub blue_issued_at: Option<ChinaTime>,
    /// When it was applied for.
    #[serde(rename = "billTime", deserialize_with = "lenient::time")]
    pub applied_at: Option<ChinaTime>,
    /// When it was confirmed.
    #[serde(rename = "confirmTime", deserialize_with = "lenient::time")]
    pub confirmed_at: Option<ChinaTime>,
    /// The seller's tax number.
    #[serde(rename = "sellerTaxNo")]
    pub seller_tax_number: Option<String>,
    /// The seller's name.
    #[serde(rename = "sellerName")]
    pub seller_name: Option<String>,
    /// The buyer's tax number.
    #[serde(rename = "buyerTaxNo")]
    pub buyer_tax_number: Option<String>,
    /// The buyer's name.
    #[serde(rename = "buyerName")]
    pub buyer_name: Option<String>,
    /// What is reversed, without tax; negative.
    #[serde(rename = "taxExcludedAmount")]
    pub net: Option<Amount>,
    /// The tax of it; negative.
    #[serde(rename = "taxAmount")]
    pub tax: Option<Amount>,
    /// Nuonuo's code of the reason; see [`reason`](Self::reason).
    #[serde(rename = "redReason")]
    pub reason_code: Option<String>,
    /// The lines.
    #[serde(rename = "detail")]
    pub lines: Vec<RedConfirmationLine>,
    /// Everything else that came.
    #[serde(rename = "$extra")]
    pub extra: Extra,
}

impl RedConfirmation {
    /// Whether the red invoice is issued.
    #[must_use]
    pub fn is_issued(&self) -> bool {
        self.open_status.as_deref() == Some("1")
    }

    /// Which side applied.
    #[must_use]
    pub fn applied_by(&self) -> Option<Side> {
        self.apply_source.as_deref().and_then(Side::from_code)
    }

    /// Why the invoice is reversed.
    #[must_use]
    pub fn reason(&self) -> Option<RedReason> {
        self.reason_code.as_deref().and_then(red_reason_from_code)
    }

    /// Number and uuid together, as [`QuickRedFlush`](crate::nuonuo::QuickRedFlush) takes them.
    #[must_use]
    pub fn reference(&self) -> Option<RedConfirmationRef> {
        Some(RedConfirmationRef { number: self.number.clone()?, uuid: self.uuid.clone()? })
    }
}

/// A line of a red confirmation form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RedConfirmationLine {
    /// Which line of the blue invoice, from 1.
    #[serde(rename = "blueDetailIndex")]
    pub index: Option<u32>,
    /// The name.
    #[serde(rename = "goodsName")]
    pub name: Option<String>,
    /// Unit.
    pub unit: Option<String>,
    /// Specification or model.
    #[serde(rename = "specType")]
    pub specification: Option<String>,
    /// Quantity; negative.
    #[serde(rename = "num", deserialize_with = "lenient::decimal")]
    pub quantity: Option<Decimal>,
    /// Unit price without tax.
    #[serde(rename = "taxExcludedPrice", deserialize_with = "lenient::decimal")]
    pub price: Option<Decimal>,
    /// Without tax; negative.
    #[serde(rename = "taxExcludedAmount")]
    pub net: Option<Amount>,
    /// The tax; negative.
    #[serde(rename = "taxAmount")]
    pub tax: Option<Amount>,
    /// The rate.
    #[serde(rename = "taxRate")]
    pub rate: Option<TaxRate>,
    /// The tax classification.
    #[serde(rename = "goodsCode")]
    pub classification: Option<String>,
    /// Everything else that came.
    #[serde(rename = "$extra")]
    pub extra: Extra,
}
