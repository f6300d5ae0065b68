//! Answers and refusals in Nuonuo's own codes and words.

use crate::Reply;
use fapiao_model::nuonuo::row;
use http::StatusCode;
use serde_json::{Value, json};

/// Success of nearly every method.
pub(super) const OK: &str = "E0000";

/// Why a request is refused: what Nuonuo says, and what the log says beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) code: String,
    pub(super) describe: String,
    pub(super) check: &'static str,
    pub(super) detail: String,
}

impl Refused {
    /// A refusal with the words that the code table has for the code.
    pub(super) fn listed(code: &str, check: &'static str, detail: impl Into<String>) -> Self {
        let describe = row(code, "").map(|row| row.meaning.zh).unwrap_or_default();
        Self::worded(code, describe, check, detail)
    }

    /// A refusal with words of its own.
    pub(super) fn worded(code: &str, describe: &str, check: &'static str, detail: impl Into<String>) -> Self {
        Self { code: code.to_owned(), describe: describe.to_owned(), check, detail: detail.into() }
    }

    /// A required field is missing or wrong.
    pub(super) fn field(name: &str, fault: &str) -> Self {
        Self::listed("E4000", "required fields", format!("{name}: {fault}"))
    }

    /// Whether the gateway refused it, before any business.
    pub(super) fn is_gateway(&self) -> bool {
        self.code.starts_with("07")
    }

    /// The answer's body. The shapes are those of the onboarding document, chapter 3.
    pub(super) fn body(&self) -> Value {
        let mut body = json!({"code": self.code, "describe": self.describe});
        match self.code.as_str() {
            _ if self.is_gateway() => {}
            "E9302" => body["result"] = Value::Null,
            _ => body["result"] = "".into(),
        }
        body
    }
}

/// An accepted request's answer.
pub(super) fn accepted(describe: &str, result: impl Into<Value>) -> Value {
    json!({"code": OK, "describe": describe, "result": result.into()})
}

/// An accepted request's answer without a result.
pub(super) fn done(describe: &str) -> Value {
    json!({"code": OK, "describe": describe})
}

/// The whole reply.
pub(super) fn reply(body: &Value, status: u16) -> Reply {
    Reply::json(StatusCode::from_u16(status).unwrap_or(StatusCode::OK), body)
}
