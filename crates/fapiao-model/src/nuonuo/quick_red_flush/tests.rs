//! Every statement of the vendor's document (fastInvoiceRed V2.0, `sources/000`) as a claim.

use super::*;

fn flush() -> QuickRedFlush {
    let confirmation = RedConfirmationRef {
        number: "202302089545783568390".parse().unwrap(),
        uuid: "1d7f08b6ddb64cb19b095b0360f074d7".parse().unwrap(),
    };
    QuickRedFlush::new("20250623221952851952".parse().unwrap(), "338801999999001".parse().unwrap(), confirmation)
}

fn json(flush: &QuickRedFlush) -> serde_json::Value {
    serde_json::to_value(flush).unwrap()
}

fn digital() -> InvoiceNumber {
    "23312000000000540837".parse().unwrap()
}

#[test]
fn the_required_four_are_order_number_tax_number_form_number_and_form_uuid() {
    let expected = serde_json::json!({
        "orderNo": "20250623221952851952",
        "taxNum": "338801999999001",
        "billNo": "202302089545783568390",
        "billUuid": "1d7f08b6ddb64cb19b095b0360f074d7",
    });
    assert_eq!(json(&flush()), expected);
    assert!(flush().check().is_ok());
}

#[test]
fn it_acts_as_the_seller_whose_tax_number_it_carries() {
    assert_eq!(flush().acting().map(TaxNumber::as_str), Some("338801999999001"));
}

#[test]
fn the_call_back_is_spelled_as_in_the_vendors_example_unless_switched() {
    assert_eq!(json(&flush().call_back_url("https://a.example"))["callBackUrl"], "https://a.example");
    let small = json(&flush().call_back_url_spelled(CallBackSpelling::CallbackUrl, "https://a.example"));
    assert_eq!(small["callbackUrl"], "https://a.example");
    assert!(small.get("callBackUrl").is_none());
}

#[test]
fn the_blue_serial_number_is_not_the_samples_misprint() {
    let flush = json(&flush().blue_serial_number("17102510461601000165".parse().unwrap()));
    assert_eq!(flush["invoiceId"], "17102510461601000165");
    assert!(flush.get("invoiceld").is_none());
}

#[test]
fn a_digital_blue_invoice_gives_its_20_digits() {
    let of_digital = flush().blue_digital(InvoiceKind::DigitalOrdinary, digital());
    assert_eq!(json(&of_digital)["elecInvoiceNumber"], "23312000000000540837");
    assert!(json(&of_digital).get("invoiceLine").is_none(), "the default is the blue invoice's kind");
    let short = flush().blue_digital(InvoiceKind::DigitalOrdinary, "10008058".parse().unwrap());
    assert_eq!(short.check().unwrap_err().field(), "elecInvoiceNumber");
}

#[test]
fn the_red_kind_follows_the_four_rules_of_the_document() {
    use InvoiceKind::*;
    let all = [DigitalOrdinary, DigitalSpecial, DigitalPaperOrdinary, DigitalPaperSpecial];
    let allowed = [
        (DigitalPaperSpecial, [DigitalSpecial, DigitalPaperSpecial].as_slice()),
        (DigitalPaperOrdinary, &[DigitalOrdinary, DigitalPaperOrdinary]),
        (DigitalOrdinary, &[DigitalOrdinary]),
        (DigitalSpecial, &[DigitalSpecial]),
    ];
    for (blue, reds) in allowed {
        for red in all {
            let flush = flush().blue_digital(blue, digital()).kind(red);
            assert_eq!(flush.check().is_ok(), reds.contains(&red), "{blue:?} by {red:?}");
        }
    }
    assert_eq!(json(&flush().kind(DigitalPaperSpecial))["invoiceLine"], "es");
    assert!(flush().kind(VatOrdinary).check().is_err(), "the red invoice is a fully digital one");
}

#[test]
fn for_an_older_blue_invoice_the_red_kind_is_named() {
    let old = || {
        let (code, number) = ("033001600111".parse().unwrap(), "10008058".parse().unwrap());
        flush().blue_old(InvoiceKind::VatPaperOrdinary, code, number)
    };
    assert_eq!(old().check().unwrap_err().field(), "invoiceLine");
    let named = old().kind(InvoiceKind::DigitalOrdinary);
    assert!(named.check().is_ok());
    assert_eq!(
        (&json(&named)["invoiceCode"], &json(&named)["invoiceNumber"]),
        (&"033001600111".into(), &"10008058".into())
    );
}

#[test]
fn lengths_are_those_of_the_table() {
    for (long, field) in [
        (flush().drawer_id("x".repeat(33)), "clerkId"),
        (flush().department_id("x".repeat(33)), "deptId"),
        (flush().call_back_url("x".repeat(256)), "callBackUrl"),
        (flush().blue_serial_number("1".repeat(21).parse().unwrap()), "invoiceId"),
    ] {
        assert_eq!(long.check().unwrap_err().field(), field);
    }
    assert!(flush().drawer_id("员".repeat(32)).call_back_url("x".repeat(255)).check().is_ok());
}

#[test]
fn nothing_is_sent_for_the_remark() {
    assert!(json(&flush().blue_digital(InvoiceKind::DigitalSpecial, digital())).get("remark").is_none());
}
