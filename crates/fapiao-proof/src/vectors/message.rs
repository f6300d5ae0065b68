//! HTTP messages of the cases.

use super::case::{Case, Checked, Stop, differs, failed, malformed, same, same_optional};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderMap, Response};

/// The Base64 in a member.
pub(super) fn decoded(case: Case<'_>, member: &str) -> Result<Vec<u8>, Stop> {
    STANDARD.decode(case.text(member)?).map_err(|_| malformed(member, "Base64", case.value(member)))
}

/// An answer with the case's status and this body.
pub(super) fn response(case: Case<'_>, body: impl Into<Bytes>) -> Result<Response<Bytes>, Stop> {
    let status = u16::try_from(case.number("http_status")?).unwrap_or_default();
    let mut response = Response::builder().status(status);
    if let Some(content_type) = case.optional_text("content_type") {
        response = response.header("content-type", content_type);
    }
    response.body(body.into()).map_err(|error| failed("the case's answer", error, "an HTTP answer"))
}

/// The pairs of a form, sorted: their order means nothing.
pub(super) fn form(body: &[u8]) -> Vec<(String, String)> {
    sorted(form_urlencoded::parse(body).map(|(name, value)| (name.into_owned(), value.into_owned())))
}

/// Pairs in the order of their names.
pub(super) fn sorted<'a, N: Into<String>, V: Into<String>>(
    pairs: impl IntoIterator<Item = (N, V)> + 'a,
) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
    pairs.sort();
    pairs
}

/// `Ok` if both forms have the same pairs.
pub(super) fn same_form(stage: &str, ours: &[(String, String)], theirs: &[(String, String)]) -> Checked {
    let lines = |pairs: &[(String, String)]| -> String {
        pairs.iter().map(|(name, value)| format!("{name}={value}\n")).collect()
    };
    same(stage, lines(ours), lines(theirs))
}

/// `Ok` if our header has this value; the spelling of a content type's parameters means nothing.
pub(super) fn same_header(ours: &HeaderMap, name: &str, theirs: Option<&str>) -> Checked {
    let ours = ours.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let plain = |value: &str| match name.eq_ignore_ascii_case("content-type") {
        true => value.to_lowercase().replace(' ', ""),
        false => value.to_owned(),
    };
    let (ours, theirs) = (ours.as_deref().map(plain), theirs.map(plain));
    same_optional(&format!("header {name}"), ours.as_deref(), theirs.as_deref())
}

/// `Ok` if we send no header but these and the content length, which the transport sends.
pub(super) fn no_other_header(ours: &HeaderMap, theirs: &[(&str, &str)]) -> Checked {
    let is_theirs = |name: &str| theirs.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
    match ours.keys().find(|name| !is_theirs(name.as_str())) {
        Some(name) => Err(differs(format!("header {name}"), "is sent", "is not sent")),
        None => Ok(()),
    }
}
