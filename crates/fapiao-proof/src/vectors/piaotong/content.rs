//! The 3DES sections.

use super::super::case::{Case, Checked, Stop, counted, decided, failed, same};
use super::content_key;
use fapiao_signing::piaotong::{ContentKey, KeyError};
use serde_json::Value;

pub(super) fn encrypt(file: &Value, case: Case<'_>) -> Checked {
    let (plain, cipher) = (case.text("plaintext")?, case.text("ciphertext_base64")?);
    if case.has("plaintext_utf8_hex") {
        let hex: String = plain.bytes().map(|byte| format!("{byte:02x}")).collect();
        same("plain text, in hex", hex, case.text("plaintext_utf8_hex")?)?;
    }
    if case.has("plaintext_len_bytes") {
        counted("plain text, its length", plain.len(), case.number("plaintext_len_bytes")?)?;
    }
    let key = content_key(file, case, "key")?;
    same("ciphertext", key.encrypt(plain.as_bytes()), cipher)?;
    if case.has("ciphertext_len_bytes") {
        counted("ciphertext, its length", plain.len() / 8 * 8 + 8, case.number("ciphertext_len_bytes")?)?;
    }
    decrypts(&key, cipher, plain)
}

pub(super) fn decrypt(file: &Value, case: Case<'_>) -> Checked {
    decrypts(&content_key(file, case, "key")?, case.text("ciphertext_base64")?, case.text("plaintext")?)
}

/// `Ok` if the content decrypts to this text.
pub(super) fn decrypts(key: &ContentKey, cipher: &str, plain: &str) -> Checked {
    same("plain text", key.decrypt(cipher).map_err(|error| failed("decryption", error, plain))?, plain)
}

pub(super) fn reject(file: &Value, case: Case<'_>) -> Checked {
    let ours = content_key(file, case, "key")?.decrypt(case.text("ciphertext_base64")?);
    decided("decryption succeeds", ours.is_ok(), !expects_rejection(case)?)
}

pub(super) fn reject_key(_: &Value, case: Case<'_>) -> Checked {
    let key = case.text("key_text")?;
    if case.has("key_len_bytes") {
        counted("3DES key, its length", key.len(), case.number("key_len_bytes")?)?;
    }
    let refusal = ContentKey::parse(key).err();
    let is_refused = refusal == Some(KeyError::ContentKeyLength { found: key.len() });
    decided("3DES key is refused", is_refused, expects_rejection(case)?)
}

/// What the case expects: "reject", perhaps with a reason behind it.
fn expects_rejection(case: Case<'_>) -> Result<bool, Stop> {
    Ok(case.text("expected")?.starts_with("reject"))
}
