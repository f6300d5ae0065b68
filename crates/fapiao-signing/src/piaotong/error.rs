use std::error::Error;

/// Why a key text was refused. Never holds any of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// A content key must have exactly 24 bytes. It is neither padded nor cut, as some clients do.
    #[error("the 3DES key must have exactly 24 bytes, this one has {found}")]
    ContentKeyLength {
        /// Bytes of the text that was given.
        found: usize,
    },
    /// There is nothing between the armour lines, or nothing at all.
    #[error("the key is empty")]
    Empty,
    /// A PEM text begins but doesn't end.
    #[error("the PEM armour is not closed")]
    UnclosedArmour,
    /// The text is not Base64.
    #[error("the key is not valid Base64")]
    NotBase64,
    /// It is Base64, but of no RSA key that this version reads: PKCS#8, PKCS#1 or SPKI, 1024 to 8192 bits.
    #[error("this is not an RSA key of 1024 to 8192 bits in PKCS#8, PKCS#1 or SPKI form")]
    NotAnRsaKey,
    /// A public key where a private one is needed.
    #[error("this is a public key, a private key is needed here")]
    PublicForPrivate,
    /// A private key where a public one is needed.
    #[error("this is a private key, a public key is needed here")]
    PrivateForPublic,
}

/// Why a content could not be decrypted. Never holds any of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContentError {
    /// The text is not Base64 of the standard alphabet with padding.
    #[error("the content is not valid Base64")]
    NotBase64,
    /// The cipher text is empty or not made of whole blocks of 8 bytes.
    #[error("the encrypted content has {found} bytes, not a non-zero multiple of 8")]
    BlockLength {
        /// Bytes of the cipher text.
        found: usize,
    },
    /// The padding is wrong; as a rule the key is another one.
    #[error("the content does not decrypt with this key")]
    Padding,
    /// The plain text is not UTF-8; as a rule the key is another one.
    #[error("the decrypted content is not UTF-8")]
    NotUtf8,
}

/// The RSA operation itself failed: the machine gave no randomness for the blinding, or the key is inconsistent.
#[derive(Debug, thiserror::Error)]
#[error("the RSA signature could not be made")]
pub struct SignError(#[source] pub(super) Box<dyn Error + Send + Sync>);
