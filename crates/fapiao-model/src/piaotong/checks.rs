//! Checks of texts and decimals, in the units of the vendor's tables.

use crate::Fault;
use rust_decimal::Decimal;

/// Length of a text in "GBK bytes", counted as GB18030: 1 for ASCII, 2 for any other character of the basic plane, 4 for the
/// rest.
///
/// Exact for everything that GBK has. The basic plane also has characters outside GBK (4 bytes in GB18030); for a text with
/// such ones this is a lower bound, and four times the number of characters an upper one.
///
/// ```
/// assert_eq!(fapiao_model::piaotong::gb18030_bytes("A票𠮷"), 1 + 2 + 4);
/// ```
#[must_use]
pub fn gb18030_bytes(text: &str) -> usize {
    let width = |c: char| match c {
        '\0'..='\x7f' => 1,
        '\u{80}'..='\u{ffff}' => 2,
        _ => 4,
    };
    text.chars().map(width).sum()
}

/// At most so many "GBK bytes".
pub(super) fn bytes(field: &str, text: &str, most: usize) -> Result<(), Fault> {
    match gb18030_bytes(text) {
        length if length > most => {
            let message =
                format!("has {length} GBK bytes (a Chinese character counts 2), at most {most} fit; shorten it");
            Err(Fault::new(field, message))
        }
        _ => Ok(()),
    }
}

/// At most so many characters.
pub(super) fn chars(field: &str, text: &str, most: usize) -> Result<(), Fault> {
    match text.chars().count() {
        length if length > most => {
            Err(Fault::new(field, format!("has {length} characters, at most {most} fit; shorten it")))
        }
        _ => Ok(()),
    }
}

/// Not blank.
pub(super) fn present(field: &str, text: &str) -> Result<(), Fault> {
    if text.trim().is_empty() { Err(Fault::new(field, "is empty; Piaotong requires it")) } else { Ok(()) }
}

/// Without the characters that Piaotong forbids in names.
pub(super) fn no_angle_brackets(field: &str, text: &str) -> Result<(), Fault> {
    if text.contains(['<', '>']) {
        return Err(Fault::new(field, "has < or >, which Piaotong forbids there; write it without"));
    }
    Ok(())
}

/// A telephone number: digits, parentheses of either width, hyphens.
pub(super) fn telephone(field: &str, text: &str) -> Result<(), Fault> {
    chars(field, text, 20)?;
    if !text.chars().all(|c| c.is_ascii_digit() || "()（）-－".contains(c)) {
        return Err(Fault::new(field, "has other characters than digits, parentheses and hyphens; remove them"));
    }
    Ok(())
}

/// At most so many digits before the point.
pub(super) fn integer_digits(field: &str, value: Decimal, most: u32) -> Result<(), Fault> {
    let limit = Decimal::from(10u64.pow(most));
    if value.abs() >= limit {
        return Err(Fault::new(field, format!("{value} has more than {most} digits before the point; split the line")));
    }
    Ok(())
}

/// Checks an optional text.
pub(super) fn if_given(
    field: &str,
    text: Option<&str>,
    check: impl Fn(&str, &str) -> Result<(), Fault>,
) -> Result<(), Fault> {
    text.map_or(Ok(()), |text| check(field, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_character_counts_two_bytes() {
        // "发票" is B7A2 C6B1 in GBK; 𠮷 is 9535 B239 in GB18030 (computed with Python's codecs).
        assert_eq!(gb18030_bytes("发票"), 4);
        assert_eq!(gb18030_bytes("𠮷"), 4);
        assert_eq!(gb18030_bytes("（）"), 4);
        assert_eq!(gb18030_bytes("A-1 ~"), 5);
        assert_eq!(gb18030_bytes(""), 0);
    }

    #[test]
    fn a_text_of_just_the_length_fits() {
        assert!(bytes("remark", &"票".repeat(120), 240).is_ok());
        let fault = bytes("remark", &"票".repeat(121), 240).unwrap_err().to_string();
        assert_eq!(fault, "remark: has 242 GBK bytes (a Chinese character counts 2), at most 240 fit; shorten it");
    }

    #[test]
    fn a_telephone_number_takes_full_width_signs() {
        assert!(telephone("buyerTel", "（010）-62001234").is_ok());
        assert!(telephone("buyerTel", "010 62001234").is_err());
    }

    #[test]
    fn digits_before_the_point_are_counted() {
        assert!(integer_digits("quantity", "99999999.99".parse().unwrap(), 8).is_ok());
        assert!(integer_digits("quantity", "-100000000".parse().unwrap(), 8).is_err());
    }
}
