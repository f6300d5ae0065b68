//! Serial numbers: the platform's alias and the request serial that an invoice lives under.

use crate::{Fault, OrderNumber};

word!(
    /// The platform's alias (平台简称): the start of every serial number. Given by Piaotong; four letters or digits.
    ///
    /// Longer ones exist (`KYPT0001` was seen), so up to 8 are taken; see [`is_usual`](Self::is_usual).
    #[doc(alias = "平台简称")]
    Alias,
    "platform alias",
    |text| match text.len() {
        1..=8 if text.bytes().all(|b| b.is_ascii_alphanumeric()) => Ok(()),
        1..=8 => Err("has other characters than ASCII letters and digits"),
        _ => Err("does not have 1 to 8 characters"),
    },
    "take the four characters that Piaotong gave you"
);

impl Alias {
    /// Whether it has the documented four characters; with any other length envelope serials are not 26 characters long.
    #[must_use]
    pub const fn is_usual(&self) -> bool {
        self.0.len() == 4
    }
}

/// Checks the form of a request serial (发票请求流水号, `invoiceReqSerialNo`) that we make: 20 ASCII letters and digits.
///
/// Serials that Piaotong makes (`P1075733838694584320`) may have another form, so queries are not checked like this.
///
/// # Errors
/// If it has another length or other characters.
pub fn check_serial(serial: &OrderNumber) -> Result<(), Fault> {
    let text = serial.as_str();
    if text.len() == 20 && text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Ok(());
    }
    let message =
        format!("{text:?} is not the platform's alias and then letters and digits, 20 in all; take such a number");
    Err(Fault::new("invoiceReqSerialNo", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_aliases_are_taken_and_noticed() {
        assert!("TEST".parse::<Alias>().is_ok_and(|alias| alias.is_usual()));
        assert!("KYPT0001".parse::<Alias>().is_ok_and(|alias| !alias.is_usual()));
        for wrong in ["", "KYPT00011", "TE-T", "票通"] {
            assert!(wrong.parse::<Alias>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_request_serial_has_20_letters_and_digits() {
        let check = |text: &str| check_serial(&text.parse().unwrap());
        assert!(check("TEST0000000000000001").is_ok());
        for wrong in ["TEST000000000000001", "TEST00000000000000001", "TEST_000000000000001"] {
            assert!(check(wrong).is_err(), "{wrong}");
        }
    }
}
