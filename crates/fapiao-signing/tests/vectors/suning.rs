use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fapiao_signing::AppSecret;
use fapiao_signing::suning::Signable;
use serde_json::Value;

use crate::support::{Checked, decided, each, file, same, text};

#[test]
fn string_and_signature_match_every_suning_vector() {
    each(&file("suning")["sign"], 20, |case| {
        let body = decoded(case);
        if let Some(theirs) = case["body_utf8"].as_str() {
            same("body", &body, theirs)?;
        }
        matches(&signable(case, &body), case)
    });
}

#[test]
fn string_and_signature_match_every_captured_suning_request() {
    each(&file("suning")["requests"], 20, |case| {
        let body = decoded(&case["request"]);
        let header = |wanted: &str| {
            let mut headers = case["request"]["headers"].as_array().unwrap().iter();
            let is_wanted = |pair: &&Value| pair[0].as_str().unwrap().eq_ignore_ascii_case(wanted);
            headers.find(is_wanted).map(|pair| pair[1].as_str().unwrap()).ok_or(format!("no header {wanted}"))
        };
        let request = Signable {
            method: header("AppMethod")?,
            request_time: header("AppRequestTime")?,
            app_key: header("AppKey")?,
            version: header("VersionNo")?,
            body: &body,
        };
        same("header signInfo", header("signInfo")?, text(case, "sign_info"))?;
        matches(&request, case)
    });
}

#[test]
fn verification_decides_as_every_suning_vector_says() {
    each(&file("suning")["verify"], 9, |case| {
        let body = decoded(case);
        let ours = signable(case, &body).verify(&secret(case), text(case, "sign_info"));
        decided("verification", ours, case["valid"].as_bool().unwrap())
    });
}

fn matches(request: &Signable<'_>, case: &Value) -> Checked {
    let secret = secret(case);
    same("string to sign", request.canonical(&secret).expose(), text(case, "string_to_sign"))?;
    same("signature", request.sign(&secret), text(case, "sign_info"))?;
    decided("verification", request.verify(&secret, text(case, "sign_info")), true)
}

fn signable<'a>(case: &'a Value, body: &'a [u8]) -> Signable<'a> {
    Signable {
        method: text(case, "app_method"),
        request_time: text(case, "app_request_time"),
        app_key: text(case, "app_key"),
        version: text(case, "version_no"),
        body,
    }
}

fn secret(case: &Value) -> AppSecret {
    AppSecret::new(text(case, "app_secret"))
}

fn decoded(holder: &Value) -> Vec<u8> {
    STANDARD.decode(text(holder, "body_base64")).unwrap()
}
