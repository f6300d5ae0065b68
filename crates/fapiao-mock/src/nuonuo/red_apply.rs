//! saveInvoiceRedConfirm: the application for a red confirmation form.

use super::{
    answer::{Refused, accepted},
    envelope::Call,
    fields,
    invoice::Invoice,
    kind::Kind,
    ledger::Ledger,
    line::{Line, Property},
    red_form::{Fate, RedForm, Side},
};
use crate::{Settings, scene::Scene, settings::Setback};
use fapiao_model::{Amount, ChinaTime, Provider};
use serde_json::Value;

impl Ledger {
    /// saveInvoiceRedConfirm.
    pub(super) fn apply(&mut self, scene: &mut Scene<'_>, call: &Call) -> Result<Value, Refused> {
        let settings = scene.settings;
        let (source, kind) = check_fields(&call.body)?;
        let (party, name) = match source {
            Side::Seller => (fields::text(&call.body, "sellerTaxNo"), "sellerTaxNo"),
            Side::Buyer => (fields::text(&call.body, "buyerTaxNo"), "buyerTaxNo"),
        };
        super::check_acting(call, &party, name)?;
        super::known_company(&settings.nuonuo, &party)?;
        let id = scene.next_id();
        let bill_id = fields::some(&call.body, "billId").unwrap_or_else(|| format!("{id:032}"));
        if self.forms.iter().any(|form| form.applicant == party && form.bill_id == bill_id) {
            let detail = format!("{party} has used the billId {bill_id}");
            return Err(Refused::worded(
                &settings.nuonuo.undocumented_refusal,
                "申请号重复",
                "duplicate billId",
                detail,
            ));
        }
        let order_number = fields::some(&call.body, "orderNo");
        if let Some(number) = &order_number {
            self.check_free(&settings.nuonuo, &fields::text(&call.body, "sellerTaxNo"), number)?;
        }
        if let Some((code, words)) = settings.refusal(Provider::Nuonuo, &bill_id) {
            return Err(Refused::worded(code, words, "script", "a script refuses this application"));
        }
        let form =
            self.form(settings, scene.now, call, Applied { party, source, kind, bill_id: bill_id.clone(), id })?;
        if let Some(number) = &order_number {
            self.reserved.insert((form.seller.0.clone(), number.clone()));
        }
        let at = self.forms.len();
        self.forms.push(form);
        self.foresee_red(scene, at, fields::some(&call.body, "callbackUrl"));
        Ok(accepted("请求成功", bill_id))
    }

    fn form(&self, settings: &Settings, now: ChinaTime, call: &Call, applied: Applied) -> Result<RedForm, Refused> {
        let text = |name| fields::text(&call.body, name);
        let (blue_code, blue_number) = (text("blueInvoiceCode"), text("blueInvoiceNumber"));
        let blue_digital = fields::some(&call.body, "blueElecInvoiceNumber")
            .or_else(|| Some(blue_number.clone()).filter(|number| number.len() == 20))
            .unwrap_or_default();
        let wanted = if applied.kind.is_digital() { &blue_digital } else { &blue_number };
        let blue = self.issued(&text("sellerTaxNo"), &blue_code, wanted, now);
        let lines = match (call.body.get("detail").and_then(Value::as_array), blue.and_then(|at| self.invoices.get(at)))
        {
            (Some(detail), _) if !detail.is_empty() => partial(detail)?,
            (_, Some(blue)) => full(blue),
            (_, None) => Vec::new(),
        };
        let net = lines.iter().map(|(_, line)| line.net).sum();
        let registered_at = now + settings.nuonuo.form_after;
        let seller_name = settings.nuonuo.company(&text("sellerTaxNo")).map(|company| company.name.clone());
        Ok(RedForm {
            fate: self.fate(settings, now, registered_at, blue, net, &applied),
            seller: (text("sellerTaxNo"), seller_name.unwrap_or_else(|| text("sellerName"))),
            buyer: (text("buyerTaxNo"), text("buyerName")),
            bill_number: format!("99{:016}", applied.id),
            bill_uuid: format!("nuouuid{:025}", applied.id),
            applicant: applied.party,
            bill_id: applied.bill_id,
            source: applied.source,
            kind: applied.kind,
            blue,
            blue_code,
            blue_number,
            blue_digital,
            reason: text("redReason"),
            lines,
            applied_at: now,
            registered_at,
            refreshed_at: now,
            order_number: fields::some(&call.body, "orderNo"),
            red: None,
            may_rename: true,
        })
    }

    /// What the bureau makes of the application.
    fn fate(
        &self,
        settings: &Settings,
        now: ChinaTime,
        registered_at: ChinaTime,
        blue: Option<usize>,
        net: Amount,
        applied: &Applied,
    ) -> Fate {
        match settings.setback(Provider::Nuonuo, &applied.bill_id, 0) {
            Some(Setback::Fail(words)) => return Fate::Refused(words.to_owned()),
            Some(Setback::Login) => return Fate::Refused("本次操作需登录电子发票服务平台".to_owned()),
            None => {}
        }
        let Some((at, invoice)) = blue.and_then(|at| Some((at, self.invoices.get(at)?))) else {
            return Fate::Refused("未查询到对应的蓝字发票".to_owned());
        };
        if invoice.is_red || invoice.kind != applied.kind {
            return Fate::Refused("蓝字发票信息不一致".to_owned());
        }
        if (self.remaining(at, now) + net).is_negative() {
            return Fate::Refused("该发票已全额冲红".to_owned());
        }
        if !settings.nuonuo.form_needs_confirmation {
            return Fate::Confirmed;
        }
        Fate::Waits(settings.nuonuo.confirmed_after.map(|wait| registered_at + wait))
    }
}

/// Who applies, for what, under which numbers.
struct Applied {
    party: String,
    source: Side,
    kind: Kind,
    bill_id: String,
    id: u64,
}

fn check_fields(body: &Value) -> Result<(Side, Kind), Refused> {
    let required = |name: &str| fields::some(body, name).ok_or_else(|| Refused::field(name, "is missing"));
    let kind = Kind::read(&required("blueInvoiceLine")?)?;
    let source = Side::read(&required("applySource")?);
    let source = source.ok_or_else(|| Refused::field("applySource", "is neither 0 nor 1"))?;
    required("sellerTaxNo")?;
    required("buyerName")?;
    if source == Side::Buyer {
        required("sellerName")?;
        required("buyerTaxNo")?;
    }
    if !matches!(required("redReason")?.as_str(), "1" | "2" | "3" | "4") {
        return Err(Refused::field("redReason", "is none of 1, 2, 3 and 4"));
    }
    let number = fields::text(body, "blueInvoiceNumber");
    if kind.is_digital() && fields::some(body, "blueElecInvoiceNumber").is_none() && number.len() != 20 {
        return Err(Refused::field("blueElecInvoiceNumber", "is missing; a digital invoice needs it"));
    }
    if !kind.is_digital() && (number.is_empty() || fields::some(body, "blueInvoiceCode").is_none()) {
        return Err(Refused::field("blueInvoiceCode, blueInvoiceNumber", "an old invoice needs both"));
    }
    Ok((source, kind))
}

/// Every line reversed; a discount is taken off its line, for red invoices have plain lines only.
fn full(blue: &Invoice) -> Vec<(usize, Line)> {
    let mut lines: Vec<(usize, Line)> = Vec::new();
    for (at, line) in blue.lines.iter().enumerate() {
        match lines.last_mut() {
            Some((_, last)) if line.property == Property::Discount => {
                last.net = last.net - line.net;
                last.tax = last.tax - line.tax;
                last.price = None;
            }
            _ => lines.push((at + 1, reversed(line))),
        }
    }
    lines
}

fn reversed(line: &Line) -> Line {
    let num = line.num.map(|num| -num);
    Line { property: Property::Plain, net: -line.net, tax: -line.tax, num, ..line.clone() }
}

/// The lines of a partial reversal, as the application gives them.
fn partial(detail: &[Value]) -> Result<Vec<(usize, Line)>, Refused> {
    detail.iter().enumerate().map(|(at, sent)| partial_line(sent, at + 1)).collect()
}

fn partial_line(sent: &Value, row: usize) -> Result<(usize, Line), Refused> {
    let wrong = |name: &str, fault: &str| Refused::field(&format!("detail[{row}].{name}"), fault);
    for name in ["blueDetailIndex", "goodsName", "taxRate", "goodsCode"] {
        fields::some(sent, name).ok_or_else(|| wrong(name, "is missing"))?;
    }
    let amount = |name: &str| {
        let amount = fields::text(sent, name).parse::<Amount>().map_err(|error| wrong(name, &error.to_string()))?;
        if amount > Amount::ZERO { Err(wrong(name, "has to be negative")) } else { Ok(amount) }
    };
    let number = |name: &str| fields::decimal(&fields::text(sent, name));
    let index = fields::text(sent, "blueDetailIndex").parse::<usize>();
    let line = Line {
        sent: sent.clone(),
        name: fields::text(sent, "goodsName"),
        rate: number("taxRate"),
        property: Property::Plain,
        is_with_tax: false,
        price: number("taxExcludedPrice"),
        num: number("num"),
        net: amount("taxExcludedAmount")?,
        tax: amount("taxAmount")?,
    };
    Ok((index.map_err(|_| wrong("blueDetailIndex", "is no line number"))?, line))
}
