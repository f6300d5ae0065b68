//! One line of an invoice, and the rules on its amounts.

use super::{Settings, answer::Refused, fields};
use fapiao_model::Amount;
use rust_decimal::Decimal;
use serde_json::Value;

/// How far a line's tax may be off, in fen.
const TOLERANCE_FEN: i64 = 6;

/// More than any invoice can hold; keeps sums within the decimals' range.
const LARGEST: Decimal = Decimal::from_parts(0, 1_000_000, 0, false, 0);

/// A line, its three amounts known.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// As it was sent, for what is only echoed.
    pub(super) sent: Value,
    pub(super) name: String,
    pub(super) rate: Option<Decimal>,
    pub(super) property: Property,
    pub(super) is_with_tax: bool,
    pub(super) price: Option<Decimal>,
    pub(super) num: Option<Decimal>,
    pub(super) net: Amount,
    pub(super) tax: Amount,
}

/// What a line is to its neighbours (`invoiceLineProperty`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Property {
    Plain,
    Discount,
    Discounted,
}

impl Property {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Plain => "0",
            Self::Discount => "1",
            Self::Discounted => "2",
        }
    }
}

/// The three amounts as far as they were sent.
struct Sent {
    gross: Option<Amount>,
    net: Option<Amount>,
    tax: Option<Amount>,
}

impl Line {
    /// Reads the line; `row` counts from 1.
    pub(super) fn read(sent: &Value, row: usize, settings: &Settings) -> Result<Self, Refused> {
        let number = |name: &str| match fields::some(sent, name) {
            None => Ok(None),
            Some(text) => fields::decimal(&text).map(Some).ok_or_else(|| wrong(row, name, "is not a number")),
        };
        let rate = number("taxRate")?;
        if rate.is_some_and(|rate| rate.is_sign_negative() || rate > Decimal::ONE) {
            return Err(wrong(row, "taxRate", "is not between 0 and 1"));
        }
        let (price, num) = (number("price")?, number("num")?);
        let is_with_tax = match fields::text(sent, "withTaxFlag").as_str() {
            "0" => false,
            "1" => true,
            _ => return Err(wrong(row, "withTaxFlag", "is neither 0 nor 1")),
        };
        let amounts = Sent::read(sent, row)?;
        let (net, tax) = amounts.resolve(price, num, rate.unwrap_or_default(), is_with_tax, row)?;
        let property = property(sent, row)?;
        let name = fields::text(sent, "goodsName");
        let line = Self { sent: sent.clone(), name, rate, property, is_with_tax, price, num, net, tax };
        line.check_tax(row, settings)?;
        Ok(line)
    }

    pub(super) fn gross(&self) -> Amount {
        self.net + self.tax
    }

    /// The price with or without tax, as the line counts.
    pub(super) fn amount(&self) -> Amount {
        if self.is_with_tax { self.gross() } else { self.net }
    }

    fn check_tax(&self, row: usize, settings: &Settings) -> Result<(), Refused> {
        let has_deduction = fields::some(&self.sent, "deduction").is_some_and(|text| text != "0");
        let Some(rate) = self.rate.filter(|_| !has_deduction) else { return Ok(()) };
        let off = (self.net.decimal() * rate - self.tax.decimal()).abs();
        let tolerance = Decimal::new(TOLERANCE_FEN, 2);
        if off > tolerance || (off == tolerance && settings.tax_edge_is_refused) {
            let detail = format!("line {row}: {} times {rate} is {off} away from the tax {}", self.net, self.tax);
            let mut refused = Refused::listed("E9131", "net * rate = tax", detail);
            refused.describe = format!("第{row}行{}", refused.describe);
            return Err(refused);
        }
        Ok(())
    }
}

impl Sent {
    fn read(line: &Value, row: usize) -> Result<Self, Refused> {
        Ok(Self {
            gross: amount(line, "taxIncludedAmount", row, "E9124", "E9125")?,
            net: amount(line, "taxExcludedAmount", row, "E9126", "E9127")?,
            tax: amount(line, "tax", row, "E9128", "E9129")?,
        })
    }

    /// Net and tax; what was not sent is computed as Nuonuo does, from price and quantity.
    fn resolve(
        &self,
        price: Option<Decimal>,
        num: Option<Decimal>,
        rate: Decimal,
        is_with_tax: bool,
        row: usize,
    ) -> Result<(Amount, Amount), Refused> {
        let (net, tax) = match (self.gross, self.net, self.tax) {
            (Some(_), Some(net), Some(tax)) => (net, tax),
            (gross, net, tax) => {
                let Some(price) = price else {
                    let detail = format!("line {row} has no price and not all of the three amounts");
                    return Err(Refused::listed("E9123", "amounts without a price", detail));
                };
                let num = num.ok_or_else(|| wrong(row, "num", "is missing, and so is one of the three amounts"))?;
                let total = price.checked_mul(num).filter(|total| total.abs() < LARGEST);
                let total = total.ok_or_else(|| wrong(row, "price", "times num is too large"))?;
                computed(gross, net, tax, Amount::rounded(total), rate, is_with_tax)
            }
        };
        match self.gross {
            Some(gross) if gross != net + tax => {
                let detail = format!("line {row}: {net} and {tax} are not {gross}");
                Err(Refused::listed("E9130", "net + tax = gross", detail))
            }
            _ => Ok((net, tax)),
        }
    }
}

fn computed(
    gross: Option<Amount>,
    net: Option<Amount>,
    tax: Option<Amount>,
    total: Amount,
    rate: Decimal,
    is_with_tax: bool,
) -> (Amount, Amount) {
    if is_with_tax {
        let gross = gross.unwrap_or(total);
        let net = net.unwrap_or_else(|| match tax {
            Some(tax) => gross - tax,
            None => Amount::rounded(gross.decimal() / (Decimal::ONE + rate)),
        });
        (net, tax.unwrap_or(gross - net))
    } else {
        let net = net.unwrap_or(total);
        (net, tax.unwrap_or_else(|| Amount::rounded(net.decimal() * rate)))
    }
}

fn amount(
    line: &Value,
    name: &'static str,
    row: usize,
    too_long: &str,
    not_numeric: &str,
) -> Result<Option<Amount>, Refused> {
    let Some(text) = fields::some(line, name) else { return Ok(None) };
    if text.chars().count() > 20 {
        return Err(Refused::listed(too_long, "amounts", format!("line {row}: {name} is longer than 20 characters")));
    }
    let value = fields::decimal(&text)
        .ok_or_else(|| Refused::listed(not_numeric, "amounts", format!("line {row}: {name} is not a number")))?;
    if value.abs() >= LARGEST {
        return Err(wrong(row, name, "is too large"));
    }
    Amount::new(value).map(Some).map_err(|error| wrong(row, name, &error.to_string()))
}

fn property(line: &Value, row: usize) -> Result<Property, Refused> {
    match fields::text(line, "invoiceLineProperty").as_str() {
        "" | "0" => Ok(Property::Plain),
        "1" => Ok(Property::Discount),
        "2" => Ok(Property::Discounted),
        _ => Err(wrong(row, "invoiceLineProperty", "is none of 0, 1 and 2")),
    }
}

fn wrong(row: usize, name: &str, fault: &str) -> Refused {
    Refused::field(&format!("invoiceDetail[{row}].{name}"), fault)
}
