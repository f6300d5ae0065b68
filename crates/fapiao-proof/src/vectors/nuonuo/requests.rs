//! Captured requests: our client, given the same, must send the same.

use super::super::case::{Case, Checked, Stop, as_text, counted, differs, failed, malformed, same};
use super::super::message::{form, no_other_header, same_form, same_header, sorted};
use super::{ANY_TAX_NUMBER, client, merchant};
use fapiao_model::nuonuo::RawCall;
use fapiao_nuonuo::{Config, Environment, Grant, Stamp, UserTaxHeader};
use fapiao_transport::AccessToken;
use http::{HeaderMap, Request};
use serde_json::Value;

pub(super) fn check(_: &Value, case: Case<'_>) -> Checked {
    match case.text("kind")? {
        "api_call" => api_call(case.part("inputs")?, case.part("expect")?),
        "token" => token(case.part("inputs")?, case.part("expect")?),
        "authorize_url" => authorize_url(case.part("inputs")?, case.part("expect")?),
        _ => Err(malformed("kind", "api_call, token or authorize_url", case.value("kind"))),
    }
}

fn api_call(inputs: Case<'_>, expect: Case<'_>) -> Checked {
    let merchant = merchant_of(inputs)?;
    let call = RawCall::from_text(inputs.text("api_method")?, inputs.text("content")?.to_owned())
        .map_err(|error| failed("body", error, "a body"))?;
    let body = merchant.write(&call).map_err(|error| failed("body", error, "a body"))?;
    same("body", body.bytes(), expect.text("body")?)?;
    if expect.has("body_utf8_bytes") {
        counted("body, its length", body.bytes().len(), expect.number("body_utf8_bytes")?)?;
    }
    let request = merchant.seal(&body, &stamp(inputs)?);
    same("signature", header(request.headers(), "x-nuonuo-sign"), expect.text("signature")?)?;
    same("http method", request.method().as_str(), expect.text("http_method")?)?;
    same("url", request.uri().to_string(), expect.text("url")?)?;
    if expect.has("query_order") {
        let names = form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes()).map(|(name, _)| name);
        let theirs = expect.list("query_order")?.iter().map(as_text);
        same("url, order of its query", names.collect::<Vec<_>>().join(", "), theirs.collect::<Vec<_>>().join(", "))?;
    }
    headers(&request, expect)?;
    same("body, as sent", request.body(), expect.text("body")?)
}

fn merchant_of(inputs: Case<'_>) -> Result<fapiao_nuonuo::Merchant, Stop> {
    let environment = Environment::Custom(inputs.text("base_url")?.to_owned());
    let config = Config::new(environment, inputs.text("app_key")?, inputs.secret()?);
    let (header, number) = match inputs.text("user_tax")? {
        "" => (UserTaxHeader::Empty, ANY_TAX_NUMBER),
        number => (UserTaxHeader::TaxNumber, number),
    };
    merchant(&client(config.with_user_tax_header(header))?, number)
}

fn stamp(inputs: Case<'_>) -> Result<Stamp, Stop> {
    let time = inputs.text("timestamp")?;
    Ok(Stamp {
        senid: inputs.text("senid")?.to_owned(),
        nonce: inputs.text("nonce")?.to_owned(),
        unix_seconds: time.parse().map_err(|error| failed("timestamp", error, time))?,
        token: AccessToken::new(inputs.text("access_token")?),
    })
}

fn headers(request: &Request<bytes::Bytes>, expect: Case<'_>) -> Checked {
    let theirs = expect.pairs("headers")?;
    let optional: Vec<&str> =
        expect.value("optional_headers").as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, value) in &theirs {
        if name.eq_ignore_ascii_case("content-length") {
            same("header Content-Length", request.body().len().to_string(), value)?;
        } else if request.headers().contains_key(*name) || !optional.contains(name) {
            same_header(request.headers(), name, Some(value))?;
        }
    }
    no_other_header(request.headers(), &theirs)
}

fn header(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).unwrap_or_default()
}

/// A token call, with any of the three grants.
fn token(inputs: Case<'_>, expect: Case<'_>) -> Checked {
    let fields = expect.pairs("form")?;
    let refresh_token = inputs.text("refresh_token").unwrap_or_default().into();
    let grant = match fields.iter().find(|(name, _)| *name == "grant_type").map(|(_, value)| *value) {
        Some("authorization_code") => Grant::Code {
            code: inputs.text("code")?,
            tax_number: inputs.text("tax_number")?,
            redirect_uri: inputs.text("redirect_uri")?,
        },
        Some("refresh_token") => Grant::Refresh { user_id: inputs.text("user_id")?, refresh_token: &refresh_token },
        _ => Grant::SelfUse,
    };
    // A refresh names the user instead of the application.
    let app_key = inputs.text("app_key").unwrap_or("unused");
    let config = Config::new(Environment::Production, app_key, inputs.secret()?);
    let request = client(config)?.token_request(&grant).map_err(|error| failed("token request", error, "a request"))?;
    same("http method", request.method().as_str(), expect.text("http_method")?)?;
    same("url", request.uri().to_string(), expect.text("url")?)?;
    same_header(request.headers(), "Content-Type", Some(expect.text("content_type")?))?;
    let theirs = sorted(fields);
    same_form("body, decoded", &form(request.body()), &theirs)?;
    if form(expect.text("body")?.as_bytes()) != theirs {
        return Err(differs("form of the case", "its body and its form differ", "the same pairs"));
    }
    Ok(())
}

/// The page where a merchant lets a third-party application act for it.
fn authorize_url(inputs: Case<'_>, expect: Case<'_>) -> Checked {
    let config = Config::new(Environment::Production, inputs.text("app_key")?, "unused");
    let url = client(config)?
        .authorize_url(inputs.text("redirect_uri")?, inputs.text("state")?)
        .map_err(|error| failed("authorise page", error, "an address"))?;
    let theirs = expect.text("url")?;
    let (ours, wanted) = (url.split_once('?').unwrap_or_default(), theirs.split_once('?').unwrap_or_default());
    same("url, without query", ours.0, wanted.0)?;
    same_form("query, decoded", &form(ours.1.as_bytes()), &form(wanted.1.as_bytes()))
}
