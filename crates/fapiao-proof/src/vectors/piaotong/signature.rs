//! The sections of keys, strings to sign and signatures.

use super::super::case::{Case, Checked, counted, decided, failed, malformed, same};
use super::{answer_config, envelope, members, private_key, public_key, signature_of, verifies};
use fapiao_piaotong::{OpenError, open_answer, open_push};
use fapiao_signing::piaotong::{PrivateKey, PublicKey, candidates, string_to_sign};
use serde_json::Value;

/// Every form of a key is the same key.
pub(super) fn key_forms(_: &Value, case: Case<'_>) -> Checked {
    let forms = case.record_itself()?;
    let spki = case.text("public_spki_der_base64")?;
    let public = PublicKey::parse(spki).map_err(|error| failed("public_spki_der_base64", error, "a public key"))?;
    counted("bits", public.bits(), case.number("bits")?)?;
    for (form, text) in forms.iter().filter_map(|(form, value)| Some((form, value.as_str()?))) {
        let read = if form.starts_with("private") {
            PrivateKey::parse(text).map(|key| key.public_key())
        } else {
            PublicKey::parse(text)
        };
        let key = read.map_err(|error| failed(form, error, "the key"))?;
        decided(&format!("{form} is the same key"), key == public, true)?;
    }
    Ok(())
}

pub(super) fn string(_: &Value, case: Case<'_>) -> Checked {
    let ours = string_to_sign(&members(case.record("envelope")?));
    same("string to sign", ours, case.text("string_to_sign")?)
}

pub(super) fn sign(file: &Value, case: Case<'_>) -> Checked {
    let (key, message) = (private_key(file, case, "key")?, case.text("message")?);
    let theirs = case.text("signature_base64")?;
    let ours = key.sign(message).map_err(|error| failed("signature", error, theirs))?;
    same("signature", &ours, theirs)?;
    decided("verification", key.public_key().verify(message, &ours), true)
}

pub(super) fn verify(file: &Value, case: Case<'_>) -> Checked {
    let ours = public_key(file, case, "key")?.verify(case.text("message")?, case.text("signature_base64")?);
    decided("verification", ours, case.flag("valid")?)
}

/// Answers whose empty members clients sign differently.
pub(super) fn tolerant(file: &Value, case: Case<'_>) -> Checked {
    let body = envelope(case, "raw_body")?;
    let (members, key) = (members(&body), public_key(file, case, "verify_key")?);
    let strict = string_to_sign(&members);
    same("string to sign, strictly", &strict, case.text("strict_string")?)?;
    decided("verification, strictly", key.verify(&strict, signature_of(&body)), case.flag("strict_verified")?)?;
    let signed = case.text("signed_string")?;
    decided("the signed string is a candidate", candidates(&members).any(|ours| ours == signed), true)?;
    let ours = key.verify_tolerant(&members, signature_of(&body));
    decided("verification, tolerantly", ours, case.flag("tolerant_verified")?)
}

/// Envelopes that nobody may take: neither by their signature nor through the client.
pub(super) fn tampered(file: &Value, case: Case<'_>) -> Checked {
    let (body, key) = (envelope(case, "raw_body")?, public_key(file, case, "verify_key")?);
    same("what is expected", "reject", case.text("expected")?)?;
    decided("verification, strictly", verifies(&key, &body), false)?;
    decided("verification, tolerantly", key.verify_tolerant(&members(&body), signature_of(&body)), false)?;
    let config = answer_config(file, case)?;
    let opened = match case.text("kind")? {
        "push" => open_push(&config, case.text("raw_body")?.as_bytes()),
        "response" => open_answer(&config, case.text("raw_body")?.as_bytes()),
        _ => return Err(malformed("kind", "push or response", case.value("kind"))),
    };
    let is_refused = matches!(opened, Err(OpenError::Unverified(_) | OpenError::Foreign));
    decided("verification by the client", !is_refused, false)
}
