//! A call of whatever interface, as the caller writes it.

use super::{Call, Echo};
use crate::{
    Entry, Knowledge, Operation, Provider, Replay, WordError,
    node::{Node, NodeError},
};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// Calls an interface that this library has no type for: a path and the content's JSON, sent byte for byte.
///
/// It is never repeated unless the caller says that it may be ([`replay`](Self::replay)). The answer is the content as a tree;
/// [`Node::Null`] if there was none.
///
/// ```
/// use fapiao_model::piaotong::RawCall;
///
/// let statistics = RawCall::new("queryAllEleBlueInvStatistics.pt", r#"{"taxpayerNum":"91310117568051222X"}"#)?;
/// # Ok::<(), fapiao_model::WordError>(())
/// ```
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug)]
pub struct RawCall {
    path: String,
    content: Box<RawValue>,
    tax_number: Option<String>,
    serial: Option<String>,
    replay: Replay,
}

impl RawCall {
    /// A call of `{base}/tp/openapi/{path}`, or of `{base}{path}` if the path starts with a slash.
    ///
    /// # Errors
    /// If the path has other characters than a path has, the content is no JSON object or array, or the objects of an array
    /// name different tax numbers.
    pub fn new(path: impl Into<String>, content: &str) -> Result<Self, WordError> {
        let path = path.into();
        if path.is_empty() || !path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(&b)) {
            return Err(WordError::new("path", &path, "is not a plain path", "write it as in invoiceBlue.pt"));
        }
        let wrong = |fault: String| WordError::new("content", content, fault, "write a JSON object or array");
        let tree = Node::from_json(content.as_bytes()).map_err(|error| wrong(error.to_string()))?;
        let raw = RawValue::from_string(content.to_owned()).map_err(|error| wrong(error.to_string()))?;
        if !matches!(tree, Node::Record(_) | Node::List(_)) {
            return Err(wrong("is neither an object nor an array".into()));
        }
        let mut named = tree.items().iter().filter_map(|item| item.get("taxpayerNum")?.as_text());
        let tax_number = named.next().map(str::to_owned);
        if named.any(|other| Some(other) != tax_number.as_deref()) {
            return Err(wrong("names different tax numbers".into()));
        }
        let serial = tree.get("invoiceReqSerialNo").and_then(Node::as_text).map(str::to_owned);
        Ok(Self { path, content: raw, tax_number, serial, replay: Replay::Never })
    }

    /// Says what sending it twice does.
    pub const fn replay(mut self, replay: Replay) -> Self {
        self.replay = replay;
        self
    }
}

impl Serialize for RawCall {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.content.serialize(serializer)
    }
}

impl Operation for RawCall {
    type Answer = Node;

    const ENTRY: Entry = Entry::new(Provider::Piaotong, "RawCall", "", "", "the caller")
        .replay(Replay::Never)
        .knowledge(Knowledge::NameOnly);

    fn key(&self) -> Option<&str> {
        self.serial.as_deref()
    }
}

impl Call for RawCall {
    const ECHO: &'static [Echo] = &[];

    fn entry(&self) -> Entry {
        Self::ENTRY.replay(self.replay)
    }

    fn tax_number(&self) -> Option<&str> {
        self.tax_number.as_deref()
    }

    fn path(&self) -> Option<&str> {
        Some(&self.path)
    }

    fn read(content: &Node) -> Result<Node, NodeError> {
        Ok(content.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::piaotong::Switches;

    #[test]
    fn the_content_goes_out_byte_for_byte() {
        let text = "{ \"taxpayerNum\" : \"123456\",  \"amount\":1.50 }";
        let call = RawCall::new("x.pt", text).unwrap();
        assert_eq!(call.content(&Switches::default()).unwrap(), text.as_bytes());
        assert_eq!(call.tax_number(), Some("123456"));
        assert_eq!(call.entry().replay, Replay::Never);
        assert_eq!(call.replay(Replay::Safe).entry().replay, Replay::Safe);
    }

    #[test]
    fn an_array_may_name_one_tax_number_only() {
        let call = |json: &str| RawCall::new("batchDelInvoiceQrcode.pt", json);
        assert_eq!(call(r#"[{"taxpayerNum":"A"},{"taxpayerNum":"A"}]"#).unwrap().tax_number(), Some("A"));
        assert!(call(r#"[{"taxpayerNum":"A"},{"taxpayerNum":"B"}]"#).is_err());
    }

    #[test]
    fn what_is_no_path_or_no_content_is_refused() {
        for (path, content) in
            [("", "{}"), ("a?b=c", "{}"), ("http://x", "{}"), ("x.pt", "1"), ("x.pt", "{"), ("x.pt", "\"\"")]
        {
            assert!(RawCall::new(path, content).is_err(), "{path} {content}");
        }
    }
}
