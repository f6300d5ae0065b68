/// The member that carries the signature and is not signed.
const SIGN: &str = "sign";
/// The members of an answer that may be empty, null or absent, on which clients disagree.
const CONTENT: &str = "content";
const MSG: &str = "msg";

/// The text under an envelope's signature: all members but `sign`, sorted by the bytes of their names, `name=value` joined
/// by `&`. `None` (null) is left out, an empty text stays as `name=`. Values are those after JSON unescaping, raw.
#[must_use]
pub fn string_to_sign<N: AsRef<str>, V: AsRef<str>>(members: &[(N, Option<V>)]) -> String {
    join(present(members))
}

/// The texts that an answer's signature may lie over, at most four: the strict one first, then with `content`, `msg` and
/// both written the other way (as `name=` or left out) where they are empty, null or absent.
///
/// For answers only: requests and pushes always have all their members. Nothing else is ever varied, so no data is
/// accepted that way (protocol notes, section 3.5; vectors `response_tolerant`).
///
/// ```
/// use fapiao_signing::piaotong::candidates;
///
/// let answer = [("code", Some("8995")), ("msg", Some("业务异常"))];
/// assert_eq!(candidates(&answer).collect::<Vec<_>>(), ["code=8995&msg=业务异常", "code=8995&content=&msg=业务异常"]);
/// ```
pub fn candidates<N: AsRef<str>, V: AsRef<str>>(members: &[(N, Option<V>)]) -> impl Iterator<Item = String> {
    let strict = present(members);
    let may_flip = |wanted| !strict.iter().any(|&(name, value)| name == wanted && !value.is_empty());
    let (content, msg) = (may_flip(CONTENT), may_flip(MSG));
    let plans = [(true, &[][..]), (content, &[CONTENT]), (msg, &[MSG]), (content && msg, &[CONTENT, MSG])];
    plans.into_iter().filter(|(allowed, _)| *allowed).map(move |(_, names)| join(flipped(&strict, names)))
}

/// What is there and signed.
fn present<N: AsRef<str>, V: AsRef<str>>(members: &[(N, Option<V>)]) -> Vec<(&str, &str)> {
    let members = members.iter().filter_map(|(name, value)| Some((name.as_ref(), value.as_ref()?.as_ref())));
    members.filter(|(name, _)| *name != SIGN).collect()
}

/// Leaves out the named members that are there and adds those that are not.
fn flipped<'a>(members: &[(&'a str, &'a str)], names: &[&'static str]) -> Vec<(&'a str, &'a str)> {
    let mut kept: Vec<_> = members.iter().copied().filter(|(name, _)| !names.contains(name)).collect();
    kept.extend(names.iter().filter(|name| !members.iter().any(|(other, _)| other == *name)).map(|name| (*name, "")));
    kept
}

fn join(mut members: Vec<(&str, &str)>) -> String {
    members.sort_by_key(|(name, _)| *name);
    let mut text = String::with_capacity(members.iter().map(|(name, value)| name.len() + value.len() + 2).sum());
    for (name, value) in members {
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        text.push_str(value);
    }
    text
}

#[cfg(test)]
mod tests;
