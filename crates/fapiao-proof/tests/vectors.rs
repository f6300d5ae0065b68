//! The golden files of the repository, run in this process; and what happens when one of them says something else.

#![expect(clippy::expect_used, clippy::panic, reason = "clippy knows the test functions, not their helpers")]

use fapiao_proof::vectors::{self, Report};
use serde_json::Value;

const PROVIDERS: [&str; 4] = ["fengchao", "nuonuo", "piaotong", "suning"];

fn text(provider: &str) -> String {
    let path = format!("{}/../../fixtures/vectors/{provider}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn report(provider: &str) -> Report {
    vectors::run(&text(provider)).expect("a golden file")
}

#[test]
fn every_case_of_every_golden_file_is_done_as_it_says() {
    for report in PROVIDERS.map(report) {
        assert_eq!(report.failed(), 0, "{report}");
    }
}

#[test]
fn every_section_of_the_golden_files_is_known_and_has_cases() {
    for report in PROVIDERS.map(report) {
        for section in &report.sections {
            assert!(section.is_known && section.passed > 0, "{}.{section}", report.provider);
        }
    }
}

#[test]
fn signatures_ciphers_keys_and_requests_are_left_for_no_later_day() {
    for report in PROVIDERS.map(report) {
        for section in report
            .sections
            .iter()
            .filter(|section| !["requests", "responses", "callbacks"].contains(&section.name.as_str()))
        {
            assert_eq!((section.passed, section.not_yet.len()), (section.cases, 0), "{}.{section}", report.provider);
        }
    }
}

/// A file with one section, in whose first case one character of a text is changed; and the case's id.
fn changed(provider: &str, section: &str, member: &str) -> (String, String) {
    let mut file: Value = serde_json::from_str(&text(provider)).expect("JSON");
    let sections = if file["vectors"].is_object() { &mut file["vectors"] } else { &mut file };
    let case = &mut sections[section][0];
    let id = case["id"].as_str().expect("an id").to_owned();
    let value = case.pointer_mut(member).unwrap_or_else(|| panic!("{provider}.{section} has no {member}"));
    let old = value.as_str().expect("a text");
    let last = old.chars().last().expect("not empty");
    let new = if last == '0' { '1' } else { '0' };
    *value = format!("{}{new}", old.strip_suffix(last).unwrap_or_default()).into();
    let others = |name: &String, value: &mut Value| name == section || !value.is_array();
    if let Some(sections) = file["vectors"].as_object_mut() {
        sections.retain(|name, value| others(name, value));
    }
    file.as_object_mut().expect("a record").retain(|name, value| others(name, value));
    (file.to_string(), id)
}

#[test]
fn one_character_changed_fails_and_names_the_case_and_the_stage() {
    for (provider, section, member, stage) in [
        ("nuonuo", "sign", "/string_to_sign", "string to sign"),
        ("nuonuo", "sign", "/signature", "signature"),
        ("nuonuo", "requests", "/expect/url", "url"),
        ("nuonuo", "requests", "/expect/headers/4/1", "header method"),
        ("nuonuo", "responses", "/meaning/code", "code"),
        ("nuonuo", "responses", "/meaning/values/invoiceSerialNum", "values, invoiceSerialNum"),
        ("nuonuo", "callbacks", "/meaning/net", "values, net"),
        ("fengchao", "sign", "/string_to_sign", "string to sign"),
        ("fengchao", "requests", "/decoded_form/0/1", "body of the case, decoded"),
        ("fengchao", "responses", "/expected/message", "message"),
        ("fengchao", "notices", "/expected_sign", "signature"),
        ("piaotong", "des3_encrypt", "/ciphertext_base64", "ciphertext"),
        ("piaotong", "string_to_sign_request", "/string_to_sign", "string to sign"),
        ("piaotong", "rsa_sign", "/signature_base64", "signature"),
        ("piaotong", "request_envelope", "/envelope/content", "ciphertext"),
        ("piaotong", "response_envelope", "/expected/content_plaintext", "plain text"),
        ("piaotong", "push_envelope", "/answer/envelope/sign", "answer, sign"),
        ("suning", "sign", "/sign_info", "signature"),
        ("suning", "requests", "/fields/invoiceAmount", "their fields, as we read them, invoiceAmount"),
        ("suning", "responses", "/expected/data/isSuccess", "data, isSuccess"),
        ("suning", "file_types", "/expected_type", "file type"),
    ] {
        let (file, id) = changed(provider, section, member);
        let report = vectors::run(&file).expect("still a golden file");
        assert_eq!(report.failed(), 1, "{provider}.{section} {member}\n{report}");
        let failure = &report.section(section).expect("the section").failures[0];
        assert_eq!(failure.case, id);
        assert!(failure.mismatch.stage.starts_with(stage), "{provider}.{section} {member}: {failure:?}");
        assert_ne!(failure.mismatch.ours, failure.mismatch.theirs, "{failure:?}");
    }
}

#[test]
fn the_command_prints_a_line_a_section_and_ends_badly_for_a_changed_copy() {
    let (file, id) = changed("nuonuo", "sign", "/signature");
    let path = std::env::temp_dir().join(format!("fapiao-proof-{}.json", std::process::id()));
    std::fs::write(&path, file).expect("a file for the test");
    let run = |path: &std::path::Path| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_fapiao-proof")).arg("vectors").arg(path).output();
        let output = output.expect("the command runs");
        (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"))
    };
    let (status, printed) = run(&path);
    std::fs::remove_file(&path).expect("the file of the test");
    assert_eq!(status, Some(1), "{printed}");
    assert!(printed.starts_with("nuonuo.sign ") && printed.contains(" passed, 1 failed\nFAILED "), "{printed}");
    assert!(printed.contains(&format!("FAILED nuonuo.sign {id}: signature\n  ours:   ")), "{printed}");
    assert!(printed.trim_end().ends_with(" passed, 1 failed"), "{printed}");

    let (status, printed) =
        run(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/vectors/nuonuo.json")));
    assert_eq!(status, Some(0), "{printed}");
    assert!(printed.contains("not yet: ") && printed.trim_end().ends_with(" passed, 0 failed"), "{printed}");
}
