//! Base64 inside contents.

use serde::{Deserialize, Serialize};

/// A member that Piaotong writes as Base64 inside the content: an address, a picture or a file (section 3.8).
///
/// Which members are so: `qrCodePath`, `qrCode`, `downloadUrl`, `invoicePdf`, `vatPlatformInvPreviewUrl`,
/// `invPreviewQrcodePath`, `invPreviewQrcode`, `invoiceXml` and others; decode once.
///
/// ```
/// # use fapiao_model::{node::Node, piaotong::Encoded};
/// let url: Encoded = Node::from("aHR0cHM6Ly9mcGtqLnZwaWFvdG9uZy5jb20vZC94LnB0").read()?;
/// assert_eq!(url.url().as_deref(), Some("https://fpkj.vpiaotong.com/d/x.pt"));
/// # Ok::<(), fapiao_model::node::NodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Encoded(String);

impl Encoded {
    /// The text as it came.
    #[must_use]
    pub fn wire(&self) -> &str {
        &self.0
    }

    /// The bytes; `None` if it is no strict Base64 of the standard alphabet with padding.
    #[must_use]
    pub fn bytes(&self) -> Option<Vec<u8>> {
        decode(self.0.as_bytes())
    }

    /// The text; `None` if it is no Base64 or no UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        String::from_utf8(self.bytes()?).ok()
    }

    /// The address; `None` if it is no Base64 of an `http` or `https` address.
    #[must_use]
    pub fn url(&self) -> Option<String> {
        let is_address = |text: &String| text.starts_with("https://") || text.starts_with("http://");
        self.text().filter(is_address)
    }
}

/// Strict: whole groups of four, padding only at the end, no bits left over.
fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let padding = text.iter().rev().take_while(|byte| **byte == b'=').count();
    let digits = text.get(..text.len() - padding)?;
    if !text.len().is_multiple_of(4) || padding > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3 + 2);
    for group in digits.chunks(4) {
        let mut bits = 0u32;
        for byte in group {
            bits = bits << 6 | digit(*byte)?;
        }
        let missing = 4 - group.len();
        bits <<= 6 * missing;
        let [_, all @ ..] = bits.to_be_bytes();
        let (kept, lost) = all.split_at(3 - missing);
        if lost.iter().any(|byte| *byte != 0) {
            return None;
        }
        bytes.extend_from_slice(kept);
    }
    Some(bytes)
}

fn digit(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(value.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (wire, plain) in [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"),
            ("Zm9vYmE=", "fooba"),
            ("Zm9vYmFy", "foobar"),
        ] {
            assert_eq!(Encoded(wire.into()).text().as_deref(), Some(plain));
        }
    }

    #[test]
    fn what_is_not_strict_base64_is_not_decoded() {
        for wrong in ["Zg", "Zg=", "Zg===", "====", "Zh==", "Zm9=", "Zg==Zg==", "Zm 9", "Zm-_", "Z===", "票"] {
            assert_eq!(Encoded(wrong.into()).bytes(), None, "{wrong}");
        }
    }

    #[test]
    fn only_web_addresses_are_addresses() {
        assert_eq!(Encoded("ZmlsZTovLy9ldGMvcGFzc3dk".into()).url(), None); // file:///etc/passwd
    }
}
