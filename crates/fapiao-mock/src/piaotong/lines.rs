//! The lines of an order: their checks, and what is printed for them.

use super::{
    members::{Max, Members},
    refusal::{Refusal, Step},
};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Map, Value};

/// One printed line, without tax.
#[derive(Clone, Debug, Default)]
pub(super) struct FaceLine {
    pub(super) name: String,
    pub(super) tax_code: String,
    pub(super) specification: String,
    pub(super) unit: String,
    pub(super) quantity: Option<Decimal>,
    pub(super) unit_price: Option<Decimal>,
    pub(super) amount: Decimal,
    pub(super) rate: Decimal,
    pub(super) tax: Decimal,
    pub(super) deduction: Option<Decimal>,
    pub(super) policy: String,
    pub(super) zero_tax: String,
    pub(super) special: String,
    /// 0 normal, 1 discount line, 2 discounted line.
    pub(super) property: &'static str,
}

impl FaceLine {
    /// The same line on the red invoice.
    pub(super) fn reversed(&self) -> Self {
        let negated = |value: Decimal| if value.is_zero() { value } else { -value };
        Self {
            quantity: self.quantity.map(negated),
            amount: negated(self.amount),
            tax: negated(self.tax),
            deduction: self.deduction.map(negated),
            ..self.clone()
        }
    }
}

/// Rates that Chinese value added tax has or had; the platform's own list is unknown.
const RATES: [&str; 14] =
    ["0", "0.01", "0.015", "0.02", "0.03", "0.04", "0.05", "0.06", "0.09", "0.1", "0.11", "0.13", "0.16", "0.17"];

/// So far may a given tax be from the computed one, in yuan. Piaotong's own tolerance is unknown; this is Nuonuo's.
const TAX_TOLERANCE: Decimal = Decimal::from_parts(6, 0, 0, false, 2);

/// So far may price times quantity be from the amount.
const PRICE_TOLERANCE: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

const MOST: usize = 100;

const LENGTHS: &[(&str, Max)] = &[
    ("goodsName", Max::GbkBytes(100)),
    ("specificationModel", Max::GbkBytes(40)),
    ("meteringUnit", Max::GbkBytes(20)),
];

pub(super) fn fen(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// Checks `itemList` and gives the lines that are printed for it.
pub(super) fn read(content: &Map<String, Value>) -> Step<Vec<FaceLine>> {
    let items = content.get("itemList").and_then(Value::as_array).filter(|items| !items.is_empty());
    let items = items.ok_or_else(|| Refusal::data("itemList", "不能为空", "is absent, empty or no array"))?;
    let mut lines = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        let place = |refusal: Refusal| Refusal { detail: format!("itemList[{at}]: {}", refusal.detail), ..refusal };
        let item =
            item.as_object().ok_or_else(|| Refusal::data("itemList", "格式不正确", "holds something but records"))?;
        lines.extend(Item::read(Members(item)).and_then(|item| item.print(items.len())).map_err(place)?);
    }
    if lines.len() > MOST {
        let detail = format!("has {} lines with those of discounts, at most {MOST} fit", lines.len());
        return Err(Refusal::data("itemList", "不能超过100行", &detail));
    }
    Ok(lines)
}

/// One item as it was sent.
struct Item {
    line: FaceLine,
    is_with_tax: bool,
    amount: Decimal,
    tax: Option<Decimal>,
    unit_price: Option<Decimal>,
    discount: Option<Decimal>,
    discount_tax: Option<Decimal>,
}

fn refused<T>(code: &str, words: &str, detail: impl Into<String>) -> Step<T> {
    Err(Refusal::new(code, words, "line", detail))
}

impl Item {
    fn read(item: Members<'_>) -> Step<Self> {
        let name = item.required("goodsName")?;
        item.check_lengths(LENGTHS)?;
        let tax_code = item.required("taxClassificationCode")?;
        if tax_code.len() != 19 || !tax_code.bytes().all(|byte| byte.is_ascii_digit()) {
            return refused("8005", "税收分类编码不存在", format!("{tax_code:?} does not have 19 digits"));
        }
        item.check_values("includeTaxFlag", &["0", "1"])?;
        let line = FaceLine {
            name,
            tax_code,
            specification: item.text("specificationModel"),
            unit: item.text("meteringUnit"),
            quantity: item.decimal("quantity", 8)?,
            rate: item.required_decimal("taxRateValue", 3)?,
            deduction: item.decimal("deductionAmount", 2)?,
            policy: item.text("preferentialPolicyFlag"),
            zero_tax: item.text("zeroTaxFlag"),
            special: item.text("vatSpecialManage"),
            ..FaceLine::default()
        };
        Ok(Self {
            line,
            is_with_tax: item.text("includeTaxFlag") == "1",
            amount: item.required_decimal("invoiceAmount", 2)?,
            tax: item.decimal("taxRateAmount", 2)?,
            unit_price: item.decimal("unitPrice", 8)?,
            discount: item.decimal("discountAmount", 2)?.map(|discount| discount.abs()),
            discount_tax: item.decimal("discountTaxRateAmount", 2)?.map(|tax| tax.abs()),
        })
    }

    fn check(&self, items: usize) -> Step {
        if self.amount <= Decimal::ZERO {
            return Err(Refusal::data("invoiceAmount", "必须大于0", "is not above zero; a blue line is positive"));
        }
        self.check_policy()?;
        match (self.line.quantity, self.unit_price) {
            (Some(quantity), Some(price)) if (quantity * price - self.amount).abs() > PRICE_TOLERANCE => {
                let detail = format!("{quantity} × {price} is not {}", self.amount);
                return refused("8016", "单价乘以数量不等于金额", detail);
            }
            (Some(_), Some(_)) | (None, None) => {}
            _ => return Err(Refusal::data("quantity", "与单价必须同时存在", "and unitPrice come both or not at all")),
        }
        if let Some(deduction) = self.line.deduction {
            if items > 1 {
                return refused("8013", "差额征税发票只能有一行明细", "a margin invoice has one line");
            }
            if deduction.abs() > self.gross() {
                return refused("8012", "扣除额大于价税合计", format!("{deduction} is more than {}", self.gross()));
            }
        }
        if self.discount.is_some_and(|discount| discount > self.amount) {
            return refused("8007", "折扣金额大于商品金额", "discountAmount is more than invoiceAmount");
        }
        self.check_tax("8011", "税额与税率不匹配", self.tax, self.amount)?;
        self.check_tax("8017", "折扣税额与税率不匹配", self.discount_tax, self.discount.unwrap_or_default())
    }

    /// The rate, and what has to stand behind a rate of zero.
    fn check_policy(&self) -> Step {
        let FaceLine { rate, zero_tax, policy, special, .. } = &self.line;
        if !RATES.contains(&rate.normalize().to_string().as_str()) {
            return refused("8006", "税率不存在", format!("{rate} is no rate of the value added tax"));
        }
        if rate.is_zero() && zero_tax.is_empty() {
            return refused("8014", "税率为0时零税率标识不能为空", "rate 0 needs zeroTaxFlag");
        }
        if !["", "0", "1", "2", "3"].contains(&zero_tax.as_str()) {
            return refused("8015", "零税率标识不存在", format!("zeroTaxFlag is {zero_tax:?}, none of 0 to 3"));
        }
        if ["0", "1", "2"].contains(&zero_tax.as_str()) && policy != "1" {
            let detail = "has to be 1 where zeroTaxFlag is 0, 1 or 2";
            return Err(Refusal::data("preferentialPolicyFlag", "取值不正确", detail));
        }
        if policy == "1" && special.is_empty() {
            return refused("8008", "增值税特殊管理不能为空", "preferentialPolicyFlag 1 needs vatSpecialManage");
        }
        Ok(())
    }

    fn check_tax(&self, code: &str, words: &str, given: Option<Decimal>, amount: Decimal) -> Step {
        let right = self.tax_of(amount);
        match given {
            Some(tax) if (tax - right).abs() > TAX_TOLERANCE => {
                refused(code, words, format!("{tax} was given, {right} is right, at most {TAX_TOLERANCE} yuan apart"))
            }
            _ => Ok(()),
        }
    }

    /// The tax of an amount on this line's basis. Of a margin line only what is above the deduction is taxed.
    fn tax_of(&self, amount: Decimal) -> Decimal {
        let rate = self.line.rate;
        let taxed = amount - self.line.deduction.map_or(Decimal::ZERO, |deduction| deduction.abs());
        if self.is_with_tax { fen(taxed * rate / (Decimal::ONE + rate)) } else { fen(taxed * rate) }
    }

    fn gross(&self) -> Decimal {
        if self.is_with_tax { self.amount } else { self.amount + self.tax.unwrap_or_else(|| self.tax_of(self.amount)) }
    }

    /// The line, and behind it the line of its discount.
    fn print(self, items: usize) -> Step<Vec<FaceLine>> {
        self.check(items)?;
        let tax = self.tax.unwrap_or_else(|| self.tax_of(self.amount));
        let net = |amount: Decimal, tax: Decimal| if self.is_with_tax { amount - tax } else { amount };
        let amount = net(self.amount, tax);
        let is_discounted = self.discount.is_some_and(|discount| !discount.is_zero());
        let unit_price = self.line.quantity.filter(|quantity| !quantity.is_zero()).map(|quantity| {
            (amount / quantity).round_dp_with_strategy(8, RoundingStrategy::MidpointAwayFromZero).normalize()
        });
        let property = if is_discounted { "2" } else { "0" };
        let mut lines = vec![FaceLine { amount, tax, unit_price, property, ..self.line.clone() }];
        if is_discounted {
            let discount = self.discount.unwrap_or_default();
            let tax = self.discount_tax.unwrap_or_else(|| self.tax_of(discount));
            let discount = FaceLine {
                quantity: None,
                unit_price: None,
                deduction: None,
                amount: -net(discount, tax),
                tax: -tax,
                property: "1",
                ..self.line.clone()
            };
            lines.push(discount);
        }
        Ok(lines)
    }
}
