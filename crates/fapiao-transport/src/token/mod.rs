//! Access tokens: what they are, where they are kept, and how they are renewed without spending the provider's budget.

mod budget;
mod memory;
mod source;

pub use budget::{Quota, QuotaTaken, TokenBudget};
pub use memory::{MemoryQuota, MemoryTokenStore};
pub use source::{FetchToken, FetchedToken, TokenSource};

use async_trait::async_trait;
use fapiao_model::{ChinaTime, Provider};
use std::{fmt, time::Duration};
use zeroize::Zeroizing;

/// An access token. It is a secret: no `Display`, a hidden `Debug`, wiped when dropped.
#[doc(alias = "accessToken")]
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken(Zeroizing<String>);

impl AccessToken {
    /// Takes the text over.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text, for the header that carries it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken(hidden)")
    }
}

/// Whose token it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TokenKey {
    /// Whose application.
    pub provider: Provider,
    /// The application's public key.
    pub application: String,
    /// The merchant that a third-party application acts for; `None` for an application of one's own.
    pub merchant: Option<String>,
}

/// A token as a store keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredToken {
    /// The token.
    pub token: AccessToken,
    /// Counts the tokens of this key, from 1. A holder whose generation is no longer the stored one has an old token.
    pub generation: u64,
    /// When it was fetched.
    pub fetched_at: ChinaTime,
    /// When it ends; `None` for a permanent token.
    pub expires_at: Option<ChinaTime>,
}

impl StoredToken {
    /// Whether it can still be used at this instant, with some time to spare.
    #[must_use]
    pub fn is_fresh(&self, now: ChinaTime, spare: Duration) -> bool {
        self.expires_at.is_none_or(|end| now + spare < end)
    }
}

/// Keeps tokens, shared between the callers (and, in a database or file, between the processes) of one application.
#[async_trait]
pub trait TokenStore: fmt::Debug + Send + Sync + 'static {
    /// The current token.
    ///
    /// # Errors
    /// If the store can't be read.
    async fn load(&self, key: &TokenKey) -> Result<Option<StoredToken>, StoreError>;

    /// Stores a token if the stored generation is still `after` (0: none stored), and says whether it did.
    ///
    /// # Errors
    /// If the store can't be written.
    async fn swap(&self, key: &TokenKey, token: StoredToken, after: u64) -> Result<bool, StoreError>;
}

/// A store that can't be reached, read or written.
#[derive(Debug, thiserror::Error)]
#[error("the {store} failed: {message}")]
pub struct StoreError {
    store: &'static str,
    message: String,
}

impl StoreError {
    /// Names the store and what happened to it. The message must hold no token.
    #[must_use]
    pub fn new(store: &'static str, message: impl Into<String>) -> Self {
        Self { store, message: message.into() }
    }
}
