use std::{borrow::Cow, fmt};

/// Why a message could not be read: where, and what is wrong there, in one line.
///
/// It repeats at most 40 characters of the message, and none of a member whose name speaks of a token or a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeError {
    path: String,
    fault: Cow<'static, str>,
    excerpt: Option<String>,
    signal: Signal,
}

/// What the reader tells itself through serde.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Signal {
    #[default]
    None,
    /// A struct met two names of one field.
    Duplicate(&'static str),
    /// An alias was learnt from that; the next try gets past it.
    Retry,
}

/// The longest excerpt of a message, name or value, in characters.
const EXCERPT: usize = 40;
/// The longest text that serde or a field's own type may add, in characters.
const FAULT: usize = 240;

impl NodeError {
    pub(crate) fn new(fault: impl Into<Cow<'static, str>>) -> Self {
        Self { path: String::new(), fault: fault.into(), excerpt: None, signal: Signal::None }
    }

    pub(super) fn signal(&self) -> Signal {
        self.signal
    }

    pub(super) fn with_signal(self, signal: Signal) -> Self {
        Self { signal, ..self }
    }

    pub(crate) fn about(mut self, value: &str) -> Self {
        self.excerpt = Some(shortened(value, EXCERPT));
        self
    }

    /// The same, one member further out.
    pub(super) fn inside(mut self, name: &str) -> Self {
        if is_secret(name) {
            self.excerpt = None;
            self.fault = Cow::Borrowed("cannot be read (value hidden)");
        }
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{}{dot}{}", shortened(name, EXCERPT), self.path);
        self
    }

    /// The same, one list further out.
    pub(super) fn item(mut self, index: usize) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("[{index}]{dot}{}", self.path);
        self
    }

    /// The path of the value that does not fit, as in `result.list[0].amount`; empty if the whole message is meant.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for NodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.fault)?;
        match &self.excerpt {
            Some(excerpt) => write!(f, ": {excerpt:?}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for NodeError {}

impl serde::ser::Error for NodeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(shortened(&message.to_string(), FAULT))
    }
}

impl serde::de::Error for NodeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(shortened(&message.to_string(), FAULT))
    }

    fn invalid_type(unexpected: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        Self::unfit(unexpected, expected)
    }

    fn invalid_value(unexpected: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        Self::unfit(unexpected, expected)
    }

    fn unknown_variant(variant: &str, _: &'static [&'static str]) -> Self {
        Self::new("is not one of the known values").about(variant)
    }

    fn missing_field(field: &'static str) -> Self {
        Self { path: field.to_owned(), ..Self::new("is missing") }
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self { path: field.to_owned(), signal: Signal::Duplicate(field), ..Self::new("occurs twice") }
    }
}

impl NodeError {
    fn unfit(unexpected: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        let error = Self::new(shortened(&format!("is not {expected}"), FAULT));
        match unexpected {
            serde::de::Unexpected::Str(text) => error.about(text),
            other => error.about(&other.to_string()),
        }
    }
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["token", "secret", "password"].iter().any(|word| name.contains(word))
}

/// The first characters, without control characters.
fn shortened(text: &str, most: usize) -> String {
    let mut short: String = text.chars().take(most).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
