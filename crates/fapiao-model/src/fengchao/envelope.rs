//! The envelope of every answer.

use crate::node::{Node, NodeError};

/// An answer: a flat JSON object with a code, words, and the result beside them or under `data`.
///
/// Numbers keep their digits as text: ids of 19 digits are common and don't fit a double.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    code: String,
    tree: Node,
}

impl Envelope {
    /// Reads an answer.
    ///
    /// # Errors
    /// If it is no JSON object, or its `code` is missing, twice there with different values, or anything but an integer, as a
    /// number or as text.
    pub fn read(body: &[u8]) -> Result<Self, NodeError> {
        let tree = Node::from_json(body)?;
        let mut codes = tree.members().iter().filter(|(name, _)| name == "code").map(|(_, code)| code);
        let Some(first) = codes.next() else { return Err(NodeError::new("no object with a member code")) };
        if codes.any(|other| other != first) {
            return Err(NodeError::new("more than one code"));
        }
        match first.as_text().filter(|text| is_integer(text)).map(str::to_owned) {
            Some(code) => Ok(Self { code, tree }),
            None => Err(NodeError::new("code is no integer")),
        }
    }

    /// The code, as it was written; 0 is the general success.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The gateway's words, meant for people; empty if there are none.
    #[must_use]
    pub fn message(&self) -> &str {
        self.text("message").unwrap_or_default()
    }

    /// The id to name to the operator's support.
    #[must_use]
    pub fn trace_id(&self) -> Option<&str> {
        self.text("trace_id")
    }

    /// The result of most interfaces. In batch interfaces every item has a code of its own.
    #[must_use]
    pub fn data(&self) -> Option<&Node> {
        self.tree.get("data").filter(|data| !data.is_empty())
    }

    /// The whole answer: invoice interfaces put their result beside the code.
    #[must_use]
    pub const fn tree(&self) -> &Node {
        &self.tree
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.tree.get(name).and_then(Node::as_text).filter(|text| !text.is_empty())
    }
}

/// Digits with an optional minus sign.
fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_an_integer_as_number_or_as_text() {
        for (body, code) in [(r#"{"code":0}"#, "0"), (r#"{"code":"-1"}"#, "-1"), (r#"{"code":100,"code":100}"#, "100")]
        {
            assert_eq!(Envelope::read(body.as_bytes()).unwrap().code(), code, "{body}");
        }
    }

    #[test]
    fn any_other_code_or_none_is_an_error() {
        for body in [
            "{}",
            "[]",
            "0",
            "",
            "{\"code\":}",
            r#"{"code":null}"#,
            r#"{"code":""}"#,
            r#"{"code":true}"#,
            r#"{"code":0.0}"#,
            r#"{"code":1e2}"#,
            r#"{"code":"+1"}"#,
            r#"{"code":"-"}"#,
            r#"{"code":" 0"}"#,
            r#"{"code":[0]}"#,
            r#"{"code":{}}"#,
            r#"{"code":0,"code":-1}"#,
            r#"[{"code":0}]"#,
            r#"{"Code":0}"#,
        ] {
            assert!(Envelope::read(body.as_bytes()).is_err(), "{body}");
        }
    }

    #[test]
    fn ids_keep_all_their_digits() {
        let body = br#"{"code":0,"message":null,"data":{"template_id":7369486293141373223},"trace_id":"abc"}"#; // resp-06
        let envelope = Envelope::read(body).unwrap();
        assert_eq!(envelope.data().and_then(|data| data.get("template_id")?.as_text()), Some("7369486293141373223"));
        assert_eq!((envelope.message(), envelope.trace_id()), ("", Some("abc")));
    }
}
