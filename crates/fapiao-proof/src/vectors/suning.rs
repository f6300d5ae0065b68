//! Golden files of Suning.

use super::Check;
use super::case::{Case, Checked, Stop, decided, malformed, same, same_canonical};
use base64::{Engine, engine::general_purpose::STANDARD};
use fapiao_signing::suning::Signable;
use serde_json::Value;

pub(super) const SECTIONS: &[(&str, Check)] = &[("sign", sign), ("verify", verify)];

fn sign(_: &Value, case: Case<'_>) -> Checked {
    let body = bytes(case, "body_base64")?;
    if let Some(text) = case.optional_text("body_utf8") {
        same("body", &body, text)?;
    }
    signed(&signable(case, &body)?, case)
}

/// The string to sign, the signature over it, and that we would take it.
fn signed(request: &Signable<'_>, case: Case<'_>) -> Checked {
    let (secret, theirs) = (case.secret()?, case.text("sign_info")?);
    same_canonical("string to sign", &request.canonical(&secret), case.text("string_to_sign")?, &secret)?;
    same("signature", request.sign(&secret), theirs)?;
    decided("verification", request.verify(&secret, theirs), true)
}

fn verify(_: &Value, case: Case<'_>) -> Checked {
    let body = bytes(case, "body_base64")?;
    let is_ours = signable(case, &body)?.verify(&case.secret()?, case.text("sign_info")?);
    decided("verification", is_ours, case.flag("valid")?)
}

fn signable<'a>(case: Case<'a>, body: &'a [u8]) -> Result<Signable<'a>, Stop> {
    Ok(Signable {
        method: case.text("app_method")?,
        request_time: case.text("app_request_time")?,
        app_key: case.text("app_key")?,
        version: case.text("version_no")?,
        body,
    })
}

fn bytes(case: Case<'_>, member: &str) -> Result<Vec<u8>, Stop> {
    STANDARD.decode(case.text(member)?).map_err(|_| malformed(member, "Base64", case.value(member)))
}
