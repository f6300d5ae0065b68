//! Lines of a partial reversal.

use crate::nuonuo::FavouredPolicy;
use crate::nuonuo::checks::{at_most, at_most_if_any, some_text};
use crate::{Amount, Fault, Quantity, TaxClassificationCode, TaxRate, UnitPrice};
use serde::{Serialize, Serializer};

/// One line of a partial reversal (`detail`).
#[derive(Clone, Debug, Serialize)]
#[must_use]
pub struct RedLine {
    #[serde(rename = "blueDetailIndex", serialize_with = "as_text")]
    index: u32,
    #[serde(rename = "goodsName")]
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    #[serde(rename = "specType", skip_serializing_if = "Option::is_none")]
    specification: Option<String>,
    #[serde(rename = "num", skip_serializing_if = "Option::is_none")]
    quantity: Option<Quantity>,
    #[serde(rename = "taxExcludedPrice", skip_serializing_if = "Option::is_none")]
    price: Option<UnitPrice>,
    #[serde(rename = "taxExcludedAmount")]
    pub(super) net: Amount,
    #[serde(rename = "taxAmount")]
    tax: Amount,
    #[serde(rename = "taxRate")]
    rate: TaxRate,
    #[serde(rename = "goodsCode")]
    classification: TaxClassificationCode,
    #[serde(rename = "favouredPolicyFlag", skip_serializing_if = "Option::is_none")]
    policy: Option<&'static str>,
}

/// Quantity and price of a [`RedLine`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RedLineQuantity {
    /// How many are reversed, positive.
    pub quantity: Quantity,
    /// What one costs without tax.
    pub price: UnitPrice,
}

impl RedLine {
    /// The line at `index` (from 1) of the blue invoice: for a discount pair only the discounted line. What is reversed of it
    /// is given in positive amounts; they are sent as negative ones.
    pub fn new(
        index: u32,
        name: impl Into<String>,
        classification: TaxClassificationCode,
        rate: TaxRate,
        net: Amount,
        tax: Amount,
    ) -> Self {
        let (name, net, tax) = (name.into(), -net, -tax);
        let (unit, specification, quantity, price, policy) = (None, None, None, None, None);
        Self { index, name, unit, specification, quantity, price, net, tax, rate, classification, policy }
    }

    text_setters! {
        /// Unit, at most 22 characters.
        unit => unit;
        /// Specification or model, at most 40 characters.
        specification => specification;
    }

    /// Quantity and price of what is reversed.
    pub fn quantity(mut self, of: RedLineQuantity) -> Self {
        self.quantity = Quantity::new(-of.quantity.decimal()).ok();
        self.price = Some(of.price);
        self
    }

    /// The blue line's favoured policy.
    pub const fn policy(mut self, policy: &FavouredPolicy) -> Self {
        self.policy = Some(policy.code());
        self
    }

    pub(super) fn check(&self) -> Result<(), Fault> {
        if self.index == 0 || self.index > 99_999 {
            return Err(Fault::new("blueDetailIndex", "is not a line of the blue invoice; they count from 1"));
        }
        some_text("goodsName", &self.name)?;
        at_most("goodsName", &self.name, 90)?;
        at_most_if_any("unit", self.unit.as_deref(), 22)?;
        at_most_if_any("specType", self.specification.as_deref(), 40)?;
        if !self.net.is_negative() || self.tax > Amount::ZERO {
            return Err(Fault::new("taxExcludedAmount", "is not negative; give what is reversed as a positive amount"));
        }
        if self.quantity.is_some_and(|quantity| !quantity.is_negative()) {
            return Err(Fault::new("num", "is not negative; give what is reversed as a positive quantity"));
        }
        if self.price.is_some_and(UnitPrice::is_negative) {
            return Err(Fault::new("taxExcludedPrice", "is negative; the price of a red line is positive"));
        }
        Ok(())
    }
}

fn as_text<S: Serializer>(index: &u32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(index)
}
