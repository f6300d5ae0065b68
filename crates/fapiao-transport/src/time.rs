//! Time and randomness, as parameters.

use fapiao_model::ChinaTime;
use std::{fmt, time::Duration};

/// The time. Tests bring their own.
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// The wall clock.
    fn now(&self) -> ChinaTime;

    /// Time since some fixed point, that never goes back: for deadlines.
    fn monotonic(&self) -> Duration;
}

/// Random bytes. Tests bring their own.
pub trait Entropy: fmt::Debug + Send + Sync + 'static {
    /// Fills the buffer with random bytes.
    fn fill(&self, buffer: &mut [u8]);
}

impl dyn Entropy {
    /// `length` characters of an alphabet of at most 256, evenly drawn.
    #[must_use]
    pub fn text(&self, length: usize, alphabet: &[u8]) -> String {
        let size = alphabet.len().clamp(1, 256);
        let fair = 256 - 256 % size;
        let mut text = String::with_capacity(length);
        let mut buffer = [0; 32];
        while text.len() < length {
            self.fill(&mut buffer);
            let drawn = buffer.iter().filter(|byte| usize::from(**byte) < fair);
            for byte in drawn.take(length - text.len()) {
                text.push(alphabet.get(usize::from(*byte) % size).copied().unwrap_or(b'0').into());
            }
        }
        text
    }

    /// Lower-case hexadecimal digits.
    #[must_use]
    pub fn hex(&self, length: usize) -> String {
        self.text(length, b"0123456789abcdef")
    }

    /// Decimal digits, the first not 0.
    #[must_use]
    pub fn digits(&self, length: usize) -> String {
        loop {
            // One call of the generator is mostly enough; each is a system call.
            let text = self.text(length, b"0123456789");
            if !text.starts_with('0') {
                return text;
            }
        }
    }

    /// Letters and digits.
    #[must_use]
    pub fn base62(&self, length: usize) -> String {
        self.text(length, b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU8, Ordering};

    #[derive(Debug)]
    struct Counting(AtomicU8);

    impl Entropy for Counting {
        fn fill(&self, buffer: &mut [u8]) {
            buffer.fill_with(|| self.0.fetch_add(1, Ordering::Relaxed));
        }
    }

    #[test]
    fn texts_have_their_length_and_alphabet() {
        let entropy: &dyn Entropy = &Counting(AtomicU8::new(0));
        assert_eq!(entropy.hex(32).len(), 32);
        assert!(entropy.digits(8).bytes().all(|b| b.is_ascii_digit()));
        assert_ne!(entropy.digits(8).as_bytes()[0], b'0');
        assert_eq!(entropy.base62(0), "");
    }

    #[test]
    fn no_character_is_drawn_more_often_than_another() {
        let entropy: &dyn Entropy = &Counting(AtomicU8::new(0));
        let text = entropy.text(248 * 3, b"0123456789abcdefghijklmnopqrstu");
        let zeros = text.bytes().filter(|b| *b == b'0').count();
        assert_eq!(zeros, 24, "248 of 256 byte values are used for 31 characters, each by 8 of them");
    }
}
