//! The lines of an invoice: figures on either pricing basis, and what stands behind a rate of zero.

use super::{
    DiscountSign,
    checks::{bytes, integer_digits, present},
};
use crate::{Amount, Fault, Quantity, TaxClassificationCode, TaxRate, UnitPrice};
use rust_decimal::Decimal;
use serde::Serialize;

/// Whether unit price, amount and tax of a line are figures with tax (`includeTaxFlag`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PricingBasis {
    /// `1`: with tax.
    TaxIncluded,
    /// `0`: without tax.
    TaxExcluded,
}

/// The rate of a line, or why it is zero. The three flags that the wire needs (`zeroTaxFlag`, `preferentialPolicyFlag`,
/// `vatSpecialManage`, section 5.5) follow from it, so they can't contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taxation {
    /// A rate above zero, with at most two decimals.
    Rate(TaxRate),
    /// Zero for export (出口零税).
    #[doc(alias = "出口零税")]
    ExportZero,
    /// Exempt (免税).
    #[doc(alias = "免税")]
    Exempt,
    /// Not taxed (不征税).
    #[doc(alias = "不征税")]
    NotTaxed,
    /// The ordinary zero rate (普通零税率).
    #[doc(alias = "普通零税率")]
    OrdinaryZero,
}

impl Taxation {
    /// The rate as a number.
    #[must_use]
    pub fn rate(self) -> TaxRate {
        if let Self::Rate(rate) = self { rate } else { TaxRate::default() }
    }

    /// `zeroTaxFlag`
    const fn zero_flag(self) -> Option<&'static str> {
        match self {
            Self::Rate(_) => None,
            Self::ExportZero => Some("0"),
            Self::Exempt => Some("1"),
            Self::NotTaxed => Some("2"),
            Self::OrdinaryZero => Some("3"),
        }
    }

    /// `vatSpecialManage`, and with it whether `preferentialPolicyFlag` is 1.
    const fn special_words(self) -> Option<&'static str> {
        match self {
            Self::ExportZero => Some("出口零税"),
            Self::Exempt => Some("免税"),
            Self::NotTaxed => Some("不征税"),
            Self::Rate(_) | Self::OrdinaryZero => None,
        }
    }
}

/// One line of an invoice (明细行).
#[doc(alias = "明细行")]
#[derive(Clone, Debug)]
pub struct Line {
    name: String,
    tax_code: TaxClassificationCode,
    basis: PricingBasis,
    amount: Amount,
    taxation: Taxation,
    specification: Option<String>,
    unit: Option<String>,
    price: Option<(Quantity, UnitPrice)>,
    tax: Option<Amount>,
    discount: Option<Amount>,
    deduction: Option<Amount>,
}

impl Line {
    /// A line with its amount before any discount, in yuan and on the given basis.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        tax_code: TaxClassificationCode,
        basis: PricingBasis,
        amount: Amount,
        taxation: Taxation,
    ) -> Self {
        Self {
            name: name.into(),
            tax_code,
            basis,
            amount,
            taxation,
            specification: None,
            unit: None,
            price: None,
            tax: None,
            discount: None,
            deduction: None,
        }
    }

    /// Sets quantity and unit price, which come together or not at all; their product is the amount.
    #[must_use]
    pub const fn price(mut self, quantity: Quantity, unit_price: UnitPrice) -> Self {
        self.price = Some((quantity, unit_price));
        self
    }

    /// Sets specification or model, at most 40 GBK bytes.
    #[must_use]
    pub fn specification(mut self, specification: impl Into<String>) -> Self {
        self.specification = Some(specification.into());
        self
    }

    /// Sets the unit, at most 20 GBK bytes.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = Some(unit.into());
        self
    }

    /// Sets the line's tax before any discount. Left out, Piaotong computes it.
    #[must_use]
    pub const fn tax(mut self, tax: Amount) -> Self {
        self.tax = Some(tax);
        self
    }

    /// Sets what is taken off, as a positive amount on the line's basis. Which sign goes on the wire is the switch
    /// [`DiscountSign`].
    #[must_use]
    pub const fn discount(mut self, discount: Amount) -> Self {
        self.discount = Some(discount);
        self
    }

    /// Sets the deduction of a margin invoice (差额), which then has this one line only. Not seen in 数电 calls.
    #[doc(alias = "差额")]
    #[must_use]
    pub const fn deduction(mut self, deduction: Amount) -> Self {
        self.deduction = Some(deduction);
        self
    }

    pub(super) const fn has_discount(&self) -> bool {
        self.discount.is_some()
    }

    pub(super) const fn has_deduction(&self) -> bool {
        self.deduction.is_some()
    }

    /// The total with tax, discount taken off, to the fen: what the lines of the invoice add up to.
    #[must_use]
    pub fn gross(&self) -> Amount {
        let gross = |amount: Amount, tax: Option<Amount>| match self.basis {
            PricingBasis::TaxIncluded => amount,
            PricingBasis::TaxExcluded => {
                let rate = self.taxation.rate().decimal();
                amount + tax.unwrap_or_else(|| Amount::rounded(amount.decimal() * rate))
            }
        };
        gross(self.amount, self.tax) - self.discount.map_or(Amount::ZERO, |discount| gross(discount, None))
    }

    pub(super) fn check(&self) -> Result<(), Fault> {
        present("goodsName", &self.name)?;
        bytes("goodsName", &self.name, 100)?;
        bytes("specificationModel", self.specification.as_deref().unwrap_or_default(), 40)?;
        bytes("meteringUnit", self.unit.as_deref().unwrap_or_default(), 20)?;
        self.check_rate()?;
        self.check_amounts()?;
        self.check_price()
    }

    fn check_rate(&self) -> Result<(), Fault> {
        let Taxation::Rate(rate) = self.taxation else { return Ok(()) };
        let message = if rate.is_zero() {
            "is 0: say why (export, exempt, not taxed or ordinary zero rate), Piaotong needs zeroTaxFlag then"
                .to_owned()
        } else if rate.is_negative() || rate.decimal() >= Decimal::ONE {
            format!("{rate} is not a fraction between 0 and 1; write 13 % as 0.13")
        } else if rate.decimal().scale() > 2 {
            format!("{rate} has more than two decimals, which Piaotong's tables do not take")
        } else {
            return Ok(());
        };
        Err(Fault::new("taxRateValue", message))
    }

    fn check_amounts(&self) -> Result<(), Fault> {
        if self.amount.is_negative() || self.amount.is_zero() {
            return Err(Fault::new("invoiceAmount", format!("{} is not above zero", self.amount)));
        }
        integer_digits("invoiceAmount", self.amount.decimal(), 8)?;
        let within = |field: &str, value: Option<Amount>, most: Amount| match value {
            Some(value) if value.is_negative() || value > most => {
                let message = format!("{value} is not between 0 and {most}; write it as a positive amount");
                Err(Fault::new(field, message))
            }
            _ => Ok(()),
        };
        within("taxRateAmount", self.tax, self.amount)?;
        within("discountAmount", self.discount, self.amount)?;
        within("deductionAmount", self.deduction, self.gross())
    }

    fn check_price(&self) -> Result<(), Fault> {
        let Some((quantity, price)) = self.price else { return Ok(()) };
        integer_digits("quantity", quantity.decimal(), 8)?;
        integer_digits("unitPrice", price.decimal(), 8)?;
        // A price with 8 decimals that was computed from the amount may miss it by a fen; how much 8016 allows is unknown.
        let product = quantity.decimal().checked_mul(price.decimal()).map(Amount::rounded);
        match product {
            Some(product) if (product - self.amount).abs() <= Amount::from_fen(1) => Ok(()),
            _ => {
                let message = format!("{} is not quantity {quantity} times unit price {price}", self.amount);
                Err(Fault::new("invoiceAmount", message))
            }
        }
    }

    pub(super) fn wire(&self, sign: DiscountSign) -> LineWire<'_> {
        let signed = |discount: Amount| match sign {
            DiscountSign::Negative => -discount,
            DiscountSign::Positive => discount,
        };
        LineWire {
            name: &self.name,
            tax_code: &self.tax_code,
            specification: self.specification.as_deref(),
            unit: self.unit.as_deref(),
            quantity: self.price.map(|(quantity, _)| quantity),
            unit_price: self.price.map(|(_, price)| price),
            basis: if self.basis == PricingBasis::TaxIncluded { "1" } else { "0" },
            amount: self.amount,
            rate: self.taxation.rate(),
            tax: self.tax,
            discount: self.discount.map(signed),
            deduction: self.deduction,
            policy_flag: self.taxation.special_words().map(|_| "1"),
            zero_flag: self.taxation.zero_flag(),
            special_words: self.taxation.special_words(),
        }
    }
}

/// A line with Piaotong's names.
#[derive(Serialize)]
pub(super) struct LineWire<'a> {
    #[serde(rename = "goodsName")]
    name: &'a str,
    #[serde(rename = "taxClassificationCode")]
    tax_code: &'a TaxClassificationCode,
    #[serde(rename = "specificationModel", skip_serializing_if = "Option::is_none")]
    specification: Option<&'a str>,
    #[serde(rename = "meteringUnit", skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<Quantity>,
    #[serde(rename = "unitPrice", skip_serializing_if = "Option::is_none")]
    unit_price: Option<UnitPrice>,
    #[serde(rename = "includeTaxFlag")]
    basis: &'static str,
    #[serde(rename = "invoiceAmount")]
    amount: Amount,
    #[serde(rename = "taxRateValue")]
    rate: TaxRate,
    #[serde(rename = "taxRateAmount", skip_serializing_if = "Option::is_none")]
    tax: Option<Amount>,
    #[serde(rename = "discountAmount", skip_serializing_if = "Option::is_none")]
    discount: Option<Amount>,
    #[serde(rename = "deductionAmount", skip_serializing_if = "Option::is_none")]
    deduction: Option<Amount>,
    #[serde(rename = "preferentialPolicyFlag", skip_serializing_if = "Option::is_none")]
    policy_flag: Option<&'static str>,
    #[serde(rename = "zeroTaxFlag", skip_serializing_if = "Option::is_none")]
    zero_flag: Option<&'static str>,
    #[serde(rename = "vatSpecialManage", skip_serializing_if = "Option::is_none")]
    special_words: Option<&'static str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(amount: &str, basis: PricingBasis, taxation: Taxation) -> Line {
        Line::new("小麦", "1010101020000000000".parse().unwrap(), basis, amount.parse().unwrap(), taxation)
    }

    fn rate(text: &str) -> Taxation {
        Taxation::Rate(text.parse().unwrap())
    }

    fn json(line: &Line) -> serde_json::Value {
        serde_json::to_value(line.wire(DiscountSign::Negative)).unwrap()
    }

    #[test]
    fn both_pricing_bases_add_up_to_the_fen() {
        use PricingBasis::*;
        // By a pocket calculator.
        for (amount, basis, at, discount, gross) in [
            ("113.00", TaxIncluded, "0.13", "0", "113.00"),
            ("100.00", TaxExcluded, "0.13", "0", "113.00"),
            ("0.35", TaxExcluded, "0.13", "0", "0.40"),
            ("100.00", TaxExcluded, "0.09", "0.50", "108.45"),
            ("100.00", TaxIncluded, "0.09", "0.50", "99.50"),
        ] {
            let line = line(amount, basis, rate(at)).discount(discount.parse().unwrap());
            assert_eq!(line.gross().to_string(), gross, "{amount} at {at}");
        }
    }

    #[test]
    fn the_flags_of_a_zero_rate_follow_from_its_reason() {
        for (taxation, zero, policy, words) in [
            (Taxation::ExportZero, "0", Some("1"), Some("出口零税")),
            (Taxation::Exempt, "1", Some("1"), Some("免税")),
            (Taxation::NotTaxed, "2", Some("1"), Some("不征税")),
            (Taxation::OrdinaryZero, "3", None, None),
        ] {
            let wire = json(&line("1.00", PricingBasis::TaxIncluded, taxation));
            assert_eq!(wire["taxRateValue"], "0.00");
            assert_eq!(wire["zeroTaxFlag"], zero);
            assert_eq!(wire.get("preferentialPolicyFlag").and_then(|v| v.as_str()), policy);
            assert_eq!(wire.get("vatSpecialManage").and_then(|v| v.as_str()), words);
        }
        assert!(json(&line("1.00", PricingBasis::TaxIncluded, rate("0.13"))).get("zeroTaxFlag").is_none());
    }

    #[test]
    fn a_rate_of_zero_without_a_reason_is_refused() {
        let fault = line("1.00", PricingBasis::TaxIncluded, rate("0")).check().unwrap_err();
        assert_eq!(fault.field(), "taxRateValue");
        assert!(fault.message().contains("zeroTaxFlag"));
        for wrong in ["1", "-0.01", "0.015"] {
            assert!(line("1.00", PricingBasis::TaxIncluded, rate(wrong)).check().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_sign_of_a_discount_is_a_switch() {
        let line = line("10.00", PricingBasis::TaxIncluded, rate("0.13")).discount("1.00".parse().unwrap());
        assert_eq!(json(&line)["discountAmount"], "-1.00");
        let positive = serde_json::to_value(line.wire(DiscountSign::Positive)).unwrap();
        assert_eq!(positive["discountAmount"], "1.00");
    }

    #[test]
    fn figures_that_contradict_each_other_are_refused() {
        let ten = || line("10.00", PricingBasis::TaxIncluded, rate("0.13"));
        let amount = |text: &str| text.parse::<Amount>().unwrap();
        let priced = |q: &str, p: &str| ten().price(q.parse().unwrap(), p.parse().unwrap());
        assert!(priced("3", "3.33333333").check().is_ok());
        for (wrong, field) in [
            (priced("3", "3.34"), "invoiceAmount"),
            (priced("100000000", "0.0000001"), "quantity"),
            (ten().discount(amount("10.01")), "discountAmount"),
            (ten().discount(amount("-1.00")), "discountAmount"),
            (ten().tax(amount("-1.00")), "taxRateAmount"),
            (ten().deduction(amount("10.01")), "deductionAmount"),
            (line("0.00", PricingBasis::TaxIncluded, rate("0.13")), "invoiceAmount"),
            (line("100000000.00", PricingBasis::TaxIncluded, rate("0.13")), "invoiceAmount"),
        ] {
            assert_eq!(wrong.check().unwrap_err().field(), field, "{wrong:?}");
        }
    }
}
