//! Checks of texts, in the units of the vendor's tables.

use crate::Fault;

/// Refuses a text of more characters than Nuonuo's tables allow.
pub(super) fn at_most(field: &str, text: &str, limit: usize) -> Result<(), Fault> {
    let length = text.chars().count();
    if length <= limit {
        return Ok(());
    }
    Err(Fault::new(field, format!("has {length} characters, more than {limit}; shorten it")))
}

/// The same for a text that may be missing.
pub(super) fn at_most_if_any(field: &str, text: Option<&str>, limit: usize) -> Result<(), Fault> {
    text.map_or(Ok(()), |text| at_most(field, text, limit))
}

/// Refuses an empty text.
pub(super) fn some_text(field: &str, text: &str) -> Result<(), Fault> {
    if text.trim().is_empty() { Err(Fault::new(field, "is empty; it is required")) } else { Ok(()) }
}
