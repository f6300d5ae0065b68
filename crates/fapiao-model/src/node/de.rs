//! Tree to struct, leniently: the one deserialiser of all answers.

use super::{Node, NodeError, error::Signal};
use serde::{
    Deserializer,
    de::{Deserialize, DeserializeSeed, Error, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor},
};
use std::{cell::RefCell, fmt, slice, str::FromStr, vec};

/// The field that takes the members which no other field names.
const EXTRA: &str = "$extra";

pub(super) fn read<'de, T: Deserialize<'de>>(node: &'de Node) -> Result<T, NodeError> {
    let aliases = Aliases::default();
    loop {
        match T::deserialize(Reader { node, aliases: &aliases }) {
            Err(error) if error.signal() == Signal::Retry => {}
            result => return result,
        }
    }
}

/// Which names mean the same field.
///
/// serde tells a deserialiser the names and aliases of a struct's fields, but not which of them belong together; that shows
/// only when a record holds two names of one field and the struct complains. Then the pair is learnt and the reading starts
/// over. Every new start learns one more name of one type, so their number is bounded by the program, not by the message.
#[derive(Default)]
struct Aliases(RefCell<Vec<Alias>>);

struct Alias {
    fields: &'static [&'static str],
    name: &'static str,
    field: &'static str,
}

impl Aliases {
    /// The field that a name is known to mean; the name itself until something else was learnt.
    fn field(&self, fields: &'static [&'static str], name: &'static str) -> &'static str {
        let known = self.0.borrow();
        known.iter().find(|a| a.name == name && a.fields == fields).map_or(name, |a| a.field)
    }

    fn is_known(&self, fields: &'static [&'static str], name: &'static str) -> bool {
        self.0.borrow().iter().any(|a| (a.name == name || a.field == name) && a.fields == fields)
    }

    /// Whether that was news.
    fn learn(&self, fields: &'static [&'static str], name: &'static str, field: &'static str) -> bool {
        let mut known = self.0.borrow_mut();
        let news = !known.iter().any(|a| a.name == name && a.fields == fields);
        if news {
            known.push(Alias { fields, name, field });
        }
        news
    }
}

#[derive(Clone, Copy)]
struct Reader<'de, 'a> {
    node: &'de Node,
    aliases: &'a Aliases,
}

impl<'de, 'a> Reader<'de, 'a> {
    fn of(self, node: &'de Node) -> Self {
        Self { node, ..self }
    }

    /// The value where one value is expected.
    fn one(self) -> Result<&'de Node, NodeError> {
        match self.node {
            Node::List(items) => match items.as_slice() {
                [] => Ok(&Node::Null),
                [only] => Ok(only),
                more => Err(NodeError::new(format!("holds {} values where one is expected", more.len()))),
            },
            node => Ok(node),
        }
    }

    fn text(self) -> Result<&'de str, NodeError> {
        match self.one()? {
            Node::Null => Ok(""),
            Node::Text(text) => Ok(text),
            Node::Record(_) => Err(NodeError::new("is a record where a text is expected")),
            Node::List(_) => Err(NodeError::new("is a list where a text is expected")),
        }
    }

    fn record(self) -> Result<&'de [(String, Node)], NodeError> {
        match self.one()? {
            Node::Record(members) => Ok(members),
            node if node.is_empty() => Ok(&[]),
            Node::Text(text) => Err(NodeError::new("is a text where a record is expected").about(text)),
            _ => Err(NodeError::new("is a list where a record is expected")),
        }
    }

    fn number<T: FromStr>(self) -> Result<T, NodeError> {
        let text = self.text()?;
        text.trim().parse().map_err(|_| NodeError::new("is not a number of the expected kind").about(text))
    }
}

macro_rules! numbers {
    ($($deserialize:ident $visit:ident)*) => {
        $(fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
            visitor.$visit(self.number()?)
        })*
    };
}

impl<'de> Deserializer<'de> for Reader<'de, '_> {
    type Error = NodeError;

    numbers! {
        deserialize_i8 visit_i8 deserialize_i16 visit_i16 deserialize_i32 visit_i32 deserialize_i64 visit_i64
        deserialize_i128 visit_i128 deserialize_u8 visit_u8 deserialize_u16 visit_u16 deserialize_u32 visit_u32
        deserialize_u64 visit_u64 deserialize_u128 visit_u128 deserialize_f32 visit_f32 deserialize_f64 visit_f64
    }

    /// As it is: what asks for anything gets the tree.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        match self.node {
            Node::Null => visitor.visit_unit(),
            Node::Text(text) => visitor.visit_borrowed_str(text),
            Node::List(_) => self.deserialize_seq(visitor),
            Node::Record(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        match self.text()? {
            text if text.eq_ignore_ascii_case("true") => visitor.visit_bool(true),
            text if text.eq_ignore_ascii_case("false") => visitor.visit_bool(false),
            text => Err(NodeError::new("is neither true nor false").about(text)),
        }
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        visitor.visit_borrowed_str(self.text()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        visitor.visit_borrowed_str(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        visitor.visit_borrowed_str(self.text()?)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        visitor.visit_borrowed_bytes(self.text()?.as_bytes())
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        if self.node.is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        match self.one()? {
            node if node.is_empty() => visitor.visit_unit(),
            _ => Err(NodeError::new("holds a value where none is expected")),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, NodeError> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, NodeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        visitor.visit_seq(Items { reader: self, rest: self.node.items().iter(), index: 0 })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, NodeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, NodeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        let members = self.record()?.iter().map(|(name, node)| (name.as_str(), node)).collect();
        visitor.visit_map(Members::new(self, members))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NodeError> {
        let mut access = Fields::new(self, fields)?;
        visitor.visit_map(&mut access).map_err(|error| access.learn(error))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NodeError> {
        visitor.visit_enum(self.text()?.into_deserializer())
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        visitor.visit_borrowed_str(self.text()?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        visitor.visit_unit()
    }
}

/// The items of a list.
struct Items<'de, 'a> {
    reader: Reader<'de, 'a>,
    rest: slice::Iter<'de, Node>,
    index: usize,
}

impl<'de> SeqAccess<'de> for Items<'de, '_> {
    type Error = NodeError;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, NodeError> {
        let Some(node) = self.rest.next() else { return Ok(None) };
        let index = self.index;
        self.index += 1;
        seed.deserialize(self.reader.of(node)).map(Some).map_err(|error| error.item(index))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// The members of a record, for a map.
struct Members<'de, 'a> {
    reader: Reader<'de, 'a>,
    rest: vec::IntoIter<(&'de str, &'de Node)>,
    current: Option<(&'de str, &'de Node)>,
}

impl<'de, 'a> Members<'de, 'a> {
    fn new(reader: Reader<'de, 'a>, members: Vec<(&'de str, &'de Node)>) -> Self {
        Self { reader, rest: members.into_iter(), current: None }
    }
}

impl<'de> MapAccess<'de> for Members<'de, '_> {
    type Error = NodeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, NodeError> {
        self.current = self.rest.next();
        self.current.map(|(name, _)| seed.deserialize(serde::de::value::BorrowedStrDeserializer::new(name))).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, NodeError> {
        let (name, node) = self.current.take().ok_or_else(out_of_order)?;
        seed.deserialize(self.reader.of(node)).map_err(|error| error.inside(name))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// The members of a record that a struct names, one per field, and the rest for its `$extra`.
struct Fields<'de, 'a> {
    reader: Reader<'de, 'a>,
    fields: &'static [&'static str],
    named: vec::IntoIter<(&'static str, &'de Node)>,
    extra: Option<Vec<(&'de str, &'de Node)>>,
    current: &'static str,
    value: Option<Member<'de>>,
}

enum Member<'de> {
    Field(&'de Node),
    Extra(Vec<(&'de str, &'de Node)>),
}

impl<'de, 'a> Fields<'de, 'a> {
    fn new(reader: Reader<'de, 'a>, fields: &'static [&'static str]) -> Result<Self, NodeError> {
        let wants_extra = fields.contains(&EXTRA);
        let mut named: Vec<(&'static str, &'de Node)> = Vec::with_capacity(fields.len());
        let mut extra = Vec::new();
        for (name, node) in reader.record()? {
            match fields.iter().find(|field| **field == name && name != EXTRA) {
                Some(field) => offer(&mut named, reader.aliases, fields, (field, node)),
                None if wants_extra => extra.push((name.as_str(), node)),
                None => {}
            }
        }
        // Names whose field is known come first, so that each complaint of the struct teaches a new name.
        named.sort_by_key(|(name, _)| !reader.aliases.is_known(fields, name));
        let extra = wants_extra.then_some(extra);
        Ok(Self { reader, fields, named: named.into_iter(), extra, current: "", value: None })
    }

    /// Learns from the complaint that two names mean one field.
    fn learn(&self, error: NodeError) -> NodeError {
        match error.signal() {
            Signal::Duplicate(field) if self.reader.aliases.learn(self.fields, self.current, field) => {
                error.with_signal(Signal::Retry)
            }
            Signal::Duplicate(_) => error.with_signal(Signal::None),
            Signal::None | Signal::Retry => error,
        }
    }
}

/// Takes a member, unless the field has a value already: the first that is not empty counts.
fn offer<'de>(
    named: &mut Vec<(&'static str, &'de Node)>,
    aliases: &Aliases,
    fields: &'static [&'static str],
    (name, node): (&'static str, &'de Node),
) {
    let field = aliases.field(fields, name);
    match named.iter_mut().find(|(other, _)| aliases.field(fields, other) == field) {
        Some(taken) if taken.1.is_empty() && !node.is_empty() => *taken = (name, node),
        Some(_) => {}
        None => named.push((name, node)),
    }
}

impl<'de> MapAccess<'de> for Fields<'de, '_> {
    type Error = NodeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, NodeError> {
        if let Some((name, node)) = self.named.next() {
            self.current = name;
            self.value = Some(Member::Field(node));
        } else if let Some(extra) = self.extra.take() {
            self.current = EXTRA;
            self.value = Some(Member::Extra(extra));
        } else {
            return Ok(None);
        }
        seed.deserialize(serde::de::value::BorrowedStrDeserializer::new(self.current)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, NodeError> {
        match self.value.take().ok_or_else(out_of_order)? {
            Member::Field(node) => seed.deserialize(self.reader.of(node)).map_err(|error| error.inside(self.current)),
            Member::Extra(members) => seed.deserialize(Extras(Members::new(self.reader, members))),
        }
    }
}

fn out_of_order() -> NodeError {
    NodeError::new("a value was asked for before its name")
}

/// The value of `$extra`: a record that exists in no message.
struct Extras<'de, 'a>(Members<'de, 'a>);

impl<'de> Deserializer<'de> for Extras<'de, '_> {
    type Error = NodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NodeError> {
        visitor.visit_map(self.0)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> Deserialize<'de> for Node {
    /// Takes any value. A number that comes from another format than [`Node`] itself has gone through that format's own
    /// types; only [`Node::from_json`] keeps every digit.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Whole)
    }
}

struct Whole;

macro_rules! texts {
    ($($visit:ident $type:ty),*) => {
        $(fn $visit<E: Error>(self, value: $type) -> Result<Node, E> {
            Ok(Node::Text(value.to_string()))
        })*
    };
}

impl<'de> Visitor<'de> for Whole {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null, a text, a number, a list or a record")
    }

    texts! { visit_bool bool, visit_i64 i64, visit_u64 u64, visit_i128 i128, visit_u128 u128, visit_f64 f64, visit_str &str }

    fn visit_string<E: Error>(self, text: String) -> Result<Node, E> {
        Ok(Node::Text(text))
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Node, E> {
        Err(E::invalid_type(Unexpected::Bytes(bytes), &self))
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node, A::Error> {
        let mut record = Vec::new();
        while let Some(member) = members.next_entry()? {
            record.push(member);
        }
        Ok(Node::Record(record))
    }
}
