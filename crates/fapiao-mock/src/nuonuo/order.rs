//! An order that is handed in: required fields first, then the rules.

use super::{
    Company, Settings,
    answer::Refused,
    fields,
    kind::Kind,
    line::{Line, Property},
};
use fapiao_model::{Amount, ChinaTime};
use serde_json::Value;

/// The most lines that an order may have, discount lines included.
const MOST_LINES: usize = 2000;

/// An order that passed every rule.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// Everything but the lines, as it was sent.
    pub(super) header: Value,
    pub(super) lines: Vec<Line>,
    pub(super) kind: Kind,
    pub(super) is_red: bool,
}

impl Order {
    /// Reads the order and applies the rules on amounts, discounts and kinds.
    pub(super) fn read(sent: &Value, company: &Company, settings: &Settings) -> Result<Self, Refused> {
        let kind = Kind::read(&fields::some(sent, "invoiceLine").unwrap_or_else(|| "p".to_owned()))?;
        let is_red = fields::text(sent, "invoiceType") == "2";
        check_header(sent, company, settings, kind, is_red)?;
        let lines = lines(sent, settings)?;
        if is_red {
            check_red(&lines)?;
        } else {
            check_blue(&lines)?;
        }
        check_transports(sent)?;
        let mut header = sent.clone();
        if let Some(members) = header.as_object_mut() {
            members.remove("invoiceDetail");
        }
        Ok(Self { header, lines, kind, is_red })
    }

    pub(super) fn net(&self) -> Amount {
        self.lines.iter().map(|line| line.net).sum()
    }
}

/// The fields that every order must have; those of its lines too.
pub(super) fn check_required(order: &Value, company: &Company) -> Result<(), Refused> {
    let always = ["buyerName", "salerTaxNum", "orderNo", "invoiceDate", "clerk", "invoiceType"];
    let contact: &[&str] = if company.has_contact { &[] } else { &["salerTel", "salerAddress"] };
    for name in always.iter().chain(contact) {
        if fields::some(order, name).is_none() {
            return Err(Refused::field(name, "is missing"));
        }
    }
    if fields::text(order, "invoiceDate").parse::<ChinaTime>().is_err() {
        return Err(Refused::field("invoiceDate", "is not of the form yyyy-MM-dd HH:mm:ss"));
    }
    if fields::text(order, "orderNo").chars().count() > 64 {
        return Err(Refused::field("orderNo", "is longer than 64 characters"));
    }
    let lines = order.get("invoiceDetail").and_then(Value::as_array).filter(|lines| !lines.is_empty());
    let lines = lines.ok_or_else(|| Refused::listed("E9122", "lines", "invoiceDetail is missing or empty"))?;
    let may_lack_rate = fields::text(order, "invoiceLine") == "u" || fields::text(order, "listFlag") == "1";
    for (at, line) in lines.iter().enumerate() {
        for name in ["goodsName", "withTaxFlag", "taxRate"] {
            if fields::some(line, name).is_none() && !(name == "taxRate" && may_lack_rate) {
                return Err(Refused::field(&format!("invoiceDetail[{}].{name}", at + 1), "is missing"));
            }
        }
    }
    Ok(())
}

fn check_header(
    order: &Value,
    company: &Company,
    settings: &Settings,
    kind: Kind,
    is_red: bool,
) -> Result<(), Refused> {
    let text = |name| fields::text(order, name);
    if !matches!(text("invoiceType").as_str(), "1" | "2") {
        return Err(Refused::listed("E9101", "invoiceType", format!("it is {:?}", text("invoiceType"))));
    }
    if is_red && kind.is_digital() {
        let words = "数电发票冲红请使用红字确认单";
        let detail = "red digital invoices go through a red confirmation form";
        return Err(Refused::worded(&settings.undocumented_refusal, words, "invoiceType", detail));
    }
    if text("email").chars().count() > 50 {
        return Err(Refused::listed("E9104", "email", "it is longer than 50 characters"));
    }
    if !matches!(text("proxyInvoiceFlag").as_str(), "" | "0" | "1") {
        return Err(Refused::listed("E9107", "proxyInvoiceFlag", "it is neither 0 nor 1"));
    }
    if company.needs_buyer_phone && text("buyerPhone").is_empty() {
        return Err(Refused::listed("E9309", "buyerPhone", "the company's profile demands it"));
    }
    if !company.issues_paper_and_special && (kind.is_paper() || kind.is_special()) {
        let detail = format!("the company's server can't issue kind {}", kind.code());
        return Err(Refused::listed("E9502", "invoiceLine", detail));
    }
    if kind.is_special() && text("buyerTaxNum").is_empty() {
        return Err(Refused::field("buyerTaxNum", "is missing; a special invoice needs it"));
    }
    Ok(())
}

fn lines(order: &Value, settings: &Settings) -> Result<Vec<Line>, Refused> {
    let sent = order.get("invoiceDetail").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if sent.len() > MOST_LINES {
        let detail = format!("{} lines, {MOST_LINES} are allowed", sent.len());
        return Err(Refused::worded(&settings.undocumented_refusal, "明细行超过2000行", "lines", detail));
    }
    if settings.goods_code_required {
        let without = sent.iter().position(|line| fields::some(line, "goodsCode").is_none());
        if let Some(at) = without {
            return Err(Refused::listed("E9138", "goodsCode", format!("line {} has none", at + 1)));
        }
    }
    sent.iter().enumerate().map(|(at, line)| Line::read(line, at + 1, settings)).collect()
}

fn check_blue(lines: &[Line]) -> Result<(), Refused> {
    for (at, line) in lines.iter().enumerate() {
        let row = at + 1;
        if line.property == Property::Discount {
            check_discount(line, at.checked_sub(1).and_then(|before| lines.get(before)), row)?;
        } else if line.gross().is_negative() {
            return Err(Refused::field(&format!("invoiceDetail[{row}]"), "a blue invoice's amounts can't be negative"));
        }
        let is_negative = line.num.is_some_and(|num| num.is_sign_negative());
        if line.property == Property::Discounted && is_negative {
            return Err(Refused::listed("E9114", "discount", format!("line {row}: its quantity is not positive")));
        }
    }
    Ok(())
}

fn check_discount(line: &Line, before: Option<&Line>, row: usize) -> Result<(), Refused> {
    let refused = |code, fault: &str| Err(Refused::listed(code, "discount", format!("line {row}: {fault}")));
    let Some(before) = before.filter(|before| before.property == Property::Discounted) else {
        return refused("E9110", "the line before it is no discounted line");
    };
    if before.name != line.name {
        return refused("E9105", "its goodsName is not that of the line before it");
    }
    if before.rate != line.rate {
        return refused("E9112", "its taxRate is not that of the line before it");
    }
    if line.num.is_some_and(|num| num.is_sign_positive()) {
        return refused("E9111", "its quantity is not negative");
    }
    if !line.gross().is_negative() {
        return Err(Refused::field(&format!("invoiceDetail[{row}]"), "a discount's amounts have to be negative"));
    }
    if line.net.abs() > before.net || line.gross().abs() > before.gross() {
        return refused("E9108", "the discount is larger than the line before it");
    }
    Ok(())
}

fn check_red(lines: &[Line]) -> Result<(), Refused> {
    for (at, line) in lines.iter().enumerate() {
        let place = format!("invoiceDetail[{}]", at + 1);
        if line.property != Property::Plain {
            return Err(Refused::field(&place, "red invoices have plain lines only"));
        }
        if !line.gross().is_negative() {
            return Err(Refused::field(&place, "a red invoice's amounts have to be negative"));
        }
    }
    Ok(())
}

/// Goods transport (specificFactor 4) needs its list.
fn check_transports(order: &Value) -> Result<(), Refused> {
    if fields::text(order, "specificFactor") != "4" {
        return Ok(());
    }
    let refused = |code: &str, fault: String| Refused::listed(code, "goods transport", fault);
    let list = order.get("invoiceGoodsTransports").and_then(Value::as_array).filter(|list| !list.is_empty());
    let list = list.ok_or_else(|| refused("E9796", "invoiceGoodsTransports is missing or empty".to_owned()))?;
    if list.len() > MOST_LINES {
        return Err(refused("E9797", format!("{} entries, {MOST_LINES} are allowed", list.len())));
    }
    let rules = [
        ("E9798", "transportTool", 1),
        ("E9799", "transportToolNum", 40),
        ("E9800", "origin", 80),
        ("E9801", "destination", 80),
    ];
    for (at, entry) in list.iter().enumerate() {
        for (code, name, most) in rules {
            let length = fields::text(entry, name).chars().count();
            if length == 0 || length > most {
                let fault = format!("entry {}: {name} is missing or longer than {most} characters", at + 1);
                return Err(refused(code, fault));
            }
        }
    }
    Ok(())
}
