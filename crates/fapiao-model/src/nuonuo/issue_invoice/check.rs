//! What the vendor's table forbids, found before anything is sent. The bureau's policy is not rebuilt here.

use super::line::LineProperty;
use super::{LineItem, PushMode, order::Order};
use crate::nuonuo::FavouredPolicy;
use crate::nuonuo::checks::{at_most, at_most_if_any, some_text};
use crate::{Fault, InvoiceKind, node::Node};
use rust_decimal::Decimal;

/// The most lines an order may have, discount lines included.
const MAX_LINES: usize = 2000;

pub(super) fn check(order: &Order) -> Result<(), Fault> {
    parties(order)?;
    texts(order)?;
    delivery(order)?;
    kind(order)?;
    elements(order)?;
    lines(order)
}

fn parties(order: &Order) -> Result<(), Fault> {
    some_text("buyerName", &order.buyer_name)?;
    at_most("buyerName", &order.buyer_name, 100)?;
    at_most_if_any("buyerTel", order.buyer_telephone.as_deref(), 50)?;
    at_most_if_any("buyerAddress", order.buyer_address.as_deref(), 80)?;
    at_most_if_any("buyerAccount", order.buyer_account.as_deref(), 100)?;
    let length = |text: &Option<String>| text.as_ref().map_or(0, |text| text.chars().count());
    if length(&order.buyer_telephone) + length(&order.buyer_address) > 100 {
        return Err(Fault::new("buyerAddress", "has more than 100 characters together with buyerTel; shorten it"));
    }
    if order.kind.is_special() && order.buyer_tax_number.is_none() {
        return Err(Fault::new("buyerTaxNum", "is missing; a special invoice needs the buyer's tax number"));
    }
    at_most_if_any("salerTel", order.seller_telephone.as_deref(), 20)?;
    at_most_if_any("salerAddress", order.seller_address.as_deref(), 80)?;
    at_most_if_any("salerAccount", order.seller_account.as_deref(), 100)
}

fn texts(order: &Order) -> Result<(), Fault> {
    some_text("clerk", &order.drawer)?;
    at_most("clerk", &order.drawer, 20)?;
    let remark = if order.kind.is_fully_digital() { 200 } else { 230 };
    for (name, text, limit) in [
        ("billInfoNo", &order.red_table_number, 24),
        ("departmentId", &order.department_id, 32),
        ("clerkId", &order.drawer_id, 32),
        ("remark", &order.remark, remark),
        ("checker", &order.reviewer, 20),
        ("payee", &order.payee, 20),
        ("listName", &order.list_name, 92),
        ("buyerPhone", &order.buyer_phone, 20),
        ("email", &order.email, 50),
        ("paperInvoiceType", &order.paper_type, 12),
        ("specificFactor", &order.special_business, 2),
        ("invoiceDifferenceType", &order.difference_type, 2),
        ("terminalNumber", &order.terminal_number, 4),
        ("machineCode", &order.machine_code, 12),
        ("nextInvoiceCode", &order.next_code, 12),
        ("nextInvoiceNum", &order.next_number, 8),
        ("invoiceNumEnd", &order.last_number, 8),
        ("surveyAnswerType", &order.survey_answer, 1),
        ("buyerManagerName", &order.handler_name, 16),
        ("managerCardType", &order.handler_document_type, 40),
        ("managerCardNo", &order.handler_document_number, 20),
        ("bField1", &order.own_field_1, 255),
        ("bField2", &order.own_field_2, 255),
        ("bField3", &order.own_field_3, 255),
    ] {
        at_most_if_any(name, text.as_deref(), limit)?;
    }
    Ok(())
}

fn delivery(order: &Order) -> Result<(), Fault> {
    let missing = |field, mode| Err(Fault::new(field, format!("is missing; pushMode {mode} needs it")));
    match order.push_mode {
        Some(PushMode::Email | PushMode::Both) if order.email.is_none() => return missing("email", "0 or 2"),
        Some(PushMode::Phone | PushMode::Both) if order.buyer_phone.is_none() => {
            return missing("buyerPhone", "1 or 2");
        }
        _ => {}
    }
    for (field, copies, main, limit) in
        [("ccPhone", &order.copy_phones, &order.buyer_phone, 100), ("ccEmail", &order.copy_emails, &order.email, 250)]
    {
        if copies.len() > 5 {
            return Err(Fault::new(field, "has more than 5 entries; leave some out"));
        }
        if !copies.is_empty() && main.is_none() {
            return Err(Fault::new(field, "comes without the address that it copies; give that too"));
        }
        at_most(field, &copies.join(","), limit)?;
    }
    Ok(())
}

fn kind(order: &Order) -> Result<(), Fault> {
    if order.is_red() && order.kind.is_fully_digital() {
        let fault = "is 2 for a fully digital kind; reverse it through a red confirmation form";
        return Err(Fault::new("invoiceType", fault));
    }
    if order.kind == InvoiceKind::MotorVehicle && !order.is_red() && order.remark.is_some() {
        return Err(Fault::new("remark", "must be empty on a blue motor vehicle invoice; leave it out"));
    }
    Ok(())
}

/// What was added by name must not shadow what has a setter.
fn elements(order: &Order) -> Result<(), Fault> {
    let Some(bytes) = (!order.elements.is_empty()).then(|| serde_json::to_vec(order).unwrap_or_default()) else {
        return Ok(());
    };
    let written = Node::from_json(&bytes).map_err(|error| Fault::new("element", error.to_string()))?;
    let count = |name: &str| written.members().iter().filter(|(member, _)| member == name).count();
    match order.elements.keys().find(|name| count(name) != 1) {
        Some(name) => Err(Fault::new(name.as_str(), "is added twice; use the setter only")),
        None => Ok(()),
    }
}

fn lines(order: &Order) -> Result<(), Fault> {
    let lines = &order.lines;
    if lines.is_empty() {
        return Err(Fault::new("invoiceDetail", "is empty; add at least one line"));
    }
    if lines.len() > MAX_LINES {
        return Err(Fault::new("invoiceDetail", format!("has {} lines, more than {MAX_LINES}", lines.len())));
    }
    for (index, line) in lines.iter().enumerate() {
        let above = index.checked_sub(1).and_then(|above| lines.get(above));
        check_line(order, line, above).map_err(|fault| fault.inside(format_args!("invoiceDetail[{index}]")))?;
    }
    Ok(())
}

fn check_line(order: &Order, line: &LineItem, above: Option<&LineItem>) -> Result<(), Fault> {
    some_text("goodsName", &line.name)?;
    at_most("goodsName", &line.name, 90)?;
    at_most_if_any("selfCode", line.own_code.as_deref(), 16)?;
    at_most_if_any("unit", line.unit.as_deref(), 20)?;
    at_most_if_any("specType", line.specification.as_deref(), 40)?;
    if line.price.is_none() && line.amounts.is_none() {
        return Err(Fault::new("price", "is missing; without it all three amounts are required"));
    }
    tax(line)?;
    policy(order, line)?;
    if line.zero_rate.is_some() && !line.rate.decimal().is_zero() {
        return Err(Fault::new("zeroRateFlag", "stands beside a rate that is not 0; leave it out"));
    }
    if order.is_red() && line.property != LineProperty::Normal {
        return Err(Fault::new("invoiceLineProperty", "must be 0 in a red invoice; take discounts off the line"));
    }
    match (line.property, above) {
        (LineProperty::Discount, Some(above)) => discount(line, above),
        _ => Ok(()),
    }
}

fn tax(line: &LineItem) -> Result<(), Fault> {
    let Some(amounts) = line.amounts.filter(|_| line.deduction.is_none()) else { return Ok(()) };
    let expected = amounts.net().decimal().checked_mul(line.rate.decimal());
    let off = expected.map(|expected| (expected - amounts.tax().decimal()).abs());
    if off.is_some_and(|off| off <= Decimal::new(6, 2)) {
        return Ok(());
    }
    let fault = format!("{} is more than 0.06 away from {} times {}", amounts.tax(), amounts.net(), line.rate);
    Err(Fault::new("tax", fault))
}

fn policy(order: &Order, line: &LineItem) -> Result<(), Fault> {
    match &line.policy {
        Some(FavouredPolicy::Named(_)) if order.kind.is_fully_digital() => {
            Err(Fault::new("favouredPolicyName", "is for the older kinds; choose one of the listed policies"))
        }
        Some(FavouredPolicy::Named(name)) => at_most("favouredPolicyName", name, 50),
        Some(_) if !order.kind.is_fully_digital() => {
            Err(Fault::new("favouredPolicyFlag", "has a code of fully digital invoices; give the policy's name"))
        }
        _ if line.deduction.is_some() && order.kind.is_fully_digital() => {
            Err(Fault::new("deduction", "is for the older kinds; use difference taxation with its vouchers"))
        }
        _ => Ok(()),
    }
}

fn discount(line: &LineItem, above: &LineItem) -> Result<(), Fault> {
    let (Some(off), Some(amounts)) = (line.amounts, above.amounts) else {
        return Err(Fault::new("taxIncludedAmount", "is missing above; a discounted line needs its amounts"));
    };
    if !off.gross().is_negative() {
        return Err(Fault::new("taxIncludedAmount", "is not negative; give the discount as a positive amount"));
    }
    if off.gross().abs() > amounts.gross().abs() {
        return Err(Fault::new("taxIncludedAmount", "is larger than the discounted amount; give a smaller discount"));
    }
    Ok(())
}
