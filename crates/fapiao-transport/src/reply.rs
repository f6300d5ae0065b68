//! What the provider said, kept whole.

use bytes::Bytes;
use fapiao_model::CodeRow;
use std::fmt;

/// What the provider said: its code and words, and the body for support cases.
///
/// The body stays out of `Debug` and out of every message.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    status: http::StatusCode,
    code: String,
    message: String,
    row: Option<&'static CodeRow>,
    body: Bytes,
}

impl Reply {
    /// An answer whose code and words could not be read.
    #[must_use]
    pub const fn unread(status: http::StatusCode, body: Bytes) -> Self {
        Self { status, code: String::new(), message: String::new(), row: None, body }
    }

    /// An answer with a code and words. The caller has scrubbed its own secrets out of both.
    #[must_use]
    pub const fn new(status: http::StatusCode, code: String, message: String, body: Bytes) -> Self {
        Self { status, code, message, row: None, body }
    }

    /// Adds the row of the provider's code table.
    #[must_use]
    pub const fn with_row(mut self, row: Option<&'static CodeRow>) -> Self {
        self.row = row;
        self
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> http::StatusCode {
        self.status
    }

    /// The provider's code; empty if there was none.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The provider's words; empty if there were none.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What the code table says about the code; `None` if nobody has told us.
    #[must_use]
    pub const fn row(&self) -> Option<&'static CodeRow> {
        self.row
    }

    /// The body, scrubbed of our secrets.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status.as_u16())
            .field("code", &self.code)
            .field("message", &self.message)
            .field("body_len", &self.body.len())
            .finish_non_exhaustive()
    }
}
