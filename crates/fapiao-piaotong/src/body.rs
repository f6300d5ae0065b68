//! The business message of a call.

use bytes::Bytes;
use fapiao_model::{Entry, node::Node};
use fapiao_transport::Error;
use std::fmt;

/// A business message as it is encrypted and sent. What changes from send to send is not in it, so it may be journaled and
/// sent again in a new envelope.
#[derive(Clone, PartialEq, Eq)]
pub struct Body {
    entry: Entry,
    path: Option<String>,
    key: Option<String>,
    tax_number: Option<String>,
    bytes: Bytes,
}

impl Body {
    pub(crate) const fn new(
        entry: Entry,
        path: Option<String>,
        key: Option<String>,
        tax_number: Option<String>,
        bytes: Bytes,
    ) -> Self {
        Self { entry, path, key, tax_number, bytes }
    }

    /// A message of an operation from its journaled bytes. (A raw call is restored by making it again.)
    ///
    /// # Errors
    /// `InvalidInput` if the bytes are no JSON object.
    pub fn restored(entry: Entry, bytes: Bytes) -> Result<Self, Error> {
        let tree = Node::from_json(&bytes).map_err(|error| Error::invalid(&entry, "body", error.to_string()))?;
        if !matches!(tree, Node::Record(_)) {
            return Err(Error::invalid(&entry, "body", "is no JSON object; take the bytes that were written"));
        }
        let text = |name: &str| tree.get(name).and_then(Node::as_text).map(str::to_owned);
        Ok(Self::new(entry, None, text("invoiceReqSerialNo"), text("taxpayerNum"), bytes))
    }

    /// The operation that it is for.
    #[must_use]
    pub const fn entry(&self) -> &Entry {
        &self.entry
    }

    /// The request serial that it acts on.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// The tax number that it names.
    #[must_use]
    pub fn tax_number(&self) -> Option<&str> {
        self.tax_number.as_deref()
    }

    /// Its bytes: JSON in UTF-8, not yet encrypted.
    #[must_use]
    pub const fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The path, if it is not that of the operation.
    pub(crate) fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// The name under which the code table is asked: the last piece of the path.
    pub(crate) fn wire_name(&self) -> &str {
        let last = |path: &'_ str| path.rsplit('/').next().map_or(0, |piece| path.len() - piece.len());
        match self.path() {
            Some(path) => path.get(last(path)..).unwrap_or(path),
            None => self.entry.wire_name,
        }
    }
}

impl fmt::Debug for Body {
    /// Without the bytes, which have names and addresses in them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("operation", &self.entry.name)
            .field("key", &self.key)
            .field("len", &self.bytes.len())
            .finish_non_exhaustive()
    }
}
