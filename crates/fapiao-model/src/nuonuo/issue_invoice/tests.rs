use super::*;
use crate::nuonuo::{FavouredPolicy, ZeroRate, answer};
use crate::{Amount, node::Node};

fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

fn line(net: &str, tax: &str) -> LineItem {
    LineItem::new("电脑", "0.13".parse().unwrap(), PriceBasis::WithoutTax)
        .amounts(LineAmounts::new(amount(net), amount(tax)))
}

fn issue(kind: InvoiceKind) -> IssueInvoice {
    let seller = Seller::new("339902999999789113".parse().unwrap());
    let number = "20261121000000000001".parse().unwrap();
    IssueInvoice::new(number, kind, seller, Buyer::new("张三"), "李四", "2026-11-21 09:30:00".parse().unwrap())
}

fn blue() -> IssueInvoice {
    issue(InvoiceKind::DigitalOrdinary)
}

fn field(issue: &IssueInvoice) -> String {
    issue.check().unwrap_err().field().to_owned()
}

#[test]
fn optional_fields_stay_off_the_wire() {
    let json = serde_json::to_value(blue().line(line("100.00", "13.00"))).unwrap();
    let expected = serde_json::json!({"order": {
        "buyerName": "张三", "salerTaxNum": "339902999999789113", "orderNo": "20261121000000000001",
        "invoiceDate": "2026-11-21 09:30:00", "clerk": "李四", "invoiceType": "1", "invoiceLine": "pc",
        "invoiceDetail": [{"goodsName": "电脑", "withTaxFlag": "0", "taxRate": "0.13", "tax": "13.00",
            "taxExcludedAmount": "100.00", "taxIncludedAmount": "113.00", "invoiceLineProperty": "0",
            "favouredPolicyFlag": "0"}],
    }});
    assert_eq!(json, expected);
}

#[test]
fn a_discount_is_a_line_of_its_own_directly_below() {
    let issue = blue().discounted_line(line("100.00", "13.00").discounted(amount("10.00"), amount("1.30")));
    assert!(issue.check().is_ok());
    let json = serde_json::to_value(&issue).unwrap();
    let lines = &json["order"]["invoiceDetail"];
    assert_eq!((&lines[0]["invoiceLineProperty"], &lines[1]["invoiceLineProperty"]), (&"2".into(), &"1".into()));
    assert_eq!(lines[1]["taxIncludedAmount"], "-11.30");
    assert!(lines[1].get("num").is_none(), "E9111: no quantity in a discount line");
}

#[test]
fn a_discount_larger_than_its_line_is_refused() {
    let issue = blue().discounted_line(line("100.00", "13.00").discounted(amount("100.01"), amount("13.00")));
    assert_eq!(field(&issue), "order.invoiceDetail[1].taxIncludedAmount");
}

#[test]
fn a_tax_may_be_off_by_six_fen_and_no_more() {
    assert!(blue().line(line("100.00", "13.06")).check().is_ok());
    assert_eq!(field(&blue().line(line("100.00", "13.07"))), "order.invoiceDetail[0].tax");
    assert_eq!(field(&blue().line(line("100.00", "12.93"))), "order.invoiceDetail[0].tax");
}

#[test]
fn an_order_has_1_to_2000_lines() {
    assert_eq!(field(&blue()), "order.invoiceDetail");
    let many = |n| (0..n).fold(blue(), |issue, _| issue.line(line("1.00", "0.13")));
    assert!(many(2000).check().is_ok());
    assert_eq!(field(&many(2001)), "order.invoiceDetail");
}

#[test]
fn a_line_needs_a_price_or_amounts() {
    let bare = LineItem::new("电脑", "0.13".parse().unwrap(), PriceBasis::WithTax);
    assert_eq!(field(&blue().line(bare.clone())), "order.invoiceDetail[0].price");
    assert!(blue().line(bare.price("113".parse().unwrap(), "2".parse().unwrap())).check().is_ok());
}

#[test]
fn a_special_invoice_needs_the_buyers_tax_number() {
    assert_eq!(field(&issue(InvoiceKind::DigitalSpecial).line(line("1.00", "0.13"))), "order.buyerTaxNum");
}

#[test]
fn delivery_needs_its_address() {
    let ready = || blue().line(line("1.00", "0.13"));
    assert_eq!(field(&ready().push_mode(PushMode::Email)), "order.email");
    assert_eq!(field(&ready().push_mode(PushMode::Both).email("a@b.example")), "order.buyerPhone");
    assert_eq!(field(&ready().copy_emails(["c@d.example"])), "order.ccEmail");
    assert_eq!(field(&ready().email("a@b.example").copy_emails(["c"; 6])), "order.ccEmail");
    let json = serde_json::to_value(ready().email("a@b.example").copy_emails(["c@d.example", "e@f.example"])).unwrap();
    assert_eq!(json["order"]["ccEmail"], "c@d.example,e@f.example");
}

#[test]
fn a_fully_digital_remark_has_at_most_200_characters() {
    let remark = |n| blue().line(line("1.00", "0.13")).remark("备".repeat(n));
    assert!(remark(200).check().is_ok());
    assert_eq!(field(&remark(201)), "order.remark");
}

#[test]
fn a_policy_belongs_to_its_generation_of_kinds() {
    let exempt = LineItem::new("书", "0".parse().unwrap(), PriceBasis::WithTax)
        .amounts(LineAmounts::new(amount("10.00"), Amount::ZERO))
        .policy(FavouredPolicy::Exempt);
    assert!(blue().line(exempt.clone()).check().is_ok());
    assert_eq!(serde_json::to_value(&exempt).unwrap()["favouredPolicyFlag"], "03");
    assert_eq!(field(&issue(InvoiceKind::VatOrdinary).line(exempt)), "order.invoiceDetail[0].favouredPolicyFlag");
    let named = line("1.00", "0.13").policy(FavouredPolicy::Named("免税".into()));
    let json = serde_json::to_value(&named).unwrap();
    assert_eq!((&json["favouredPolicyFlag"], &json["favouredPolicyName"]), (&"1".into(), &"免税".into()));
    assert!(blue().line(named).check().is_err());
}

#[test]
fn a_zero_rate_flag_stands_beside_rate_0_only() {
    assert_eq!(
        field(&blue().line(line("1.00", "0.13").zero_rate(ZeroRate::Exempt))),
        "order.invoiceDetail[0].zeroRateFlag"
    );
}

#[test]
fn a_fully_digital_invoice_is_not_reversed_this_way() {
    let old = || OldBlueInvoice::new("033001600111".parse().unwrap(), "10008058".parse().unwrap());
    assert_eq!(field(&blue().line(line("1.00", "0.13")).reversing(old())), "order.invoiceType");
    let red = issue(InvoiceKind::VatOrdinary).line(line("-1.00", "-0.13")).reversing(old());
    let json = serde_json::to_value(&red).unwrap();
    assert_eq!((&json["order"]["invoiceType"], &json["order"]["invoiceNum"]), (&"2".into(), &"10008058".into()));
    assert!(red.check().is_ok());
}

#[test]
fn special_business_goes_in_under_nuonuos_own_names() {
    let building = serde_json::json!({"buildingAddress": "浙江省杭州市", "itemName": "桥", "crossCityFlag": "0"});
    let issue = blue().line(line("1.00", "0.09")).special_business("3").element("invoiceBuildingInfo", building);
    let json = serde_json::to_value(&issue).unwrap();
    assert_eq!(json["order"]["invoiceBuildingInfo"]["itemName"], "桥");
    let twice = blue().line(line("1.00", "0.13")).element("clerk", "王五".into());
    assert_eq!(field(&twice), "order.clerk");
}

#[test]
fn an_acceptance_without_a_serial_number_is_not_read_as_one() {
    let read = |json: &str| answer::<IssueInvoice>(&Node::from_json(json.as_bytes()).unwrap());
    assert_eq!(read(r#"{"result":{"invoiceSerialNum":"17"}}"#).unwrap().serial_number.as_str(), "17");
    assert_eq!(read(r#"{"result":"{\"invoiceSerialNum\":\"17\"}"}"#).unwrap().serial_number.as_str(), "17");
    for wrong in [r#"{"result":{}}"#, r#"{"result":""}"#, r#"{"result":{"invoiceSerialNum":""}}"#, r#"{"result":"17"}"#]
    {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}
