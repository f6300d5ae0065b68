//! `application/x-www-form-urlencoded`, as the gateway's own clients write it.

use std::fmt::Write as _;

/// Writes the parameters in their order. Escapes in upper case, a space as `+`, as the operator's Java demo does.
pub(crate) fn encode<'p>(parameters: impl IntoIterator<Item = (&'p str, &'p str)>) -> String {
    let mut form = String::new();
    for (name, value) in parameters {
        if !form.is_empty() {
            form.push('&');
        }
        escape(name, &mut form);
        form.push('=');
        escape(value, &mut form);
    }
    form
}

fn escape(text: &str, form: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => form.push(byte.into()),
            b' ' => form.push('+'),
            _ => {
                // Writing to a `String` does not fail.
                let _infallible = write!(form, "%{byte:02X}");
            }
        }
    }
}

/// Reads a form back; `None` if it is none, or not UTF-8.
pub(crate) fn decode(form: &[u8]) -> Option<Vec<(String, String)>> {
    let parameters = form.split(|byte| *byte == b'&').filter(|parameter| !parameter.is_empty());
    parameters
        .map(|parameter| {
            let equals = parameter.iter().position(|byte| *byte == b'=')?;
            let (name, value) = parameter.split_at(equals);
            Some((unescape(name)?, unescape(value.get(1..)?)?))
        })
        .collect()
}

fn unescape(text: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let (digits, after) = rest.split_at_checked(2)?;
                rest = after;
                hex(digits)?
            }
            plain => plain,
        });
    }
    String::from_utf8(bytes).ok()
}

fn hex(digits: &[u8]) -> Option<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let [high, low] = digits else { return None };
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_survives() {
        let all = [("a b+c", "=&%25\r\n\0"), ("发票", "{ \"k\": \"值\" }~"), ("empty", "")];
        let form = encode(all);
        assert!(form.is_ascii(), "{form}");
        assert_eq!(decode(form.as_bytes()).unwrap(), all.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn escapes_are_those_of_the_java_demo() {
        let body = "request_data=%7B++%22orderno%22%3A+%2220240122150518179381%22%7D"; // part of vector req-01
        assert_eq!(encode([("request_data", "{  \"orderno\": \"20240122150518179381\"}")]), body);
    }

    #[test]
    fn what_is_no_form_is_not_read() {
        for wrong in ["a", "a=%", "a=%4", "a=%zz", "a=%FF", "%+4=1"] {
            assert_eq!(decode(wrong.as_bytes()), None, "{wrong}");
        }
        assert_eq!(decode(b"").unwrap(), []);
    }
}
