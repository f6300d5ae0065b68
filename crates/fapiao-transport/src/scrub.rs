//! Takes our own secrets out of what a provider says.

use bytes::Bytes;
use std::{borrow::Cow, fmt};
use zeroize::Zeroizing;

/// How much of a body is kept, for support cases.
const KEPT: usize = 64 << 10;
/// The largest body of which anything is quoted.
const QUOTED: usize = 1 << 20;

/// What stands in the place of a secret.
const MASK: &str = "***";

/// Replaces our own secrets in texts that came from outside, before they reach an error, a log or a screen.
///
/// Nuonuo's answer 070305, for one, repeats the client secret that it was sent.
#[derive(Clone, Default)]
pub struct Scrubber {
    secrets: Vec<Zeroizing<String>>,
}

impl Scrubber {
    /// A scrubber for these secrets, longest first. An empty one is ignored.
    pub fn new<S: AsRef<str>>(secrets: impl IntoIterator<Item = S>) -> Self {
        let mut scrubber = Self::default();
        for secret in secrets {
            scrubber.add(secret.as_ref());
        }
        scrubber
    }

    /// Adds a secret, also in the forms that JSON, XML and a query give it.
    pub fn add(&mut self, secret: &str) {
        for form in forms(secret) {
            if !form.is_empty() && !self.secrets.iter().any(|known| **known == form) {
                self.secrets.push(Zeroizing::new(form));
            }
        }
        self.secrets.sort_by_key(|known| std::cmp::Reverse(known.len()));
    }

    /// The same scrubber with one more secret, such as the token of this call.
    #[must_use]
    pub fn with(&self, secret: &str) -> Self {
        let mut more = self.clone();
        more.add(secret);
        more
    }

    /// The text without the secrets.
    #[must_use]
    pub fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut clean = Cow::Borrowed(text);
        for secret in &self.secrets {
            if clean.contains(secret.as_str()) {
                clean = Cow::Owned(clean.replace(secret.as_str(), MASK));
            }
        }
        clean
    }

    /// A message that quotes an answer; if the answer holds a secret, one that quotes nothing. A quotation is cut somewhere, and
    /// half a secret is found by nobody.
    #[must_use]
    pub fn quoting<'a>(&self, body: &[u8], message: &'a str) -> Cow<'a, str> {
        if body.len() > QUOTED {
            return Cow::Owned(format!(
                "the answer can't be read; it has {} bytes, of which nothing is quoted",
                body.len()
            ));
        }
        if self.secrets.iter().any(|secret| find(body, secret.as_bytes()).is_some()) {
            return Cow::Borrowed("the answer can't be read; it repeats a secret of ours, so nothing of it is quoted");
        }
        self.text(message)
    }

    /// The body without the secrets; the same bytes, not copied, if none is in it. Of a body above 64 KiB the beginning.
    #[must_use]
    pub fn body(&self, body: &Bytes) -> Bytes {
        if body.len() <= KEPT {
            return self.clean(body);
        }
        // A secret may lie across the cut: its beginning would be found by nobody.
        let longest = self.secrets.first().map_or(0, |secret| secret.len());
        let begin = self.clean(&body.slice(..KEPT));
        begin.slice(..begin.len().saturating_sub(longest))
    }

    fn clean(&self, body: &Bytes) -> Bytes {
        let mut clean: Option<Vec<u8>> = None;
        for secret in &self.secrets {
            let hay = clean.as_deref().unwrap_or(body);
            if let Some(replaced) = replace(hay, secret.as_bytes()) {
                clean = Some(replaced);
            }
        }
        clean.map_or_else(|| body.clone(), Bytes::from)
    }
}

impl fmt::Debug for Scrubber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scrubber(hidden)")
    }
}

fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|window| window == needle)
}

fn replace(hay: &[u8], needle: &[u8]) -> Option<Vec<u8>> {
    let mut at = find(hay, needle)?;
    let mut rest = hay;
    let mut clean = Vec::with_capacity(hay.len());
    loop {
        let (before, after) = rest.split_at(at);
        clean.extend_from_slice(before);
        clean.extend_from_slice(MASK.as_bytes());
        rest = after.get(needle.len()..).unwrap_or_default();
        let Some(next) = find(rest, needle) else { break };
        at = next;
    }
    clean.extend_from_slice(rest);
    Some(clean)
}

/// The forms in which a secret comes back: plain, in a query, in JSON by different writers, in XML.
fn forms(secret: &str) -> Vec<String> {
    let percent = percent_encoded(secret);
    let json = secret.replace('\\', "\\\\").replace('"', "\\\"");
    let slashes = ["\\/", "\\u002f", "\\u002F"].map(|slash| json.replace('/', slash));
    let mut forms = vec![secret.to_owned(), percent.to_lowercase(), percent, xml_escaped(secret), json];
    forms.extend(slashes);
    forms
}

fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(byte.into());
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

fn xml_escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_masked_in_every_form_it_comes_back_in() {
        let scrubber = Scrubber::new(["a/b&c\"d"]);
        for text in
            ["Incorrect clientSecret[a/b&c\"d]", "x=a%2Fb%26c%22d", r#"{"s":"a\/b&c\"d"}"#, "<s>a/b&amp;c\"d</s>"]
        {
            let clean = scrubber.text(text);
            assert!(clean.contains(MASK), "{clean}");
            assert!(!clean.contains("c\"d") && !clean.contains("c%22d") && !clean.contains("c\\\"d"), "{clean}");
        }
    }

    #[test]
    fn a_body_without_secrets_is_not_copied() {
        let body = Bytes::from_static(b"{\"code\":\"E0000\"}");
        assert_eq!(Scrubber::new(["secret"]).body(&body).as_ptr(), body.as_ptr());
    }

    #[test]
    fn of_a_large_body_the_beginning_is_kept_and_no_half_secret() {
        let body = Bytes::from(["x".repeat(KEPT - 3).as_str(), "secret", "tail"].concat());
        let kept = Scrubber::new(["secret"]).body(&body);
        assert!(kept.len() < KEPT && kept.iter().all(|byte| *byte == b'x'), "{}", kept.len());
    }

    #[test]
    fn every_occurrence_in_a_body_is_masked() {
        let clean = Scrubber::new(["key"]).body(&Bytes::from_static(b"key-key\xFFkey"));
        assert_eq!(clean.as_ref(), b"***-***\xFF***");
    }

    #[test]
    fn an_answer_with_a_secret_is_not_quoted_at_all() {
        let scrubber = Scrubber::new(["0123456789abcdef0123456789abcdef0123456789"]);
        let cut = "result: is not a record: \"clientSecret was 0123456789abcdef01234567…\"";
        let quoted =
            scrubber.quoting(b"{\"result\":\"clientSecret was 0123456789abcdef0123456789abcdef0123456789\"}", cut);
        assert!(!quoted.contains("0123"), "{quoted}");
        assert_eq!(scrubber.quoting(b"{}", "no code"), "no code");
    }

    #[test]
    fn an_empty_secret_masks_nothing() {
        assert_eq!(Scrubber::new([""]).text("abc"), "abc");
    }

    #[test]
    fn debug_hides_the_secrets() {
        assert_eq!(format!("{:?}", Scrubber::new(["topsecret"])), "Scrubber(hidden)");
    }
}
