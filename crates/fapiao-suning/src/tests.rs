use super::*;
use async_trait::async_trait;
use bytes::Bytes;
use fapiao_model::{
    ChinaTime, Entry, Knowledge, Operation, Outcome, Provider,
    node::Node,
    suning::{
        AddElectronicInvoice, Call, Format, GetElectronicInvoice, InvoiceFace, InvoiceFile, InvoiceFlag, Presence,
        Rules, Side,
    },
};
use fapiao_signing::suning::Signable;
use fapiao_transport::{
    AccessToken, Clock, Context, Entropy, Error, ErrorKind, FetchToken, FetchedToken, MemoryQuota, MemoryTokenStore,
    TokenBudget, TokenKey, TokenSource, Transport, TransportError, TransportErrorKind,
};
use http::{Request, Response};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

const SECRET: &str = "canary-secret-5f1e";
const NOW: &str = "2026-03-05 14:07:08";

/// Answers from a list, and keeps what it was sent.
#[derive(Debug, Default)]
struct Script {
    answers: Mutex<VecDeque<Result<Response<Bytes>, TransportErrorKind>>>,
    seen: Mutex<Vec<Request<Bytes>>>,
}

impl Script {
    fn of(answers: impl IntoIterator<Item = &'static str>) -> Arc<Self> {
        let answers = answers.into_iter().map(|body| Ok(response(200, body))).collect();
        Arc::new(Self { answers: Mutex::new(answers), seen: Mutex::default() })
    }

    fn seen(&self) -> Vec<Request<Bytes>> {
        self.seen.lock().unwrap().clone()
    }
}

#[async_trait]
impl Transport for Script {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        self.seen.lock().unwrap().push(request);
        let answer = self.answers.lock().unwrap().pop_front().unwrap_or(Err(TransportErrorKind::Connect));
        answer.map_err(TransportError::new)
    }
}

#[derive(Debug)]
struct Still;

impl Clock for Still {
    fn now(&self) -> ChinaTime {
        NOW.parse().unwrap()
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}

impl Entropy for Still {
    fn fill(&self, buffer: &mut [u8]) {
        buffer.fill(7);
    }
}

fn response(status: u16, body: impl Into<Bytes>) -> Response<Bytes> {
    Response::builder().status(status).body(body.into()).unwrap()
}

fn config(format: Format) -> Config {
    Config::new(Environment::Production, "b0c332a1", SECRET).with_format(format)
}

fn shop(config: Config, script: &Arc<Script>) -> Merchant {
    Client::new(config, Context::new(Arc::clone(script), Still, Still)).unwrap().merchant("70066253")
}

fn offline(format: Format) -> Merchant {
    shop(config(format), &Script::of([]))
}

fn upload_of(title: &str, content: Vec<u8>) -> AddElectronicInvoice {
    let face = InvoiceFace {
        number: "24312000000022669098".parse().unwrap(),
        issued: NOW.parse::<ChinaTime>().unwrap().into(),
        amount: "113".parse().unwrap(),
        flag: InvoiceFlag::Electronic,
        title: title.into(),
        title_kind: "1".into(),
    };
    let file = InvoiceFile::new(content).unwrap();
    AddElectronicInvoice::new("34404212257".parse().unwrap(), Side::Blue, face, file)
}

fn upload() -> AddElectronicInvoice {
    upload_of("南京某某科技有限公司", b"%PDF-1.4".to_vec())
}

fn tree(body: &Body) -> Node {
    match body.format() {
        Format::Xml => Node::from_xml(body.bytes()).unwrap(),
        Format::Json => Node::from_json(body.bytes()).unwrap(),
    }
}

fn failed<T: std::fmt::Debug>(result: Result<T, Error>) -> (ErrorKind, Outcome) {
    let error = result.unwrap_err();
    (error.kind(), error.outcome())
}

#[test]
fn the_message_is_the_file_first_and_then_the_fields_in_both_formats() {
    let fields = |body: &Body| tree(body).at(&["sn_request", "sn_body", "addElectronicInvoice"]).unwrap().clone();
    let xml = offline(Format::Xml).write(&upload()).unwrap();
    let json = offline(Format::Json).write(&upload()).unwrap();
    assert!(
        xml.bytes().starts_with(
            b"<sn_request><sn_body><addElectronicInvoice><invoiceData>JVBERi0xLjQ=</invoiceData><orderId>"
        )
    );
    assert!(
        json.bytes().starts_with(
            br#"{"sn_request":{"sn_body":{"addElectronicInvoice":{"invoiceData":"JVBERi0xLjQ=","orderId":"#
        )
    );
    assert_eq!(fields(&xml), fields(&json));
    assert_eq!(fields(&xml).get("invoiceAmount").and_then(Node::as_text), Some("113.00"));
}

#[test]
fn texts_are_escaped_and_come_back_whole() {
    for title in ["甲&乙\"丙\"'丁' <有限> ]]>", "\\\\ \u{2028} 😀", "a\r\nb"] {
        for format in [Format::Xml, Format::Json] {
            let body = offline(format).write(&upload_of(title, b"%PDF-1.4".to_vec())).unwrap();
            let tree = tree(&body);
            let read = tree.at(&["sn_request", "sn_body", "addElectronicInvoice", "invoiceHead"]);
            assert_eq!(read.and_then(Node::as_text), Some(title), "{format:?}");
        }
    }
}

#[test]
fn a_text_that_xml_forbids_is_refused_unsent() {
    let error = offline(Format::Xml).write(&upload_of("a\u{1}b", b"%PDF-".to_vec())).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::InvalidInput, Outcome::NotSent));
    assert!(error.to_string().contains("invoiceHead: holds U+0001"), "{error}");
}

#[test]
fn base64_of_every_length_is_right() {
    for extra in 0..10 {
        let mut content = b"%PDF-".to_vec();
        content.extend((0..extra).map(|n| 250 + n % 6));
        let encoded = {
            use base64::Engine as _;
            base64::engine::general_purpose::STANDARD.encode(&content)
        };
        for format in [Format::Xml, Format::Json] {
            let tree = tree(&offline(format).write(&upload_of("x", content.clone())).unwrap());
            let read = tree.at(&["sn_request", "sn_body", "addElectronicInvoice", "invoiceData"]);
            assert_eq!(read.and_then(Node::as_text), Some(encoded.as_str()));
        }
    }
}

#[test]
fn a_large_file_is_refused_by_the_limit_that_was_set() {
    let content = [b"%PDF-".to_vec(), vec![0; 100]].concat();
    let merchant =
        |max_file| shop(config(Format::Xml).with_rules(Rules { max_file, ..Rules::default() }), &Script::of([]));
    assert!(merchant(105).write(&upload_of("x", content.clone())).is_ok());
    let error = merchant(104).write(&upload_of("x", content)).unwrap_err();
    assert_eq!((error.field(), error.outcome()), (Some("invoiceData"), Outcome::NotSent));
    assert!(error.to_string().contains("105 bytes, more than the 104"), "{error}");
}

#[test]
fn a_call_without_fields_has_an_empty_node() {
    let call = RawCall::new("suning.custom.invoiceorder.query", "queryInvoiceorder", Node::Null);
    let xml = offline(Format::Xml).write_raw(&call).unwrap();
    let json = offline(Format::Json).write_raw(&call).unwrap();
    assert_eq!(
        xml.bytes().as_ref(),
        b"<sn_request><sn_body><queryInvoiceorder></queryInvoiceorder></sn_body></sn_request>"
    );
    assert_eq!(json.bytes().as_ref(), br#"{"sn_request":{"sn_body":{"queryInvoiceorder":""}}}"#);
}

#[test]
fn a_raw_call_can_carry_a_file_and_no_fields() {
    let file = InvoiceFile::new(*b"%PDF-1.4").unwrap();
    let call = RawCall::new("suning.x.y", "addX", Node::Null).file("data", file);
    let json = offline(Format::Json).write_raw(&call).unwrap();
    assert_eq!(json.bytes().as_ref(), br#"{"sn_request":{"sn_body":{"addX":{"data":"JVBERi0xLjQ="}}}}"#);
}

#[test]
fn a_raw_call_cannot_break_out_of_its_message() {
    let fields = Node::from_json(br#"{"a><evil":"1"}"#).unwrap();
    let calls = [
        RawCall::new("suning.x\r\nHost: y", "a", Node::Null),
        RawCall::new("suning/../x", "a", Node::Null),
        RawCall::new("", "a", Node::Null),
        RawCall::new("suning.x", "a><b", Node::Null),
        RawCall::new("suning.x", "a\":1,\"b", Node::Null),
        RawCall::new("suning.x", "a", fields),
        RawCall::new("suning.x", "a", Node::from("text")),
        RawCall::new("suning.x", "a", Node::Null).file("x\"", InvoiceFile::new(*b"%PDF-").unwrap()),
    ];
    for call in calls {
        assert_eq!(
            failed(offline(Format::Xml).write_raw(&call)),
            (ErrorKind::InvalidInput, Outcome::NotSent),
            "{call:?}"
        );
    }
}

#[test]
fn the_request_has_the_documented_headers_and_a_signature_over_its_own_bytes() {
    let merchant = offline(Format::Json).with_token(AccessToken::new("canary-token"));
    let body = merchant.write(&upload()).unwrap();
    let stamp = Stamp::at(NOW.parse().unwrap()).with_token(AccessToken::new("canary-token"));
    let request = merchant.seal(&body, &stamp).unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://open.suning.com/api/http/sopRequest/suning.custom.electronicinvoice.add");
    let expected = [
        ("appmethod", "suning.custom.electronicinvoice.add"),
        ("apprequesttime", NOW),
        ("format", "json"),
        ("appkey", "b0c332a1"),
        ("versionno", "v1.2"),
        ("access_token", "canary-token"),
        ("content-type", "application/json; charset=utf-8"),
    ];
    for (name, value) in expected {
        assert_eq!(request.headers()[name], value);
    }
    let signed = Signable {
        method: "suning.custom.electronicinvoice.add",
        request_time: NOW,
        app_key: "b0c332a1",
        version: "v1.2",
        body: request.body(),
    };
    assert!(signed.verify(&SECRET.into(), request.headers()["signinfo"].to_str().unwrap()));
    assert!(!format!("{request:?}{stamp:?}{merchant:?}").contains("canary"));
    assert_eq!(request.body().as_ptr(), body.bytes().as_ptr(), "the bytes are not copied");
}

#[test]
fn the_path_can_be_bare() {
    let merchant = shop(config(Format::Xml).with_path_style(PathStyle::Bare), &Script::of([]));
    let request = merchant.seal(&merchant.write(&upload()).unwrap(), &Stamp::at(NOW.parse().unwrap())).unwrap();
    assert_eq!(request.uri().path(), "/api/http/sopRequest");
}

#[test]
fn a_client_that_could_never_send_or_only_in_the_open_is_not_made() {
    let custom = |gateway: &str| Config::new(Environment::Custom(gateway.into()), "key", SECRET);
    for fine in
        [Config::new(Environment::VendorTest, "key", SECRET), custom("http://127.0.0.1:8765/api/http/sopRequest")]
    {
        assert!(Client::new(fine, Context::new(Script::of([]), Still, Still)).is_ok());
    }
    let configs = [
        custom("open.suning.com"),
        custom("/api"),
        custom("http://open.suning.com/api/http/sopRequest"),
        custom("http://openpre.cnsuning.com/api/http/sopRequest"),
        custom("https://user:word@open.suning.com/api"),
        Config::new(Environment::Production, "", SECRET),
        Config::new(Environment::Production, "k\n", SECRET),
        Config::new(Environment::Production, "key", ""),
    ];
    for config in configs {
        let made = Client::new(config.clone(), Context::new(Script::of([]), Still, Still));
        assert_eq!(failed(made), (ErrorKind::Configuration, Outcome::NotSent), "{config:?}");
    }
}

#[derive(serde::Serialize)]
struct Billing {
    #[serde(rename = "supplierCode")]
    shop: &'static str,
}

impl Operation for Billing {
    type Answer = Node;
    const ENTRY: Entry =
        Entry::new(Provider::Suning, "Billing", "suning.x.y", "", "test").knowledge(Knowledge::Inferred);
}

impl Call for Billing {
    const NODE: &'static str = "queryBilling";

    fn shop(&self) -> Option<&str> {
        Some(self.shop)
    }
}

#[test]
fn a_handle_writes_no_request_of_another_shop() {
    assert!(offline(Format::Xml).write(&Billing { shop: "70066253" }).is_ok());
    assert_eq!(failed(offline(Format::Xml).write(&Billing { shop: "7" })), (ErrorKind::InvalidInput, Outcome::NotSent));
}

fn read(status: u16, body: impl Into<Bytes>) -> Error {
    offline(Format::Xml).read::<AddElectronicInvoice>(&response(status, body)).unwrap_err()
}

fn error_json(code: &str, words: &str) -> String {
    format!(r#"{{"sn_responseContent":{{"sn_error":{{"error_code":"{code}","error_msg":"{words}"}}}}}}"#)
}

#[test]
fn only_a_listed_code_without_effect_is_a_refusal() {
    use ErrorKind::*;
    use Outcome::*;
    let cases = [
        ("biz.custom.addelectronicinvoice.invalid-biz:107", InvalidInput, Refused),
        ("biz.custom.addelectronicinvoice.invalid-biz:106", NotFound, Refused),
        ("biz.custom.addelectronicinvoice.missing-parameter:orderId", InvalidInput, Refused),
        ("sys.check.app-sign:error", Credential, Refused),
        ("sys.controller.api-frequency:limit", Throttled, Refused),
        ("isp.sys.service.unavailable.moms", Unavailable, Unknown),
        ("sys.error.network-status:502", Unavailable, Unknown),
        ("biz.custom.addelectronicinvoice.invalid-biz:125", Business, Unknown),
        ("sys.brand-new:code", Business, Unknown),
        ("biz.handler.data-get:no-result", Business, Unknown),
        ("", Business, Unknown),
    ];
    for (code, kind, outcome) in cases {
        let error = read(200, error_json(code, "话"));
        assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{error}");
    }
}

#[test]
fn an_error_names_provider_operation_code_words_and_remedy() {
    let error = read(200, error_json("biz.custom.addelectronicinvoice.invalid-biz:110", "非已付款订单不能上传发票"));
    assert_eq!(
        error.to_string(),
        "suning AddElectronicInvoice failed (Business, Refused): the order is not paid, so no invoice is taken \
         [biz.custom.addelectronicinvoice.invalid-biz:110 非已付款订单不能上传发票]; upload once the order is paid"
    );
}

#[test]
fn an_unlisted_code_reaches_the_caller_whole() {
    let error = read(200, error_json("sys.brand-new:code", "新的话"));
    let reply = error.reply().unwrap();
    assert_eq!((reply.code(), reply.message()), ("sys.brand-new:code", "新的话"));
}

#[test]
fn another_http_status_is_never_a_refusal() {
    for status in [204, 302, 400, 401, 500, 502] {
        let error = read(status, error_json("biz.custom.addelectronicinvoice.invalid-biz:107", ""));
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unavailable, Outcome::Unknown), "{status}");
        assert!(error.reply().unwrap().code().ends_with("107"));
    }
}

#[test]
fn an_answer_that_is_none_is_unknown_and_says_what_is_wrong() {
    let gbk: &[u8] = b"{\"sn_responseContent\":\"\xb7\xa2\xc6\xb1\"}";
    let other_node = r#"{"sn_responseContent":{"sn_body":{"other":{}}}}"#;
    let cases: [(&[u8], &str); 7] = [
        (b"", "JSON that ends too early"),
        (b"<html><head><title>x</title></head><body>nginx</body></html>", "no sn_responseContent"),
        (b"{\"code\":\"1\"}", "no sn_responseContent"),
        (gbk, "it may be GBK"),
        (other_node.as_bytes(), "no addElectronicInvoice in sn_body: \"other\""),
        (b"{\"sn_responseContent\":{}}", "has neither sn_error nor sn_body"),
        (b"<sn_responseContent><sn_body>", "ends too early"),
    ];
    for (body, fault) in cases {
        let error = read(200, body);
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Decode, Outcome::Unknown));
        assert!(error.to_string().contains(fault), "{error}");
    }
}

#[test]
fn a_no_without_a_code_is_unknown() {
    let error = read(200, r#"{"sn_responseContent":{"sn_body":{"addElectronicInvoice":{"isSuccess":"N"}}}}"#);
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Business, Outcome::Unknown));
    assert!(error.to_string().contains("isSuccess is \"N\""), "{error}");
}

#[test]
fn an_error_wins_over_a_body_beside_it() {
    let both = r#"{"sn_responseContent":{"sn_head":{},"sn_body":{"addElectronicInvoice":{"isSuccess":"Y"}},"sn_error":{"error_code":"x"}}}"#;
    assert_eq!(read(200, both).outcome(), Outcome::Unknown);
    let null = r#"{"sn_responseContent":{"sn_body":{"addElectronicInvoice":{"isSuccess":"Y"}},"sn_error":null}}"#;
    assert!(offline(Format::Xml).read::<AddElectronicInvoice>(&response(200, null)).is_ok());
}

#[test]
fn nothing_found_is_an_empty_answer_to_a_query() {
    let body = error_json("biz.handler.data-get:no-result", "");
    let answer = offline(Format::Json).read::<GetElectronicInvoice>(&response(200, body)).unwrap();
    assert_eq!(answer.presence_of(&"24312000000022669098".parse().unwrap()), Presence::Absent);
}

#[tokio::test]
async fn a_call_is_written_sealed_sent_and_read_in_either_format() {
    let xml = "<sn_responseContent><sn_body><addElectronicInvoice><isSuccess>Y</isSuccess></addElectronicInvoice></sn_body></sn_responseContent>";
    let json = r#"{"sn_responseContent":{"sn_body":{"addElectronicInvoice":{"isSuccess":"Y"}}}}"#;
    for format in [Format::Xml, Format::Json] {
        let script = Script::of([xml, json]);
        let merchant = shop(config(format), &script);
        for _ in 0..2 {
            assert_eq!(merchant.call(&upload()).await.unwrap().is_success, "Y");
        }
        let bytes = merchant.write(&upload()).unwrap().bytes().clone();
        assert!(script.seen().iter().all(|request| request.body() == &bytes), "what is written is what is sent");
    }
}

#[tokio::test]
async fn a_lost_answer_is_unknown_and_a_refused_connection_is_not_sent() {
    let script = Script::of([]);
    script.answers.lock().unwrap().extend([Err(TransportErrorKind::Interrupted), Err(TransportErrorKind::Connect)]);
    let merchant = shop(config(Format::Xml), &script);
    assert_eq!(failed(merchant.call(&upload()).await), (ErrorKind::Transport, Outcome::Unknown));
    assert_eq!(failed(merchant.call(&upload()).await), (ErrorKind::Transport, Outcome::NotSent));
    assert_eq!(script.seen().len(), 2, "nothing is repeated");
}

#[tokio::test]
async fn a_time_refusal_says_by_how_much_the_clock_is_off() {
    for (date, words) in [
        ("Thu, 05 Mar 2026 06:22:08 GMT", "the request's time is 900 s behind the answer's Date"),
        ("Thu, 05 Mar 2026 05:07:08 GMT", "the request's time is 3600 s ahead of the answer's Date"),
    ] {
        let script = Script::of([]);
        let mut answer = response(200, error_json("sys.check.app-time:error", ""));
        answer.headers_mut().insert("date", date.parse().unwrap());
        script.answers.lock().unwrap().push_back(Ok(answer));
        let error = shop(config(Format::Json), &script).call(&upload()).await.unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Credential, Outcome::Refused));
    }
}

#[tokio::test]
async fn secrets_that_the_provider_repeats_are_masked() {
    let script = Script::of([]);
    let echo = error_json("sys.check.app-sign:error", &format!("secret {SECRET} token canary-token"));
    script.answers.lock().unwrap().extend([Ok(response(200, echo.clone())), Ok(response(500, echo))]);
    let merchant = shop(config(Format::Json), &script).with_token(AccessToken::new("canary-token"));
    for _ in 0..2 {
        let error = merchant.call(&upload()).await.unwrap_err();
        let body = String::from_utf8_lossy(error.reply().unwrap().body()).into_owned();
        assert!(!format!("{error} {error:?} {body}").contains("canary"), "{error:?}");
        assert!(error.to_string().contains("secret *** token ***"), "{error}");
    }
}

#[tokio::test]
async fn an_application_that_needs_a_token_sends_nothing_without_one() {
    let script = Script::of([]);
    let merchant = shop(config(Format::Xml).with_token_required(), &script);
    assert_eq!(failed(merchant.call(&upload()).await), (ErrorKind::Configuration, Outcome::NotSent));
    assert!(script.seen().is_empty());
}

#[derive(Debug, Default)]
struct Counter(Mutex<u32>);

#[async_trait]
impl FetchToken for Counter {
    async fn fetch(&self) -> Result<FetchedToken, Error> {
        let mut count = self.0.lock().unwrap();
        *count += 1;
        Ok(FetchedToken { token: AccessToken::new(format!("token-{count}")), expires_in: None })
    }
}

fn source() -> TokenSource {
    static ENTRY: Entry = Entry::new(Provider::Suning, "FetchToken", "oauth/token", "", "test");
    let key =
        TokenKey { provider: Provider::Suning, application: "b0c332a1".into(), merchant: Some("70066253".into()) };
    let (store, quota) = (Arc::new(MemoryTokenStore::default()), Arc::new(MemoryQuota::default()));
    TokenSource::new(&ENTRY, key, Counter::default(), store, quota, Arc::new(Still), TokenBudget::NUONUO)
}

const EXPIRED: &str = r#"{"sn_responseContent":{"sn_error":{"error_code":"sys.oauth.check.access_token:overdue"}}}"#;

#[tokio::test]
async fn an_expired_token_is_renewed_and_the_call_repeated_once() {
    let done = r#"{"sn_responseContent":{"sn_body":{"addElectronicInvoice":{"isSuccess":"Y"}}}}"#;
    let script = Script::of([EXPIRED, done]);
    let merchant = shop(config(Format::Json), &script).with_token_source(source());
    assert!(merchant.call(&upload()).await.is_ok());
    let tokens: Vec<_> = script.seen().iter().map(|request| request.headers()["access_token"].clone()).collect();
    assert_eq!(tokens, ["token-1", "token-2"]);

    let script = Script::of([EXPIRED, EXPIRED, done]);
    let merchant = shop(config(Format::Json), &script).with_token_source(source());
    assert_eq!(failed(merchant.call(&upload()).await), (ErrorKind::Credential, Outcome::Refused));
    assert_eq!(script.seen().len(), 2);
}

#[tokio::test]
async fn a_raw_call_answers_with_the_whole_tree_and_its_paging() {
    let body = r#"{"sn_responseContent":{"sn_head":{"pageTotal":"1","pageNo":1,"totalSize":2},"sn_body":{"queryX":[{"a":1.50},{"a":null}]}}}"#;
    let script =
        Script::of([body, r#"{"sn_responseContent":{"sn_error":{"error_code":"biz.handler.data-get:no-result"}}}"#]);
    let merchant = shop(config(Format::Json), &script);
    let call = RawCall::new("suning.x.query", "queryX", Node::Null);
    let content = merchant.call_raw(&call).await.unwrap().unwrap();
    assert_eq!(content.head.unwrap().total_size, Some(2));
    assert_eq!(content.node.items()[0].get("a").and_then(Node::as_text), Some("1.50"));
    assert!(merchant.call_raw(&call).await.unwrap().is_none());
}

#[cfg(feature = "issuing")]
mod marketplace {
    use super::*;
    use fapiao_issuing::{
        Attempt, Delivery, Direction, FileKind, InvoiceFile, Marketplace as _, MarketplaceFinding, Upload,
    };
    use fapiao_model::InvoiceKind;

    fn file() -> InvoiceFile {
        InvoiceFile { kind: FileKind::Pdf, content: Bytes::from_static(b"%PDF-1.4 invoice") }
    }

    fn delivery() -> Upload {
        Upload {
            reference: "2026-0001".parse().unwrap(),
            delivery: Delivery { order_id: "34404212257".into(), product_code: Some("000000010260986".into()) },
            number: "24312000000022669098".parse().unwrap(),
            code: None,
            kind: InvoiceKind::DigitalOrdinary,
            issued_at: NOW.parse().unwrap(),
            title: "南京某某科技有限公司".into(),
            gross: "113".parse().unwrap(),
            net: Some("100".parse().unwrap()),
            reverses: None,
        }
    }

    fn attempt() -> Attempt {
        let seller = "91310117568051222X".parse().unwrap();
        Attempt::first(&"shop".parse().unwrap(), &seller, Direction::Blue, &"2026-0001".parse().unwrap())
    }

    fn at(script: &Arc<Script>, format: Format) -> Marketplace {
        shop(config(format), script).marketplace()
    }

    #[tokio::test]
    async fn a_draft_is_sent_as_the_message_that_the_request_itself_would_be() {
        let done = r#"{"sn_responseContent":{"sn_body":{"addElectronicInvoice":{"isSuccess":"Y"}}}}"#;
        for format in [Format::Xml, Format::Json] {
            let script = Script::of([done]);
            let marketplace = at(&script, format);
            let draft = marketplace.draft(&delivery(), &attempt(), &file()).unwrap();
            let kept = serde_json::to_string(&draft).unwrap();
            assert!(!kept.contains("JVBERi"), "the file stays outside");
            marketplace.send(&serde_json::from_str(&kept).unwrap(), &file()).await.unwrap();
            let request = upload_of("南京某某科技有限公司", b"%PDF-1.4 invoice".to_vec())
                .amount_without_tax("100".parse().unwrap())
                .product_code("000000010260986");
            let written = shop(config(format), &script).write(&request).unwrap();
            assert_eq!(script.seen()[0].body(), written.bytes());
        }
    }

    #[tokio::test]
    async fn another_file_account_or_message_is_refused_unsent() {
        let script = Script::of([]);
        let marketplace = at(&script, Format::Xml);
        let draft = marketplace.draft(&delivery(), &attempt(), &file()).unwrap();
        let other = InvoiceFile { content: Bytes::from_static(b"%PDF-1.4 other"), ..file() };
        let test_system = Config::new(Environment::VendorTest, "b0c332a1", SECRET);
        let foreign = shop(test_system, &script).marketplace();
        let mut broken = draft.clone();
        broken.body = Bytes::from_static(b"<sn_request><sn_body><other></other></sn_body></sn_request>");
        let refused = (ErrorKind::InvalidInput, Outcome::NotSent);
        assert_eq!(failed(marketplace.send(&draft, &other).await), refused);
        assert_eq!(failed(foreign.send(&draft, &file()).await), refused);
        assert_eq!(failed(marketplace.send(&broken, &file()).await), refused);
        assert!(script.seen().is_empty());
    }

    #[test]
    fn what_suning_would_refuse_is_not_drafted() {
        let marketplace = at(&Script::of([]), Format::Xml);
        let field = |upload: Upload, file: InvoiceFile| {
            let error = marketplace.draft(&upload, &attempt(), &file).unwrap_err();
            error.field().unwrap().to_owned()
        };
        let ofd = InvoiceFile { kind: FileKind::Ofd, content: Bytes::from_static(b"PK\x03\x04") };
        let negative = || "-113".parse().unwrap();
        assert_eq!(field(delivery(), ofd), "invoiceData");
        assert_eq!(field(Upload { title: String::new(), ..delivery() }, file()), "invoiceHead");
        assert_eq!(field(Upload { gross: negative(), ..delivery() }, file()), "oldInvoiceNum");
        let order = Delivery { order_id: "订单".into(), product_code: None };
        assert_eq!(field(Upload { delivery: order, ..delivery() }, file()), "orderId");
        let red = Upload {
            gross: negative(),
            reverses: Some(fapiao_issuing::Original { number: "24312000000022669001".parse().unwrap(), code: None }),
            ..delivery()
        };
        let draft = marketplace.draft(&red, &attempt(), &file()).unwrap();
        let text = String::from_utf8(draft.body.to_vec()).unwrap();
        assert!(
            text.contains("<invoiceType>-1</invoiceType>") && text.contains("<oldInvoiceNum>24312000000022669001<")
        );
    }

    #[tokio::test]
    async fn an_upload_is_found_absent_or_left_to_a_person() {
        let script = Script::of([
            r#"{"sn_responseContent":{"sn_body":{"queryElectronicInvoice":[{"x":"24312000000022669098"}]}}}"#,
            r#"{"sn_responseContent":{"sn_error":{"error_code":"biz.handler.data-get:no-result"}}}"#,
            r#"{"sn_responseContent":{"sn_body":{"queryElectronicInvoice":""}}}"#,
            r#"{"sn_responseContent":{"sn_error":{"error_code":"sys.check.app-sign:error"}}}"#,
        ]);
        let marketplace = at(&script, Format::Json);
        assert_eq!(marketplace.find(&delivery()).await.unwrap(), MarketplaceFinding::Present);
        assert_eq!(marketplace.find(&delivery()).await.unwrap(), MarketplaceFinding::Absent);
        assert!(matches!(marketplace.find(&delivery()).await.unwrap(), MarketplaceFinding::Unclear(_)));
        assert!(marketplace.find(&delivery()).await.is_err());
        let mut without = delivery();
        without.delivery.product_code = None;
        assert!(matches!(marketplace.find(&without).await.unwrap(), MarketplaceFinding::Unclear(_)));
        assert_eq!(script.seen().len(), 4);
    }
}
