//! Which party of an invoice acts.

use serde::{Serialize, Serializer};

/// Which party of an invoice acts on a red confirmation form (`applySource`, `identity`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The seller (销方), code 0.
    Seller,
    /// The buyer (购方), code 1.
    Buyer,
}

impl Side {
    /// Nuonuo's code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Seller => "0",
            Self::Buyer => "1",
        }
    }

    /// The side behind Nuonuo's code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "0" => Some(Self::Seller),
            "1" => Some(Self::Buyer),
            _ => None,
        }
    }
}

impl Serialize for Side {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}
