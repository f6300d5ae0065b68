//! Step 5 of the order of checks: the envelope of the message.

use super::{
    catalogue,
    refusal::{Refusal, Step},
};
use serde_json::{Map, Value};

/// The fields inside the method's business node.
pub(super) fn business_node(method: &str, message: Result<Value, String>) -> Step<Map<String, Value>> {
    let wrong = |detail: String| Refusal::new("sys.check.request-params:error", "message", detail);
    let mut message = message.map_err(wrong)?;
    let Some(request) = message.get_mut("sn_request") else {
        return Err(wrong(format!("the root is {}, expected sn_request", names(&message))));
    };
    let Some(body) = request.get_mut("sn_body") else {
        let detail = format!("sn_request holds {}, expected sn_body", names(request));
        return Err(Refusal::new("sys.check.missing-nestElement:sn_body", "message", detail));
    };
    check_count(method, body)?;
    let expected = catalogue::node_of(method).unwrap_or_default();
    match body.get_mut(expected).map(Value::take).map(only) {
        Some(Value::Object(fields)) => Ok(fields),
        // The PHP SDK writes an empty text where there are no fields.
        Some(Value::String(text)) if text.trim().is_empty() => Ok(Map::new()),
        Some(_) => Err(wrong(format!("{expected} holds no fields"))),
        None => Err(wrong(format!("sn_body holds {}, expected {expected}", names(body)))),
    }
}

/// A list of one is the one.
fn only(value: Value) -> Value {
    match value {
        Value::Array(mut items) if items.len() == 1 => items.remove(0),
        value => value,
    }
}

fn check_count(method: &str, body: &Value) -> Step {
    let count = |value: &Value| value.as_array().map_or(1, Vec::len);
    let nodes: usize = body.as_object().into_iter().flatten().map(|(_, value)| count(value)).sum();
    if nodes < 2 {
        return Ok(());
    }
    let code = if catalogue::is_query(method) {
        "biz.handler.request-message:error"
    } else {
        "biz.handler.batch-handler:no-support"
    };
    Err(Refusal::new(code, "message", format!("{nodes} business nodes in one request")))
}

fn names(value: &Value) -> String {
    let names: Vec<_> = value.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).take(5).collect();
    if names.is_empty() { "nothing".into() } else { names.join(", ") }
}
