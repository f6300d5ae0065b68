//! Nuonuo's codes and names of the invoice kinds.

use crate::InvoiceKind;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The kind of an invoice as Nuonuo codes it (`invoiceLine`): one that we know, or the code as it came.
#[doc(alias = "invoiceLine")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A kind that the documents list.
    Known(InvoiceKind),
    /// A code that they do not.
    Other(String),
}

impl Kind {
    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Known(kind) => kind_code(*kind),
            Self::Other(code) => code,
        }
    }

    /// The kind, if it is one that we know.
    #[must_use]
    pub const fn known(&self) -> Option<InvoiceKind> {
        if let Self::Known(kind) = self { Some(*kind) } else { None }
    }
}

impl From<InvoiceKind> for Kind {
    fn from(kind: InvoiceKind) -> Self {
        Self::Known(kind)
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Ok(kind_from_code(&code).map_or(Self::Other(code), Self::Known))
    }
}

/// Nuonuo's code of a kind (notes, 7.1).
#[must_use]
pub const fn kind_code(kind: InvoiceKind) -> &'static str {
    match kind {
        InvoiceKind::DigitalOrdinary => "pc",
        InvoiceKind::DigitalSpecial => "bs",
        InvoiceKind::DigitalPaperOrdinary => "ec",
        InvoiceKind::DigitalPaperSpecial => "es",
        InvoiceKind::VatOrdinary => "p",
        InvoiceKind::VatSpecial => "b",
        InvoiceKind::VatPaperOrdinary => "c",
        InvoiceKind::VatPaperSpecial => "s",
        InvoiceKind::VatRoll => "r",
        InvoiceKind::Purchase => "e",
        InvoiceKind::PurchasePaper => "f",
        InvoiceKind::MotorVehicle => "j",
        InvoiceKind::SecondHandVehicle => "u",
    }
}

/// The kind that a code of Nuonuo stands for.
#[must_use]
pub fn kind_from_code(code: &str) -> Option<InvoiceKind> {
    Some(match code {
        "pc" => InvoiceKind::DigitalOrdinary,
        "bs" => InvoiceKind::DigitalSpecial,
        "ec" => InvoiceKind::DigitalPaperOrdinary,
        "es" => InvoiceKind::DigitalPaperSpecial,
        "p" => InvoiceKind::VatOrdinary,
        "b" => InvoiceKind::VatSpecial,
        "c" => InvoiceKind::VatPaperOrdinary,
        "s" => InvoiceKind::VatPaperSpecial,
        "r" => InvoiceKind::VatRoll,
        "e" => InvoiceKind::Purchase,
        "f" => InvoiceKind::PurchasePaper,
        "j" => InvoiceKind::MotorVehicle,
        "u" => InvoiceKind::SecondHandVehicle,
        _ => return None,
    })
}

/// The kind behind a Chinese name, as queryInvoiceResult gives it (`invoiceKind`). The documents' own example uses a name
/// that their list does not have, so a name that is not found means nothing.
#[must_use]
pub fn kind_from_name(name: &str) -> Option<InvoiceKind> {
    Some(match name {
        "电子发票(普通发票)" => InvoiceKind::DigitalOrdinary,
        "电子发票(增值税专用发票)" => InvoiceKind::DigitalSpecial,
        "全电纸质发票(普通发票)" | "数电纸质发票(普通发票)" => InvoiceKind::DigitalPaperOrdinary,
        "全电纸质发票(增值税专用发票)" | "数电纸质发票(增值税专用发票)" => {
            InvoiceKind::DigitalPaperSpecial
        }
        "增值税电子普通发票" | "电子增值税普通发票" => InvoiceKind::VatOrdinary,
        "专用发票(电子)" => InvoiceKind::VatSpecial,
        "增值税普通发票" => InvoiceKind::VatPaperOrdinary,
        "增值税专用发票" => InvoiceKind::VatPaperSpecial,
        "增值税普通发票(卷式)" => InvoiceKind::VatRoll,
        "收购发票(电子)" => InvoiceKind::Purchase,
        "收购发票(纸质)" => InvoiceKind::PurchasePaper,
        "机动车销售统一发票" => InvoiceKind::MotorVehicle,
        "二手车销售统一发票" => InvoiceKind::SecondHandVehicle,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_table_comes_back() {
        for code in ["p", "c", "s", "b", "e", "f", "r", "j", "u", "bs", "pc", "es", "ec"] {
            assert_eq!(kind_from_code(code).map(kind_code), Some(code));
        }
    }

    #[test]
    fn an_unlisted_code_is_kept() {
        let kind: Kind = crate::node::Node::from("zz").read().unwrap();
        assert_eq!((kind.code(), kind.known()), ("zz", None));
    }
}
