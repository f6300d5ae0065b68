//! Tax numbers and their check digit.

use crate::WordError;
use serde::{Deserialize, Deserializer, Serialize};
use std::{fmt, str::FromStr};

/// The 31 characters of a unified social credit code, in the order of their values (GB 32100-2015).
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A taxpayer's number (税号): 6 to 20 letters and digits.
///
/// Most are unified social credit codes of 18 characters, whose last is a check digit; older ones have 15 to 20, and the
/// vendors' test numbers follow no rule. So the check digit is a question to ask, never a reason to refuse.
#[doc(alias = "税号")]
#[doc(alias = "纳税人识别号")]
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct TaxNumber(String);

impl TaxNumber {
    /// The text, as it goes on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the last character fits the others, by GB 32100-2015.
    #[must_use]
    pub fn check_digit(&self) -> CheckDigit {
        let Some((last, rest)) = self.0.as_bytes().split_last().filter(|(_, rest)| rest.len() == 17) else {
            return CheckDigit::None;
        };
        let mut sum = 0;
        let mut weight = 1;
        for byte in rest {
            let Some(value) = ALPHABET.iter().position(|c| c == byte) else { return CheckDigit::None };
            sum += value * weight;
            weight = weight * 3 % 31;
        }
        let expected = ALPHABET.get((31 - sum % 31) % 31).copied().unwrap_or(b'0');
        if expected == *last { CheckDigit::Right } else { CheckDigit::Wrong { expected: expected.into() } }
    }
}

/// What the check digit of a tax number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckDigit {
    /// It fits.
    Right,
    /// It does not; most likely a character was mistyped.
    Wrong {
        /// The character that would fit the first 17.
        expected: char,
    },
    /// The number is not a unified social credit code, so it has none.
    None,
}

impl CheckDigit {
    /// Whether there is a check digit and it does not fit.
    #[must_use]
    pub const fn is_wrong(self) -> bool {
        matches!(self, Self::Wrong { .. })
    }
}

impl FromStr for TaxNumber {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let fault = if !(6..=20).contains(&text.len()) {
            "does not have 6 to 20 characters"
        } else if !text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) {
            "has other characters than digits and capital letters"
        } else {
            return Ok(Self(text.to_owned()));
        };
        Err(WordError::new("tax number", text, fault, "copy it from the business licence"))
    }
}

impl fmt::Display for TaxNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for TaxNumber {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for TaxNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digit(text: &str) -> CheckDigit {
        text.parse::<TaxNumber>().unwrap().check_digit()
    }

    #[test]
    fn published_credit_codes_have_the_right_digit() {
        // Public numbers of the platform companies themselves, as printed on their licences.
        for number in ["91310117568051222X", "91110108551385082Q", "91440300708461136T"] {
            assert_eq!(digit(number), CheckDigit::Right, "{number}");
        }
    }

    #[test]
    fn a_mistyped_character_is_noticed_but_not_refused() {
        assert_eq!(digit("91310117568051223X"), CheckDigit::Wrong { expected: '1' });
    }

    #[test]
    fn the_vendors_test_numbers_follow_no_rule() {
        assert_eq!(digit("339902999999789113"), CheckDigit::Wrong { expected: 'U' });
        assert_eq!(digit("338801999999001"), CheckDigit::None);
    }

    #[test]
    fn lower_case_and_blanks_are_refused() {
        for wrong in ["9131011756805122x", "91310117 68051222X", "12345", "税号税号税号"] {
            assert!(wrong.parse::<TaxNumber>().is_err(), "{wrong}");
        }
    }
}
