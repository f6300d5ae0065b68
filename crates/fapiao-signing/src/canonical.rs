use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::AppSecret;

const MASK: &[u8] = b"***";

/// The bytes under a signature whose text contains the secret.
///
/// Made for looking at when a signature is refused: [`masked`](Self::masked) may go to a log, [`expose`](Self::expose)
/// may not. `Debug` hides it and it is wiped on drop.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Canonical {
    bytes: Vec<u8>,
    secret: AppSecret,
}

impl Canonical {
    /// Binds the bytes to the secret that has to be masked in them.
    #[must_use]
    pub fn new(bytes: Vec<u8>, secret: &AppSecret) -> Canonical {
        Canonical { bytes, secret: secret.clone() }
    }

    /// The very bytes, secret included.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes as text, every occurrence of the secret replaced by `***`. Bytes that are no UTF-8 become `U+FFFD`.
    #[must_use]
    pub fn masked(&self) -> String {
        let secret = self.secret.expose().as_bytes();
        if secret.is_empty() {
            return String::from_utf8_lossy(&self.bytes).into_owned();
        }
        let mut masked = Vec::with_capacity(self.bytes.len());
        let mut rest = self.bytes.as_slice();
        while let Some((&byte, tail)) = rest.split_first() {
            if let Some(after) = rest.strip_prefix(secret) {
                masked.extend_from_slice(MASK);
                rest = after;
            } else {
                masked.push(byte);
                rest = tail;
            }
        }
        String::from_utf8_lossy(&masked).into_owned()
    }
}

impl fmt::Debug for Canonical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Canonical(hidden, {} bytes)", self.bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(bytes: &[u8], secret: &str) -> Canonical {
        Canonical::new(bytes.to_vec(), &AppSecret::new(secret))
    }

    #[test]
    fn debug_shows_neither_the_bytes_nor_the_secret() {
        assert_eq!(format!("{:?}", canonical(b"s3cretbody", "s3cret")), "Canonical(hidden, 10 bytes)");
    }

    #[test]
    fn every_occurrence_of_the_secret_is_masked_wherever_it_stands() {
        assert_eq!(canonical(b"abXabab", "ab").masked(), "***X******");
        assert_eq!(canonical(b"aab", "ab").masked(), "a***");
        assert_eq!(canonical("密钥k密钥".as_bytes(), "密钥").masked(), "***k***");
    }

    #[test]
    fn an_empty_secret_masks_nothing_and_ends() {
        assert_eq!(canonical(b"body", "").masked(), "body");
    }

    #[test]
    fn bytes_that_are_no_text_are_shown_all_the_same() {
        assert_eq!(canonical(b"k\xff!", "k").masked(), "***\u{fffd}!");
    }

    #[test]
    fn wiping_empties_the_bytes() {
        let mut canonical = canonical(b"s3cretbody", "s3cret");
        canonical.zeroize();
        assert_eq!(canonical.expose(), b"");
    }
}
