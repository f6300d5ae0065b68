//! Form encoding: queries, form bodies, and the forms that are pushed.

/// The pairs of a query or a form body, decoded; what is no UTF-8 is replaced. In a form a `+` is a blank.
pub(crate) fn decode(text: &str, plus_is_blank: bool) -> Vec<(String, String)> {
    let decoded = |part: &str| {
        let part = if plus_is_blank { part.replace('+', " ") } else { part.to_owned() };
        percent_decoded(&part)
    };
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(value))
    };
    text.split('&').filter(|part| !part.is_empty()).map(pair).collect()
}

/// The value of the first pair of this name.
pub(crate) fn value<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// A form body.
pub(crate) fn encode(pairs: &[(&str, &str)]) -> String {
    let pair = |(name, value): &(&str, &str)| format!("{}={}", percent_encoded(name), percent_encoded(value));
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                bytes.push(16 * digit(*high) + digit(*low));
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn digit(hex: u8) -> u8 {
    match hex {
        b'0'..=b'9' => hex - b'0',
        b'a'..=b'f' => hex - b'a' + 10,
        _ => hex.wrapping_sub(b'A').wrapping_add(10),
    }
}

/// The text with every reserved byte escaped, as a form has it.
pub(crate) fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.*".contains(&byte) {
            encoded.push(byte.into());
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_cases_of_escapes_and_both_blanks_are_read() {
        let pairs = decode("a=%7b+%22%7D%20&b=a%2Bb&c", true);
        assert_eq!(value(&pairs, "a"), Some("{ \"} "));
        assert_eq!(value(&pairs, "b"), Some("a+b"));
        assert_eq!(value(&pairs, "c"), Some(""));
    }

    #[test]
    fn a_plus_in_a_query_and_a_broken_escape_stay_as_they_are() {
        let pairs = decode("a=1+2&b=100%&c=%zz", false);
        assert_eq!(value(&pairs, "a"), Some("1+2"));
        assert_eq!(value(&pairs, "b"), Some("100%"));
        assert_eq!(value(&pairs, "c"), Some("%zz"));
    }

    #[test]
    fn what_was_encoded_decodes_to_itself() {
        let text = "{\"备注\":\"10% off & a+b\"}";
        assert_eq!(value(&decode(&encode(&[("content", text)]), true), "content"), Some(text));
    }
}
