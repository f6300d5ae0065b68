//! Call-backs: what Nuonuo posts when issuing ends, and how often.

use super::{
    CallBackForm, Settings,
    invoice::{Invoice, Phase, Round},
    ledger::Ledger,
    sheet,
};
use crate::{Outgoing, form, scene::Scene};
use bytes::Bytes;
use fapiao_model::{ChinaTime, Provider};
use http::{Request, header};
use serde_json::{Value, json};

/// How often a call-back is repeated while no clear answer comes.
const REPEATS: u32 = 3;

/// A call-back to be made at the end of a round.
#[derive(Debug)]
pub(super) struct Push {
    invoice: usize,
    round: Round,
    address: String,
    given: u32,
    next: ChinaTime,
    request: Option<Request<Bytes>>,
    is_done: bool,
}

impl Push {
    pub(super) fn new(invoice: usize, round: Round, address: String) -> Self {
        let next = round.ends;
        Self { invoice, round, address, given: 0, next, request: None, is_done: false }
    }
}

impl Ledger {
    /// The call-backs to be made by now; one that got no clear answer comes again after a minute, three times at most.
    pub(super) fn due(&mut self, scene: &mut Scene<'_>) -> Vec<Outgoing> {
        let mut outgoing = Vec::new();
        let now = scene.now;
        let Self { pushes, invoices, .. } = self;
        for push in pushes.iter_mut().filter(|push| !push.is_done && now >= push.next) {
            let request = push.request.take().or_else(|| build(push, invoices.get(push.invoice)?, scene));
            let Some((request, invoice)) = request.zip(invoices.get(push.invoice)) else {
                push.is_done = true;
                continue;
            };
            push.request = Some(request.clone());
            push.given += 1;
            push.next = now + scene.settings.nuonuo.callback_repeat_after;
            push.is_done = push.given > REPEATS;
            outgoing.push(Outgoing { provider: Provider::Nuonuo, number: invoice.order_number.clone(), request });
        }
        outgoing
    }

    /// Takes the merchant's answer to a call-back: a clear one ends it.
    pub(super) fn acknowledge(&mut self, settings: &Settings, made: &Outgoing, answer: &http::Response<Bytes>) {
        let body: Value = serde_json::from_slice(answer.body()).unwrap_or_default();
        let status = super::fields::text(&body, "status");
        let is_clear = match status.as_str() {
            "0000" => true,
            "9999" => !settings.callback_repeats_after_9999,
            _ => false,
        };
        if !is_clear || answer.status() != http::StatusCode::OK {
            return;
        }
        let is_it =
            |request: &Request<Bytes>| request.body() == made.request.body() && request.uri() == made.request.uri();
        for push in self.pushes.iter_mut().filter(|push| push.request.as_ref().is_some_and(is_it)) {
            push.is_done = true;
        }
    }
}

/// The request; none if the company's profile does not report failures, or the address is none.
fn build(push: &Push, invoice: &Invoice, scene: &mut Scene<'_>) -> Option<Request<Bytes>> {
    let settings = &scene.settings.nuonuo;
    let reports = settings.company(&invoice.seller).is_some_and(|company| company.reports_failures);
    let content = match push.round.phase(push.round.ends) {
        Phase::Failed if !reports => return None,
        Phase::Failed => failure(push, invoice),
        _ => success(push, invoice, reports, scene),
    };
    let (kind, body) = encoded(settings.callback_form, &invoice.order_number, &content);
    let request = Request::post(push.address.as_str()).header(header::CONTENT_TYPE, kind);
    request.body(Bytes::from(body)).ok()
}

fn encoded(form: CallBackForm, number: &str, content: &Value) -> (&'static str, String) {
    let text = content.to_string();
    match form {
        CallBackForm::Form => {
            let pairs = [("operater", "callback"), ("orderno", number), ("content", text.as_str())];
            ("application/x-www-form-urlencoded;charset=UTF-8", form::encode(&pairs))
        }
        CallBackForm::JsonText => {
            let body = json!({"operater": "callback", "orderno": number, "content": text});
            ("application/json;charset=UTF-8", body.to_string())
        }
        CallBackForm::JsonObject => {
            let body = json!({"operater": "callback", "orderno": number, "content": content});
            ("application/json;charset=UTF-8", body.to_string())
        }
    }
}

/// The four fields that a failure has (6).
fn failure(push: &Push, invoice: &Invoice) -> Value {
    json!({
        "c_fpqqlsh": invoice.serial,
        "c_status": "2",
        "c_saletaxnum": invoice.seller,
        "c_errorMessage": push.round.failure.clone().unwrap_or_default(),
    })
}

fn success(push: &Push, invoice: &Invoice, reports_failures: bool, scene: &mut Scene<'_>) -> Value {
    let mut content = json!({
        "c_kprq": push.round.ends.unix_millis().to_string(),
        "c_fpdm": invoice.numbers.code,
        "c_fphm": invoice.numbers.invoice_no(),
        "allElectronicInvoiceNumber": invoice.numbers.digital,
        "c_hjse": invoice.tax().to_string(),
        "c_bhsje": invoice.net().to_string(),
        "c_orderno": invoice.order_number,
        "c_fpqqlsh": invoice.serial,
        "c_url": sheet::address(invoice, scene),
        "c_jpg_url": "",
        "email": invoice.text("email"),
        "phone": invoice.text("buyerPhone"),
    });
    if reports_failures {
        content["c_status"] = "1".into();
    }
    if let Some(blue) = &invoice.reverses {
        content["c_yfpdm"] = blue.code.as_str().into();
        content["c_yfphm"] = blue.invoice_no().into();
        content["oldEleInvoiceNumber"] = blue.digital.as_str().into();
    }
    content
}
