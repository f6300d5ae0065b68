//! The signature header of the Suning open platform (苏宁开放平台, `signInfo`).
//!
//! Lower-case hex of MD5 over secret, method, request time, application key, version and the Base64 of the body, with
//! nothing between them. Format and access token are not signed. Source: protocol notes, section 3; vectors from a run of
//! the official PHP and Python SDKs.
//!
//! A body carries an invoice file of up to a megabyte, so its Base64 is never held whole: it goes into the hash in pieces
//! of 8 KiB from the stack.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::PAD;
use md5::{Digest, Md5};

use crate::{AppSecret, Canonical, constant_time_eq, hex};

#[cfg(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon")))]
static BASE64: LazyLock<base64::engine::simd::Simd> = LazyLock::new(|| base64::engine::simd::Simd::standard(PAD));
#[cfg(not(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon"))))]
static BASE64: LazyLock<base64::engine::GeneralPurpose> =
    LazyLock::new(|| base64::engine::GeneralPurpose::new(&base64::alphabet::STANDARD, PAD));

/// Body bytes per piece: a multiple of three, so that only the last piece is padded.
const PIECE: usize = 6144;

/// What the signature of one request covers. The texts are the header values, character for character.
///
/// ```
/// use fapiao_signing::{AppSecret, suning::Signable};
///
/// let request = Signable {
///     method: "suning.custom.electronicinvoice.add",
///     request_time: "2026-03-05 14:07:08",
///     app_key: "b0c332a1",
///     version: "v1.2",
///     body: b"<sn_request/>",
/// };
/// let secret = AppSecret::new("5f1e0a9c");
/// assert!(request.verify(&secret, &request.sign(&secret)));
/// assert_eq!(
///     request.canonical(&secret).masked(),
///     "***suning.custom.electronicinvoice.add2026-03-05 14:07:08b0c332a1v1.2PHNuX3JlcXVlc3QvPg==",
/// );
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Signable<'a> {
    /// The header `AppMethod`.
    pub method: &'a str,
    /// The header `AppRequestTime`: `yyyy-MM-dd HH:mm:ss`, UTC+8.
    pub request_time: &'a str,
    /// The header `AppKey`.
    pub app_key: &'a str,
    /// The header `VersionNo`, `v1.2` as a rule.
    pub version: &'a str,
    /// The body, exactly as it is sent. An empty one adds nothing.
    pub body: &'a [u8],
}

impl Signable<'_> {
    /// The bytes under the signature, for looking at. Holds the Base64 of the whole body; [`sign`](Self::sign) does not.
    #[must_use]
    pub fn canonical(&self, secret: &AppSecret) -> Canonical {
        let [secret_text, method, request_time, app_key, version] = self.head(secret);
        let body = BASE64.encode(self.body);
        Canonical::new([secret_text, method, request_time, app_key, version, &body].concat().into_bytes(), secret)
    }

    /// The value of `signInfo`: 32 lower-case hex digits.
    #[must_use]
    pub fn sign(&self, secret: &AppSecret) -> String {
        let mut digest = Md5::new();
        for text in self.head(secret) {
            digest.update(text);
        }
        let mut buffer = [0; PIECE / 3 * 4];
        for piece in self.body.chunks(PIECE) {
            let Ok(length) = BASE64.encode_slice(piece, &mut buffer) else {
                unreachable!("the buffer holds the Base64 of a whole piece")
            };
            digest.update(&buffer[..length]);
        }
        hex::lower(&digest.finalize())
    }

    /// Whether the signature is the one of this request. Compares in constant time, exactly: whether Suning takes upper
    /// case is unknown, the documented form is lower.
    #[must_use]
    pub fn verify(&self, secret: &AppSecret, signature: &str) -> bool {
        constant_time_eq(&self.sign(secret), signature)
    }

    fn head<'s>(&'s self, secret: &'s AppSecret) -> [&'s str; 5] {
        [secret.expose(), self.method, self.request_time, self.app_key, self.version]
    }
}

#[cfg(test)]
mod tests;
