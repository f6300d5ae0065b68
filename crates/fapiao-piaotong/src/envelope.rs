//! Envelopes: the eight members of a request or push, the five of an answer; what is under their signature; and how one is
//! opened without believing anything too early (sections 3.1 to 3.6).

use crate::{Config, ExtraMembers, Keys, Stamp, VerifyTolerance};
use bytes::Bytes;
use fapiao_model::node::{Node, NodeError};
use fapiao_signing::piaotong::{ContentError, SignError, string_to_sign};
use serde::Serialize;

/// An envelope that was made: its bytes, and the text that its signature lies over, for looking at.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sealed {
    /// The envelope as JSON.
    pub bytes: Bytes,
    /// The text under the signature. The content in it is encrypted.
    pub string_to_sign: String,
}

/// Makes the envelope of a request around a business message.
///
/// # Errors
/// When the machine gives no randomness for the blinding of the signature.
pub fn seal_request(config: &Config, content: &[u8], stamp: &Stamp) -> Result<Sealed, SignError> {
    let time = stamp.time.to_string();
    let serial = stamp.serial(&config.alias);
    let content = config.keys.content.encrypt(content);
    seal(
        &config.keys,
        &[
            ("platformCode", &config.platform_code),
            ("signType", "RSA"),
            ("format", "JSON"),
            ("timestamp", &time),
            ("version", "1.0"),
            ("serialNo", &serial),
            ("content", &content),
        ],
    )
}

/// Makes the envelope of an answer to a push. `content` is encrypted; an empty one stays empty.
///
/// # Errors
/// When the machine gives no randomness for the blinding of the signature.
pub fn seal_answer(keys: &Keys, code: &str, msg: &str, serial: &str, content: &[u8]) -> Result<Sealed, SignError> {
    let content = if content.is_empty() { String::new() } else { keys.content.encrypt(content) };
    seal(keys, &[("code", code), ("msg", msg), ("serialNo", serial), ("content", &content)])
}

fn seal(keys: &Keys, members: &[(&'static str, &str)]) -> Result<Sealed, SignError> {
    let signed: Vec<(&str, Option<&str>)> = members.iter().map(|(name, value)| (*name, Some(*value))).collect();
    let string_to_sign = string_to_sign(&signed);
    let sign = keys.private.sign(&string_to_sign)?;
    let all: Vec<(&str, &str)> = members.iter().copied().chain([("sign", sign.as_str())]).collect();
    Ok(Sealed { bytes: Bytes::from(json(&all)), string_to_sign })
}

/// Writes texts as a JSON object, in their order.
fn json(members: &[(&str, &str)]) -> Vec<u8> {
    struct Object<'a>(&'a [(&'a str, &'a str)]);
    impl Serialize for Object<'_> {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map(self.0.iter().copied())
        }
    }
    // Texts under text names: there is nothing in it that JSON could refuse.
    serde_json::to_vec(&Object(members)).unwrap_or_default()
}

/// An envelope that was verified, its content decrypted.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Opened {
    /// `code`; empty in a push.
    pub code: String,
    /// `msg`; empty in a push.
    pub msg: String,
    /// `serialNo`; empty if there was none.
    pub serial: String,
    /// The decrypted content; `None` if it was absent, null or empty.
    pub content: Option<String>,
}

impl std::fmt::Debug for Opened {
    /// Without the content, which has names and addresses in it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened")
            .field("code", &self.code)
            .field("msg", &self.msg)
            .field("serial", &self.serial)
            .field("content_len", &self.content.as_ref().map(String::len))
            .finish()
    }
}

/// Why an envelope was not opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// It is no JSON object.
    #[error("the envelope can't be read: {0}")]
    Unreadable(#[source] NodeError),
    /// Nothing in it may be believed.
    #[error("the envelope is not verified: {0}")]
    Unverified(&'static str),
    /// A push for another platform.
    #[error("the envelope is not for this platform code")]
    Foreign,
    /// It was verified, but its content does not decrypt.
    #[error("the verified envelope's content can't be read: {0}")]
    Content(#[source] ContentError),
}

/// Opens an answer of Piaotong: verifies it, checks the form of `code` and `content`, decrypts.
///
/// # Errors
/// [`OpenError::Unverified`] without a signature of Piaotong's key over this very answer; then nothing of it is given out.
pub fn open_answer(config: &Config, body: &[u8]) -> Result<Opened, OpenError> {
    let mut members = Members::parse(body)?;
    if config.extra_members == ExtraMembers::Ignored {
        members.keep(&["code", "msg", "serialNo", "content", "sign"]);
    }
    let sign = members.sign()?;
    let keys = &config.keys;
    let is_verified = match config.verify_tolerance {
        VerifyTolerance::FourTexts => keys.piaotong.verify_tolerant(&members.0, sign),
        VerifyTolerance::Strict => keys.piaotong.verify(&string_to_sign(&members.0), sign),
    };
    if !is_verified {
        return Err(OpenError::Unverified("the signature is not Piaotong's over this answer"));
    }
    // The text under the signature is not injective: a value may hold `&name=`.
    let code = members.text("code");
    if !(4..=6).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(OpenError::Unverified("the code is not 4 to 6 letters or digits"));
    }
    members.opened(keys)
}

/// Opens a push: checks whose it is, verifies it strictly, decrypts.
///
/// # Errors
/// [`OpenError::Foreign`] for another platform code, [`OpenError::Unverified`] without Piaotong's signature over all of it.
pub fn open_push(config: &Config, body: &[u8]) -> Result<Opened, OpenError> {
    let mut members = Members::parse(body)?;
    if members.text("platformCode") != config.platform_code {
        return Err(OpenError::Foreign);
    }
    if config.extra_members == ExtraMembers::Ignored {
        let known = ["platformCode", "signType", "sign", "format", "timestamp", "version", "serialNo", "content"];
        members.keep(&known);
    }
    let sign = members.sign()?;
    if !config.keys.piaotong.verify(&string_to_sign(&members.0), sign) {
        return Err(OpenError::Unverified("the signature is not Piaotong's over this push"));
    }
    members.opened(&config.keys)
}

/// An envelope has eight members; a few that no document names are tolerated.
const MOST_MEMBERS: usize = 64;

/// The members of an envelope in their order; `None` is null.
struct Members(Vec<(String, Option<String>)>);

impl Members {
    fn parse(body: &[u8]) -> Result<Self, OpenError> {
        let tree = Node::from_json(body).map_err(OpenError::Unreadable)?;
        let Node::Record(members) = tree else { return Err(OpenError::Unverified("it is no JSON object")) };
        // Before any signature is checked, so a stranger decides how many there are.
        if members.len() > MOST_MEMBERS {
            return Err(OpenError::Unverified("it has more members than any envelope"));
        }
        let mut read: Vec<(String, Option<String>)> = Vec::with_capacity(members.len());
        for (name, node) in members {
            if read.iter().any(|(other, _)| *other == name) {
                return Err(OpenError::Unverified("a member occurs twice"));
            }
            let value = match node {
                Node::Null => None,
                Node::Text(text) => Some(text),
                Node::List(_) | Node::Record(_) => {
                    return Err(OpenError::Unverified("a member is neither text nor null"));
                }
            };
            read.push((name, value));
        }
        Ok(Self(read))
    }

    fn keep(&mut self, known: &[&str]) {
        self.0.retain(|(name, _)| known.contains(&name.as_str()));
    }

    /// The text of a member; empty if it is null or absent.
    fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(other, _)| other == name).and_then(|(_, value)| value.as_deref()).unwrap_or_default()
    }

    fn sign(&self) -> Result<&str, OpenError> {
        Some(self.text("sign")).filter(|sign| !sign.is_empty()).ok_or(OpenError::Unverified("it has no signature"))
    }

    /// Decrypts the content of an envelope that was verified.
    fn opened(&self, keys: &Keys) -> Result<Opened, OpenError> {
        let content = match self.text("content") {
            "" => None,
            text => Some(keys.content.decrypt(text).map_err(|error| match error {
                ContentError::NotBase64 => OpenError::Unverified("the content is not strict Base64"),
                other => OpenError::Content(other),
            })?),
        };
        let text = |name: &str| self.text(name).to_owned();
        Ok(Opened { code: text("code"), msg: text("msg"), serial: text("serialNo"), content })
    }
}
