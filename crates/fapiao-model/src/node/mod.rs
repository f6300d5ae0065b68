//! One tree for JSON and XML answers, and one lenient way to read it.
//!
//! The providers' answers bend their own rules: a list of one arrives as a lone object, an empty list as `""`, a number as
//! text or as a number, a name misspelled. So bytes become a [`Node`] first, which keeps every member and every digit, and
//! [`Node::read`] fills a struct from it: a lone value is a list of one, null and empty text are nothing, a number is
//! text. Depth, size, DTDs and entities are checked while the tree is built.
//!
//! ```
//! use fapiao_model::{Amount, node::Node};
//!
//! #[derive(serde::Deserialize)]
//! struct Answer {
//!     amounts: Vec<Amount>,
//!     remark: Option<String>,
//! }
//!
//! let answer: Answer = Node::from_json(br#"{"amounts": 113.00, "remark": ""}"#)?.read()?;
//! assert_eq!(answer.amounts[0].to_string(), "113.00");
//! assert_eq!(answer.remark, None);
//! # Ok::<(), fapiao_model::node::NodeError>(())
//! ```

mod de;
mod error;
mod json;
mod ser;
#[cfg(feature = "suning")]
mod xml;

pub use error::NodeError;

use std::collections::BTreeMap;

/// The largest message that is read, in bytes: 32 MiB.
pub const MAX_BYTES: usize = 32 << 20;

/// The deepest nesting that is read.
pub const MAX_DEPTH: usize = 64;

/// The largest number of values in one message.
pub const MAX_VALUES: usize = 500_000;

/// What a record holds beyond the fields that a struct names.
///
/// A struct that [`Node::read`] fills gets them in a field of this type that is renamed to `$extra`. It takes the place of
/// serde's `flatten`, which would lose the leniency and the digits.
///
/// ```
/// use fapiao_model::node::{Extra, Node};
///
/// #[derive(serde::Deserialize)]
/// struct Answer {
///     code: String,
///     #[serde(rename = "$extra")]
///     extra: Extra,
/// }
///
/// let answer: Answer = Node::from_json(br#"{"code": 0, "traceId": 12345678901234567890}"#)?.read()?;
/// assert_eq!(answer.code, "0");
/// assert_eq!(answer.extra["traceId"].as_text(), Some("12345678901234567890"));
/// # Ok::<(), fapiao_model::node::NodeError>(())
/// ```
pub type Extra = BTreeMap<String, Node>;

/// A value of an answer, from JSON or XML alike. Numbers and booleans are the text that they were written with.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Node {
    /// JSON's null; XML has none.
    #[default]
    Null,
    /// A text, a number or a boolean; in XML an element without child elements.
    Text(String),
    /// JSON's array; in XML an element that is repeated beside its like.
    List(Vec<Node>),
    /// JSON's object; in XML an element with child elements. The members are in the order of the message, and a JSON name
    /// that occurs twice is there twice.
    Record(Vec<(String, Node)>),
}

impl Node {
    /// Reads a JSON text. A byte order mark in front is skipped.
    ///
    /// # Errors
    /// If it is not UTF-8 or not JSON, or larger or deeper than the limits of this module.
    pub fn from_json(bytes: &[u8]) -> Result<Self, NodeError> {
        json::parse(bytes)
    }

    /// Reads an XML document into a record whose one member is the root element. A byte order mark in front is skipped;
    /// attributes, comments and processing instructions are ignored, and so are blanks between elements.
    ///
    /// # Errors
    /// If it is not UTF-8 or not well formed, if it has a DTD, an entity that XML itself does not define, or text between
    /// elements, or if it is larger or deeper than the limits of this module.
    #[cfg(feature = "suning")]
    pub fn from_xml(bytes: &[u8]) -> Result<Self, NodeError> {
        xml::parse(bytes)
    }

    /// The member of a record. Of members of the same name it is the first that is not empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        let mut named = self.members().iter().filter(|(member, _)| member == name).map(|(_, node)| node);
        let first = named.next()?;
        if first.is_empty() { named.find(|node| !node.is_empty()).or(Some(first)) } else { Some(first) }
    }

    /// The value at the end of a path of names. A number among them picks an item of a list, and a list of one is passed
    /// through like a lone value.
    #[must_use]
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, step| match node {
            Self::List(items) => match (step.parse::<usize>(), items.as_slice()) {
                (Ok(index), items) => items.get(index),
                (Err(_), [only]) => only.get(step),
                (Err(_), _) => None,
            },
            node => node.get(step),
        })
    }

    /// The text of a text.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The items of a list; a lone value is a list of one, null and empty text are none.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            lone if lone.is_empty() => &[],
            lone => std::slice::from_ref(lone),
        }
    }

    /// The members of a record, in the order of the message; none for anything else.
    #[must_use]
    pub fn members(&self) -> &[(String, Self)] {
        if let Self::Record(members) = self { members } else { &[] }
    }

    /// Whether it is null or an empty text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.is_empty(),
            Self::List(_) | Self::Record(_) => false,
        }
    }

    /// Whether a text of exactly these characters stands anywhere in the tree; member names do not count.
    #[must_use]
    pub fn holds_text(&self, text: &str) -> bool {
        match self {
            Self::Null => false,
            Self::Text(own) => own == text,
            Self::List(items) => items.iter().any(|item| item.holds_text(text)),
            Self::Record(members) => members.iter().any(|(_, node)| node.holds_text(text)),
        }
    }

    /// Fills a type from the tree, leniently:
    ///
    /// - an `Option` is `None` for null and empty text;
    /// - a sequence takes a lone value as a list of one, null and empty text as no item;
    /// - a struct or map takes null, empty text and an empty list as the empty record;
    /// - where one value is expected, a list of one is that value;
    /// - a text takes null as the empty text, and numbers and booleans as they were written;
    /// - a number is parsed from its text, a boolean from `true` or `false` only;
    /// - of members that name the same field, by name or by `serde(alias)`, the first that is not empty counts;
    /// - members that no field names are skipped, or collected in a field `$extra` (see [`Extra`]).
    ///
    /// serde's `flatten` and `untagged` buffer their input and lose this leniency.
    ///
    /// # Errors
    /// If a field without default is missing or a value does not fit; the error names its path, as in
    /// `result.list[0].amount`.
    pub fn read<'de, T: serde::Deserialize<'de>>(&'de self) -> Result<T, NodeError> {
        de::read(self)
    }

    /// Writes the tree as an XML document without declaration: the one member of the record is the root element.
    ///
    /// # Errors
    /// If it is not a record of one, or holds something that XML cannot say (see [`append_xml`](Self::append_xml)).
    #[cfg(feature = "suning")]
    pub fn to_xml(&self) -> Result<String, NodeError> {
        let [(root, node)] = self.members() else {
            return Err(NodeError::new("an XML document needs exactly one root element"));
        };
        if matches!(node, Self::List(_)) {
            return Err(NodeError::new("the root element cannot be repeated"));
        }
        let mut out = String::new();
        node.append_xml(root, &mut out)?;
        Ok(out)
    }

    /// Writes the value as an element of that name; a list becomes one element per item, null an empty element.
    ///
    /// # Errors
    /// If a name is not an XML name, a text holds a character that XML forbids, or a list holds a list.
    #[cfg(feature = "suning")]
    pub fn append_xml(&self, name: &str, out: &mut String) -> Result<(), NodeError> {
        xml::append(self, name, out)
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl FromIterator<Node> for Node {
    /// A list.
    fn from_iter<I: IntoIterator<Item = Node>>(items: I) -> Self {
        Self::List(items.into_iter().collect())
    }
}

impl<N: Into<String>> FromIterator<(N, Node)> for Node {
    /// A record.
    fn from_iter<I: IntoIterator<Item = (N, Node)>>(members: I) -> Self {
        Self::Record(members.into_iter().map(|(name, node)| (name.into(), node)).collect())
    }
}

/// The message as text, without a byte order mark.
fn text_of<'t>(bytes: &'t [u8], format: &'static str) -> Result<&'t str, NodeError> {
    if bytes.len() > MAX_BYTES {
        return Err(NodeError::new(format!("{} bytes of {format}, more than {MAX_BYTES}", bytes.len())));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        NodeError::new(format!("not UTF-8 at byte {} of the {format}; it may be GBK", error.valid_up_to()))
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Counts values and depth while a tree is built.
#[derive(Default)]
struct Budget {
    values: usize,
    depth: usize,
}

impl Budget {
    fn value(&mut self) -> Result<(), NodeError> {
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(NodeError::new(format!("more than {MAX_VALUES} values")));
        }
        Ok(())
    }

    fn enter(&mut self) -> Result<(), NodeError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(NodeError::new(format!("nested deeper than {MAX_DEPTH} levels")));
        }
        Ok(())
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }
}

#[cfg(test)]
mod tests;
