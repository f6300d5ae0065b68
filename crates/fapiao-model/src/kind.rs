//! Invoice kinds.

use serde::{Deserialize, Serialize};

/// The kind of an invoice (票种).
///
/// The fully digital kinds are issued today; the kinds with a tax device are kept for old invoices that are still reversed.
/// Each provider module maps them to its own codes.
#[doc(alias = "票种")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum InvoiceKind {
    /// Fully digital ordinary invoice, electronic.
    #[doc(alias = "电子发票(普通发票)")]
    DigitalOrdinary,
    /// Fully digital special invoice, electronic: the buyer deducts its tax.
    #[doc(alias = "电子发票(增值税专用发票)")]
    DigitalSpecial,
    /// Fully digital ordinary invoice on paper.
    #[doc(alias = "数电纸质发票(普通发票)")]
    DigitalPaperOrdinary,
    /// Fully digital special invoice on paper.
    #[doc(alias = "数电纸质发票(增值税专用发票)")]
    DigitalPaperSpecial,
    /// VAT ordinary invoice, electronic, by a tax device.
    VatOrdinary,
    /// VAT special invoice, electronic, by a tax device.
    VatSpecial,
    /// VAT ordinary invoice on paper.
    VatPaperOrdinary,
    /// VAT special invoice on paper.
    VatPaperSpecial,
    /// VAT ordinary invoice on a roll.
    VatRoll,
    /// Purchase invoice, electronic.
    #[doc(alias = "收购发票")]
    Purchase,
    /// Purchase invoice on paper.
    PurchasePaper,
    /// Motor vehicle sales invoice.
    #[doc(alias = "机动车销售统一发票")]
    MotorVehicle,
    /// Second-hand vehicle sales invoice.
    #[doc(alias = "二手车销售统一发票")]
    SecondHandVehicle,
}

impl InvoiceKind {
    /// Whether the invoice is fully digital (数电): one 20-digit number and no invoice code.
    #[must_use]
    pub const fn is_fully_digital(self) -> bool {
        matches!(
            self,
            Self::DigitalOrdinary | Self::DigitalSpecial | Self::DigitalPaperOrdinary | Self::DigitalPaperSpecial
        )
    }

    /// Whether the buyer may deduct the tax on it, so that the buyer's tax number is required.
    #[must_use]
    pub const fn is_special(self) -> bool {
        matches!(self, Self::DigitalSpecial | Self::DigitalPaperSpecial | Self::VatSpecial | Self::VatPaperSpecial)
    }
}
