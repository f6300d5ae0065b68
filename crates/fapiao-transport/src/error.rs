//! What went wrong with a call, and how far the request got.

use crate::{Reply, TransportError};
use fapiao_model::{Class, CodeRow, Effect, Entry, Fault, Outcome, Provider};
use std::{borrow::Cow, fmt, sync::Arc};

/// A call that did not end in an answer.
///
/// [`kind`](Self::kind) is what to match on, [`outcome`](Self::outcome) says whether the request may have had an effect, and
/// [`reply`](Self::reply) has the provider's own code and words.
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    provider: Provider,
    operation: &'static str,
    kind: ErrorKind,
    outcome: Outcome,
    message: Cow<'static, str>,
    field: Option<String>,
    reply: Option<Reply>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// What a call failed of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request is wrong: refused here, before anything was sent, or by the provider.
    InvalidInput,
    /// Something must be configured before this can be called.
    Configuration,
    /// Key, secret, signature, token, right or clock.
    Credential,
    /// The drawer has to log in at the tax bureau.
    LoginRequired,
    /// A limit, the provider's or our own guard of it, is used up.
    Throttled,
    /// The provider does not know what was asked about, or not yet.
    NotFound,
    /// The number was used before: ask what stands under it.
    Duplicate,
    /// The provider said no, or something that nobody has told us the meaning of.
    Business,
    /// The provider is in trouble, or answered with another HTTP status than 200.
    Unavailable,
    /// No complete answer.
    Transport,
    /// An answer that can't be read.
    Decode,
    /// An answer whose signature is missing or wrong: nothing in it is reported as true.
    Unverified,
}

impl Error {
    /// An error of an operation.
    #[must_use]
    pub fn new(entry: &Entry, kind: ErrorKind, outcome: Outcome, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner {
            provider: entry.provider,
            operation: entry.name,
            kind,
            outcome,
            message: message.into(),
            field: None,
            reply: None,
            source: None,
        }))
    }

    /// The request is wrong and was not sent: which field, what is wrong with the value, and what to do.
    #[must_use]
    pub fn invalid(entry: &Entry, field: impl Into<String>, fault_and_next_step: impl Into<Cow<'static, str>>) -> Self {
        let mut error = Self::new(entry, ErrorKind::InvalidInput, Outcome::NotSent, fault_and_next_step);
        error.0.field = Some(field.into());
        error
    }

    /// The same, of a fault that a check found.
    #[must_use]
    pub fn fault(entry: &Entry, fault: Fault) -> Self {
        let (field, message) = fault.into_parts();
        Self::invalid(entry, field, message)
    }

    /// A client can't be built like this: which setting, what is wrong with it, and what to do.
    #[must_use]
    pub fn configuration(
        provider: Provider,
        setting: impl Into<String>,
        fault_and_next_step: impl Into<Cow<'static, str>>,
    ) -> Self {
        let entry = Entry::new(provider, "Configure", "", "配置", "");
        Self::new(&entry, ErrorKind::Configuration, Outcome::NotSent, fault_and_next_step).with_field(setting)
    }

    /// No complete answer came back.
    #[must_use]
    pub fn transport(entry: &Entry, source: TransportError) -> Self {
        Self::new(entry, ErrorKind::Transport, source.outcome(), source.to_string()).with_source(source)
    }

    /// An answer came back that can't be read. The outcome of a request that only reads is unknown too: ask again.
    #[must_use]
    pub fn decode(entry: &Entry, reply: Reply, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(entry, ErrorKind::Decode, Outcome::Unknown, message).with_reply(reply)
    }

    /// The provider answered with a code that is not a success. `row` is what the code table says about it.
    ///
    /// A code without a row is never a success and never a refusal. Under another HTTP status than 200 nothing is.
    #[must_use]
    pub fn answered(entry: &Entry, reply: Reply, row: Option<&'static CodeRow>) -> Self {
        let is_ok = reply.status() == http::StatusCode::OK;
        let outcome = match row {
            Some(row) if is_ok && row.effect == Effect::None => Outcome::Refused,
            _ => Outcome::Unknown,
        };
        let (kind, message) = match row {
            _ if !is_ok => (ErrorKind::Unavailable, Cow::Owned(format!("HTTP status {}", reply.status().as_u16()))),
            Some(row) => (ErrorKind::of(row.class), Cow::Borrowed(row.meaning.en)),
            None => (ErrorKind::Business, Cow::Borrowed("a code that no document explains: ask before anything else")),
        };
        Self::new(entry, kind, outcome, message).with_reply(reply.with_row(row))
    }

    /// Adds what the provider said.
    #[must_use]
    pub fn with_reply(mut self, reply: Reply) -> Self {
        self.0.reply = Some(reply);
        self
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.source = Some(Arc::from(source.into()));
        self
    }

    /// Adds the field that the error is about.
    #[must_use]
    pub fn with_field(mut self, field: impl Into<String>) -> Self {
        self.0.field = Some(field.into());
        self
    }

    /// Whose operation it was.
    #[must_use]
    pub const fn provider(&self) -> Provider {
        self.0.provider
    }

    /// The operation's name.
    #[must_use]
    pub const fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// What it failed of.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// How far the request got.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// What is wrong and what to do, in English.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The field of the request or of the answer that it is about.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// What the provider said.
    #[must_use]
    pub const fn reply(&self) -> Option<&Reply> {
        self.0.reply.as_ref()
    }

    /// What the code table says about the provider's code.
    #[must_use]
    pub fn row(&self) -> Option<&'static CodeRow> {
        self.reply().and_then(Reply::row)
    }
}

impl ErrorKind {
    /// The kind of error that a class of codes is.
    #[must_use]
    pub const fn of(class: Class) -> Self {
        match class {
            Class::InvalidInput => Self::InvalidInput,
            Class::Credential | Class::Token | Class::Permission => Self::Credential,
            Class::LoginRequired => Self::LoginRequired,
            Class::Throttled => Self::Throttled,
            Class::Empty | Class::NotFound => Self::NotFound,
            Class::Duplicate | Class::Processing => Self::Duplicate,
            Class::Unavailable => Self::Unavailable,
            _ => Self::Business,
        }
    }
}

impl fmt::Display for Error {
    /// One line: provider, operation, kind, outcome, what is wrong, the provider's own code and words, what to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { provider, operation, kind, outcome, message, field, reply, .. } = &*self.0;
        write!(f, "{provider} {operation} failed ({kind:?}, {outcome:?}): ")?;
        if let Some(field) = field {
            write!(f, "{field}: ")?;
        }
        f.write_str(message)?;
        let Some(reply) = reply else { return Ok(()) };
        if !reply.code().is_empty() || !reply.message().is_empty() {
            write!(f, " [{} {}]", reply.code(), reply.message())?;
        }
        match reply.row().map(|row| row.remedy.en) {
            Some(remedy) if !remedy.is_empty() => write!(f, "; {remedy}"),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { provider, operation, kind, outcome, message, field, reply, source } = &*self.0;
        f.debug_struct("Error")
            .field("provider", provider)
            .field("operation", operation)
            .field("kind", kind)
            .field("outcome", outcome)
            .field("message", message)
            .field("field", field)
            .field("reply", reply)
            .field("source", source)
            .finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TransportErrorKind;
    use bytes::Bytes;
    use fapiao_model::Words;
    use http::StatusCode;

    const ENTRY: Entry = Entry::new(Provider::Nuonuo, "RequestBilling", "nuonuo.x", "开票", "test");
    static REFUSED: CodeRow = CodeRow::new(
        "E9101",
        Class::InvalidInput,
        Words::new("开票类型错误", "wrong invoice type"),
        Words::new("", "correct it"),
        "test",
    );
    static BUSY: CodeRow =
        CodeRow::new("E9999", Class::Unavailable, Words::new("", "busy"), Words::new("", ""), "test");

    fn reply(status: StatusCode, code: &str) -> Reply {
        Reply::new(status, code, "words", Bytes::from_static(b"the body"))
    }

    #[test]
    fn a_listed_refusal_is_refused_and_names_code_words_and_remedy() {
        let error = Error::answered(&ENTRY, reply(StatusCode::OK, "E9101"), Some(&REFUSED));
        assert_eq!(error.outcome(), Outcome::Refused);
        assert_eq!(
            error.to_string(),
            "nuonuo RequestBilling failed (InvalidInput, Refused): wrong invoice type [E9101 words]; correct it"
        );
    }

    #[test]
    fn an_unlisted_code_is_unknown_and_kept() {
        let error = Error::answered(&ENTRY, reply(StatusCode::OK, "E7777"), None);
        assert_eq!(error.outcome(), Outcome::Unknown);
        assert_eq!(error.reply().map(Reply::code), Some("E7777"));
    }

    #[test]
    fn under_another_http_status_nothing_is_a_refusal() {
        let error = Error::answered(&ENTRY, reply(StatusCode::BAD_GATEWAY, "E9101"), Some(&REFUSED));
        assert_eq!((error.outcome(), error.kind()), (Outcome::Unknown, ErrorKind::Unavailable));
    }

    #[test]
    fn a_row_without_certainty_is_unknown() {
        assert_eq!(Error::answered(&ENTRY, reply(StatusCode::OK, "E9999"), Some(&BUSY)).outcome(), Outcome::Unknown);
    }

    #[test]
    fn only_a_failed_connection_is_not_sent() {
        use TransportErrorKind::*;
        for (kind, outcome) in [
            (Connect, Outcome::NotSent),
            (Timeout, Outcome::Unknown),
            (Interrupted, Outcome::Unknown),
            (TooLarge, Outcome::Unknown),
            (Other, Outcome::Unknown),
        ] {
            assert_eq!(Error::transport(&ENTRY, TransportError::new(kind)).outcome(), outcome, "{kind:?}");
        }
    }

    #[test]
    fn the_body_is_in_no_message() {
        let error = Error::answered(&ENTRY, reply(StatusCode::OK, "E9101"), Some(&REFUSED));
        assert!(!format!("{error} {error:?}").contains("the body"));
    }
}
