//! The gateway, the token address and the call-backs.

use crate::desk::{Desk, ISSUE, QUERY, RETRY, SELLER, order};
use bytes::Bytes;
use fapiao_mock::{Outgoing, Reply, Sandbox, Script, Settings, nuonuo};
use fapiao_model::{ChinaTime, Provider};
use fapiao_signing::{
    AppSecret,
    nuonuo::{GatewayPath, Signable},
};
use http::{HeaderValue, Request, Response, header};
use serde_json::{Value, json};
use std::time::Duration;

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../../../fixtures/vectors/nuonuo.json")).unwrap()
}

/// What the sandbox answers to a request, and what its log says of it.
fn refused(desk: &Desk, request: &Request<Bytes>) -> (String, &'static str, String) {
    let answer: Value = serde_json::from_slice(desk.send(request).body()).unwrap();
    let (check, detail) = desk.last_failure();
    (answer["code"].as_str().unwrap().to_owned(), check, detail)
}

/// A request whose signature a client made over other texts.
fn signed_otherwise(desk: &mut Desk, body: &str, sign: impl Fn(Signable<'_>, &AppSecret) -> String) -> Request<Bytes> {
    let mut request = desk.request(SELLER, QUERY, body);
    let query = request.uri().query().unwrap().to_owned();
    let part = |name: &str| {
        let pair = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")));
        pair.unwrap().to_owned()
    };
    let (senid, nonce, timestamp, key) = (part("senid"), part("nonce"), part("timestamp"), part("appkey"));
    let path = GatewayPath::parse("/open/v1/services").unwrap();
    let signable = Signable {
        path: &path,
        app_key: &key,
        senid: &senid,
        nonce: &nonce,
        timestamp: &timestamp,
        body: body.as_bytes(),
    };
    let signature = sign(signable, &nuonuo::Settings::default().app_secret);
    request.headers_mut().insert("x-nuonuo-sign", HeaderValue::from_str(&signature).unwrap());
    request
}

#[test]
fn every_captured_request_has_a_signature_that_the_gateway_takes() {
    let mut count = 0;
    for case in vectors()["requests"].as_array().unwrap().iter().filter(|case| case["kind"] == "api_call") {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let mut settings = Settings::default();
        settings.nuonuo.app_key = text(&case["inputs"]["app_key"]);
        settings.nuonuo.app_secret = AppSecret::new(text(&case["inputs"]["app_secret"]));
        let mut request = Request::post(text(&case["expect"]["url"]));
        for pair in case["expect"]["headers"].as_array().unwrap() {
            request = request.header(text(&pair[0]), text(&pair[1]));
        }
        let request = request.body(Bytes::from(text(&case["expect"]["body"]))).unwrap();
        let Reply::Answer(answer) = Sandbox::new(settings).respond(&request, ChinaTime::from_unix_millis(0)) else {
            panic!("{}", case["id"])
        };
        let answer: Value = serde_json::from_slice(answer.body()).unwrap();
        assert_eq!(answer["code"], "070301", "{}: the signature is right, the token is unknown: {answer}", case["id"]);
        count += 1;
    }
    assert!(count >= 10, "{count} requests");
}

#[test]
fn the_gateway_checks_key_signature_token_and_method_in_this_order() {
    let mut desk = Desk::new();
    let mut request = desk.request(SELLER, "nuonuo.OpeMplatform.nothing", "[]");
    assert_eq!(refused(&desk, &request).0, "070302");
    request.headers_mut().insert("accesstoken", HeaderValue::from_static("wrong"));
    assert_eq!(refused(&desk, &request).0, "070301");
    request.headers_mut().insert("x-nuonuo-sign", HeaderValue::from_static("wrong"));
    assert_eq!(refused(&desk, &request).0, "070601");
    let other_key = request.uri().to_string().replace("SD10000001", "SD10000002");
    *request.uri_mut() = other_key.parse().unwrap();
    assert_eq!(refused(&desk, &request).0, "070101");
}

#[test]
fn gateway_refusals_have_the_printed_words_and_no_result() {
    let mut desk = Desk::new();
    let mut request = desk.request(SELLER, QUERY, "{}");
    request.headers_mut().insert("accesstoken", HeaderValue::from_static("wrong"));
    let answer: Value = serde_json::from_slice(desk.send(&request).body()).unwrap();
    assert_eq!(answer, json!({"code": "070301", "describe": "accessToken不匹配/或appKey不匹配"}));
}

#[test]
fn a_body_that_is_no_object_is_e4000() {
    for body in ["[]", "", "null", "{"] {
        let mut desk = Desk::new();
        let request = desk.request(SELLER, QUERY, body);
        assert_eq!(refused(&desk, &request).0, "E4000", "{body:?}");
    }
}

#[test]
fn the_log_says_which_part_of_the_envelope_is_missing() {
    for (part, name) in [("senid=", "senid"), ("nonce=", "nonce"), ("timestamp=", "timestamp")] {
        let mut desk = Desk::new();
        let mut request = desk.request(SELLER, QUERY, "{}");
        *request.uri_mut() = request.uri().to_string().replace(part, "x=").parse().unwrap();
        let (code, check, detail) = refused(&desk, &request);
        assert_eq!((code.as_str(), check), ("070601", "signature"));
        assert!(detail.contains(name), "{detail}");
    }
    let mut desk = Desk::new();
    let mut request = desk.request(SELLER, QUERY, "{}");
    request.headers_mut().remove("x-nuonuo-sign");
    assert!(refused(&desk, &request).2.contains("X-Nuonuo-Sign"));
}

#[test]
fn the_log_explains_a_body_that_was_spelt_anew_after_signing() {
    let body = r#"{"orderNos": ["编号/1"], "isOfferInvoiceDetail": "1"}"#;
    let cases = [
        (r#"{"orderNos":["编号/1"],"isOfferInvoiceDetail":"1"}"#, "without blanks between its members"),
        (r#"{"isOfferInvoiceDetail":"1","orderNos":["编号/1"]}"#, "alphabetical order"),
        ("{\"orderNos\": [\"\\u7f16\\u53f7/1\"], \"isOfferInvoiceDetail\": \"1\"}", "Python's json.dumps"),
        ("{\"orderNos\":[\"\\u7f16\\u53f7\\/1\"],\"isOfferInvoiceDetail\":\"1\"}", "PHP's json_encode"),
        ("", "an empty body"),
    ];
    for (signed, words) in cases {
        let mut desk = Desk::new();
        let request = signed_otherwise(&mut desk, body, |signable, secret| {
            Signable { body: signed.as_bytes(), ..signable }.sign(secret)
        });
        let (code, check, detail) = refused(&desk, &request);
        assert_eq!((code.as_str(), check), ("070601", "signature"), "{signed}");
        assert!(detail.contains(words) && detail.contains("byte "), "{signed}: {detail}");
    }
}

#[test]
fn the_log_explains_other_mistakes_in_signing() {
    type Change = fn(Signable<'_>, &AppSecret) -> String;
    let cases: [(Change, &str); 5] = [
        (|signable, _| signable.sign(&AppSecret::new("another")), "the secret is another one, or the body was changed"),
        (|signable, secret| Signable { timestamp: "1795226400000", ..signable }.sign(secret), "in milliseconds"),
        (|signable, _| signable.sign(&AppSecret::new(signable.app_key)), "signed with the appKey"),
        (|signable, secret| signable.sign(secret).trim_end_matches('=').to_owned(), "padding"),
        (
            |signable, secret| Signable { senid: signable.nonce, nonce: signable.senid, ..signable }.sign(secret),
            "senid and nonce",
        ),
    ];
    for (change, words) in cases {
        let mut desk = Desk::new();
        let request = signed_otherwise(&mut desk, "{}", change);
        let (_, _, detail) = refused(&desk, &request);
        assert!(detail.contains(words), "{words}: {detail}");
    }
}

#[test]
fn the_log_holds_no_secret_not_even_a_wrong_one() {
    let mut desk = Desk::new();
    desk.fetch("SD10000001", "GEHEIM-FALSCH");
    let request = desk.request(SELLER, QUERY, r#"{"x":"SDNUONUO5A1B0C9D"}"#);
    desk.send(&request);
    let log = format!("{:?}", desk.sandbox.log());
    assert!(!log.contains("GEHEIM") && !log.contains("SDNUONUO5A1B0C9D"), "{log}");
    let token = request.headers()["accesstoken"].to_str().unwrap();
    assert!(!log.contains(token), "{log}");
}

#[test]
fn strictness_is_off_until_asked_for() {
    let strict = |settings: &mut nuonuo::Settings| {
        settings.strict_envelope = Some(nuonuo::StrictEnvelope { skew: Duration::from_secs(300) });
    };
    let mut lenient = Desk::new();
    let request = lenient.request(SELLER, ISSUE, &order("N1").to_string());
    lenient.at(3_600_000);
    assert_eq!(lenient.send(&request).status(), 200);
    assert_eq!(lenient.books().invoices.len(), 1);
    let mut desk = Desk::with(strict);
    let request = desk.request(SELLER, QUERY, "{}");
    assert_eq!(refused(&desk, &request).0, "E9611");
    assert!(refused(&desk, &request).2.contains("senid was used before"));
    let request = desk.request(SELLER, QUERY, "{}");
    desk.at(301_000);
    assert_eq!(refused(&desk, &request).0, "070601");
}

#[test]
fn a_token_ends_after_its_time_and_when_a_newer_one_is_fetched() {
    let mut desk = Desk::new();
    let first = desk.request(SELLER, QUERY, r#"{"orderNos":["N1"]}"#);
    assert_eq!(refused(&desk, &first).0, "E9500");
    let answer = desk.token();
    assert_eq!(answer["expires_in"], "86400");
    let (code, _, detail) = refused(&desk, &first);
    assert_eq!(code, "070301");
    assert!(detail.contains("newer"), "{detail}");
    let second = desk.request(SELLER, QUERY, r#"{"orderNos":["N1"]}"#);
    desk.at(86_400_000);
    assert!(refused(&desk, &second).2.contains("expired"));
}

#[test]
fn the_51st_token_of_30_days_is_070306() {
    let mut desk = Desk::new();
    for count in 2..=50 {
        assert!(desk.token()["access_token"].is_string(), "token {count}");
    }
    assert_eq!(desk.token(), json!({"error": "070306", "error_description": "The number of calls is limited"}));
    desk.at(30 * 86_400_000);
    assert!(desk.token()["access_token"].is_string());
}

#[test]
fn wrong_credentials_are_repeated_in_the_answer_as_nuonuo_does() {
    let desk = Desk::new();
    let wrong_key = desk.fetch("SD00000000", "x");
    assert_eq!(wrong_key, json!({"error": "070304", "error_description": "Incorrect clientId[SD00000000]"}));
    let wrong_secret = desk.fetch("SD10000001", "CANARY");
    assert_eq!(wrong_secret, json!({"error": "070305", "error_description": "Incorrect clientSecret[CANARY]"}));
    let request = Request::post("http://x/accessToken").header(header::CONTENT_TYPE, "application/json");
    let answer = desk.send(&request.body(Bytes::from_static(b"{}")).unwrap());
    let answer: Value = serde_json::from_slice(answer.body()).unwrap();
    assert_eq!(answer, json!({"error": "070315", "error_description": "Incorrect content-type"}));
}

#[test]
fn a_call_back_is_a_form_post_that_is_repeated_three_times_a_minute_apart() {
    let mut desk = Desk::new();
    desk.call(ISSUE, &with_call_back("N1"));
    assert!(desk.sandbox.due(desk.now()).is_empty(), "issuing has not ended");
    let mut times = Vec::new();
    for second in 0..600 {
        desk.at(second * 1000);
        times.extend(desk.sandbox.due(desk.now()).iter().map(|_| second));
    }
    assert_eq!(times, [1, 61, 121, 181]);
}

#[test]
fn a_clear_answer_ends_a_call_back() {
    for (answer, is_clear) in [
        (r#"{"status":"0000","message":"同步成功"}"#, true),
        (r#"{"status":"9999","message":"x"}"#, true),
        ("OK", false),
        ("", false),
    ] {
        let mut desk = Desk::new();
        desk.call(ISSUE, &with_call_back("N1"));
        desk.at(300);
        let [push] = <[Outgoing; 1]>::try_from(desk.sandbox.due(desk.now())).unwrap();
        desk.sandbox.acknowledge(&push, &Response::new(Bytes::from_static(answer.as_bytes())), desk.now());
        desk.at(61_000);
        assert_eq!(desk.sandbox.due(desk.now()).is_empty(), is_clear, "{answer}");
    }
}

#[test]
fn a_call_back_says_what_the_vectors_say() {
    let mut desk = Desk::new();
    desk.sandbox.script(Provider::Nuonuo, "N1", Script::Fail { times: 1, words: "购方税号有误".to_owned() });
    desk.call(ISSUE, &with_call_back("N1"));
    desk.at(300);
    let failed = content(&desk.sandbox.due(desk.now())[0]);
    let serial = desk.entry("N1")["serialNo"].clone();
    assert_eq!(
        failed,
        json!({"c_fpqqlsh": serial, "c_status": "2", "c_saletaxnum": SELLER, "c_errorMessage": "购方税号有误"}),
        "exactly the four fields of vector c03"
    );
    desk.call(RETRY, &json!({"orderno": "N1"}));
    desk.at(600);
    let issued = content(&desk.sandbox.due(desk.now())[0]);
    let c02: Value = serde_json::from_str(vectors()["callbacks"][1]["decoded"]["content"].as_str().unwrap()).unwrap();
    let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let missing: Vec<_> = names(&c02).into_iter().filter(|name| issued.get(name).is_none()).collect();
    assert_eq!(missing, ["c_ofd_url"], "the sandbox makes no OFD");
    assert_eq!(
        (&issued["c_bhsje"], &issued["c_hjse"], &issued["c_status"]),
        (&json!("200.00"), &json!("26.00"), &json!("1"))
    );
    assert!(desk.get(issued["c_url"].as_str().unwrap()).starts_with(b"%PDF-"));
}

fn with_call_back(number: &str) -> Value {
    let mut body = order(number);
    body["order"]["callBackUrl"] = "http://127.0.0.1:9/callback".into();
    body
}

/// The content of a call-back's form.
fn content(push: &Outgoing) -> Value {
    let body = String::from_utf8(push.request.body().to_vec()).unwrap();
    assert!(body.starts_with("operater=callback&orderno=N1&content=%7B"), "{body}");
    let escaped = body.rsplit_once("content=").unwrap().1;
    let mut bytes = Vec::new();
    let mut pieces = escaped.split('%');
    bytes.extend(pieces.next().unwrap().bytes());
    for piece in pieces {
        let (escape, rest) = piece.split_at(2);
        bytes.push(u8::from_str_radix(escape, 16).unwrap());
        bytes.extend(rest.bytes());
    }
    serde_json::from_slice(&bytes).unwrap()
}
