//! Numbers that Nuonuo gives, or takes, as text.

/// What every number that Nuonuo itself made up is held to: there is one, and it is short and printable.
fn printable(text: &str) -> Result<(), &'static str> {
    match text {
        "" => Err("is empty"),
        _ if text.len() > 64 => Err("is longer than 64 characters"),
        _ if !text.bytes().all(|b| b.is_ascii_graphic()) => Err("has blanks or characters beyond ASCII"),
        _ => Ok(()),
    }
}

word!(
    /// The number that Nuonuo gives an accepted request (发票流水号): 20 digits as a rule.
    #[doc(alias = "invoiceSerialNum")]
    #[doc(alias = "fpqqlsh")]
    #[doc(alias = "流水号")]
    SerialNumber,
    "serial number",
    printable,
    "copy it from Nuonuo's answer"
);

word!(
    /// The merchant's own number of an application for a red confirmation form (申请号), at most 32 characters.
    ///
    /// It is the only safe key for repeating the application, so this library always sends one.
    #[doc(alias = "billId")]
    BillId,
    "application number",
    |text| match text {
        "" => Err("is empty"),
        _ if text.len() > 32 => Err("is longer than 32 characters"),
        _ if !text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') =>
            Err("has other characters than ASCII letters, digits, - and _"),
        _ => Ok(()),
    },
    "use 1 to 32 letters, digits, - or _"
);

word!(
    /// The number of a red confirmation form (红字确认单编号).
    #[doc(alias = "billNo")]
    RedConfirmationNumber,
    "red confirmation number",
    printable,
    "copy it from the red confirmation form"
);

word!(
    /// The tax bureau's id of a red confirmation form (红字确认单uuid).
    #[doc(alias = "billUuid")]
    RedConfirmationUuid,
    "red confirmation uuid",
    printable,
    "copy it from the red confirmation form"
);

word!(
    /// The number of an issuing point (分机号): 1 to 5 digits.
    #[doc(alias = "分机号")]
    #[doc(alias = "extensionNumber")]
    ExtensionNumber,
    "extension number",
    |text| match text {
        "" => Err("is empty"),
        _ if text.len() > 5 => Err("is longer than 5 digits"),
        _ if !text.bytes().all(|b| b.is_ascii_digit()) => Err("has other characters than digits"),
        _ => Ok(()),
    },
    "use the digits that Nuonuo shows, or leave it out"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_number_is_1_to_5_digits() {
        assert!("923".parse::<ExtensionNumber>().is_ok());
        for wrong in ["", "123456", "9a", "９２３", "-1"] {
            assert!(wrong.parse::<ExtensionNumber>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_application_number_has_at_most_32_characters() {
        assert!("RED202611210001".parse::<BillId>().is_ok());
        assert!("x".repeat(33).parse::<BillId>().is_err());
    }
}
