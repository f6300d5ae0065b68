//! Section `requests`: address, headers and body of every captured request.

use crate::support::{Verdict, client, run, same, text};
use bytes::Bytes;
use fapiao_model::nuonuo::*;
use fapiao_model::{Amount, InvoiceKind, RedReason};
use fapiao_nuonuo::{Body, Config, Environment, Merchant, Stamp, UserTaxHeader};
use fapiao_transport::AccessToken;
use http::Request;
use serde_json::Value;

#[test]
fn every_captured_request_is_written_and_sealed_alike() {
    let (typed, untyped) = run("requests", |case| match text(case, "kind") {
        "api_call" => Some(api_call(case)),
        "token" if text(case, "id") == "r20" => Some(token(case)),
        // The grants and the page of third-party applications.
        _ => None,
    });
    assert_eq!((typed, untyped), (13, 3));
}

#[test]
fn every_typed_operation_writes_the_captured_body() {
    let (typed, untyped) = run("requests", |case| typed_body(text(case, "id")).map(|body| body_of(case, body)));
    assert_eq!(
        (typed, untyped),
        (9, 7),
        "not typed: r09 r10 r11, and the token grants, which have no body of their own"
    );
}

fn api_call(case: &Value) -> Verdict {
    let (inputs, expect) = (&case["inputs"], &case["expect"]);
    let merchant = merchant(inputs);
    let raw = RawCall::from_text(text(inputs, "api_method"), text(inputs, "content").to_owned());
    let body = merchant.write(&raw.map_err(|error| error.to_string())?).map_err(|error| error.to_string())?;
    same("body", text_of(body.bytes()), text(expect, "body"))?;
    let stamp = Stamp {
        senid: text(inputs, "senid").to_owned(),
        nonce: text(inputs, "nonce").to_owned(),
        unix_seconds: text(inputs, "timestamp").parse().map_err(|_| "inputs.timestamp")?,
        token: AccessToken::new(text(inputs, "access_token")),
    };
    let request = merchant.seal(&body, &stamp);
    same("http_method", request.method().as_str(), text(expect, "http_method"))?;
    same("url", request.uri().to_string().as_str(), text(expect, "url"))?;
    same("sent body", text_of(request.body()), text(expect, "body"))?;
    headers(expect, &request)
}

fn merchant(inputs: &Value) -> Merchant {
    let environment = Environment::Custom(text(inputs, "base_url").to_owned());
    let config = Config::new(environment, text(inputs, "app_key"), text(inputs, "app_secret"));
    let tax = text(inputs, "user_tax");
    let header = if tax.is_empty() { UserTaxHeader::Empty } else { UserTaxHeader::TaxNumber };
    let number = if tax.is_empty() { "339902999999789113" } else { tax };
    client(config.with_user_tax_header(header)).merchant(number.parse().expect("a tax number"))
}

fn headers(expect: &Value, request: &Request<Bytes>) -> Verdict {
    let optional = expect["optional_headers"].as_array().cloned().unwrap_or_default();
    let mut known = 0;
    for pair in expect["headers"].as_array().expect("headers") {
        let (name, value) = (pair[0].as_str().unwrap_or_default(), pair[1].as_str().unwrap_or_default());
        if name == "Content-Length" {
            same("content length", request.body().len().to_string().as_str(), value)?;
            continue;
        }
        match request.headers().get(name).map(|value| value.to_str().unwrap_or_default()) {
            Some(got) => same(name, got, value)?,
            None if optional.contains(&pair[0]) => continue,
            None => return Err(format!("{name}: is missing")),
        }
        known += 1;
    }
    same("number of headers", request.headers().len(), known)
}

fn token(case: &Value) -> Verdict {
    let (inputs, expect) = (&case["inputs"], &case["expect"]);
    let config = Config::new(Environment::Production, text(inputs, "app_key"), text(inputs, "app_secret"));
    let request = client(config).token_request(&fapiao_nuonuo::Grant::SelfUse).map_err(|error| error.to_string())?;
    same("http_method", request.method().as_str(), text(expect, "http_method"))?;
    same("url", request.uri().to_string().as_str(), text(expect, "url"))?;
    let content_type = request.headers().get("content-type").and_then(|value| value.to_str().ok());
    same("content_type", content_type.unwrap_or_default(), text(expect, "content_type"))?;
    same("body", text_of(request.body()), text(expect, "body"))
}

/// How far a typed body and a captured one must agree.
enum Agree {
    /// Byte for byte.
    Exactly,
    /// Byte for byte but for this member, which we always send.
    But(&'static str),
    /// As JSON, where `26` is `26.00` and an empty member is none: the captured body was written by hand.
    InMeaning,
}

fn body_of(case: &Value, (body, agree): (Body, Agree)) -> Verdict {
    let expected = text(&case["expect"], "body");
    let got = text_of(body.bytes());
    same("method", body.method(), text(&case["inputs"], "api_method"))?;
    match agree {
        Agree::Exactly => same("body", got, expected),
        Agree::But(member) => same("body", got.replacen(member, "", 1).as_str(), expected),
        Agree::InMeaning => same("body", &meaning(got), &meaning(expected)),
    }
}

fn meaning(json: &str) -> Value {
    fn plain(value: Value) -> Option<Value> {
        match value {
            Value::String(text) if text.is_empty() => None,
            Value::String(text) => Some(text.parse::<Amount>().map_or(text, |amount| amount.to_string()).into()),
            Value::Array(items) if items.is_empty() => None,
            Value::Array(items) => Some(items.into_iter().filter_map(plain).collect()),
            Value::Object(members) => {
                Some(members.into_iter().filter_map(|(name, value)| Some((name, plain(value)?))).collect())
            }
            other => Some(other),
        }
    }
    plain(serde_json::from_str(json).expect("JSON")).unwrap_or_default()
}

fn typed_body(id: &str) -> Option<(Body, Agree)> {
    let merchant = merchant(&serde_json::json!({
        "base_url": "https://sandbox.nuonuocs.cn/open/v1/services", "app_key": "SD12345678", "app_secret": "S",
        "user_tax": "339902999999789113",
    }));
    let query = || QueryInvoiceResult::by_order_numbers([word("20261121000000000001")]);
    let written = match id {
        "r01" => (merchant.write(&query().with_lines()), Agree::InMeaning),
        "r02" => (merchant.write(&query()), Agree::Exactly),
        "r03" => (merchant.write(&ordinary()), Agree::InMeaning),
        "r04" => (merchant.write(&discounted()), Agree::Exactly),
        "r05" => {
            let retry = RetryIssue::by_order_number(word("20261121000000000001"));
            (merchant.write(&retry.serial_number(word("20160108165823395151"))), Agree::Exactly)
        }
        "r06" => (merchant.write(&quick_red()), Agree::Exactly),
        "r07" => (merchant.write(&apply()), Agree::But(r#""orderNo":"20261121000000000009","#)),
        "r08" => (merchant.write(&forms_by_date()), Agree::Exactly),
        "r12" => {
            let (seller, number) = (word("339902999999789113"), word("26332000000123456789"));
            (merchant.write(&DeliverInvoice::by_email(seller, number, "test@example.com")), Agree::InMeaning)
        }
        _ => return None,
    };
    Some((written.0.unwrap_or_else(|error| panic!("{id} {error}")), written.1))
}

fn issue(number: &str) -> IssueInvoice {
    let seller = Seller::new(word("339902999999789113")).phone("0571-77777777").address("杭州市西湖区示例路1号");
    let buyer = Buyer::new("杭州示例科技有限公司").tax_number(word("91330100TEST00001X"));
    let kind = InvoiceKind::DigitalOrdinary;
    IssueInvoice::new(word(number), kind, seller, buyer, "张三", word("2026-11-21 09:30:00"))
        .push_mode(PushMode::Nothing)
        .buyer_phone("15858585858")
        .email("test@example.com")
        .extension_number(word("923"))
}

fn line(basis: PriceBasis, price: &str, quantity: &str, net: &str, tax: &str) -> LineItem {
    LineItem::new("电脑", word("0.13"), basis)
        .classification(word("1090511030000000000"))
        .price(word(price), word(quantity))
        .unit("台")
        .amounts(LineAmounts::new(word(net), word(tax)))
}

fn ordinary() -> IssueInvoice {
    let line = line(PriceBasis::WithTax, "113", "2", "200", "26").specification("y460");
    issue("20261121000000000001").line(line)
}

fn discounted() -> IssueInvoice {
    let line = line(PriceBasis::WithoutTax, "600", "1", "600", "78");
    issue("20261121000000000002").discounted_line(line.discounted(word("60"), word("7.80")))
}

fn quick_red() -> QuickRedFlush {
    let confirmation =
        RedConfirmationRef { number: word("202302089545783568390"), uuid: word("1d7f08b6ddb64cb19b095b0360f074d7") };
    QuickRedFlush::new(word("20250623221952851952"), word("339902999999789113"), confirmation)
        .blue_digital(InvoiceKind::DigitalOrdinary, word("23312000000000540837"))
        .kind(InvoiceKind::DigitalOrdinary)
        .call_back_url("https://example.com/invoice/scan")
}

fn apply() -> ApplyRedConfirmation {
    let blue = BlueInvoice::Digital { kind: InvoiceKind::DigitalOrdinary, number: word("23312000000000540837") };
    let buyer = RedParty::new("示例购方", word("91330100TEST00001X"));
    let (bill_id, number) = (word("RED202611210001"), word("20261121000000000009"));
    let seller = word("339902999999789113");
    ApplyRedConfirmation::by_seller(bill_id, number, blue, seller, buyer, RedReason::GoodsReturned)
        .seller_name("示例销方")
        .extension_number(word("923"))
        .call_back_url("https://example.com/invoice/scan")
}

fn forms_by_date() -> QueryRedConfirmation {
    QueryRedConfirmation::between(Side::Buyer, word("2026-09-01 00:00:00"), word("2026-11-21 00:00:00")).page(1, 50)
}

fn word<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("a word")
}

fn text_of(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}
