//! Why an invoice is reversed.

use serde::{Deserialize, Serialize};

/// Why an invoice is reversed (冲红原因).
///
/// The bureau and Nuonuo number the first two the other way round, so neither number is available from this type by accident:
/// a provider module asks for its own code.
#[doc(alias = "冲红原因")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RedReason {
    /// The goods came back.
    #[doc(alias = "销货退回")]
    GoodsReturned,
    /// The invoice was wrong.
    #[doc(alias = "开票有误")]
    IssuedInError,
    /// The service was stopped.
    #[doc(alias = "服务中止")]
    ServiceStopped,
    /// A sales allowance.
    #[doc(alias = "销售折让")]
    SalesAllowance,
}

impl RedReason {
    /// The words that the tax bureau prints.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::GoodsReturned => "销货退回",
            Self::IssuedInError => "开票有误",
            Self::ServiceStopped => "服务中止",
            Self::SalesAllowance => "销售折让",
        }
    }

    /// The national two-digit code of the tax bureau (general knowledge of the scheme; not what Nuonuo takes).
    #[must_use]
    pub const fn bureau_code(self) -> &'static str {
        match self {
            Self::IssuedInError => "01",
            Self::GoodsReturned => "02",
            Self::ServiceStopped => "03",
            Self::SalesAllowance => "04",
        }
    }
}
