//! `application/x-www-form-urlencoded`, both ways.

use std::fmt::Write as _;

/// Writes one value: unreserved characters as they are, everything else as `%XX` of its UTF-8.
pub(crate) fn encode_into(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(byte.into());
        } else {
            // Writing into a String can't fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// Writes a form.
pub(crate) fn encode(fields: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (name, value) in fields {
        if !out.is_empty() {
            out.push('&');
        }
        encode_into(&mut out, name);
        out.push('=');
        encode_into(&mut out, value);
    }
    out
}

/// Reads a form; `None` if it is not UTF-8 or holds a broken `%`.
pub(crate) fn decode(body: &[u8]) -> Option<Vec<(String, String)>> {
    let pairs = body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let name = text(halves.next().unwrap_or_default())?;
            Some((name, text(halves.next().unwrap_or_default())?))
        })
        .collect()
}

fn text(encoded: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.iter();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => 16 * digit(rest.next())? + digit(rest.next())?,
            byte => *byte,
        });
    }
    String::from_utf8(bytes).ok()
}

fn digit(byte: Option<&u8>) -> Option<u8> {
    let digit = char::from(*byte?).to_digit(16)?;
    u8::try_from(digit).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_percent_encoded() {
        assert_eq!(
            encode(&[("redirect_uri", "https://x/cb?a=1"), ("b", "中 +")]),
            "redirect_uri=https%3A%2F%2Fx%2Fcb%3Fa%3D1&b=%E4%B8%AD%20%2B"
        );
    }

    #[test]
    fn what_was_encoded_is_decoded() {
        let fields = [("a", "中 +&=%"), ("b", "")];
        let decoded = decode(encode(&fields).as_bytes()).unwrap();
        assert_eq!(decoded, [("a".to_owned(), "中 +&=%".to_owned()), ("b".to_owned(), String::new())]);
        assert_eq!(decode(b"a=1+2").unwrap()[0].1, "1 2");
    }

    #[test]
    fn broken_forms_are_refused() {
        for broken in [b"a=%".as_slice(), b"a=%4", b"a=%zz", b"a=%ff"] {
            assert!(decode(broken).is_none());
        }
    }
}
