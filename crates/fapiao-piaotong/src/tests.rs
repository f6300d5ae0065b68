pub(crate) mod support;

use crate::{Body, Environment, Event, PushReject, Receiver, SerialTail, Stamp, UnboundRefusal};
use bytes::Bytes;
use fapiao_model::{
    Operation, Outcome,
    piaotong::{Buyer, InvoiceState, IssueInvoice, IssueKind, Line, PricingBasis, QueryInvoice, RawCall, Taxation},
};
use fapiao_transport::{Context, Error, ErrorKind, OsEntropy, Reply, SystemClock, TransportError, TransportErrorKind};
use http::{Response, StatusCode};
use serde_json::{Value, json};
use support::{CONTENT_KEY, SELLER, SERIAL, Script, accepted, answer, facts, opened, partner, piaotong, push};

fn order_of(seller: &str, serial: &str) -> IssueInvoice {
    let code = "1010101020000000000".parse().unwrap();
    let rate = Taxation::Rate("0.09".parse().unwrap());
    let line = Line::new("小麦", code, PricingBasis::TaxIncluded, "109.00".parse().unwrap(), rate);
    let (seller, serial) = (seller.parse().unwrap(), serial.parse().unwrap());
    IssueInvoice::new(seller, serial, IssueKind::Ordinary, Buyer::person("张三"), vec![line])
}

fn order() -> IssueInvoice {
    order_of(SELLER, SERIAL)
}

fn stamp() -> Stamp {
    Stamp::new("2026-03-05 14:07:08".parse().unwrap(), "aB3dE6gH")
}

/// How the order's answer is read.
fn read_order(config: crate::Config, response: &Response<Bytes>) -> Result<(), Error> {
    let merchant = Script::default().merchant(config);
    let body = merchant.write(&order()).unwrap();
    merchant.read::<IssueInvoice>(&body, &stamp(), response).map(|_| ())
}

fn how(error: &Error) -> (ErrorKind, Outcome) {
    (error.kind(), error.outcome())
}

#[tokio::test]
async fn an_order_is_sent_and_its_progress_page_comes_back() {
    let script = Script::default().says("0000", accepted(SERIAL));
    let answer = script.merchant(partner()).call(&order()).await.unwrap();
    assert_eq!(answer.serial, SERIAL);
    assert_eq!(answer.progress_page.and_then(|page| page.url()).as_deref(), Some("https://fpkj.vpiaotong.com/d/x.pt"));
    assert_eq!(script.contents()[0]["itemList"][0]["invoiceAmount"], "109.00");
    let request = script.seen.lock().unwrap().remove(0);
    assert_eq!(request.uri(), "http://127.0.0.1:1/tp/openapi/invoiceBlue.pt");
    assert_eq!(opened(&request).0, "TEST2026030514070800000000");
}

#[tokio::test]
async fn a_cut_connection_is_unknown_and_a_refused_one_is_not_sent() {
    for (kind, outcome) in [
        (TransportErrorKind::Connect, Outcome::NotSent),
        (TransportErrorKind::Timeout, Outcome::Unknown),
        (TransportErrorKind::Interrupted, Outcome::Unknown),
    ] {
        let script = Script::default().then(move |_| Err(TransportError::new(kind)));
        let error = script.merchant(partner()).call(&order()).await.unwrap_err();
        assert_eq!(how(&error), (ErrorKind::Transport, outcome));
    }
}

#[test]
fn an_operation_is_taken_only_by_the_handle_of_its_own_seller() {
    let merchant = Script::default().merchant(partner());
    let error = merchant.write(&order_of("91110108551385082Q", SERIAL)).unwrap_err();
    assert_eq!((error.field(), error.outcome()), (Some("taxpayerNum"), Outcome::NotSent));
    let raw = RawCall::new("x.pt", r#"{"taxpayerNum":"91110108551385082Q"}"#).unwrap();
    assert_eq!(merchant.write(&raw).unwrap_err().field(), Some("taxpayerNum"));
    let foreign = Script::default().merchant(partner()).client().merchant("91110108551385082Q".parse().unwrap());
    let body = foreign.write(&order_of("91110108551385082Q", SERIAL)).unwrap();
    assert!(merchant.seal(&body, &stamp()).is_err());
}

#[test]
fn a_serial_of_another_platform_is_refused_before_it_is_sent() {
    let merchant = Script::default().merchant(partner());
    let error = merchant.write(&order_of(SELLER, "ABCD0000000000000001")).unwrap_err();
    assert_eq!(error.field(), Some("invoiceReqSerialNo"));
    assert!(error.to_string().contains("alias TEST"), "{error}");
    let query = QueryInvoice::new(SELLER.parse().unwrap(), "P1075733838694584320".parse().unwrap());
    assert!(merchant.write(&query).is_ok(), "Piaotong's own serials can be asked about");
}

#[test]
fn a_journaled_message_is_sent_again_in_a_new_envelope() {
    let merchant = Script::default().merchant(partner());
    let body = merchant.write(&order()).unwrap();
    let restored = Body::restored(IssueInvoice::ENTRY, body.bytes().clone()).unwrap();
    assert_eq!(restored, body);
    let (first, second) =
        (merchant.seal(&body, &stamp()).unwrap(), merchant.seal(&restored, &merchant.stamp()).unwrap());
    assert_ne!(first.body(), second.body());
    assert_eq!(opened(&first).1, opened(&second).1);
}

#[test]
fn plain_http_is_for_loopback_and_the_vendors_test_host() {
    let client = |environment: Environment| {
        let config = crate::Config { environment, ..partner() };
        crate::Client::new(config, Context::new(Script::default(), SystemClock::new(), OsEntropy))
    };
    let custom = |address: &str| client(Environment::Custom(address.into()));
    assert!(client(Environment::Production).is_ok() && client(Environment::VendorTest).is_ok());
    assert!(custom("http://localhost:8080/prefix/").is_ok() && custom("https://gateway.example.com/a").is_ok());
    for wrong in
        ["http://fpkj.testnw.vpiaotong.cn", "http://example.com", "ftp://x", "fpkj", "https://h/?a=b", "https://u@h/"]
    {
        let error = custom(wrong).unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Configuration, Some("environment")), "{wrong}");
    }
}

#[test]
fn paths_can_be_set_and_serial_tails_chosen() {
    let config = partner().with_endpoint::<QueryInvoice>("/gateway/query").with_serial_tail(SerialTail::Hex);
    let merchant = Script::default().merchant(config);
    let query = QueryInvoice::new(SELLER.parse().unwrap(), SERIAL.parse().unwrap());
    let request = merchant.seal(&merchant.write(&query).unwrap(), &merchant.stamp()).unwrap();
    assert_eq!(request.uri().path(), "/gateway/query");
}

#[test]
fn a_refusal_of_the_data_is_refused_and_holds_the_number() {
    let bound = answer("8995", "数据校验不通过(购买方名称不能为空)", &stamp().serial(&partner().alias), &Value::Null);
    let error = read_order(partner(), &bound).unwrap_err();
    assert_eq!(how(&error), (ErrorKind::InvalidInput, Outcome::Refused));
    assert_eq!(error.row().map(|row| row.number), Some(fapiao_model::NumberAfter::Held));
    assert!(error.to_string().contains("[8995 数据校验不通过(购买方名称不能为空)]"), "{error}");
}

#[test]
fn a_refusal_that_names_no_request_is_unknown_unless_it_is_trusted() {
    let unbound = answer("8995", "", "TEST20260101000000zzzzzzzz", &Value::Null);
    assert_eq!(how(&read_order(partner(), &unbound).unwrap_err()), (ErrorKind::InvalidInput, Outcome::Unknown));
    let trusting = partner().with_unbound_refusal(UnboundRefusal::Trust);
    assert_eq!(read_order(trusting, &unbound).unwrap_err().outcome(), Outcome::Refused);
    for content in [json!({}), json!(null)] {
        let sealed = crate::seal_answer(&piaotong().keys, "8995", "", "other", content.to_string().as_bytes()).unwrap();
        assert_eq!(read_order(partner(), &Response::new(sealed.bytes)).unwrap_err().outcome(), Outcome::Unknown);
    }
    let named = answer("8995", "", "other", &json!({"invoiceReqSerialNo": SERIAL}));
    assert_eq!(read_order(partner(), &named).unwrap_err().outcome(), Outcome::Refused);
}

#[test]
fn an_answer_about_another_order_is_not_believed() {
    let ours = stamp().serial(&partner().alias);
    let other = "TEST0000000000000002";
    for response in [
        answer("0000", "", &ours, &accepted(other)),
        answer("8995", "words", &ours, &json!({"invoiceReqSerialNo": other})),
        answer("8995", "words", &ours, &json!({"taxpayerNum": "91110108551385082Q"})),
        answer("0000", "", &ours, &json!({"qrCodePath": "x"})),
        answer("0000", "", &ours, &Value::Null),
    ] {
        let error = read_order(partner(), &response).unwrap_err();
        assert_eq!(how(&error), (ErrorKind::Unverified, Outcome::Unknown), "{error}");
        assert_eq!(error.reply().map(Reply::message), Some(""));
    }
    assert!(read_order(partner(), &answer("0000", "", "any", &accepted(SERIAL))).is_ok());
}

#[test]
fn an_answer_without_piaotongs_signature_tells_nothing() {
    let by_the_partner = crate::seal_answer(&partner().keys, "8995", "words", "s", b"{}").unwrap().bytes;
    for body in [
        Bytes::from_static(br#"{"code":"8995","msg":"words","serialNo":"s","content":""}"#),
        Bytes::from_static(br#"{"code":"8995","msg":"words","serialNo":"s","content":"","sign":"AAAA"}"#),
        Bytes::from_static(br#"{"code":"8995","code":"0000","sign":"AAAA"}"#),
        Bytes::from_static(br#"{"code":["8995"],"sign":"AAAA"}"#),
        Bytes::from_static(b"[]"),
        by_the_partner,
    ] {
        let error = read_order(partner(), &Response::new(body)).unwrap_err();
        assert_eq!(how(&error), (ErrorKind::Unverified, Outcome::Unknown), "{error}");
        let reply = error.reply().unwrap();
        assert_eq!((reply.code(), reply.message(), reply.row()), ("", "", None));
    }
}

#[test]
fn a_member_that_comes_twice_is_not_believed_even_signed() {
    let ours = stamp().serial(&partner().alias);
    let sign = piaotong().keys.private.sign(&format!("code=8995&code=9998&content=&msg=m&serialNo={ours}")).unwrap();
    let body = format!(r#"{{"code":"8995","code":"9998","content":"","msg":"m","serialNo":"{ours}","sign":"{sign}"}}"#);
    let error = read_order(partner(), &Response::new(Bytes::from(body))).unwrap_err();
    assert_eq!(how(&error), (ErrorKind::Unverified, Outcome::Unknown));
}

#[test]
fn a_signed_code_or_content_of_another_form_is_not_believed() {
    // `code` and `content` swallow what follows them in the string to sign.
    let sign = |text: &str| piaotong().keys.private.sign(text).unwrap();
    let envelope = |code: &str, content: &str| {
        let text = format!("code={code}&content={content}&msg=m&serialNo=s");
        let body = json!({"code": code, "content": content, "msg": "m", "serialNo": "s", "sign": sign(&text)});
        Response::new(Bytes::from(body.to_string()))
    };
    for (code, content) in
        [("8995&content=", ""), ("899", ""), ("8995000", ""), ("89票5", ""), ("8995", "a&msg=x"), ("8995", "AAA=")]
    {
        let error = read_order(partner(), &envelope(code, content)).unwrap_err();
        assert_eq!(how(&error).1, Outcome::Unknown, "{code} {content}");
        assert_ne!(error.kind(), ErrorKind::Business, "{code} {content}");
    }
}

#[test]
fn what_is_no_answer_of_piaotong_is_a_clear_error() {
    let page = Response::new(Bytes::from_static(b"<html>gateway</html>"));
    assert_eq!(how(&read_order(partner(), &page).unwrap_err()), (ErrorKind::Decode, Outcome::Unknown));
    let gbk = Response::new(Bytes::from_static(b"{\"msg\":\"\xb7\xa2\xc6\xb1\"}"));
    let error = read_order(partner(), &gbk).unwrap_err();
    assert!(error.to_string().contains("it may be GBK"), "{error}");
    let mut refused = answer("8995", "", &stamp().serial(&partner().alias), &Value::Null);
    *refused.status_mut() = StatusCode::BAD_GATEWAY;
    let error = read_order(partner(), &refused).unwrap_err();
    assert_eq!(how(&error), (ErrorKind::Unavailable, Outcome::Unknown));
    assert_eq!(error.reply().map(Reply::code), Some("8995"));
    let mut accepted = answer("0000", "", &stamp().serial(&partner().alias), &accepted(SERIAL));
    *accepted.status_mut() = StatusCode::ACCEPTED;
    assert_eq!(how(&read_order(partner(), &accepted).unwrap_err()), (ErrorKind::Unavailable, Outcome::Unknown));
}

#[test]
fn a_code_that_nobody_explains_is_unknown_and_kept() {
    let ours = stamp().serial(&partner().alias);
    let error = read_order(partner(), &answer("7654", "新错误", &ours, &Value::Null)).unwrap_err();
    assert_eq!(how(&error), (ErrorKind::Business, Outcome::Unknown));
    assert_eq!(error.reply().map(|reply| (reply.code(), reply.message())), Some(("7654", "新错误")));
    let failed = read_order(partner(), &answer("9999", "验签失败", &ours, &Value::Null)).unwrap_err();
    assert_eq!(how(&failed), (ErrorKind::Unavailable, Outcome::Unknown), "9999 has two meanings");
}

#[test]
fn secrets_appear_in_no_error_and_no_debug() {
    let ours = stamp().serial(&partner().alias);
    let error = read_order(partner(), &answer("8995", &format!("key {CONTENT_KEY} is wrong"), &ours, &Value::Null));
    let error = error.unwrap_err();
    let merchant = Script::default().merchant(partner());
    let body = merchant.write(&order()).unwrap();
    let shown = format!("{error} {error:?} {merchant:?} {body:?} {:?} {:?}", partner(), Receiver::new(partner()));
    assert!(shown.contains("key *** is wrong"), "{shown}");
    for secret in [CONTENT_KEY, support::private_key(), "张三"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn a_login_push_is_an_event_and_is_acknowledged() {
    let received =
        Receiver::new(partner()).receive(&push(facts(SERIAL, "3999", &json!({})).to_string().as_bytes())).unwrap();
    let Event::Result(facts) = received.event() else { panic!("{received:?}") };
    assert_eq!((facts.state(), facts.serial.as_str()), (InvoiceState::WaitingLogin, SERIAL));
    for (response, code) in [(received.accept().unwrap(), "0000"), (received.fail().unwrap(), "9999")] {
        let opened = crate::open_answer(&piaotong(), response.body()).unwrap();
        assert_eq!((opened.code.as_str(), opened.serial.as_str()), (code, "TEST20260305140708PUSH0001"));
        assert_eq!(
            opened.content.as_deref(),
            Some(r#"{"taxpayerNum":"91310117568051222X","invoiceReqSerialNo":"TEST0000000000000001"}"#)
        );
    }
}

#[test]
fn a_forged_or_foreign_push_gets_403_and_nothing_signed() {
    let genuine = push(b"{}");
    let forged =
        http::Request::new(Bytes::from(String::from_utf8_lossy(genuine.body()).replace("PUSH0001", "PUSH0002")));
    let foreign = crate::Config { platform_code: "OTHER".into(), ..partner() };
    let response = Receiver::new(partner()).receive(&forged).unwrap_err().into_response();
    assert_eq!((response.status(), response.body().len()), (StatusCode::FORBIDDEN, 0));
    let response = Receiver::new(foreign).receive(&genuine).unwrap_err().into_response();
    assert_eq!((response.status(), response.body().len()), (StatusCode::FORBIDDEN, 0));
    let signing = Receiver::new(partner().with_push_reject(PushReject::SignedFailure));
    let response = signing.receive(&forged).unwrap_err().into_response();
    assert_eq!(crate::open_answer(&piaotong(), response.body()).unwrap().code, "9999");
}

#[test]
fn a_push_that_can_not_be_read_gets_a_signed_9999() {
    for content in [&b"not json"[..], b"{\"taxpayerNum\":\"1\"}"] {
        let rejected = Receiver::new(partner()).receive(&push(content)).unwrap_err();
        assert_eq!(rejected.error().kind(), ErrorKind::Decode);
        let opened = crate::open_answer(&piaotong(), rejected.into_response().body()).unwrap();
        assert_eq!((opened.code.as_str(), opened.serial.as_str()), ("9999", "TEST20260305140708PUSH0001"));
    }
}
