//! Section `responses`: outcome, code, form of the result, values and retry class of every answer.

use crate::support::{Verdict, any_client, run, same, text};
use bytes::Bytes;
use fapiao_model::node::Node;
use fapiao_model::nuonuo::*;
use fapiao_model::{Amount, ChinaTime, Outcome, Repeat};
use fapiao_transport::{Error, ErrorKind, Reply};
use http::Response;
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn every_answer_is_understood_as_the_vectors_say() {
    let (typed, untyped) = run("responses", |case| {
        let (method, response) = (text(case, "for"), response(case));
        match method.rsplit('.').next().unwrap_or_default() {
            "requestBillingNew" => Some(judge::<IssueInvoice>(case, &response, issued)),
            "queryInvoiceResult" => Some(judge::<QueryInvoiceResult>(case, &response, |answer| results(answer))),
            "saveInvoiceRedConfirm" => Some(judge::<ApplyRedConfirmation>(case, &response, applied)),
            "queryInvoiceRedConfirm" => Some(judge::<QueryRedConfirmation>(case, &response, forms)),
            "reInvoice" => Some(judge::<RetryIssue>(case, &response, |_| json!({}))),
            "any" => Some(judge::<IssueInvoice>(case, &response, issued)),
            "token" => Some(token(case, &response)),
            // getInvoiceStock, queryInvoiceList, getCreditLine, getQrCode: see the next test.
            _ => None,
        }
    });
    assert_eq!((typed, untyped), (41, 6));
}

#[test]
fn answers_of_operations_that_are_not_typed_yet_are_read_by_the_raw_call() {
    let mut seen = 0;
    for case in crate::support::cases("responses") {
        if !["getInvoiceStock", "queryInvoiceList", "getCreditLine", "getQrCode"]
            .iter()
            .any(|m| text(&case, "for").ends_with(m))
        {
            continue;
        }
        let envelope = any_client().merchant(tax()).read::<RawCall>(&response(&case)).expect("a success");
        assert_eq!(envelope.get("code").and_then(Node::as_text), Some(text(&case["meaning"], "code")));
        seen += 1;
    }
    assert_eq!(seen, 6);
}

fn tax() -> fapiao_model::TaxNumber {
    "339902999999789113".parse().expect("a tax number")
}

fn response(case: &Value) -> Response<Bytes> {
    let status = case["http_status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or_default();
    let body = Bytes::from(text(case, "body").to_owned());
    Response::builder().status(status).body(body).expect("a response")
}

fn judge<C: Call>(case: &Value, response: &Response<Bytes>, values: impl Fn(&C::Answer) -> Value) -> Verdict {
    let meaning = &case["meaning"];
    let read = any_client().merchant(tax()).read::<C>(response);
    let tree = Node::from_json(response.body()).unwrap_or_default();
    let code = read.as_ref().map_or_else(code_of, |_| tree.get("code").and_then(Node::as_text).unwrap_or_default());
    let outcome = read.as_ref().map_or_else(outcome, |_| "success");
    same("outcome", outcome, text(meaning, "outcome"))?;
    same("code", code, text(meaning, "code"))?;
    if meaning.get("result_type").is_some() {
        same("result_type", result_type(&tree), text(meaning, "result_type"))?;
    }
    if let Some(retry) = meaning["retry"].as_str() {
        let error = read.as_ref().err().ok_or("retry: the answer is a success")?;
        same("retry", repeat(error), retry)?;
        // The vectors say what a repeat may do, not whether the order lives; but of these nothing is certain.
        if outcome == "malformed" || code == "E9999" {
            same("outcome of the request", error.outcome(), Outcome::Unknown)?;
        }
    }
    let Ok(answer) = &read else { return Ok(()) };
    let got = values(answer);
    for (name, expected) in meaning["values"].as_object().into_iter().flatten() {
        same(&format!("values.{name}"), got.get(name), Some(expected))?;
    }
    unknown_fields(meaning, &got)
}

/// Unknown members of the answer are kept; those of the envelope are skipped.
fn unknown_fields(meaning: &Value, got: &Value) -> Verdict {
    let fields = meaning["unknown_fields"].as_array().into_iter().flatten().filter_map(Value::as_str);
    for name in fields.filter_map(|field| field.strip_prefix("result.")) {
        same(
            &format!("unknown_fields.{name}"),
            got["extra"].as_array().is_some_and(|kept| kept.contains(&name.into())),
            true,
        )?;
    }
    Ok(())
}

fn code_of(error: &Error) -> &str {
    error.reply().map(Reply::code).unwrap_or_default()
}

fn outcome(error: &Error) -> &'static str {
    match (error.kind(), code_of(error)) {
        (ErrorKind::Decode | ErrorKind::Unavailable, "") => "malformed",
        (ErrorKind::Decode, _) => "success that can't be read",
        (_, code) if code.starts_with("07") && code.len() == 6 => "gateway_error",
        _ => "business_error",
    }
}

fn repeat(error: &Error) -> &'static str {
    match error.row().map(|row| row.repeat) {
        Some(Repeat::Never) => "never",
        Some(Repeat::Same) => "same",
        Some(Repeat::AfterFix) => "after_fix",
        Some(Repeat::AfterNewToken) => "after_new_token",
        Some(Repeat::Wait) => "wait",
        Some(Repeat::QueryFirst) => "query_first",
        None if error.outcome() == Outcome::Unknown => "query_first",
        None => "none",
    }
}

fn result_type(tree: &Node) -> &'static str {
    match tree.get("result") {
        None => "absent",
        Some(Node::Null) => "null",
        Some(Node::Text(text)) if text.is_empty() => "empty_string",
        Some(Node::Text(_)) => "string",
        Some(Node::List(_)) => "array",
        Some(Node::Record(_)) => "object",
    }
}

fn issued(answer: &IssueAccepted) -> Value {
    json!({"invoiceSerialNum": answer.serial_number, "extra": answer.extra.keys().collect::<Vec<_>>()})
}

fn applied(answer: &RedConfirmationApplied) -> Value {
    json!({"billId": answer.bill_id})
}

fn results(answer: &[InvoiceResult]) -> Value {
    let Some(first) = answer.first() else { return json!({"count": 0}) };
    let millis = |time: Option<ChinaTime>| time.map(ChinaTime::unix_millis);
    let utc = |time: ChinaTime| format!("{}Z", (time - Duration::from_secs(8 * 3600)).to_string().replace(' ', "T"));
    json!({
        "count": answer.len(),
        "status": first.status,
        "statuses": answer.iter().map(|result| &result.status).collect::<Vec<_>>(),
        "final": first.status.as_ref().is_some_and(InvoiceStatus::is_final),
        "createTime_ms": millis(first.created_at),
        "invoiceTime_ms": millis(first.issued_at),
        "invoiceTime_utc": first.issued_at.map(utc),
        "productOilFlag": first.refined_oil,
        "specificFactor": first.special_business,
        "invoiceNo": first.invoice_number,
        "fapiao_no": first.number(),
        "total": first.gross.map(|gross: Amount| gross.to_string()),
        "failCause": first.fail_cause,
    })
}

fn forms(answer: &RedConfirmations) -> Value {
    let Some(first) = answer.list.first() else { return json!({"total": answer.total}) };
    json!({
        "total": answer.total,
        "billStatus": first.status,
        "applySource": first.apply_source,
        "openStatus": first.open_status,
        "redInvoiceNumber": first.red_number,
        "billMessage": first.words,
        "final": first.status.as_ref().is_some_and(RedConfirmationStatus::is_dead),
    })
}

fn token(case: &Value, response: &Response<Bytes>) -> Verdict {
    let meaning = &case["meaning"];
    let read = any_client().read_token(response);
    let outcome = if read.is_ok() { "token_ok" } else { "token_error" };
    same("outcome", outcome, text(meaning, "outcome"))?;
    let granted = match read {
        Ok(granted) => granted,
        Err(error) => {
            same("code", code_of(&error), text(meaning, "code"))?;
            same("retry", repeat(&error), text(meaning, "retry"))?;
            return same("brackets", error.to_string().contains("SD00000000"), false);
        }
    };
    let got = json!({
        "access_token": granted.access_token,
        "expires_in": granted.expires_in,
        "refresh_token": granted.refresh_token,
        "user_id": granted.user_id,
        "tax_number": granted.tax_number(),
    });
    let members = meaning.as_object().expect("a meaning");
    for (name, expected) in members.iter().filter(|(name, _)| !["outcome", "note"].contains(&name.as_str())) {
        same(name, got.get(name), Some(expected))?;
    }
    Ok(())
}
