use super::*;
use crate::piaotong::{DiscountSign, PricingBasis, Taxation};

fn line(amount: &str) -> Line {
    let code = "1010101020000000000".parse().unwrap();
    Line::new("小麦", code, PricingBasis::TaxIncluded, amount.parse().unwrap(), Taxation::Rate("0.09".parse().unwrap()))
}

fn order(lines: Vec<Line>) -> IssueInvoice {
    let (seller, serial) = ("91310117568051222X".parse().unwrap(), "TEST0000000000000001".parse().unwrap());
    IssueInvoice::new(seller, serial, IssueKind::Ordinary, Buyer::person("张三"), lines)
}

fn content(order: &IssueInvoice, switches: &Switches) -> serde_json::Value {
    serde_json::from_slice(&order.content(switches).unwrap()).unwrap()
}

#[test]
fn the_content_has_the_vendors_names_and_decimals_as_text() {
    let priced = line("100.00").price("2".parse().unwrap(), "50.5".parse().unwrap()).unit("袋");
    let order = order(vec![priced]).remark("备注").trade_number("ORD0001");
    let expected = serde_json::json!({
        "taxpayerNum": "91310117568051222X", "invoiceReqSerialNo": "TEST0000000000000001", "invoiceIssueKindCode": "82",
        "buyerName": "张三", "naturalPersonFlag": "1", "remark": "备注", "tradeNo": "ORD0001",
        "itemList": [{
            "goodsName": "小麦", "taxClassificationCode": "1010101020000000000", "meteringUnit": "袋", "quantity": "2",
            "unitPrice": "50.5", "includeTaxFlag": "1", "invoiceAmount": "100.00", "taxRateValue": "0.09",
        }],
    });
    assert_eq!(content(&order, &Switches::default()), expected);
    assert_eq!(serde_json::to_value(&order).unwrap(), expected);
}

#[test]
fn the_switches_change_what_is_written() {
    let order = order(vec![line("10.00").discount("1.00".parse().unwrap())]);
    let switches = Switches { discount_sign: DiscountSign::Positive, issue_kind: IssueKindMember::LeftOut };
    let content = content(&order, &switches);
    assert!(content.get("invoiceIssueKindCode").is_none());
    assert_eq!(content["itemList"][0]["discountAmount"], "1.00");
}

#[test]
fn every_member_that_is_written_is_known_as_ours() {
    let payment = Payment { code: Some("1".into()), ..Payment::default() };
    let rental = RealEstateRental {
        region: "重庆市渝北区".into(),
        address: "1号".into(),
        area_unit: "平方米".into(),
        crosses_cities: false,
        lease_term: "2026-01-01 2026-12-31".into(),
    };
    let buyer = Buyer::company("公司", "91310117568051222X".parse().unwrap())
        .address("路")
        .telephone("1")
        .bank("行", "1")
        .prints_address()
        .prints_bank();
    let (seller, serial) = ("91310117568051222X".parse().unwrap(), "TEST0000000000000001".parse().unwrap());
    let order = IssueInvoice::new(seller, serial, IssueKind::Special, buyer, vec![line("20.00")])
        .drawer("张")
        .taker_name("李")
        .taker_phone("13800000000")
        .taker_email("a@example.com")
        .remark("备")
        .trade_number("1")
        .defined_data("2")
        .channel("5", vec![payment])
        .rentals(vec![rental]);
    assert_eq!(order.check(&Switches::default()), Ok(()));
    let content = content(&order, &Switches::default());
    let mut written: Vec<_> = content.as_object().unwrap().keys().map(String::as_str).collect();
    let mut listed = MEMBERS.to_vec();
    written.sort_unstable();
    listed.sort_unstable();
    assert_eq!(written, listed);
    assert_eq!(content["invoiceItemAmount"], "20.00");
}

#[test]
fn an_unknown_member_is_sent_and_a_known_one_is_not_doubled() {
    let order = order(vec![line("1.00")]).with("shopNum", "SHOP01");
    assert_eq!(content(&order, &Switches::default())["shopNum"], "SHOP01");
    let fault = order.with("remark", "x").check(&Switches::default()).unwrap_err();
    assert_eq!(fault.to_string(), "remark: would be sent twice; use its own setter");
}

#[test]
fn a_fault_of_a_line_names_the_line() {
    let code = "1010101020000000000".parse().unwrap();
    let zero =
        Line::new("粮", code, PricingBasis::TaxIncluded, "1.00".parse().unwrap(), Taxation::Rate(Default::default()));
    let fault = order(vec![line("1.00"), zero]).check(&Switches::default()).unwrap_err();
    assert_eq!(fault.field(), "itemList[2].taxRateValue");
}

#[test]
fn discount_lines_count_and_a_margin_invoice_has_one_line() {
    let discounted = || line("10.00").discount("1.00".parse().unwrap());
    let check = |order: IssueInvoice| order.check(&Switches::default());
    assert!(check(order((0..50).map(|_| discounted()).collect())).is_ok());
    assert_eq!(check(order((0..51).map(|_| discounted()).collect())).unwrap_err().field(), "itemList");
    assert_eq!(check(order(Vec::new())).unwrap_err().field(), "itemList");
    let margin = || line("10.00").deduction("1.00".parse().unwrap());
    assert!(check(order(vec![margin()])).is_ok());
    assert!(check(order(vec![margin(), line("1.00")])).is_err());
}

#[test]
fn a_special_invoice_needs_the_buyers_tax_number() {
    let (seller, serial) = ("91310117568051222X".parse().unwrap(), "TEST0000000000000001".parse().unwrap());
    let special = IssueInvoice::new(seller, serial, IssueKind::Special, Buyer::named("公司"), vec![line("1.00")]);
    assert_eq!(special.check(&Switches::default()).unwrap_err().field(), "buyerTaxpayerNum");
}
