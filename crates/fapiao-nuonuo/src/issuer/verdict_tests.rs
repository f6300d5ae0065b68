use super::*;
use fapiao_model::node::Node;

fn entries(json: &str) -> Vec<InvoiceResult> {
    Node::from_json(json.as_bytes()).unwrap().read().unwrap()
}

fn find(json: &str) -> Result<Found, Error> {
    found(&"A1".parse().unwrap(), &entries(json))
}

fn verdict_of(json: &str) -> Verdict {
    find(json).unwrap().verdict
}

fn issued(serial: &str, status: &str) -> String {
    format!(
        r#"{{"orderNo":"A1","serialNo":"{serial}","status":"{status}","allElectronicInvoiceNumber":"2633200000012345678{serial}",
            "exTaxAmount":"100.00","taxAmount":"13.00","pdfUrl":"https://files.example/{serial}.pdf"}}"#
    )
}

#[test]
fn a_split_order_is_issued_with_several_invoices_whose_totals_add_up() {
    let Verdict::Issued(invoices) = verdict_of(&format!("[{},{}]", issued("1", "2"), issued("2", "2"))) else {
        panic!()
    };
    assert_eq!(invoices.len(), 2);
    let gross: fapiao_model::Amount = invoices.iter().map(|invoice| invoice.gross).sum();
    assert_eq!(gross.to_string(), "226.00");
    assert_eq!(invoices[1].number.as_str(), "26332000000123456782");
}

#[test]
fn a_split_order_is_not_issued_while_one_part_is_on_its_way() {
    let running = r#"{"orderNo":"A1","status":"20"}"#;
    assert_eq!(verdict_of(&format!("[{},{running}]", issued("1", "2"))), Verdict::Accepted);
}

#[test]
fn a_split_order_of_which_one_part_failed_is_left_to_a_person() {
    let failed = r#"{"orderNo":"A1","status":"22","failCause":"额度不足"}"#;
    let Verdict::Unresolved(words) = verdict_of(&format!("[{},{failed}]", issued("1", "2"))) else { panic!() };
    assert!(words.contains("1 of 2") && words.contains("额度不足"), "{words}");
}

#[test]
fn every_status_has_its_verdict() {
    assert_eq!(verdict_of(r#"{"orderNo":"A1","status":20}"#), Verdict::Accepted);
    assert_eq!(verdict_of(r#"{"orderNo":"A1","status":"21"}"#), Verdict::Accepted);
    for unclear in ["31", "99", ""] {
        let verdict = verdict_of(&format!(r#"{{"orderNo":"A1","status":"{unclear}","statusMsg":"x"}}"#));
        assert!(matches!(verdict, Verdict::Unresolved(_)), "{unclear}");
    }
    let Verdict::Failed(voided) = verdict_of(r#"{"orderNo":"A1","status":"3"}"#) else { panic!() };
    assert_eq!(voided.cause, FailureCause::Withdrawn);
}

#[test]
fn a_failed_seal_is_an_issued_invoice_without_its_seal() {
    let Verdict::Issued(invoices) = verdict_of(&issued("1", "24")) else { panic!() };
    assert!(invoices[0].is_seal_missing);
    // Vector p13: a seal failure of which only the serial number came.
    let bare = verdict_of(r#"{"serialNo":"20160108165823395151","status":"24"}"#);
    assert!(matches!(bare, Verdict::Unresolved(_)), "{bare:?}");
}

#[test]
fn a_lapsed_login_is_recognised_in_the_words_as_a_hint() {
    // Vector c03.
    let words = "本次操作需登录电子发票服务平台";
    let entry = |status: &str| {
        format!(r#"{{"orderNo":"A1","status":"{status}","failCause":"{words}","updateTime":1795232980000}}"#)
    };
    let Verdict::Failed(failure) = verdict_of(&entry("22")) else { panic!() };
    assert_eq!((failure.cause, failure.message.as_str()), (FailureCause::Login, words));
    assert_eq!(failure.updated_at.map(fapiao_model::ChinaTime::unix_millis), Some(1_795_232_980_000));
    assert!(matches!(verdict_of(&entry("20")), Verdict::WaitingLogin(_)));
    let Verdict::Failed(other) = verdict_of(r#"{"orderNo":"A1","status":"22","failCause":"购方税号有误"}"#)
    else {
        panic!()
    };
    assert_eq!(other.cause, FailureCause::Unclear);
}

#[test]
fn entries_of_another_number_are_not_taken_for_ours() {
    let stranger = r#"{"orderNo":"B2","status":"2"}"#;
    assert_eq!(verdict_of(&format!(r#"[{stranger},{{"orderNo":"A1","status":"20"}}]"#)), Verdict::Accepted);
    let error = find(&format!("[{stranger}]")).unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert!(find("[]").is_err(), "an empty list is no absence");
}

#[test]
fn mark_and_buyer_come_back() {
    let mark = Mark::of(&["shop", "1"]);
    let json = format!(r#"{{"orderNo":"A1","status":"20","bField3":"{mark}","payerName":"张三"}}"#);
    let found = find(&json).unwrap();
    assert_eq!((found.mark, found.buyer.as_deref()), (Some(mark), Some("张三")));
    assert_eq!(find(r#"{"orderNo":"A1","status":"20","bField3":"别人的"}"#).unwrap().mark, None);
}
