//! Strings to sign, signatures, notices and tokens.

use super::super::case::{Case, Checked, Stop, decided, malformed, same, same_canonical};
use fapiao_signing::{AppSecret, fengchao};
use serde_json::Value;

pub(super) fn check(_: &Value, case: Case<'_>) -> Checked {
    signed(&case.pairs("params")?, &case.secret()?, case)
}

/// The string to sign, the signature over it, and that we would take it.
pub(super) fn signed(params: &[(&str, &str)], secret: &AppSecret, case: Case<'_>) -> Checked {
    let string = fengchao::canonical(params, secret);
    same_canonical("string to sign", &string, case.text("string_to_sign")?, secret)?;
    same("signature", fengchao::sign(params, secret), case.text("sign")?)?;
    decided("verification", fengchao::verify(params, secret, case.text("sign")?), true)
}

pub(super) fn verify(_: &Value, case: Case<'_>) -> Checked {
    let is_ours = fengchao::verify(&case.pairs("params")?, &case.secret()?, case.text("sign")?);
    decided("verification", is_ours, case.flag("valid")?)
}

pub(super) fn notice(_: &Value, case: Case<'_>) -> Checked {
    let body: Value = serde_json::from_str(case.text("body_utf8")?)
        .map_err(|_| malformed("body_utf8", "a JSON text", case.value("body_utf8")))?;
    let (secret, body) = (case.secret()?, Case::new(&body));
    let notice = payment_notice(body)?;
    let theirs = fengchao::canonical(&case.pairs("signed_params")?, &secret);
    let theirs = String::from_utf8_lossy(theirs.expose()).into_owned();
    same_canonical("string to sign", &notice.canonical(&secret), &theirs, &secret)?;
    same("signature", notice.sign(&secret), case.text("expected_sign")?)?;
    decided("verification", notice.verify(&secret, body.text("sign")?), case.flag("valid")?)
}

fn payment_notice(body: Case<'_>) -> Result<fengchao::PaymentNotice<'_>, Stop> {
    let code = body.value("code").as_i64().ok_or_else(|| malformed("code", "a whole number", body.value("code")))?;
    Ok(fengchao::PaymentNotice {
        action: body.text("action")?,
        code,
        data: body.text("data")?,
        message: body.text("message")?,
        timestamp: body.text("timestamp")?,
    })
}

pub(super) fn web_socket_token(_: &Value, case: Case<'_>) -> Checked {
    same("token", fengchao::web_socket_token(case.text("appid")?, &case.secret()?), case.text("token")?)
}
