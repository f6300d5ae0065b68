//! Section `callbacks`: what is posted to the merchant.

use crate::support::{Verdict, run, same, text};
use bytes::Bytes;
use fapiao_model::nuonuo::NoticeStatus;
use fapiao_model::{Amount, ChinaTime};
use fapiao_nuonuo::callback::{self, Event, IssueHint, OtherHint};
use http::Request;
use serde_json::{Value, json};

#[test]
fn every_issuing_post_is_understood_and_answered() {
    let (typed, untyped) = run("callbacks", |case| match receive(case) {
        Event::Issue(hint) => Some(issue(case, &hint)),
        _ => None,
    });
    assert_eq!((typed, untyped), (4, 4), "not typed yet: void, scan-to-invoice and red table");
}

#[test]
fn a_post_that_is_not_typed_yet_arrives_whole() {
    let (whole, issues) = run("callbacks", |case| match receive(case) {
        Event::Other(hint) => Some(other(case, &hint)),
        _ => None,
    });
    assert_eq!((whole, issues), (4, 4));
}

fn receive(case: &Value) -> Event {
    let request = Request::builder()
        .method(text(case, "http_method"))
        .header("content-type", text(case, "content_type"))
        .body(Bytes::from(text(case, "body").to_owned()))
        .expect("a request");
    callback::receive(&request).unwrap_or_else(|error| panic!("{} {error}", text(case, "id")))
}

fn issue(case: &Value, hint: &IssueHint) -> Verdict {
    let notice = &hint.notice;
    let got = json!({
        "event": "invoice_result",
        "state": match notice.status() {
            NoticeStatus::Issued => "issued",
            NoticeStatus::Failed => "failed",
            NoticeStatus::SealFailed => "seal_failed",
            _ => "other",
        },
        "orderNo": hint.order_number,
        "serialNo": notice.serial_number,
        "net": notice.net.map(|net: Amount| net.to_string()),
        "tax": notice.tax.map(|tax: Amount| tax.to_string()),
        "invoiceCode": notice.invoice_code,
        "invoiceNo": notice.invoice_number,
        "issued_ms": notice.issued_at.map(ChinaTime::unix_millis),
        "fapiao_no": notice.number(),
        "reason": notice.fail_cause,
    });
    compare(&case["meaning"], &got)?;
    same("orderno", hint.order_number.as_deref(), case["decoded"]["orderno"].as_str())?;
    answer(case)
}

fn other(case: &Value, hint: &OtherHint) -> Verdict {
    let decoded = case["decoded"].as_object().expect("decoded");
    same("operater", hint.operater.as_str(), text(&case["decoded"], "operater"))?;
    same("number of fields", hint.fields.members().len(), decoded.len())?;
    for (name, expected) in decoded {
        // The content may have come as text or as object; it is decoded either way.
        let inner = expected.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok());
        let expected = inner.filter(Value::is_object).unwrap_or_else(|| expected.clone());
        let got = hint.fields.get(name).map(|node| serde_json::to_value(node).expect("a tree"));
        same(name, got.as_ref(), Some(&texted(expected)))?;
    }
    answer(case)
}

/// Numbers as the text that they were written with.
fn texted(value: Value) -> Value {
    match value {
        Value::Number(number) => number.to_string().into(),
        Value::Array(items) => items.into_iter().map(texted).collect(),
        Value::Object(members) => members.into_iter().map(|(name, value)| (name, texted(value))).collect(),
        other => other,
    }
}

fn compare(meaning: &Value, got: &Value) -> Verdict {
    let members = meaning.as_object().expect("a meaning");
    for (name, expected) in members.iter().filter(|(name, _)| name.as_str() != "note") {
        same(name, got.get(name), Some(expected))?;
    }
    Ok(())
}

fn answer(case: &Value) -> Verdict {
    let answer = callback::accepted();
    same("status of the answer", answer.status().as_u16(), 200)?;
    let body: Value = serde_json::from_slice(answer.body()).map_err(|error| error.to_string())?;
    same("answer", &body, &case["expected_answer"])
}
