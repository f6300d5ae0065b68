//! The neutral traits over Nuonuo.

#![cfg(feature = "issuing")]

use crate::script::{SECRET, Script, TAX, tax};
use fapiao_issuing::{
    Account, Attempt, BlueInvoice, Buyer, Contact, Direction, Draft, Finding, IssuedInvoice, Issuer as _, LineItem,
    Order, Pricing, RedForm, RedFormState, Rejection, Reversal, Verdict, ZeroRate,
};
use fapiao_model::{InvoiceKind, Outcome, RedReason};
use fapiao_nuonuo::{Issuer, Profile};
use fapiao_transport::ErrorKind;
use serde_json::Value;

fn issuer(script: &Script) -> Issuer {
    let profile =
        Profile::new("李四").telephone("0571-77777777").address("杭州市").call_back_url("https://a.example/cb");
    script.merchant().issuer(profile)
}

fn attempt(direction: Direction) -> Attempt {
    Attempt::first(&"shop".parse().unwrap(), &tax(), direction, &"2026-0001".parse().unwrap())
}

fn order() -> Order {
    let code = "1090511030000000000".parse().unwrap();
    let line = LineItem::new("电脑", code, "0.13".parse().unwrap(), Pricing::TaxIncluded, "113.00".parse().unwrap())
        .discount("11.30".parse().unwrap())
        .unit("台");
    let buyer = Buyer::company("杭州示例科技有限公司", "91330100TEST00001X".parse().unwrap());
    let ordered_at = "2026-11-21 09:30:00".parse().unwrap();
    Order::new("2026-0001".parse().unwrap(), InvoiceKind::DigitalSpecial, buyer, ordered_at)
        .line(line)
        .remark("谢谢")
        .contact(Contact::default().email("a@b.example"))
}

fn blue_draft(issuer: &Issuer) -> Draft {
    issuer.draft(&order(), &attempt(Direction::Blue)).unwrap()
}

fn reversal() -> Reversal {
    let blue = BlueInvoice {
        number: "26332000000123456789".parse().unwrap(),
        code: None,
        kind: InvoiceKind::DigitalSpecial,
        serial: "26112109302302023686".into(),
        issued_at: None,
        seller: tax(),
        seller_name: "示例销方".into(),
        buyer: Some("91330100TEST00001X".parse().unwrap()),
        buyer_name: "杭州示例科技有限公司".into(),
        gross: "101.70".parse().unwrap(),
    };
    Reversal { reference: "2026-0001".parse().unwrap(), blue, reason: RedReason::GoodsReturned }
}

fn json(draft: &Draft) -> Value {
    serde_json::from_slice(&draft.body).unwrap()
}

#[test]
fn a_draft_says_everything_that_order_and_profile_say() {
    let issuer = issuer(&Script::default());
    let draft = blue_draft(&issuer);
    let mark = draft.mark.clone().unwrap();
    let expected = serde_json::json!({"order": {
        "buyerName": "杭州示例科技有限公司", "buyerTaxNum": "91330100TEST00001X",
        "salerTaxNum": TAX, "salerTel": "0571-77777777", "salerAddress": "杭州市",
        "orderNo": draft.number, "invoiceDate": "2026-11-21 09:30:00", "remark": "谢谢", "clerk": "李四",
        "pushMode": "0", "email": "a@b.example", "invoiceType": "1", "invoiceLine": "bs",
        "callBackUrl": "https://a.example/cb", "bField3": mark,
        "invoiceDetail": [
            {"goodsName": "电脑", "goodsCode": "1090511030000000000", "withTaxFlag": "1", "unit": "台", "taxRate": "0.13",
             "tax": "13.00", "taxExcludedAmount": "100.00", "taxIncludedAmount": "113.00",
             "invoiceLineProperty": "2", "favouredPolicyFlag": "0"},
            {"goodsName": "电脑", "goodsCode": "1090511030000000000", "withTaxFlag": "1", "taxRate": "0.13",
             "tax": "-1.30", "taxExcludedAmount": "-10.00", "taxIncludedAmount": "-11.30",
             "invoiceLineProperty": "1", "favouredPolicyFlag": "0"}],
    }});
    assert_eq!(json(&draft), expected);
    assert_eq!(draft.number.as_str().len(), 20);
    assert_eq!(&draft.account, issuer.account());
    assert_eq!(draft, blue_draft(&issuer), "the same order gives the same draft");
}

#[test]
fn an_attempt_of_another_seller_or_direction_is_refused() {
    let issuer = issuer(&Script::default());
    let other = "339901999999142".parse().unwrap();
    let other = Attempt::first(&"shop".parse().unwrap(), &other, Direction::Blue, &"1".parse().unwrap());
    for attempt in [other, attempt(Direction::Red)] {
        assert_eq!(issuer.draft(&order(), &attempt).unwrap_err().outcome(), Outcome::NotSent);
    }
}

#[test]
fn a_zero_rate_says_why_or_is_refused_where_nobody_knows_how_to_say_it() {
    let issuer = issuer(&Script::default());
    let drafted = |kind, why: Option<ZeroRate>| {
        let mut order = order();
        order.kind = kind;
        (order.lines[0].rate, order.lines[0].zero_rate) = ("0".parse().unwrap(), why);
        issuer.draft(&order, &attempt(Direction::Blue))
    };
    let digital = InvoiceKind::DigitalOrdinary;
    // Codes of the vendor's table (notes, 7.6); both lines of a discounted pair have them.
    for (why, flag) in [(Some(ZeroRate::Exempt), "03"), (Some(ZeroRate::NotTaxed), "04"), (None, "0")] {
        let lines = json(&drafted(digital, why).unwrap())["order"]["invoiceDetail"].clone();
        assert_eq!((&lines[0]["favouredPolicyFlag"], &lines[1]["favouredPolicyFlag"]), (&flag.into(), &flag.into()));
        assert!(lines[0].get("zeroRateFlag").is_none(), "empty for the fully digital kinds");
    }
    for (kind, why) in
        [(digital, ZeroRate::Export), (digital, ZeroRate::Ordinary), (InvoiceKind::VatOrdinary, ZeroRate::Exempt)]
    {
        let error = drafted(kind, Some(why)).unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::InvalidInput, Some("lines[1].zero_rate")), "{why:?}");
        assert!(error.message().contains("nobody has told us"), "{error}");
    }
}

#[tokio::test]
async fn a_draft_is_sent_as_its_journaled_bytes_and_only_by_its_own_account() {
    let script = Script::of([r#"{"code":"E0000","result":{"invoiceSerialNum":"20160108165823395151"}}"#]);
    let issuer = issuer(&script);
    let draft = blue_draft(&issuer);
    let journaled: Draft = serde_json::from_str(&serde_json::to_string(&draft).unwrap()).unwrap();
    assert_eq!(issuer.send(&journaled).await.unwrap(), Verdict::Accepted);
    assert_eq!(script.sent()[0].body(), &draft.body);
    let strange = Draft { account: Account { application: "another".into(), ..draft.account.clone() }, ..draft };
    let error = issuer.send(&strange).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::InvalidInput, Outcome::NotSent));
    assert_eq!(script.sent().len(), 1);
}

#[tokio::test]
async fn what_a_refusal_means_for_the_number_comes_from_the_table() {
    for code in ["E9101", "E4000", "E9154"] {
        let answer = format!(r#"{{"code":"{code}","describe":"为什么"}}"#);
        let issuer = issuer(&Script::of([&answer]));
        let verdict = issuer.send(&blue_draft(&issuer)).await.unwrap();
        assert_eq!(
            verdict,
            Verdict::Rejected(Rejection { code: code.into(), message: "为什么".into(), frees_number: true })
        );
    }
}

#[tokio::test]
async fn duplicates_gateway_refusals_and_unclear_answers_stay_errors() {
    for (answer, kind, outcome) in [
        (r#"{"code":"E9106"}"#, ErrorKind::Duplicate, Outcome::Refused),
        (r#"{"code":"070601"}"#, ErrorKind::Credential, Outcome::Refused),
        // What is not on the list of "never existed" may have left the order alive (notes, 8.2).
        (r#"{"code":"E9338"}"#, ErrorKind::Credential, Outcome::Unknown),
        (r#"{"code":"E9301"}"#, ErrorKind::Business, Outcome::Unknown),
        (r#"{"code":"E9302"}"#, ErrorKind::InvalidInput, Outcome::Unknown),
        (r#"{"code":"E9999"}"#, ErrorKind::Unavailable, Outcome::Unknown),
        (r#"{"code":"E7777"}"#, ErrorKind::Business, Outcome::Unknown),
        ("<html>", ErrorKind::Decode, Outcome::Unknown),
    ] {
        let issuer = issuer(&Script::of([answer]));
        let error = issuer.send(&blue_draft(&issuer)).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{answer}");
    }
}

#[tokio::test]
async fn only_e9500_under_status_200_is_absence() {
    let number = "A1".parse().unwrap();
    let absent = issuer(&Script::of([r#"{"code":"E9500","describe":"发票不存在"}"#])).find(&number).await;
    assert_eq!(absent.unwrap(), Finding::Absent);
    let not_absent = [
        Ok((404, r#"{"code":"E9500"}"#.to_owned())),
        Ok((200, r#"{"code":"E0000","result":[]}"#.to_owned())),
        Ok((200, r#"{"code":"E9601"}"#.to_owned())),
    ];
    for answer in not_absent {
        let shown = format!("{answer:?}");
        assert!(issuer(&Script::default().then([answer])).find(&number).await.is_err(), "{shown}");
    }
}

#[tokio::test]
async fn a_query_asks_for_the_one_number_with_its_lines() {
    let script = Script::of([r#"{"code":"E0000","result":[{"orderNo":"A1","status":"20"}]}"#]);
    let Finding::Found(found) = issuer(&script).find(&"A1".parse().unwrap()).await.unwrap() else { panic!() };
    assert_eq!(found.verdict, Verdict::Accepted);
    assert_eq!(script.sent()[0].body().as_ref(), br#"{"orderNos":["A1"],"isOfferInvoiceDetail":"1"}"#);
}

#[tokio::test]
async fn a_retry_goes_under_the_same_number() {
    let script = Script::of([r#"{"code":"E0000","describe":"重试成功","result":"x"}"#, r#"{"code":"E9613"}"#]);
    let issuer = issuer(&script);
    let number = "A1".parse().unwrap();
    assert_eq!(issuer.retry().unwrap().retry(&number).await.unwrap(), Verdict::Accepted);
    assert_eq!(issuer.retry().unwrap().retry(&number).await.unwrap_err().kind(), ErrorKind::Throttled);
    assert_eq!(script.sent()[0].body().as_ref(), br#"{"orderno":"A1"}"#);
}

#[test]
fn a_red_form_carries_the_number_twice() {
    let issuer = issuer(&Script::default());
    let draft = issuer.red_forms().unwrap().draft_application(&reversal(), &attempt(Direction::Red)).unwrap();
    let json = json(&draft);
    assert_eq!((&json["billId"], &json["orderNo"]), (&draft.number.as_str().into(), &draft.number.as_str().into()));
    assert_eq!((&json["redReason"], &json["applySource"]), (&"1".into(), &"0".into()));
    assert_eq!(json["blueElecInvoiceNumber"], "26332000000123456789");
    assert_eq!(json["callbackUrl"], "https://a.example/cb");
}

#[tokio::test]
async fn a_form_is_found_by_the_number_and_read_into_its_state() {
    let number = "A1".parse().unwrap();
    for (status, message, state) in [
        ("15", "", RedFormState::Applying),
        ("01", "", RedFormState::Confirmed),
        ("02", "", RedFormState::WaitingForBuyer),
        ("03", "", RedFormState::WaitingForSeller),
        ("04", "", RedFormState::Confirmed),
        ("16", "该发票已全额冲红", RedFormState::Dead("16 该发票已全额冲红".into())),
        ("07", "", RedFormState::Dead("07".into())),
        ("77", "", RedFormState::Other("77".into())),
    ] {
        let answer = format!(
            r#"{{"code":"E0000","result":{{"total":1,"list":[{{"billId":"A1","billNo":"9","billUuid":"u","billStatus":"{status}",
                "billMessage":"{message}","invoiceSerialNum":null}}]}}}}"#
        );
        let issuer = issuer(&Script::of([&answer]));
        let form = issuer.red_forms().unwrap().find_form(&number).await.unwrap().unwrap();
        assert_eq!((form.state, form.number.as_str(), form.red_serial), (state, "9", None), "{status}");
    }
    let none = issuer(&Script::of([r#"{"code":"E0000","result":{"total":0,"list":[]}}"#]));
    assert_eq!(none.red_forms().unwrap().find_form(&number).await.unwrap(), None);
}

#[tokio::test]
async fn a_confirmed_form_is_flushed_and_an_unconfirmed_one_is_not() {
    let script = Script::of([
        r#"{"code":"E0000","result":"x"}"#,
        r#"{"code":"E0000"}"#,
        r#"{"code":"E0000","result":{"invoiceSerialNum":"17"}}"#,
    ]);
    let issuer = issuer(&script);
    let forms = issuer.red_forms().unwrap();
    let attempt = attempt(Direction::Red);
    forms.apply(&forms.draft_application(&reversal(), &attempt).unwrap()).await.unwrap();
    forms.refresh().await.unwrap();
    let form = |state| RedForm::new("202302089545783568390".into(), "1d7f08b6ddb64cb19b095b0360f074d7".into(), state);
    let early = forms.draft_flush(&reversal(), &form(RedFormState::WaitingForBuyer), &attempt);
    assert_eq!(early.unwrap_err().outcome(), Outcome::NotSent);
    let flush = forms.draft_flush(&reversal(), &form(RedFormState::Confirmed), &attempt).unwrap();
    assert_eq!(issuer.send(&flush).await.unwrap(), Verdict::Accepted);
    let methods: Vec<_> =
        script.sent().iter().map(|sent| sent.headers()["method"].to_str().unwrap().to_owned()).collect();
    let expected = ["saveInvoiceRedConfirm", "refreshInvoiceRedConfirm", "fastInvoiceRed"];
    assert_eq!(methods, expected.map(|name| format!("nuonuo.OpeMplatform.{name}")));
    assert!(forms.apply(&flush).await.is_err(), "a flush is not an application");
}

#[tokio::test]
async fn a_pdf_is_fetched_without_credentials_and_checked() {
    let mut invoice = IssuedInvoice::new(
        "26332000000123456789".parse().unwrap(),
        "1".into(),
        "100.00".parse().unwrap(),
        "13.00".parse().unwrap(),
    );
    let none = issuer(&Script::default());
    assert_eq!(none.files().unwrap().pdf(&invoice).await.unwrap_err().kind(), ErrorKind::NotFound);
    invoice.pdf_url = Some("https://files.example/a.pdf".into());
    let whole = "%PDF-1.7\n1 0 obj\n%%EOF\n";
    let script = Script::of([whole]);
    let file = issuer(&script).files().unwrap().pdf(&invoice).await.unwrap();
    assert_eq!(file.content.as_ref(), whole.as_bytes());
    assert!(script.sent()[0].headers().is_empty() && script.sent()[0].method() == "GET");
    for wrong in ["<html>login</html>", "%PDF-1.7\n1 0 obj", ""] {
        let error = issuer(&Script::of([wrong])).files().unwrap().pdf(&invoice).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{wrong}");
    }
    let gone = Script::default().then([Ok((404, whole.to_owned()))]);
    assert_eq!(issuer(&gone).files().unwrap().pdf(&invoice).await.unwrap_err().kind(), ErrorKind::Unavailable);
    invoice.pdf_url = Some("http://files.example/a.pdf".into());
    assert_eq!(none.files().unwrap().pdf(&invoice).await.unwrap_err().kind(), ErrorKind::InvalidInput);
}

#[tokio::test]
async fn an_invoice_is_delivered_to_mail_and_phone() {
    let invoice = IssuedInvoice::new(
        "26332000000123456789".parse().unwrap(),
        "1".into(),
        "100.00".parse().unwrap(),
        "13.00".parse().unwrap(),
    );
    let script = Script::of([r#"{"code":"E0000","describe":"成功"}"#]);
    let issuer = issuer(&script);
    let redeliver = issuer.redeliver().unwrap();
    redeliver.redeliver(&invoice, &Contact::default().email("a@b.example").phone("15858585858")).await.unwrap();
    let sent: Value = serde_json::from_slice(script.sent()[0].body()).unwrap();
    assert_eq!((&sent["mail"], &sent["phone"]), (&"a@b.example".into(), &"15858585858".into()));
    assert!(redeliver.redeliver(&invoice, &Contact::default()).await.is_err());
}

#[tokio::test]
async fn a_failures_words_are_scrubbed_of_our_secret() {
    let answer =
        format!(r#"{{"code":"E0000","result":[{{"orderNo":"A1","status":"22","failCause":"bad key {SECRET}!"}}]}}"#);
    let issuer = issuer(&Script::of([answer.as_str()]));
    let Finding::Found(found) = issuer.find(&"A1".parse().unwrap()).await.unwrap() else { panic!("it is there") };
    let Verdict::Failed(failure) = found.verdict else { panic!("it failed") };
    assert_eq!(failure.message, "bad key ***!");
}

#[tokio::test]
async fn an_entry_that_names_no_order_is_not_taken_for_ours() {
    let answer = r#"{"code":"E0000","result":[{"status":"22","failCause":"somebody's"}]}"#;
    let issuer = issuer(&Script::of([answer]));
    let Finding::Found(found) = issuer.find(&"A1".parse().unwrap()).await.unwrap() else {
        panic!("something is there")
    };
    assert!(matches!(found.verdict, Verdict::Unresolved(_)), "a failure would be retried: {:?}", found.verdict);
}

#[test]
fn an_older_invoice_is_refused_before_its_form_is_applied_for() {
    let issuer = issuer(&Script::of([]));
    let mut reversal = reversal();
    reversal.blue.kind = InvoiceKind::VatOrdinary;
    let forms = issuer.red_forms().unwrap();
    let error = forms.draft_application(&reversal, &attempt(Direction::Red)).unwrap_err();
    assert_eq!((error.field(), error.outcome()), (Some("blue.kind"), Outcome::NotSent));
}
