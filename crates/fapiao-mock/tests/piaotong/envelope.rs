//! What is checked of an envelope, and in which order.

use super::support::{KEY, SELLER, SERIAL, blue, envelope, later, now, open, request, sandbox, send, sign, vectors};
use bytes::Bytes;
use fapiao_mock::{
    PiaotongSettings, Reply, Sandbox, Settings,
    piaotong::{FailureContent, Seller},
};
use fapiao_signing::piaotong::{ContentKey, PrivateKey, string_to_sign};
use http::Request;
use serde_json::{Value, json};

#[test]
fn recorded_envelopes_of_other_clients_are_opened() {
    for case in vectors()["vectors"]["request_envelope"].as_array().unwrap() {
        let (path, id) = (case["path"].as_str().unwrap(), &case["id"]);
        let name = path.strip_prefix("/tp/openapi/").unwrap();
        let content: Value = serde_json::from_str(case["content_plaintext"].as_str().unwrap()).unwrap();
        let key = case["config"]["private_key"].as_str().unwrap();
        let sandbox = sandbox(|piaotong| {
            piaotong.platform_code = "2IbFbe3k".into();
            let pem = vectors()["keys"][key]["private_pkcs8_pem"].as_str().unwrap().to_owned();
            piaotong.partner_key = PrivateKey::parse(&pem).unwrap();
            piaotong.sellers =
                content["taxpayerNum"].as_str().map(|number| Seller::new(number, "某公司")).into_iter().collect();
        });
        let body = Bytes::from(case["raw_body"].as_str().unwrap().to_owned());
        let Reply::Answer(answer) = sandbox.respond(&Request::post(path).body(body).unwrap(), now()) else { panic!() };
        let expected = match name {
            // Quantity times price is not the amount in these recordings, but for one.
            "invoiceBlue.pt" => "8016",
            "invoiceRed.pt" | "queryInvoice.pt" | "queryInvoiceInfo.pt" => "8003",
            _ => {
                assert_eq!(answer.status(), 404, "{id}");
                assert!(String::from_utf8_lossy(answer.body()).contains("queryInvoiceInfo.pt"), "{id}");
                continue;
            }
        };
        let answer: Value = serde_json::from_slice(answer.body()).unwrap();
        assert_eq!(answer["code"], expected, "{id} {answer} {:?}", sandbox.log().pop().unwrap().failed);
        assert_eq!(sandbox.log()[0].number.as_deref(), content["invoiceReqSerialNo"].as_str(), "{id}");
    }
}

#[test]
fn envelopes_are_checked_in_the_order_of_the_notes() {
    let change = |name: &str, value: Option<&str>| {
        let mut members = envelope(&blue(SERIAL));
        members.retain(|(member, _)| member != name);
        members.push((name.into(), value.map(str::to_owned)));
        members
    };
    for (members, code, check) in [
        (change("timestamp", None), "8995", "member"),
        (change("timestamp", Some("1772690828000")), "8995", "member"),
        (change("version", Some("2.0")), "8995", "member"),
        (change("platformCode", Some("OTHER")), "9998", "platform code"),
        (change("content", Some("AAAA")), "8995", "content"),
        (change("format", None), "0000", ""),
        (change("another", Some("x")), "0000", ""),
        (envelope(&json!({})), "8995", "member"),
        (envelope(&json!({"taxpayerNum": "91310000000000000X"})), "9997", "tax number"),
        (envelope(&json!({"taxpayerNum": "91310000000000001X"})), "8104", "tax number"),
        (envelope(&json!({"taxpayerNum": SELLER, "invoiceReqSerialNo": "ABCD0000000000000001"})), "8995", "member"),
    ] {
        let sandbox = sandbox(|piaotong| piaotong.sellers.push(Seller::new("91310000000000001X", "别家").unbound()));
        let request = request("invoiceBlue.pt", &members, &sign(&string_to_sign(&members)));
        let (answer, failed) = send(&sandbox, &request, now());
        assert_eq!(answer["code"], code, "{failed:?}");
        assert_eq!(failed.map_or("", |failed| failed.check), check);
        open(&answer);
    }
    for body in ["", "[]", "{", "\"x\""] {
        let request = Request::post("/tp/openapi/queryInvoice.pt").body(Bytes::from(body)).unwrap();
        assert_eq!(send(&sandbox(|_| ()), &request, now()).0["code"], "8995", "{body}");
    }
}

fn url_encoded(text: &str) -> String {
    let (content, rest) = text.split_once("&format").unwrap();
    let value = content.strip_prefix("content=").unwrap();
    format!("content={}&format{rest}", value.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D"))
}

#[test]
fn a_wrong_signature_is_explained_in_the_log() {
    let members = envelope(&blue(SERIAL));
    let text = string_to_sign(&members);
    let platform = PiaotongSettings::default().piaotong_key;
    for (sign, words) in [
        (platform.sign(&text).unwrap(), "signed with Piaotong's key"),
        (sign(&text.replace("&format=JSON", "")), "left format out"),
        (sign(&url_encoded(&text)), "URL-encoded"),
        (sign(&text.replace("14:07:08", "14:07:09")), "a member changed after signing"),
        ("AAAA".into(), "sign has 3 bytes, the partner's key makes 128"),
        ("?".into(), "not standard Base64"),
    ] {
        let sandbox = sandbox(|_| ());
        let (answer, failed) = send(&sandbox, &request("invoiceBlue.pt", &members, &sign), now());
        assert_eq!((&answer["code"], &answer["msg"]), (&json!("9999"), &json!("验签失败")));
        let failed = failed.unwrap();
        assert!(failed.check == "signature" && failed.detail.contains(words), "{failed:?}");
        assert!(sandbox.books(later()).refusals.is_empty());
    }
}

#[test]
fn failures_carry_the_content_that_the_switch_says() {
    for (form, expected) in [
        (FailureContent::Empty, Some("")),
        (FailureContent::EncryptedObject, Some("{}")),
        (FailureContent::EncryptedNull, Some("null")),
        (FailureContent::Null, None),
        (FailureContent::Absent, None),
    ] {
        let sandbox = sandbox(|piaotong| piaotong.failure_content = form);
        let members = envelope(&json!({"taxpayerNum": SELLER, "invoiceReqSerialNo": SERIAL}));
        let (answer, _) =
            send(&sandbox, &request("queryInvoice.pt", &members, &sign(&string_to_sign(&members))), now());
        open(&answer);
        assert_eq!(answer["serialNo"], "TEST20260305140708aB3dE6gH");
        let plain = answer["content"].as_str().map(|text| match text {
            "" => String::new(),
            text => ContentKey::parse(KEY).unwrap().decrypt(text).unwrap(),
        });
        assert_eq!(plain.as_deref(), expected, "{form:?}");
        assert_eq!(answer.get("content").is_none(), form == FailureContent::Absent);
    }
}

#[test]
fn keys_stay_out_of_debug_and_log() {
    let settings = Settings::default();
    let secrets = settings.piaotong.secrets();
    let sandbox = Sandbox::new(settings.clone());
    let members = envelope(&json!({"leak": KEY}));
    let _ = send(&sandbox, &request("invoiceBlue.pt", &members, KEY), now());
    let shown = format!("{:?} {:?} {sandbox:?}", settings.piaotong, sandbox.log());
    for secret in secrets {
        assert!(!shown.contains(&secret), "{secret}");
    }
}
