use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use des::TdesEde3;
use ecb::cipher::block_padding::Pkcs7;
use ecb::cipher::common::InnerInit;
use ecb::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyInit};
use ecb::{Decryptor, Encryptor};

use super::{ContentError, KeyError};

const BLOCK: usize = 8;

/// The 3DES key of the content (`DESede`, ECB, PKCS#5 padding). Hidden in `Debug`, wiped on drop.
#[derive(Clone)]
pub struct ContentKey {
    cipher: TdesEde3,
    degenerate: bool,
}

impl ContentKey {
    /// Takes the key text as Piaotong hands it out: its 24 bytes are the key, nothing is decoded or hashed.
    ///
    /// # Errors
    /// When the text does not have exactly 24 bytes.
    pub fn parse(text: &str) -> Result<ContentKey, KeyError> {
        let key: &[u8; 24] =
            text.as_bytes().try_into().map_err(|_| KeyError::ContentKeyLength { found: text.len() })?;
        Ok(ContentKey { cipher: TdesEde3::new(key.into()), degenerate: is_degenerate(key) })
    }

    /// Whether the key is no stronger than single DES, because its first and second or second and third part are the
    /// same. Works here, but worth a warning: .NET clients refuse such a key.
    #[must_use]
    pub fn is_degenerate(&self) -> bool {
        self.degenerate
    }

    /// Encrypts and writes standard Base64 without line breaks. An empty plain text gives one block.
    #[must_use]
    pub fn encrypt(&self, plaintext: &[u8]) -> String {
        STANDARD.encode(Encryptor::inner_init(&self.cipher).encrypt_padded_vec::<Pkcs7>(plaintext))
    }

    /// Reads what [`encrypt`](Self::encrypt) wrote, strictly. An envelope's `content` of `""` means that there is none
    /// and must not come here.
    ///
    /// # Errors
    /// When Base64, block length, padding or UTF-8 are not right; nothing is repaired.
    pub fn decrypt(&self, base64: &str) -> Result<String, ContentError> {
        let encrypted = STANDARD.decode(base64).map_err(|_| ContentError::NotBase64)?;
        if encrypted.is_empty() || encrypted.len() % BLOCK != 0 {
            return Err(ContentError::BlockLength { found: encrypted.len() });
        }
        let plaintext = Decryptor::inner_init(&self.cipher)
            .decrypt_padded_vec::<Pkcs7>(&encrypted)
            .map_err(|_| ContentError::Padding)?;
        String::from_utf8(plaintext).map_err(|_| ContentError::NotUtf8)
    }
}

impl fmt::Debug for ContentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContentKey(hidden)")
    }
}

/// Compares the three parts of the key, without the lowest bit of each byte: it is a parity bit that DES ignores.
fn is_degenerate(key: &[u8; 24]) -> bool {
    let same = |left: &[u8], right: &[u8]| left.iter().zip(right).all(|(l, r)| l >> 1 == r >> 1);
    same(&key[..8], &key[8..16]) || same(&key[8..16], &key[16..])
}

#[cfg(test)]
mod tests;
