//! Suning's side of the sandbox, driven with raw requests. Signatures, times and file kinds come from `fixtures/vectors`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "clippy knows the test functions, not their helpers")]

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use fapiao_mock::{FailedCheck, Reply, Sandbox, Script, Settings, ShopOrder, SuningSettings, suning};
use fapiao_model::{ChinaTime, Provider};
use fapiao_signing::{AppSecret, suning::Signable};
use http::Request;
use serde_json::{Map, Value, json};

const ADD: &str = "suning.custom.electronicinvoice.add";
const GET: &str = "suning.custom.electronicinvoice.get";
const NOW: &str = "2026-03-05 14:07:08";
const KEY: &str = "b0c332a133c102765f39de0011223344";
const SECRET: &str = "5f1e0a9c77b24d3f8c6a1b2e3d4f5a60";

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../../fixtures/vectors/suning.json")).unwrap()
}

fn sandbox(change: impl FnOnce(&mut SuningSettings)) -> Sandbox {
    let mut settings = Settings::default();
    change(&mut settings.suning);
    Sandbox::new(settings)
}

/// A request as its headers say it, signed.
struct Call<'a> {
    method: &'a str,
    format: &'a str,
    time: &'a str,
    body: Vec<u8>,
}

impl Call<'_> {
    fn signature(&self) -> String {
        let right =
            Signable { method: self.method, request_time: self.time, app_key: KEY, version: "v1.2", body: &self.body };
        right.sign(&AppSecret::new(SECRET))
    }

    fn request(&self, sign: &str) -> Request<Bytes> {
        Request::post("http://localhost/api/http/sopRequest")
            .header("AppMethod", self.method)
            .header("AppRequestTime", self.time)
            .header("Format", self.format)
            .header("AppKey", KEY)
            .header("VersionNo", "v1.2")
            .header("signInfo", sign)
            .body(Bytes::from(self.body.clone()))
            .unwrap()
    }
}

fn send(sandbox: &Sandbox, request: &Request<Bytes>, now: &str) -> (String, Option<FailedCheck>) {
    let Reply::Answer(answer) = sandbox.respond(request, now.parse().unwrap()) else { panic!("no answer") };
    let entry = sandbox.log().pop().unwrap();
    (String::from_utf8(answer.into_body().to_vec()).unwrap(), entry.failed)
}

fn call(sandbox: &Sandbox, method: &str, node: &str, fields: &Value) -> Value {
    let body = json!({"sn_request": {"sn_body": {node: fields}}}).to_string().into_bytes();
    let call = Call { method, format: "json", time: NOW, body };
    serde_json::from_str(&send(sandbox, &call.request(&call.signature()), NOW).0).unwrap()
}

fn upload(sandbox: &Sandbox, fields: &Value) -> String {
    let answer = call(sandbox, ADD, "addElectronicInvoice", fields);
    let content = &answer["sn_responseContent"];
    let success = content["sn_body"]["addElectronicInvoice"]["isSuccess"].as_str();
    content["sn_error"]["error_code"].as_str().or(success).unwrap().to_owned()
}

fn pdf(length: usize) -> String {
    let mut file = b"%PDF-1.4\n".to_vec();
    file.resize(length, b' ');
    STANDARD.encode(file)
}

/// An upload that passes all checks.
fn fields() -> Value {
    json!({
        "orderId": "4511680451", "invoiceNo": "26312000000000000042", "invoiceTime": "2026-03-05 14:00:00",
        "invoiceType": "1", "invoiceFlag": "04", "invoiceHead": "南京某某科技有限公司", "invoiceHeadType": "1",
        "invoiceAmount": "113.00", "invoiceNoTaxAmount": "100.00", "invoiceData": pdf(100),
    })
}

fn with(changes: &Value) -> Value {
    let mut fields = fields();
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(fields.as_object_mut().unwrap().remove(name)),
            value => fields[name] = value.clone(),
        }
    }
    fields
}

/// A sandbox of the application that a recorded request was made for, and that request.
fn recorded(case: &Value) -> (Sandbox, Request<Bytes>) {
    let sandbox = sandbox(|suning| {
        suning.orders.push(ShopOrder::new("34404212257").returned());
        suning.app_key = case["app_key"].as_str().unwrap().into();
        suning.app_secret = AppSecret::new(case["app_secret"].as_str().unwrap());
    });
    let recorded = &case["request"];
    let mut request = Request::builder().method("POST").uri(format!("http://x{}", recorded["path"].as_str().unwrap()));
    for header in recorded["headers"].as_array().unwrap() {
        request = request.header(header[0].as_str().unwrap(), header[1].as_str().unwrap().as_bytes());
    }
    let body = STANDARD.decode(recorded["body_base64"].as_str().unwrap()).unwrap();
    (sandbox, request.body(Bytes::from(body)).unwrap())
}

#[test]
fn every_recorded_request_of_other_clients_is_understood() {
    for case in vectors()["requests"].as_array().unwrap() {
        let (sandbox, request) = recorded(case);
        let time = request.headers()["apprequesttime"].to_str().unwrap();
        let (answer, failed) = send(&sandbox, &request, time);
        let expected = match case["api"].as_str().unwrap() {
            // The documentation's own sample values are no amounts.
            ADD if case["fields"]["orderId"] == "4511680451" => "invalid-biz:117",
            ADD => ">Y<",
            GET => "biz.handler.data-get:no-result",
            _ => "sys.check.method-permission:authority",
        };
        let answer = answer.replace("\"isSuccess\":\"Y\"", ">Y<");
        assert!(answer.contains(expected), "{}: {answer} {failed:?}", case["id"]);
        assert_eq!(answer.starts_with('<'), case["format"] == "xml", "{}", case["id"]);
    }
}

#[test]
fn fields_arrive_as_the_recorded_clients_meant_them() {
    let vectors = vectors();
    let cases = vectors["requests"].as_array().unwrap();
    for case in cases.iter().filter(|case| case["api"] == ADD && case["fields"]["orderId"] == "34404212257") {
        let (sandbox, request) = recorded(case);
        let time = request.headers()["apprequesttime"].to_str().unwrap();
        let _ = send(&sandbox, &request, time);
        let product = case["fields"]["productCode"].as_str().unwrap_or("any");
        let node = json!({"orderId": "34404212257", "productCode": product});
        let body = json!({"sn_request": {"sn_body": {"queryElectronicInvoice": node}}}).to_string();
        let key = case["app_key"].as_str().unwrap();
        let right = Signable { method: GET, request_time: time, app_key: key, version: "v1.2", body: body.as_bytes() };
        let sign = right.sign(&AppSecret::new(case["app_secret"].as_str().unwrap()));
        let mut query = Call { method: GET, format: "json", time, body: body.clone().into() }.request(&sign);
        query.headers_mut().insert("appkey", key.parse().unwrap());
        let answer: Value = serde_json::from_str(&send(&sandbox, &query, time).0).unwrap();
        let mut expected = case["fields"].clone();
        expected.as_object_mut().unwrap().remove("invoiceData");
        let found = &answer["sn_responseContent"]["sn_body"]["queryElectronicInvoice"];
        assert_eq!(found, &json!([expected]), "{}", case["id"]);
    }
}

#[test]
fn signatures_are_judged_as_in_the_vectors_and_the_log_says_why() {
    let explained = [
        ("verify-02", "upper-case"),
        ("verify-05", "(MD5 does not tell which)"),
        ("verify-07", "signed the body itself instead of its Base64"),
        ("verify-08", "is not 32 hex digits"),
    ];
    for case in vectors()["verify"].as_array().unwrap() {
        let text = |name: &str| case[name].as_str().unwrap();
        let body = STANDARD.decode(text("body_base64")).unwrap();
        let call = Call { method: text("app_method"), format: "json", time: text("app_request_time"), body };
        let (answer, failed) = send(&sandbox(|_| ()), &call.request(text("sign_info")), text("app_request_time"));
        let is_refused = answer.contains("sys.check.app-sign");
        assert_eq!(!is_refused, case["valid"] == true, "{}: {answer}", case["id"]);
        if let Some((_, words)) = explained.iter().find(|(id, _)| case["id"] == *id) {
            let failed = failed.unwrap();
            assert_eq!(failed.check, "signature");
            assert!(failed.detail.contains(words) && !failed.detail.contains(SECRET), "{}: {failed:?}", case["id"]);
        }
    }
}

#[test]
fn the_log_names_the_mistake_behind_a_signature() {
    let pretty = "{\n \"sn_request\": {\"sn_body\": {\"addElectronicInvoice\": \"\"}}}";
    let compact = r#"{"sn_request":{"sn_body":{"addElectronicInvoice":""}}}"#;
    let call = |body: &str| Call { method: ADD, format: "json", time: NOW, body: body.into() };
    for (signed, sent, words) in [
        (compact, pretty, "signed compact JSON"),
        ("", pretty, "did not sign the body"),
        (pretty, &format!("{pretty}\n"), "without the white space around it"),
    ] {
        let (answer, failed) = send(&sandbox(|_| ()), &call(sent).request(&call(signed).signature()), NOW);
        assert!(answer.contains("sys.check.app-sign:error"), "{answer}");
        assert!(failed.as_ref().unwrap().detail.contains(words), "{failed:?}");
    }
}

#[test]
fn the_time_window_is_that_of_the_vectors() {
    for case in vectors()["time_window"].as_array().unwrap() {
        let seconds: jiff::Timestamp = case["server_now_utc"].as_str().unwrap().parse().unwrap();
        let now = ChinaTime::from_unix_millis(seconds.as_millisecond()).to_string();
        let time = case["app_request_time"].as_str().unwrap();
        let call = Call { method: ADD, format: "xml", time, body: Vec::new() };
        let (answer, _) = send(&sandbox(|_| ()), &call.request(&call.signature()), &now);
        let is_refused = answer.contains("sys.check.app-time:error") || answer.contains(":appRequestTime");
        assert_eq!(!is_refused, case["accepted"] == true, "{}: {answer}", case["id"]);
    }
}

#[test]
fn files_are_recognised_as_in_the_vectors() {
    for case in vectors()["file_types"].as_array().unwrap() {
        let code = upload(&sandbox(|_| ()), &with(&json!({"invoiceData": case["content_base64"]})));
        let expected = match (case["accepted"] == true, case["size_bytes"] == 0) {
            (true, _) => "Y",
            (false, true) => "biz.custom.addelectronicinvoice.invalid-biz:105",
            (false, false) => "biz.custom.addelectronicinvoice.invalid-biz:108",
        };
        assert_eq!(code, expected, "{}", case["id"]);
    }
}

#[test]
fn every_code_of_the_upload_is_given_for_its_fault() {
    let red = |more: Value| {
        let mut changes = json!({"orderId": "4511680481", "invoiceType": "-1"});
        changes.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        changes
    };
    for (changes, code) in [
        (json!({"orderId": ""}), "invalid-biz:100"),
        (json!({"invoiceCode": ""}), "invalid-biz:101"),
        (json!({"invoiceNo": ""}), "invalid-biz:102"),
        (json!({"invoiceType": "2"}), "invalid-biz:103"),
        (json!({"invoiceTime": ""}), "invalid-biz:104"),
        (json!({"invoiceData": ""}), "invalid-biz:105"),
        (json!({"orderId": "1"}), "invalid-biz:106"),
        (json!({"invoiceData": pdf(1_048_577)}), "invalid-biz:107"),
        (json!({"invoiceData": "UEsDBBQA"}), "invalid-biz:108"),
        (json!({"invoiceType": "-1"}), "invalid-biz:109"),
        (json!({"orderId": "4511680486"}), "invalid-biz:110"),
        (json!({"orderId": "4511680489"}), "invalid-biz:111"),
        (json!({"invoiceFlag": "03"}), "invalid-biz:112"),
        (json!({"invoiceHead": ""}), "invalid-biz:113"),
        (json!({"invoiceHeadType": ""}), "invalid-biz:114"),
        (json!({"invoiceHeadType": "9"}), "invalid-biz:115"),
        (json!({"invoiceAmount": ""}), "invalid-biz:116"),
        (json!({"invoiceAmount": "1.005"}), "invalid-biz:117"),
        (json!({"invoiceNoTaxAmount": "一百"}), "invalid-biz:118"),
        (json!({"invoiceSecurityCode": "abc"}), "invalid-biz:119"),
        (red(json!({"oldInvoiceNum": "12345678"})), "invalid-biz:120"),
        (red(json!({"oldInvoiceCode": "3200"})), "invalid-biz:121"),
        (json!({"logisticsOrderId": "单号"}), "invalid-biz:122"),
        (json!({"logisticsComp": "某快递"}), "invalid-biz:123"),
        (json!({"invoiceTime": "2026/03/05"}), "invalid-biz:124"),
        (json!({"invoiceHead": null}), "missing-parameter:invoiceHead"),
        (json!({"invoiceHead": "长".repeat(1001)}), "length-overlong:invoiceHead"),
        (json!({"invoiceHead": {"a": "b"}}), "format-error:invoiceHead"),
        (json!({"invoiceData": "data:application/pdf;base64,JVBERi0="}), "format-error:invoiceData"),
    ] {
        let sandbox = sandbox(|suning| {
            suning.head_types = Some(vec!["1".into()]);
            suning.carriers = Some(vec!["顺丰".into()]);
        });
        let found = upload(&sandbox, &with(&changes));
        assert_eq!(found, format!("biz.custom.addelectronicinvoice.{code}"), "{changes}");
    }
    let broken = sandbox(|suning| suning.unavailable_system = Some("moms".into()));
    assert_eq!(upload(&broken, &fields()), "isp.sys.service.unavailable.moms");
}

#[test]
fn what_may_be_left_out_or_written_otherwise_is_taken() {
    for changes in [
        json!({"invoiceTime": "2026-03-05"}),
        json!({"invoiceSecurityCode": "59888 37763 38108 76652"}),
        json!({"invoiceData": pdf(1_048_576)}),
        json!({"orderId": "4511680481", "invoiceType": "-1", "oldInvoiceNum": "26312000000000000041", "invoiceAmount": "-113.00"}),
        json!({"orderId": "4511680481", "invoiceType": "-1", "oldInvoiceNum": "12345678", "oldInvoiceCode": "3200"}),
    ] {
        assert_eq!(upload(&sandbox(|_| ()), &with(&changes)), "Y", "{changes}");
    }
}

#[test]
fn headers_and_envelopes_are_refused_by_their_codes() {
    let call = |body: &str| Call { method: ADD, format: "json", time: NOW, body: body.into() };
    for (body, code) in [
        ("", "sys.check.request-params:error"),
        ("[]", "sys.check.request-params:error"),
        (r#"{"sn_request":{}}"#, "sys.check.missing-nestElement:sn_body"),
        (r#"{"sn_request":{"sn_body":{"other":{}}}}"#, "sys.check.request-params:error"),
        (r#"{"sn_request":{"sn_body":{"addElectronicInvoice":{},"b":{}}}}"#, "biz.handler.batch-handler:no-support"),
        (r#"{"sn_request":{"sn_body":{"addElectronicInvoice":[{},{}]}}}"#, "biz.handler.batch-handler:no-support"),
    ] {
        let call = call(body);
        let (answer, _) = send(&sandbox(|_| ()), &call.request(&call.signature()), NOW);
        assert!(answer.contains(code), "{body}: {answer}");
    }
    for (header, code) in [
        ("apprequesttime", "sys.check.missing-parameter:appRequestTime"),
        ("versionno", "sys.check.missing-parameter:apiversion"),
        ("signinfo", "sys.check.app-sign:null"),
        ("appmethod", "sys.check.header-param:null"),
        ("appkey", "sys.check.header-param:null"),
    ] {
        let call = call("");
        let mut request = call.request(&call.signature());
        request.headers_mut().remove(header);
        let (answer, _) = send(&sandbox(|_| ()), &request, NOW);
        assert!(answer.contains(code), "{header}: {answer}");
    }
    for (method, code) in
        [("suning.custom.invoice.query", "method-permission:authority"), ("suning.x", "api-permission:inexistence")]
    {
        let call = Call { method, format: "xml", time: NOW, body: Vec::new() };
        let (answer, _) = send(&sandbox(|_| ()), &call.request(&call.signature()), NOW);
        assert!(answer.contains(code), "{method}: {answer}");
    }
}

#[test]
fn an_upload_is_found_again_and_a_second_one_takes_its_place() {
    let sandbox = sandbox(|_| ());
    let query = || call(&sandbox, GET, "queryElectronicInvoice", &json!({"orderId": "4511680451", "productCode": "1"}));
    assert_eq!(query()["sn_responseContent"]["sn_error"]["error_code"], "biz.handler.data-get:no-result");
    assert_eq!(sandbox.log().pop().unwrap().failed, None);
    assert_eq!(upload(&sandbox, &fields()), "Y");
    assert_eq!(upload(&sandbox, &with(&json!({"invoiceAmount": "114.00"}))), "Y");
    let found = &query()["sn_responseContent"]["sn_body"]["queryElectronicInvoice"];
    assert_eq!((found[0]["invoiceAmount"].as_str(), found[0].get("invoiceData")), (Some("114.00"), None));
    let books = sandbox.books(NOW.parse().unwrap());
    assert_eq!((books.uploads.len(), books.uploads[0].times, books.uploads[0].file_len), (1, 2, 100));
}

#[test]
fn scripts_refuse_an_order_or_fail_it_so_many_times() {
    let sandbox = sandbox(|_| ());
    sandbox.script(Provider::Suning, "4511680451", Script::Fail { times: 2, words: "服务不可用".into() });
    let unavailable = "isp.sys.service.unavailable.moms";
    assert_eq!([0; 3].map(|_| upload(&sandbox, &fields())), [unavailable, unavailable, "Y"]);
    let refuse =
        Script::Refuse { code: "biz.custom.addelectronicinvoice.invalid-biz:110".into(), words: "未付款".into() };
    sandbox.script(Provider::Suning, "4511680452", refuse);
    let answer = call(&sandbox, ADD, "addElectronicInvoice", &with(&json!({"orderId": "4511680452"})));
    assert_eq!(answer["sn_responseContent"]["sn_error"]["error_msg"], "未付款");
    assert_eq!(sandbox.books(NOW.parse().unwrap()).uploads.len(), 1);
}

#[test]
fn switches_change_what_they_name() {
    let refused = sandbox(|suning| suning.reupload = suning::Reupload::Refused("biz.x:1".into()));
    assert_eq!(upload(&refused, &fields()), "Y");
    assert_eq!(upload(&refused, &fields()), "biz.x:1");
    let limited = sandbox(|suning| suning.requests_per_second = Some(1));
    assert_eq!(upload(&limited, &fields()), "Y");
    assert_eq!(upload(&limited, &fields()), "sys.controller.api-frequency:limit");
    let token = sandbox(|suning| suning.access_token = Some(AppSecret::new("token-1")));
    assert_eq!(upload(&token, &fields()), "sys.check.user-permission:inexistence");
    let strict = sandbox(|suning| suning.lenient_json = false);
    let body = "{'sn_request':{'sn_body':{'addElectronicInvoice':{}}}}";
    let call = Call { method: ADD, format: "json", time: NOW, body: body.into() };
    let (answer, failed) = send(&strict, &call.request(&call.signature()), NOW);
    assert!(answer.contains("request-params:error") && failed.unwrap().detail.contains("lenient_json"), "{answer}");
    let both = sandbox(|suning| suning.red_original = suning::RedOriginal::Both);
    let red = json!({"orderId": "4511680481", "invoiceType": "-1", "oldInvoiceNum": "26312000000000000041"});
    assert_eq!(upload(&both, &with(&red)), "biz.custom.addelectronicinvoice.invalid-biz:120");
    let missing = sandbox(|suning| suning.absence = suning::Absence::AlwaysMissing);
    let empty = with(&json!({"orderId": ""}));
    assert_eq!(upload(&missing, &empty), "biz.custom.addelectronicinvoice.missing-parameter:orderId");
}

#[test]
fn secrets_stay_out_of_debug_and_log() {
    let sandbox = sandbox(|_| ());
    let body = Map::from_iter([("leak".to_owned(), json!(SECRET))]);
    let call = Call { method: ADD, format: "json", time: NOW, body: json!(body).to_string().into_bytes() };
    let _ = send(&sandbox, &call.request("0".repeat(32).as_str()), NOW);
    let settings = format!("{:?}", SuningSettings::default());
    assert!(!settings.contains(SECRET) && !format!("{:?}", sandbox.log()).contains(SECRET));
}
