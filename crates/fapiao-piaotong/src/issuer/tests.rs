use super::*;
use crate::tests::support::{SELLER, SERIAL, Script, accepted, answer, facts, opened, partner};
use fapiao_issuing::{BlueInvoice, Buyer, Failure, FailureCause, Issuer as _, LineItem, Pricing};
use fapiao_model::{InvoiceKind, RedReason};
use fapiao_transport::{TransportError, TransportErrorKind};
use http::Response;
use serde_json::json;

fn issuer(script: &Script) -> Issuer {
    script.merchant(partner()).issuer().unwrap()
}

fn order(rate: &str) -> Order {
    let code = "1090511030000000000".parse().unwrap();
    let line = |pricing| LineItem::new("电脑", code, rate.parse().unwrap(), pricing, "100.00".parse().unwrap());
    let line = line(Pricing::TaxExcluded).unit("台").discount("10.00".parse().unwrap());
    let time = "2026-11-21 10:00:00".parse().unwrap();
    let buyer = Buyer::company("购买方", "91110108551385082Q".parse().unwrap());
    Order::new("2026-0001".parse().unwrap(), InvoiceKind::DigitalSpecial, buyer, time).line(line).remark("备注")
}

fn attempt(direction: Direction) -> Attempt {
    Attempt::first(&"shop".parse().unwrap(), &SELLER.parse().unwrap(), direction, &"2026-0001".parse().unwrap())
}

fn drafted(script: &Script) -> Draft {
    blue(&issuer(script), &order("0.13")).unwrap()
}

fn blue(issuer: &dyn fapiao_issuing::Issuer, order: &Order) -> Result<Draft, Error> {
    issuer.draft(order, &attempt(Direction::Blue))
}

fn issued() -> serde_json::Value {
    json!({"invoiceNo": "26112000000000000001", "noTaxAmount": "100.00", "taxAmount": "13.00",
        "invoiceDate": "2026-05-06 07:08:09", "downloadUrl": "aHR0cHM6Ly9mcGtqLnZwaWFvdG9uZy5jb20vZC94LnB0"})
}

async fn find(script: &Script) -> Finding {
    issuer(script).find(&SERIAL.parse().unwrap()).await.unwrap()
}

async fn verdict(state: &'static str) -> Verdict {
    let script = Script::default().says("0000", facts(SERIAL, state, &json!({})));
    let Finding::Found(found) = find(&script).await else { panic!("absent") };
    found.verdict
}

#[tokio::test]
async fn a_draft_carries_number_mark_and_the_orders_figures() {
    let draft = drafted(&Script::default());
    assert_eq!(draft.number.as_str().len(), 20);
    assert!(draft.number.as_str().starts_with("TEST"));
    let content: serde_json::Value = serde_json::from_slice(&draft.body).unwrap();
    assert_eq!(content["invoiceReqSerialNo"], draft.number.as_str());
    assert_eq!(content["tradeNo"], draft.mark.as_ref().unwrap().as_str());
    assert_eq!(content["invoiceIssueKindCode"], "81");
    let line = &content["itemList"][0];
    assert_eq!(
        (&line["includeTaxFlag"], &line["invoiceAmount"], &line["taxRateAmount"], &line["discountAmount"]),
        (&json!("0"), &json!("100.00"), &json!("13.00"), &json!("-10.00"))
    );
}

#[tokio::test]
async fn a_draft_is_sent_byte_for_byte_and_again_after_a_lost_answer() {
    let script =
        Script::default().then(|_| Err(TransportError::new(TransportErrorKind::Interrupted))).then(|request| {
            let (serial, content) = opened(request);
            Ok(answer("0000", "", &serial, &accepted(content["invoiceReqSerialNo"].as_str().unwrap())))
        });
    let draft = drafted(&script);
    assert_eq!(issuer(&script).send(&draft).await.unwrap_err().outcome(), Outcome::Unknown);
    assert_eq!(issuer(&script).send(&draft).await.unwrap(), Verdict::Accepted);
    let sent = script.contents();
    assert_eq!(sent[0], sent[1]);
    assert_eq!(sent[0], serde_json::from_slice::<serde_json::Value>(&draft.body).unwrap());
}

#[tokio::test]
async fn a_refusal_is_a_verdict_and_a_duplicate_or_a_bad_platform_is_an_error() {
    let script = Script::default()
        .says("8995", json!(null))
        .says("8022", json!(null))
        .says("8021", json!(null))
        .says("8040", json!(null))
        .says("9998", json!(null))
        .says("8993", json!(null));
    let (issuer, draft) = (issuer(&script), drafted(&script));
    let Verdict::Rejected(rejection) = issuer.send(&draft).await.unwrap() else { panic!("8995") };
    assert_eq!((rejection.code.as_str(), rejection.frees_number), ("8995", false));
    let mut errors = Vec::new();
    for _ in 0..5 {
        let error = issuer.send(&draft).await.unwrap_err();
        errors.push((error.kind(), error.outcome()));
    }
    let expected = [
        (ErrorKind::Credential, Outcome::Refused),
        (ErrorKind::Duplicate, Outcome::Refused),
        (ErrorKind::Duplicate, Outcome::Refused),
        (ErrorKind::Credential, Outcome::Refused),
        (ErrorKind::Business, Outcome::Unknown),
    ];
    assert_eq!(errors, expected);
}

#[tokio::test]
async fn a_draft_of_another_account_is_not_sent() {
    let script = Script::default();
    let mut draft = drafted(&script);
    draft.account.application = "OTHER".into();
    let error = issuer(&script).send(&draft).await.unwrap_err();
    assert_eq!((error.field(), error.outcome()), (Some("account"), Outcome::NotSent));
}

#[tokio::test]
async fn every_state_has_its_verdict() {
    let failure = |cause| Failure { message: "文字".into(), cause, updated_at: None };
    assert_eq!(verdict("7777").await, Verdict::Accepted);
    assert_eq!(verdict("9999").await, Verdict::Failed(failure(FailureCause::Unclear)));
    assert_eq!(verdict("6666").await, Verdict::Failed(failure(FailureCause::Withdrawn)));
    assert_eq!(verdict("3999").await, Verdict::WaitingLogin(failure(FailureCause::Login)));
    assert!(matches!(verdict("5555").await, Verdict::Unresolved(_)));
}

#[tokio::test]
async fn an_issued_invoice_comes_with_figures_file_and_mark() {
    let mark = drafted(&Script::default()).mark.unwrap();
    let mut more = issued();
    more["tradeNo"] = json!(mark.as_str());
    let script = Script::default().says("0000", facts(SERIAL, "0000", &more));
    let Finding::Found(found) = find(&script).await else { panic!("absent") };
    assert_eq!(found.mark, Some(mark));
    let Verdict::Issued(invoices) = found.verdict else { panic!("{:?}", found.verdict) };
    assert_eq!(invoices[0].number.as_str(), "26112000000000000001");
    assert_eq!((invoices[0].gross.to_string(), invoices[0].serial.as_str()), ("113.00".into(), SERIAL));
    assert_eq!(invoices[0].pdf_url.as_deref(), Some("https://fpkj.vpiaotong.com/d/x.pt"));
    assert_eq!(invoices[0].code, None);
}

#[tokio::test]
async fn without_a_mark_the_full_face_tells_the_buyer() {
    // Without `tradeNo` Piaotong puts the serial there; and the main facts may cut it to 20 characters.
    for trade_number in [SERIAL, "fp1ABCDEFGH0123456789"] {
        let mut more = issued();
        more["tradeNo"] = json!(trade_number);
        let face = json!({"invoiceReqSerialNo": SERIAL, "code": "0000", "buyerName": "购买方"});
        let script = Script::default().says("0000", facts(SERIAL, "0000", &more)).says("0000", face);
        let Finding::Found(found) = find(&script).await else { panic!("absent") };
        assert_eq!((found.mark, found.buyer.as_deref()), (None, Some("购买方")));
    }
}

#[tokio::test]
async fn an_unknown_number_is_absent() {
    let script = Script::default().says("8003", json!(null));
    assert_eq!(find(&script).await, Finding::Absent);
    for code in ["9999", "9997"] {
        let unanswered = Script::default().says(code, json!(null));
        assert!(issuer(&unanswered).find(&SERIAL.parse().unwrap()).await.is_err(), "{code}");
    }
}

#[test]
fn a_rate_of_zero_needs_its_reason() {
    let issuer = issuer(&Script::default());
    let error = blue(&issuer, &order("0")).unwrap_err();
    assert_eq!(error.field(), Some("lines[1].rate"));
    let draft = blue(&issuer.with_zero_rate(Taxation::Exempt), &order("0")).unwrap();
    let content: serde_json::Value = serde_json::from_slice(&draft.body).unwrap();
    assert_eq!(content["itemList"][0]["vatSpecialManage"], "免税");
}

#[tokio::test]
async fn a_reversal_is_drafted_and_sent_whole() {
    let script = Script::default().then(|request| {
        let (serial, content) = opened(request);
        Ok(answer("0000", "", &serial, &accepted(content["invoiceReqSerialNo"].as_str().unwrap())))
    });
    let reversal = Reversal {
        reference: "2026-0001".parse().unwrap(),
        blue: BlueInvoice {
            number: "26112000000000000001".parse().unwrap(),
            code: None,
            kind: InvoiceKind::DigitalOrdinary,
            serial: SERIAL.into(),
            issued_at: None,
            seller: SELLER.parse().unwrap(),
            seller_name: "销售方".into(),
            buyer: None,
            buyer_name: "购买方".into(),
            gross: "113.00".parse().unwrap(),
        },
        reason: RedReason::GoodsReturned,
    };
    let issuer = issuer(&script).with_red_reason(RedReasonForm::Code);
    let draft = issuer.reverse().unwrap().draft_reversal(&reversal, &attempt(Direction::Red)).unwrap();
    assert_eq!(issuer.send(&draft).await.unwrap(), Verdict::Accepted);
    let content = &script.contents()[0];
    assert_eq!((&content["amount"], &content["redReason"]), (&json!("-113.00"), &json!("02")));
    assert!(issuer.reverse().unwrap().draft_reversal(&reversal, &attempt(Direction::Blue)).is_err());
}

#[tokio::test]
async fn the_pdf_comes_from_the_address_of_the_full_face() {
    let mut face = json!({"invoiceReqSerialNo": SERIAL, "code": "0000"});
    face["downloadUrl"] = json!("aHR0cHM6Ly9mcGtqLnZwaWFvdG9uZy5jb20vZC94LnB0");
    let script = Script::default().says("0000", face).then(|request| {
        assert_eq!((request.method(), request.uri().host()), (&http::Method::GET, Some("fpkj.vpiaotong.com")));
        Ok(Response::new("%PDF-1.4 %%EOF".into()))
    });
    let invoice = fapiao_issuing::IssuedInvoice::new(
        "26112000000000000001".parse().unwrap(),
        SERIAL.into(),
        "100.00".parse().unwrap(),
        "13.00".parse().unwrap(),
    );
    let issuer = issuer(&script);
    let file = issuer.files().unwrap().pdf(&invoice).await.unwrap();
    assert_eq!(file.content.as_ref(), b"%PDF-1.4 %%EOF");
    let mut elsewhere = invoice;
    elsewhere.pdf_url = Some("http://example.com/x.pdf".into());
    assert_eq!(issuer.files().unwrap().pdf(&elsewhere).await.unwrap_err().kind(), ErrorKind::InvalidInput);
}
