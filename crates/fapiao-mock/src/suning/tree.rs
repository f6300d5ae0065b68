//! Messages as plain trees: XML by its events, JSON by `serde_json`, both into JSON values.

use quick_xml::{Reader, escape::resolve_predefined_entity, events::Event};
use serde_json::{Map, Value};

/// Deeper messages are refused; the deepest of Suning's has six levels.
const DEPTH: usize = 64;

/// The format of a request and of its answer, from the header `Format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Xml,
    Json,
}

impl Format {
    /// XML unless the header says JSON, as the documentation has it.
    pub(super) fn of(header: &str) -> Self {
        if header.eq_ignore_ascii_case("json") { Self::Json } else { Self::Xml }
    }

    pub(super) const fn content_type(self) -> &'static str {
        match self {
            Self::Xml => "text/xml;charset=UTF-8",
            Self::Json => "application/json;charset=UTF-8",
        }
    }

    /// Reads a message; the error says what is wrong with it.
    pub(super) fn read(self, body: &[u8], lenient_json: bool) -> Result<Value, String> {
        let text = std::str::from_utf8(body).map_err(|error| format!("the body is not UTF-8: {error}"))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        match self {
            Self::Xml => xml(text),
            Self::Json => json(text, lenient_json),
        }
    }

    /// Writes a message, an object with one member.
    pub(super) fn write(self, message: &Value) -> Vec<u8> {
        match self {
            Self::Xml => {
                let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
                append_members(message, &mut out);
                out.into_bytes()
            }
            Self::Json => message.to_string().into_bytes(),
        }
    }
}

fn json(text: &str, lenient: bool) -> Result<Value, String> {
    serde_json::from_str(text).or_else(|error| {
        let is_tried = lenient && text.contains('\'');
        let repaired = is_tried.then(|| super::quotes::to_json(text)).flatten();
        let value = repaired.and_then(|text| serde_json::from_str(&text).ok());
        let hint =
            if text.contains('\'') && !lenient { " (single quotes are no JSON; switch lenient_json)" } else { "" };
        value.ok_or_else(|| format!("the body is not JSON: {error}{hint}"))
    })
}

fn xml(text: &str) -> Result<Value, String> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut open = vec![Element::default()];
    loop {
        let wrong = |reason: String| format!("the body is not XML that can be read: {reason}");
        let event =
            reader.read_event().map_err(|error| wrong(format!("{error} at byte {}", reader.error_position())))?;
        if event == Event::Eof {
            let Some(root) = open.pop().filter(|root| open.is_empty() && root.members.len() == 1) else {
                return Err(wrong("it does not have one root element".into()));
            };
            return Ok(Value::Object(root.members));
        }
        take(event, &mut open).map_err(|reason| wrong(reason.into()))?;
    }
}

/// An element whose end has not come yet.
#[derive(Default)]
struct Element {
    name: String,
    members: Map<String, Value>,
    text: String,
}

impl Element {
    /// An element without children is a text, also an empty one.
    fn close(self) -> Value {
        if self.members.is_empty() { Value::String(self.text) } else { Value::Object(self.members) }
    }

    /// An element that comes again makes a list.
    fn add(&mut self, name: String, value: Value) {
        match self.members.get_mut(&name) {
            Some(Value::Array(items)) => items.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
            None => {
                self.members.insert(name, value);
            }
        }
    }
}

fn take(event: Event<'_>, open: &mut Vec<Element>) -> Result<(), &'static str> {
    let depth = open.len();
    let Some(innermost) = open.last_mut() else { return Err("an end tag too many") };
    match event {
        Event::Start(_) if depth > DEPTH => return Err("it is nested too deeply"),
        Event::Start(start) => open.push(Element { name: start.name().as_ref().to_owned(), ..Element::default() }),
        Event::End(_) => {
            let Some(element) = open.pop() else { return Err("an end tag too many") };
            let Some(parent) = open.last_mut() else { return Err("an end tag too many") };
            parent.add(element.name.clone(), element.close());
        }
        Event::Text(text) => innermost.text.push_str(&text.xml10_content()),
        Event::CData(text) => innermost.text.push_str(&text.xml10_content()),
        Event::GeneralRef(reference) if reference.is_char_ref() => {
            let character = reference.resolve_char_ref().ok().flatten();
            innermost.text.push(character.ok_or("a character reference that is none")?);
        }
        Event::GeneralRef(reference) => {
            innermost.text.push_str(resolve_predefined_entity(&reference).ok_or("an entity that XML does not define")?);
        }
        Event::DocType(_) => return Err("it has a DTD"),
        _ => {}
    }
    Ok(())
}

fn append_members(value: &Value, out: &mut String) {
    for (name, value) in value.as_object().into_iter().flatten() {
        match value {
            Value::Array(items) => items.iter().for_each(|item| append_element(name, item, out)),
            value => append_element(name, value, out),
        }
    }
}

fn append_element(name: &str, value: &Value, out: &mut String) {
    out.extend(["<", name, ">"]);
    match value {
        Value::String(text) => out.push_str(&quick_xml::escape::partial_escape(text.as_str())),
        Value::Null => {}
        Value::Object(_) => append_members(value, out),
        other => out.push_str(&other.to_string()),
    }
    out.extend(["</", name, ">"]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn cdata_entities_and_plain_text_are_one_text() {
        let body =
            "<?xml version=\"1.0\"?>\n<a>\n <b>甲&amp;<![CDATA[<乙>]]>&#19993;</b><c/><c>2</c>\n</a>\n".as_bytes();
        let expected = json!({"a": {"b": "甲&<乙>丙", "c": ["", "2"]}});
        assert_eq!(Format::Xml.read(body, true), Ok(expected));
    }

    #[test]
    fn broken_and_hostile_xml_is_an_error() {
        let deep = "<a>".repeat(100_000);
        for body in
            ["", "text", "<a>", "<a></b>", "<a/><b/>", "</a>", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", &deep]
        {
            assert!(Format::Xml.read(body.as_bytes(), true).is_err(), "{}", body.len());
        }
    }

    #[test]
    fn an_answer_is_written_in_either_format() {
        let message = json!({"r": {"list": [{"n": "1 < 2"}, {"n": "二"}]}});
        let json = String::from_utf8(Format::Json.write(&message)).unwrap();
        assert_eq!(json, r#"{"r":{"list":[{"n":"1 < 2"},{"n":"二"}]}}"#);
        let xml = String::from_utf8(Format::Xml.write(&message)).unwrap();
        let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
        assert_eq!(xml, format!("{declaration}<r><list><n>1 &lt; 2</n></list><list><n>二</n></list></r>"));
    }
}
