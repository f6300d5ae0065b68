use fapiao_signing::AppSecret;
use fapiao_signing::fengchao::{PaymentNotice, canonical, sign, verify, web_socket_token};
use serde_json::Value;

use crate::support::{decided, each, file, same, text};

#[test]
fn string_and_signature_match_every_fengchao_vector() {
    let file = file("fengchao");
    for (section, expected) in [("sign", 16), ("requests", 8)] {
        each(&file[section], expected, |case| {
            let (params, secret) = (params(&case["params"]), secret(case));
            same("string to sign", canonical(&params, &secret).expose(), text(case, "string_to_sign"))?;
            same("signature", sign(&params, &secret), text(case, "sign"))?;
            decided("verification", verify(&params, &secret, text(case, "sign")), true)
        });
    }
}

#[test]
fn a_decoded_form_verifies_with_its_own_sign_member_inside() {
    each(&file("fengchao")["requests"], 8, |case| {
        let form = params(&case["decoded_form"]);
        let (_, theirs) = form.iter().find(|(name, _)| *name == "sign").ok_or("the form has no sign")?;
        decided("verification", verify(&form, &secret(case), theirs), true)
    });
}

#[test]
fn verification_decides_as_every_fengchao_vector_says() {
    each(&file("fengchao")["verify"], 6, |case| {
        let ours = verify(&params(&case["params"]), &secret(case), text(case, "sign"));
        decided("verification", ours, case["valid"].as_bool().unwrap())
    });
}

#[test]
fn payment_notices_are_signed_and_decided_as_every_vector_says() {
    each(&file("fengchao")["notices"], 5, |case| {
        let body: Value = serde_json::from_str(text(case, "body_utf8")).unwrap();
        let notice = PaymentNotice {
            action: text(&body, "action"),
            code: body["code"].as_i64().unwrap(),
            data: text(&body, "data"),
            message: text(&body, "message"),
            timestamp: text(&body, "timestamp"),
        };
        let secret = secret(case);
        let theirs = canonical(&params(&case["signed_params"]), &secret);
        same("string to sign", notice.canonical(&secret).expose(), theirs.expose())?;
        same("signature", notice.sign(&secret), text(case, "expected_sign"))?;
        decided("verification", notice.verify(&secret, text(&body, "sign")), case["valid"].as_bool().unwrap())
    });
}

#[test]
fn web_socket_tokens_match_every_fengchao_vector() {
    each(&file("fengchao")["ws_token"], 2, |case| {
        same("token", web_socket_token(text(case, "appid"), &secret(case)), text(case, "token"))
    });
}

fn secret(case: &Value) -> AppSecret {
    AppSecret::new(text(case, "app_secret"))
}

fn params(list: &Value) -> Vec<(&str, &str)> {
    list.as_array().unwrap().iter().map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap())).collect()
}
