//! The three steps against the vectors of `fixtures/vectors/fengchao.json`, and the rules of the client.

use crate::{Body, Client, Config, Environment, Merchant, Stamp, form};
use async_trait::async_trait;
use bytes::Bytes;
use fapiao_model::{
    ChinaTime, Operation as _, Outcome, Replay,
    fengchao::{Call as _, Envelope, RawCall, RetryIssue, RetryIssueAnswer},
    node::Node,
};
use fapiao_transport::{
    Context, Error, ErrorKind, OsEntropy, Reply, SystemClock, Transport, TransportError, TransportErrorKind,
};
use http::{Request, Response};
use serde_json::Value;
use std::sync::{Arc, Mutex};

const SECRET: &str = "3f9c2a1b7e6d4c5f";
const SELLER: &str = "91310117568051223X";

/// Answers every request with the same, and keeps the requests.
#[derive(Clone, Debug, Default)]
struct Canned {
    answer: Option<(u16, &'static str)>,
    requests: Arc<Mutex<Vec<Request<Bytes>>>>,
}

#[async_trait]
impl Transport for Canned {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        self.requests.lock().unwrap().push(request);
        let (status, body) = self.answer.ok_or_else(|| TransportError::new(TransportErrorKind::Interrupted))?;
        Ok(response(status, body))
    }
}

fn response(status: u16, body: impl Into<Bytes>) -> Response<Bytes> {
    Response::builder().status(status).body(body.into()).unwrap()
}

fn context(transport: impl Transport) -> Context {
    Context::new(transport, SystemClock::new(), OsEntropy)
}

fn merchant_of(app_id: &str, secret: &str, seller: &str) -> Merchant {
    Client::new(Config::new(app_id, secret), context(Canned::default())).unwrap().merchant(seller.parse().unwrap())
}

fn merchant() -> Merchant {
    merchant_of("uwkahf@jfs92", SECRET, SELLER)
}

fn retry() -> RetryIssue {
    RetryIssue::new("20240122150518179381".parse().unwrap())
}

fn vectors(section: &str) -> Vec<Value> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/vectors/fengchao.json");
    let file: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    file[section].as_array().unwrap().clone()
}

fn text<'v>(case: &'v Value, name: &str) -> &'v str {
    case[name].as_str().unwrap_or_else(|| panic!("{} has no text {name}", case["id"]))
}

fn pairs(list: &Value) -> Vec<(String, String)> {
    let pair = |pair: &Value| (pair[0].as_str().unwrap().to_owned(), pair[1].as_str().unwrap().to_owned());
    list.as_array().unwrap().iter().map(pair).collect()
}

fn sorted(mut pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    pairs.sort();
    pairs
}

/// Seals a vector's parameters as a raw call of its own application at its own time.
fn sealed(case: &Value, path: &str) -> Request<Bytes> {
    let params = pairs(&case["params"]);
    let value = |name| params.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let merchant = merchant_of(value("appid").unwrap(), text(case, "app_secret"), value("tax_num").unwrap_or(SELLER));
    let own = params.iter().filter(|(name, _)| !["appid", "timestamp", "sign"].contains(&name.as_str()));
    let call = own.fold(RawCall::new(path).unwrap(), |call, (name, value)| call.parameter(name, value).unwrap());
    let seconds: i64 = value("timestamp").unwrap().parse().unwrap();
    let stamp = Stamp::at(ChinaTime::from_unix_millis(seconds * 1000));
    merchant.seal(&merchant.write(&call).unwrap(), &stamp).unwrap()
}

fn signature(request: &Request<Bytes>) -> String {
    let form = form::decode(request.body()).unwrap();
    form.into_iter().find(|(name, _)| name == "sign").unwrap().1
}

#[test]
fn decoded_forms_and_signatures_match_every_captured_request() {
    let cases = vectors("requests");
    for case in &cases {
        let path = text(&case["request"], "path");
        let request = sealed(case, path);
        assert_eq!(
            sorted(form::decode(request.body()).unwrap()),
            sorted(pairs(&case["decoded_form"])),
            "{}",
            case["id"]
        );
        assert_eq!((request.method().as_str(), request.uri().path()), ("POST", path), "{}", case["id"]);
    }
    assert_eq!(cases.len(), 8);
}

#[test]
fn the_peers_own_bodies_decode_to_their_forms() {
    let of_forms = |case: &&Value| case["request"]["headers"][0][1].as_str().unwrap().contains("urlencoded");
    let cases = vectors("requests");
    let cases: Vec<_> = cases.iter().filter(of_forms).collect();
    for case in &cases {
        let body = text(&case["request"], "body_utf8");
        assert_eq!(form::decode(body.as_bytes()).unwrap(), pairs(&case["decoded_form"]), "{}", case["id"]);
    }
    assert_eq!(cases.len(), 6);
}

#[test]
fn our_signature_is_accepted_where_the_vectors_accept_it_and_only_there() {
    let cases = vectors("verify");
    for case in &cases {
        let ours = signature(&sealed(case, "/gateway/x"));
        assert_eq!(ours == text(case, "sign"), case["valid"].as_bool().unwrap(), "{}", case["id"]);
    }
    assert_eq!(cases.len(), 6);
}

#[test]
fn every_response_is_read_as_its_vector_says() {
    let cases = vectors("responses");
    for case in &cases {
        let status = u16::try_from(case["http_status"].as_u64().unwrap()).unwrap();
        let response = response(status, text(case, "body_utf8").to_owned());
        let (expected, id) = (&case["expected"], text(case, "id"));
        if expected["kind"] == "ok" {
            let envelope = merchant().read_from::<RawCall>(&RawCall::ENTRY, "/gateway/x", &response).unwrap();
            is_envelope(&envelope, expected, id);
        } else {
            is_answer(merchant().read::<RetryIssue>(&response), expected, id);
        }
    }
    assert_eq!(cases.len(), 11);
}

fn is_envelope(envelope: &Envelope, expected: &Value, id: &str) {
    let data = Node::from_json(expected["data"].to_string().as_bytes()).unwrap();
    assert_eq!((envelope.code(), envelope.data()), (expected["code"].to_string().as_str(), Some(&data)), "{id}");
    assert_eq!(
        (envelope.message(), envelope.trace_id()),
        (text(expected, "message"), expected["trace_id"].as_str()),
        "{id}"
    );
}

fn is_answer(answer: Result<RetryIssueAnswer, Error>, expected: &Value, id: &str) {
    match (text(expected, "kind"), answer) {
        ("retry_accepted", Ok(answer)) => assert_eq!(answer, RetryIssueAnswer::Accepted, "{id}"),
        ("already_issued", Ok(RetryIssueAnswer::AlreadyIssued { invoice_number, pdf_url })) => {
            assert_eq!(invoice_number.as_str(), text(expected, "invoice_no"), "{id}");
            assert_eq!(pdf_url.as_deref(), expected["invoice_down_url"].as_str(), "{id}");
        }
        ("failed", Err(error)) => {
            let told = (error.outcome(), error.reply().map(|reply| (reply.code(), reply.message())));
            let words = (expected["code"].to_string(), text(expected, "message"));
            assert_eq!(told, (Outcome::Unknown, Some((words.0.as_str(), words.1))), "{id}");
        }
        ("decode_error", Err(error)) => {
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, Outcome::Unknown), "{id}");
        }
        ("http_error", Err(error)) => {
            let status = error.reply().map(|reply| u64::from(reply.status().as_u16()));
            assert_eq!((error.outcome(), status), (Outcome::Unknown, expected["status"].as_u64()), "{id}");
        }
        (kind, answer) => panic!("{id}: {kind} expected, read as {answer:?}"),
    }
}

#[test]
fn a_retry_is_written_once_and_sent_as_it_was_written() {
    let merchant = merchant();
    let body = merchant.write(&retry()).unwrap();
    let parameters = [("tax_num", SELLER), ("request_data", r#"{"orderno":"20240122150518179381"}"#)];
    let parameters = parameters.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(body.parameters(), parameters);
    assert_eq!((body.key(), body.path()), (Some("20240122150518179381"), "/gateway/nuonuo/invoice/rebillingnew"));
    let request = merchant.seal(&body, &Stamp::at(ChinaTime::from_unix_millis(1_633_618_722_999))).unwrap();
    assert!(request.body().starts_with(body.bytes()));
    assert_eq!(signature(&request), "058a345b77c2678929e67100300e3814", "vector sign-02");
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded; charset=UTF-8");
    assert_eq!(request.uri(), "https://kf.fw199.com/gateway/nuonuo/invoice/rebillingnew");
}

#[test]
fn a_restored_body_makes_the_same_request() {
    let merchant = merchant();
    let (body, stamp) = (merchant.write(&retry()).unwrap(), merchant.stamp());
    let restored = Body::restored(*body.entry(), body.path(), body.key(), body.bytes().clone()).unwrap();
    let again = merchant.seal(&restored, &stamp).unwrap();
    assert_eq!(again.body(), merchant.seal(&body, &stamp).unwrap().body());
    assert!(Body::restored(*body.entry(), body.path(), None, Bytes::from_static(b"{}")).is_err());
}

#[test]
fn another_merchants_message_is_refused_unsent() {
    let other = merchant_of("uwkahf@jfs92", SECRET, "91310117568051222X");
    let foreign = merchant().write(&retry()).unwrap();
    let named = RawCall::new("/gateway/x").unwrap().parameter("tax_num", SELLER).unwrap();
    for error in [other.seal(&foreign, &other.stamp()).unwrap_err(), other.write(&named).unwrap_err()] {
        assert_eq!((error.outcome(), error.field()), (Outcome::NotSent, Some("tax_num")), "{error}");
    }
}

#[test]
fn an_address_in_the_open_or_with_a_path_is_refused() {
    let check = |base: &str| {
        let config = Config::new("a", "s").with_environment(Environment::Custom(base.into()));
        Client::new(config, context(Canned::default())).map(drop)
    };
    for fine in
        ["https://gateway.test", "https://gateway.test/", "http://127.0.0.1:8080", "http://[::1]:1", "http://localhost"]
    {
        assert!(check(fine).is_ok(), "{fine}");
    }
    for wrong in [
        "http://kf.fw199.com",
        "https://kf.fw199.com/gateway",
        "kf.fw199.com",
        "ftp://a.test",
        "",
        "/x",
        "http://10.0.0.1",
    ] {
        let error = check(wrong).unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Configuration, Some("environment")), "{wrong}");
    }
    for (id, secret) in [("", "s"), ("a", "")] {
        assert!(Client::new(Config::new(id, secret), context(Canned::default())).is_err());
    }
}

#[test]
fn under_another_status_not_even_a_success_is_believed() {
    let error = merchant().read::<RetryIssue>(&response(500, r#"{"code":0,"message":"ok"}"#)).unwrap_err();
    assert_eq!((error.outcome(), error.kind()), (Outcome::Unknown, ErrorKind::Unavailable));
    assert_eq!(error.reply().map(Reply::code), Some("0"));
}

#[test]
fn a_hundred_is_a_success_of_the_retry_alone() {
    let answer = response(200, r#"{"code":100,"message":"x"}"#);
    let error = merchant().read_from::<RawCall>(&RawCall::ENTRY, "/gateway/sms/send", &answer).unwrap_err();
    assert_eq!((error.outcome(), error.reply().map(Reply::code)), (Outcome::Unknown, Some("100")));
    assert!(merchant().read_from::<RawCall>(&RawCall::ENTRY, RetryIssue::ENTRY.wire_name, &answer).is_ok());
}

#[test]
fn the_secret_is_in_no_error_and_no_debug_output() {
    let merchant = merchant();
    let bodies = [
        format!(r#"{{"code":-1,"message":"bad secret {SECRET}","trace_id":"{SECRET}"}}"#),
        format!(r#"{{"code":"{SECRET}"}}"#),
        format!("<html>{SECRET}</html>"),
        format!(r#"{{"code":100,"invoice_no":"{SECRET}"}}"#),
    ];
    for body in bodies {
        let error = merchant.read::<RetryIssue>(&response(200, body)).unwrap_err();
        let kept = String::from_utf8_lossy(error.reply().unwrap().body()).into_owned();
        let told = format!("{error} {error:?} {kept}");
        assert!(!told.contains(SECRET), "{told}");
    }
    let body = merchant.write(&retry()).unwrap();
    assert!(!format!("{merchant:?} {body:?} {:?}", merchant.client()).contains(SECRET));
}

#[test]
fn the_trace_id_reaches_the_caller() {
    let answer = response(200, r#"{"code":-7,"message":"失败","trace_id":"t-1"}"#);
    let error = merchant().read::<RetryIssue>(&answer).unwrap_err();
    assert_eq!(error.reply().map(Reply::message), Some("失败 (trace_id t-1)"));
}

#[test]
fn whether_a_retry_may_be_repeated_is_a_setting() {
    assert_eq!(merchant().write(&retry()).unwrap().entry().replay, Replay::SameKey);
    let config = Config::new("a", "s").with_repeat_retry(Replay::Never);
    let careful = Client::new(config, context(Canned::default())).unwrap().merchant(SELLER.parse().unwrap());
    assert_eq!(careful.write(&retry()).unwrap().entry().replay, Replay::Never);
    assert_eq!(retry().entry().replay, Replay::SameKey);
}

#[tokio::test]
async fn a_call_sends_one_request_whatever_comes_back() {
    for answer in
        [None, Some((200, r#"{"code":0}"#)), Some((200, r#"{"code":-1}"#)), Some((503, "busy")), Some((200, ""))]
    {
        let transport = Canned { answer, ..Canned::default() };
        let client = Client::new(Config::new("a", SECRET), context(transport.clone())).unwrap();
        let result = client.merchant(SELLER.parse().unwrap()).call(&retry()).await;
        assert_eq!(transport.requests.lock().unwrap().len(), 1, "{answer:?}");
        match answer {
            Some((200, r#"{"code":0}"#)) => assert_eq!(result.unwrap(), RetryIssueAnswer::Accepted),
            _ => assert_eq!(result.unwrap_err().outcome(), Outcome::Unknown, "{answer:?}"),
        }
    }
}

#[cfg(feature = "issuing")]
#[tokio::test]
async fn through_the_neutral_trait_a_retry_is_accepted_issued_or_an_error() {
    use fapiao_issuing::{Retry, Verdict};

    let retried = async |body| {
        let transport = Canned { answer: Some((200, body)), ..Canned::default() };
        let client = Client::new(Config::new("a", SECRET), context(transport)).unwrap();
        let retry: Box<dyn Retry> = Box::new(client.merchant(SELLER.parse().unwrap()));
        retry.retry(&"20240122150518179381".parse().unwrap()).await
    };
    assert_eq!(retried(r#"{"code":0}"#).await.unwrap(), Verdict::Accepted);
    let issued =
        retried(r#"{"code":100,"invoice_no":"24312000000022669098","invoice_down_url":"https://a.test/x.pdf"}"#).await;
    let Ok(Verdict::Issued(invoices)) = issued else { panic!("{issued:?}") };
    assert_eq!(invoices[0].number.as_str(), "24312000000022669098");
    assert_eq!((invoices[0].pdf_url.as_deref(), invoices[0].has_amounts), (Some("https://a.test/x.pdf"), false));
    assert_eq!(retried(r#"{"code":-1,"message":"开票中"}"#).await.unwrap_err().outcome(), Outcome::Unknown);
}
