//! Orders, results, reversals, pushes.

use super::support::{
    SELLER, SERIAL, blue, call, envelope, later, now, open, query, red, request, sandbox, send, sign,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use fapiao_mock::{
    BookedState, Reply, Script,
    piaotong::{LoginState, NumberMembers},
};
use fapiao_model::Provider;
use fapiao_signing::piaotong::string_to_sign;
use http::Request;
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn an_order_is_issued_after_a_while_and_its_face_and_file_can_be_had() {
    let sandbox = sandbox(|_| ());
    let (code, accepted) = call(&sandbox, "invoiceBlue.pt", &blue(SERIAL), now());
    assert_eq!((code.as_str(), accepted["invoiceReqSerialNo"].as_str()), ("0000", Some(SERIAL)));
    assert_eq!(query(&sandbox, SERIAL, now())["code"], "7777");
    let facts = query(&sandbox, SERIAL, later());
    assert_eq!((&facts["code"], &facts["tradeNo"]), (&json!("0000"), &json!("mark-1")));
    // 113.00 / 1.13 = 100.00 and 13.00; 11.30 / 1.13 = 10.00 and 1.30; 100.00 and 6.00.
    assert_eq!((&facts["noTaxAmount"], &facts["taxAmount"]), (&json!("190.00"), &json!("17.70")));
    let number = facts["allEleInvNo"].as_str().unwrap();
    assert!(number.len() == 20 && number.starts_with("2631") && facts["invoiceNo"] == number, "{facts}");
    let address = STANDARD.decode(facts["downloadUrl"].as_str().unwrap()).unwrap();
    let file = Request::get(String::from_utf8(address).unwrap()).body(Bytes::new()).unwrap();
    let Reply::Answer(file) = sandbox.respond(&file, later()) else { panic!() };
    assert!(file.body().starts_with(b"%PDF-"), "{:?}", file.status());

    let request = json!({"taxpayerNum": SELLER, "invoiceReqSerialNo": SERIAL});
    let (_, face) = call(&sandbox, "queryInvoiceInfo.pt", &request, later());
    assert_eq!((&face["amountWithTax"], &face["redFlag"]), (&json!("207.70"), &json!("NOT_RED")));
    let properties: Vec<_> = face["itemList"].as_array().unwrap().iter().map(|item| &item["itemProperty"]).collect();
    assert_eq!(properties, ["2", "1", "0"]);
    assert_eq!(face["itemList"][0]["unitPrice"], "50");
    let books = sandbox.books(later());
    let invoice = &books.invoices[0];
    assert_eq!((invoice.state, invoice.number.as_str()), (BookedState::Issued, number));
    assert_eq!((invoice.mark.as_deref(), invoice.net.to_string()), (Some("mark-1"), "190.00".into()));
}

#[test]
fn a_serial_is_one_invoice() {
    let sandbox = sandbox(|_| ());
    let send = |at| call(&sandbox, "invoiceBlue.pt", &blue(SERIAL), at).0;
    assert_eq!([send(now()), send(now()), send(later())], ["0000", "8040", "8021"]);
    assert_eq!((sandbox.books(later()).invoices.len(), sandbox.books(later()).refusals.len()), (1, 0));
}

#[test]
fn a_failed_order_is_taken_again_under_its_serial() {
    let sandbox = sandbox(|_| ());
    sandbox.script(Provider::Piaotong, SERIAL, Script::Fail { times: 1, words: "开票失败：库存不足".into() });
    assert_eq!(call(&sandbox, "invoiceBlue.pt", &blue(SERIAL), now()).0, "0000");
    let failed = query(&sandbox, SERIAL, later());
    assert_eq!((&failed["code"], &failed["msg"]), (&json!("9999"), &json!("开票失败：库存不足")));
    assert_eq!(sandbox.books(later()).invoices[0].state, BookedState::Failed);
    assert_eq!(call(&sandbox, "invoiceBlue.pt", &blue(SERIAL), later()).0, "0000");
    let again = later() + Duration::from_secs(1);
    assert_eq!(query(&sandbox, SERIAL, again)["code"], "0000");
    assert_eq!(sandbox.books(again).invoices.len(), 1);
}

#[test]
fn a_login_shows_in_queries_as_the_switch_says() {
    for (state, envelope, content) in [
        (LoginState::PushOnly, "0000", json!("7777")),
        (LoginState::InContent, "0000", json!("3999")),
        (LoginState::AsEnvelopeCode, "3999", Value::Null),
    ] {
        let sandbox = sandbox(|piaotong| piaotong.login_state = state);
        sandbox.script(Provider::Piaotong, "mark-1", Script::Login { times: 1 });
        call(&sandbox, "invoiceBlue.pt", &blue(SERIAL), now());
        let request = json!({"taxpayerNum": SELLER, "invoiceReqSerialNo": SERIAL});
        let (code, answer) = call(&sandbox, "queryInvoice.pt", &request, later());
        assert_eq!((code.as_str(), &answer["code"]), (envelope, &content), "{state:?}");
        assert_eq!(call(&sandbox, "invoiceBlue.pt", &blue(SERIAL), later()).0, "0000");
    }
}

#[test]
fn a_script_refuses_with_its_code_and_the_books_know() {
    let sandbox = sandbox(|_| ());
    sandbox.script(Provider::Piaotong, SERIAL, Script::Refuse { code: "8022".into(), words: "企业已禁用".into() });
    assert_eq!(call(&sandbox, "invoiceBlue.pt", &blue(SERIAL), now()).0, "8022");
    let books = sandbox.books(later());
    assert_eq!((books.refusals[0].code.as_str(), books.invoices.len()), ("8022", 0));
}

#[test]
fn a_blue_invoice_is_reversed_once_and_whole() {
    let sandbox = sandbox(|_| ());
    let reverse = |serial: &str, number: &Value, amount: &str, at| {
        call(&sandbox, "invoiceRed.pt", &red(serial, number, amount), at).0
    };
    assert_eq!(reverse("TEST0000000000000009", &json!("26312000000000000001"), "-207.70", now()), "8003");
    call(&sandbox, "invoiceBlue.pt", &blue(SERIAL), now());
    let number = query(&sandbox, SERIAL, later())["allEleInvNo"].clone();
    for (amount, code) in [("207.70", "6015"), ("-207.71", "6009"), ("-207.69", "8995"), ("-207.70", "0000")] {
        assert_eq!(reverse("TEST000000000000000R", &number, amount, later()), code, "{amount}");
    }
    assert_eq!(reverse("TEST000000000000000R", &number, "-207.70", later()), "8040");
    assert_eq!(reverse("TEST000000000000000S", &number, "-207.70", later()), "6005");
    let end = later() + Duration::from_secs(1);
    let facts = query(&sandbox, "TEST000000000000000R", end);
    assert_eq!((&facts["invoiceType"], &facts["noTaxAmount"]), (&json!("2"), &json!("-190.00")));
    assert_eq!(reverse("TEST000000000000000T", &facts["allEleInvNo"], "-207.70", end), "6013");
    let request = json!({"taxpayerNum": SELLER, "invoiceReqSerialNo": SERIAL});
    assert_eq!(call(&sandbox, "queryInvoiceInfo.pt", &request, end).1["redFlag"], "ALREADY_RED");
    let books = sandbox.books(end);
    assert_eq!((books.invoices[1].is_red, books.invoices[1].reverses.as_deref()), (true, number.as_str()));
}

#[test]
fn every_fault_of_a_line_has_its_code() {
    for (changes, code) in [
        (json!({"taxClassificationCode": "1"}), "8005"),
        (json!({"taxRateValue": "0.12"}), "8006"),
        (json!({"discountAmount": "-113.01"}), "8007"),
        (json!({"preferentialPolicyFlag": "1"}), "8008"),
        (json!({"taxRateAmount": "13.07"}), "8011"),
        (json!({"taxRateAmount": "13.06"}), "0000"),
        (json!({"deductionAmount": "113.01"}), "8013"),
        (json!({"taxRateValue": "0"}), "8014"),
        (json!({"taxRateValue": "0", "zeroTaxFlag": "4"}), "8015"),
        (json!({"taxRateValue": "0", "zeroTaxFlag": "1"}), "8995"),
        (json!({"taxRateValue": "0", "zeroTaxFlag": "3"}), "0000"),
        (json!({"unitPrice": "56"}), "8016"),
        (json!({"discountTaxRateAmount": "-1.40"}), "8017"),
        (json!({"quantity": ""}), "8995"),
        (json!({"invoiceAmount": "1.005"}), "8995"),
        (json!({"invoiceAmount": 113, "includeTaxFlag": 1}), "0000"),
        (json!({"goodsName": "长".repeat(51)}), "8995"),
    ] {
        let mut order = blue(SERIAL);
        order["itemList"][0].as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        assert_eq!(call(&sandbox(|_| ()), "invoiceBlue.pt", &order, now()).0, code, "{changes}");
    }
    let mut margin = blue(SERIAL);
    margin["itemList"].as_array_mut().unwrap().remove(1);
    margin["itemList"][0]["deductionAmount"] = json!("113.01");
    assert_eq!(call(&sandbox(|_| ()), "invoiceBlue.pt", &margin, now()).0, "8012");
}

/// The string to sign with its content URL-encoded.
#[test]
fn results_are_pushed_once_and_again_as_often_as_set() {
    let sandbox = sandbox(|piaotong| {
        piaotong.push_url = Some("http://partner/push".into());
        piaotong.push_times = 2;
    });
    sandbox.script(Provider::Piaotong, SERIAL, Script::Login { times: 1 });
    call(&sandbox, "invoiceBlue.pt", &blue(SERIAL), now());
    assert_eq!(sandbox.due(now()).len(), 0);
    let pushes = sandbox.due(later());
    assert_eq!((pushes.len(), pushes[0].number.as_str(), pushes[0].request.uri().path()), (1, SERIAL, "/push"));
    let envelope: Value = serde_json::from_slice(pushes[0].request.body()).unwrap();
    assert_eq!((&envelope["platformCode"], &open(&envelope)["code"]), (&json!("TESTCODE"), &json!("3999")));
    assert_eq!(sandbox.due(later()).len(), 0);
    let minute = Duration::from_secs(60);
    assert_eq!([1, 2].map(|n| sandbox.due(later() + minute * n).len()), [1, 0]);
    call(&sandbox, "invoiceBlue.pt", &blue(SERIAL), later());
    let pushes = sandbox.due(later() + minute);
    let envelope: Value = serde_json::from_slice(pushes[0].request.body()).unwrap();
    assert_eq!(open(&envelope)["code"], "0000");
}

#[test]
fn switches_change_what_they_name() {
    let pending = sandbox(|piaotong| piaotong.is_always_8021 = true);
    let failed = sandbox(|piaotong| piaotong.takes_failed_again = false);
    failed.script(Provider::Piaotong, SERIAL, Script::Fail { times: 9, words: "失败".into() });
    for sandbox in [&pending, &failed] {
        call(sandbox, "invoiceBlue.pt", &blue(SERIAL), now());
        assert_eq!(
            call(sandbox, "invoiceBlue.pt", &blue(SERIAL), now() + Duration::from_millis(299)).0,
            if std::ptr::eq(sandbox, &pending) { "8021" } else { "8040" }
        );
    }
    assert_eq!(call(&failed, "invoiceBlue.pt", &blue(SERIAL), later()).0, "8021");
    let plain = sandbox(|piaotong| {
        piaotong.number_members = NumberMembers::InvoiceNo;
        piaotong.amounts_are_numbers = true;
        piaotong.issued_after_failure = Some(Duration::from_secs(10));
        piaotong.echoes_serial = false;
        piaotong.time_window = Some(Duration::from_secs(60));
    });
    plain.script(Provider::Piaotong, SERIAL, Script::Fail { times: 1, words: "失败".into() });
    call(&plain, "invoiceBlue.pt", &blue(SERIAL), now());
    assert_eq!(query(&plain, SERIAL, later())["code"], "9999");
    let facts = query(&plain, SERIAL, now() + Duration::from_secs(11));
    assert_eq!((&facts["noTaxAmount"], facts.get("allEleInvNo")), (&json!(190.0), None));
    let members = envelope(&blue(SERIAL));
    let late = request("queryInvoice.pt", &members, &sign(&string_to_sign(&members)));
    let (answer, _) = send(&plain, &late, now() + Duration::from_secs(61));
    assert_eq!(answer["code"], "8995");
    assert_ne!(answer["serialNo"], "TEST20260305140708aB3dE6gH");
}
