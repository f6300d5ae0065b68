//! What a request is refused for before it is sent.

use std::{borrow::Cow, fmt};

/// What is wrong with a request: which field, and what to do. Found by [`Call::check`](super::Call::check).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    field: String,
    fault: Cow<'static, str>,
}

impl Problem {
    /// Names the field, as Nuonuo spells it, and the fault with the next step.
    #[must_use]
    pub fn new(field: impl Into<String>, fault: impl Into<Cow<'static, str>>) -> Self {
        Self { field: field.into(), fault: fault.into() }
    }

    /// The field, as a path of Nuonuo's names.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// What is wrong and what to do.
    #[must_use]
    pub fn fault(&self) -> &str {
        &self.fault
    }

    /// The same problem one level up.
    pub(super) fn inside(mut self, outer: &str) -> Self {
        self.field = format!("{outer}.{}", self.field);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.fault)
    }
}

impl std::error::Error for Problem {}

/// Refuses a text of more characters than Nuonuo's tables allow.
pub(super) fn at_most(field: &str, text: &str, limit: usize) -> Result<(), Problem> {
    let length = text.chars().count();
    if length <= limit {
        return Ok(());
    }
    Err(Problem::new(field, format!("has {length} characters, more than {limit}; shorten it")))
}

/// The same for a text that may be missing.
pub(super) fn at_most_if_any(field: &str, text: Option<&str>, limit: usize) -> Result<(), Problem> {
    text.map_or(Ok(()), |text| at_most(field, text, limit))
}

/// Refuses an empty text.
pub(super) fn some_text(field: &str, text: &str) -> Result<(), Problem> {
    if text.trim().is_empty() { Err(Problem::new(field, "is empty; it is required")) } else { Ok(()) }
}
