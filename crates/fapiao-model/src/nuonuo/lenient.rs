//! How odd values of answers are read.

use crate::ChinaTime;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, de::Error};

/// A time as epoch milliseconds (13 digits), epoch seconds (10 digits, the time of a void) or `yyyy-MM-dd HH:mm:ss`.
///
/// Anything else is no time: it stands nowhere in a decision, so it does not spoil the answer it is in.
pub(super) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<ChinaTime>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.and_then(|text| read_time(text.trim())))
}

fn read_time(text: &str) -> Option<ChinaTime> {
    match text.parse::<i64>() {
        Ok(number) if number >= 100_000_000_000 => Some(ChinaTime::from_unix_millis(number)),
        Ok(number) if number > 0 => Some(ChinaTime::from_unix_millis(number.saturating_mul(1000))),
        Ok(_) => None,
        Err(_) => text.parse().ok(),
    }
}

/// A decimal with as many places as it came with: prices and quantities of answers have 18.
pub(super) fn decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    let text = text.trim();
    let number = Decimal::from_str_exact(text).or_else(|_| text.parse()).or_else(|_| Decimal::from_scientific(text));
    number.map(|number| Some(number.normalize())).map_err(|_| D::Error::custom("is not a decimal number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_come_in_three_forms() {
        assert_eq!(read_time("1795233600000").map(ChinaTime::unix_millis), Some(1_795_233_600_000));
        assert_eq!(read_time("1625475746").map(ChinaTime::unix_seconds), Some(1_625_475_746));
        assert_eq!(read_time("2020-06-19 15:56:07").map(|t| t.to_string()).as_deref(), Some("2020-06-19 15:56:07"));
        for none in ["", "-", "0", "soon"] {
            assert_eq!(read_time(none), None, "{none}");
        }
    }
}
