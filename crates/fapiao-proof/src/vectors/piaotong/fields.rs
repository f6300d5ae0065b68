//! Single values: addresses in contents, serial numbers.

use super::super::case::{Case, Checked, failed, malformed, same, same_optional};
use fapiao_model::node::Node;
use fapiao_model::piaotong::{Alias, Encoded, check_serial};
use fapiao_model::{ChinaTime, OrderNumber};
use fapiao_piaotong::Stamp;
use serde_json::Value;

/// Characters of an alias, and of an order's serial number with one.
const ALIAS: usize = 4;
const ORDER_SERIAL: usize = 20;

/// An address that came in Base64.
pub(super) fn address(_: &Value, case: Case<'_>) -> Checked {
    let field: Result<Encoded, _> = Node::from(case.text("wire")?).read();
    let field = field.map_err(|error| failed("decode", error, "an address"))?;
    same_optional("decode", field.url().as_deref(), case.optional_text("decoded"))
}

/// A serial number of somebody else's: an order's is one that we would take, an envelope's one that we could have made.
pub(super) fn serial(_: &Value, case: Case<'_>) -> Checked {
    let value = case.text("value")?;
    if value.len() == ORDER_SERIAL {
        let number: OrderNumber = value.parse().map_err(|error| failed("serial", error, value))?;
        return check_serial(&number).map_err(|fault| failed("serial", fault, value));
    }
    let no_serial = || malformed("value", "alias, yyyyMMddHHmmss and a tail", case.value("value"));
    let (alias, rest) = value.split_at_checked(ALIAS).ok_or_else(no_serial)?;
    let (digits, tail) = rest.split_at_checked(14).ok_or_else(no_serial)?;
    let alias: Alias = alias.parse().map_err(|error| failed("alias", error, alias))?;
    let time = written_out(digits).ok_or_else(no_serial)?;
    let time: ChinaTime = time.parse().map_err(|error| failed("time", error, digits))?;
    same("serial", Stamp::new(time, tail).serial(&alias), value)
}

/// `20261122034107` as `2026-11-22 03:41:07`.
fn written_out(digits: &str) -> Option<String> {
    let part = |range: std::ops::Range<usize>| digits.get(range);
    let (date, time) = ([part(0..4)?, part(4..6)?, part(6..8)?], [part(8..10)?, part(10..12)?, part(12..14)?]);
    Some(format!("{} {}", date.join("-"), time.join(":")))
}
