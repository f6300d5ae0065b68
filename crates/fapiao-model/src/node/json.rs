//! JSON to tree.
//!
//! `serde_json` checks the grammar of the whole text at once, without building anything. The walk after it meets only
//! well-formed JSON, so that it can cut numbers and strings out of the text instead of converting them: a number that went
//! through `f64` has lost its digits.

use super::{Budget, Node, NodeError, text_of};
use serde::de::{Deserialize, Deserializer, Visitor};
use serde_json::value::RawValue;
use std::fmt;

pub(super) fn parse(bytes: &[u8]) -> Result<Node, NodeError> {
    let text = text_of(bytes, "JSON")?;
    serde_json::from_str::<&RawValue>(text).map_err(|error| not_json(&error))?;
    Walk { text, at: 0, budget: Budget::default() }.value()
}

fn not_json(error: &serde_json::Error) -> NodeError {
    let fault = if error.is_eof() { "JSON that ends too early" } else { "not JSON" };
    NodeError::new(format!("{fault}, at line {} column {}", error.line(), error.column()))
}

struct Walk<'t> {
    text: &'t str,
    at: usize,
    budget: Budget,
}

impl<'t> Walk<'t> {
    fn value(&mut self) -> Result<Node, NodeError> {
        self.budget.value()?;
        match self.next_byte() {
            b'{' => self.record(),
            b'[' => self.list(),
            b'"' => Ok(Node::Text(self.string()?)),
            b'n' => self.bare().map(|_| Node::Null),
            _ => self.bare().map(|text| Node::Text(text.to_owned())),
        }
    }

    fn record(&mut self) -> Result<Node, NodeError> {
        self.budget.enter()?;
        self.at += 1;
        let mut members = Vec::new();
        while self.next_byte() == b'"' {
            let name = self.string()?;
            self.next_byte();
            self.at += 1; // the colon
            members.push((name, self.value()?));
            self.separator();
        }
        self.at += 1;
        self.budget.leave();
        Ok(Node::Record(members))
    }

    fn list(&mut self) -> Result<Node, NodeError> {
        self.budget.enter()?;
        self.at += 1;
        let mut items = Vec::new();
        while !matches!(self.next_byte(), b']' | 0) {
            items.push(self.value()?);
            self.separator();
        }
        self.at += 1;
        self.budget.leave();
        Ok(Node::List(items))
    }

    fn separator(&mut self) {
        if self.next_byte() == b',' {
            self.at += 1;
        }
    }

    /// A number, a boolean or null, as it is written.
    fn bare(&mut self) -> Result<&'t str, NodeError> {
        let rest = self.rest();
        let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b)).count();
        if length == 0 {
            return Err(self.broken());
        }
        self.at += length;
        rest.get(..length).ok_or_else(|| self.broken())
    }

    fn string(&mut self) -> Result<String, NodeError> {
        let rest = self.rest();
        let mut escaped = false;
        let mut plain = true;
        let inside = rest.bytes().skip(1).position(|byte| {
            let end = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            plain &= byte != b'\\';
            end
        });
        let length = inside.ok_or_else(|| self.broken())? + 2;
        let quoted = rest.get(..length).ok_or_else(|| self.broken())?;
        self.at += length;
        if plain {
            return Ok(quoted.trim_matches('"').to_owned());
        }
        serde_json::from_str::<Unescaped>(quoted).map(|text| text.0).map_err(|_| self.broken())
    }

    /// The next byte that is not a blank; 0 at the end.
    fn next_byte(&mut self) -> u8 {
        let blanks = self.rest().bytes().take_while(|b| b" \t\r\n".contains(b)).count();
        self.at += blanks;
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn broken(&self) -> NodeError {
        NodeError::new(format!("not JSON, at byte {}", self.at))
    }
}

/// A string with its escapes undone. Half a surrogate pair, as left by a provider that cuts a text in the middle of an
/// emoji, becomes U+FFFD instead of making the whole answer unreadable.
struct Unescaped(String);

impl<'de> Deserialize<'de> for Unescaped {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(Lossy)
    }
}

struct Lossy;

impl Visitor<'_> for Lossy {
    type Value = Unescaped;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Unescaped, E> {
        Ok(Unescaped(String::from_utf8_lossy(bytes).into_owned()))
    }
}
