//! Why a signature is refused: the mistakes of known clients, tried one by one.

use super::Settings;
use base64::{Engine, engine::general_purpose::STANDARD};
use fapiao_signing::piaotong::{PublicKey, string_to_sign};

/// Members of an envelope; a JSON null is `None`.
pub(super) type Members = [(String, Option<String>)];

/// So much of a content is shown.
const SHOWN: usize = 24;

/// What explains the client's signature, or our text to compare with.
pub(super) fn explain(members: &Members, sign: &str, settings: &Settings) -> String {
    let partner = settings.partner_key.public_key();
    let Ok(signature) = STANDARD.decode(sign) else { return "sign is not standard Base64".into() };
    if signature.len() * 8 != partner.bits() {
        return format!("sign has {} bytes, the partner's key makes {}", signature.len(), partner.bits() / 8);
    }
    let text = string_to_sign(members);
    if settings.piaotong_key.public_key().verify(&text, sign) {
        return "signed with Piaotong's key; requests are signed with the partner's private key".into();
    }
    match mistake(members, sign, &partner, settings) {
        Some(mistake) => format!("the client {mistake}; our text is {}", shorten(&text)),
        None => format!(
            "another key, another hash than SHA-1, or a member changed after signing (RSA does not tell which); our text \
             is {}",
            shorten(&text)
        ),
    }
}

fn mistake(members: &Members, sign: &str, key: &PublicKey, settings: &Settings) -> Option<&'static str> {
    let changed = |name: &str, value: Option<&str>| {
        let mut members: Vec<_> = members.iter().filter(|(member, _)| member != name).cloned().collect();
        members.push((name.to_owned(), value.map(str::to_owned)));
        string_to_sign(&members)
    };
    let value = |name: &str| members.iter().find(|(member, _)| member == name).and_then(|(_, value)| value.as_deref());
    let content = value("content").unwrap_or_default();
    let plain = settings.content_key.decrypt(content).unwrap_or_default();
    let encoded = content.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let printed = ["platformCode", "signType", "format", "timestamp", "version", "serialNo", "content"];
    let unsorted: Vec<_> = printed.iter().map(|name| format!("{name}={}", value(name).unwrap_or_default())).collect();
    [
        ("left format out of the signed text", changed("format", None)),
        ("signed a format that it did not send", changed("format", Some("JSON"))),
        ("left content out of the signed text", changed("content", None)),
        ("signed the content before encryption: the first difference is at content=", changed("content", Some(&plain))),
        ("signed the content URL-encoded", changed("content", Some(&encoded))),
        ("did not sort the members by name", unsorted.join("&")),
        ("wrote signType with a blank behind it, as the document misprints it", blank_behind_sign_type(members)),
    ]
    .into_iter()
    .find_map(|(mistake, text)| key.verify(&text, sign).then_some(mistake))
}

fn blank_behind_sign_type(members: &Members) -> String {
    string_to_sign(members).replace("&signType=", "&signType =")
}

/// The text with the middle of its content left out: whole characters, since Base64 is ASCII and anything else is kept.
fn shorten(text: &str) -> String {
    let Some((head, rest)) = text.split_once("content=") else { return text.to_owned() };
    let (content, tail) = rest.split_at(rest.find('&').unwrap_or(rest.len()));
    let start: String = content.chars().take(SHOWN).collect();
    let dots = if start.len() < content.len() { "…" } else { "" };
    format!("{head}content={start}{dots}{tail}")
}
