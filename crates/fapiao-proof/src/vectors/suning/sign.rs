//! Strings to sign and signatures.

use super::super::case::{Case, Checked, Stop, decided, same, same_canonical};
use super::super::message::decoded;
use fapiao_signing::suning::Signable;
use serde_json::Value;

pub(super) fn check(_: &Value, case: Case<'_>) -> Checked {
    let body = decoded(case, "body_base64")?;
    if let Some(text) = case.optional_text("body_utf8") {
        same("body", &body, text)?;
    }
    signed(&signable(case, &body)?, case)
}

/// The string to sign, the signature over it, and that we would take it.
pub(super) fn signed(request: &Signable<'_>, case: Case<'_>) -> Checked {
    let (secret, theirs) = (case.secret()?, case.text("sign_info")?);
    same_canonical("string to sign", &request.canonical(&secret), case.text("string_to_sign")?, &secret)?;
    same("signature", request.sign(&secret), theirs)?;
    decided("verification", request.verify(&secret, theirs), true)
}

pub(super) fn verify(_: &Value, case: Case<'_>) -> Checked {
    let body = decoded(case, "body_base64")?;
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
