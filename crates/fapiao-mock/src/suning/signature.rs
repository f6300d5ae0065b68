//! Why a signature is refused: the mistakes of known clients, tried one by one.

use base64::{Engine, engine::general_purpose::STANDARD};
use fapiao_signing::{AppSecret, suning::Signable};

/// Longer bodies are not tried with line breaks and other spacing.
const TRIED: usize = 64 * 1024;
/// So much of a long body is shown.
const SHOWN: usize = 48;

/// What explains the client's signature, or our text to compare with, secret masked.
pub(super) fn explain(right: Signable<'_>, secret: &AppSecret, token: &str, signature: &str) -> String {
    if signature.len() != 32 || !signature.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return format!("signInfo is not 32 hex digits but {:?}", shorten(signature));
    }
    let lower = signature.to_ascii_lowercase();
    if lower != signature && right.verify(secret, &lower) {
        return "the signature is right but in upper-case hex; Suning documents lower case".into();
    }
    for (mistake, version, body) in mistakes(right, token, secret) {
        if (Signable { version: &version, body: &body, ..right }).verify(secret, &lower) {
            return format!("the client {mistake}; signed is secret+method+time+key+version+Base64(body)");
        }
    }
    let swapped = Signable { request_time: right.app_key, app_key: right.request_time, ..right };
    if swapped.verify(secret, &lower) {
        return "the client put AppKey before AppRequestTime: the first difference is right after the method".into();
    }
    format!(
        "secret, body or one of the headers differ from what was signed (MD5 does not tell which); under our signature lies {}",
        ours(right, secret)
    )
}

/// A known mistake, and the version and body that stand for it under the signature: text behind the version goes in as it is.
fn mistakes(right: Signable<'_>, token: &str, secret: &AppSecret) -> Vec<(&'static str, String, Vec<u8>)> {
    let version = right.version;
    let mut tried = vec![
        ("did not sign the body", version.to_owned(), Vec::new()),
        ("put the access token between version and body", format!("{version}{token}"), right.body.to_vec()),
    ];
    let Some(text) = std::str::from_utf8(right.body).ok().filter(|text| text.len() <= TRIED) else { return tried };
    let base64 = STANDARD.encode(right.body);
    tried.extend([
        ("signed the body itself instead of its Base64", format!("{version}{text}"), Vec::new()),
        ("broke the Base64 into lines of 76", format!("{version}{}", in_lines(&base64)), Vec::new()),
        ("put the secret at the end as well", format!("{version}{base64}{}", secret.expose()), Vec::new()),
        ("signed the body without the white space around it", version.to_owned(), text.trim().into()),
        ("signed compact JSON and sent it with spaces", version.to_owned(), compact(text)),
    ]);
    if let Ok(value) = serde_json::from_str::<serde_json::Value>(text) {
        tried.push((
            "signed JSON with sorted members and sent it in another order",
            version.to_owned(),
            value.to_string().into(),
        ));
    }
    tried
}

/// Java's old encoder breaks lines with CR LF.
fn in_lines(base64: &str) -> String {
    let lines: Vec<_> = base64.as_bytes().chunks(76).map(String::from_utf8_lossy).collect();
    lines.join("\r\n")
}

/// Leaves out white space outside strings.
fn compact(json: &str) -> Vec<u8> {
    let (mut inside, mut escaped) = (false, false);
    let mut kept = |character: &char| {
        match character {
            _ if escaped => escaped = false,
            '\\' if inside => escaped = true,
            '"' => inside = !inside,
            _ => {}
        }
        inside || !character.is_ascii_whitespace()
    };
    json.chars().filter(|character| kept(character)).collect::<String>().into()
}

fn ours(right: Signable<'_>, secret: &AppSecret) -> String {
    let shown = right.body.get(..SHOWN).unwrap_or(right.body);
    let text = Signable { body: shown, ..right }.canonical(secret).masked();
    let rest = right.body.len() - shown.len();
    if rest == 0 { text } else { format!("{text}… (and the Base64 of {rest} more bytes)") }
}

fn shorten(text: &str) -> String {
    text.chars().take(80).collect()
}
