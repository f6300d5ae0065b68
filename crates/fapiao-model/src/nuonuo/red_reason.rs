//! Nuonuo's codes of the red reasons. The first two are the other way round at the tax bureau.

use crate::RedReason;

/// Nuonuo's code (`redReason`): 1 goods returned, 2 issued in error, 3 service stopped, 4 sales allowance (notes, 7.5).
#[must_use]
pub const fn red_reason_code(reason: RedReason) -> &'static str {
    match reason {
        RedReason::GoodsReturned => "1",
        RedReason::IssuedInError => "2",
        RedReason::ServiceStopped => "3",
        RedReason::SalesAllowance => "4",
    }
}

/// The reason behind Nuonuo's code. `None` for anything but `1` to `4`: the bureau's `01` to `04` mean something else.
#[must_use]
pub fn red_reason_from_code(code: &str) -> Option<RedReason> {
    Some(match code {
        "1" => RedReason::GoodsReturned,
        "2" => RedReason::IssuedInError,
        "3" => RedReason::ServiceStopped,
        "4" => RedReason::SalesAllowance,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goods_returned_is_1_here_and_02_at_the_bureau() {
        assert_eq!(red_reason_code(RedReason::GoodsReturned), "1");
        assert_eq!(RedReason::GoodsReturned.bureau_code(), "02");
        assert_eq!(red_reason_from_code("2"), Some(RedReason::IssuedInError));
    }

    #[test]
    fn the_bureaus_two_digit_codes_are_not_taken_for_nuonuos() {
        assert_eq!(red_reason_from_code("01"), None);
    }
}
