//! Strings to sign and signatures.

use super::super::case::{Case, Checked, Stop, counted, decided, failed, same};
use fapiao_signing::nuonuo::{GatewayPath, Signable, SigningKey};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::borrow::Cow;

pub(super) fn check(_: &Value, case: Case<'_>) -> Checked {
    let path = case.text("path")?;
    let path = GatewayPath::parse(path).map_err(|error| failed("path", error, path))?;
    let body = body(case)?;
    if case.has("body_utf8_bytes") {
        counted("body, its length", body.len(), case.number("body_utf8_bytes")?)?;
    }
    let request = Signable {
        path: &path,
        app_key: case.text("app_key")?,
        senid: case.text("senid")?,
        nonce: case.text("nonce")?,
        timestamp: case.text("timestamp")?,
        body: body.as_bytes(),
    };
    string_to_sign(&request, case)?;
    let (secret, theirs) = (case.secret()?, case.text("signature")?);
    same("signature", request.sign(&secret), theirs)?;
    same("signature with a key set up before", request.sign_with(&SigningKey::new(&secret)), theirs)?;
    decided("verification", request.verify(&secret, theirs), true)
}

/// The body as it stands, or made by its generator.
fn body(case: Case<'_>) -> Result<Cow<'_, str>, Stop> {
    if let Some(body) = case.optional_text("body") {
        return Ok(Cow::Borrowed(body));
    }
    let generator = case.part("body_generator")?;
    let count = usize::try_from(generator.number("count")?).unwrap_or(usize::MAX).min(16 << 20);
    let unit = generator.text("unit")?.repeat(count);
    Ok(Cow::Owned(format!("{}{unit}{}", generator.text("prefix")?, generator.text("suffix")?)))
}

/// Large cases give the start of the string and digests.
fn string_to_sign(request: &Signable<'_>, case: Case<'_>) -> Checked {
    let ours = request.canonical();
    if let Some(theirs) = case.optional_text("string_to_sign") {
        return same("string to sign", ours, theirs);
    }
    let prefix = case.text("string_to_sign_prefix")?;
    let start = ours.get(..prefix.len()).unwrap_or(&ours);
    same("string to sign, its start", start, prefix)?;
    same("body, its SHA-256", sha256(request.body), case.text("body_sha256")?)?;
    same("string to sign, its SHA-256", sha256(&ours), case.text("string_to_sign_sha256")?)
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
