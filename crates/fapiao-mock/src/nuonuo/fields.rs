//! Reading request bodies: every scalar as text, money as decimals.

use rust_decimal::Decimal;
use serde_json::Value;

/// A member as text: text as it is, numbers and truth values as they are written, anything else empty.
pub(super) fn text(object: &Value, name: &str) -> String {
    object.get(name).map(scalar).unwrap_or_default()
}

/// A member as text, unless it is empty.
pub(super) fn some(object: &Value, name: &str) -> Option<String> {
    Some(text(object, name)).filter(|text| !text.is_empty())
}

/// A list's scalars as text; place holders (`-`) and empty ones are left out, a lone scalar is a list of one.
pub(super) fn texts(object: &Value, name: &str) -> Vec<String> {
    let all = match object.get(name) {
        Some(Value::Array(values)) => values.iter().map(scalar).collect(),
        Some(value) => vec![scalar(value)],
        None => Vec::new(),
    };
    all.into_iter().filter(|text| !text.is_empty() && text != "-").collect()
}

/// A number's value.
pub(super) fn decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text)).ok()
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        _ => String::new(),
    }
}
