//! The message: the business node in its envelope, in XML or JSON, with the file in front.

use base64::Engine as _;
use bytes::Bytes;
use fapiao_model::{
    node::Node,
    suning::{Format, InvoiceFile},
};
use std::{borrow::Cow, fmt, sync::LazyLock};

#[cfg(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon")))]
static BASE64: LazyLock<base64::engine::simd::Simd> =
    LazyLock::new(|| base64::engine::simd::Simd::standard(base64::engine::general_purpose::PAD));
#[cfg(not(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon"))))]
static BASE64: LazyLock<base64::engine::GeneralPurpose> =
    LazyLock::new(|| base64::engine::general_purpose::STANDARD.clone());

/// A message as it is signed and sent. What changes from send to send is not in it.
#[derive(Clone)]
pub struct Body {
    method: Cow<'static, str>,
    format: Format,
    bytes: Bytes,
}

impl Body {
    pub(crate) const fn new(method: Cow<'static, str>, format: Format, bytes: Bytes) -> Self {
        Self { method, format, bytes }
    }

    /// The method that it is for.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Its format.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    /// Its bytes.
    #[must_use]
    pub const fn bytes(&self) -> &Bytes {
        &self.bytes
    }
}

impl fmt::Debug for Body {
    /// Without the bytes, which have a buyer's name and the invoice in them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("method", &self.method)
            .field("format", &self.format)
            .field("len", &self.bytes.len())
            .finish()
    }
}

/// The message without its file: small, and the same for every send.
pub(crate) struct Frame {
    format: Format,
    text: String,
    /// Where the file goes: in front of the first field.
    gap: usize,
}

/// Why a message could not be written.
#[derive(Debug)]
pub(crate) struct Unwritable(pub(crate) String);

impl Frame {
    /// Writes the fields, given as a JSON object, into the envelope of a business node.
    pub(crate) fn write(format: Format, node: &str, fields: &str) -> Result<Self, Unwritable> {
        match format {
            Format::Json => Self::json(node, fields),
            Format::Xml => Self::xml(node, fields),
        }
    }

    fn json(node: &str, fields: &str) -> Result<Self, Unwritable> {
        let inside = fields.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let inside = inside.ok_or_else(|| Unwritable("the fields are not a record".to_owned()))?;
        let (head, tail) = json_envelope(node);
        Ok(Self { format: Format::Json, gap: head.len(), text: [&head, inside, tail].concat() })
    }

    fn xml(node: &str, fields: &str) -> Result<Self, Unwritable> {
        let unwritable = |error: fapiao_model::node::NodeError| Unwritable(error.to_string());
        let (mut text, tail) = xml_envelope(node);
        let gap = text.len();
        for (name, field) in Node::from_json(fields.as_bytes()).map_err(unwritable)?.members() {
            field.append_xml(name, &mut text).map_err(unwritable)?;
        }
        text.push_str(&tail);
        Ok(Self { format: Format::Xml, gap, text })
    }

    /// The frame whose text was kept.
    #[cfg(feature = "issuing")]
    pub(crate) fn reopen(node: &str, text: String) -> Result<Self, Unwritable> {
        let (xml, json) = (xml_envelope(node), json_envelope(node));
        let (format, head, tail) = match text.as_bytes().first() {
            Some(b'<') => (Format::Xml, xml.0, xml.1),
            _ => (Format::Json, json.0, json.1.to_owned()),
        };
        if !text.starts_with(&head) || !text.ends_with(&tail) || text.len() < head.len() + tail.len() {
            return Err(Unwritable(format!("it is not a message for {node}")));
        }
        Ok(Self { format, gap: head.len(), text })
    }

    pub(crate) const fn format(&self) -> Format {
        self.format
    }

    /// The message without a file.
    pub(crate) fn into_bytes(self) -> Bytes {
        let is_empty = self.format == Format::Json && self.text.as_bytes().get(self.gap) == Some(&b'}');
        if !is_empty {
            return Bytes::from(self.text);
        }
        // Without any field, Suning's own client sends an empty text in the place of an empty record.
        let (head, tail) = self.text.split_at(self.gap);
        let (head, tail) = (head.strip_suffix('{').unwrap_or(head), tail.strip_prefix('}').unwrap_or(tail));
        Bytes::from([head, "\"\"", tail].concat())
    }

    /// The message with its file, in one buffer of exactly its size.
    pub(crate) fn with_file(&self, field: &str, file: &InvoiceFile) -> Result<Bytes, Unwritable> {
        let (head, tail) = self.text.split_at(self.gap);
        let (before, after) = match self.format {
            Format::Xml => (format!("<{field}>"), format!("</{field}>")),
            Format::Json if tail.starts_with('}') => (format!("\"{field}\":\""), "\"".to_owned()),
            Format::Json => (format!("\"{field}\":\""), "\",".to_owned()),
        };
        let too_large = || Unwritable("the file is too large for this machine".to_owned());
        let encoded = base64::encoded_len(file.content().len(), true).ok_or_else(too_large)?;
        let start = head.len() + before.len();
        let mut bytes = Vec::with_capacity(start + encoded + after.len() + tail.len());
        bytes.extend_from_slice(head.as_bytes());
        bytes.extend_from_slice(before.as_bytes());
        bytes.resize(start + encoded, 0);
        let room = bytes.get_mut(start..).unwrap_or_default();
        BASE64.encode_slice(file.content(), room).map_err(|_| too_large())?;
        bytes.extend_from_slice(after.as_bytes());
        bytes.extend_from_slice(tail.as_bytes());
        Ok(Bytes::from(bytes))
    }
}

fn json_envelope(node: &str) -> (String, &'static str) {
    (format!("{{\"sn_request\":{{\"sn_body\":{{\"{node}\":{{"), "}}}}")
}

fn xml_envelope(node: &str) -> (String, String) {
    (format!("<sn_request><sn_body><{node}>"), format!("</{node}></sn_body></sn_request>"))
}
