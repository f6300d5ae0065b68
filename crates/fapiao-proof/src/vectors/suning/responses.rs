//! Answers: outcome, code, words, values, lists.

use super::super::case::{Case, Checked, Stop, decided, differs, failed, malformed, same, same_optional};
use super::super::message::{decoded, response};
use super::{format, shop, tree};
use fapiao_model::Outcome;
use fapiao_model::node::Node;
use fapiao_model::suning::{
    AddElectronicInvoice, Call, Category, CodeParts, Content, Envelope, Format, Head, NO_RESULT,
};
use fapiao_suning::{Config, Environment, RawCall};
use fapiao_transport::{Error, ErrorKind, Reply};
use serde_json::Value;

pub(super) fn check(_: &Value, case: Case<'_>) -> Checked {
    let body = decoded(case, "body_base64")?;
    if let Some(text) = case.optional_text("body_utf8") {
        same("body of the case", &body, text)?;
    }
    let answer = response(case, body)?;
    let shop = shop(Config::new(Environment::Production, "key", "secret").with_format(format(case)?))?;
    let node = case.text("biz_node")?;
    let read = shop.read_raw(&RawCall::new("suning.custom.electronicinvoice.add", node, Node::Null), &answer);
    let expected = case.part("expected")?;
    match expected.text("kind")? {
        "success" => success(case, expected, read)?,
        "empty" => empty(expected, read)?,
        "error" => error(case, expected, &refusal(read)?)?,
        "decode_error" => same("outcome", kind_of(&refusal(read)?), "Decode, Unknown")?,
        "http_error" => http_error(expected, &refusal(read)?)?,
        _ => return Err(malformed("kind", "an outcome of the notes", expected.value("kind"))),
    }
    // An upload's answer is read by its own type as well: a success only with its flag.
    if node != AddElectronicInvoice::NODE {
        return Ok(());
    }
    let is_success = expected.text("kind")? == "success" && expected.value("business_flag") != &Value::Bool(false);
    decided("the typed answer is a success", shop.read::<AddElectronicInvoice>(&answer).is_ok(), is_success)
}

type Read = Result<Option<Content>, Error>;

fn success(case: Case<'_>, expected: Case<'_>, read: Read) -> Checked {
    let content = read.map_err(|error| failed("outcome", error, "success"))?;
    let content = content.ok_or_else(|| differs("outcome", "empty", "success"))?;
    let mut ours = tree::with_lists(content.node, &texts(case, "list_fields"));
    if expected.value("ignore_extra") == &Value::Bool(true) {
        let known = |name: &str| expected.value("data").get(name).is_some();
        ours = ours.members().iter().filter(|(name, _)| known(name)).cloned().collect();
    }
    for list in texts(expected, "missing_lists") {
        let is_empty = ours.get(&list).is_none_or(|node| node.items().is_empty());
        decided(&format!("list {list} is empty"), is_empty, true)?;
    }
    tree::same("data", &tree::sorted(ours), &tree::sorted(tree::of(expected.value("data"))))?;
    match expected.has("head") {
        true => head(expected.part("head")?, content.head),
        false => Ok(()),
    }
}

fn texts(case: Case<'_>, member: &str) -> Vec<String> {
    let list = case.value(member).as_array().into_iter().flatten();
    list.filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

fn head(theirs: Case<'_>, ours: Option<Head>) -> Checked {
    let ours =
        ours.ok_or_else(|| differs("head", "none", theirs.record_itself().map_or(0, |head| head.len()).to_string()))?;
    let numbers = [("pageTotal", ours.page_total), ("pageNo", ours.page_number), ("totalSize", ours.total_size)];
    for (name, number) in numbers {
        let text = |number: Option<u64>| number.map(|number| number.to_string());
        let theirs = theirs.value(name).as_u64();
        same_optional(&format!("head, {name}"), text(number).as_deref(), text(theirs).as_deref())?;
    }
    same_optional("head, returnMessage", ours.return_message.as_deref(), theirs.optional_text("returnMessage"))
}

/// Nothing was found: one code says so, and is no error.
fn empty(expected: Case<'_>, read: Read) -> Checked {
    let content = read.map_err(|error| failed("outcome", error, "empty"))?;
    decided("outcome is empty", content.is_none(), true)?;
    match expected.optional_text("error_code") {
        Some(code) => same("code", NO_RESULT, code),
        None => Ok(()),
    }
}

fn error(case: Case<'_>, expected: Case<'_>, error: &Error) -> Checked {
    let code = error.reply().map(Reply::code).unwrap_or_default();
    same("code", code, expected.text("error_code")?)?;
    let Envelope::Error { message: words, .. } = opened(case)? else {
        return Err(differs("outcome", "no error", "error"));
    };
    same_optional("message", words.as_deref(), expected.optional_text("error_msg"))?;
    same("category", Category::of(code).as_str(), expected.text("category")?)?;
    same_optional("detail", CodeParts::of(code).variable, expected.optional_text("detail"))?;
    decided("the code has a row, or its outcome is unknown", is_listed_or_unknown(error), true)
}

fn is_listed_or_unknown(error: &Error) -> bool {
    error.row().is_some() || error.outcome() == Outcome::Unknown
}

fn http_error(expected: Case<'_>, error: &Error) -> Checked {
    same("outcome", kind_of(error), "Unavailable, Unknown")?;
    let status = error.reply().map(|reply| reply.status().as_u16().to_string()).unwrap_or_default();
    same("status", status, expected.number("status")?.to_string())
}

/// The envelope, opened without a client: it shows the words that an error was told in, and whether there were any.
fn opened(case: Case<'_>) -> Result<Envelope, Stop> {
    let body = decoded(case, "body_base64")?;
    let tree = match format(case)? {
        Format::Xml => Node::from_xml(&body),
        Format::Json => Node::from_json(&body),
    };
    let node = case.text("biz_node")?;
    tree.and_then(|tree| Envelope::open(tree, node)).map_err(|error| failed("envelope", error, "an envelope"))
}

fn refusal(read: Read) -> Result<Error, Stop> {
    read.err().ok_or_else(|| differs("outcome", "success", "an error"))
}

fn kind_of(error: &Error) -> &'static str {
    match (error.kind(), error.outcome()) {
        (ErrorKind::Decode, Outcome::Unknown) => "Decode, Unknown",
        (ErrorKind::Unavailable, Outcome::Unknown) => "Unavailable, Unknown",
        (_, Outcome::Unknown) => "another kind, Unknown",
        (_, Outcome::Refused | Outcome::NotSent) => "not Unknown",
    }
}
