use super::*;
use crate::{node::Node, nuonuo::answer};

fn digital() -> BlueInvoice {
    BlueInvoice::Digital { kind: InvoiceKind::DigitalOrdinary, number: "23312000000000540837".parse().unwrap() }
}

fn apply(blue: BlueInvoice) -> ApplyRedConfirmation {
    ApplyRedConfirmation::by_seller(
        "RED202611210001".parse().unwrap(),
        "20261121000000000009".parse().unwrap(),
        blue,
        "339902999999789113".parse().unwrap(),
        RedParty::new("示例购方", "91330100TEST00001X".parse().unwrap()),
        RedReason::IssuedInError,
    )
}

fn line() -> RedLine {
    let (net, tax) = ("100.00".parse().unwrap(), "13.00".parse().unwrap());
    RedLine::new(1, "电脑", "1090511030000000000".parse().unwrap(), "0.13".parse().unwrap(), net, tax)
}

#[test]
fn application_number_and_order_number_are_always_sent() {
    let json = serde_json::to_value(apply(digital())).unwrap();
    assert_eq!((&json["billId"], &json["orderNo"]), (&"RED202611210001".into(), &"20261121000000000009".into()));
    assert_eq!(json["redReason"], "2", "issued in error is 2 here and 01 at the bureau");
    assert!(json.get("detail").is_none(), "no lines: the whole invoice");
    assert!(apply(digital()).check().is_ok());
}

#[test]
fn the_buyer_acts_when_the_buyer_applies() {
    let mut buyer = apply(digital());
    buyer.side = Side::Buyer;
    assert_eq!(buyer.acting().map(TaxNumber::as_str), Some("91330100TEST00001X"));
    assert_eq!(buyer.check().unwrap_err().field(), "sellerName");
    assert!(buyer.seller_name("示例销方").check().is_ok());
}

#[test]
fn red_lines_are_negative_with_a_positive_price() {
    let quantity = RedLineQuantity { quantity: "2".parse().unwrap(), price: "50".parse().unwrap() };
    let line = line().quantity(quantity);
    let json = serde_json::to_value(&line).unwrap();
    assert_eq!((&json["num"], &json["taxExcludedPrice"]), (&"-2".into(), &"50".into()));
    assert_eq!((&json["taxExcludedAmount"], &json["taxAmount"]), (&"-100.00".into(), &"-13.00".into()));
    assert_eq!(json["blueDetailIndex"], "1");
    assert!(apply(digital()).line(line).check().is_ok());
}

#[test]
fn a_fault_in_a_line_names_the_line() {
    let mut wrong = line();
    wrong.net = "100.00".parse().unwrap();
    let problem = apply(digital()).line(line()).line(wrong).check().unwrap_err();
    assert_eq!(problem.field(), "detail[1].taxExcludedAmount");
}

#[test]
fn kind_and_number_of_the_blue_invoice_must_fit() {
    let number: InvoiceNumber = "10008058".parse().unwrap();
    let short = BlueInvoice::Digital { kind: InvoiceKind::DigitalSpecial, number: number.clone() };
    assert_eq!(apply(short).check().unwrap_err().field(), "blueElecInvoiceNumber");
    let code: InvoiceCode = "033001600111".parse().unwrap();
    let old = |kind| BlueInvoice::Old { kind, code: code.clone(), number: number.clone() };
    assert!(apply(old(InvoiceKind::VatSpecial)).check().is_ok());
    assert_eq!(apply(old(InvoiceKind::VatRoll)).check().unwrap_err().field(), "blueInvoiceLine");
}

#[test]
fn the_answer_is_the_application_number_or_nothing() {
    let read = |json: &str| answer::<ApplyRedConfirmation>(&Node::from_json(json.as_bytes()).unwrap()).unwrap().bill_id;
    // Digits are valid JSON, and still a bare text (notes, section 5).
    assert_eq!(read(r#"{"code":"E0000","result":"13123123123123123"}"#).as_deref(), Some("13123123123123123"));
    assert_eq!(read(r#"{"code":"E0000","describe":"请求成功"}"#), None);
    assert_eq!(read(r#"{"code":"E0000","result":null}"#), None);
}
