//! Numbers: a pure function of who asks for what, so that whoever asks again asks for the same number.

use crate::{Order, Released};
use fapiao_model::{OrderNumber, TaxNumber, WordError};
use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

/// Crockford's base 32: no I, L, O, U, so that a number can be read out.
const BASE32: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The seller's tax number.
pub type Seller = TaxNumber;

fn label(what: &'static str, text: &str, max: usize) -> Result<String, WordError> {
    let fault = if text.is_empty() {
        "is empty"
    } else if text.chars().count() > max {
        "is too long"
    } else if text.chars().any(char::is_control) || text.trim() != text {
        "has control characters, or blanks at an end"
    } else {
        return Ok(text.to_owned());
    };
    Err(WordError::new(what, text, fault, "use a short text without line breaks"))
}

/// Declares a text of the merchant's own.
macro_rules! label {
    ($(#[$doc:meta])* $name:ident, $what:literal, $max:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = WordError;

            fn from_str(text: &str) -> Result<Self, WordError> {
                label($what, text, $max).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

label!(
    /// Names the source of the references (a shop system, a till): two sources may use the same reference for two orders.
    Realm,
    "realm",
    64
);
label!(
    /// The merchant's own number of an order (商户单号), unique within its realm, seller and direction.
    #[doc(alias = "商户单号")]
    Reference,
    "reference",
    128
);

/// Which way an invoice goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// An invoice (蓝票).
    #[doc(alias = "蓝票")]
    Blue,
    /// A red-letter invoice, which reverses one (红票).
    #[doc(alias = "红票")]
    Red,
}

/// The form that a provider wants its order numbers in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberForm {
    prefix: String,
    length: usize,
}

impl NumberForm {
    /// A fixed prefix and how many characters come after it: at least 12, of which 4 go to realm and attempt.
    ///
    /// # Errors
    /// If fewer are left, or the prefix is not letters and digits.
    pub fn new(prefix: &str, length: usize) -> Result<Self, WordError> {
        let fault = if length < 12 {
            "leaves fewer than 12 characters: numbers would collide"
        } else if length > 40 || !prefix.bytes().all(|b| b.is_ascii_alphanumeric()) {
            "is not a short text of letters and digits"
        } else {
            return Ok(Self { prefix: prefix.to_owned(), length });
        };
        Err(WordError::new("number form", prefix, fault, "give a shorter prefix"))
    }
}

/// One number for one order: realm, seller, direction, reference, and which attempt it is.
///
/// ```
/// use fapiao_issuing::{Attempt, Direction, NumberForm};
///
/// let seller = "91310117568051222X".parse()?;
/// let attempt = Attempt::first(&"shop".parse()?, &seller, Direction::Blue, &"2026-0001".parse()?);
/// let form = NumberForm::new("", 20)?;
/// assert_eq!(attempt.number(&form), attempt.number(&form));
/// assert_eq!(attempt.number(&form).as_str().len(), 20);
/// # Ok::<(), fapiao_model::WordError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Attempt {
    realm: Realm,
    seller: Seller,
    direction: Direction,
    reference: Reference,
    index: u8,
}

impl Attempt {
    /// The first attempt: a pure function, so that a program that lost its journal asks for the same number, and is told so.
    #[must_use]
    pub fn first(realm: &Realm, seller: &Seller, direction: Direction, reference: &Reference) -> Self {
        Self { realm: realm.clone(), seller: seller.clone(), direction, reference: reference.clone(), index: 1 }
    }

    /// The next attempt, after the former number was released. There is no other way to a second number.
    ///
    /// # Errors
    /// After the 31st attempt: something else is wrong then.
    pub fn after(released: Released) -> Result<Self, AttemptsUsedUp> {
        let mut next = released.into_attempt();
        if next.index >= 31 {
            return Err(AttemptsUsedUp(next.reference));
        }
        next.index += 1;
        Ok(next)
    }

    /// The number in a provider's form: 3 characters for the realm, a base-32 digest over all four, 1 for the attempt.
    #[must_use]
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "the checked form makes it a valid order number"
    )]
    pub fn number(&self, form: &NumberForm) -> OrderNumber {
        let realm = base32(&Sha256::digest(self.realm.as_str()), 3);
        let direction = match self.direction {
            Direction::Blue => "blue",
            Direction::Red => "red",
        };
        let order = digest(&[self.realm.as_str(), self.seller.as_str(), direction, self.reference.as_str()]);
        let order = base32(&order, form.length - 4);
        let index = char::from(BASE32.get(usize::from(self.index)).copied().unwrap_or(b'Z'));
        format!("{}{realm}{order}{index}", form.prefix).parse().expect("letters and digits, at most 64")
    }

    /// The mark of this order's content: see [`Mark`].
    #[must_use]
    pub fn mark(&self, order: &Order) -> Mark {
        Mark::of(&[self.realm.as_str(), self.reference.as_str(), &order.canonical()])
    }

    /// The source of the references.
    #[must_use]
    pub const fn realm(&self) -> &Realm {
        &self.realm
    }

    /// The seller.
    #[must_use]
    pub const fn seller(&self) -> &Seller {
        &self.seller
    }

    /// Which way the invoice goes.
    #[must_use]
    pub const fn direction(&self) -> Direction {
        self.direction
    }

    /// The merchant's own number.
    #[must_use]
    pub const fn reference(&self) -> &Reference {
        &self.reference
    }

    /// Which attempt it is, from 1.
    #[must_use]
    pub const fn index(&self) -> u8 {
        self.index
    }
}

/// No further attempt for an order.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("order {0} has used all 31 attempts; look at why each was given up")]
pub struct AttemptsUsedUp(Reference);

/// Tells our invoice from a stranger's: a digest of realm, reference and the order's content, sent in a field that the
/// provider gives back.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mark(String);

impl Mark {
    /// The mark over these texts.
    #[must_use]
    pub fn of(texts: &[&str]) -> Self {
        Self(format!("fp1{}", base32(&digest(texts), 17)))
    }

    /// A mark that a provider gave back. `None` if the text is none of ours.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let tail = text.strip_prefix("fp1")?;
        let is_ours = tail.len() == 17 && tail.bytes().all(|byte| BASE32.contains(&byte));
        is_ours.then(|| Self(text.to_owned()))
    }

    /// The text: 20 letters and digits, the shortest length that a provider documents for such a field.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// SHA-256 over texts, each with its length before it, so that no two lists have the same bytes.
fn digest(texts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(text);
    }
    hash.finalize().into()
}

/// The first `length` base-32 digits of a digest: five bits a character, the highest first.
fn base32(bytes: &[u8], length: usize) -> String {
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
    let digit = |at: usize| (0..5).fold(0, |digit, offset| digit << 1 | usize::from(bit(at * 5 + offset)));
    (0..length).map(|at| char::from(BASE32.get(digit(at)).copied().unwrap_or(b'0'))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn attempt(realm: &str, reference: &str) -> Attempt {
        let seller = "91310117568051222X".parse().unwrap();
        Attempt::first(&realm.parse().unwrap(), &seller, Direction::Blue, &reference.parse().unwrap())
    }

    #[test]
    fn base32_is_crockfords() {
        // Both values of this file were computed with Python (hashlib, base64.b32encode with the alphabet replaced).
        assert_eq!(base32(&Sha256::digest("shop"), 16), "HP803MSCD9R3V5CJ");
    }

    #[test]
    fn the_number_does_not_change_between_versions() {
        let form = NumberForm::new("", 20).unwrap();
        assert_eq!(attempt("shop", "2026-0001").number(&form).as_str(), "HP8X1ATWBDGN2H90KFR1");
    }

    #[test]
    fn each_of_the_four_changes_the_number() {
        let form = NumberForm::new("", 20).unwrap();
        let base = attempt("shop", "1");
        let mut red = base.clone();
        red.direction = Direction::Red;
        let mut other = base.clone();
        other.seller = "91110108551385082Q".parse().unwrap();
        let all = [base, red, other, attempt("till", "1"), attempt("shop", "2")];
        assert_eq!(all.iter().map(|a| a.number(&form)).collect::<HashSet<_>>().len(), 5);
    }

    #[test]
    fn a_mark_is_recognised_and_a_strangers_text_is_not() {
        let mark = Mark::of(&["a", "b"]);
        assert_eq!(Mark::read(mark.as_str()), Some(mark));
        assert_eq!(Mark::read("备用字段"), None);
        assert_eq!(Mark::read("fp1short"), None);
    }

    #[test]
    fn texts_can_not_flow_into_each_other() {
        assert_ne!(Mark::of(&["ab", "c"]), Mark::of(&["a", "bc"]));
    }

    proptest! {
        #[test]
        fn any_reference_has_a_number_of_its_form(reference in "\\PC{1,60}") {
            let form = NumberForm::new("TEST", 16).unwrap();
            if let Ok(reference) = reference.parse::<Reference>() {
                let number = attempt("shop", reference.as_str()).number(&form);
                prop_assert_eq!(number.as_str().len(), 20);
                prop_assert!(number.as_str().starts_with("TEST"));
            }
        }
    }
}
