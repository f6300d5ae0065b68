//! The other readings of open questions, profiles of companies, old kinds, delivery.

use crate::desk::{DELIVER, Desk, ISSUE, QUERY, RETRY, SELLER, order};
use fapiao_mock::{Script, nuonuo};
use fapiao_model::Provider;
use serde_json::{Value, json};
use std::time::Duration;

fn with_company(change: impl Fn(&mut nuonuo::Company)) -> Desk {
    Desk::with(|settings| settings.companies.iter_mut().for_each(&change))
}

fn changed(name: &str, value: &str) -> Value {
    let mut body = order("N1");
    body["order"][name] = value.into();
    body
}

#[test]
fn gateway_refusals_may_have_another_http_status_and_business_ones_not() {
    let mut desk = Desk::with(|settings| settings.gateway_error_status = 403);
    let request = desk.request(SELLER, "nuonuo.OpeMplatform.nothing", "{}");
    assert_eq!(desk.send(&request).status(), 403);
    let request = desk.request(SELLER, QUERY, "{}");
    assert_eq!(desk.send(&request).status(), 200);
}

#[test]
fn method_names_are_exact_unless_told_otherwise() {
    let method = "nuonuo.openplatform.queryinvoiceresult";
    let lower = "nuonuo.opemplatform.queryinvoiceresult";
    assert_eq!(Desk::new().call(lower, &json!({}))["code"], "070302");
    let mut lenient = Desk::with(|settings| settings.method_ignores_case = true);
    assert_eq!(lenient.call(lower, &json!({}))["code"], "E9611");
    assert_eq!(lenient.call(method, &json!({}))["code"], "070302", "mind OpeMplatform");
    let mut closed = Desk::with(|settings| settings.enabled_methods = Some(vec![QUERY.to_owned()]));
    assert_eq!(closed.call(QUERY, &json!({}))["code"], "E9611");
    assert_eq!(closed.call(ISSUE, &order("N1"))["code"], "070302");
}

#[test]
fn the_lifetime_of_a_token_is_told_in_three_ways() {
    assert_eq!(Desk::with(|settings| settings.expires_in_as_number = true).token()["expires_in"], 86_400);
    let permanent = |settings: &mut nuonuo::Settings| settings.token_lifetime = None;
    assert!(Desk::with(permanent).token().get("expires_in").is_none());
    let told = Desk::with(|settings| {
        permanent(settings);
        settings.permanent_expires_in = Some(-1);
    })
    .token();
    assert_eq!(told["expires_in"], "-1");
    let mut desk = Desk::with(permanent);
    desk.at(400 * 86_400_000);
    assert_eq!(desk.call(QUERY, &json!({}))["code"], "E9611", "it does not expire");
}

#[test]
fn an_older_token_lives_on_in_the_other_reading() {
    let mut desk = Desk::with(|settings| settings.token_revokes_previous = false);
    let request = desk.request(SELLER, QUERY, "{}");
    desk.token();
    let answer: Value = serde_json::from_slice(desk.send(&request).body()).unwrap();
    assert_eq!(answer["code"], "E9611");
}

#[test]
fn refused_token_calls_count_unless_only_successes_do() {
    for (successes_only, code) in [(false, "070306"), (true, "070305")] {
        let desk = Desk::with(|settings| {
            settings.token_budget = 2;
            settings.token_budget_counts_successes_only = successes_only;
        });
        desk.fetch("SD10000001", "wrong");
        assert_eq!(desk.fetch("SD10000001", "wrong")["error"], code);
    }
}

#[test]
fn a_profile_may_demand_more_of_an_order() {
    let mut no_contact = with_company(|company| company.has_contact = false);
    assert_eq!(no_contact.call(ISSUE, &changed("salerTel", ""))["code"], "E4000");
    assert_eq!(Desk::new().call(ISSUE, &changed("salerTel", ""))["code"], "E0000");
    let mut phone = with_company(|company| company.needs_buyer_phone = true);
    assert_eq!(phone.call(ISSUE, &changed("buyerPhone", ""))["describe"], "购方手机号不能为空");
    let mut plain = with_company(|company| company.issues_paper_and_special = false);
    assert_eq!(plain.call(ISSUE, &changed("invoiceLine", "bs"))["code"], "E9502");
    let mut coded = Desk::with(|settings| settings.goods_code_required = true);
    let mut without = order("N1");
    without["order"]["invoiceDetail"][0]["goodsCode"] = "".into();
    assert_eq!(coded.call(ISSUE, &without)["code"], "E9138");
}

#[test]
fn a_profile_that_does_not_report_failures_pushes_none_and_leaves_the_status_out() {
    for (fails, pushes) in [(true, 0), (false, 1)] {
        let mut desk = with_company(|company| company.reports_failures = false);
        if fails {
            desk.sandbox.script(Provider::Nuonuo, "N1", Script::Login { times: 1 });
        }
        desk.call(ISSUE, &changed("callBackUrl", "http://127.0.0.1:9/x"));
        desk.at(300);
        let due = desk.sandbox.due(desk.now());
        assert_eq!(due.len(), pushes);
        assert!(due.iter().all(|push| !String::from_utf8_lossy(push.request.body()).contains("c_status")));
    }
}

#[test]
fn a_call_back_may_be_json() {
    for (form, is_text) in [(nuonuo::CallBackForm::JsonText, true), (nuonuo::CallBackForm::JsonObject, false)] {
        let mut desk = Desk::with(|settings| settings.callback_form = form);
        desk.call(ISSUE, &changed("callBackUrl", "http://127.0.0.1:9/x"));
        desk.at(300);
        let body: Value = serde_json::from_slice(desk.sandbox.due(desk.now())[0].request.body()).unwrap();
        assert_eq!((&body["operater"], &body["orderno"]), (&json!("callback"), &json!("N1")));
        assert_eq!(body["content"].is_string(), is_text);
    }
}

#[test]
fn a_query_may_fail_as_a_whole() {
    let mut desk = Desk::with(|settings| settings.query_fails_if_any_is_unknown = true);
    desk.call(ISSUE, &order("N1"));
    assert_eq!(desk.call(QUERY, &json!({"orderNos": ["N1", "N2"]}))["code"], "E9500");
}

#[test]
fn a_rolling_day_does_not_end_at_midnight() {
    for (boundary, code) in [(nuonuo::DayBoundary::Midnight, "E0000"), (nuonuo::DayBoundary::Rolling, "E9613")] {
        let mut desk = Desk::with(|settings| settings.day_boundary = boundary);
        desk.sandbox.script(Provider::Nuonuo, "N1", Script::Login { times: 30 });
        desk.call(ISSUE, &order("N1"));
        for count in 1..=20 {
            desk.at(count * 1000);
            desk.call(RETRY, &json!({"orderno": "N1"}));
        }
        desk.at(15 * 3_600_000);
        assert_eq!(desk.call(RETRY, &json!({"orderno": "N1"}))["code"], code, "1 a.m. of the next day");
    }
}

#[test]
fn without_splitting_one_entry_holds_the_whole_order() {
    let mut desk = Desk::with(|settings| settings.invoice_limit = "150".parse().unwrap());
    desk.call(ISSUE, &order("N1"));
    assert_eq!(desk.entries("N1").len(), 1);
    assert_eq!(desk.entry("N1")["exTaxAmount"], "200.00");
}

#[test]
fn an_old_invoice_is_reversed_by_an_order_of_its_own_once() {
    let mut desk = Desk::new();
    desk.call(ISSUE, &changed("invoiceLine", "p"));
    desk.at(300);
    let blue = desk.entry("N1");
    let texts = |name: &str| blue[name].as_str().unwrap().to_owned();
    assert_eq!((texts("invoiceCode").len(), texts("invoiceNo").len()), (12, 8));
    assert_eq!(blue["allElectronicInvoiceNumber"], "");
    let red = |number: &str| {
        let mut body = changed("invoiceLine", "p");
        body["order"]["orderNo"] = number.into();
        body["order"]["invoiceType"] = "2".into();
        body["order"]["invoiceCode"] = blue["invoiceCode"].clone();
        body["order"]["invoiceNum"] = blue["invoiceNo"].clone();
        for (name, value) in
            [("num", "-2"), ("tax", "-26"), ("taxExcludedAmount", "-200"), ("taxIncludedAmount", "-226")]
        {
            body["order"]["invoiceDetail"][0][name] = value.into();
        }
        body
    };
    let mut other_buyer = red("R1");
    other_buyer["order"]["buyerName"] = "别人".into();
    assert_eq!(desk.call(ISSUE, &other_buyer)["code"], "E9117");
    let mut unknown = red("R1");
    unknown["order"]["invoiceNum"] = "99999999".into();
    assert_eq!(desk.call(ISSUE, &unknown)["code"], "E9102");
    assert_eq!(desk.call(ISSUE, &red("R1"))["code"], "E0000");
    assert_eq!(desk.call(ISSUE, &red("R2"))["code"], "E9103");
    desk.at(600);
    let reversed = desk.entry("R1");
    assert_eq!((&reversed["oldInvoiceNo"], &reversed["orderAmount"]), (&blue["invoiceNo"], &json!("-226.00")));
    let mut digital = red("R3");
    digital["order"]["invoiceLine"] = "pc".into();
    assert_eq!(desk.call(ISSUE, &digital)["code"], "E9999", "digital ones go through a form");
}

#[test]
fn an_invoice_is_delivered_again_if_it_exists_and_somebody_is_named() {
    let mut desk = Desk::new();
    let number = desk.issued("N1");
    let mut body = json!({"taxnum": SELLER, "invoiceNum": number, "mail": "a@example.com"});
    assert_eq!(desk.call(DELIVER, &body)["code"], "E0000");
    body["mail"] = "".into();
    assert_eq!(desk.call(DELIVER, &body)["code"], "E4000");
    let unknown = json!({"taxnum": SELLER, "invoiceNum": "26332000009999999999", "phone": "13800000000"});
    let refused = desk.call(DELIVER, &unknown);
    assert_eq!((&refused["code"], &refused["describe"]), (&json!("E9999"), &json!("发票不存在")));
}

#[test]
fn goods_transport_needs_its_list() {
    let entry = |name: &str, value: &str| {
        let mut entry =
            json!({"transportTool": "2", "transportToolNum": "浙A12345", "origin": "杭州", "destination": "上海"});
        entry[name] = value.into();
        json!([entry])
    };
    let long = "杭".repeat(81);
    for (code, list) in [
        ("E0000", entry("goodsName", "纸")),
        ("E9796", json!([])),
        ("E9798", entry("transportTool", "")),
        ("E9799", entry("transportToolNum", &long)),
        ("E9800", entry("origin", &long)),
        ("E9801", entry("destination", "")),
    ] {
        let mut body = changed("specificFactor", "4");
        body["order"]["invoiceGoodsTransports"] = list;
        assert_eq!(Desk::new().call(ISSUE, &body)["code"], code);
    }
}

#[test]
fn a_request_without_user_tax_acts_as_the_company_that_registered_the_application() {
    let mut desk = Desk::new();
    assert_eq!(desk.call_as("", ISSUE, &order("N1"))["code"], "E0000");
    let mut other = changed("salerTaxNum", "339901999999142");
    other["order"]["orderNo"] = "N2".into();
    assert_eq!(desk.call_as("", ISSUE, &other)["code"], "E9302");
    assert_eq!(desk.call_as("339901999999142", ISSUE, &other)["code"], "E0000");
    desk.at(Duration::from_secs(1).as_millis().try_into().unwrap());
    assert_eq!(desk.books().invoices.len(), 2);
}

#[test]
fn huge_and_odd_numbers_are_refused_and_do_not_panic() {
    for (name, value) in [
        ("price", "79228162514264337593543950335"),
        ("num", "1e20"),
        ("taxRate", "1e20"),
        ("taxRate", "-0.13"),
        ("taxExcludedAmount", "99999999999999999999"),
        ("taxExcludedAmount", "1e19"),
        ("tax", "0.001"),
        ("num", "NaN"),
    ] {
        let mut body = order("N1");
        let line = &mut body["order"]["invoiceDetail"][0];
        line["taxIncludedAmount"] = "".into();
        line["taxExcludedAmount"] = "".into();
        line[name] = value.into();
        let answer = Desk::new().call(ISSUE, &body);
        assert!(
            answer["code"].as_str().is_some_and(|code| code.starts_with('E') && code != "E0000"),
            "{name} {value}: {answer}"
        );
    }
}

#[test]
fn amounts_and_rates_beyond_all_reason_are_e4000_even_when_they_add_up() {
    let line = |rate: &str, gross: &str, net: &str, tax: &str, price: &str| {
        json!([{
            "goodsName": "纸", "withTaxFlag": "0", "taxRate": rate, "taxIncludedAmount": gross, "taxExcludedAmount": net,
            "tax": tax, "price": price, "num": "1",
        }])
    };
    for lines in [
        line("0", "1e19", "1e19", "0", ""),
        line("0", "", "", "", "70000000000000000000000000"),
        line("-0.13", "87", "100", "-13", ""),
    ] {
        let mut body = order("N1");
        body["order"]["invoiceDetail"] = lines;
        assert_eq!(Desk::new().call(ISSUE, &body)["code"], "E4000", "{body}");
    }
}
