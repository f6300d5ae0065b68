//! Members of a content, and the forms that the document gives them.

use super::refusal::{Refusal, Step};
use rust_decimal::Decimal;
use serde_json::{Map, Value};

/// A content, or one record in it. Numbers and booleans count as their text.
#[derive(Clone, Copy)]
pub(super) struct Members<'a>(pub(super) &'a Map<String, Value>);

/// A longest length, counted one way or the other.
#[derive(Clone, Copy)]
pub(super) enum Max {
    Characters(usize),
    /// Bytes of GBK: one for ASCII, two for what lies in the basic plane, four for the rest (as in GB18030). Rare characters
    /// of the basic plane that GBK lacks count two as well.
    GbkBytes(usize),
}

impl Max {
    fn admits(self, text: &str) -> bool {
        match self {
            Self::Characters(max) => text.chars().count() <= max,
            Self::GbkBytes(max) => text.chars().map(gbk_bytes).sum::<usize>() <= max,
        }
    }
}

fn gbk_bytes(character: char) -> usize {
    match u32::from(character) {
        0..=0x7f => 1,
        0x80..=0xffff => 2,
        _ => 4,
    }
}

impl Members<'_> {
    /// The member's text; absent and null are empty.
    pub(super) fn text(&self, name: &str) -> String {
        match self.0.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string(),
            _ => String::new(),
        }
    }

    /// A text that has to be there.
    pub(super) fn required(&self, name: &str) -> Step<String> {
        Some(self.text(name))
            .filter(|text| !text.is_empty())
            .ok_or_else(|| Refusal::data(name, "不能为空", "is absent or empty"))
    }

    /// Checks the lengths of texts.
    pub(super) fn check_lengths(&self, lengths: &[(&str, Max)]) -> Step {
        match lengths.iter().find(|(name, max)| !max.admits(&self.text(name))) {
            Some((name, Max::Characters(max))) => {
                Err(Refusal::data(name, &format!("长度不能超过{max}"), &format!("has more than {max} characters")))
            }
            Some((name, Max::GbkBytes(max))) => {
                Err(Refusal::data(name, &format!("长度不能超过{max}字节"), &format!("has more than {max} GBK bytes")))
            }
            None => Ok(()),
        }
    }

    /// Whether the text is one of these, or absent.
    pub(super) fn check_values(&self, name: &str, values: &[&str]) -> Step {
        let text = self.text(name);
        if text.is_empty() || values.contains(&text.as_str()) {
            return Ok(());
        }
        Err(Refusal::data(name, "取值不正确", &format!("is {text:?}, none of {}", values.join(", "))))
    }

    /// A decimal with at most so many decimal places and 8 digits before the point; `None` if there is none.
    pub(super) fn decimal(&self, name: &str, places: u32) -> Step<Option<Decimal>> {
        let text = self.text(name);
        if text.is_empty() {
            return Ok(None);
        }
        let wrong = |fault: String| Refusal::data(name, "格式不正确", &format!("is {text:?}: {fault}"));
        let value = Decimal::from_str_exact(&text).map_err(|_| wrong("no decimal number".into()))?.normalize();
        if value.scale() > places {
            return Err(wrong(format!("more than {places} decimal places")));
        }
        if value.abs() >= Decimal::from(100_000_000) {
            return Err(wrong("more than 8 digits before the point".into()));
        }
        Ok(Some(value))
    }

    /// A decimal that has to be there.
    pub(super) fn required_decimal(&self, name: &str, places: u32) -> Step<Decimal> {
        self.required(name)?;
        Ok(self.decimal(name, places)?.unwrap_or_default())
    }
}

/// Whether the text has the form of a tax number: 15 to 20 digits and capital letters.
pub(super) fn is_tax_number(text: &str) -> bool {
    (15..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}
