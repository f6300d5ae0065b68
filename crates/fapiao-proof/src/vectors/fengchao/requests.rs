//! Captured requests: our client, given the same parameters, must send the same form.

use super::super::case::{Case, Checked, Stop, failed, malformed, same};
use super::super::message::{decoded, form, same_form, sorted};
use super::{ANY_TAX_NUMBER, merchant, sign};
use bytes::Bytes;
use fapiao_fengchao::{Config, Stamp};
use fapiao_model::ChinaTime;
use fapiao_model::fengchao::{COMMON_PARAMETERS, RawCall, TAX_NUMBER};
use http::Request;
use serde_json::Value;

pub(super) fn check(_: &Value, case: Case<'_>) -> Checked {
    sign::signed(&case.pairs("params")?, &case.secret()?, case)?;
    let theirs = case.part("request")?;
    theirs_is_whole(case, theirs)?;
    let request = sealed(case, theirs.text("path")?)?;
    same("http method", request.method().as_str(), theirs.text("method")?)?;
    same("url, its path", request.uri().path(), theirs.text("path")?)?;
    same_form("body, decoded", &form(request.body()), &sorted(case.pairs("decoded_form")?))
}

/// The captured body is the form that the case spells out, as far as it is one: a demo sends multipart bodies.
fn theirs_is_whole(case: Case<'_>, theirs: Case<'_>) -> Checked {
    let body = theirs.text("body_utf8")?;
    same("body of the case", decoded(theirs, "body_base64")?, body)?;
    let is_form = theirs.pairs("headers")?.iter().any(|(_, value)| value.contains("form-urlencoded"));
    match is_form {
        true => same_form("body of the case, decoded", &form(body.as_bytes()), &sorted(case.pairs("decoded_form")?)),
        false => Ok(()),
    }
}

/// What our client sends: the parameters of the case as a raw call, at the time that they name.
fn sealed(case: Case<'_>, path: &str) -> Result<Request<Bytes>, Stop> {
    let params = case.pairs("params")?;
    let value = |name| params.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let app_id = value("appid").ok_or_else(|| malformed("params", "an appid", case.value("params")))?;
    let merchant = merchant(Config::new(app_id, case.secret()?), value(TAX_NUMBER).unwrap_or(ANY_TAX_NUMBER))?;
    let mut call = RawCall::new(path).map_err(|error| failed("path", error, path))?;
    for (name, value) in params.iter().filter(|(name, _)| !COMMON_PARAMETERS.contains(name)) {
        call = call.parameter(*name, *value).map_err(|error| failed("parameter", error, *name))?;
    }
    let time = value("timestamp").unwrap_or_default();
    let seconds: i64 = time.parse().map_err(|error| failed("timestamp", error, time))?;
    let body = merchant.write(&call).map_err(|error| failed("body", error, "a body"))?;
    let stamp = Stamp::at(ChinaTime::from_unix_millis(seconds.saturating_mul(1000)));
    merchant.seal(&body, &stamp).map_err(|error| failed("request", error, "a request"))
}
