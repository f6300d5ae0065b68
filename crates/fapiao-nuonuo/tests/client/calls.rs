//! Calls through a merchant's handle.

use crate::script::{SECRET, Script, Still, TAX, TOKEN, tax};
use bytes::Bytes;
use fapiao_model::nuonuo::*;
use fapiao_model::{InvoiceKind, Operation, Outcome};
use fapiao_nuonuo::{Body, Client, Config, Environment};
use fapiao_transport::{AccessToken, Context, Error, ErrorKind, Reply, TransportErrorKind};
use http::Response;

fn issue_as(seller: &str, number: &str) -> IssueInvoice {
    let line = LineItem::new("电脑", "0.13".parse().unwrap(), PriceBasis::WithTax)
        .amounts(LineAmounts::new("100.00".parse().unwrap(), "13.00".parse().unwrap()));
    let (seller, number) = (Seller::new(seller.parse().unwrap()), number.parse().unwrap());
    let ordered_at = "2026-11-21 09:30:00".parse().unwrap();
    IssueInvoice::new(number, InvoiceKind::DigitalOrdinary, seller, Buyer::new("张三"), "李四", ordered_at).line(line)
}

fn issue() -> IssueInvoice {
    issue_as(TAX, "20261121000000000001")
}

fn query() -> QueryInvoiceResult {
    QueryInvoiceResult::by_order_numbers(["20261121000000000001".parse().unwrap()])
}

const ACCEPTED: &str =
    r#"{"code":"E0000","describe":"开票提交成功","result":{"invoiceSerialNum":"20160108165823395151"}}"#;
const TOKEN_REFUSED: &str = r#"{"code":"070301","describe":"accessToken不匹配/或appKey不匹配"}"#;

async fn failure(script: &Script) -> Error {
    script.merchant().call(&issue()).await.unwrap_err()
}

fn code(error: &Error) -> &str {
    error.reply().map(Reply::code).unwrap_or_default()
}

#[tokio::test]
async fn an_accepted_order_gives_its_serial_number() {
    let script = Script::of([ACCEPTED]);
    let accepted = script.merchant().call(&issue()).await.unwrap();
    assert_eq!(accepted.serial_number.as_str(), "20160108165823395151");
    assert_eq!(script.header(0, "accesstoken"), TOKEN);
    assert_eq!(script.header(0, "usertax"), TAX);
}

#[tokio::test]
async fn a_listed_refusal_is_refused_and_anything_unclear_is_unknown() {
    let ok = |body: &str| Ok((200, body.to_owned()));
    for (answer, outcome, kind, expected) in [
        (ok(r#"{"code":"E9101","describe":"x"}"#), Outcome::Refused, ErrorKind::InvalidInput, "E9101"),
        (ok(r#"{"code":"E9106","describe":"x","result":""}"#), Outcome::Refused, ErrorKind::Duplicate, "E9106"),
        (ok(r#"{"code":"070601","describe":"签名不匹配"}"#), Outcome::Refused, ErrorKind::Credential, "070601"),
        (ok(r#"{"code":"E9999","describe":"系统繁忙"}"#), Outcome::Unknown, ErrorKind::Unavailable, "E9999"),
        (ok(r#"{"code":"E7777","describe":"新的"}"#), Outcome::Unknown, ErrorKind::Business, "E7777"),
        (ok(r#"{"code":"0000","result":{"invoiceSerialNum":"1"}}"#), Outcome::Unknown, ErrorKind::Business, "0000"),
        (ok(r#"{"code":"S0000","result":{"invoiceSerialNum":"1"}}"#), Outcome::Unknown, ErrorKind::Business, "S0000"),
        (ok(r#"{"code":"E0000","result":{}}"#), Outcome::Unknown, ErrorKind::Decode, "E0000"),
        (ok(r#"{"code":"E0000","result":"{cut"}"#), Outcome::Unknown, ErrorKind::Decode, "E0000"),
        (ok("<html>maintenance</html>"), Outcome::Unknown, ErrorKind::Decode, ""),
        (ok(r#"{"code":"E0000","result":{"invoiceSer"#), Outcome::Unknown, ErrorKind::Decode, ""),
        (ok(r#"{"code":{},"describe":"x"}"#), Outcome::Unknown, ErrorKind::Decode, ""),
        (Ok((500, ACCEPTED.to_owned())), Outcome::Unknown, ErrorKind::Unavailable, "E0000"),
        (Ok((201, ACCEPTED.to_owned())), Outcome::Unknown, ErrorKind::Unavailable, "E0000"),
        (Ok((502, r#"{"code":"E9101"}"#.to_owned())), Outcome::Unknown, ErrorKind::Unavailable, "E9101"),
        (Err(TransportErrorKind::Connect), Outcome::NotSent, ErrorKind::Transport, ""),
        (Err(TransportErrorKind::Timeout), Outcome::Unknown, ErrorKind::Transport, ""),
        (Err(TransportErrorKind::Interrupted), Outcome::Unknown, ErrorKind::Transport, ""),
    ] {
        let shown = format!("{answer:?}");
        let error = failure(&Script::default().then([answer])).await;
        assert_eq!((error.outcome(), error.kind(), code(&error)), (outcome, kind, expected), "{shown}");
    }
}

#[tokio::test]
async fn an_answer_in_gbk_is_a_clear_error() {
    let (gbk, _) = (b"{\"code\":\"E0000\",\"describe\":\"\xbf\xaa\xc6\xb1\"}", ());
    let response = Response::new(Bytes::from_static(gbk));
    let error = Script::default().merchant().read::<IssueInvoice>(&response).unwrap_err();
    assert_eq!((error.outcome(), error.kind()), (Outcome::Unknown, ErrorKind::Decode));
    assert!(error.to_string().contains("GBK"), "{error}");
}

#[tokio::test]
async fn a_refused_token_is_renewed_and_the_call_repeated_once() {
    let granted = |token: &str| format!(r#"{{"access_token":"{token}","expires_in":"86400"}}"#);
    let (first, second) = (granted("old"), granted("new"));
    let script = Script::of([&first, TOKEN_REFUSED, &second, ACCEPTED]);
    script.client().merchant(tax()).call(&issue()).await.unwrap();
    let (services, token) = ("/open/v1/services", "/accessToken");
    assert_eq!(script.paths(), [token, services, token, services]);
    assert_eq!((script.header(1, "accesstoken"), script.header(3, "accesstoken")), ("old".into(), "new".into()));
    let sent = script.sent();
    assert_eq!(sent[1].body(), sent[3].body(), "the same bytes in a new envelope");
}

#[tokio::test]
async fn a_token_refused_twice_is_an_error() {
    let granted = r#"{"access_token":"t","expires_in":86400}"#;
    let script = Script::of([granted, TOKEN_REFUSED, granted, TOKEN_REFUSED]);
    let error = script.client().merchant(tax()).call(&issue()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome(), code(&error)), (ErrorKind::Credential, Outcome::Refused, "070301"));
    assert_eq!(script.paths().len(), 4);
}

#[tokio::test]
async fn a_token_that_the_caller_holds_is_not_renewed() {
    let script = Script::of([TOKEN_REFUSED]);
    assert_eq!(code(&failure(&script).await), "070301");
    assert_eq!(script.paths(), ["/open/v1/services"]);
}

#[tokio::test]
async fn nothing_else_is_ever_repeated() {
    for answer in [r#"{"code":"070601"}"#, r#"{"code":"E9999"}"#, "<html>", r#"{"code":"070302"}"#] {
        let script = Script::of([r#"{"access_token":"t","expires_in":86400}"#, answer]);
        script.client().merchant(tax()).call(&issue()).await.unwrap_err();
        assert_eq!(script.paths().len(), 2, "{answer}");
    }
}

#[tokio::test]
async fn a_token_that_can_not_be_had_leaves_the_call_unsent() {
    let script = Script::of([r#"{"error":"070306","error_description":"The number of calls is limited"}"#]);
    let error = script.client().merchant(tax()).call(&issue()).await.unwrap_err();
    assert_eq!((error.outcome(), error.kind(), code(&error)), (Outcome::NotSent, ErrorKind::Throttled, "070306"));
    let custom = Config::new(Environment::Custom("https://gateway.example/open/v1/services".into()), "AK", SECRET);
    let client = Client::new(custom, Context::new(Script::default(), Still, Still)).unwrap();
    let error = client.merchant(tax()).call(&issue()).await.unwrap_err();
    assert_eq!((error.outcome(), error.kind()), (Outcome::NotSent, ErrorKind::Configuration));
}

#[tokio::test]
async fn an_operation_of_another_party_is_refused_unsent() {
    let merchant = Script::default().merchant();
    let error = merchant.call(&issue_as("339901999999142", "20261121000000000001")).await.unwrap_err();
    assert_eq!((error.outcome(), error.kind()), (Outcome::NotSent, ErrorKind::InvalidInput));
    assert!(error.to_string().contains(TAX), "{error}");
    let flush = QuickRedFlush::new(
        "1".parse().unwrap(),
        "339901999999142".parse().unwrap(),
        RedConfirmationRef { number: "1".parse().unwrap(), uuid: "2".parse().unwrap() },
    );
    assert_eq!(merchant.write(&flush).unwrap_err().kind(), ErrorKind::InvalidInput);
}

#[test]
fn an_order_number_has_at_most_20_characters_unless_switched() {
    let long = issue_as(TAX, "202611210000000000012");
    let error = Script::default().merchant().write(&long).unwrap_err();
    assert_eq!(error.field(), Some("orderNo"));
    let config = Config::new(Environment::VendorTest, "AK", SECRET).with_order_number_limit(64);
    let client = Client::new(config, Context::new(Script::default(), Still, Still)).unwrap();
    assert!(client.merchant(tax()).write(&long).is_ok());
}

#[test]
fn a_fault_names_provider_operation_field_and_next_step() {
    let empty = issue().remark("备".repeat(201));
    let error = Script::default().merchant().write(&empty).unwrap_err();
    assert_eq!(
        error.to_string(),
        "nuonuo IssueInvoice failed (InvalidInput, NotSent): order.remark: has 201 characters, more than 200; shorten it"
    );
}

#[tokio::test]
async fn a_journaled_body_is_sent_as_the_same_bytes() {
    let script = Script::of([ACCEPTED]);
    let merchant = script.merchant();
    let body = merchant.write(&issue()).unwrap();
    let restored = Body::restored(IssueInvoice::ENTRY, body.key(), body.shared()).unwrap();
    merchant.send::<IssueInvoice>(&restored).await.unwrap();
    assert_eq!(script.sent()[0].body().as_ref(), body.bytes());
    assert_eq!(merchant.send::<QueryInvoiceResult>(&restored).await.unwrap_err().kind(), ErrorKind::InvalidInput);
}

#[tokio::test]
async fn a_code_may_be_a_number_and_the_words_may_be_missing() {
    let error = failure(&Script::of([r#"{"code":9545}"#])).await;
    assert_eq!((code(&error), error.kind()), ("9545", ErrorKind::InvalidInput));
}

#[tokio::test]
async fn a_result_is_decoded_once_more_only_where_more_than_a_text_is_due() {
    let list = r#"{"code":"E0000","result":"[{\"orderNo\":\"A\",\"status\":2}]"}"#;
    let results = Script::of([list]).merchant().call(&query()).await.unwrap();
    assert_eq!(results[0].status, Some(InvoiceStatus::Issued));
    let retry = RetryIssue::by_order_number("A".parse().unwrap());
    let digits = Script::of([r#"{"code":"E0000","describe":"重试成功","result":"[1]"}"#]).merchant().call(&retry).await;
    assert_eq!(digits.unwrap().result.unwrap().as_text(), Some("[1]"));
}

#[tokio::test]
async fn methods_without_an_answer_take_any_result() {
    let deliver = || DeliverInvoice::by_email(tax(), "26332000000123456789".parse().unwrap(), "a@b.example");
    for result in ["", r#","result":null"#, r#","result":"""#, r#","result":{}"#, r#","result":[1,2]"#] {
        let answer = format!(r#"{{"code":"E0000","describe":"成功"{result}}}"#);
        let accepted = Script::of([&answer]).merchant().call(&deliver()).await.unwrap();
        assert_eq!(accepted.words.as_deref(), Some("成功"), "{answer}");
    }
}

#[tokio::test]
async fn a_further_success_code_is_a_switch() {
    let answer = r#"{"code":"S0101","result":{"invoiceSerialNum":"1"}}"#;
    assert_eq!(failure(&Script::of([answer])).await.outcome(), Outcome::Unknown);
    let config = Config::new(Environment::VendorTest, "AK", SECRET)
        .with_success_code("nuonuo.OpeMplatform.requestBillingNew", "S0101");
    let client = Client::new(config, Context::new(Script::of([answer]), Still, Still)).unwrap();
    assert!(client.merchant_with_token(tax(), AccessToken::new(TOKEN)).call(&issue()).await.is_ok());
}

#[tokio::test]
async fn secrets_appear_in_no_error_and_no_debug() {
    let told = format!(r#"{{"error":"070305","error_description":"Incorrect clientSecret[{SECRET}]"}}"#);
    let script = Script::of([&told]);
    let client = script.client();
    let refused = client.merchant(tax()).call(&issue()).await.unwrap_err();
    let echo = format!(r#"{{"code":"{TOKEN}","describe":"{SECRET} {TOKEN}","result":"{TOKEN}"}}"#);
    let echoed = failure(&Script::of([&echo])).await;
    let broken = failure(&Script::of([&format!(r#"{{"code":"E0000","result":"{TOKEN}"}}"#)])).await;
    let merchant = script.merchant();
    let body = merchant.write(&issue()).unwrap();
    let stamp = merchant.stamp().await.unwrap();
    let sealed = merchant.seal(&body, &stamp);
    let mut shown = format!("{client:?} {merchant:?} {body:?} {stamp:?} {sealed:?} {:?}", client.config());
    for error in [&refused, &echoed, &broken] {
        let source = std::error::Error::source(error).map(|source| format!("{source} {source:?}")).unwrap_or_default();
        shown += &format!("{error} {error:?} {source}");
        shown += &String::from_utf8_lossy(error.reply().unwrap().body());
    }
    assert!(shown.contains("070305") && shown.contains("***"), "{shown}");
    for secret in [SECRET, TOKEN] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

#[test]
fn a_client_without_key_or_secret_is_not_built() {
    for (key, secret) in [("", "s"), ("null", "s"), ("k", ""), ("k", "null")] {
        let config = Config::new(Environment::Production, key, secret);
        let built = Client::new(config, Context::new(Script::default(), Still, Still));
        assert_eq!(built.unwrap_err().kind(), ErrorKind::Configuration, "{key} {secret}");
    }
}
