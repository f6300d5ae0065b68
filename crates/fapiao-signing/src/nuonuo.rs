//! The signature header of the Nuonuo open platform (诺诺开放平台, `X-Nuonuo-Sign`).
//!
//! Base64 of HMAC-SHA1 over `a=…&l=…&p=…&k=…&i=…&n=…&t=…&f=<body>`: the third, second and first segment of the gateway's
//! path, the application's key, senid, nonce, time stamp, and the body byte for byte. Token, method and tax number are not
//! signed; the answer isn't either. Source: protocol notes, section 3; vectors from a run of the vendor's .NET SDK 2.0.0
//! and three independent clients.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use crate::{AppSecret, constant_time_eq};

/// The part of a gateway URL's path that is signed: its first three segments.
///
/// ```
/// use fapiao_signing::nuonuo::GatewayPath;
///
/// let path = GatewayPath::parse("/open/v1/services")?;
/// assert_eq!(path, GatewayPath::parse("/open/v1/services/extra")?);   // the fourth segment is not signed
/// assert!(GatewayPath::parse("/open/v1").is_err());
/// # Ok::<(), fapiao_signing::nuonuo::PathError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GatewayPath {
    segments: [String; 3],
}

/// Why a path can't be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PathError {
    /// It doesn't start with a slash; a whole URL was given, perhaps.
    #[error("the gateway path must start with a slash")]
    NotAbsolute,
    /// One of the first three segments is missing or empty.
    #[error("the gateway path must have at least three segments, as in /open/v1/services")]
    TooShort,
    /// It holds a query or a fragment.
    #[error("the gateway path must hold no query and no fragment")]
    NotOnlyPath,
}

impl GatewayPath {
    /// Reads the path of a gateway URL, `/open/v1/services` as a rule. Segments after the third are ignored.
    ///
    /// # Errors
    /// When the path is not absolute, has fewer than three segments, or carries a query or fragment.
    pub fn parse(path: &str) -> Result<GatewayPath, PathError> {
        if path.contains(['?', '#']) {
            return Err(PathError::NotOnlyPath);
        }
        let mut segments = path.strip_prefix('/').ok_or(PathError::NotAbsolute)?.split('/');
        let mut next = || segments.next().filter(|segment| !segment.is_empty()).ok_or(PathError::TooShort);
        Ok(GatewayPath { segments: [next()?.to_owned(), next()?.to_owned(), next()?.to_owned()] })
    }
}

/// What the signature of one request covers. The texts are the very texts of the query, before any percent-encoding.
///
/// ```
/// use fapiao_signing::{AppSecret, nuonuo::{GatewayPath, Signable}};
///
/// let path = GatewayPath::parse("/open/v1/services")?;
/// let request = Signable {
///     path: &path, app_key: "APPKEY", senid: "SENID", nonce: "12345678", timestamp: "1700000000", body: br#"{"a":1}"#,
/// };
/// let signature = request.sign(&AppSecret::new("SECRET"));
/// assert_eq!(signature, "7iSZiR+0g+376QEJ38xLM+3vGDs=");   // accepted by the production gateway, vector n01-live
/// assert!(request.verify(&AppSecret::new("SECRET"), &signature));
/// # Ok::<(), fapiao_signing::nuonuo::PathError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Signable<'a> {
    /// The signed part of the gateway's path.
    pub path: &'a GatewayPath,
    /// The application's key (appKey), raw.
    pub app_key: &'a str,
    /// The request's id, 32 characters.
    pub senid: &'a str,
    /// A number of 8 digits that changes from request to request.
    pub nonce: &'a str,
    /// Seconds since 1970 in decimal. Milliseconds are a classic mistake.
    pub timestamp: &'a str,
    /// The body, exactly as it is sent.
    pub body: &'a [u8],
}

impl<'a> Signable<'a> {
    /// The bytes under the signature; public, so that a mismatch can be looked at. The secret is not among them.
    #[must_use]
    pub fn canonical(&self) -> Vec<u8> {
        self.parts().concat()
    }

    /// The value of the signature header: 28 characters of Base64.
    #[must_use]
    pub fn sign(&self, secret: &AppSecret) -> String {
        self.sign_with(&SigningKey::new(secret))
    }

    /// Like [`sign`](Self::sign), with a key that was set up once.
    #[must_use]
    pub fn sign_with(&self, key: &SigningKey) -> String {
        let mut mac = key.0.clone();
        for part in self.parts() {
            mac.update(part);
        }
        STANDARD.encode(mac.finalize().into_bytes())
    }

    /// Whether the signature is the one of this request. Compares in constant time, exactly.
    #[must_use]
    pub fn verify(&self, secret: &AppSecret, signature: &str) -> bool {
        self.verify_with(&SigningKey::new(secret), signature)
    }

    /// Like [`verify`](Self::verify), with a key that was set up once.
    #[must_use]
    pub fn verify_with(&self, key: &SigningKey, signature: &str) -> bool {
        constant_time_eq(&self.sign_with(key), signature)
    }

    fn parts(&self) -> [&'a [u8]; 16] {
        let [first, second, third] = &self.path.segments;
        [
            b"a=",
            third.as_bytes(),
            b"&l=",
            second.as_bytes(),
            b"&p=",
            first.as_bytes(),
            b"&k=",
            self.app_key.as_bytes(),
            b"&i=",
            self.senid.as_bytes(),
            b"&n=",
            self.nonce.as_bytes(),
            b"&t=",
            self.timestamp.as_bytes(),
            b"&f=",
            self.body,
        ]
    }
}

/// The HMAC after the secret went in: made once per application, cloned for every signature, wiped on drop.
#[derive(Clone)]
pub struct SigningKey(Hmac<Sha1>);

impl SigningKey {
    /// Sets up the key. Any length will do, the empty text too.
    #[must_use]
    pub fn new(secret: &AppSecret) -> SigningKey {
        match Hmac::new_from_slice(secret.expose().as_bytes()) {
            Ok(mac) => SigningKey(mac),
            Err(_) => unreachable!("HMAC takes a key of any length"),
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(hidden)")
    }
}

#[cfg(test)]
mod tests;
