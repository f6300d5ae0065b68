//! `fapiao sign`, against the vectors that other people's clients and servers made.

use crate::world::{Run, each, fapiao, run};
use serde_json::Value;
use std::{fs, path::Path};
use tempfile::TempDir;

fn vectors(provider: &str) -> Value {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/vectors").join(provider).with_extension("json");
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn text<'a>(case: &'a Value, name: &str) -> &'a str {
    case[name].as_str().unwrap_or_else(|| panic!("no {name} in {case}"))
}

/// Signs, with the secret in a file that ends as an editor ends it.
fn sign(scheme: &str, inputs: &[(&str, &str)], body: Option<&[u8]>, secret: &str) -> Run {
    let dir = TempDir::new().unwrap();
    let (secret_file, body_file) = (dir.path().join("secret"), dir.path().join("body"));
    fs::write(&secret_file, format!("{secret}\n")).unwrap();
    let mut command = fapiao();
    command.args(["sign", scheme, "--json", "--secret-file"]).arg(secret_file);
    if let Some(body) = body {
        fs::write(&body_file, body).unwrap();
        command.arg("--body").arg(body_file);
    }
    command.arg("--").args(inputs.iter().map(|(name, value)| format!("{name}={value}")));
    run(&mut command)
}

fn check(run: &Run, id: &str, canonical: Option<&str>, signature: &str) {
    assert_eq!(run.exit, Some(0), "{id}: {run:?}");
    let signed: Value = serde_json::from_str(&run.stdout).unwrap();
    if let Some(canonical) = canonical {
        assert_eq!(signed["canonical"], canonical, "{id}");
    }
    assert_eq!(signed["signature"], signature, "{id}");
}

#[test]
fn nuonuos_vectors_are_signed_with_their_text() {
    each(vectors("nuonuo")["sign"].as_array().unwrap(), |case| {
        let body = case["body"].as_str().map_or_else(|| generated(&case["body_generator"]), str::to_owned);
        let names = ["path", "app_key", "senid", "nonce", "timestamp"];
        let inputs = names.map(|name| (name, text(case, name)));
        let run = sign("nuonuo", &inputs, Some(body.as_bytes()), text(case, "app_secret"));
        check(&run, text(case, "id"), case["string_to_sign"].as_str(), text(case, "signature"));
    });
}

/// `prefix`, `unit` so often, `suffix`.
fn generated(rule: &Value) -> String {
    let count = usize::try_from(rule["count"].as_u64().unwrap()).unwrap();
    [text(rule, "prefix"), &text(rule, "unit").repeat(count), text(rule, "suffix")].concat()
}

#[test]
fn fengchaos_vectors_are_signed_and_their_text_shows_no_secret() {
    each(vectors("fengchao")["sign"].as_array().unwrap(), |case| {
        let pairs = case["params"].as_array().unwrap().iter();
        let inputs: Vec<_> = pairs.map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap())).collect();
        let secret = text(case, "app_secret");
        let run = sign("fengchao", &inputs, None, secret);
        check(&run, text(case, "id"), None, text(case, "sign"));
        let signed: Value = serde_json::from_str(&run.stdout).unwrap();
        let bare = text(case, "string_to_sign").replace(secret, "***");
        assert_eq!(signed["canonical"], bare, "{}", text(case, "id"));
    });
}

#[test]
fn sunings_vectors_are_signed_and_their_text_shows_no_secret() {
    each(vectors("suning")["sign"].as_array().unwrap(), |case| {
        let inputs = [
            ("method", text(case, "app_method")),
            ("request_time", text(case, "app_request_time")),
            ("app_key", text(case, "app_key")),
            ("version", text(case, "version_no")),
        ];
        let run = sign("suning", &inputs, Some(text(case, "body_utf8").as_bytes()), text(case, "app_secret"));
        let masked = text(case, "string_to_sign").replace(text(case, "app_secret"), "***");
        check(&run, text(case, "id"), Some(&masked), text(case, "sign_info"));
    });
}

#[test]
fn piaotongs_request_envelopes_are_signed_with_keys_of_both_lengths() {
    let vectors = vectors("piaotong");
    each(vectors["vectors"]["request_envelope"].as_array().unwrap(), |case| {
        let envelope = case["envelope"].as_object().unwrap().iter();
        let inputs: Vec<_> = envelope.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?))).collect();
        let key = text(&vectors["keys"][text(&case["config"], "private_key")], "private_pkcs8_pem");
        let run = sign("piaotong", &inputs, None, key);
        check(&run, text(case, "id"), None, text(&case["envelope"], "sign"));
        assert!(!run.all().contains(key.lines().nth(2).unwrap()));
    });
}

#[test]
fn what_is_missing_or_no_pair_is_named_and_is_exit_2() {
    for (scheme, inputs, words) in [
        ("suning", vec![], "method=… is missing"),
        ("nuonuo", vec![("app_key", "k")], "senid=… is missing"),
        ("piaotong", vec![("content", "x")], "key"),
    ] {
        let run = sign(scheme, &inputs, None, "CANARY");
        assert_eq!(run.exit, Some(2), "{run:?}");
        assert!(run.stderr.contains(words) && !run.all().contains("CANARY"), "{run:?}");
    }
    let missing = run(fapiao().args(["sign", "fengchao", "--secret-file", "/nowhere/at/all", "a=b"]));
    assert_eq!(missing.exit, Some(1), "{missing:?}");
}

#[test]
fn people_get_text_and_signature_without_the_secret() {
    let dir = TempDir::new().unwrap();
    let secret = dir.path().join("secret");
    // With a blank line at the end as some editors leave it.
    fs::write(&secret, "3f9c2a1b7e6d4c5f\r\n\r\n").unwrap();
    let case = vectors("fengchao")["sign"][0].clone();
    let pairs = case["params"].as_array().unwrap().iter();
    let pairs = pairs.map(|pair| format!("{}={}", pair[0].as_str().unwrap(), pair[1].as_str().unwrap()));
    let pairs: Vec<_> = pairs.collect();
    let run = run(fapiao().args(["sign", "fengchao", "--secret-file"]).arg(&secret).args(pairs));
    assert_eq!((run.exit, run.last_line()), (Some(0), text(&case, "sign")), "{run:?}");
    assert!(!run.all().contains("3f9c2a1b7e6d4c5f"), "{run:?}");
}
