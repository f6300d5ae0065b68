//! Finds out why a signature does not match, by signing the usual mistakes.

use crate::{form, respell};
use fapiao_signing::{AppSecret, fengchao};

/// How much of our own text is shown when nothing explains the mismatch, in characters.
const SHOWN: usize = 600;

/// Why the signature is not the one of these parameters. The secret is masked.
pub(super) fn explain(params: &[(String, String)], secret: &AppSecret, signature: &str) -> String {
    if fengchao::verify(params, secret, &signature.to_ascii_lowercase()) {
        return "the text and the secret are right, but the signature is in upper case; it has to be in lower case"
            .to_owned();
    }
    let variant = |what: &str, theirs: &[(String, String)]| {
        fengchao::verify(theirs, secret, signature).then(|| parted(what, theirs, params, secret))
    };
    changed_values(params)
        .into_iter()
        .chain(left_out(params))
        .chain(other_data(params))
        .find_map(|(what, theirs)| variant(&what, &theirs))
        .or_else(|| other_key(params, secret, signature))
        .unwrap_or_else(|| nothing_found(params, secret))
}

type Variant = (String, Vec<(String, String)>);

fn changed_values(params: &[(String, String)]) -> Vec<Variant> {
    let encoded = |(name, value): &(String, String)| (name.clone(), form::percent_encoded(value));
    let trimmed = |(name, value): &(String, String)| (name.clone(), value.trim().to_owned());
    let in_millis = |(name, value): &(String, String)| {
        let more = if name == "timestamp" { "000" } else { "" };
        (name.clone(), format!("{value}{more}"))
    };
    vec![
        ("values percent-encoded before signing".to_owned(), params.iter().map(encoded).collect()),
        ("values without blanks around them".to_owned(), params.iter().map(trimmed).collect()),
        ("a time stamp in milliseconds, while seconds were sent".to_owned(), params.iter().map(in_millis).collect()),
    ]
}

/// The parameters without one of them, or without the empty ones.
fn left_out(params: &[(String, String)]) -> Vec<Variant> {
    let without = |at: usize| {
        let rest = params.iter().enumerate().filter(|(other, _)| *other != at);
        rest.map(|(_, pair)| pair.clone()).collect::<Vec<_>>()
    };
    let filled: Vec<_> = params.iter().filter(|(_, value)| !value.is_empty()).cloned().collect();
    let single = params.iter().enumerate().map(|(at, (name, _))| (format!("no parameter {name}"), without(at)));
    single.chain([("no parameters with an empty value; they have to stay in".to_owned(), filled)]).collect()
}

fn other_data(params: &[(String, String)]) -> Vec<Variant> {
    let Some(at) = params.iter().position(|(name, _)| name == "request_data") else { return Vec::new() };
    let data = params.get(at).map(|(_, value)| value.as_bytes()).unwrap_or_default();
    let with = |data: Vec<u8>| {
        let mut theirs = params.to_vec();
        if let Some((_, value)) = theirs.get_mut(at) {
            *value = String::from_utf8_lossy(&data).into_owned();
        }
        theirs
    };
    let spelt = |(what, data): (&str, Vec<u8>)| (format!("in request_data {what}"), with(data));
    respell::spellings(data).into_iter().map(spelt).collect()
}

fn other_key(params: &[(String, String)], secret: &AppSecret, signature: &str) -> Option<String> {
    let right = secret.expose();
    let candidates = [
        ("the secret in lower case", right.to_lowercase()),
        ("the secret in upper case", right.to_uppercase()),
        ("an empty secret", String::new()),
    ];
    let signs = |key: &str| fengchao::verify(params, &AppSecret::new(key), signature);
    let (what, _) = candidates.iter().find(|(_, key)| signs(key))?;
    Some(format!("the text is right, but it is signed with {what}"))
}

fn parted(what: &str, theirs: &[(String, String)], ours: &[(String, String)], secret: &AppSecret) -> String {
    let theirs = fengchao::canonical(theirs, secret).masked();
    let ours = fengchao::canonical(ours, secret).masked();
    let place = fapiao_signing::first_difference(theirs.as_bytes(), ours.as_bytes());
    let place = place.map(|difference| difference.to_string()).unwrap_or_default();
    format!("the secret is right, but what was signed has {what}; signed against received: {place}")
}

fn nothing_found(params: &[(String, String)], secret: &AppSecret) -> String {
    let masked = fengchao::canonical(params, secret).masked();
    let shown: String = masked.chars().take(SHOWN).collect();
    let more = if shown.len() < masked.len() { "…" } else { "" };
    format!(
        "the secret is another one (or stands not both in front and behind), or a parameter was changed after signing; we sign, \
         with MD5 in lower-case hex: {shown}{more}"
    )
}
