//! What is sent: a body that stays the same, and a stamp that is made afresh for every send.

use bytes::Bytes;
use fapiao_model::{Entry, Provider};
use fapiao_transport::{AccessToken, Error};
use http::HeaderValue;
use std::fmt;

/// A written request: its bytes, and which operation they are.
///
/// It may be journaled and [restored](Self::restored): the same bytes are then sent in a new envelope.
#[derive(Clone)]
pub struct Body {
    entry: Entry,
    pub(crate) method: HeaderValue,
    key: Option<String>,
    bytes: Bytes,
}

impl Body {
    pub(crate) const fn new(entry: Entry, method: HeaderValue, key: Option<String>, bytes: Bytes) -> Self {
        Self { entry, method, key, bytes }
    }

    /// A body from its journaled bytes. The entry is the operation's, as in `IssueInvoice::ENTRY`.
    ///
    /// # Errors
    /// If the entry is not one of Nuonuo's, or names no method.
    pub fn restored(entry: Entry, key: Option<&str>, bytes: impl Into<Bytes>) -> Result<Self, Error> {
        if entry.provider != Provider::Nuonuo || entry.wire_name.is_empty() {
            return Err(Error::invalid(
                &entry,
                "method",
                "is none of Nuonuo's; restore the body with its own operation",
            ));
        }
        let method = HeaderValue::from_static(entry.wire_name);
        Ok(Self::new(entry, method, key.map(str::to_owned), bytes.into()))
    }

    /// The bytes: signed and sent as they are.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, shared.
    #[must_use]
    pub fn shared(&self) -> Bytes {
        self.bytes.clone()
    }

    /// The operation's catalogue line.
    #[must_use]
    pub const fn entry(&self) -> &Entry {
        &self.entry
    }

    /// The method name that goes on the wire.
    #[must_use]
    pub fn method(&self) -> &str {
        self.method.to_str().unwrap_or_default()
    }

    /// The number that the request acts on.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }
}

impl fmt::Debug for Body {
    /// Without the bytes, which have names and addresses in them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("method", &self.method)
            .field("key", &self.key)
            .field("len", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// What changes from send to send: transport id, nonce, time and token.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// The request's id (`senid`), 32 characters as a rule. It is no idempotency key.
    pub senid: String,
    /// A number that changes from request to request: 8 digits, the first not 0.
    pub nonce: String,
    /// Seconds since 1970-01-01 UTC.
    pub unix_seconds: i64,
    /// The access token.
    pub token: AccessToken,
}
