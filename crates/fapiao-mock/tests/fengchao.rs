//! Fengchao's side of the sandbox, asked with raw requests. Expected values are those of the protocol notes and of
//! `fixtures/vectors/fengchao.json`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "clippy knows the test functions, not their helpers")]

use bytes::Bytes;
use fapiao_mock::{
    BookedState, Reply, Sandbox, Script, Settings,
    fengchao::{OrderState, StandingOrder},
};
use fapiao_model::{ChinaTime, Provider};
use fapiao_signing::{AppSecret, fengchao};
use http::{Request, header};
use serde_json::{Value, json};
use std::time::Duration;

const RETRY: &str = "/gateway/nuonuo/invoice/rebillingnew";
const SELLER: &str = "91310117568051223X";

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../../fixtures/vectors/fengchao.json")).unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// A sandbox with the application of the vectors and one order in every state.
fn sandbox() -> Sandbox {
    let mut settings = Settings::default();
    settings.fengchao.app_id = "uwkahf@jfs92".to_owned();
    settings.fengchao.app_secret = AppSecret::new("3f9c2a1b7e6d4c5f");
    settings.fengchao.tax_numbers = vec![SELLER.to_owned()];
    let order = |number: &str, state| StandingOrder {
        number: number.to_owned(),
        seller: SELLER.to_owned(),
        buyer: "上海某某节能科技有限公司".to_owned(),
        net: "100.00".parse().unwrap(),
        tax: "13.00".parse().unwrap(),
        state,
    };
    settings.fengchao.orders = vec![
        order("20240122150518179381", OrderState::Failed),
        order("ISSUED", OrderState::Issued),
        order("ISSUING", OrderState::Issuing),
        order("LOGIN", OrderState::LoginMissing),
    ];
    Sandbox::new(settings)
}

fn at(millis: i64) -> ChinaTime {
    ChinaTime::from_unix_millis(1_633_618_722_000 + millis)
}

fn send(sandbox: &Sandbox, request: &Request<Bytes>, now: ChinaTime) -> Value {
    let Reply::Answer(answer) = sandbox.respond(request, now) else { panic!("no answer") };
    assert_eq!(answer.status(), 200);
    serde_json::from_slice(answer.body()).unwrap_or_else(|_| panic!("{:?}", answer.body()))
}

/// A retry, its parameters signed after this change.
fn request(path: &str, number: &str, change: impl Fn(&mut Vec<(String, String)>)) -> Request<Bytes> {
    let data = json!({"orderno": number}).to_string();
    let pairs = [("appid", "uwkahf@jfs92"), ("timestamp", "1633618722"), ("tax_num", SELLER), ("request_data", &data)];
    let mut params = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    change(&mut params);
    let sign = fengchao::sign(&params, &AppSecret::new("3f9c2a1b7e6d4c5f"));
    form(path, &params, &sign)
}

fn form(path: &str, params: &[(String, String)], sign: &str) -> Request<Bytes> {
    let escaped = |text: &str| text.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
    let pairs = params.iter().map(|(name, value)| format!("{name}={}", escaped(value)));
    let body = pairs.chain([format!("sign={sign}")]).collect::<Vec<_>>().join("&");
    Request::post(format!("http://127.0.0.1:8080{path}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Bytes::from(body))
        .unwrap()
}

fn retry(sandbox: &Sandbox, number: &str, now: ChinaTime) -> Value {
    send(sandbox, &request(RETRY, number, |_| {}), now)
}

fn failed_check(sandbox: &Sandbox) -> (&'static str, String) {
    let failed = sandbox.log().last().unwrap().failed.clone().unwrap();
    (failed.check, failed.detail)
}

#[test]
fn every_captured_request_is_read_and_its_signature_taken() {
    let cases = vectors()["requests"].as_array().unwrap().clone();
    assert_eq!(cases.len(), 8);
    for case in cases {
        let mut settings = Settings::default();
        settings.fengchao.app_secret = AppSecret::new(text(&case["app_secret"]));
        let app_id = case["params"].as_array().unwrap().iter().find(|pair| pair[0] == "appid");
        settings.fengchao.app_id = app_id.map(|pair| text(&pair[1])).unwrap_or_default();
        let sandbox = Sandbox::new(settings);
        let mut request = Request::post(text(&case["request"]["path"]));
        for pair in case["request"]["headers"].as_array().unwrap() {
            request = request.header(text(&pair[0]), text(&pair[1]));
        }
        let request = request.body(Bytes::from(text(&case["request"]["body_utf8"]))).unwrap();
        assert_eq!(send(&sandbox, &request, at(0))["code"], -1, "{}", case["id"]);
        let (check, detail) = failed_check(&sandbox);
        assert!(["tax_num", "interface"].contains(&check), "{}: {check}: {detail}", case["id"]);
    }
}

#[test]
fn signatures_are_taken_and_refused_as_the_vectors_say() {
    for case in vectors()["verify"].as_array().unwrap() {
        let mut settings = Settings::default();
        settings.fengchao.app_secret = AppSecret::new(text(&case["app_secret"]));
        settings.fengchao.app_id = "uwkahf@jfs92".to_owned();
        let sandbox = Sandbox::new(settings);
        let params = case["params"].as_array().unwrap().iter().map(|pair| (text(&pair[0]), text(&pair[1])));
        let request = form(RETRY, &params.collect::<Vec<_>>(), &text(&case["sign"]));
        assert_eq!(send(&sandbox, &request, at(0))["code"], -1);
        let is_taken = failed_check(&sandbox).0 == "tax_num";
        assert_eq!(is_taken, case["valid"], "{}", case["id"]);
    }
}

#[test]
fn a_failed_order_is_retried_and_then_issued_with_a_file() {
    let sandbox = sandbox();
    let number = "20240122150518179381";
    assert_eq!(retry(&sandbox, number, at(0)), json!({"code": 0, "message": "重试成功"}));
    let waiting = retry(&sandbox, number, at(299));
    assert_eq!(waiting, json!({"code": -1, "message": "开票中(重试中),请耐心等待开票结果"}));
    let issued = retry(&sandbox, number, at(300));
    assert_eq!((&issued["code"], &issued["message"]), (&json!(100), &json!("发票已经生成,不需要重复提交")));
    assert_eq!(issued["invoice_no"].as_str().unwrap().len(), 20);
    let address = issued["invoice_down_url"].as_str().unwrap();
    let Reply::Answer(file) = sandbox.respond(&Request::get(address).body(Bytes::new()).unwrap(), at(300)) else {
        panic!("no answer")
    };
    assert!(file.body().starts_with(b"%PDF-"));
    let books = sandbox.books(at(300));
    let booked = books.invoices.iter().find(|invoice| invoice.order_number == number).unwrap();
    assert_eq!((booked.state, booked.number.as_str()), (BookedState::Issued, issued["invoice_no"].as_str().unwrap()));
    assert_eq!(booked.provider, Provider::Fengchao);
}

#[test]
fn the_answer_follows_the_state_of_the_order() {
    let sandbox = sandbox();
    assert_eq!(retry(&sandbox, "ISSUED", at(0))["code"], 100);
    assert_eq!(retry(&sandbox, "ISSUING", at(0))["message"], "开票中(重试中),请耐心等待开票结果");
    let login = retry(&sandbox, "LOGIN", at(0));
    assert_eq!(login["message"], "本次操作需登录电子发票服务平台,请先使用短信验证码登录");
    assert_eq!(retry(&sandbox, "NOBODY", at(0))["code"], -1);
    assert_eq!(failed_check(&sandbox).0, "order");
}

#[test]
fn a_script_makes_the_retry_fail_again() {
    let sandbox = sandbox();
    let number = "20240122150518179381";
    sandbox.script(Provider::Fengchao, number, Script::Fail { times: 1, words: String::new() });
    sandbox.script(Provider::Fengchao, number, Script::Login { times: 1 });
    assert_eq!(retry(&sandbox, number, at(0))["code"], 0);
    assert_eq!(sandbox.books(at(300)).invoices[0].state, BookedState::Failed);
    assert!(retry(&sandbox, number, at(300))["message"].as_str().unwrap().contains("短信验证码"));
    assert_eq!(retry(&sandbox, number, at(300))["code"], 0);
    assert_eq!(sandbox.books(at(600)).invoices[0].state, BookedState::Issued);
}

#[test]
fn checks_come_in_the_order_of_the_notes() {
    type Change = fn(&mut Vec<(String, String)>);
    let cases: [(Change, &str); 5] = [
        (|params| params.retain(|(name, _)| name != "timestamp"), "parameters"),
        (|params| params.push(("tax_num".to_owned(), "2".to_owned())), "parameters"),
        (|params| params[0].1 = "nobody".to_owned(), "appid"),
        (|params| params[2].1 = "91330100TEST00001X".to_owned(), "tax_num"),
        (|params| params[3].1 = "{\"orderNo\":\"1\"}".to_owned(), "request_data"),
    ];
    for (change, check) in cases {
        let sandbox = sandbox();
        assert_eq!(send(&sandbox, &request(RETRY, "ISSUED", change), at(0))["code"], -1);
        assert_eq!(failed_check(&sandbox).0, check);
    }
}

#[test]
fn an_interface_that_the_sandbox_lacks_is_named_after_the_signature_was_checked() {
    let sandbox = sandbox();
    let path = "/gateway/nuonuo/invoice/billingnew";
    let answer = send(&sandbox, &request(path, "1", |_| {}), at(0));
    assert_eq!(answer, json!({"code": -1, "message": "沙箱没有该接口"}));
    send(&sandbox, &form(path, &[("appid".to_owned(), "x".to_owned())], "x"), at(0));
    assert_eq!(failed_check(&sandbox).0, "parameters");
}

#[test]
fn the_log_explains_a_wrong_signature_without_the_secret() {
    let signed_then = |change: fn(&mut Vec<(String, String)>), sign: fn(&str) -> String| {
        let sandbox = sandbox();
        let pairs = [
            ("appid", "uwkahf@jfs92"),
            ("timestamp", "1633618722"),
            ("tax_num", SELLER),
            ("request_data", "{ \"orderno\": \"1\"}"),
        ];
        let mut params = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let right = fengchao::sign(&params, &AppSecret::new("3f9c2a1b7e6d4c5f"));
        change(&mut params);
        send(&sandbox, &form(RETRY, &params, &sign(&right)), at(0));
        let (check, detail) = failed_check(&sandbox);
        assert_eq!(check, "signature");
        assert!(!detail.contains("3f9c2a1b7e6d4c5f"), "{detail}");
        detail
    };
    let same = |sign: &str| sign.to_owned();
    assert!(signed_then(|_| {}, str::to_uppercase).contains("upper case"));
    assert!(signed_then(|params| params.push(("x".to_owned(), "1".to_owned())), same).contains("no parameter x"));
    let spaced = signed_then(|params| params[3].1 = "{\"orderno\":\"1\"}".to_owned(), same);
    assert!(spaced.contains("request_data") || spaced.contains("changed after signing"), "{spaced}");
    let unknown = signed_then(|params| params[1].1 = "1633618799".to_owned(), same);
    assert!(unknown.contains("***appid"), "our text, masked: {unknown}");
}

#[test]
fn time_and_case_are_checked_only_when_asked_for() {
    let mut settings = Settings::default();
    settings.fengchao.app_id = "uwkahf@jfs92".to_owned();
    settings.fengchao.app_secret = AppSecret::new("3f9c2a1b7e6d4c5f");
    settings.fengchao.timestamp_window = Some(Duration::from_secs(600));
    let sandbox = Sandbox::new(settings);
    send(&sandbox, &request(RETRY, "1", |_| {}), at(600_000));
    assert_eq!(failed_check(&sandbox).0, "tax_num");
    send(&sandbox, &request(RETRY, "1", |_| {}), at(601_000));
    assert_eq!(failed_check(&sandbox).0, "timestamp");
}
