//! What our types make of an answer, under the names that the golden files use.

use fapiao_model::node::Node;
use fapiao_model::nuonuo::{
    InvoiceResult, InvoiceStatus, IssueAccepted, RedConfirmationApplied, RedConfirmationStatus, RedConfirmations,
    TokenGranted,
};
use fapiao_model::{Amount, ChinaTime};
use serde_json::{Value, json};
use std::time::Duration;

const CHINA: Duration = Duration::from_secs(8 * 3600);

pub(super) fn accepted(answer: &IssueAccepted) -> Value {
    json!({"invoiceSerialNum": answer.serial_number, "extra": answer.extra.keys().collect::<Vec<_>>()})
}

pub(super) fn applied(answer: &RedConfirmationApplied) -> Value {
    json!({"billId": answer.bill_id})
}

pub(super) fn results(answer: &[InvoiceResult]) -> Value {
    let Some(first) = answer.first() else { return json!({"count": 0}) };
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
        "total": first.gross.map(amount),
        "failCause": first.fail_cause,
    })
}

pub(super) fn forms(answer: &RedConfirmations) -> Value {
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

pub(super) fn granted(answer: &TokenGranted) -> Value {
    json!({
        "access_token": answer.access_token,
        "expires_in": answer.expires_in,
        "refresh_token": answer.refresh_token,
        "user_id": answer.user_id,
        "tax_number": answer.tax_number(),
    })
}

/// A member that our types do not name, as the tree keeps it: in the result, in its first record, or beside it. An empty text
/// is none; a name that ends in `_ms` is a number.
pub(super) fn kept(tree: &Node, name: &str) -> Value {
    let (name, is_number) = name.strip_suffix("_ms").map_or((name, false), |name| (name, true));
    let result = tree.get("result");
    let list = result.and_then(|result| result.get("list"));
    let first = |node: Option<&Node>| node.and_then(|node| node.items().first()?.get(name)).cloned();
    let node = first(list).or_else(|| first(result)).or_else(|| tree.get(name).cloned());
    match node {
        Some(Node::Text(text)) if text.is_empty() => Value::Null,
        Some(Node::Text(text)) if is_number => text.parse::<i64>().map_or(Value::Null, Value::from),
        Some(node) => serde_json::to_value(node).unwrap_or_default(),
        None => Value::Null,
    }
}

fn millis(time: Option<ChinaTime>) -> Option<i64> {
    time.map(ChinaTime::unix_millis)
}

fn utc(time: ChinaTime) -> String {
    format!("{}Z", (time - CHINA).to_string().replace(' ', "T"))
}

fn amount(amount: Amount) -> String {
    amount.to_string()
}
