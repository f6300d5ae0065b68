//! Lines of an invoice.

use crate::nuonuo::{FavouredPolicy, ZeroRate};
use crate::{Amount, Quantity, TaxClassificationCode, TaxRate, UnitPrice};
use serde::{Serialize, Serializer, ser::SerializeMap};

/// Whether a line's price includes the tax (含税标志, `withTaxFlag`).
#[doc(alias = "withTaxFlag")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceBasis {
    /// It does not, code 0.
    WithoutTax,
    /// It does, code 1.
    WithTax,
}

/// The three amounts of a line; gross is always the sum of net and tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineAmounts {
    net: Amount,
    tax: Amount,
}

impl LineAmounts {
    /// From net amount and tax.
    #[must_use]
    pub const fn new(net: Amount, tax: Amount) -> Self {
        Self { net, tax }
    }

    /// Without tax (不含税金额).
    #[must_use]
    pub const fn net(self) -> Amount {
        self.net
    }

    /// The tax (税额).
    #[must_use]
    pub const fn tax(self) -> Amount {
        self.tax
    }

    /// With tax (含税金额).
    #[must_use]
    pub fn gross(self) -> Amount {
        self.net + self.tax
    }
}

/// What a line is to its neighbours (发票行性质, `invoiceLineProperty`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineProperty {
    Normal,
    Discount,
    Discounted,
}

/// A line of an invoice (明细行, `invoiceDetail`).
#[doc(alias = "明细行")]
#[doc(alias = "invoiceDetail")]
#[derive(Clone, Debug)]
#[must_use]
pub struct LineItem {
    pub(super) name: String,
    pub(super) code: Option<TaxClassificationCode>,
    pub(super) own_code: Option<String>,
    pub(super) basis: PriceBasis,
    pub(super) price: Option<(UnitPrice, Quantity)>,
    pub(super) unit: Option<String>,
    pub(super) specification: Option<String>,
    pub(super) rate: TaxRate,
    pub(super) amounts: Option<LineAmounts>,
    pub(super) property: LineProperty,
    pub(super) policy: Option<FavouredPolicy>,
    pub(super) deduction: Option<Amount>,
    pub(super) zero_rate: Option<ZeroRate>,
    pub(super) own_fields: [Option<String>; 5],
}

impl LineItem {
    /// A line with its name (at most 90 characters) and rate. It needs amounts, or a price with a quantity.
    pub fn new(name: impl Into<String>, rate: TaxRate, basis: PriceBasis) -> Self {
        Self {
            name: name.into(),
            code: None,
            own_code: None,
            basis,
            price: None,
            unit: None,
            specification: None,
            rate,
            amounts: None,
            property: LineProperty::Normal,
            policy: None,
            deduction: None,
            zero_rate: None,
            own_fields: [const { None }; 5],
        }
    }

    /// The tax classification (税收分类编码). Left out, Nuonuo matches one by the name, which its sandbox does badly.
    pub fn classification(mut self, code: TaxClassificationCode) -> Self {
        self.code = Some(code);
        self
    }

    /// Unit price and quantity. They come together or not at all.
    pub const fn price(mut self, price: UnitPrice, quantity: Quantity) -> Self {
        self.price = Some((price, quantity));
        self
    }

    /// The three amounts. Left out, Nuonuo computes them, and its rounding may differ.
    pub const fn amounts(mut self, amounts: LineAmounts) -> Self {
        self.amounts = Some(amounts);
        self
    }

    /// A favoured tax policy.
    pub fn policy(mut self, policy: FavouredPolicy) -> Self {
        self.policy = Some(policy);
        self
    }

    /// Which zero rate; only with rate 0.
    pub const fn zero_rate(mut self, zero_rate: ZeroRate) -> Self {
        self.zero_rate = Some(zero_rate);
        self
    }

    /// The difference amount (差额扣除额) of the kinds before full digitisation; only one line may have it. Zero is sent as
    /// `0.00`, which means difference taxation with nothing to deduct.
    pub const fn deduction(mut self, amount: Amount) -> Self {
        self.deduction = Some(amount);
        self
    }

    /// One of five fields that are stored and returned (`dField1` to `dField5`), at most 255 characters. A number beyond
    /// 1 to 5 is ignored.
    pub fn own_field(mut self, number: usize, text: impl Into<String>) -> Self {
        if let Some(field) = self.own_fields.get_mut(number.wrapping_sub(1)) {
            *field = Some(text.into());
        }
        self
    }

    text_setters! {
        /// The merchant's own code of the goods (自行编码), at most 16 characters.
        own_code => own_code;
        /// Unit (单位), at most 20 characters.
        unit => unit;
        /// Specification or model (规格型号), at most 40 characters.
        specification => specification;
    }

    /// Takes a discount off this line: both amounts positive, as a person would say it.
    #[must_use]
    pub fn discounted(self, net: Amount, tax: Amount) -> DiscountedLine {
        DiscountedLine { line: self, off: LineAmounts::new(-net, -tax) }
    }
}

/// A line with a discount (被折扣行 and 折扣行): Nuonuo wants the discount as a line of its own directly below, with the same
/// name and rate.
#[derive(Clone, Debug)]
pub struct DiscountedLine {
    line: LineItem,
    off: LineAmounts,
}

impl DiscountedLine {
    pub(super) fn into_lines(self) -> [LineItem; 2] {
        let Self { mut line, off } = self;
        line.property = LineProperty::Discounted;
        let mut below = LineItem::new(line.name.clone(), line.rate, line.basis).amounts(off);
        below.code.clone_from(&line.code);
        below.own_code.clone_from(&line.own_code);
        below.policy.clone_from(&line.policy);
        below.zero_rate = line.zero_rate;
        below.property = LineProperty::Discount;
        [line, below]
    }
}

impl Serialize for LineItem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = Members(serializer.serialize_map(None)?);
        out.text("goodsName", &self.name)?;
        out.any("goodsCode", self.code.as_ref())?;
        out.any("selfCode", self.own_code.as_ref())?;
        out.text("withTaxFlag", if self.basis == PriceBasis::WithTax { "1" } else { "0" })?;
        out.any("price", self.price.map(|(price, _)| price))?;
        out.any("num", self.price.map(|(_, quantity)| quantity))?;
        out.any("unit", self.unit.as_ref())?;
        out.any("specType", self.specification.as_ref())?;
        out.any("taxRate", Some(self.rate))?;
        out.any("tax", self.amounts.map(LineAmounts::tax))?;
        out.any("taxExcludedAmount", self.amounts.map(LineAmounts::net))?;
        out.any("taxIncludedAmount", self.amounts.map(LineAmounts::gross))?;
        out.text("invoiceLineProperty", self.property.code())?;
        out.text("favouredPolicyFlag", self.policy.as_ref().map_or("0", FavouredPolicy::code))?;
        if let Some(FavouredPolicy::Named(name)) = &self.policy {
            out.text("favouredPolicyName", name)?;
        }
        out.any("deduction", self.deduction)?;
        out.any("zeroRateFlag", self.zero_rate.map(ZeroRate::code))?;
        for (name, field) in OWN_FIELDS.iter().zip(&self.own_fields) {
            out.any(name, field.as_ref())?;
        }
        out.0.end()
    }
}

const OWN_FIELDS: [&str; 5] = ["dField1", "dField2", "dField3", "dField4", "dField5"];

impl LineProperty {
    const fn code(self) -> &'static str {
        match self {
            Self::Normal => "0",
            Self::Discount => "1",
            Self::Discounted => "2",
        }
    }
}

/// Writes members that are there.
struct Members<S>(S);

impl<S: SerializeMap> Members<S> {
    fn text(&mut self, name: &'static str, text: &str) -> Result<(), S::Error> {
        self.0.serialize_entry(name, text)
    }

    fn any(&mut self, name: &'static str, value: Option<impl Serialize>) -> Result<(), S::Error> {
        value.map_or(Ok(()), |value| self.0.serialize_entry(name, &value))
    }
}
