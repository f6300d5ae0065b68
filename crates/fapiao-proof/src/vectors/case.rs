//! One case of a golden file, and the first stage at which we differ from it.

use fapiao_signing::{AppSecret, Canonical, first_difference};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Up to how many characters a value is shown whole.
const SHOWN_WHOLE: usize = 160;

/// What a case comes to: nothing if we do as it says.
pub(super) type Checked = Result<(), Stop>;

/// Why the check of a case ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The first stage at which we differ from the case.
    Differs(Mismatch),
    /// The case belongs to an operation that has no type yet; its name.
    NotYet(String),
}

/// A stage at which two values differ.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mismatch {
    /// Which stage: string to sign, signature, header, body, outcome, …
    pub stage: String,
    /// What the crates make of the case.
    pub ours: String,
    /// What the case says.
    pub theirs: String,
}

/// A record of a golden file: a case, or a part of one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case<'a> {
    value: &'a Value,
}

impl<'a> Case<'a> {
    pub(super) const fn new(value: &'a Value) -> Self {
        Self { value }
    }

    /// The member's value; null if there is none.
    pub(super) fn value(self, name: &str) -> &'a Value {
        &self.value[name]
    }

    pub(super) fn has(self, name: &str) -> bool {
        !self.value(name).is_null()
    }

    pub(super) fn text(self, name: &str) -> Result<&'a str, Stop> {
        self.value(name).as_str().ok_or_else(|| malformed(name, "a text", self.value(name)))
    }

    pub(super) fn optional_text(self, name: &str) -> Option<&'a str> {
        self.value(name).as_str()
    }

    pub(super) fn number(self, name: &str) -> Result<u64, Stop> {
        self.value(name).as_u64().ok_or_else(|| malformed(name, "a whole number", self.value(name)))
    }

    pub(super) fn flag(self, name: &str) -> Result<bool, Stop> {
        self.value(name).as_bool().ok_or_else(|| malformed(name, "true or false", self.value(name)))
    }

    pub(super) fn part(self, name: &str) -> Result<Self, Stop> {
        self.record(name).map(|_| Self::new(self.value(name)))
    }

    pub(super) fn record(self, name: &str) -> Result<&'a Map<String, Value>, Stop> {
        self.value(name).as_object().ok_or_else(|| malformed(name, "a record", self.value(name)))
    }

    /// The record that the case itself is.
    pub(super) fn record_itself(self) -> Result<&'a Map<String, Value>, Stop> {
        self.value.as_object().ok_or_else(|| malformed("the case itself", "a record", self.value))
    }

    pub(super) fn list(self, name: &str) -> Result<&'a [Value], Stop> {
        let list = self.value(name).as_array().ok_or_else(|| malformed(name, "a list", self.value(name)))?;
        Ok(list)
    }

    /// A list of names and values.
    pub(super) fn pairs(self, name: &str) -> Result<Vec<(&'a str, &'a str)>, Stop> {
        let pair = |value: &'a Value| Some((value.get(0)?.as_str()?, value.get(1)?.as_str()?));
        let list = self.list(name)?;
        list.iter().map(|value| pair(value).ok_or_else(|| malformed(name, "a name and a value", value))).collect()
    }

    /// The secret of the case.
    pub(super) fn secret(self) -> Result<AppSecret, Stop> {
        self.text("app_secret").map(AppSecret::new)
    }
}

/// The case is not of the form that its section has.
pub(super) fn malformed(member: &str, wanted: &str, found: &Value) -> Stop {
    differs(format!("form of the case, member `{member}`"), format!("needs {wanted}"), found.to_string())
}

/// We differ at this stage.
pub(super) fn differs(stage: impl Into<String>, ours: impl Into<String>, theirs: impl Into<String>) -> Stop {
    let shown = |text: String| if text.chars().count() <= SHOWN_WHOLE { text } else { shortened(&text) };
    Stop::Differs(Mismatch { stage: stage.into(), ours: shown(ours.into()), theirs: shown(theirs.into()) })
}

fn shortened(text: &str) -> String {
    text.chars().take(SHOWN_WHOLE).chain(['…']).collect()
}

/// `Ok` if both are the same, else the stage and both values, of long ones the part where they first differ.
pub(super) fn same(stage: &str, ours: impl AsRef<[u8]>, theirs: impl AsRef<[u8]>) -> Checked {
    let (ours, theirs) = (ours.as_ref(), theirs.as_ref());
    let Some(difference) = first_difference(ours, theirs) else { return Ok(()) };
    if ours.len().max(theirs.len()) <= SHOWN_WHOLE {
        let text = |bytes| format!("{:?}", String::from_utf8_lossy(bytes));
        return Err(differs(stage, text(ours), text(theirs)));
    }
    let stage = format!("{stage}, at byte {}", difference.offset);
    Err(differs(stage, format!("…{:?}…", difference.left), format!("…{:?}…", difference.right)))
}

/// As [`same`], for texts with a secret in them, which is not shown.
pub(super) fn same_canonical(stage: &str, ours: &Canonical, theirs: &str, secret: &AppSecret) -> Checked {
    if ours.expose() == theirs.as_bytes() {
        return Ok(());
    }
    let theirs = Canonical::new(theirs.as_bytes().to_vec(), secret).masked();
    same(stage, ours.masked(), theirs)?;
    Err(differs(stage, "differs in the secret", "differs in the secret"))
}

/// `Ok` if we decide as the case says.
pub(super) fn decided(stage: &str, ours: bool, theirs: bool) -> Checked {
    if ours == theirs { Ok(()) } else { Err(differs(stage, ours.to_string(), theirs.to_string())) }
}

/// `Ok` if both are the same count.
pub(super) fn counted(stage: &str, ours: usize, theirs: u64) -> Checked {
    same(stage, ours.to_string(), theirs.to_string())
}

/// `Ok` if both are the same text, or both none.
pub(super) fn same_optional(stage: &str, ours: Option<&str>, theirs: Option<&str>) -> Checked {
    let text = |value: Option<&str>| value.map_or_else(|| "none".to_owned(), |text| format!("{text:?}"));
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => same(stage, ours, theirs),
        (None, None) => Ok(()),
        _ => Err(differs(stage, text(ours), text(theirs))),
    }
}

/// What went wrong on our side at a stage where the case expects a result.
pub(super) fn failed(stage: &str, error: impl std::fmt::Display, expected: impl Into<String>) -> Stop {
    differs(stage, format!("error: {error}"), expected)
}

/// A JSON value as text: a text as it is, anything else as JSON.
pub(super) fn as_text(value: &Value) -> Cow<'_, str> {
    value.as_str().map_or_else(|| Cow::Owned(value.to_string()), Cow::Borrowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mismatch(checked: Checked) -> Mismatch {
        match checked {
            Err(Stop::Differs(mismatch)) => mismatch,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn short_values_are_shown_whole_and_long_ones_where_they_differ() {
        let short = mismatch(same("signature", "abc", "abd"));
        assert_eq!((short.ours.as_str(), short.theirs.as_str()), ("\"abc\"", "\"abd\""));
        let long = mismatch(same("body", "a".repeat(500), format!("{}b", "a".repeat(499))));
        assert_eq!(long.stage, "body, at byte 499");
        assert!(long.ours.len() < 80 && long.theirs.contains('b'), "{long:?}");
    }

    #[test]
    fn a_secret_is_not_shown() {
        let secret = AppSecret::new("geheim");
        let ours = Canonical::new(b"geheim1".to_vec(), &secret);
        let shown = mismatch(same_canonical("string to sign", &ours, "geheim2", &secret));
        assert_eq!((shown.ours.as_str(), shown.theirs.as_str()), ("\"***1\"", "\"***2\""));
    }

    #[test]
    fn a_member_that_is_missing_is_named() {
        let value = Value::Null;
        let shown = mismatch(Case::new(&value).text("body").map(|_| ()));
        assert_eq!(shown.stage, "form of the case, member `body`");
    }
}
