//! Calls that have no type yet.

use fapiao_model::{Entry, Knowledge, Provider, Replay, node::Node, suning::InvoiceFile};

/// A call by method, business node and fields, for every interface that has no type here.
///
/// ```
/// use fapiao_model::node::Node;
/// use fapiao_suning::RawCall;
///
/// let fields = Node::from_json(br#"{"supplierCode": "70066253"}"#)?;
/// let call = RawCall::new("suning.custom.openinvoiceinfo.query", "queryBillinfo", fields);
/// # let _ = call;
/// # Ok::<(), fapiao_model::node::NodeError>(())
/// ```
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug)]
pub struct RawCall {
    pub(crate) method: String,
    pub(crate) node: String,
    pub(crate) answer_node: Option<String>,
    pub(crate) fields: Node,
    pub(crate) file: Option<(String, InvoiceFile)>,
    pub(crate) replay: Replay,
}

impl RawCall {
    /// A call that must not be repeated after an unknown outcome. `fields` is a record; null is one without fields.
    pub fn new(method: impl Into<String>, node: impl Into<String>, fields: Node) -> Self {
        let (method, node) = (method.into(), node.into());
        Self { method, node, answer_node: None, fields, file: None, replay: Replay::Never }
    }

    /// The business node of the answer, where it has another name than the request's.
    pub fn answer_node(mut self, node: impl Into<String>) -> Self {
        self.answer_node = Some(node.into());
        self
    }

    /// A file, and the field that takes its Base64.
    pub fn file(mut self, field: impl Into<String>, file: InvoiceFile) -> Self {
        self.file = Some((field.into(), file));
        self
    }

    /// What sending it twice does.
    pub fn replay(mut self, replay: Replay) -> Self {
        self.replay = replay;
        self
    }

    /// Its catalogue line, for logs and errors.
    #[must_use]
    pub fn entry(&self) -> Entry {
        Entry::new(Provider::Suning, "RawCall", "", "自定义调用", "").replay(self.replay).knowledge(Knowledge::NameOnly)
    }

    /// The first name that could not be written, and what it is.
    pub(crate) fn bad_name(&self) -> Option<(&'static str, &str)> {
        let is_name = |name: &str, more: &str| {
            name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
        };
        let file = self.file.as_ref().map_or("file", |(field, _)| field.as_str());
        if !is_name(&self.method, "._-") {
            return Some(("method", &self.method));
        }
        [("node", self.node.as_str()), ("file", file)].into_iter().find(|(_, name)| !is_name(name, "_"))
    }
}
