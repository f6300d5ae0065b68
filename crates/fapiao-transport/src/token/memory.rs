//! Tokens and counts in this process's memory: lost with it, shared with nobody.

use super::{Quota, QuotaTaken, StoreError, StoredToken, TokenBudget, TokenKey, TokenStore};
use async_trait::async_trait;
use fapiao_model::ChinaTime;
use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
};

/// Keeps tokens in memory. A process that restarts fetches anew, and one more of the provider's token calls is spent.
#[derive(Debug, Default)]
pub struct MemoryTokenStore(Mutex<HashMap<TokenKey, StoredToken>>);

#[async_trait]
impl TokenStore for MemoryTokenStore {
    async fn load(&self, key: &TokenKey) -> Result<Option<StoredToken>, StoreError> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned())
    }

    async fn swap(&self, key: &TokenKey, token: StoredToken, after: u64) -> Result<bool, StoreError> {
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let current = tokens.get(key).map_or(0, |stored| stored.generation);
        if current != after {
            return Ok(false);
        }
        tokens.insert(key.clone(), token);
        Ok(true)
    }
}

/// Counts calls in memory. Calls of an earlier process are not counted.
#[derive(Debug, Default)]
pub struct MemoryQuota(Mutex<HashMap<TokenKey, VecDeque<ChinaTime>>>);

#[async_trait]
impl Quota for MemoryQuota {
    async fn take(&self, key: &TokenKey, budget: TokenBudget, now: ChinaTime) -> Result<QuotaTaken, StoreError> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let calls = counts.entry(key.clone()).or_default();
        while calls.front().is_some_and(|first| *first + budget.window <= now) {
            calls.pop_front();
        }
        let used = u32::try_from(calls.len()).unwrap_or(u32::MAX);
        if used >= budget.spendable() {
            let oldest = calls.front().copied().unwrap_or(now);
            return Ok(QuotaTaken::UsedUp { used, reopens_at: oldest + budget.window });
        }
        calls.push_back(now);
        Ok(QuotaTaken::Taken { used: used + 1 })
    }

    async fn give_back(&self, key: &TokenKey) -> Result<(), StoreError> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(calls) = counts.get_mut(key) {
            calls.pop_back();
        }
        Ok(())
    }
}
