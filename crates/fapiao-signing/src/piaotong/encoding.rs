//! From the texts that RSA keys are handed around as to DER, and back to PEM.

use base64::{Engine, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

use super::KeyError;

const LINE_BYTES: usize = 48;

/// The DER inside a PEM text or bare Base64, whatever the armour's label says. White space is ignored.
pub(super) fn der(text: &str) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let body = armoured(text)?.unwrap_or(text);
    let mut base64 = Zeroizing::new(String::with_capacity(body.len()));
    base64.extend(body.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}'));
    if base64.is_empty() {
        return Err(KeyError::Empty);
    }
    STANDARD.decode(base64.as_bytes()).map(Zeroizing::new).map_err(|_| KeyError::NotBase64)
}

/// PEM with lines of 64 characters, as OpenSSL writes it.
pub(super) fn pem(label: &str, der: &[u8]) -> Zeroizing<String> {
    // Room for everything at once: a buffer that grows would leave copies of a private key behind.
    let mut text = Zeroizing::new(String::with_capacity(der.len() * 3 / 2 + 2 * label.len() + 64));
    text.extend(["-----BEGIN ", label, "-----\n"]);
    for line in der.chunks(LINE_BYTES) {
        STANDARD.encode_string(line, &mut text);
        text.push('\n');
    }
    text.extend(["-----END ", label, "-----\n"]);
    text
}

/// What stands between the first pair of armour lines; none when there are no such lines.
fn armoured(text: &str) -> Result<Option<&str>, KeyError> {
    let Some((_, after_begin)) = text.split_once("-----BEGIN ") else { return Ok(None) };
    let (_label, after_line) = after_begin.split_once("-----").ok_or(KeyError::UnclosedArmour)?;
    let (body, _) = after_line.split_once("-----END ").ok_or(KeyError::UnclosedArmour)?;
    Ok(Some(body))
}
