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
    ///
    /// Code and words end up on screens and in logs: control characters become blanks, a code of more than 64 characters and
    /// words of more than 2000 are cut. The body stays whole.
    #[must_use]
    pub fn new(status: http::StatusCode, code: &str, message: &str, body: Bytes) -> Self {
        Self { status, code: printable(code, 64), message: printable(message, 2000), row: None, body }
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

/// The text without control characters, cut after so many.
fn printable(text: &str, most: usize) -> String {
    let mut chars = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut clean: String = chars.by_ref().take(most).collect();
    if chars.next().is_some() {
        clean.push('…');
    }
    clean
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_can_not_write_on_the_terminal() {
        let reply = Reply::new(http::StatusCode::OK, "E1\n", "\u{1b}]0;x\u{7} 开票\u{9b}2J", Bytes::new());
        assert_eq!((reply.code(), reply.message()), ("E1 ", " ]0;x  开票 2J"));
    }

    #[test]
    fn words_are_cut_and_the_body_is_not() {
        let body = Bytes::from("长".repeat(5000));
        let reply = Reply::new(http::StatusCode::OK, "", &"长".repeat(5000), body.clone());
        assert_eq!(reply.message().chars().count(), 2001);
        assert_eq!(reply.body(), &body);
    }
}
