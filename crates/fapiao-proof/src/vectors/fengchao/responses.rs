//! Answers of the retry, and of the gateway's other interfaces.

use super::super::case::{Case, Checked, as_text, decided, differs, failed, malformed, same, same_optional};
use super::super::message::response;
use super::{ANY_TAX_NUMBER, merchant};
use bytes::Bytes;
use fapiao_fengchao::Config;
use fapiao_model::Outcome;
use fapiao_model::fengchao::{Envelope, RawCall, RetryIssue, RetryIssueAnswer};
use fapiao_model::node::Node;
use fapiao_transport::{Error, ErrorKind, Reply};
use http::Response;
use serde_json::Value;

pub(super) fn check(_: &Value, case: Case<'_>) -> Checked {
    let answer = response(case, case.text("body_utf8")?.to_owned())?;
    let expected = case.part("expected")?;
    match expected.text("kind")? {
        "ok" => general(expected, &answer),
        "retry_accepted" | "already_issued" => retried(expected, &answer),
        "failed" => refused(expected, &retry_error(&answer)?),
        "decode_error" => same("outcome", kind_of(&retry_error(&answer)?), "Decode, Unknown"),
        "http_error" => {
            let error = retry_error(&answer)?;
            same("outcome", kind_of(&error), "Unavailable, Unknown")?;
            let status = error.reply().map(|reply| reply.status().as_u16().to_string());
            same_optional("status", status.as_deref(), Some(&expected.number("status")?.to_string()))
        }
        _ => Err(malformed("kind", "an outcome of the notes", expected.value("kind"))),
    }
}

/// The general envelope, by the raw call.
fn general(expected: Case<'_>, answer: &Response<Bytes>) -> Checked {
    let merchant = merchant(Config::new("any", "any"), ANY_TAX_NUMBER)?;
    let envelope = merchant
        .read_from::<RawCall>(&<RawCall as fapiao_model::Operation>::ENTRY, "/gateway/any", answer)
        .map_err(|error| failed("outcome", error, "ok"))?;
    same_envelope(&envelope, expected)
}

fn same_envelope(envelope: &Envelope, expected: Case<'_>) -> Checked {
    same("code", envelope.code(), as_text(expected.value("code")).as_ref())?;
    same("message", envelope.message(), expected.text("message")?)?;
    same_optional("trace id", envelope.trace_id(), expected.optional_text("trace_id"))?;
    let theirs = Node::from_json(as_text(expected.value("data")).as_bytes()).unwrap_or_default();
    match envelope.data().cloned().unwrap_or_default() == theirs {
        true => Ok(()),
        false => Err(differs("data", format!("{:?}", envelope.data()), as_text(expected.value("data")))),
    }
}

fn retried(expected: Case<'_>, answer: &Response<Bytes>) -> Checked {
    let read = merchant(Config::new("any", "any"), ANY_TAX_NUMBER)?.read::<RetryIssue>(answer);
    let read = read.map_err(|error| failed("outcome", error, expected.text("kind").unwrap_or_default()))?;
    let (kind, number, url) = match &read {
        RetryIssueAnswer::Accepted => ("retry_accepted", None, None),
        RetryIssueAnswer::AlreadyIssued { invoice_number, pdf_url } => {
            ("already_issued", Some(invoice_number.as_str()), pdf_url.as_deref())
        }
        _ => ("something new", None, None),
    };
    same("outcome", kind, expected.text("kind")?)?;
    let envelope = Envelope::read(answer.body()).map_err(|error| failed("envelope", error, "an envelope"))?;
    same("code", envelope.code(), as_text(expected.value("code")).as_ref())?;
    same("message", envelope.message(), expected.text("message")?)?;
    same_optional("values, invoice_no", number, expected.optional_text("invoice_no"))?;
    same_optional("values, invoice_down_url", url, expected.optional_text("invoice_down_url"))
}

/// Which codes mean a refusal without effect nobody has published, so each leaves the outcome unknown.
fn refused(expected: Case<'_>, error: &Error) -> Checked {
    decided("outcome is unknown", error.outcome() == Outcome::Unknown, true)?;
    let reply = error.reply();
    same_optional("code", reply.map(Reply::code), Some(&as_text(expected.value("code"))))?;
    same_optional("message", reply.map(Reply::message), expected.optional_text("message"))
}

fn retry_error(answer: &Response<Bytes>) -> Result<Error, super::super::case::Stop> {
    match merchant(Config::new("any", "any"), ANY_TAX_NUMBER)?.read::<RetryIssue>(answer) {
        Ok(read) => Err(differs("outcome", format!("{read:?}"), "an error")),
        Err(error) => Ok(error),
    }
}

fn kind_of(error: &Error) -> &'static str {
    match (error.kind(), error.outcome()) {
        (ErrorKind::Decode, Outcome::Unknown) => "Decode, Unknown",
        (ErrorKind::Unavailable, Outcome::Unknown) => "Unavailable, Unknown",
        (_, Outcome::Unknown) => "another kind, Unknown",
        (_, Outcome::Refused | Outcome::NotSent) => "not Unknown",
    }
}
