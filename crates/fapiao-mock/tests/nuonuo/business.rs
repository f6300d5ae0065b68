//! Issuing, querying, retrying.

use crate::desk::{Desk, ISSUE, QUERY, RETRY, line, order};
use fapiao_mock::{BookedState, Script};
use fapiao_model::Provider;
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn an_issued_order_goes_through_20_and_21_to_2_and_has_a_file() {
    let mut desk = Desk::new();
    let accepted = desk.call(ISSUE, &order("N1"));
    assert_eq!((&accepted["code"], &accepted["describe"]), (&json!("E0000"), &json!("开票提交成功")));
    let serial = accepted["result"]["invoiceSerialNum"].as_str().unwrap().to_owned();
    assert_eq!(serial.len(), 20);
    for (after, status) in [(0, "20"), (199, "20"), (201, "21"), (299, "21"), (300, "2")] {
        desk.at(after);
        assert_eq!(desk.entry("N1")["status"], status, "after {after} ms");
    }
    let entry = desk.entry("N1");
    assert_eq!(entry["serialNo"], serial);
    assert_eq!(entry["allElectronicInvoiceNumber"].as_str().unwrap().len(), 20);
    assert_eq!((&entry["exTaxAmount"], &entry["taxAmount"]), (&json!("200.00"), &json!("26.00")));
    assert_eq!(entry["bField3"], "MARK");
    assert!(entry["createTime"].is_i64() && entry["invoiceTime"].is_i64());
    let file = desk.get(entry["pdfUrl"].as_str().unwrap());
    assert!(file.starts_with(b"%PDF-"), "the address leads to a PDF");
}

#[test]
fn lines_come_only_when_asked_for_with_18_places() {
    let mut desk = Desk::new();
    desk.call(ISSUE, &order("N1"));
    assert!(desk.entry("N1").get("invoiceItems").is_none());
    let answer = desk.call(QUERY, &json!({"orderNos": ["N1"], "isOfferInvoiceDetail": "1"}));
    let item = &answer["result"][0]["invoiceItems"][0];
    assert_eq!(item["itemNum"], "2.000000000000000000");
    assert_eq!((&item["isIncludeTax"], &item["itemAmount"]), (&json!("true"), &json!("226.00")));
}

#[test]
fn the_same_number_again_is_e9106_whatever_is_in_it_and_changes_nothing() {
    let mut desk = Desk::new();
    desk.call(ISSUE, &order("N1"));
    let mut again = order("N1");
    again["order"]["invoiceDetail"][0]["tax"] = "27".into();
    let again = desk.call(ISSUE, &again);
    assert_eq!(again, json!({"code": "E9106", "describe": "订单编号或流水号不能重复", "result": ""}));
    assert_eq!(desk.books().invoices.len(), 1);
    assert!(desk.books().refusals.is_empty(), "a duplicate is no refused order");
}

#[test]
fn a_refused_order_leaves_its_number_free() {
    let mut desk = Desk::new();
    let mut wrong = order("N1");
    wrong["order"]["invoiceDetail"][0]["tax"] = "27".into();
    assert_eq!(desk.call(ISSUE, &wrong)["code"], "E9130");
    assert_eq!(desk.books().refusals[0].code, "E9130");
    assert_eq!(desk.call(ISSUE, &order("N1"))["code"], "E0000");
}

#[test]
fn a_refused_order_keeps_its_number_in_the_other_reading() {
    let mut desk = Desk::with(|settings| settings.refused_numbers_stay_taken = true);
    let mut wrong = order("N1");
    wrong["order"]["invoiceType"] = "3".into();
    assert_eq!(desk.call(ISSUE, &wrong)["code"], "E9101");
    assert_eq!(desk.call(ISSUE, &order("N1"))["code"], "E9106");
}

#[test]
fn whose_order_it_is_is_checked_before_what_is_in_it() {
    let mut desk = Desk::new();
    let mut foreign = order("N1");
    foreign["order"]["salerTaxNum"] = "339901999999142".into();
    foreign["order"]["clerk"] = "".into();
    assert_eq!(
        desk.call(ISSUE, &foreign),
        json!({"code": "E9302", "describe": "身份认证与当前企业税号不相符", "result": null})
    );
    let mut unknown = order("N1");
    unknown["order"]["salerTaxNum"] = "91330100TEST00009X".into();
    assert_eq!(desk.call_as("91330100TEST00009X", ISSUE, &unknown)["code"], "E9301");
    assert_eq!(desk.call_as("339901999999142", ISSUE, &foreign)["code"], "E4000");
}

#[test]
fn every_required_field_is_missed() {
    for name in ["buyerName", "salerTaxNum", "orderNo", "invoiceDate", "clerk", "invoiceType"] {
        let mut desk = Desk::new();
        let mut body = order("N1");
        body["order"].as_object_mut().unwrap().remove(name);
        assert_eq!(desk.call(ISSUE, &body), json!({"code": "E4000", "describe": "同步失败", "result": ""}), "{name}");
        assert!(desk.last_failure().1.contains(name), "{name}: {}", desk.last_failure().1);
    }
    for name in ["goodsName", "withTaxFlag", "taxRate"] {
        let mut desk = Desk::new();
        let mut body = order("N1");
        body["order"]["invoiceDetail"][0].as_object_mut().unwrap().remove(name);
        assert_eq!(desk.call(ISSUE, &body)["code"], "E4000", "{name}");
    }
}

#[test]
fn amounts_are_held_to_the_rules() {
    let cases = [
        ("E9122", json!([])),
        ("E9123", json!([{"goodsName": "a", "withTaxFlag": "0", "taxRate": "0.13", "tax": "1"}])),
        ("E9125", json!([line("x", "10", "1.3", "0")])),
        ("E9126", json!([line("11.3", "100000000000000000000", "1.3", "0")])),
        ("E9129", json!([line("11.3", "10", "eins", "0")])),
        ("E9130", json!([line("11.31", "10", "1.3", "0")])),
        ("E9131", json!([line("11.37", "10", "1.37", "0")])),
    ];
    for (code, lines) in cases {
        let mut body = order("N1");
        body["order"]["invoiceDetail"] = lines;
        assert_eq!(Desk::new().call(ISSUE, &body)["code"], code);
    }
}

#[test]
fn a_tax_that_is_6_fen_off_passes_by_default_and_not_in_the_other_reading() {
    let mut body = order("N1");
    body["order"]["invoiceDetail"] = json!([line("11.36", "10", "1.36", "0")]);
    assert_eq!(Desk::new().call(ISSUE, &body)["code"], "E0000");
    let refused = Desk::with(|settings| settings.tax_edge_is_refused = true).call(ISSUE, &body);
    assert_eq!(refused["code"], "E9131");
    assert!(refused["describe"].as_str().unwrap().starts_with("第1行"), "the text names the line");
}

#[test]
fn discounts_are_held_to_the_rules() {
    let pair = |change: fn(&mut Value)| {
        let mut discount = line("-11.3", "-10", "-1.3", "1");
        change(&mut discount);
        json!([line("113", "100", "13", "2"), discount])
    };
    let cases = [
        ("E0000", pair(|_| {})),
        ("E9105", pair(|discount| discount["goodsName"] = "别的".into())),
        ("E9112", pair(|discount| discount["taxRate"] = "0.135".into())),
        ("E9111", pair(|discount| discount["num"] = "1".into())),
        ("E9108", json!([line("11.3", "10", "1.3", "2"), line("-22.6", "-20", "-2.6", "1")])),
        ("E9110", json!([line("11.3", "10", "1.3", "0"), line("-1.13", "-1", "-0.13", "1")])),
    ];
    for (code, lines) in cases {
        let mut body = order("N1");
        body["order"]["invoiceDetail"] = lines;
        assert_eq!(Desk::new().call(ISSUE, &body)["code"], code);
    }
}

#[test]
fn missing_amounts_are_computed_from_price_and_quantity() {
    let mut desk = Desk::new();
    let mut body = order("N1");
    body["order"]["invoiceDetail"] =
        json!([{"goodsName": "纸", "withTaxFlag": "1", "taxRate": "0.13", "price": "10", "num": "3"}]);
    assert_eq!(desk.call(ISSUE, &body)["code"], "E0000");
    let entry = desk.entry("N1");
    // 30 / 1.13 = 26.548…
    assert_eq!((&entry["exTaxAmount"], &entry["taxAmount"]), (&json!("26.55"), &json!("3.45")));
}

#[test]
fn an_order_over_the_limit_is_split_and_one_over_ten_times_the_limit_refused() {
    let mut desk = Desk::with(|settings| {
        settings.invoice_limit = "150".parse().unwrap();
        settings.split_orders = true;
    });
    desk.call(ISSUE, &order("N1"));
    desk.at(300);
    let entries = desk.entries("N1");
    assert_eq!(entries.iter().map(|entry| entry["exTaxAmount"].clone()).collect::<Vec<_>>(), ["150.00", "50.00"]);
    assert_eq!(entries.iter().map(|entry| entry["taxAmount"].clone()).collect::<Vec<_>>(), ["19.50", "6.50"]);
    assert_ne!(entries[0]["serialNo"], entries[1]["serialNo"]);
    assert_ne!(entries[0]["allElectronicInvoiceNumber"], entries[1]["allElectronicInvoiceNumber"]);
    let mut large = order("N2");
    large["order"]["invoiceDetail"] = json!([line("1695.01", "1500.01", "195", "0")]);
    assert_eq!(desk.call(ISSUE, &large)["code"], "E9154");
}

#[test]
fn a_scripted_failure_is_retried_under_the_same_number() {
    let mut desk = Desk::new();
    desk.sandbox.script(Provider::Nuonuo, "N1", Script::Fail { times: 1, words: "购方税号有误".to_owned() });
    desk.call(ISSUE, &order("N1"));
    let running = desk.call(RETRY, &json!({"orderno": "N1"}));
    assert_eq!(
        (&running["code"], &running["describe"]),
        (&json!("E9999"), &json!("开票中(重试中),请耐心等待开票结果"))
    );
    desk.at(300);
    let failed = desk.entry("N1");
    assert_eq!((&failed["status"], &failed["failCause"]), (&json!("22"), &json!("购方税号有误")));
    assert_eq!(desk.books().invoices[0].state, BookedState::Failed);
    assert_eq!(desk.call(ISSUE, &order("N1"))["code"], "E9106", "a failed order keeps its number");
    assert_eq!(desk.call(RETRY, &json!({"orderno": "N1"}))["describe"], "重试成功");
    desk.at(600);
    assert_eq!(desk.entry("N1")["status"], "2");
    let issued = desk.call(RETRY, &json!({"fpqqlsh": failed["serialNo"]}));
    assert_eq!((&issued["code"], &issued["describe"]), (&json!("E9999"), &json!("发票已生成,无需再重试开票")));
    assert_eq!(desk.books().invoices.len(), 1);
}

#[test]
fn the_21st_retry_of_a_day_is_e9613_and_the_next_day_is_another() {
    let mut desk = Desk::new();
    desk.sandbox.script(Provider::Nuonuo, "N1", Script::Login { times: 22 });
    desk.call(ISSUE, &order("N1"));
    for count in 1..=20 {
        desk.at(count * 1000);
        assert_eq!(desk.call(RETRY, &json!({"orderno": "N1"}))["code"], "E0000", "retry {count}");
    }
    desk.at(21_000);
    assert!(desk.entry("N1")["failCause"].as_str().unwrap().starts_with("本次操作需登录电子发票服务平台"));
    assert_eq!(desk.call(RETRY, &json!({"orderno": "N1"}))["code"], "E9613");
    desk.at(86_400_000);
    desk.token();
    assert_eq!(desk.call(RETRY, &json!({"orderno": "N1"}))["code"], "E0000");
}

#[test]
fn a_query_leaves_unknown_numbers_out_and_is_e9500_when_none_is_known() {
    let mut desk = Desk::with(|settings| settings.visible_after = Duration::from_secs(1));
    desk.call(ISSUE, &order("N1"));
    assert_eq!(desk.call(QUERY, &json!({"orderNos": ["N1"]}))["code"], "E9500", "not visible yet");
    desk.at(1000);
    assert_eq!(desk.call(QUERY, &json!({"orderNos": ["N1", "N2"]}))["result"].as_array().unwrap().len(), 1);
    assert_eq!(desk.call(QUERY, &json!({"orderNos": ["N2"]}))["code"], "E9500");
    assert_eq!(desk.call(QUERY, &json!({"orderNos": [], "serialNos": ["-"]}))["code"], "E9611");
    assert_eq!(
        desk.call_as("339901999999142", QUERY, &json!({"orderNos": ["N1"]}))["code"],
        "E9500",
        "not their order"
    );
}

#[test]
fn a_scripted_refusal_has_its_code_and_words() {
    let mut desk = Desk::new();
    let script = Script::Refuse { code: "E9338".to_owned(), words: "企业未开通接口开票".to_owned() };
    desk.sandbox.script(Provider::Nuonuo, "N1", script);
    let refused = desk.call(ISSUE, &order("N1"));
    assert_eq!((&refused["code"], &refused["describe"]), (&json!("E9338"), &json!("企业未开通接口开票")));
    assert!(desk.books().invoices.is_empty());
}
