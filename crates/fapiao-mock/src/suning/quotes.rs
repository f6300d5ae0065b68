//! The Python form of JSON: the official Python 3 SDK writes the business node as a Python literal.

/// Rewrites single-quoted strings as JSON strings. `None` if a string does not end.
pub(super) fn to_json(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 16);
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            quote @ ('\'' | '"') => string(quote, &mut characters, &mut out)?,
            other => out.push(other),
        }
    }
    Some(out)
}

/// Copies the rest of a string that began with this quote.
fn string(quote: char, characters: &mut std::str::Chars<'_>, out: &mut String) -> Option<()> {
    out.push('"');
    loop {
        match characters.next()? {
            end if end == quote => break,
            '"' => out.push_str("\\\""),
            '\\' => match characters.next()? {
                '\'' => out.push('\''),
                'x' => out.push_str("\\u00"),
                escaped => out.extend(['\\', escaped]),
            },
            plain => out.push(plain),
        }
    }
    out.push('"');
    Some(())
}

#[cfg(test)]
mod tests {
    use super::to_json;

    #[test]
    fn python_literals_become_json() {
        for (python, json) in [
            (r"{'a': 'b'}", r#"{"a": "b"}"#),
            (r#"{'a': "O'Neil"}"#, r#"{"a": "O'Neil"}"#),
            (r#"{'a': 'say "x" and \'y\''}"#, r#"{"a": "say \"x\" and 'y'"}"#),
            (r"{'a': '\x07\n\\'}", r#"{"a": "\u0007\n\\"}"#),
        ] {
            assert_eq!(to_json(python).as_deref(), Some(json));
        }
        assert_eq!(to_json("{'a"), None);
    }
}
