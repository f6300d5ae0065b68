//! Whole envelopes through the client: requests, answers, pushes.

use super::super::case::{Case, Checked, Stop, as_text, decided, differs, failed, same, same_optional};
use super::{answer_config, config, members};
use crate::offline;
use bytes::Bytes;
use fapiao_model::piaotong::{InvoiceFacts, RawCall};
use fapiao_model::{Amount, ChinaTime, node::Node};
use fapiao_piaotong::{
    Client, Config, Event, Opened, Receiver, Stamp, open_answer, open_push, seal_answer, seal_request,
};
use fapiao_signing::piaotong::string_to_sign;
use fapiao_transport::Reply;
use http::{Request, Response};
use serde_json::{Map, Value};

/// Captured requests: our client, given the same, sends the same; and with the partner's public key we can open theirs.
pub(super) fn request(file: &Value, case: Case<'_>) -> Checked {
    let (theirs, settings) = (case.part("envelope")?, case.part("config")?);
    let partner = settings.text("private_key")?;
    let mut config = config(file, settings.text("des_key")?, partner, partner)?;
    settings.text("platformCode")?.clone_into(&mut config.platform_code);
    config.alias = settings.text("alias")?.parse().map_err(|error| failed("alias", error, "an alias"))?;
    let stamp = stamp(theirs, settings.text("alias")?)?;
    let content = case.text("content_plaintext")?;
    let sealed = seal_request(&config, content.as_bytes(), &stamp).map_err(|error| failed("envelope", error, "one"))?;
    let ours: Map<String, Value> = json(&sealed.bytes)?;
    let member = |name: &str| ours.get(name).and_then(Value::as_str).unwrap_or_default();
    same("ciphertext", member("content"), theirs.text("content")?)?;
    same("string to sign", &sealed.string_to_sign, case.text("string_to_sign")?)?;
    same("signature", member("sign"), theirs.text("sign")?)?;
    same_members("envelope", &ours, theirs.record_itself()?)?;
    same_members("body", &json(case.text("raw_body")?.as_bytes())?, theirs.record_itself()?)?;
    through_the_handle(config.clone(), case, &stamp, &sealed.bytes)?;
    let opened = open_push(&config, case.text("raw_body")?.as_bytes());
    let opened = opened.map_err(|error| failed("verification", error, "verified"))?;
    same_optional("plain text", opened.content.as_deref(), Some(content))?;
    reply(file, case, settings.text("des_key")?, partner)
}

/// The same bytes through the seller's handle, to the same address.
fn through_the_handle(config: Config, case: Case<'_>, stamp: &Stamp, bytes: &[u8]) -> Checked {
    let content = case.text("content_plaintext")?;
    let path = case.text("path")?;
    let call = RawCall::new(path, content).map_err(|error| failed("body", error, "a body"))?;
    let tree = Node::from_json(content.as_bytes()).map_err(|error| failed("body", error, "a body"))?;
    let seller =
        tree.items().iter().find_map(|item| item.get("taxpayerNum")?.as_text()).unwrap_or("91310117568051222X");
    let seller = seller.parse().map_err(|error| failed("tax number", error, seller))?;
    let client = Client::new(config, offline::context()).map_err(|error| failed("client", error, "a client"))?;
    let merchant = client.merchant(seller);
    let body = merchant.write(&call).map_err(|error| failed("body", error, "a body"))?;
    let request = merchant.seal(&body, stamp).map_err(|error| failed("request", error, "a request"))?;
    same("http method", request.method().as_str(), case.text("http_method")?)?;
    same("url, its path", request.uri().path(), path)?;
    same("body, as sent", request.body(), bytes)
}

/// The answer that a peer got to its request and took.
fn reply(file: &Value, case: Case<'_>, content_key: &str, partner: &str) -> Checked {
    if !case.has("reply") {
        return Ok(());
    }
    let config = config(file, content_key, partner, case.text("reply_verified_by_peer_with")?)?;
    let opened = open_answer(&config, case.value("reply").to_string().as_bytes());
    opened.map(drop).map_err(|error| failed("verification of the reply", error, "verified"))
}

/// Answers: verified, decrypted, read.
pub(super) fn response(file: &Value, case: Case<'_>) -> Checked {
    let (config, body) = (answer_config(file, case)?, case.text("raw_body")?);
    let envelope = json(body.as_bytes())?;
    same("string to sign", string_to_sign(&members(&envelope)), case.text("string_to_sign")?)?;
    let expected = case.part("expected")?;
    let opened = open_answer(&config, body.as_bytes());
    decided("verification", opened.is_ok(), expected.flag("verified")?)?;
    let Ok(Opened { code, msg, serial, content, .. }) = opened else { return Ok(()) };
    same("code", &code, expected.text("code")?)?;
    same("msg", msg, expected.text("msg")?)?;
    same("serialNo", serial, expected.text("serialNo")?)?;
    same_optional("plain text", content.as_deref(), expected.optional_text("content_plaintext"))?;
    facts_in(&code, content.as_deref())?;
    read_by_the_handle(config, &code, body)
}

/// An answer to a query holds the facts of an order.
fn facts_in(code: &str, content: Option<&str>) -> Checked {
    let members = content.and_then(|text| serde_json::from_str::<Map<String, Value>>(text).ok()).unwrap_or_default();
    let is_query = ["taxpayerNum", "invoiceReqSerialNo", "code"].iter().all(|name| members.contains_key(*name));
    if code != "0000" || !is_query {
        return Ok(());
    }
    let tree = Node::from_json(content.unwrap_or_default().as_bytes());
    let facts: Result<InvoiceFacts, _> = tree.and_then(|tree| tree.read());
    same_facts(&facts.map_err(|error| failed("values", error, "the facts of an order"))?, &members)
}

/// Pushes: verified, decrypted, and answered with a signed envelope.
pub(super) fn push(file: &Value, case: Case<'_>) -> Checked {
    let (answer, expected) = (case.part("answer")?, case.part("expected")?);
    let partner = answer.text("private_key")?;
    let mut config = config(file, case.text("des_key")?, partner, case.text("verify_key")?)?;
    expected.text("platformCode")?.clone_into(&mut config.platform_code);
    let body = case.text("raw_body")?;
    let envelope = json(body.as_bytes())?;
    same("string to sign", string_to_sign(&members(&envelope)), case.text("string_to_sign")?)?;
    let opened = open_push(&config, body.as_bytes());
    decided("verification", opened.is_ok(), expected.flag("verified")?)?;
    let Ok(Opened { serial, content, .. }) = opened else { return Ok(()) };
    same("serialNo", &serial, expected.text("serialNo")?)?;
    same_optional("plain text", content.as_deref(), expected.optional_text("content_plaintext"))?;
    acknowledgement(&config, answer, &serial)?;
    let own = self::config(file, case.text("des_key")?, partner, partner)?;
    received(config, &own, case)
}

/// The answer that the case spells out, made by our envelope.
fn acknowledgement(config: &Config, answer: Case<'_>, serial: &str) -> Checked {
    let (theirs, content) = (answer.part("envelope")?, answer.text("content_plaintext")?);
    let (code, msg) = (theirs.text("code")?, theirs.text("msg")?);
    let sealed = seal_answer(&config.keys, code, msg, serial, content.as_bytes());
    let sealed = sealed.map_err(|error| failed("answer", error, "an answer"))?;
    same("string to sign of the answer", &sealed.string_to_sign, answer.text("string_to_sign")?)?;
    same_members("answer", &json(&sealed.bytes)?, theirs.record_itself()?)
}

/// The receiver takes the push, reads it, and its answer repeats what the case's answer repeats.
fn received(receiver: Config, own: &Config, case: Case<'_>) -> Checked {
    let request = Request::post("/push").body(Bytes::from(case.text("raw_body")?.to_owned()));
    let request = request.map_err(|error| failed("the case's push", error, "an HTTP request"))?;
    let received = Receiver::new(receiver).with_shared_url().receive(&request);
    let received = received.map_err(|error| failed("push", error, "received"))?;
    if let Event::Result(facts) = received.event() {
        let content: Map<String, Value> = json(case.part("expected")?.text("content_plaintext")?.as_bytes())?;
        same_facts(facts, &content)?;
    }
    let answer = received.accept().map_err(|error| failed("answer", error, "an answer"))?;
    let ours =
        open_answer(own, answer.body()).map_err(|error| failed("verification of our answer", error, "verified"))?;
    same("answer, code", &ours.code, case.part("answer")?.part("envelope")?.text("code")?)?;
    let ours: Map<String, Value> = json(ours.content.unwrap_or_default().as_bytes())?;
    let theirs: Map<String, Value> = json(case.part("answer")?.text("content_plaintext")?.as_bytes())?;
    theirs.iter().try_for_each(|(name, value)| {
        let ours = ours.get(name).map(as_text);
        same_optional(&format!("answer, {name}"), ours.as_deref(), Some(&as_text(value)))
    })
}

/// The facts of an order, as our type reads them.
fn same_facts(facts: &InvoiceFacts, content: &Map<String, Value>) -> Checked {
    let theirs = |name: &str| content.get(name).map(as_text).filter(|text| !text.is_empty());
    same_optional("values, code", Some(facts.state().code()), theirs("code").as_deref())?;
    let serial = theirs("invoiceReqSerialNo");
    same_optional("values, invoiceReqSerialNo", Some(facts.serial.as_str()), serial.as_deref())?;
    let net = facts.net.map(Amount::decimal);
    let theirs = theirs("noTaxAmount").and_then(|text| text.parse::<Amount>().ok()).map(Amount::decimal);
    let text = |amount: Option<_>| amount.map(|amount| format!("{amount}"));
    same_optional("values, noTaxAmount", text(net).as_deref(), text(theirs).as_deref())
}

/// The same answer through the seller's handle: only `0000` is a success, and any other code reaches the caller.
fn read_by_the_handle(config: Config, code: &str, body: &str) -> Checked {
    let client = Client::new(config, offline::context()).map_err(|error| failed("client", error, "a client"))?;
    let merchant = client.merchant("91310117568051222X".parse().map_err(|error| failed("tax number", error, ""))?);
    let call = RawCall::new("queryInvoice.pt", "{}").map_err(|error| failed("body", error, "a body"))?;
    let asked = merchant.write(&call).map_err(|error| failed("body", error, "a body"))?;
    let stamp = Stamp::new(ChinaTime::from_unix_millis(0), "00000000");
    let read = merchant.read::<RawCall>(&asked, &stamp, &Response::new(Bytes::from(body.to_owned())));
    decided("outcome is a success", read.is_ok(), code == "0000")?;
    match read {
        Ok(_) => Ok(()),
        Err(error) => same_optional("code of the error", error.reply().map(Reply::code), Some(code)),
    }
}

fn stamp(envelope: Case<'_>, alias: &str) -> Result<Stamp, Stop> {
    let time = envelope.text("timestamp")?;
    let time: ChinaTime = time.parse().map_err(|error| failed("timestamp", error, time))?;
    let serial = envelope.text("serialNo")?;
    let head = format!("{alias}{}", time.compact());
    let tail = serial.strip_prefix(&head).ok_or_else(|| differs("serialNo", head, serial))?;
    Ok(Stamp::new(time, tail))
}

fn json(body: &[u8]) -> Result<Map<String, Value>, Stop> {
    serde_json::from_slice(body).map_err(|error| failed("envelope", error, "a JSON object"))
}

fn same_members(stage: &str, ours: &Map<String, Value>, theirs: &Map<String, Value>) -> Checked {
    for name in ours.keys().chain(theirs.keys()) {
        let text = |envelope: &Map<String, Value>| envelope.get(name).map(|value| as_text(value).into_owned());
        same_optional(&format!("{stage}, {name}"), text(ours).as_deref(), text(theirs).as_deref())?;
    }
    Ok(())
}
