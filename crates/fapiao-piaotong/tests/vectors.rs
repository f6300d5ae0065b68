//! The golden vectors of Piaotong, `fixtures/vectors/piaotong.json`: everything above the bare primitives, which are tested in
//! `fapiao-signing`. A failure names the case and the first stage that differs; the number of cases run is compared with the
//! file's own count, so that none is skipped.

#![expect(clippy::unwrap_used, clippy::panic, reason = "clippy knows the test functions, not their helpers")]

use bytes::Bytes;
use fapiao_model::{
    ChinaTime, OrderNumber, Outcome,
    node::Node,
    piaotong::{CODES, Encoded, PushKind, QueryInvoice, RawCall, check_serial},
};
use fapiao_piaotong::{
    Client, Config, Environment, Event, Keys, OpenError, Opened, Receiver, Stamp, VerifyTolerance, open_answer,
    open_push, seal_answer, seal_request,
};
use fapiao_transport::{Context, ErrorKind, OsEntropy, SystemClock, Transport, TransportError, TransportErrorKind};
use http::{Request, Response, StatusCode};
use serde_json::Value;
use std::sync::LazyLock;

static FILE: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../fixtures/vectors/piaotong.json")).unwrap());

/// Runs one section; every case of it.
fn section(name: &str, run: impl Fn(&Value) -> Result<(), String>) {
    let cases = FILE["vectors"][name].as_array().unwrap();
    let failures: Vec<String> =
        cases.iter().filter_map(|case| run(case).err().map(|stage| format!("{}: {stage}", case["id"]))).collect();
    assert!(failures.is_empty(), "{} of {} failed\n{}", failures.len(), cases.len(), failures.join("\n"));
    assert_eq!(Some(cases.len() as u64), FILE["counts"][name].as_u64(), "{name}: cases run");
}

fn same<T: Copy + PartialEq + std::fmt::Debug>(stage: &str, ours: T, theirs: T) -> Result<(), String> {
    if ours == theirs { Ok(()) } else { Err(format!("{stage} differs\n  ours   {ours:?}\n  theirs {theirs:?}")) }
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} of {}", value["id"]))
}

fn config(content_key: &str, private_key: &str, public_key: &str) -> Config {
    let keys = Keys::parse(
        text(&FILE["des_keys"], content_key),
        text(&FILE["keys"][private_key], "private_pkcs8_pem"),
        text(&FILE["keys"][public_key], "public_spki_pem"),
    );
    Config::new(Environment::VendorTest, "2IbFbe3k", "TEST".parse().unwrap(), keys.unwrap())
}

fn bytes(case: &Value) -> Bytes {
    Bytes::copy_from_slice(text(case, "raw_body").as_bytes())
}

#[derive(Debug)]
struct Offline;

#[async_trait::async_trait]
impl Transport for Offline {
    async fn send(&self, _: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        Err(TransportError::new(TransportErrorKind::Connect))
    }
}

fn client(config: Config) -> Client {
    Client::new(config, Context::new(Offline, SystemClock::new(), OsEntropy)).unwrap()
}

fn stamp(envelope: &Value) -> Result<Stamp, String> {
    let time: ChinaTime = text(envelope, "timestamp").parse().map_err(|error| format!("timestamp: {error}"))?;
    let head = format!("TEST{}", time.compact());
    let tail = text(envelope, "serialNo").strip_prefix(&head).ok_or("serialNo is not of the timestamp")?;
    Ok(Stamp::new(time, tail))
}

#[test]
fn captured_requests_are_made_again_byte_for_byte() {
    section("request_envelope", |case| {
        let (theirs, settings) = (&case["envelope"], &case["config"]);
        let config = config(text(settings, "des_key"), text(settings, "private_key"), "piaotong_1024");
        let stamp = stamp(theirs)?;
        let content = text(case, "content_plaintext");
        let sealed = seal_request(&config, content.as_bytes(), &stamp).map_err(|error| error.to_string())?;
        let ours: Value = serde_json::from_slice(&sealed.bytes).unwrap();
        same("ciphertext", &ours["content"], &theirs["content"])?;
        same("string_to_sign", sealed.string_to_sign.as_str(), text(case, "string_to_sign"))?;
        same("sign", &ours["sign"], &theirs["sign"])?;
        same("envelope", &ours, theirs)?;
        request_of(config, case, content, &stamp).and_then(|request| {
            same("http method", request.method().as_str(), text(case, "http_method"))?;
            same("path", request.uri().path(), text(case, "path"))?;
            same("body", &request.body()[..], &sealed.bytes[..])
        })
    });
}

/// The same through the seller's handle.
fn request_of(config: Config, case: &Value, content: &str, stamp: &Stamp) -> Result<Request<Bytes>, String> {
    let path = text(case, "path").trim_start_matches("/tp/openapi/");
    let call = RawCall::new(path, content).map_err(|error| error.to_string())?;
    let tree = Node::from_json(content.as_bytes()).unwrap();
    let seller = tree.items()[0].get("taxpayerNum").and_then(Node::as_text).unwrap().parse().unwrap();
    let merchant = client(config).merchant(seller);
    let body = merchant.write(&call).map_err(|error| error.to_string())?;
    merchant.seal(&body, stamp).map_err(|error| error.to_string())
}

#[test]
fn captured_requests_open_with_the_partners_public_key() {
    section("request_envelope", |case| {
        let settings = &case["config"];
        let partner = text(settings, "private_key");
        let opened = open_push(&config(text(settings, "des_key"), partner, partner), &bytes(case));
        let opened = opened.map_err(|error| format!("verification: {error}"))?;
        same("content", opened.content.as_deref(), case["content_plaintext"].as_str())?;
        let Some(reply) = case.get("reply") else { return Ok(()) };
        let config = config(text(settings, "des_key"), partner, text(case, "reply_verified_by_peer_with"));
        let reply = open_answer(&config, reply.to_string().as_bytes()).map_err(|error| format!("reply: {error}"))?;
        same("code of the reply", reply.code.as_str(), "0000")
    });
}

#[test]
fn answers_are_verified_and_decrypted() {
    section("response_envelope", |case| {
        let config = config(text(case, "des_key"), "partner_1024", text(case, "verify_key"));
        let Opened { code, msg, serial, content, .. } =
            open_answer(&config, &bytes(case)).map_err(|error| format!("verification: {error}"))?;
        let expected = &case["expected"];
        same("verified", expected["verified"].as_bool(), Some(true))?;
        same("code", code.as_str(), text(expected, "code"))?;
        same("msg", msg.as_str(), text(expected, "msg"))?;
        same("serialNo", serial.as_str(), text(expected, "serialNo"))?;
        same("content", content.as_deref(), expected["content_plaintext"].as_str())
    });
}

#[test]
fn answers_are_read_by_the_handle_and_bound_to_their_request() {
    section("response_envelope", |case| {
        let config = config(text(case, "des_key"), "partner_1024", text(case, "verify_key"));
        let expected = &case["expected"];
        let content: Value =
            expected["content_plaintext"].as_str().map_or(Value::Null, |json| serde_json::from_str(json).unwrap());
        let named = |member: &str, other: &str| content[member].as_str().unwrap_or(other).to_owned();
        let (seller, serial) =
            (named("taxpayerNum", "91310117568051222X"), named("invoiceReqSerialNo", "TEST0000000000000001"));
        let merchant = client(config).merchant(seller.parse().unwrap());
        let number: OrderNumber = serial.parse().unwrap();
        let query = merchant.write(&QueryInvoice::new(merchant.tax_number().clone(), number)).unwrap();
        let other = QueryInvoice::new(merchant.tax_number().clone(), "TEST0000000000000009".parse().unwrap());
        let other = merchant.write(&other).unwrap();
        let stamp = Stamp::new("2026-01-01 00:00:00".parse().unwrap(), "00000000");
        let response = Response::new(bytes(case));
        let code = text(expected, "code");
        if code == "0000" && content["taxpayerNum"].is_string() && content["code"].is_string() {
            let facts = merchant.read::<QueryInvoice>(&query, &stamp, &response).map_err(|error| error.to_string())?;
            same("state", facts.state().code(), text(&content, "code"))?;
            same("amount", facts.net.map(|net| net.to_string()).as_deref(), content["noTaxAmount"].as_str())?;
            let error = merchant.read::<QueryInvoice>(&other, &stamp, &response).unwrap_err();
            return same("foreign answer", (error.kind(), error.outcome()), (ErrorKind::Unverified, Outcome::Unknown));
        }
        let error = merchant.read::<QueryInvoice>(&query, &stamp, &response).unwrap_err();
        if code == "0000" {
            return same("answer without its request", error.outcome(), Outcome::Unknown);
        }
        let row = CODES.find(code, "queryInvoice.pt").ok_or("no row")?;
        same("row", error.row(), Some(row))?;
        same("code", error.reply().map(|reply| reply.code()), Some(code))?;
        same("refused", error.outcome() == Outcome::Refused, row.is_without_effect())
    });
}

#[test]
fn empty_members_may_be_signed_either_way() {
    section("response_tolerant", |case| {
        let config = config("main", "partner_1024", text(case, "verify_key"));
        let strict = config.clone().with_verify_tolerance(VerifyTolerance::Strict);
        same("strict", Some(open_answer(&strict, &bytes(case)).is_ok()), case["strict_verified"].as_bool())?;
        same("tolerant", Some(open_answer(&config, &bytes(case)).is_ok()), case["tolerant_verified"].as_bool())
    });
}

#[test]
fn pushes_are_read_and_acknowledged() {
    section("push_envelope", |case| {
        let answer = &case["answer"];
        let partner = text(answer, "private_key");
        let config = config(text(case, "des_key"), partner, text(case, "verify_key"));
        let opened = open_push(&config, &bytes(case)).map_err(|error| format!("verification: {error}"))?;
        let expected = &case["expected"];
        same("serialNo", opened.serial.as_str(), text(expected, "serialNo"))?;
        same("content", opened.content.as_deref(), expected["content_plaintext"].as_str())?;

        let echo = text(answer, "content_plaintext").as_bytes();
        let sealed =
            seal_answer(&config.keys, "0000", "成功", &opened.serial, echo).map_err(|error| error.to_string())?;
        same("string_to_sign of the answer", sealed.string_to_sign.as_str(), text(answer, "string_to_sign"))?;
        let ours: Value = serde_json::from_slice(&sealed.bytes).unwrap();
        same("answer", &ours, &answer["envelope"])?;
        receive(config, case, partner)
    });
}

/// The same through the receiver.
fn receive(config: Config, case: &Value, partner: &str) -> Result<(), String> {
    let request = Request::post("/push").body(bytes(case)).unwrap();
    let receiver = Receiver::new(config).with_shared_url();
    let received = receiver.receive(&request).map_err(|rejected| rejected.to_string())?;
    let content: Value = serde_json::from_str(text(&case["expected"], "content_plaintext")).unwrap();
    let kind = match received.event() {
        Event::Result(facts) => {
            same("state", facts.state().code(), text(&content, "code"))?;
            same("serial", facts.serial.as_str(), text(&content, "invoiceReqSerialNo"))?;
            PushKind::Result
        }
        Event::Other { kind, .. } => *kind,
        other => return Err(format!("event: {other:?}")),
    };
    let expected = match text(case, "id") {
        id if id.contains("register") => PushKind::Review,
        id if id.contains("full-face") => PushKind::FullFace,
        id if id.contains("scan") => PushKind::ScanOrder,
        _ => PushKind::Result,
    };
    same("kind", kind, expected)?;
    let response = received.accept().map_err(|error| error.to_string())?;
    let ours: Value = serde_json::from_slice(response.body()).unwrap();
    if content.get("registrationCode").is_none() {
        return same("acknowledgement", &ours, &case["answer"]["envelope"]);
    }
    // The vector repeats two members only; the document wants the three codes as well.
    let opened = open_answer(&self::config(text(case, "des_key"), partner, partner), response.body());
    let echo: Value = serde_json::from_str(&opened.map_err(|error| error.to_string())?.content.unwrap()).unwrap();
    for member in ["taxpayerNum", "enterpriseName", "platformCode", "registrationCode", "authorizationCode"] {
        same(member, &echo[member], &content[member])?;
    }
    Ok(())
}

#[test]
fn tampered_envelopes_are_never_believed() {
    section("tampered", |case| {
        same("expected", text(case, "expected"), "reject")?;
        let config = config(text(case, "des_key"), "partner_1024", text(case, "verify_key"));
        for tolerance in [VerifyTolerance::Strict, VerifyTolerance::FourTexts] {
            let config = config.clone().with_verify_tolerance(tolerance);
            let opened = match text(case, "kind") {
                "push" => open_push(&config, &bytes(case)),
                _ => open_answer(&config, &bytes(case)),
            };
            let is_rejected = matches!(opened, Err(OpenError::Unverified(_) | OpenError::Foreign));
            same(&format!("{tolerance:?}: rejected"), is_rejected, true)?;
        }
        match text(case, "kind") {
            "push" => tampered_push(config, case),
            _ => tampered_answer(config, case),
        }
    });
}

fn tampered_push(config: Config, case: &Value) -> Result<(), String> {
    let request = Request::post("/push").body(bytes(case)).unwrap();
    let Err(rejected) = Receiver::new(config).receive(&request) else { return Err("received".into()) };
    let response = rejected.into_response();
    same("403, empty", (response.status(), response.body().len()), (StatusCode::FORBIDDEN, 0))
}

fn tampered_answer(config: Config, case: &Value) -> Result<(), String> {
    let merchant = client(config).merchant("91310117568051222X".parse().unwrap());
    let call = RawCall::new("x.pt", "{}").unwrap();
    let body = merchant.write(&call).unwrap();
    let stamp = Stamp::new("2026-01-01 00:00:00".parse().unwrap(), "00000000");
    let error = merchant.read::<RawCall>(&body, &stamp, &Response::new(bytes(case))).unwrap_err();
    same("error", (error.kind(), error.outcome()), (ErrorKind::Unverified, Outcome::Unknown))?;
    let reply = error.reply().unwrap();
    same("code and words", (reply.code(), reply.message()), ("", ""))
}

#[test]
fn addresses_inside_contents_are_decoded_once() {
    section("base64_field", |case| {
        let field: Encoded = Node::from(text(case, "wire")).read().map_err(|error| error.to_string())?;
        same("address", field.url().as_deref(), case["decoded"].as_str())
    });
}

#[test]
fn serials_have_the_form_of_other_clients() {
    section("serial_no", |case| {
        let value = text(case, "value");
        if value.len() == 20 {
            return check_serial(&value.parse().unwrap()).map_err(|fault| fault.to_string());
        }
        let time = "2026-11-22 03:41:07".parse::<ChinaTime>().unwrap();
        let tail: String = value.chars().skip(18).collect();
        same("tail", tail.len(), 8)?;
        same("serial", Stamp::new(time, tail).serial(&"TEST".parse().unwrap()).as_str(), value)
    });
}
