use fapiao_signing::AppSecret;
use fapiao_signing::nuonuo::{GatewayPath, Signable, SigningKey};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::{Checked, decided, each, file, same, text};

#[test]
fn string_and_signature_match_every_nuonuo_vector() {
    each(&file("nuonuo")["sign"], 26, |case| {
        let body = body(case);
        let path = GatewayPath::parse(text(case, "path")).map_err(|error| error.to_string())?;
        let request = Signable {
            path: &path,
            app_key: text(case, "app_key"),
            senid: text(case, "senid"),
            nonce: text(case, "nonce"),
            timestamp: text(case, "timestamp"),
            body: body.as_bytes(),
        };
        let canonical = request.canonical();
        match case["string_to_sign"].as_str() {
            Some(theirs) => same("string to sign", &canonical, theirs)?,
            None => long_string(case, &canonical, &body)?,
        }
        signature(&request, &AppSecret::new(text(case, "app_secret")), text(case, "signature"))
    });
}

#[test]
fn signatures_match_every_captured_nuonuo_request() {
    let file = file("nuonuo");
    let is_call = |case: &&Value| case["kind"] == "api_call";
    let calls: Vec<Value> = file["requests"].as_array().unwrap().iter().filter(is_call).cloned().collect();
    each(&Value::Array(calls), 12, |case| {
        let (inputs, expect) = (&case["inputs"], &case["expect"]);
        let (_, after_host) = text(inputs, "base_url").split_once("://").unwrap().1.split_once('/').unwrap();
        let path = GatewayPath::parse(&format!("/{after_host}")).map_err(|error| error.to_string())?;
        let request = Signable {
            path: &path,
            app_key: text(inputs, "app_key"),
            senid: text(inputs, "senid"),
            nonce: text(inputs, "nonce"),
            timestamp: text(inputs, "timestamp"),
            body: text(expect, "body").as_bytes(),
        };
        signature(&request, &AppSecret::new(text(inputs, "app_secret")), text(expect, "signature"))
    });
}

fn signature(request: &Signable<'_>, secret: &AppSecret, theirs: &str) -> Checked {
    same("signature", request.sign(secret), theirs)?;
    same("signature with a key set up before", request.sign_with(&SigningKey::new(secret)), theirs)?;
    decided("verification", request.verify(secret, theirs), true)
}

/// The body as it stands, or built from its generator.
fn body(case: &Value) -> String {
    let generator = &case["body_generator"];
    case["body"].as_str().map_or_else(
        || {
            let count = usize::try_from(generator["count"].as_u64().unwrap()).unwrap();
            let unit = generator["unit"].as_str().unwrap().repeat(count);
            format!("{}{unit}{}", generator["prefix"].as_str().unwrap(), generator["suffix"].as_str().unwrap())
        },
        str::to_owned,
    )
}

/// Large cases give the start of the string and digests.
fn long_string(case: &Value, canonical: &[u8], body: &str) -> Checked {
    let prefix = text(case, "string_to_sign_prefix");
    same("start of the string to sign", &canonical[..prefix.len()], prefix)?;
    same("digest of the body", sha256(body.as_bytes()), text(case, "body_sha256"))?;
    same("digest of the string to sign", sha256(canonical), text(case, "string_to_sign_sha256"))
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
