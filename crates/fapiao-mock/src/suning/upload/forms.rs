//! The forms of single fields.

use super::{Fields, Step, invalid};
use crate::suning::Settings;
use rust_decimal::Decimal;

pub(super) fn is_red(fields: &Fields) -> bool {
    fields.text("invoiceType") == "-1"
}

/// The forms in the order of the notes: 124, 103, 112, 115, 117 to 119, 122, 123. An optional field that is empty counts as absent.
pub(super) fn check(fields: &Fields, settings: &Settings) -> Step {
    let is_one_of = |list: &[String], field: &str| list.iter().any(|value| value == fields.text(field));
    let is_allowed = |list: &Option<Vec<String>>, field: &str| list.as_ref().is_none_or(|list| is_one_of(list, field));
    let is_optional = |field: &str, form: fn(&str) -> bool| fields.text(field).is_empty() || form(fields.text(field));
    let checks = [
        ("invoiceTime", 124, is_time(fields.text("invoiceTime")), "is neither yyyy-MM-dd HH:mm:ss nor yyyy-MM-dd"),
        ("invoiceType", 103, ["1", "-1"].contains(&fields.text("invoiceType")), "is neither 1 (blue) nor -1 (red)"),
        ("invoiceFlag", 112, is_one_of(&settings.accepted_flags, "invoiceFlag"), "is none of the accepted flags"),
        ("invoiceHeadType", 115, is_allowed(&settings.head_types, "invoiceHeadType"), "is none of the kinds of title"),
        ("invoiceAmount", 117, is_amount(fields.text("invoiceAmount")), "is not an amount in yuan"),
        ("invoiceNoTaxAmount", 118, is_optional("invoiceNoTaxAmount", is_amount), "is not an amount in yuan"),
        ("invoiceSecurityCode", 119, is_optional("invoiceSecurityCode", is_check_code), "is not made of digits"),
        ("logisticsOrderId", 122, is_optional("logisticsOrderId", is_parcel), "is not made of letters and digits"),
        ("logisticsComp", 123, is_carrier(fields, settings), "is none of the carriers"),
    ];
    match checks.into_iter().find(|(_, _, is_right, _)| !is_right) {
        Some((field, number, _, fault)) => {
            Err(invalid(number, "field form", format!("{field} {:?} {fault}", fields.text(field))))
        }
        None => Ok(()),
    }
}

/// Both forms of the documentation, which contradicts itself.
fn is_time(text: &str) -> bool {
    let whole = if text.len() == 10 { format!("{text} 00:00:00") } else { text.to_owned() };
    whole.parse::<fapiao_model::ChinaTime>().is_ok()
}

fn is_amount(text: &str) -> bool {
    Decimal::from_str_exact(text).is_ok_and(|amount| amount.normalize().scale() <= 2)
}

/// The documentation's example is four groups of five digits.
fn is_check_code(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ')
}

fn is_parcel(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_carrier(fields: &Fields, settings: &Settings) -> bool {
    let carrier = fields.text("logisticsComp");
    carrier.is_empty() || settings.carriers.as_ref().is_none_or(|list| list.iter().any(|known| known == carrier))
}
