use super::*;
use crate::{Class, Effect, Knowledge};
use std::{collections::BTreeSet, fs, path::Path};

fn face() -> InvoiceFace {
    InvoiceFace {
        number: "24312000000022669098".parse().unwrap(),
        issued: "2026-03-05 14:07:08".parse::<crate::ChinaTime>().unwrap().into(),
        amount: "113".parse().unwrap(),
        flag: InvoiceFlag::Electronic,
        title: "南京某某科技有限公司".into(),
        title_kind: "1".into(),
    }
}

fn upload(side: Side) -> AddElectronicInvoice {
    let file = InvoiceFile::new(*b"%PDF-1.4").unwrap();
    AddElectronicInvoice::new("34404212257".parse().unwrap(), side, face(), file)
}

fn fault(upload: &AddElectronicInvoice, rules: &Rules) -> Option<String> {
    upload.check(rules).err().map(|fault| fault.field().to_owned())
}

#[test]
fn optional_fields_stay_off_the_wire_and_all_values_are_texts() {
    let fields = serde_json::to_string(&upload(Side::Blue)).unwrap();
    assert_eq!(
        fields,
        r#"{"orderId":"34404212257","invoiceNo":"24312000000022669098","invoiceTime":"2026-03-05 14:07:08","invoiceType":"1","invoiceFlag":"04","invoiceHead":"南京某某科技有限公司","invoiceHeadType":"1","invoiceAmount":"113.00"}"#
    );
}

#[test]
fn the_original_of_a_red_invoice_is_required_by_its_kind() {
    let rules = Rules::default();
    let both = Rules { red_original: OriginalRule::Both, ..rules };
    let none = Rules { red_original: OriginalRule::Optional, ..rules };
    let digital = upload(Side::Red(Original::number("24312000000022669001".parse().unwrap())));
    let old = upload(Side::Red(Original::number("88093702".parse().unwrap())));
    let whole =
        upload(Side::Red(Original::code_and_number("032001700211".parse().unwrap(), "88093702".parse().unwrap())));
    let unnamed = upload(Side::Red(Original::unnamed()));
    assert_eq!(
        [&digital, &old, &whole, &unnamed].map(|u| fault(u, &rules).unwrap_or_default()),
        ["", "oldInvoiceCode", "", "oldInvoiceNum"]
    );
    assert_eq!(fault(&digital, &both).as_deref(), Some("oldInvoiceCode"));
    assert_eq!(fault(&unnamed, &none), None);
    assert_eq!(fault(&upload(Side::Blue), &both), None);
}

#[test]
fn required_texts_and_the_size_of_the_file_are_checked_before_sending() {
    let rules = Rules { max_file: 7, ..Rules::default() };
    let error = upload(Side::Blue).check(&rules).unwrap_err();
    assert_eq!(error.to_string(), "invoiceData: 8 bytes, more than the 7 that Suning takes; compress the file");
    let file = InvoiceFile::new(*b"%PDF-1.4").unwrap();
    let untitled = InvoiceFace { title: " ".into(), ..face() };
    let untitled = AddElectronicInvoice::new("1".parse().unwrap(), Side::Blue, untitled, file);
    assert_eq!(fault(&untitled, &Rules::default()).as_deref(), Some("invoiceHead"));
    let strict = Rules { invoice_code_required: true, ..Rules::default() };
    assert_eq!(fault(&upload(Side::Blue), &strict).as_deref(), Some("invoiceCode"));
    assert_eq!(Rules::default().max_file, 1_048_576);
}

#[test]
fn the_issue_time_has_both_readings() {
    let time: crate::ChinaTime = "2026-03-05 14:07:08".parse().unwrap();
    assert_eq!(InvoiceTime::from(time).to_string(), "2026-03-05 14:07:08");
    assert_eq!(InvoiceTime::Day(time).to_string(), "2026-03-05");
}

#[test]
fn a_look_alike_is_refused_by_its_name() {
    let webp = b"RIFF\x24\0\0\0WEBPVP8 ";
    let cases: [(&[u8], &str); 9] = [
        (b"", "nothing: the file is empty"),
        (b"GIF89a", "a GIF"),
        (b"II*\0", "a TIFF"),
        (webp, "a WebP"),
        (b"PK\x03\x04....OFD.xml", "an OFD"),
        (b"PK\x03\x04", "a zip archive, perhaps an OFD"),
        (b"<?xml version='1.0'?>", "XML"),
        (b"BMW", "plain text"),
        (b"\x89PNG\n", "something else"),
    ];
    for (content, name) in cases {
        assert_eq!(InvoiceFile::new(content).unwrap_err().looks_like(), name);
    }
}

#[test]
fn the_content_of_a_file_is_shared_and_not_printed() {
    let file = InvoiceFile::new(b"%PDF-secret".to_vec()).unwrap();
    assert_eq!(file.clone().content().as_ptr(), file.content().as_ptr());
    assert_eq!(format!("{file:?}"), "InvoiceFile(pdf, 11 bytes)");
}

#[test]
fn a_query_answer_is_present_absent_or_unclear() {
    let number = "24312000000022669098".parse().unwrap();
    let answer = |json: &str| {
        let node = crate::node::Node::from_json(json.as_bytes()).unwrap();
        GetElectronicInvoice::answer(&Content::new(None, node)).unwrap().presence_of(&number)
    };
    assert_eq!(answer(r#"{"invoices":[{"invoiceNo":"24312000000022669098"}]}"#), Presence::Present);
    assert_eq!(answer(r#"{"invoices":[{"invoiceNo":"243120000000226690981"}]}"#), Presence::Unclear);
    assert_eq!(answer(r#""""#), Presence::Unclear);
    assert_eq!(GetElectronicInvoice::empty().unwrap().presence_of(&number), Presence::Absent);
}

#[test]
fn every_category_and_its_variable() {
    let cases = [
        ("isp.sys.service.unavailable.moms", "unavailable", Some("moms")),
        ("sys.check.user-permission:overdue", "token", Some("overdue")),
        ("sys.check.user-permission:inexistence", "auth", Some("inexistence")),
        ("sys.check.app-time:error", "time", Some("error")),
        ("sys.auth.vendor-request:errory", "permission", Some("errory")),
        ("sys.controller.api-access:limit", "rate_limit", Some("limit")),
        ("sys.error.network-status:502", "network", Some("502")),
        ("sys.check.snunionid.length.is.not:48", "request", Some("48")),
        ("biz.govbus.geteleinvoice.format-error:a", "business_parameter", Some("a")),
        ("biz.custom.addelectronicinvoice.invalid-biz:124", "business", Some("124")),
        ("biz.handler.data-get:no-result", "empty", Some("no-result")),
        ("sys.new", "unknown", None),
        ("", "unknown", None),
    ];
    for (code, category, variable) in cases {
        assert_eq!((Category::of(code).as_str(), CodeParts::of(code).variable), (category, variable), "{code}");
    }
}

#[test]
fn every_code_has_one_row_and_the_row_agrees_with_its_category() {
    let mut seen = BTreeSet::new();
    for row in CODES.rows() {
        assert!(seen.insert(row.code), "{} twice", row.code);
        assert!(!row.meaning.zh.is_empty() && !row.meaning.en.is_empty() && !row.remedy.en.is_empty(), "{}", row.code);
        let fits: &[Class] = match Category::of(row.code) {
            Category::Empty => &[Class::Empty],
            Category::Unavailable | Category::Network => &[Class::Unavailable],
            Category::Token => &[Class::Token],
            Category::Auth | Category::Time => &[Class::Credential],
            Category::Permission => &[Class::Permission],
            Category::RateLimit => &[Class::Throttled],
            Category::Request | Category::BusinessParameter => &[Class::InvalidInput],
            Category::Business => &[Class::Business, Class::InvalidInput, Class::NotFound, Class::Success],
            _ => &[],
        };
        assert!(fits.contains(&row.class), "{} is {:?}", row.code, row.class);
    }
    let upload = <AddElectronicInvoice as Operation>::ENTRY.wire_name;
    for number in 100..=124 {
        let code = format!("biz.custom.addelectronicinvoice.invalid-biz:{number}");
        assert_eq!(CODES.find(&code, upload).map(|row| row.effect), Some(Effect::None), "{code}");
    }
    assert!(CODES.find("biz.custom.addelectronicinvoice.invalid-biz:125", upload).is_none());
}

#[test]
fn a_code_with_a_field_name_finds_its_row() {
    let source = |code: &str| CODES.find(code, "").map(|row| row.source);
    let upload = source("biz.custom.addelectronicinvoice.missing-parameter:orderId").unwrap();
    assert!(upload.contains("electronicinvoice.add"), "{upload}");
    assert_eq!(
        source("biz.govbus.geteleinvoice.missing-parameter:orderId"),
        Some("inferred from the codes of other interfaces")
    );
    assert_eq!(CODES.find("isp.sys.service.unavailable.moms", "").map(|row| row.effect), Some(Effect::Unknown));
    assert!(source("sys.error.network-status:502").is_some());
}

#[test]
fn every_operation_file_is_in_the_catalogue() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/suning");
    let domains = ["custom", "govbus", "retailer", "online", "selfmarket", "invoice"];
    let files: BTreeSet<String> = domains
        .iter()
        .filter_map(|domain| fs::read_dir(folder.join(domain)).ok())
        .flatten()
        .map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().replace('_', ""))
        .filter(|stem| stem != "mod")
        .collect();
    let catalogue: BTreeSet<String> = CATALOGUE.iter().map(|entry| entry.name.to_lowercase()).collect();
    assert_eq!(files, catalogue);
    assert!(
        CATALOGUE.iter().all(|entry| entry.knowledge != Knowledge::NameOnly && entry.wire_name.starts_with("suning."))
    );
}
