//! An instant, written the way the providers write it: as wall clock of UTC+8.

use crate::WordError;
use jiff::{Timestamp, civil::DateTime, tz::Offset};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, ops, str::FromStr, time::Duration};

const CHINA: Offset = jiff::tz::offset(8);

/// An instant with millisecond precision that prints as China Standard Time (UTC+8, no daylight saving).
///
/// ```
/// use fapiao_model::ChinaTime;
///
/// let time: ChinaTime = "2026-03-05 14:07:08".parse()?;
/// assert_eq!(time.unix_seconds(), 1_772_690_828);
/// assert_eq!(time.compact(), "20260305140708");
/// # Ok::<(), fapiao_model::WordError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChinaTime(i64);

impl ChinaTime {
    /// The last second that the time library can print.
    const LAST: i64 = 253_402_207_200_000;

    /// From milliseconds since 1970-01-01 UTC; clamped to the years 1970 to 9999.
    #[must_use]
    pub const fn from_unix_millis(millis: i64) -> Self {
        if millis < 0 {
            return Self(0);
        }
        Self(if millis > Self::LAST { Self::LAST } else { millis })
    }

    /// Milliseconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn unix_millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn unix_seconds(self) -> i64 {
        self.0 / 1000
    }

    /// `yyyyMMddHHmmss`.
    #[must_use]
    pub fn compact(self) -> String {
        self.civil().strftime("%Y%m%d%H%M%S").to_string()
    }

    /// `yyyy-MM-dd`.
    #[must_use]
    pub fn date(self) -> String {
        self.civil().strftime("%Y-%m-%d").to_string()
    }

    /// How long after `earlier`; zero if it is not after.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or_default())
    }

    fn civil(self) -> DateTime {
        CHINA.to_datetime(Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH))
    }
}

impl ops::Add<Duration> for ChinaTime {
    type Output = Self;

    fn add(self, length: Duration) -> Self {
        Self::from_unix_millis(self.0.saturating_add(i64::try_from(length.as_millis()).unwrap_or(i64::MAX)))
    }
}

impl ops::Sub<Duration> for ChinaTime {
    type Output = Self;

    fn sub(self, length: Duration) -> Self {
        Self::from_unix_millis(self.0.saturating_sub(i64::try_from(length.as_millis()).unwrap_or(i64::MAX)))
    }
}

impl fmt::Display for ChinaTime {
    /// `yyyy-MM-dd HH:mm:ss`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.civil().strftime("%Y-%m-%d %H:%M:%S"))
    }
}

impl FromStr for ChinaTime {
    type Err = WordError;

    /// Reads exactly `yyyy-MM-dd HH:mm:ss`, as wall clock of UTC+8.
    fn from_str(text: &str) -> Result<Self, WordError> {
        let wrong = || WordError::new("time", text, "is not of the form yyyy-MM-dd HH:mm:ss", "write it as China time");
        let shape = "0000-00-00 00:00:00";
        let fits = text.len() == shape.len()
            && text.bytes().zip(shape.bytes()).all(|(t, s)| if s == b'0' { t.is_ascii_digit() } else { t == s });
        if !fits {
            return Err(wrong());
        }
        let civil = text.parse::<DateTime>().map_err(|_| wrong())?;
        CHINA.to_timestamp(civil).map(|t| Self(t.as_millisecond())).map_err(|_| wrong())
    }
}

impl Serialize for ChinaTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ChinaTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_wall_clock_of_utc_plus_8() {
        let time = ChinaTime::from_unix_millis(0);
        assert_eq!(time.to_string(), "1970-01-01 08:00:00");
        assert_eq!(time.date(), "1970-01-01");
    }

    #[test]
    fn only_the_one_form_is_read() {
        for wrong in ["2026-3-5 14:07:08", "2026-03-05T14:07:08", "2026-03-05 14:07", "2026-02-30 00:00:00", "", "昨天"]
        {
            assert!(wrong.parse::<ChinaTime>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn extreme_values_do_not_panic() {
        assert!(ChinaTime::from_unix_millis(i64::MAX).to_string().starts_with("9999-12-31"));
        let _ = ChinaTime::from_unix_millis(i64::MIN) - Duration::MAX;
    }
}
