//! XML to tree and back.

use super::{Budget, Node, NodeError, text_of};
use quick_xml::{
    Reader,
    escape::resolve_predefined_entity,
    events::{BytesDecl, BytesRef, Event},
};
use std::collections::HashMap;

pub(super) fn parse(bytes: &[u8]) -> Result<Node, NodeError> {
    let text = text_of(bytes, "XML")?;
    if let Some(at) = text.bytes().position(|b| b < b' ' && !b"\t\r\n".contains(&b)) {
        return Err(NodeError::new(format!("a control character at byte {at}, which XML forbids")));
    }
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut tree = Tree { open: Vec::new(), root: None, budget: Budget::default(), has_begun: false };
    loop {
        let event = reader.read_event().map_err(|_| not_xml(reader.error_position()))?;
        if matches!(event, Event::Eof) {
            return tree.finish();
        }
        tree.take(event, text)?;
    }
}

fn not_xml(at: u64) -> NodeError {
    NodeError::new(format!("not well-formed XML, at byte {at}"))
}

struct Tree {
    open: Vec<Element>,
    root: Option<(String, Node)>,
    budget: Budget,
    /// A declaration or an element was met.
    has_begun: bool,
}

/// An element whose end has not come yet.
struct Element {
    name: String,
    children: Vec<(String, Node)>,
    text: String,
}

impl Tree {
    fn take(&mut self, event: Event<'_>, document: &str) -> Result<(), NodeError> {
        match event {
            Event::Start(start) => self.start(start.name().as_ref()),
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => self.reference(&reference),
            Event::DocType(_) => Err(NodeError::new("a DTD, which no provider sends: refused")),
            // Only in front, and once: its check reads the whole document.
            Event::Decl(_) if self.has_begun => Err(NodeError::new("an XML declaration inside the document")),
            Event::Decl(declaration) => {
                self.has_begun = true;
                check_encoding(&declaration, document)
            }
            Event::Empty(_) | Event::Comment(_) | Event::PI(_) | Event::Eof => Ok(()),
        }
    }

    fn start(&mut self, name: &str) -> Result<(), NodeError> {
        self.has_begun = true;
        self.budget.value()?;
        self.budget.enter()?;
        if self.open.is_empty() && self.root.is_some() {
            return Err(NodeError::new("a second root element").about(name));
        }
        self.open.push(Element { name: name.to_owned(), children: Vec::new(), text: String::new() });
        Ok(())
    }

    fn end(&mut self) -> Result<(), NodeError> {
        self.budget.leave();
        let Some(element) = self.open.pop() else { return Err(NodeError::new("an end tag without a start tag")) };
        let (name, node) = element.close().map_err(|error| self.locate(error))?;
        match self.open.last_mut() {
            Some(parent) => parent.children.push((name, node)),
            None => self.root = Some((name, node)),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), NodeError> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if is_blank(text) => {}
            None => return Err(NodeError::new("text outside the root element").about(text.trim())),
        }
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), NodeError> {
        let unknown = || NodeError::new("an entity that XML does not define: refused").about(reference);
        if reference.is_char_ref() {
            let character =
                reference.resolve_char_ref().ok().flatten().filter(|c| is_xml_char(*c)).ok_or_else(unknown)?;
            return self.text(character.encode_utf8(&mut [0; 4]));
        }
        self.text(resolve_predefined_entity(reference).ok_or_else(unknown)?)
    }

    fn finish(self) -> Result<Node, NodeError> {
        if !self.open.is_empty() {
            return Err(self.locate(NodeError::new("XML that ends too early")));
        }
        let root = self.root.ok_or_else(|| NodeError::new("no XML element"))?;
        Ok(Node::Record(vec![root]))
    }

    /// Puts the open elements in front of the error's path.
    fn locate(&self, error: NodeError) -> NodeError {
        self.open.iter().rev().fold(error, |error, element| error.inside(&element.name))
    }
}

impl Element {
    fn close(self) -> Result<(String, Node), NodeError> {
        if self.children.is_empty() {
            return Ok((self.name, Node::Text(self.text)));
        }
        if !is_blank(&self.text) {
            return Err(NodeError::new("text between elements").about(self.text.trim()).inside(&self.name));
        }
        Ok((self.name, Node::Record(grouped(self.children))))
    }
}

/// Joins elements of one name into a list, at the place of the first.
fn grouped(children: Vec<(String, Node)>) -> Vec<(String, Node)> {
    let mut places: HashMap<String, usize> = HashMap::with_capacity(children.len());
    let mut members: Vec<(String, Node)> = Vec::with_capacity(children.len());
    for (name, node) in children {
        match places.get(&name).and_then(|&place| members.get_mut(place)) {
            Some((_, Node::List(items))) => items.push(node),
            Some((_, first)) => *first = Node::List(vec![std::mem::take(first), node]),
            None => {
                places.insert(name.clone(), members.len());
                members.push((name, node));
            }
        }
    }
    members
}

/// The bytes are UTF-8; a declaration that says otherwise is believed, unless it makes no difference.
fn check_encoding(declaration: &BytesDecl<'_>, document: &str) -> Result<(), NodeError> {
    let Some(encoding) = declaration.encoding() else { return Ok(()) };
    let encoding = encoding.map_err(|_| NodeError::new("an XML declaration that cannot be read"))?;
    if encoding.eq_ignore_ascii_case("utf-8") || encoding.eq_ignore_ascii_case("utf8") || document.is_ascii() {
        return Ok(());
    }
    Err(NodeError::new("an encoding other than UTF-8").about(&encoding))
}

pub(super) fn append(node: &Node, name: &str, out: &mut String) -> Result<(), NodeError> {
    if let Node::List(items) = node {
        for (index, item) in items.iter().enumerate() {
            element(item, name, out).map_err(|error| error.item(index).inside(name))?;
        }
        return Ok(());
    }
    element(node, name, out).map_err(|error| error.inside(name))
}

fn element(node: &Node, name: &str, out: &mut String) -> Result<(), NodeError> {
    if !is_xml_name(name) {
        return Err(NodeError::new("is not an XML name"));
    }
    out.extend(["<", name, ">"]);
    match node {
        Node::Null => {}
        Node::Text(text) => append_text(text, out)?,
        Node::Record(members) => members.iter().try_for_each(|(name, node)| append(node, name, out))?,
        Node::List(_) => return Err(NodeError::new("a list in a list, which XML cannot say")),
    }
    out.extend(["</", name, ">"]);
    Ok(())
}

fn append_text(text: &str, out: &mut String) -> Result<(), NodeError> {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            c if is_xml_char(c) => out.push(c),
            c => return Err(NodeError::new(format!("holds U+{:04X}, which XML forbids", u32::from(c)))),
        }
    }
    Ok(())
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|b| b" \t\r\n".contains(&b))
}

fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

fn is_xml_name(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && characters.all(|c| c.is_alphanumeric() || "_-.".contains(c))
}
