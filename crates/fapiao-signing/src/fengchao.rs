//! The signature of the Fengchao gateway (蜂巢): of its form requests, its WebSocket and its payment notices.
//!
//! Lower-case hex of MD5 over the secret, every parameter's name and value in byte order of the names, and the secret
//! again; nothing between them. Values are signed raw, before the form is encoded; empty ones stay in. Source: protocol
//! notes, sections 3 and 6; vectors from a run of the operator's Java, PHP and C# demos.
//!
//! ```
//! use fapiao_signing::{AppSecret, fengchao};
//!
//! let secret = AppSecret::new("3f9c2a1b7e6d4c5f");
//! let form = [("appid", "a@1"), ("timestamp", "1633618722"), ("tax_num", "91310117568051223X")];
//! let signature = fengchao::sign(&form, &secret);
//! assert_eq!(fengchao::canonical(&form, &secret).masked(), "***appida@1tax_num91310117568051223Xtimestamp1633618722***");
//! assert!(fengchao::verify(&form, &secret, &signature));
//! ```

use md5::{Digest, Md5};

use crate::{AppSecret, Canonical, constant_time_eq, hex};

/// The parameter that carries the signature and is the only one not signed.
const SIGN: &str = "sign";

/// The bytes under the signature, with the secret in front and behind.
#[must_use]
pub fn canonical<K: AsRef<str>, V: AsRef<str>>(params: &[(K, V)], secret: &AppSecret) -> Canonical {
    let pairs = sorted(params);
    let mut pieces = Vec::with_capacity(2 * pairs.len() + 2);
    pieces.push(secret.expose());
    pieces.extend(pairs.into_iter().flat_map(|(name, value)| [name, value]));
    pieces.push(secret.expose());
    Canonical::new(pieces.concat().into_bytes(), secret)
}

/// The value of `sign`: 32 lower-case hex digits. A parameter named `sign` is left out, all others count.
#[must_use]
pub fn sign<K: AsRef<str>, V: AsRef<str>>(params: &[(K, V)], secret: &AppSecret) -> String {
    let mut digest = Md5::new_with_prefix(secret.expose());
    for (name, value) in sorted(params) {
        digest.update(name);
        digest.update(value);
    }
    digest.update(secret.expose());
    hex::lower(&digest.finalize())
}

/// Whether the signature is the one of these parameters. Compares in constant time, exactly: upper case is refused, as
/// the operator's demos do.
#[must_use]
pub fn verify<K: AsRef<str>, V: AsRef<str>>(params: &[(K, V)], secret: &AppSecret, signature: &str) -> bool {
    constant_time_eq(&sign(params, secret), signature)
}

/// The `token` of the WebSocket address: MD5 over secret, application id, secret.
#[must_use]
pub fn web_socket_token(app_id: &str, secret: &AppSecret) -> String {
    let digest = Md5::new_with_prefix(secret.expose()).chain_update(app_id).chain_update(secret.expose());
    hex::lower(&digest.finalize())
}

/// The signed fields of a payment notice that the gateway posts.
///
/// Known for payments only; don't take it for granted that invoice results come this way (protocol notes, section 6).
///
/// ```
/// use fapiao_signing::{AppSecret, fengchao::PaymentNotice};
///
/// let notice = PaymentNotice {
///     action: "pay_notice", code: 0, data: r#"{"out_trade_no":"A1","total_fee":"100"}"#, message: "ok",
///     timestamp: "1700000000",
/// };
/// assert!(notice.verify(&AppSecret::new("3f9c2a1b7e6d4c5f"), "bb7bfcd28987e895790d8c53223caedf"));   // notice-01
/// ```
#[derive(Clone, Copy, Debug)]
pub struct PaymentNotice<'a> {
    /// What happened, `pay_notice` for one.
    pub action: &'a str,
    /// A number in the JSON; signed as decimal text.
    pub code: i64,
    /// The JSON text inside the string, not parsed.
    pub data: &'a str,
    /// The gateway's words.
    pub message: &'a str,
    /// Seconds since 1970 in decimal.
    pub timestamp: &'a str,
}

impl PaymentNotice<'_> {
    /// The bytes under the notice's signature.
    #[must_use]
    pub fn canonical(&self, secret: &AppSecret) -> Canonical {
        canonical(&self.params(&self.code.to_string()), secret)
    }

    /// The notice's signature, for who plays the gateway.
    #[must_use]
    pub fn sign(&self, secret: &AppSecret) -> String {
        sign(&self.params(&self.code.to_string()), secret)
    }

    /// Whether the notice came from who knows the secret. Compares in constant time, exactly.
    #[must_use]
    pub fn verify(&self, secret: &AppSecret, signature: &str) -> bool {
        constant_time_eq(&self.sign(secret), signature)
    }

    fn params<'p>(&'p self, code: &'p str) -> [(&'static str, &'p str); 5] {
        [
            ("action", self.action),
            ("code", code),
            ("data", self.data),
            ("message", self.message),
            ("timestamp", self.timestamp),
        ]
    }
}

/// What is signed, in byte order of the names; the sort is stable, so a name that comes twice keeps its order.
fn sorted<K: AsRef<str>, V: AsRef<str>>(params: &[(K, V)]) -> Vec<(&str, &str)> {
    let pairs = params.iter().map(|(name, value)| (name.as_ref(), value.as_ref()));
    let mut pairs: Vec<_> = pairs.filter(|(name, _)| *name != SIGN).collect();
    pairs.sort_by_key(|(name, _)| *name);
    pairs
}

#[cfg(test)]
mod tests;
