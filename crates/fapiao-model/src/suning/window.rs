//! How far a request's time may be off.

use crate::ChinaTime;
use std::time::Duration;

/// The largest difference between `AppRequestTime` and Suning's clock, in either direction (documented).
///
/// Whether a difference of exactly this much is inside is not known (switch `suning.time_edge`); here it is.
pub const WINDOW: Duration = Duration::from_secs(600);

/// Whether Suning takes this `AppRequestTime` at this instant: `yyyy-MM-dd HH:mm:ss` in UTC+8, at most [`WINDOW`] off.
#[must_use]
pub fn is_within_window(request_time: &str, now: ChinaTime) -> bool {
    request_time.parse::<ChinaTime>().is_ok_and(|sent| sent.since(now) <= WINDOW && now.since(sent) <= WINDOW)
}
