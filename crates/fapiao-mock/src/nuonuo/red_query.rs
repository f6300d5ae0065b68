//! queryInvoiceRedConfirm and refreshInvoiceRedConfirm.

use super::{
    RedFormAnswer,
    answer::{OK, Refused, done},
    envelope::Call,
    fields,
    ledger::Ledger,
    line::Line,
    red_form::{RedForm, Side, open_status},
};
use crate::scene::Scene;
use fapiao_model::ChinaTime;
use serde_json::{Value, json};
use std::time::Duration;

/// The longest span of days that a query may ask for.
const MOST_DAYS: Duration = Duration::from_secs(90 * 86_400);

/// The longest page.
const MOST_ON_A_PAGE: usize = 50;

/// What a query narrows the list by.
struct Filter {
    side: Side,
    status: Option<String>,
    names: [Option<String>; 3],
    days: Option<(ChinaTime, ChinaTime)>,
}

impl Ledger {
    /// queryInvoiceRedConfirm.
    pub(super) fn query_forms(&self, scene: &Scene<'_>, call: &Call) -> Result<Value, Refused> {
        let settings = &scene.settings.nuonuo;
        super::known_company(settings, &call.acting)?;
        let filter = Filter::read(&call.body, &settings.undocumented_refusal)?;
        let size = page_number(&call.body, "pageSize", 10)?;
        if size > MOST_ON_A_PAGE {
            return Err(Refused::field("pageSize", "is more than 50"));
        }
        let page = page_number(&call.body, "pageNo", 1)?;
        let found: Vec<&RedForm> =
            self.forms.iter().filter(|form| filter.takes(form, &call.acting, scene.now)).collect();
        let is_live = settings.red_form_answer == RedFormAnswer::Live;
        let shown = found.iter().skip((page - 1).saturating_mul(size)).take(size);
        let list: Vec<Value> = shown.map(|form| self.form_entry(form, is_live, scene.now)).collect();
        Ok(match settings.red_form_answer {
            RedFormAnswer::Live => {
                json!({"code": OK, "describe": "调用成功", "result": {"total": found.len(), "list": list}})
            }
            RedFormAnswer::Documented => {
                json!({"code": "0000", "describe": "查询成功", "total": found.len().to_string(), "list": list})
            }
        })
    }

    /// refreshInvoiceRedConfirm: Nuonuo learns what happened at the bureau.
    pub(super) fn refresh_forms(&mut self, scene: &Scene<'_>, call: &Call) -> Result<Value, Refused> {
        super::known_company(&scene.settings.nuonuo, &call.acting)?;
        let side = side(&call.body)?;
        let uuid = fields::some(&call.body, "billUuid");
        let Self { forms, invoices, .. } = self;
        let wanted = |form: &&mut RedForm| {
            form.is_of(&call.acting, side) && uuid.as_ref().is_none_or(|uuid| *uuid == form.bill_uuid)
        };
        for form in forms.iter_mut().filter(wanted) {
            form.refreshed_at = scene.now;
            let is_found = form.is_confirmed(scene.now) && scene.settings.nuonuo.automatic_red_shows;
            if let Some(red) = form.red.filter(|_| is_found).and_then(|at| invoices.get_mut(at)) {
                red.is_hidden = false;
            }
        }
        Ok(done("请求成功"))
    }

    fn form_entry(&self, form: &RedForm, is_live: bool, now: ChinaTime) -> Value {
        let state = form.known_state(now);
        let is_registered = !matches!(state, "15" | "16");
        let red = form.red.and_then(|at| self.invoices.get(at)).filter(|red| !red.is_hidden && now >= red.accepted_at);
        let phase = red.map(|red| red.phase(now));
        let opened = phase.map(open_status).unwrap_or_default();
        let flag = |number: i64| if is_live { Value::from(number) } else { Value::from(number.to_string()) };
        let blue_time = form.blue.and_then(|at| self.invoices.get(at)).map(|blue| blue.round.sealing.to_string());
        let confirmed = form.confirmed_at().filter(|at| *at <= now.min(form.refreshed_at.max(form.registered_at)));
        json!({
            "billNo": is_registered.then_some(&form.bill_number),
            "billUuid": is_registered.then_some(&form.bill_uuid),
            "billId": form.bill_id,
            "billStatus": state,
            "billMessage": form.message(now),
            "requestStatus": "",
            "openStatus": flag(opened),
            "applySource": flag(form.source.code()),
            "blueInvoiceLine": form.kind.code(),
            "blueInvoiceCode": form.blue_code,
            "blueInvoiceNumber": if form.kind.is_electronic_digital() { &form.blue_digital } else { &form.blue_number },
            "blueElecInvoiceNumber": form.blue_digital,
            "blueInvoiceTime": blue_time,
            "billTime": form.applied_at.to_string(),
            "confirmTime": confirmed.map(|at| at.to_string()),
            "sellerTaxNo": form.seller.0,
            "sellerName": form.seller.1,
            "buyerTaxNo": form.buyer.0,
            "buyerName": form.buyer.1,
            "taxExcludedAmount": form.net().to_string(),
            "taxAmount": form.tax().to_string(),
            "redReason": form.reason,
            "invoiceSerialNum": red.map(|red| &red.serial),
            "orderNo": red.map(|red| &red.order_number),
            "redInvoiceNumber": red.filter(|red| red.phase(now).has_invoice()).map(|red| red.numbers.number()),
            "pdfUrl": "",
            "detail": form.lines.iter().map(|(blue, line)| detail(*blue, line)).collect::<Vec<_>>(),
        })
    }
}

impl Filter {
    fn read(body: &Value, refusal: &str) -> Result<Self, Refused> {
        let names = ["billId", "billNo", "billUuid"].map(|name| fields::some(body, name));
        let days = match (day(body, "billTimeStart")?, day(body, "billTimeEnd")?) {
            (Some(start), Some(end)) => Some((start, end + Duration::from_secs(86_400))),
            _ if names.iter().any(Option::is_some) => None,
            _ => {
                let fault = "both are needed when no form is named";
                return Err(Refused::field("billTimeStart, billTimeEnd", fault));
            }
        };
        if days.is_some_and(|(start, end)| end.since(start) > MOST_DAYS + Duration::from_secs(86_400)) {
            return Err(Refused::worded(refusal, "查询时间跨度不能超过90天", "days", "more than 90 days"));
        }
        Ok(Self { side: side(body)?, status: fields::some(body, "billStatus"), names, days })
    }

    fn takes(&self, form: &RedForm, company: &str, now: ChinaTime) -> bool {
        let names = [&form.bill_id, &form.bill_number, &form.bill_uuid];
        form.is_of(company, self.side)
            && self.status.as_ref().is_none_or(|status| status == form.known_state(now))
            && self.names.iter().zip(names).all(|(wanted, is)| wanted.as_ref().is_none_or(|wanted| wanted == is))
            && self.days.is_none_or(|(start, end)| form.applied_at >= start && form.applied_at < end)
    }
}

fn side(body: &Value) -> Result<Side, Refused> {
    Side::read(&fields::text(body, "identity")).ok_or_else(|| Refused::field("identity", "is neither 0 nor 1"))
}

fn day(body: &Value, name: &str) -> Result<Option<ChinaTime>, Refused> {
    let Some(text) = fields::some(body, name) else { return Ok(None) };
    let day = format!("{text} 00:00:00").parse::<ChinaTime>();
    day.map(Some).map_err(|_| Refused::field(name, "is not of the form yyyy-MM-dd"))
}

fn page_number(body: &Value, name: &str, otherwise: usize) -> Result<usize, Refused> {
    let Some(text) = fields::some(body, name) else { return Ok(otherwise) };
    let number = text.parse::<usize>().ok().filter(|number| *number > 0);
    number.ok_or_else(|| Refused::field(name, "is no number above 0"))
}

fn detail(blue: usize, line: &Line) -> Value {
    let sent = |name: &str| fields::text(&line.sent, name);
    let price = line.price.map(|price| price.normalize().to_string());
    json!({
        "blueDetailIndex": blue.to_string(),
        "goodsName": line.name,
        "unit": sent("unit"),
        "specType": sent("specType"),
        "num": line.num.map(|num| num.normalize().to_string()),
        "taxExcludedPrice": price.clone().filter(|_| !line.is_with_tax),
        "taxExcludedAmount": line.net.to_string(),
        "taxAmount": line.tax.to_string(),
        "taxRate": line.rate.map(|rate| rate.normalize().to_string()),
        "goodsCode": sent("goodsCode"),
        "favouredPolicyFlag": sent("favouredPolicyFlag"),
        "price": price,
    })
}
