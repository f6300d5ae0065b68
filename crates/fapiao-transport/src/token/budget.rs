//! How many token calls are left.

use super::{StoreError, TokenKey};
use async_trait::async_trait;
use fapiao_model::ChinaTime;
use std::{fmt, time::Duration};

/// How many token calls a provider allows, and how many of them are never spent by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenBudget {
    /// Calls in a window.
    pub limit: u32,
    /// Calls kept back for a person.
    pub reserve: u32,
    /// The rolling window.
    pub window: Duration,
}

impl TokenBudget {
    /// Nuonuo's: 50 calls in 30 days (documented); 10 of them kept back (our choice).
    pub const NUONUO: Self = Self { limit: 50, reserve: 10, window: Duration::from_secs(30 * 24 * 3600) };

    /// How many calls may be made without a person.
    #[must_use]
    pub const fn spendable(&self) -> u32 {
        self.limit.saturating_sub(self.reserve)
    }
}

/// Counts calls that a provider limits, before they are made.
#[async_trait]
pub trait Quota: fmt::Debug + Send + Sync + 'static {
    /// Takes one call out of the budget, if one is left in the window that ends now.
    ///
    /// # Errors
    /// If the count can't be read or written: then the call must not be made.
    async fn take(&self, key: &TokenKey, budget: TokenBudget, now: ChinaTime) -> Result<QuotaTaken, StoreError>;

    /// Gives the call back that was taken last, because it never left.
    ///
    /// # Errors
    /// If the count can't be written.
    async fn give_back(&self, key: &TokenKey) -> Result<(), StoreError>;
}

/// What [`Quota::take`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuotaTaken {
    /// One was taken.
    Taken {
        /// Calls in the window, this one included.
        used: u32,
    },
    /// None is left to take.
    UsedUp {
        /// Calls in the window.
        used: u32,
        /// When the oldest of them leaves the window.
        reopens_at: ChinaTime,
    },
}
