//! The four systems.

use serde::{Deserialize, Serialize};
use std::fmt;

/// One of the four systems that fapiao speaks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Provider {
    /// The open platform of Nuonuo, product `诺税通SaaS`.
    #[doc(alias = "诺诺")]
    Nuonuo,
    /// The gateway in front of Nuonuo at `kf.fw199.com`.
    #[doc(alias = "蜂巢")]
    Fengchao,
    /// The platform of vpiaotong.
    #[doc(alias = "票通")]
    Piaotong,
    /// The marketplace that shows invoices to its shoppers.
    #[doc(alias = "苏宁")]
    Suning,
}

impl Provider {
    /// The provider's name in lower case, as features and settings spell it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nuonuo => "nuonuo",
            Self::Fengchao => "fengchao",
            Self::Piaotong => "piaotong",
            Self::Suning => "suning",
        }
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
