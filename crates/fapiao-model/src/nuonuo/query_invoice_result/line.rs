//! Lines of an issued invoice.

use crate::{Amount, TaxRate, node::Extra, nuonuo::lenient};
use rust_decimal::Decimal;
use serde::Deserialize;

/// A line of an invoice as queryInvoiceResult returns it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct InvoiceLine {
    /// The name.
    #[serde(rename = "itemName")]
    pub name: Option<String>,
    /// The short name of the classification, printed between asterisks.
    #[serde(rename = "itemCodeAbb")]
    pub classification_name: Option<String>,
    /// The tax classification.
    #[serde(rename = "itemCode")]
    pub classification: Option<String>,
    /// The merchant's own code.
    #[serde(rename = "itemSelfCode")]
    pub own_code: Option<String>,
    /// Unit.
    #[serde(rename = "itemUnit")]
    pub unit: Option<String>,
    /// Specification or model.
    #[serde(rename = "itemSpec")]
    pub specification: Option<String>,
    /// Unit price, with or without tax: see [`includes_tax`](Self::includes_tax). It comes with 18 decimals.
    #[serde(rename = "itemPrice", deserialize_with = "lenient::decimal")]
    pub price: Option<Decimal>,
    /// Quantity; it comes with 18 decimals.
    #[serde(rename = "itemNum", deserialize_with = "lenient::decimal")]
    pub quantity: Option<Decimal>,
    /// The rate; it may be missing.
    #[serde(rename = "itemTaxRate")]
    pub rate: Option<TaxRate>,
    /// Amount, with or without tax: see [`includes_tax`](Self::includes_tax).
    #[serde(rename = "itemAmount")]
    pub amount: Option<Amount>,
    /// The tax.
    #[serde(rename = "itemTaxAmount")]
    pub tax: Option<Amount>,
    /// `true` or `false` as text.
    #[serde(rename = "isIncludeTax")]
    pub is_include_tax: Option<String>,
    /// 0 normal, 1 discount line, 2 discounted line.
    #[serde(rename = "invoiceLineProperty")]
    pub property: Option<String>,
    /// Which zero rate.
    #[serde(rename = "zeroRateFlag")]
    pub zero_rate: Option<String>,
    /// Code of the favoured policy.
    #[serde(rename = "favouredPolicyFlag")]
    pub policy: Option<String>,
    /// Name of the favoured policy.
    #[serde(rename = "favouredPolicyName")]
    pub policy_name: Option<String>,
    /// The difference amount.
    pub deduction: Option<Amount>,
    /// Everything else that came.
    #[serde(rename = "$extra")]
    pub extra: Extra,
}

impl InvoiceLine {
    /// Whether price and amount include the tax.
    #[must_use]
    pub fn includes_tax(&self) -> bool {
        self.is_include_tax.as_deref().is_some_and(|text| text.eq_ignore_ascii_case("true"))
    }

    /// Whether it is a discount line.
    #[must_use]
    pub fn is_discount(&self) -> bool {
        self.property.as_deref() == Some("1")
    }
}
