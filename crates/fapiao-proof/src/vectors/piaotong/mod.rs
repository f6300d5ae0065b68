//! Golden files of Piaotong.

mod content;
mod envelopes;
mod fields;
mod signature;

use super::Check;
use super::case::{Case, Stop, failed};
use fapiao_piaotong::{Config, Environment, Keys};
use fapiao_signing::piaotong::{ContentKey, PrivateKey, PublicKey, string_to_sign};
use serde_json::{Map, Value};

pub(super) const SECTIONS: &[(&str, Check)] = &[
    ("keys", signature::key_forms),
    ("des3_encrypt", content::encrypt),
    ("des3_decrypt", content::decrypt),
    ("des3_decrypt_reject", content::reject),
    ("des3_key_reject", content::reject_key),
    ("string_to_sign_request", signature::string),
    ("string_to_sign_response", signature::string),
    ("rsa_sign", signature::sign),
    ("rsa_verify", signature::verify),
    ("request_envelope", envelopes::request),
    ("response_envelope", envelopes::response),
    ("push_envelope", envelopes::push),
    ("base64_field", fields::address),
    ("serial_no", fields::serial),
    ("response_tolerant", signature::tolerant),
    ("tampered", signature::tampered),
];

/// The 3DES key that a member names.
fn content_key(file: &Value, case: Case<'_>, member: &str) -> Result<ContentKey, Stop> {
    let key = Case::new(file).part("des_keys")?.text(case.text(member)?)?;
    ContentKey::parse(key).map_err(|error| failed("3DES key", error, "a key"))
}

/// The private key that a member names.
fn private_key(file: &Value, case: Case<'_>, member: &str) -> Result<PrivateKey, Stop> {
    let forms = Case::new(file).part("keys")?.part(case.text(member)?)?;
    PrivateKey::parse(forms.text("private_pkcs8_der_base64")?).map_err(|error| failed("private key", error, "a key"))
}

/// The public key that a member names.
fn public_key(file: &Value, case: Case<'_>, member: &str) -> Result<PublicKey, Stop> {
    let forms = Case::new(file).part("keys")?.part(case.text(member)?)?;
    PublicKey::parse(forms.text("public_spki_der_base64")?).map_err(|error| failed("public key", error, "a key"))
}

/// A partner with these keys of the file.
fn config(file: &Value, content_key: &str, private_key: &str, public_key: &str) -> Result<Config, Stop> {
    let forms = |name: &str| Case::new(file).part("keys")?.part(name);
    let keys = Keys::parse(
        Case::new(file).part("des_keys")?.text(content_key)?,
        forms(private_key)?.text("private_pkcs8_der_base64")?,
        forms(public_key)?.text("public_spki_der_base64")?,
    );
    let keys = keys.map_err(|error| failed("keys", error, "keys"))?;
    let alias = "TEST".parse().map_err(|error| failed("alias", error, "an alias"))?;
    Ok(Config::new(Environment::VendorTest, "2IbFbe3k", alias, keys))
}

/// Only the partner signs with the private key, so an answer is opened with whatever private key the file has.
fn answer_config(file: &Value, case: Case<'_>) -> Result<Config, Stop> {
    let keys = Case::new(file).record("keys")?;
    let any = keys.iter().find(|(_, forms)| forms["private_pkcs8_der_base64"].is_string());
    let any = any.map(|(name, _)| name.as_str()).unwrap_or_default();
    config(file, case.text("des_key")?, any, case.text("verify_key")?)
}

/// The members of an envelope; what is no text counts as null.
fn members(envelope: &Map<String, Value>) -> Vec<(&str, Option<&str>)> {
    envelope.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// The envelope in a member that holds its text.
fn envelope(case: Case<'_>, member: &str) -> Result<Map<String, Value>, Stop> {
    serde_json::from_str(case.text(member)?).map_err(|error| failed(member, error, "a JSON record"))
}

/// Whether the key's owner signed the envelope, strictly.
fn verifies(key: &PublicKey, envelope: &Map<String, Value>) -> bool {
    key.verify(&string_to_sign(&members(envelope)), signature_of(envelope))
}

fn signature_of(envelope: &Map<String, Value>) -> &str {
    envelope.get("sign").and_then(Value::as_str).unwrap_or_default()
}
