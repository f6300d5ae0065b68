//! Money, quantities and rates: decimals, never floats.

use crate::WordError;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, iter, ops, str::FromStr};

/// What no amount, quantity, price or rate reaches: 10¹⁵.
const LIMIT: Decimal = Decimal::from_parts(0xA4C6_8000, 0x0003_8D7E, 0, false, 0);

fn parse(what: &'static str, text: &str) -> Result<Decimal, WordError> {
    let wrong = || WordError::new(what, text, "is not a decimal number", "write digits with a point, such as 113.00");
    if text.len() > 64 || text.contains('_') {
        return Err(wrong());
    }
    Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text)).map_err(|_| wrong())
}

/// Declares a decimal word with at most `$digits` decimal places.
macro_rules! decimal {
    ($(#[$doc:meta])* $name:ident, $what:literal, $digits:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Decimal);

        impl $name {
            /// The largest number of decimal places.
            pub const DIGITS: u32 = $digits;

            /// Takes a decimal that fits; trailing zeros do not count.
            ///
            /// # Errors
            /// If it has more decimal places than the type allows (nothing is rounded silently), or 16 digits before the point:
            /// no provider takes as many, and below that no sum or product of invoicing overflows.
            pub fn new(value: Decimal) -> Result<Self, WordError> {
                let value = value.normalize();
                if value.abs() >= LIMIT {
                    let next_step = "write it in yuan, and look for a misplaced point";
                    return Err(WordError::new($what, &value.to_string(), "is too large", next_step));
                }
                if value.scale() > $digits {
                    let fault = concat!("has more than ", $digits, " decimal places");
                    return Err(WordError::new($what, &value.to_string(), fault, "round it first"));
                }
                Ok(Self(value))
            }

            /// Rounds half away from zero, as Chinese invoicing does.
            #[must_use]
            pub fn rounded(value: Decimal) -> Self {
                Self(value.round_dp_with_strategy($digits, RoundingStrategy::MidpointAwayFromZero).normalize())
            }

            /// The number.
            #[must_use]
            pub const fn decimal(self) -> Decimal {
                self.0
            }

            /// Whether it is zero.
            #[must_use]
            pub fn is_zero(self) -> bool {
                self.0.is_zero()
            }

            /// Whether it is below zero.
            #[must_use]
            pub fn is_negative(self) -> bool {
                self.0 < Decimal::ZERO
            }
        }

        impl FromStr for $name {
            type Err = WordError;

            fn from_str(text: &str) -> Result<Self, WordError> {
                Self::new(parse($what, text)?)
            }
        }

        impl Serialize for $name {
            /// As text: no provider takes money as a JSON number where it does not have to.
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            /// From text. A JSON number reaches this as its own digits through [`node`](crate::node).
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

decimal!(
    /// An amount of money in yuan, exact to the fen (two decimal places); prints with both.
    #[doc(alias = "金额")]
    Amount,
    "amount",
    2
);
decimal!(
    /// A quantity, with at most 8 decimal places.
    #[doc(alias = "数量")]
    Quantity,
    "quantity",
    8
);
decimal!(
    /// A unit price in yuan, with at most 8 decimal places.
    #[doc(alias = "单价")]
    UnitPrice,
    "unit price",
    8
);
decimal!(
    /// A tax rate as a fraction: `0.13` is 13 %.
    #[doc(alias = "税率")]
    TaxRate,
    "tax rate",
    6
);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// From fen, the hundredth of a yuan.
    #[must_use]
    pub fn from_fen(fen: i64) -> Self {
        Self(Decimal::new(fen, 2).normalize())
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.0)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Display for UnitPrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Display for TaxRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.scale() < 2 { write!(f, "{:.2}", self.0) } else { fmt::Display::fmt(&self.0, f) }
    }
}

impl ops::Add for Amount {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl ops::Sub for Amount {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl ops::Neg for Amount {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl iter::Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, |sum, amount| sum + amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_amount_prints_its_fen() {
        for (text, printed) in [("12.1", "12.10"), ("0", "0.00"), ("-3", "-3.00"), ("1e2", "100.00"), ("0.10", "0.10")]
        {
            assert_eq!(text.parse::<Amount>().unwrap().to_string(), printed);
        }
    }

    #[test]
    fn a_third_decimal_is_refused_and_not_rounded() {
        assert!("0.005".parse::<Amount>().is_err());
        assert!("1.000".parse::<Amount>().is_ok());
    }

    #[test]
    fn what_could_overflow_a_sum_is_refused() {
        assert_eq!(LIMIT.to_string(), "1000000000000000");
        assert!("999999999999999.99".parse::<Amount>().is_ok());
        assert!("-1000000000000000".parse::<Amount>().is_err());
        assert!("79228162514264337593543950335".parse::<Amount>().is_err());
    }

    #[test]
    fn half_a_fen_rounds_away_from_zero() {
        assert_eq!(Amount::rounded("2.345".parse().unwrap()).to_string(), "2.35");
        assert_eq!(Amount::rounded("-2.345".parse().unwrap()).to_string(), "-2.35");
    }

    #[test]
    fn a_rate_prints_at_least_two_places() {
        for (text, printed) in [("0.13", "0.13"), ("0", "0.00"), ("0.015", "0.015"), ("0.1", "0.10")] {
            assert_eq!(text.parse::<TaxRate>().unwrap().to_string(), printed);
        }
    }

    #[test]
    fn huge_and_odd_texts_are_errors_not_panics() {
        for wrong in ["", "NaN", "1,000.00", "１２", "1_000", "1e999", &"9".repeat(200)] {
            assert!(wrong.parse::<Amount>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn fen_survive_printing_and_reading(fen in -1_000_000_000_000i64..1_000_000_000_000) {
            let amount = Amount::from_fen(fen);
            prop_assert_eq!(amount.to_string().parse::<Amount>().unwrap(), amount);
        }
    }
}
