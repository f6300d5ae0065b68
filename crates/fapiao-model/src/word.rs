//! Small parsed words: numbers and codes that are text on the wire.

use std::borrow::Cow;

/// A value that does not fit its word: names the word, what is wrong with the value, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} {value:?} {fault}; {next_step}")]
pub struct WordError {
    what: &'static str,
    value: String,
    fault: Cow<'static, str>,
    next_step: &'static str,
}

impl WordError {
    /// Describes a bad value. Long values are shortened.
    pub fn new(what: &'static str, value: &str, fault: impl Into<Cow<'static, str>>, next_step: &'static str) -> Self {
        let mut shown: String = value.chars().take(40).collect();
        if shown.len() < value.len() {
            shown.push('…');
        }
        Self { what, value: shown, fault: fault.into(), next_step }
    }

    /// The word that the value should have been.
    #[must_use]
    pub const fn what(&self) -> &'static str {
        self.what
    }

    /// What is wrong with the value.
    #[must_use]
    pub fn fault(&self) -> &str {
        &self.fault
    }
}

/// Declares a word: a text with a rule, that prints as itself and is read from text. The providers' modules use it too.
macro_rules! word {
    ($(#[$doc:meta])* $name:ident, $what:literal, $rule:expr, $next:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The text, as it goes on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::WordError;

            fn from_str(text: &str) -> Result<Self, $crate::WordError> {
                let rule: fn(&str) -> Result<(), &'static str> = $rule;
                rule(text).map_err(|fault| $crate::WordError::new($what, text, fault, $next))?;
                Ok(Self(text.to_owned()))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <String as serde::Deserialize>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

word!(
    /// The number under which a provider keeps an order (订单号, Nuonuo `orderNo`; Piaotong `invoiceReqSerialNo`).
    ///
    /// 1 to 64 ASCII letters, digits, `-` or `_`; a provider's client checks its own, shorter limit.
    #[doc(alias = "订单号")]
    #[doc(alias = "orderNo")]
    OrderNumber,
    "order number",
    |text| match text {
        "" => Err("is empty"),
        _ if text.len() > 64 => Err("is longer than 64 characters"),
        _ if !text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') =>
            Err("has other characters than ASCII letters, digits, - and _"),
        _ => Ok(()),
    },
    "use 1 to 64 letters, digits, - or _"
);

word!(
    /// The number of an invoice (发票号码): 20 digits if it is fully digital, 8 with an [`InvoiceCode`] otherwise.
    #[doc(alias = "发票号码")]
    InvoiceNumber,
    "invoice number",
    |text| match text.len() {
        8 | 20 if text.bytes().all(|b| b.is_ascii_digit()) => Ok(()),
        8 | 20 => Err("has other characters than digits"),
        _ => Err("has neither 8 nor 20 digits"),
    },
    "use the 20 digits of a fully digital invoice, or the 8 digits of an older one"
);

impl InvoiceNumber {
    /// Whether it is the number of a fully digital invoice (数电).
    #[must_use]
    pub const fn is_fully_digital(&self) -> bool {
        self.0.len() == 20
    }
}

word!(
    /// The code of an invoice that is not fully digital (发票代码): 10 or 12 digits.
    #[doc(alias = "发票代码")]
    InvoiceCode,
    "invoice code",
    |text| match text.len() {
        10 | 12 if text.bytes().all(|b| b.is_ascii_digit()) => Ok(()),
        10 | 12 => Err("has other characters than digits"),
        _ => Err("has neither 10 nor 12 digits"),
    },
    "pad a code of 11 digits with a leading 0"
);

word!(
    /// The tax classification of goods or services (税收分类编码): 19 digits.
    #[doc(alias = "税收分类编码")]
    #[doc(alias = "goodsCode")]
    TaxClassificationCode,
    "tax classification code",
    |text| match text.len() {
        19 if text.bytes().all(|b| b.is_ascii_digit()) => Ok(()),
        _ => Err("does not have 19 digits"),
    },
    "take the 19 digits from the bureau's table, filled up with zeros at the end"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_the_word_the_fault_and_the_next_step() {
        let error = "3/4".parse::<OrderNumber>().unwrap_err().to_string();
        assert_eq!(
            error,
            "order number \"3/4\" has other characters than ASCII letters, digits, - and _; use 1 to 64 letters, digits, - or _"
        );
    }

    #[test]
    fn a_long_value_is_not_printed_whole() {
        let error = "9".repeat(5000).parse::<InvoiceNumber>().unwrap_err().to_string();
        assert!(error.len() < 300, "{error}");
    }

    #[test]
    fn words_keep_their_limits() {
        assert!("24312000000022669098".parse::<InvoiceNumber>().is_ok_and(|n| n.is_fully_digital()));
        assert!("10008058".parse::<InvoiceNumber>().is_ok_and(|n| !n.is_fully_digital()));
        assert!("2431200000002266909".parse::<InvoiceNumber>().is_err());
        assert!("033001600111".parse::<InvoiceCode>().is_ok());
        assert!("03300160011".parse::<InvoiceCode>().is_err());
        assert!("1090511030000000000".parse::<TaxClassificationCode>().is_ok());
        assert!("109051103".parse::<TaxClassificationCode>().is_err());
        assert!("订单1".parse::<OrderNumber>().is_err());
    }
}
