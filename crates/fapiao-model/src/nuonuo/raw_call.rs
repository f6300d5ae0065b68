//! Any method, by name.

use super::{Call, ResultAt};
use crate::{Entry, Fault, Knowledge, Operation, Provider, Replay, node::Node};
use serde::{Serialize, Serializer};

/// Calls any method by its name, with a body of one's own: for what this library does not type yet.
///
/// The answer is the whole envelope. It is never sent twice by itself unless [`replay`](Self::replay) says so.
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug)]
pub struct RawCall {
    method: String,
    body: RawBody,
    replay: Replay,
    key: Option<String>,
}

/// The body of a [`RawCall`].
#[derive(Clone, Debug)]
pub enum RawBody {
    /// A JSON value; amounts in it must be texts.
    Json(serde_json::Value),
    /// A JSON text, which is sent byte for byte.
    Text(Box<serde_json::value::RawValue>),
}

impl RawCall {
    /// A call of a method, spelled as Nuonuo spells it.
    pub fn new(method: impl Into<String>, body: serde_json::Value) -> Self {
        Self { method: method.into(), body: RawBody::Json(body), replay: Replay::Never, key: None }
    }

    /// A call whose body is a JSON text, which is sent byte for byte but for white space around it.
    ///
    /// # Errors
    /// If it is not JSON.
    pub fn from_text(method: impl Into<String>, body: String) -> Result<Self, Fault> {
        let body = serde_json::value::RawValue::from_string(body);
        let body = body.map_err(|error| Fault::new("body", format!("is not JSON: {error}")))?;
        Ok(Self { method: method.into(), body: RawBody::Text(body), replay: Replay::Never, key: None })
    }

    /// What sending it twice does.
    pub const fn replay(mut self, replay: Replay) -> Self {
        self.replay = replay;
        self
    }

    text_setters! {
        /// The number that it acts on, for logs.
        key => key;
    }
}

impl Serialize for RawCall {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.body {
            RawBody::Json(value) => value.serialize(serializer),
            RawBody::Text(text) => text.serialize(serializer),
        }
    }
}

impl Operation for RawCall {
    type Answer = Node;

    const ENTRY: Entry = Entry::new(Provider::Nuonuo, "RawCall", "", "自定义调用", "the caller's own knowledge")
        .replay(Replay::Never)
        .knowledge(Knowledge::NameOnly);

    fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }
}

impl Call for RawCall {
    const RESULT: ResultAt = ResultAt::Envelope;

    /// The success set of each method by the notes, section 5.
    fn is_success(method: &str, code: &str) -> bool {
        match code {
            "E0000" => true,
            "0000" => method.ends_with(".queryInvoiceRedConfirm") || method.ends_with(".invoicePrintBatch"),
            "S0000" => method.ends_with(".prefixQuery") || method.ends_with(".queryNameAndTaxByCode"),
            _ => false,
        }
    }

    fn entry(&self) -> Entry {
        Self::ENTRY.replay(self.replay)
    }

    fn method(&self) -> &str {
        &self.method
    }

    fn check(&self) -> Result<(), Fault> {
        let is_name = !self.method.is_empty() && self.method.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_name {
            return Err(Fault::new("method", "is not a method name; copy it from the vendor's catalogue"));
        }
        let is_object = match &self.body {
            RawBody::Json(value) => value.is_object(),
            RawBody::Text(text) => text.get().trim_start().starts_with('{'),
        };
        if is_object { Ok(()) } else { Err(Fault::new("body", "is not a JSON object; the smallest one is {}")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_body_is_kept_byte_for_byte() {
        let text = "{\n  \"extensionNums\": [\"923\"],\n  \"price\": 1.00\n}";
        let call = RawCall::from_text("nuonuo.OpeMplatform.getInvoiceStock", text.to_owned()).unwrap();
        assert_eq!(serde_json::to_vec(&call).unwrap(), text.as_bytes());
        assert!(RawCall::from_text("x", "{".to_owned()).is_err());
    }

    #[test]
    fn it_is_never_repeated_unless_the_caller_says_so() {
        let call = RawCall::new("nuonuo.OpeMplatform.getInvoiceStock", serde_json::json!({}));
        assert_eq!(call.entry().replay, Replay::Never);
        assert_eq!(call.replay(Replay::Safe).entry().replay, Replay::Safe);
    }

    #[test]
    fn method_names_and_bodies_are_checked() {
        assert!(RawCall::new("nuonuo.x", serde_json::json!({})).check().is_ok());
        assert_eq!(RawCall::new("x\r\ny", serde_json::json!({})).check().unwrap_err().field(), "method");
        assert_eq!(RawCall::new("nuonuo.x", serde_json::json!([])).check().unwrap_err().field(), "body");
    }
}
