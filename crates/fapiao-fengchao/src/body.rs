//! The message: what of a form stays the same from send to send.

use crate::form;
use bytes::Bytes;
use fapiao_model::{Entry, fengchao::TAX_NUMBER};
use fapiao_transport::Error;
use std::fmt;

/// The form's own parameters, written once, without the application, time and signature that every send adds.
///
/// The bytes are url-encoded, and go on the wire as they are, in front of what is added. They can be journaled and
/// [restored](Self::restored).
#[derive(Clone)]
pub struct Body {
    entry: Entry,
    path: String,
    key: Option<String>,
    parameters: Vec<(String, String)>,
    bytes: Bytes,
}

impl Body {
    pub(crate) fn new(entry: Entry, path: &str, key: Option<&str>, parameters: Vec<(String, String)>) -> Self {
        let bytes = form::encode(parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()))).into();
        Self { entry, path: path.to_owned(), key: key.map(str::to_owned), parameters, bytes }
    }

    /// The body whose bytes were kept. `path` is the operation's wire name, or that of the raw call.
    ///
    /// # Errors
    /// If the bytes are no form.
    pub fn restored(entry: Entry, path: &str, key: Option<&str>, bytes: Bytes) -> Result<Self, Error> {
        let problem = "the kept bytes are no form; write the operation anew only if it was never sent";
        let parameters = form::decode(&bytes).ok_or_else(|| Error::invalid(&entry, "body", problem))?;
        Ok(Self { entry, path: path.to_owned(), key: key.map(str::to_owned), parameters, bytes })
    }

    /// The bytes, url-encoded.
    #[must_use]
    pub const fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The catalogue line of the operation.
    #[must_use]
    pub const fn entry(&self) -> &Entry {
        &self.entry
    }

    /// The order number that it acts on.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// The path below the host.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The parameters, decoded, as they are signed.
    #[must_use]
    pub fn parameters(&self) -> &[(String, String)] {
        &self.parameters
    }

    pub(crate) fn tax_number(&self) -> Option<&str> {
        self.parameters.iter().find(|(name, _)| name == TAX_NUMBER).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for Body {
    /// Without the values, which may have people's names in them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("path", &self.path)
            .field("key", &self.key)
            .field("len", &self.bytes.len())
            .finish_non_exhaustive()
    }
}
