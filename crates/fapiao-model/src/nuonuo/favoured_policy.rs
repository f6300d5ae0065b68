//! Favoured tax policies and zero rates of a line.

/// A favoured tax policy of a line (优惠政策, `favouredPolicyFlag`; notes, 7.6).
#[doc(alias = "favouredPolicyFlag")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FavouredPolicy {
    /// Simplified levy (简易征收).
    Simplified,
    /// Rare earth products (稀土产品).
    RareEarth,
    /// Tax exempt (免税).
    Exempt,
    /// Not taxed (不征税).
    NotTaxed,
    /// Levied, then refunded (先征后退).
    LevyThenRefund,
    /// Levied, then refunded whole.
    LevyThenRefundWhole,
    /// Levied, then refunded by half.
    LevyThenRefundHalf,
    /// Simplified levy at 3 %.
    SimplifiedAt3,
    /// Simplified levy at 5 %.
    SimplifiedAt5,
    /// Simplified levy at 5 %, reduced to 1.5 %.
    SimplifiedAt5Reduced,
    /// Immediate refund of 30 % (即征即退).
    Refund30,
    /// Immediate refund of 50 %.
    Refund50,
    /// Immediate refund of 70 %.
    Refund70,
    /// Immediate refund of 100 %.
    Refund100,
    /// Immediate refund of what exceeds 3 %.
    RefundAbove3,
    /// Immediate refund of what exceeds 8 %.
    RefundAbove8,
    /// Immediate refund of what exceeds 12 %.
    RefundAbove12,
    /// Immediate refund of what exceeds 6 %.
    RefundAbove6,
    /// A policy of the kinds before full digitisation, by its name (`favouredPolicyName`).
    Named(String),
}

impl FavouredPolicy {
    /// Nuonuo's flag: two digits for fully digital kinds, 1 for the older ones, which name the policy.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Simplified => "01",
            Self::RareEarth => "02",
            Self::Exempt => "03",
            Self::NotTaxed => "04",
            Self::LevyThenRefund => "05",
            Self::LevyThenRefundWhole => "06",
            Self::LevyThenRefundHalf => "07",
            Self::SimplifiedAt3 => "08",
            Self::SimplifiedAt5 => "09",
            Self::SimplifiedAt5Reduced => "10",
            Self::Refund30 => "11",
            Self::Refund50 => "12",
            Self::Refund70 => "13",
            Self::Refund100 => "14",
            Self::RefundAbove3 => "15",
            Self::RefundAbove8 => "16",
            Self::RefundAbove12 => "17",
            Self::RefundAbove6 => "18",
            Self::Named(_) => "1",
        }
    }
}

/// Which zero rate a line of rate 0 has (零税率标识, `zeroRateFlag`). The documents leave it empty for fully digital kinds.
#[doc(alias = "zeroRateFlag")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ZeroRate {
    /// Exempt (免税), code 1.
    Exempt,
    /// Not taxed (不征税), code 2.
    NotTaxed,
    /// Ordinary zero rate (普通零税率), code 3.
    Ordinary,
}

impl ZeroRate {
    /// Nuonuo's code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exempt => "1",
            Self::NotTaxed => "2",
            Self::Ordinary => "3",
        }
    }
}
