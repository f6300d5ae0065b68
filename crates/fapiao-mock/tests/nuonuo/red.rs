//! Red confirmation forms and red invoices.

use crate::desk::{APPLY, Desk, FAST_RED, ISSUE, QUERY_FORMS, REFRESH, SELLER, order};
use fapiao_mock::nuonuo;
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn a_full_reversal_follows_its_form_by_itself_and_happens_once() {
    let mut desk = Desk::new();
    let blue = desk.issued("N1");
    let apply = |id: &str| {
        json!({
            "billId": id, "blueInvoiceLine": "pc", "applySource": "0", "blueElecInvoiceNumber": blue,
            "sellerTaxNo": SELLER, "sellerName": "", "buyerTaxNo": "91330100TEST00001X", "buyerName": "杭州示例科技有限公司",
            "redReason": "1", "orderNo": format!("R-{id}"),
        })
    };
    let accepted = desk.call(APPLY, &apply("B1"));
    assert_eq!((&accepted["code"], &accepted["result"]), (&json!("E0000"), &json!("B1")));
    let again = desk.call(APPLY, &apply("B1"));
    assert_eq!((&again["code"], &again["describe"]), (&json!("E9999"), &json!("申请号重复")));
    let form = desk.form("B1");
    assert_eq!((&form["billStatus"], &form["billNo"]), (&json!("15"), &Value::Null));
    desk.at(900);
    let form = desk.form("B1");
    assert_eq!((&form["billStatus"], &form["openStatus"]), (&json!("01"), &json!(1)));
    assert_eq!((&form["taxExcludedAmount"], &form["taxAmount"]), (&json!("-200.00"), &json!("-26.00")));
    let red = desk.entry("R-B1");
    assert_eq!((&red["status"], &red["invoiceType"]), (&json!("2"), &json!("2")));
    assert_eq!((&red["oldEleInvoiceNumber"], &red["orderAmount"]), (&json!(blue), &json!("-226.00")));
    assert_eq!(form["redInvoiceNumber"], red["allElectronicInvoiceNumber"]);
    assert_eq!(form["invoiceSerialNum"], red["serialNo"]);
    desk.call(APPLY, &apply("B2"));
    desk.at(1800);
    let second = desk.form("B2");
    assert_eq!((&second["billStatus"], &second["billMessage"]), (&json!("16"), &json!("该发票已全额冲红")));
    let reds: Vec<_> = desk.books().invoices.into_iter().filter(|invoice| invoice.is_red).collect();
    assert_eq!(reds.len(), 1);
    assert_eq!(reds[0].reverses.as_deref(), Some(blue.as_str()));
}

#[test]
fn an_automatic_red_invoice_is_renamed_once_by_fast_red() {
    let mut desk = Desk::new();
    let form = desk.applied("pc", None);
    let body = |number: &str| json!({"orderNo": number, "taxNum": SELLER, "billNo": form["billNo"], "billUuid": form["billUuid"]});
    let adopted = desk.call(FAST_RED, &body("R1"));
    assert_eq!(
        (&adopted["code"], &adopted["result"]["invoiceSerialNum"]),
        (&json!("E0000"), &form["invoiceSerialNum"])
    );
    assert_eq!(desk.entry("R1")["serialNo"], form["invoiceSerialNum"]);
    assert_eq!(desk.call(FAST_RED, &body("R1"))["code"], "E9106");
    assert_eq!(desk.call(FAST_RED, &body("R2"))["code"], "E9999");
    assert_eq!(desk.books().invoices.len(), 2);
}

#[test]
fn a_paper_kind_is_reversed_by_fast_red_only_and_once() {
    let mut desk = Desk::new();
    let form = desk.applied("ec", Some("ec"));
    assert_eq!((&form["billStatus"], &form["invoiceSerialNum"]), (&json!("01"), &Value::Null));
    let body = |number: &str| {
        json!({
            "orderNo": number, "taxNum": SELLER, "billNo": form["billNo"], "billUuid": form["billUuid"], "invoiceLine": "pc",
        })
    };
    assert_eq!(desk.call(FAST_RED, &body("R1"))["code"], "E0000");
    assert_eq!(desk.call(FAST_RED, &body("R2"))["code"], "E9103");
    desk.at(2000);
    let red = desk.entry("R1");
    assert_eq!((&red["status"], &red["invoiceKind"]), (&json!("2"), &json!("电子发票(普通发票)")));
}

#[test]
fn a_confirmation_at_the_bureau_shows_only_after_a_refresh() {
    let mut desk = Desk::with(|settings| {
        settings.form_needs_confirmation = true;
        settings.confirmed_after = Some(Duration::from_secs(10));
    });
    let form = desk.applied("pc", None);
    assert_eq!(form["billStatus"], "02");
    desk.at(60_000);
    assert_eq!(desk.form("B1")["billStatus"], "02");
    assert_eq!(desk.books().invoices.len(), 2, "the red invoice exists at the bureau all the same");
    assert_eq!(desk.call(REFRESH, &json!({"identity": "0"}))["code"], "E0000");
    let form = desk.form("B1");
    assert_eq!((&form["billStatus"], &form["openStatus"]), (&json!("04"), &json!(1)));
}

#[test]
fn a_form_that_nobody_confirms_dies_after_72_hours_and_frees_the_invoice() {
    let mut desk = Desk::with(|settings| settings.form_needs_confirmation = true);
    desk.applied("pc", None);
    desk.at(73 * 3_600_000);
    desk.token();
    desk.call(REFRESH, &json!({"identity": "0"}));
    assert_eq!(desk.form("B1")["billStatus"], "07");
    let list =
        desk.call(QUERY_FORMS, &json!({"identity": "0", "billTimeStart": "2026-11-21", "billTimeEnd": "2026-11-21"}));
    assert_eq!(list["result"]["total"], 1);
    let blue = desk.entry("N1")["allElectronicInvoiceNumber"].clone();
    desk.apply("B2", "pc", &blue);
    desk.at(74 * 3_600_000);
    assert_eq!(desk.form("B2")["billStatus"], "02", "the invoice may be reversed again");
    assert_eq!(desk.call(QUERY_FORMS, &json!({"identity": "0"}))["code"], "E4000", "neither a form nor days named");
}

#[test]
fn red_forms_are_answered_in_the_documented_shape_when_asked_for() {
    let mut desk = Desk::with(|settings| settings.red_form_answer = nuonuo::RedFormAnswer::Documented);
    let answer = desk.call(QUERY_FORMS, &json!({"identity": "0", "billId": "B1"}));
    assert_eq!((&answer["code"], &answer["total"], &answer["list"]), (&json!("0000"), &json!("0"), &json!([])));
}

#[test]
fn a_part_may_be_reversed_and_then_only_the_rest() {
    let mut desk = Desk::new();
    let blue = desk.issued("N1");
    let apply = |id: &str, net: &str, tax: &str| {
        json!({
            "billId": id, "blueInvoiceLine": "pc", "applySource": "0", "blueElecInvoiceNumber": blue,
            "sellerTaxNo": SELLER, "sellerName": "", "buyerName": "杭州示例科技有限公司", "redReason": "4",
            "detail": [{
                "blueDetailIndex": "1", "goodsName": "电脑", "taxRate": "0.13", "goodsCode": "1090511030000000000",
                "taxExcludedAmount": net, "taxAmount": tax,
            }],
        })
    };
    for (id, net, tax, state) in
        [("B1", "-150.00", "-19.50", "01"), ("B2", "-50.01", "-6.50", "16"), ("B3", "-50.00", "-6.50", "01")]
    {
        desk.call(APPLY, &apply(id, net, tax));
        let now = desk.now().unix_millis() - 1_795_226_400_000;
        desk.at(u64::try_from(now).unwrap() + 900);
        assert_eq!(desk.form(id)["billStatus"], state, "{id}");
    }
    let reds = desk.books().invoices.into_iter().filter(|invoice| invoice.is_red).map(|red| red.net.to_string());
    assert_eq!(reds.collect::<Vec<_>>(), ["-150.00", "-50.00"]);
}

#[test]
fn a_form_about_an_invoice_that_nobody_issued_is_refused_by_the_bureau() {
    let mut desk = Desk::new();
    desk.apply("B1", "pc", &json!("26332000009999999999"));
    desk.at(300);
    assert_eq!(desk.form("B1")["billStatus"], "16");
    assert_eq!(desk.books().invoices.len(), 0);
}

#[test]
fn the_number_that_an_application_asked_for_is_its_forms_own() {
    for (kind, shows) in [("ec", true), ("pc", false)] {
        let mut desk = Desk::with(|settings| settings.automatic_red_shows = shows);
        let mut body = order("N1");
        body["order"]["invoiceLine"] = kind.into();
        desk.call(ISSUE, &body);
        desk.at(300);
        let blue = desk.entry("N1")["allElectronicInvoiceNumber"].clone();
        let application = json!({
            "billId": "B1", "blueInvoiceLine": kind, "applySource": "0", "blueElecInvoiceNumber": blue, "orderNo": "R1",
            "sellerTaxNo": SELLER, "sellerName": "", "buyerName": "杭州示例科技有限公司", "redReason": "1",
        });
        assert_eq!(desk.call(APPLY, &application)["code"], "E0000");
        assert_eq!(desk.call(ISSUE, &order("R1"))["code"], "E9106", "{kind}: the form has the number");
        desk.at(900);
        let form = desk.form("B1");
        assert_eq!((&form["billStatus"], &form["invoiceSerialNum"]), (&json!("01"), &Value::Null), "{kind}");
        let body = json!({"orderNo": "R1", "taxNum": SELLER, "billNo": form["billNo"], "billUuid": form["billUuid"]});
        assert_eq!(desk.call(FAST_RED, &body)["code"], "E0000", "{kind}");
        assert_eq!(desk.call(FAST_RED, &body)["code"], "E9106", "{kind}");
        desk.at(1800);
        assert_eq!(desk.entry("R1")["status"], "2", "{kind}");
        assert_eq!(desk.books().invoices.len(), 2, "{kind}");
    }
}
