//! What a request is refused for before it is sent.

use std::{borrow::Cow, fmt};

/// What is wrong with a field of a request: the field, what is wrong with it, and what to do.
///
/// ```
/// use fapiao_model::Fault;
///
/// let fault = Fault::new("price", "is missing; give it, or all three amounts").inside("invoiceDetail[0]");
/// assert_eq!(fault.to_string(), "invoiceDetail[0].price: is missing; give it, or all three amounts");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    field: String,
    message: Cow<'static, str>,
}

impl Fault {
    /// A fault of a field; the message says what is wrong and what to do.
    #[must_use]
    pub fn new(field: impl Into<String>, message: impl Into<Cow<'static, str>>) -> Self {
        Self { field: field.into(), message: message.into() }
    }

    /// The field, as a path of the names that the caller knows it by: a provider's, or those of an order.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// What is wrong and what to do.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The same fault, seen from the record that holds the field.
    #[must_use]
    pub fn inside(mut self, outer: impl fmt::Display) -> Self {
        self.field = format!("{outer}.{}", self.field);
        self
    }

    /// Field and message, taken apart.
    #[must_use]
    pub fn into_parts(self) -> (String, Cow<'static, str>) {
        (self.field, self.message)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.message)
    }
}

impl std::error::Error for Fault {}
