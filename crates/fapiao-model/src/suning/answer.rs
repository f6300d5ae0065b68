//! The envelope of every answer.

use crate::node::{Extra, Node, NodeError};
use serde::{Deserialize, Serialize};

/// An answer out of its envelope `sn_responseContent`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Envelope {
    /// The business node.
    Content(Content),
    /// Nothing found: the error [`NO_RESULT`](super::NO_RESULT), which is no error.
    Empty,
    /// An error.
    Error {
        /// The code, whole.
        code: String,
        /// The words, which real answers often leave out.
        message: Option<String>,
    },
}

/// What an answer says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Content {
    /// The paging of a query; `None` where the answer has no head, or an empty one.
    pub head: Option<Head>,
    /// The business node: a record, or a list of them.
    pub node: Node,
}

impl Content {
    /// The content of a business node.
    #[must_use]
    pub const fn new(head: Option<Head>, node: Node) -> Self {
        Self { head, node }
    }
}

/// The head of a paged answer. There is no page size in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Head {
    /// How many pages there are.
    #[serde(rename = "pageTotal")]
    pub page_total: Option<u64>,
    /// Which page this is, from 1.
    #[serde(rename = "pageNo")]
    pub page_number: Option<u64>,
    /// How many items there are on all pages.
    #[serde(rename = "totalSize")]
    pub total_size: Option<u64>,
    /// `biz.handler.data-get:success` as a rule.
    #[serde(rename = "returnMessage")]
    pub return_message: Option<String>,
    /// What the head holds besides.
    #[serde(rename = "$extra")]
    pub extra: Extra,
}

impl Envelope {
    /// Opens the envelope of an answer that should hold this business node.
    ///
    /// An error wins over everything that comes with it.
    ///
    /// # Errors
    /// If it is not an envelope, or holds neither an error nor the business node; then the error names what it holds.
    pub fn open(message: Node, business_node: &str) -> Result<Self, NodeError> {
        let Some(content) = take(message, "sn_responseContent") else {
            return Err(NodeError::new("not an answer of Suning: no sn_responseContent"));
        };
        if let Some(error) = content.get("sn_error").filter(|error| **error != Node::Null) {
            return Self::error(error);
        }
        let head = content.get("sn_head").filter(|head| !head.members().is_empty()).map(Node::read).transpose()?;
        let body = take(content, "sn_body").ok_or_else(|| NodeError::new("has neither sn_error nor sn_body"))?;
        let names: Vec<&str> = body.members().iter().map(|(name, _)| name.as_str()).take(5).collect();
        let missing = NodeError::new(format!("no {business_node} in sn_body")).about(&names.join(", "));
        let node = take(body, business_node).ok_or(missing)?;
        Ok(Self::Content(Content { head, node }))
    }

    fn error(error: &Node) -> Result<Self, NodeError> {
        let text = |name| error.get(name).map(Node::read::<String>).transpose();
        let (code, message) = (text("error_code")?.unwrap_or_default(), text("error_msg")?);
        Ok(if code == super::NO_RESULT { Self::Empty } else { Self::Error { code, message } })
    }
}

/// Takes a member out of a record.
fn take(node: Node, name: &str) -> Option<Node> {
    match node {
        Node::Record(members) => members.into_iter().find(|(member, _)| member == name).map(|(_, node)| node),
        _ => None,
    }
}
