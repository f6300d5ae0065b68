//! Envelopes, orders and calls for the tests.

use bytes::Bytes;
use fapiao_mock::{FailedCheck, PiaotongSettings, Reply, Sandbox, Settings};
use fapiao_model::ChinaTime;
use fapiao_signing::piaotong::{ContentKey, PrivateKey, PublicKey, string_to_sign};
use http::Request;
use serde_json::{Value, json};
use std::time::Duration;

pub(crate) const SELLER: &str = "91310115MA1K3TE5TB";
pub(crate) const SERIAL: &str = "TEST0000000000000001";
pub(crate) const NOW: &str = "2026-03-05 14:07:08";
pub(crate) const KEY: &str = "8hLRWymFVEA9LKXWKKmXZWWm";

pub(crate) fn vectors() -> Value {
    serde_json::from_str(include_str!("../../../../fixtures/vectors/piaotong.json")).unwrap()
}

pub(crate) fn now() -> ChinaTime {
    NOW.parse().unwrap()
}

pub(crate) fn later() -> ChinaTime {
    now() + Duration::from_secs(1)
}

pub(crate) fn sandbox(change: impl FnOnce(&mut PiaotongSettings)) -> Sandbox {
    let mut settings = Settings::default();
    change(&mut settings.piaotong);
    Sandbox::new(settings)
}

/// The members of a request, without its signature.
pub(crate) fn envelope(content: &Value) -> Vec<(String, Option<String>)> {
    let content = ContentKey::parse(KEY).unwrap().encrypt(content.to_string().as_bytes());
    [
        ("platformCode", "TESTCODE"),
        ("signType", "RSA"),
        ("format", "JSON"),
        ("timestamp", NOW),
        ("version", "1.0"),
        ("serialNo", "TEST20260305140708aB3dE6gH"),
        ("content", &content),
    ]
    .map(|(name, value)| (name.to_owned(), Some(value.to_owned())))
    .into()
}

pub(crate) fn sign(text: &str) -> String {
    PrivateKey::parse(&PiaotongSettings::default().partner_private_pem()).unwrap().sign(text).unwrap()
}

pub(crate) fn request(name: &str, members: &[(String, Option<String>)], sign: &str) -> Request<Bytes> {
    let mut body: serde_json::Map<String, Value> =
        members.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    body.insert("sign".into(), sign.into());
    Request::post(format!("http://localhost:8080/tp/openapi/{name}"))
        .body(Bytes::from(json!(body).to_string()))
        .unwrap()
}

/// The answer's envelope and what the log says.
pub(crate) fn send(sandbox: &Sandbox, request: &Request<Bytes>, at: ChinaTime) -> (Value, Option<FailedCheck>) {
    let Reply::Answer(answer) = sandbox.respond(request, at) else { panic!("no answer") };
    (serde_json::from_slice(answer.body()).unwrap(), sandbox.log().pop().unwrap().failed)
}

/// The code of the envelope, and the content after the signature was verified.
pub(crate) fn call(sandbox: &Sandbox, name: &str, content: &Value, at: ChinaTime) -> (String, Value) {
    let members = envelope(content);
    let (answer, _) = send(sandbox, &request(name, &members, &sign(&string_to_sign(&members))), at);
    (answer["code"].as_str().unwrap().to_owned(), open(&answer))
}

/// Verifies an envelope of Piaotong's and decrypts its content.
pub(crate) fn open(envelope: &Value) -> Value {
    let members: Vec<_> = envelope.as_object().unwrap().iter().map(|(name, value)| (name, value.as_str())).collect();
    let key = PublicKey::parse(vectors()["keys"]["piaotong_1024"]["public_spki_pem"].as_str().unwrap()).unwrap();
    assert!(key.verify(&string_to_sign(&members), envelope["sign"].as_str().unwrap()), "{envelope}");
    match envelope["content"].as_str() {
        Some("") | None => Value::Null,
        Some(content) => serde_json::from_str(&ContentKey::parse(KEY).unwrap().decrypt(content).unwrap()).unwrap(),
    }
}

pub(crate) fn blue(serial: &str) -> Value {
    json!({
        "taxpayerNum": SELLER, "invoiceReqSerialNo": serial, "invoiceIssueKindCode": "82",
        "buyerName": "南京某某贸易有限公司", "buyerTaxpayerNum": "91320100MA1X0T0E53", "tradeNo": "mark-1",
        "itemList": [
            {"goodsName": "软件", "taxClassificationCode": "1010101020000000000", "quantity": "2", "unitPrice": "56.5",
             "invoiceAmount": "113.00", "taxRateValue": "0.13", "includeTaxFlag": "1", "discountAmount": "-11.30"},
            {"goodsName": "服务", "taxClassificationCode": "3040101000000000000", "invoiceAmount": "100.00",
             "taxRateValue": "0.06", "taxRateAmount": "6.00", "includeTaxFlag": "0"},
        ],
    })
}

pub(crate) fn red(serial: &str, number: &Value, amount: &str) -> Value {
    json!({"taxpayerNum": SELLER, "invoiceReqSerialNo": serial, "blueAllEleInvNo": number, "redReason": "销货退回", "amount": amount})
}

pub(crate) fn query(sandbox: &Sandbox, serial: &str, at: ChinaTime) -> Value {
    call(sandbox, "queryInvoice.pt", &json!({"taxpayerNum": SELLER, "invoiceReqSerialNo": serial}), at).1
}
