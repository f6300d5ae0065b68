//! Captured requests: we read what their clients send, and send the same fields, in XML and in JSON.

use super::super::case::{Case, Checked, Stop, decided, failed, malformed, same, same_canonical, same_optional};
use super::super::message::{decoded, same_header};
use super::{format, shop, tree};
use bytes::Bytes;
use fapiao_model::node::Node;
use fapiao_model::suning::Format;
use fapiao_signing::suning::Signable;
use fapiao_suning::{Config, Environment, PathStyle, RawCall, Stamp};
use fapiao_transport::AccessToken;
use http::Request;
use serde_json::Value;

const BARE_PATH: &str = "/api/http/sopRequest";

pub(super) fn check(_: &Value, case: Case<'_>) -> Checked {
    let theirs = case.part("request")?;
    let headers = theirs.pairs("headers")?;
    let body = decoded(theirs, "body_base64")?;
    if let Some(text) = theirs.optional_text("body_utf8") {
        same("body of the case", &body, text)?;
    }
    let secret = case.secret()?;
    let signable = signable(&headers, &body);
    same_canonical("string to sign", &signable.canonical(&secret), case.text("string_to_sign")?, &secret)?;
    same("signature", signable.sign(&secret), case.text("sign_info")?)?;
    same_optional("header signInfo of the case", header(&headers, "signInfo"), Some(case.text("sign_info")?))?;
    let fields = tree::sorted(tree::of(case.value("fields")));
    let strict = if has_single_quotes(&body) { strict_json(&body).into_bytes() } else { body.clone() };
    tree::same("their fields, as we read them", &fields_of(case, format(case)?, &strict)?, &fields)?;
    ours(case, &headers, &fields)
}

/// Whether it is the pseudo-JSON of an official client, Python's own spelling of a record: only a server has to read it.
fn has_single_quotes(body: &[u8]) -> bool {
    body.first() == Some(&b'{')
        && Node::from_json(body).is_err()
        && body.windows(2).any(|pair| pair == b"{'" || pair == b"['")
}

/// That spelling with JSON's quotes.
fn strict_json(body: &[u8]) -> String {
    let mut quote = None;
    let mut strict = String::new();
    for character in String::from_utf8_lossy(body).chars() {
        match (quote, character) {
            (None, '\'' | '"') => (quote, strict) = (Some(character), strict + "\""),
            (Some(open), _) if character == open => (quote, strict) = (None, strict + "\""),
            (Some('\''), '"') => strict.push_str("\\\""),
            _ => strict.push(character),
        }
    }
    strict
}

fn signable<'a>(headers: &[(&str, &'a str)], body: &'a [u8]) -> Signable<'a> {
    let [method, request_time, app_key, version] =
        ["AppMethod", "AppRequestTime", "AppKey", "VersionNo"].map(|name| header(headers, name).unwrap_or_default());
    Signable { method, request_time, app_key, version, body }
}

fn header<'a>(headers: &[(&str, &'a str)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
}

/// The business node of a message, with lists where the case has lists.
fn fields_of(case: Case<'_>, format: Format, body: &[u8]) -> Result<Node, Stop> {
    let parsed = match format {
        Format::Xml => Node::from_xml(body),
        Format::Json => Node::from_json(body),
    };
    let message = parsed.map_err(|error| failed("body, decoded", error, "a message"))?;
    let path = ["sn_request", "sn_body", case.text("biz_node")?];
    let node = message.at(&path).ok_or_else(|| failed("body, decoded", "no business node", path.join(".")))?;
    let node = if node.is_empty() { Node::Record(Vec::new()) } else { node.clone() };
    let is_list = |(_, value): &(&String, &Value)| value.is_array();
    let lists: Vec<String> = case.record("fields")?.iter().filter(is_list).map(|(name, _)| name.clone()).collect();
    Ok(tree::sorted(tree::with_lists(node, &lists)))
}

/// What our client sends for the same fields, at the same time, with the same keys.
fn ours(case: Case<'_>, headers: &[(&str, &str)], fields: &Node) -> Checked {
    let theirs = case.part("request")?;
    let request = sealed(case, headers, theirs.text("path")?)?;
    same("http method", request.method().as_str(), theirs.text("method")?)?;
    same("url, its path", request.uri().path(), theirs.text("path")?)?;
    for name in ["AppMethod", "AppRequestTime", "AppKey", "VersionNo", "access_token"] {
        same_header(request.headers(), name, header(headers, name))?;
    }
    same_header(request.headers(), "Format", Some(case.text("format")?))?;
    tree::same("our fields", &fields_of(case, format(case)?, request.body())?, fields)?;
    let sign_info = request.headers().get("signInfo").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_taken = signable(headers, request.body()).verify(&case.secret()?, sign_info);
    decided("our signature over our body is taken", is_taken, true)
}

fn sealed(case: Case<'_>, headers: &[(&str, &str)], path: &str) -> Result<Request<Bytes>, Stop> {
    let path_style = if path == BARE_PATH { PathStyle::Bare } else { PathStyle::Appended };
    let config = Config::new(Environment::Production, case.text("app_key")?, case.secret()?);
    let shop = shop(config.with_format(format(case)?).with_path_style(path_style))?;
    let call = RawCall::new(case.text("api")?, case.text("biz_node")?, tree::of(case.value("fields")));
    let body = shop.write_raw(&call).map_err(|error| failed("body", error, "a body"))?;
    let time = header(headers, "AppRequestTime")
        .ok_or_else(|| malformed("headers", "an AppRequestTime", case.value("request")))?;
    let mut stamp = Stamp::at(time.parse().map_err(|error| failed("AppRequestTime", error, time))?);
    stamp.access_token = case.optional_text("access_token").map(AccessToken::new);
    shop.seal(&body, &stamp).map_err(|error| failed("request", error, "a request"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pythons_spelling_of_a_record_becomes_json() {
        let body = br#"{"a": {'b': 'say "x"', 'c': "O'Neil"}}"#;
        assert!(has_single_quotes(body));
        assert_eq!(strict_json(body), r#"{"a": {"b": "say \"x\"", "c": "O'Neil"}}"#);
    }
}
