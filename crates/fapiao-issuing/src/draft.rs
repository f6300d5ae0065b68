//! What is journaled before anything is sent.

use crate::{Account, Attempt, Mark};
use bytes::Bytes;
use fapiao_model::OrderNumber;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use sha2::{Digest, Sha256};
use std::fmt;

/// A request as it is written down before it is sent: where, what, under which number, and the business message's very bytes.
///
/// Nothing in it changes from send to send and nothing in it is secret: token, signature, nonce and time stamps are made afresh
/// for every send.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Where it goes, and from where its number is asked about.
    pub account: Account,
    /// The operation's wire name.
    pub operation: String,
    /// The attempt whose number it carries.
    pub attempt: Attempt,
    /// The number itself, in the provider's form.
    pub number: OrderNumber,
    /// The mark that it carries, where the provider gives one back.
    pub mark: Option<Mark>,
    /// The business message. UTF-8 text at all four providers.
    #[serde(serialize_with = "as_text", deserialize_with = "from_text")]
    pub body: Bytes,
    /// The file that belongs to it, kept once beside the journal.
    pub file: Option<FileDigest>,
}

impl fmt::Debug for Draft {
    /// Without the body, which has names and addresses in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft")
            .field("account", &self.account)
            .field("operation", &self.operation)
            .field("number", &self.number)
            .field("mark", &self.mark)
            .field("body_len", &self.body.len())
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}

fn as_text<S: Serializer>(body: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
    let text = std::str::from_utf8(body).map_err(serde::ser::Error::custom)?;
    serializer.serialize_str(text)
}

fn from_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
    Ok(Bytes::from(String::deserialize(deserializer)?))
}

/// The SHA-256 of a file.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct FileDigest([u8; 32]);

impl FileDigest {
    /// The digest of this content.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        Self(Sha256::digest(content).into())
    }
}

impl fmt::Display for FileDigest {
    /// 64 lower-case hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for FileDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileDigest({self})")
    }
}

impl Serialize for FileDigest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FileDigest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut digest = [0; 32];
        let is_hex = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        if !is_hex {
            return Err(D::Error::custom("a file digest has 64 hexadecimal digits"));
        }
        for (byte, pair) in digest.iter_mut().zip(text.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).map_err(D::Error::custom)?;
            *byte = u8::from_str_radix(pair, 16).map_err(D::Error::custom)?;
        }
        Ok(Self(digest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Direction, Environment};
    use fapiao_model::Provider;

    fn draft() -> Draft {
        let seller = "91310117568051222X".parse().unwrap();
        Draft {
            account: Account {
                provider: Provider::Nuonuo,
                environment: Environment::VendorTest,
                application: "SD1".into(),
                merchant: "91310117568051222X".into(),
            },
            operation: "nuonuo.OpeMplatform.requestBillingNew".into(),
            attempt: Attempt::first(&"shop".parse().unwrap(), &seller, Direction::Blue, &"1".parse().unwrap()),
            number: "1".parse().unwrap(),
            mark: Some(Mark::of(&["x"])),
            body: Bytes::from_static("{\"buyerName\":\"张三\"}".as_bytes()),
            file: Some(FileDigest::of(b"abc")),
        }
    }

    #[test]
    fn a_journaled_draft_comes_back_byte_for_byte() {
        let text = serde_json::to_string(&draft()).unwrap();
        assert_eq!(serde_json::from_str::<Draft>(&text).unwrap(), draft());
    }

    #[test]
    fn a_digest_is_sha_256() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // FIPS 180-2, "abc"
        assert_eq!(FileDigest::of(b"abc").to_string(), expected);
    }

    #[test]
    fn debug_shows_no_names() {
        assert!(!format!("{:?}", draft()).contains("张三"));
    }
}
