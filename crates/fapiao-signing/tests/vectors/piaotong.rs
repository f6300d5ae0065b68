use fapiao_signing::piaotong::{ContentKey, KeyError, PrivateKey, PublicKey, candidates, string_to_sign};
use serde_json::{Map, Value};

use crate::support::{Checked, decided, each, file, same, text};

/// The keys and sections of the vector file.
struct Vectors(Value);

#[test]
fn contents_encrypt_and_decrypt_as_every_vector_says() {
    let vectors = Vectors::read();
    each(vectors.section("des3_encrypt"), 36, |case| {
        let key = vectors.content_key(text(case, "key"));
        same("cipher text", key.encrypt(text(case, "plaintext").as_bytes()), text(case, "ciphertext_base64"))?;
        decrypts(&key, text(case, "ciphertext_base64"), text(case, "plaintext"))
    });
    each(vectors.section("des3_decrypt"), 14, |case| {
        decrypts(&vectors.content_key(text(case, "key")), text(case, "ciphertext_base64"), text(case, "plaintext"))
    });
}

#[test]
fn contents_and_content_keys_that_every_vector_rejects_are_refused() {
    let vectors = Vectors::read();
    each(vectors.section("des3_decrypt_reject"), 13, |case| {
        let ours = vectors.content_key(text(case, "key")).decrypt(text(case, "ciphertext_base64"));
        decided("decryption", ours.is_ok(), false)
    });
    each(vectors.section("des3_key_reject"), 6, |case| {
        let key = text(case, "key_text");
        let refused = ContentKey::parse(key).err() == Some(KeyError::ContentKeyLength { found: key.len() });
        decided("refusal of the key", refused, true)
    });
}

#[test]
fn strings_to_sign_match_every_vector() {
    let vectors = Vectors::read();
    for (section, expected) in [("string_to_sign_request", 14), ("string_to_sign_response", 17)] {
        each(vectors.section(section), expected, |case| {
            let ours = string_to_sign(&members(case["envelope"].as_object().unwrap()));
            same("string to sign", ours, text(case, "string_to_sign"))
        });
    }
}

#[test]
fn signatures_are_made_and_decided_as_every_vector_says() {
    let vectors = Vectors::read();
    each(vectors.section("rsa_sign"), 18, |case| {
        let key = vectors.private_key(text(case, "key"));
        let ours = key.sign(text(case, "message")).map_err(|error| error.to_string())?;
        same("signature", &ours, text(case, "signature_base64"))?;
        decided("verification", key.public_key().verify(text(case, "message"), &ours), true)
    });
    each(vectors.section("rsa_verify"), 29, |case| {
        let key = vectors.public_key(text(case, "key"));
        let ours = key.verify(text(case, "message"), text(case, "signature_base64"));
        decided("verification", ours, case["valid"].as_bool().unwrap())
    });
}

#[test]
fn every_form_of_every_key_is_the_same_key() {
    let vectors = Vectors::read();
    let keys = vectors.0["keys"].as_object().unwrap();
    assert_eq!(keys.len(), 5, "number of keys");
    for (name, forms) in keys {
        let public = vectors.public_key(name);
        assert_eq!(public.bits() as u64, forms["bits"].as_u64().unwrap(), "{name}");
        for form in ["private_pkcs8_pem", "private_pkcs1_pem", "private_pkcs8_der_base64"] {
            let key = PrivateKey::parse(text(forms, form)).unwrap_or_else(|error| panic!("{name} {form}: {error}"));
            assert_eq!(key.public_key(), public, "{name} {form}");
        }
        let key = PublicKey::parse(text(forms, "public_spki_pem")).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(key, public, "{name}");
    }
}

#[test]
fn captured_requests_are_rebuilt_to_the_byte() {
    let vectors = Vectors::read();
    each(vectors.section("request_envelope"), 19, |case| {
        let (envelope, config) = (&case["envelope"], &case["config"]);
        let key = vectors.content_key(text(config, "des_key"));
        same("content", key.encrypt(text(case, "content_plaintext").as_bytes()), text(envelope, "content"))?;
        let ours = string_to_sign(&members(envelope.as_object().unwrap()));
        same("string to sign", &ours, text(case, "string_to_sign"))?;
        let key = vectors.private_key(text(config, "private_key"));
        same("signature", key.sign(&ours).map_err(|error| error.to_string())?, text(envelope, "sign"))?;
        let Some(reply) = case["reply"].as_object() else { return Ok(()) };
        let key = vectors.public_key(text(case, "reply_verified_by_peer_with"));
        decided("verification of the reply", verifies(&key, reply), true)
    });
}

#[test]
fn answers_and_pushes_are_verified_and_decrypted_as_every_vector_says() {
    let vectors = Vectors::read();
    each(vectors.section("response_envelope"), 22, |case| received(&vectors, case));
    each(vectors.section("push_envelope"), 12, |case| {
        received(&vectors, case)?;
        let (answer, envelope) = (&case["answer"], &case["answer"]["envelope"]);
        let key = vectors.content_key(text(case, "des_key"));
        same(
            "content of the answer",
            key.encrypt(text(answer, "content_plaintext").as_bytes()),
            text(envelope, "content"),
        )?;
        let ours = string_to_sign(&members(envelope.as_object().unwrap()));
        same("string to sign of the answer", &ours, text(answer, "string_to_sign"))?;
        let signature = vectors.private_key(text(answer, "private_key")).sign(&ours);
        same("signature of the answer", signature.map_err(|error| error.to_string())?, text(envelope, "sign"))
    });
}

#[test]
fn empty_members_of_answers_are_tolerated_as_every_vector_says() {
    let vectors = Vectors::read();
    each(vectors.section("response_tolerant"), 6, |case| {
        let body = body(case);
        let (members, sign) = (members(&body), body["sign"].as_str().unwrap());
        let key = vectors.public_key(text(case, "verify_key"));
        let strict = string_to_sign(&members);
        same("strict string", &strict, text(case, "strict_string"))?;
        decided("strict verification", key.verify(&strict, sign), case["strict_verified"].as_bool().unwrap())?;
        let is_candidate = candidates(&members).any(|text| text == case["signed_string"].as_str().unwrap());
        decided("the signed string is a candidate", is_candidate, true)?;
        let ours = key.verify_tolerant(&members, sign);
        decided("tolerant verification", ours, case["tolerant_verified"].as_bool().unwrap())
    });
}

#[test]
fn every_tampered_envelope_is_refused_strictly_and_tolerantly() {
    let vectors = Vectors::read();
    each(vectors.section("tampered"), 21, |case| {
        let body = body(case);
        let key = vectors.public_key(text(case, "verify_key"));
        decided("strict verification", verifies(&key, &body), false)?;
        let sign = body.get("sign").and_then(Value::as_str).unwrap_or_default();
        decided("tolerant verification", key.verify_tolerant(&members(&body), sign), false)
    });
}

impl Vectors {
    fn read() -> Vectors {
        Vectors(file("piaotong"))
    }

    fn section(&self, name: &str) -> &Value {
        &self.0["vectors"][name]
    }

    fn content_key(&self, name: &str) -> ContentKey {
        ContentKey::parse(text(&self.0["des_keys"], name)).unwrap()
    }

    fn private_key(&self, name: &str) -> PrivateKey {
        PrivateKey::parse(text(&self.0["keys"][name], "private_pkcs8_der_base64")).unwrap()
    }

    fn public_key(&self, name: &str) -> PublicKey {
        PublicKey::parse(text(&self.0["keys"][name], "public_spki_der_base64")).unwrap()
    }
}

/// An answer or a push: string, signature, content.
fn received(vectors: &Vectors, case: &Value) -> Checked {
    let body = body(case);
    same("string to sign", string_to_sign(&members(&body)), text(case, "string_to_sign"))?;
    let key = vectors.public_key(text(case, "verify_key"));
    decided("verification", verifies(&key, &body), case["expected"]["verified"].as_bool().unwrap())?;
    match case["expected"]["content_plaintext"].as_str() {
        Some(theirs) => {
            decrypts(&vectors.content_key(text(case, "des_key")), body["content"].as_str().unwrap(), theirs)
        }
        None => decided("no content", body.get("content").is_none_or(|content| content == ""), true),
    }
}

fn decrypts(key: &ContentKey, content: &str, theirs: &str) -> Checked {
    same("plain text", key.decrypt(content).map_err(|error| format!("decryption: {error}"))?, theirs)
}

fn verifies(key: &PublicKey, envelope: &Map<String, Value>) -> bool {
    let sign = envelope.get("sign").and_then(Value::as_str).unwrap_or_default();
    key.verify(&string_to_sign(&members(envelope)), sign)
}

fn members(envelope: &Map<String, Value>) -> Vec<(&str, Option<&str>)> {
    envelope.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn body(case: &Value) -> Map<String, Value> {
    serde_json::from_str(text(case, "raw_body")).unwrap()
}
