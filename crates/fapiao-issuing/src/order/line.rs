//! Lines and their amounts.

use fapiao_model::{Amount, Quantity, TaxClassificationCode, TaxRate, UnitPrice};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Whether price, amount and discount of a line include the tax (含税标志).
#[doc(alias = "含税标志")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pricing {
    /// They include it: the tax is what is left after the net amount was rounded.
    TaxIncluded,
    /// They do not: the tax is the rounded product of net amount and rate.
    TaxExcluded,
}

/// Why a line's rate is zero. An invoice prints the difference, and some providers refuse a zero rate without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ZeroRate {
    /// Exempt from tax.
    #[doc(alias = "免税")]
    Exempt,
    /// Outside the tax.
    #[doc(alias = "不征税")]
    NotTaxed,
    /// Exported.
    #[doc(alias = "出口零税")]
    Export,
    /// The ordinary rate of zero.
    #[doc(alias = "普通零税率")]
    Ordinary,
}

/// One line of an invoice (明细行).
#[doc(alias = "明细行")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LineItem {
    /// What is printed.
    pub name: String,
    /// The tax classification.
    pub tax_code: TaxClassificationCode,
    /// The rate.
    pub rate: TaxRate,
    /// Whether the figures below include the tax.
    pub pricing: Pricing,
    /// The line's amount before its discount.
    pub amount: Amount,
    /// How many; with a unit price or not at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// What one costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<UnitPrice>,
    /// The unit that is printed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Specification or model.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub specification: String,
    /// What is taken off, as a positive amount. It is printed as a line of its own directly below.
    #[serde(default)]
    pub discount: Amount,
    /// Why the rate is zero, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zero_rate: Option<ZeroRate>,
}

impl LineItem {
    /// A line with its amount.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        tax_code: TaxClassificationCode,
        rate: TaxRate,
        pricing: Pricing,
        amount: Amount,
    ) -> Self {
        Self {
            name: name.into(),
            tax_code,
            rate,
            pricing,
            amount,
            quantity: None,
            unit_price: None,
            unit: String::new(),
            specification: String::new(),
            discount: Amount::ZERO,
            zero_rate: None,
        }
    }

    /// Sets quantity and unit price, and with them the amount: their product, rounded to the fen.
    #[must_use]
    pub fn priced(mut self, quantity: Quantity, unit_price: UnitPrice) -> Self {
        self.amount = product(quantity, unit_price).unwrap_or(self.amount);
        self.quantity = Some(quantity);
        self.unit_price = Some(unit_price);
        self
    }

    /// Sets the unit.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = unit.into();
        self
    }

    /// Sets specification or model.
    #[must_use]
    pub fn specification(mut self, specification: impl Into<String>) -> Self {
        self.specification = specification.into();
        self
    }

    /// Sets the discount, as a positive amount.
    #[must_use]
    pub const fn discount(mut self, discount: Amount) -> Self {
        self.discount = discount;
        self
    }

    /// Says why the rate is zero.
    #[must_use]
    pub const fn zero_rate(mut self, why: ZeroRate) -> Self {
        self.zero_rate = Some(why);
        self
    }

    /// Net, tax and gross before the discount.
    #[must_use]
    pub fn amounts(&self) -> LineAmounts {
        LineAmounts::of(self.amount, self.rate, self.pricing)
    }

    /// Net, tax and gross of the discount, all negative; `None` if there is none.
    #[must_use]
    pub fn discount_amounts(&self) -> Option<LineAmounts> {
        (!self.discount.is_zero()).then(|| LineAmounts::of(-self.discount, self.rate, self.pricing))
    }

    /// Net, tax and gross with the discount taken off.
    #[must_use]
    pub fn net_of_discount(&self) -> LineAmounts {
        self.discount_amounts().map_or_else(|| self.amounts(), |discount| self.amounts().plus(discount))
    }
}

/// The product of quantity and price to the fen; `None` if it is out of all bounds.
pub(super) fn product(quantity: Quantity, unit_price: UnitPrice) -> Option<Amount> {
    let product = quantity.decimal().checked_mul(unit_price.decimal()).map(Amount::rounded)?;
    Amount::new(product.decimal()).ok()
}

/// Net, tax and gross; gross is always the sum of the other two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineAmounts {
    /// Without tax.
    pub net: Amount,
    /// The tax.
    pub tax: Amount,
    /// With tax.
    pub gross: Amount,
}

/// The sums over an order's lines.
pub type Totals = LineAmounts;

impl LineAmounts {
    /// Splits an amount at a rate. Rounded half away from zero, to the fen, once.
    #[must_use]
    pub fn of(amount: Amount, rate: TaxRate, pricing: Pricing) -> Self {
        let rate = rate.decimal();
        match pricing {
            Pricing::TaxIncluded => {
                let net = Amount::rounded(amount.decimal() / (Decimal::ONE + rate));
                Self { net, tax: amount - net, gross: amount }
            }
            Pricing::TaxExcluded => {
                let tax = Amount::rounded(amount.decimal() * rate);
                Self { net: amount, tax, gross: amount + tax }
            }
        }
    }

    /// The sum of two.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { net: self.net + other.net, tax: self.tax + other.tax, gross: self.gross + other.gross }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(amount: &str, rate: &str, pricing: Pricing) -> (String, String, String) {
        let amounts = LineAmounts::of(amount.parse().unwrap(), rate.parse().unwrap(), pricing);
        (amounts.net.to_string(), amounts.tax.to_string(), amounts.gross.to_string())
    }

    #[test]
    fn amounts_are_those_of_a_pocket_calculator() {
        use Pricing::*;
        for (amount, rate, pricing, net, tax, gross) in [
            ("113.00", "0.13", TaxIncluded, "100.00", "13.00", "113.00"),
            ("100.00", "0.13", TaxIncluded, "88.50", "11.50", "100.00"),
            ("99.99", "0.06", TaxIncluded, "94.33", "5.66", "99.99"),
            ("100.00", "0.13", TaxExcluded, "100.00", "13.00", "113.00"),
            ("0.35", "0.13", TaxExcluded, "0.35", "0.05", "0.40"),
            ("0.50", "0.09", TaxExcluded, "0.50", "0.05", "0.55"),
            ("12.30", "0", TaxIncluded, "12.30", "0.00", "12.30"),
            ("-10.00", "0.13", TaxIncluded, "-8.85", "-1.15", "-10.00"),
        ] {
            assert_eq!(of(amount, rate, pricing), (net.into(), tax.into(), gross.into()), "{amount} at {rate}");
        }
    }

    proptest! {
        #[test]
        fn net_and_tax_always_add_up(fen in -10_000_000i64..10_000_000, percent in 0u32..20, included: bool) {
            let pricing = if included { Pricing::TaxIncluded } else { Pricing::TaxExcluded };
            let rate = TaxRate::new(Decimal::new(percent.into(), 2)).unwrap();
            let amounts = LineAmounts::of(Amount::from_fen(fen), rate, pricing);
            prop_assert_eq!(amounts.net + amounts.tax, amounts.gross);
            // The providers refuse a tax that is more than 0.06 away from net times rate.
            let off = (amounts.net.decimal() * rate.decimal() - amounts.tax.decimal()).abs();
            prop_assert!(off <= Decimal::new(1, 2), "{}", off);
        }
    }
}
