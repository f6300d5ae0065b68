use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use rsa::pkcs1::{DecodeRsaPrivateKey, DecodeRsaPublicKey};
use rsa::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey};
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey};
use sha1::{Digest, Sha1};
use zeroize::Zeroizing;

use super::{KeyError, SignError, candidates, encoding};

/// The DER header that says "a SHA-1 digest follows" inside a PKCS#1 v1.5 signature.
const SHA1_DIGEST_INFO: [u8; 15] =
    [0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14];

/// A private RSA key. Hidden in `Debug`, wiped on drop.
///
/// 1024 bits are what the document fixes; 2048 work too.
#[derive(Clone)]
pub struct PrivateKey(RsaPrivateKey);

impl PrivateKey {
    /// Reads a key in any form that clients hand around: Base64 of PKCS#8 or PKCS#1, bare or as PEM. What is inside
    /// decides, not the label of the PEM armour.
    ///
    /// # Errors
    /// When the text is none of these; the error says what was wrong and holds nothing of the text.
    pub fn parse(text: &str) -> Result<PrivateKey, KeyError> {
        let der = encoding::der(text)?;
        match private_key(&der) {
            Some(key) => Ok(PrivateKey(key)),
            None if public_key(&der).is_some() => Err(KeyError::PublicForPrivate),
            None => Err(KeyError::NotAnRsaKey),
        }
    }

    /// The public half, for who has to hand it out or verify with it.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.0.to_public_key())
    }

    /// Bits of the modulus.
    #[must_use]
    pub fn bits(&self) -> usize {
        bits(&self.0)
    }

    /// Signs a [`string_to_sign`](super::string_to_sign): Base64 of SHA1withRSA. The same text gives the same signature;
    /// the blinding that hides the key from a stop-watch changes nothing of it.
    ///
    /// # Errors
    /// When the machine gives no randomness for the blinding.
    pub fn sign(&self, text: &str) -> Result<String, SignError> {
        let signature = self.0.sign(scheme(), &Sha1::digest(text)).map_err(|error| SignError(error.into()))?;
        Ok(STANDARD.encode(signature))
    }

    /// PKCS#8 as PEM, as `openssl pkey` writes it.
    #[must_use]
    pub fn to_pkcs8_pem(&self) -> Zeroizing<String> {
        match self.0.to_pkcs8_der() {
            Ok(der) => encoding::pem("PRIVATE KEY", der.as_bytes()),
            Err(_) => unreachable!("a key of two primes that was read can be written"),
        }
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey(hidden, {} bits)", self.bits())
    }
}

/// A public RSA key, Piaotong's or a partner's.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey(RsaPublicKey);

impl PublicKey {
    /// Reads a key in any form that clients hand around: Base64 of SPKI or PKCS#1, bare or as PEM.
    ///
    /// # Errors
    /// When the text is none of these; the error says what was wrong and holds nothing of the text.
    pub fn parse(text: &str) -> Result<PublicKey, KeyError> {
        let der = encoding::der(text)?;
        match public_key(&der) {
            Some(key) => Ok(PublicKey(key)),
            None if private_key(&der).is_some() => Err(KeyError::PrivateForPublic),
            None => Err(KeyError::NotAnRsaKey),
        }
    }

    /// Bits of the modulus.
    #[must_use]
    pub fn bits(&self) -> usize {
        bits(&self.0)
    }

    /// Whether the signature is this key's over exactly this text. Strict: standard Base64, the length of the key, PKCS#1
    /// v1.5 with SHA-1, no PSS and no other hash.
    #[must_use]
    pub fn verify(&self, text: &str, signature_base64: &str) -> bool {
        let Ok(signature) = STANDARD.decode(signature_base64) else { return false };
        self.0.verify(scheme(), &Sha1::digest(text), &signature).is_ok()
    }

    /// Whether the signature is this key's over one of the [`candidates`] of an answer. Not for requests and pushes.
    ///
    /// The text under the signature is not injective (a value may hold `&name=`), so afterwards take `code` only as 4 to
    /// 6 ASCII letters or digits and `content` only as strict Base64 (protocol notes, section 3.5).
    #[must_use]
    pub fn verify_tolerant<N: AsRef<str>, V: AsRef<str>>(
        &self,
        members: &[(N, Option<V>)],
        signature_base64: &str,
    ) -> bool {
        candidates(members).any(|text| self.verify(&text, signature_base64))
    }

    /// SPKI (`SubjectPublicKeyInfo`) as PEM, as `openssl pkey -pubout` writes it.
    #[must_use]
    pub fn to_spki_pem(&self) -> String {
        match self.0.to_public_key_der() {
            Ok(der) => encoding::pem("PUBLIC KEY", der.as_bytes()).to_string(),
            Err(_) => unreachable!("a public key that was read can be written"),
        }
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({} bits)", self.bits())
    }
}

fn scheme() -> Pkcs1v15Sign {
    Pkcs1v15Sign { hash_len: Some(20), prefix: SHA1_DIGEST_INFO.into() }
}

fn private_key(der: &[u8]) -> Option<RsaPrivateKey> {
    RsaPrivateKey::from_pkcs8_der(der).ok().or_else(|| RsaPrivateKey::from_pkcs1_der(der).ok())
}

fn public_key(der: &[u8]) -> Option<RsaPublicKey> {
    RsaPublicKey::from_public_key_der(der).ok().or_else(|| RsaPublicKey::from_pkcs1_der(der).ok())
}

fn bits(key: &impl PublicKeyParts) -> usize {
    key.n().bits_vartime() as usize
}

#[cfg(test)]
mod tests;
