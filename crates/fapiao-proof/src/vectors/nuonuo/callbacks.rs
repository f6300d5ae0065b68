//! What is posted to the merchant.

use super::super::case::{Case, Checked, Stop, as_text, differs, failed, same, same_optional};
use bytes::Bytes;
use fapiao_model::nuonuo::NoticeStatus;
use fapiao_model::{Amount, ChinaTime};
use fapiao_nuonuo::callback::{self, Event, IssueHint};
use http::Request;
use serde_json::{Map, Value, json};

pub(super) fn check(_: &Value, case: Case<'_>) -> Checked {
    same_fields(case)?;
    let request = Request::builder()
        .method(case.text("http_method")?)
        .header("content-type", case.text("content_type")?)
        .body(Bytes::from(case.text("body")?.to_owned()))
        .map_err(|error| failed("the case's request", error, "an HTTP request"))?;
    match callback::receive(&request) {
        Ok(Event::Issue(hint)) => issue(case, &hint),
        Ok(Event::Other(hint)) => Err(Stop::NotYet(format!("call-back {}", hint.operater))),
        Ok(_) => Err(differs("event", "another kind", "an event that is known here")),
        Err(error) => Err(failed("event", error, "an event")),
    }
}

/// The outer fields of the body are those that the case spells out.
fn same_fields(case: Case<'_>) -> Checked {
    let body = case.text("body")?;
    let ours: Value = if body.trim_start().starts_with('{') {
        serde_json::from_str(body).map_err(|error| failed("body, decoded", error, "a JSON object"))?
    } else {
        let pairs = form_urlencoded::parse(body.as_bytes());
        pairs.map(|(name, value)| (name.into_owned(), value.into_owned().into())).collect::<Map<_, _>>().into()
    };
    same("body, decoded", as_text(&ours).as_bytes(), as_text(case.value("decoded")).as_bytes())
}

fn issue(case: Case<'_>, hint: &IssueHint) -> Checked {
    let (meaning, ours) = (case.part("meaning")?, meaning(hint));
    for (name, theirs) in meaning.record_itself()?.iter().filter(|(name, _)| name.as_str() != "note") {
        let ours = ours.get(name).cloned().unwrap_or_default();
        if ours != *theirs {
            return Err(differs(format!("values, {name}"), as_text(&ours), as_text(theirs)));
        }
    }
    let outer = case.part("decoded")?.optional_text("orderno");
    same_optional("order number", hint.order_number.as_deref(), outer)?;
    answered(case)
}

fn meaning(hint: &IssueHint) -> Value {
    let notice = &hint.notice;
    json!({
        "event": "invoice_result",
        "state": match notice.status() {
            NoticeStatus::Issued => "issued",
            NoticeStatus::Failed => "failed",
            NoticeStatus::SealFailed => "seal_failed",
            _ => "other",
        },
        "orderNo": hint.order_number,
        "serialNo": notice.serial_number,
        "net": notice.net.map(|amount: Amount| amount.to_string()),
        "tax": notice.tax.map(|amount: Amount| amount.to_string()),
        "gross": notice.gross.map(|amount: Amount| amount.to_string()),
        "invoiceCode": notice.invoice_code,
        "invoiceNo": notice.invoice_number,
        "issued_ms": notice.issued_at.map(ChinaTime::unix_millis),
        "fapiao_no": notice.number(),
        "reason": notice.fail_cause,
        "pdf": notice.pdf_url,
        "ofd": notice.ofd_url,
    })
}

fn answered(case: Case<'_>) -> Checked {
    let answer = callback::accepted();
    same("status of the answer", answer.status().as_str(), "200")?;
    let ours: Value = serde_json::from_slice(answer.body()).map_err(|error| failed("answer", error, "JSON"))?;
    same("answer", as_text(&ours).as_bytes(), as_text(case.value("expected_answer")).as_bytes())
}
