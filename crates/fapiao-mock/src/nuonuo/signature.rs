//! Finds out why a signature does not match.
//!
//! The client's signed text never reaches the sandbox, so the usual mistakes are signed again until one gives the client's
//! signature. Then the text is known, and so is the place where it parts from ours.

use crate::respell;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use fapiao_signing::{
    AppSecret, first_difference,
    nuonuo::{GatewayPath, Signable},
};

/// How much of our own text is shown when nothing explains the mismatch, in characters.
const SHOWN: usize = 600;

/// What the client may have taken for the key.
pub(super) struct Keys<'a> {
    pub(super) right: &'a AppSecret,
    pub(super) token: &'a str,
}

/// Why the signature is not the one of this request. The text holds no secret: none is among the signed bytes.
pub(super) fn explain(ours: &Signable<'_>, signature: &str, keys: &Keys<'_>) -> String {
    spelling(ours, signature, keys.right)
        .or_else(|| other_key(ours, signature, keys))
        .or_else(|| other_fields(ours, signature, keys.right))
        .or_else(|| other_body(ours, signature, keys.right))
        .unwrap_or_else(|| nothing_found(ours))
}

/// The right signature, written in another way.
fn spelling(ours: &Signable<'_>, signature: &str, secret: &AppSecret) -> Option<String> {
    let right = ours.sign(secret);
    let bytes = STANDARD.decode(&right).unwrap_or_default();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let url_safe = right.replace('+', "-").replace('/', "_");
    let escaped = right.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let what = if signature.eq_ignore_ascii_case(&hex) {
        "in hex; it has to be Base64"
    } else if signature == escaped {
        "percent-encoded; a header takes it as it is"
    } else if signature == right.trim_end_matches('=') {
        "without the padding of Base64"
    } else if signature.trim_end_matches('=') == url_safe.trim_end_matches('=') {
        "in the URL-safe Base64 alphabet; it has to be the standard one"
    } else {
        return None;
    };
    Some(format!("the text and the secret are right, but the signature is written {what}"))
}

fn other_key(ours: &Signable<'_>, signature: &str, keys: &Keys<'_>) -> Option<String> {
    let right = keys.right.expose();
    let candidates = [
        ("the appKey", ours.app_key.to_owned()),
        ("the access token", keys.token.to_owned()),
        ("the secret in lower case", right.to_lowercase()),
        ("the secret in upper case", right.to_uppercase()),
        ("the secret with a line feed behind it", format!("{right}\n")),
        ("an empty secret", String::new()),
    ];
    let (what, _) = candidates.into_iter().find(|(_, key)| ours.verify(&AppSecret::new(key.as_str()), signature))?;
    Some(format!("the text is right, but it is signed with {what}"))
}

fn other_fields(ours: &Signable<'_>, signature: &str, secret: &AppSecret) -> Option<String> {
    let millis = format!("{}000", ours.timestamp);
    let seconds = ours.timestamp.get(..10).unwrap_or_default();
    let reversed = GatewayPath::parse("/services/v1/open").ok();
    let candidates = [
        ("a time stamp in seconds, while milliseconds were sent", Signable { timestamp: seconds, ..*ours }),
        ("a time stamp in milliseconds, while seconds were sent", Signable { timestamp: &millis, ..*ours }),
        ("senid and nonce in each other's place", Signable { senid: ours.nonce, nonce: ours.senid, ..*ours }),
        ("the path's segments in reverse", Signable { path: reversed.as_ref().unwrap_or(ours.path), ..*ours }),
    ];
    let (what, theirs) = candidates.iter().find(|(_, theirs)| theirs.verify(secret, signature))?;
    Some(parted(what, theirs, ours))
}

fn other_body(ours: &Signable<'_>, signature: &str, secret: &AppSecret) -> Option<String> {
    let signed = |body: &[u8]| Signable { body, ..*ours }.verify(secret, signature);
    let (what, body) = respell::spellings(ours.body).into_iter().find(|(_, body)| signed(body))?;
    Some(parted(what, &Signable { body: &body, ..*ours }, ours))
}

fn parted(what: &str, theirs: &Signable<'_>, ours: &Signable<'_>) -> String {
    let place = first_difference(&theirs.canonical(), &ours.canonical());
    let place = place.map(|difference| difference.to_string()).unwrap_or_default();
    format!("the secret is right, but what was signed has {what}; signed against received: {place}")
}

fn nothing_found(ours: &Signable<'_>) -> String {
    let canonical = String::from_utf8_lossy(&ours.canonical()).into_owned();
    let shown: String = canonical.chars().take(SHOWN).collect();
    let more = if shown.len() < canonical.len() { "…" } else { "" };
    format!(
        "the secret is another one, or the body was changed after it was signed (no usual mistake explains it); we sign, with \
         HMAC-SHA1 and in Base64: {shown}{more}"
    )
}
