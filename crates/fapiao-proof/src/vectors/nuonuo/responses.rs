//! Answers: outcome, code, form of the result, what a repeat may do, values.

use super::super::case::{Case, Checked, Stop, as_text, decided, differs, same};
use super::super::message::response;
use super::{ANY_TAX_NUMBER, any_client, merchant, values};
use bytes::Bytes;
use fapiao_model::node::Node;
use fapiao_model::nuonuo::{
    ApplyRedConfirmation, Call, DeliverInvoice, IssueInvoice, QueryInvoiceResult, QueryRedConfirmation, QuickRedFlush,
    RefreshRedConfirmations, RetryIssue,
};
use fapiao_model::{Operation as _, Outcome, Repeat};
use fapiao_transport::{Error, ErrorKind, Reply};
use http::Response;
use serde_json::{Value, json};

pub(super) fn check(_: &Value, case: Case<'_>) -> Checked {
    let answer = response(case, case.text("body")?.to_owned())?;
    let is = |name: &str, method: &str| method == name;
    match case.text("for")? {
        "token" => token(case, &answer),
        // An answer that any method may get: the one that issues stands for all.
        "any" => judge::<IssueInvoice>(case, &answer, values::accepted),
        method if is(IssueInvoice::ENTRY.wire_name, method) => judge::<IssueInvoice>(case, &answer, values::accepted),
        method if is(QueryInvoiceResult::ENTRY.wire_name, method) => {
            judge::<QueryInvoiceResult>(case, &answer, |results| values::results(results))
        }
        method if is(ApplyRedConfirmation::ENTRY.wire_name, method) => {
            judge::<ApplyRedConfirmation>(case, &answer, values::applied)
        }
        method if is(QueryRedConfirmation::ENTRY.wire_name, method) => {
            judge::<QueryRedConfirmation>(case, &answer, values::forms)
        }
        method if is(RetryIssue::ENTRY.wire_name, method) => judge::<RetryIssue>(case, &answer, |_| json!({})),
        method if is(QuickRedFlush::ENTRY.wire_name, method) => judge::<QuickRedFlush>(case, &answer, |_| json!({})),
        method if is(DeliverInvoice::ENTRY.wire_name, method) => judge::<DeliverInvoice>(case, &answer, |_| json!({})),
        method if is(RefreshRedConfirmations::ENTRY.wire_name, method) => {
            judge::<RefreshRedConfirmations>(case, &answer, |_| json!({}))
        }
        method => Err(Stop::NotYet(method.to_owned())),
    }
}

fn judge<C: Call>(case: Case<'_>, answer: &Response<Bytes>, values: impl Fn(&C::Answer) -> Value) -> Checked {
    let meaning = case.part("meaning")?;
    let read = merchant(&any_client()?, ANY_TAX_NUMBER)?.read::<C>(answer);
    let tree = Node::from_json(answer.body()).unwrap_or_default();
    same("outcome", read.as_ref().map_or_else(outcome, |_| "success".to_owned()), meaning.text("outcome")?)?;
    if let Some(code) = meaning.optional_text("code") {
        let ours = match &read {
            Ok(_) => tree.get("code").and_then(Node::as_text).unwrap_or_default(),
            Err(error) => code_of(error),
        };
        same("code", ours, code)?;
    }
    if let Some(kind) = meaning.optional_text("result_type") {
        same("result type", result_type(&tree), kind)?;
    }
    match &read {
        Ok(got) => {
            decided("a repeat is spoken of", false, meaning.has("retry"))?;
            same_values(meaning, &values(got), &tree)
        }
        Err(error) => repeat(meaning, error),
    }
}

/// What the answer came to, in the words of the file.
fn outcome(error: &Error) -> String {
    let is_gateways = |code: &str| code.len() == 6 && code.starts_with("07");
    match (error.kind(), code_of(error)) {
        (ErrorKind::Decode | ErrorKind::Unavailable, "") => "malformed".to_owned(),
        (ErrorKind::Decode, _) => format!("a success that can't be read: {}", error.message()),
        (_, code) if is_gateways(code) => "gateway_error".to_owned(),
        _ => "business_error".to_owned(),
    }
}

fn code_of(error: &Error) -> &str {
    error.reply().map(Reply::code).unwrap_or_default()
}

fn result_type(tree: &Node) -> &'static str {
    match tree.get("result") {
        None => "absent",
        Some(Node::Null) => "null",
        Some(Node::Text(text)) if text.is_empty() => "empty_string",
        Some(Node::Text(_)) => "string",
        Some(Node::List(_)) => "array",
        Some(Node::Record(_)) => "object",
    }
}

/// What a repeat may do; and that nothing malformed is taken for a refusal.
fn repeat(meaning: Case<'_>, error: &Error) -> Checked {
    if let Some(theirs) = meaning.optional_text("retry") {
        let ours = match error.row().map(|row| row.repeat) {
            Some(Repeat::Never) => "never",
            Some(Repeat::Same) => "same",
            Some(Repeat::AfterFix) => "after_fix",
            Some(Repeat::AfterNewToken) => "after_new_token",
            Some(Repeat::Wait) => "wait",
            Some(Repeat::QueryFirst) | None => "query_first",
        };
        same("retry", ours, theirs)?;
    }
    let is_malformed = meaning.optional_text("outcome") == Some("malformed");
    decided("outcome of a malformed answer is unknown", !is_malformed || error.outcome() == Outcome::Unknown, true)
}

/// The values that the file speaks of: as our types give them, or as they were kept where no type names them.
fn same_values(meaning: Case<'_>, typed: &Value, tree: &Node) -> Checked {
    for (name, theirs) in meaning.value("values").as_object().into_iter().flatten() {
        let ours = typed.get(name).cloned().unwrap_or_else(|| values::kept(tree, name));
        if ours != *theirs {
            return Err(differs(format!("values, {name}"), as_text(&ours), as_text(theirs)));
        }
    }
    let unknown = meaning.value("unknown_fields").as_array().into_iter().flatten().filter_map(Value::as_str);
    for name in unknown.filter_map(|field| field.strip_prefix("result.")) {
        let is_kept = typed["extra"].as_array().is_some_and(|kept| kept.iter().any(|one| one == name));
        decided(&format!("unknown field {name} is kept"), is_kept, true)?;
    }
    Ok(())
}

fn token(case: Case<'_>, answer: &Response<Bytes>) -> Checked {
    let meaning = case.part("meaning")?;
    let read = any_client()?.read_token(answer);
    same("outcome", if read.is_ok() { "token_ok" } else { "token_error" }, meaning.text("outcome")?)?;
    match read {
        Ok(granted) => same_members(meaning, &values::granted(&granted)),
        Err(error) => {
            same("code", code_of(&error), meaning.text("code")?)?;
            repeat(meaning, &error)
        }
    }
}

fn same_members(meaning: Case<'_>, ours: &Value) -> Checked {
    let members = meaning.record_itself()?.iter().filter(|(name, _)| !["outcome", "note"].contains(&name.as_str()));
    for (name, theirs) in members {
        let ours = ours.get(name).cloned().unwrap_or_default();
        if ours != *theirs {
            return Err(differs(format!("values, {name}"), as_text(&ours), as_text(theirs)));
        }
    }
    Ok(())
}
