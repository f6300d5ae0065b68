//! The ways in which a JSON body gets spelt anew between signing and sending.

use serde_json::Value;

/// What the body may have been when it was signed.
pub(crate) fn spellings(body: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let mut found = vec![("an empty body", Vec::new())];
    let text = String::from_utf8_lossy(body);
    let trimmed = text.trim();
    found.push(("the body without blanks around it", trimmed.into()));
    found.push(("the body with a line feed behind it", format!("{text}\n").into()));
    let compact = respaced(trimmed, ",", ":");
    found.push(("the body without blanks between its members", compact.clone().into()));
    found.push(("the body with a blank behind every comma and colon", respaced(trimmed, ", ", ": ").into()));
    found.push(("the body in ASCII, as Python's json.dumps writes it", ascii(&respaced(trimmed, ", ", ": ")).into()));
    found.push(("the body in ASCII (\\uXXXX for Chinese)", ascii(&compact).into()));
    found.push(("the body as PHP's json_encode writes it", ascii(&compact.replace('/', "\\/")).into()));
    found.push(("the body with slashes as \\/", compact.replace('/', "\\/").into()));
    if let Ok(value) = serde_json::from_str::<Value>(trimmed) {
        found.push(("the body's members in alphabetical order", value.to_string().into()));
        found.push(("the body indented", serde_json::to_string_pretty(&value).unwrap_or_default().into()));
        found.extend(value.get("order").map(|order| ("the order without its wrapper", order.to_string().into())));
    }
    found
}

/// The JSON text with these separators and no other blanks; nothing inside a string is touched.
fn respaced(text: &str, comma: &str, colon: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_string, mut escaped) = (false, false);
    for character in text.chars() {
        match character {
            _ if in_string => out.push(character),
            ',' => out.push_str(comma),
            ':' => out.push_str(colon),
            ' ' | '\t' | '\r' | '\n' => {}
            _ => out.push(character),
        }
        match character {
            '"' if !escaped => in_string = !in_string,
            _ => {}
        }
        escaped = in_string && character == '\\' && !escaped;
    }
    out
}

fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() {
            out.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            out.push_str(&format!("\\u{unit:04x}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_inside_strings_stay() {
        assert_eq!(respaced(r#"{ "a" : "b , \" : c" , "d":[1, 2] }"#, ",", ":"), r#"{"a":"b , \" : c","d":[1,2]}"#);
    }

    #[test]
    fn beyond_the_basic_plane_two_units_are_escaped() {
        assert_eq!(ascii("a中😀"), r"a\u4e2d\ud83d\ude00");
    }
}
