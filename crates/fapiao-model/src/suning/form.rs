//! Small wire words.

use crate::{ChinaTime, InvoiceCode, InvoiceNumber};
use serde::{Serialize, Serializer};
use std::fmt;

/// The format of request and answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// XML, Suning's default.
    #[default]
    Xml,
    /// JSON.
    Json,
}

impl Format {
    /// The value of the header `Format`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Xml => "xml",
            Self::Json => "json",
        }
    }

    /// The media type. Suning does not look at it.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Xml => "text/xml; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// The kind of the uploaded invoice (发票标识, `invoiceFlag`).
///
/// The values are those of the sister operation `custom.storage.query`; which of them the upload takes is not documented.
/// Its example is `02`.
#[doc(alias = "发票标识")]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvoiceFlag {
    /// `01`, a VAT special invoice.
    VatSpecial,
    /// `02`, a VAT ordinary invoice.
    VatOrdinary,
    /// `04`, an electronic invoice.
    Electronic,
    /// Another value, sent as it is.
    Other(String),
}

impl InvoiceFlag {
    /// The wire value.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::VatSpecial => "01",
            Self::VatOrdinary => "02",
            Self::Electronic => "04",
            Self::Other(value) => value,
        }
    }
}

impl Serialize for InvoiceFlag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// When the invoice was issued, in the form that Suning gets it (开票日期, `invoiceTime`).
///
/// The document contradicts itself: its example has a time of day, error 124 asks for the date alone. The switch
/// `suning.invoice_time`: with the time of day unless told otherwise.
#[doc(alias = "开票日期")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvoiceTime {
    /// `yyyy-MM-dd HH:mm:ss`
    Second(ChinaTime),
    /// `yyyy-MM-dd`
    Day(ChinaTime),
    /// A text of the caller's own, sent as it is.
    Verbatim(String),
}

impl From<ChinaTime> for InvoiceTime {
    fn from(time: ChinaTime) -> Self {
        Self::Second(time)
    }
}

impl fmt::Display for InvoiceTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Second(time) => time.fmt(f),
            Self::Day(time) => f.write_str(&time.date()),
            Self::Verbatim(text) => f.write_str(text),
        }
    }
}

impl Serialize for InvoiceTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Which way the uploaded invoice goes (发票类型, `invoiceType`). A red one names what it reverses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    /// An invoice (蓝票), `1`.
    #[doc(alias = "蓝票")]
    Blue,
    /// A red-letter invoice (红票), `-1`.
    #[doc(alias = "红票")]
    Red(Original),
}

/// The invoice that a red one reverses (原发票).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Original {
    pub(super) number: Option<InvoiceNumber>,
    pub(super) code: Option<InvoiceCode>,
}

impl Original {
    /// By its number alone, as a fully digital invoice has no code.
    #[must_use]
    pub const fn number(number: InvoiceNumber) -> Self {
        Self { number: Some(number), code: None }
    }

    /// By code and number.
    #[must_use]
    pub const fn code_and_number(code: InvoiceCode, number: InvoiceNumber) -> Self {
        Self { number: Some(number), code: Some(code) }
    }

    /// Not named. Taken only under [`OriginalRule::Optional`](super::OriginalRule::Optional).
    #[must_use]
    pub const fn unnamed() -> Self {
        Self { number: None, code: None }
    }
}
