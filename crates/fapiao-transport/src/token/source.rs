//! Gives the current token, and renews it: one fetch at a time, in a task of its own, counted before it is made.

use super::{AccessToken, Quota, QuotaTaken, StoreError, StoredToken, TokenBudget, TokenKey, TokenStore};
use crate::{Clock, Error, ErrorKind};
use async_trait::async_trait;
use fapiao_model::{ChinaTime, Entry, Outcome};
use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::watch;

/// Fetches a new token from the provider.
#[async_trait]
pub trait FetchToken: fmt::Debug + Send + Sync + 'static {
    /// One call to the provider's token endpoint.
    ///
    /// # Errors
    /// Those of the call.
    async fn fetch(&self) -> Result<FetchedToken, Error>;
}

/// What the provider answered.
#[derive(Clone, Debug)]
pub struct FetchedToken {
    /// The token.
    pub token: AccessToken,
    /// How long it lives; `None` for a permanent token.
    pub expires_in: Option<Duration>,
}

/// Gives the current token of one key.
///
/// A provider such as Nuonuo allows 50 token calls in 30 days, and a new token ends the old one. So: a token is fetched only
/// when there is none that lives; at most one fetch runs at a time and all callers share its result; it runs in a task of its
/// own, which a dropped caller does not stop; it is counted before it is made; after a failed fetch the next one waits, and a
/// token that still lives is used meanwhile; and after a refusal the token is renewed only if the one that was refused is still
/// the current one, at most once an hour. Clones share everything.
#[derive(Clone)]
pub struct TokenSource(Arc<Inner>);

struct Inner {
    entry: &'static Entry,
    key: TokenKey,
    fetch: Box<dyn FetchToken>,
    store: Arc<dyn TokenStore>,
    quota: Arc<dyn Quota>,
    clock: Arc<dyn Clock>,
    budget: TokenBudget,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<StoredToken>,
    flight: Option<watch::Receiver<Option<Landed>>>,
    renewed_after_refusal: Option<Duration>,
    failure: Option<Failure>,
}

/// The last fetch, if it failed.
struct Failure {
    error: Error,
    /// How many failed in a row.
    times: u32,
    /// On the monotonic clock: no fetch before.
    next: Duration,
}

type Landed = Result<StoredToken, Error>;

/// Which token will not do.
#[derive(Clone, Copy)]
enum Not {
    Stale,
    Generation(u64),
}

impl TokenSource {
    /// How long before its end a token is renewed.
    pub const RENEW_BEFORE: Duration = Duration::from_secs(45 * 60);
    /// How far apart two renewals after a refusal are at least, and two fetches that the provider refused.
    pub const RENEWALS_APART: Duration = Duration::from_secs(3600);
    /// How far apart a failed fetch and the next one are; it doubles with every failure, up to [`Self::RENEWALS_APART`].
    pub const FETCHES_APART: Duration = Duration::from_secs(30);

    /// A source over a store and a count. `entry` is the token call, for errors.
    pub fn new(
        entry: &'static Entry,
        key: TokenKey,
        fetch: impl FetchToken,
        store: Arc<dyn TokenStore>,
        quota: Arc<dyn Quota>,
        clock: Arc<dyn Clock>,
        budget: TokenBudget,
    ) -> Self {
        let fetch = Box::new(fetch);
        let state = Mutex::default();
        Self(Arc::new(Inner { entry, key, fetch, store, quota, clock, budget, state }))
    }

    /// The current token, fetched first if there is none that lives.
    ///
    /// # Errors
    /// Those of the fetch; `Throttled` when the budget is used up; `Unavailable` when the store is down and there is no token
    /// in memory. All are `NotSent` as far as the call that wanted the token is concerned.
    pub async fn current(&self) -> Result<StoredToken, Error> {
        let known = self.0.lock().token.clone();
        match known {
            Some(token) if token.is_fresh(self.0.clock.now(), spare(&token)) => Ok(token),
            _ => self.fly(Not::Stale).await,
        }
    }

    /// A token after this one was refused: the current one if it is another already, else a new one.
    ///
    /// # Errors
    /// As [`current`](Self::current); `Credential` when a renewal after a refusal was made less than an hour ago: then another
    /// program fetches tokens for this application, or the key is wrong, and fetching more would only spend the budget.
    pub async fn after_refusal(&self, refused: &StoredToken) -> Result<StoredToken, Error> {
        let current = self.0.lock().token.clone();
        match current {
            Some(token) if token.generation != refused.generation => Ok(token),
            _ => self.fly(Not::Generation(refused.generation)).await,
        }
    }

    async fn fly(&self, not: Not) -> Landed {
        let mut flight = self.board(not);
        let landed = flight.wait_for(Option::is_some).await.ok().and_then(|landed| landed.clone());
        landed.unwrap_or_else(|| Err(self.0.error(ErrorKind::Unavailable, "the token renewal was cut off".into())))
    }

    /// Joins the flight that is on its way, or starts one.
    fn board(&self, not: Not) -> watch::Receiver<Option<Landed>> {
        let mut state = self.0.lock();
        if let Some(flight) = &state.flight {
            return flight.clone();
        }
        let (sender, receiver) = watch::channel(None);
        state.flight = Some(receiver.clone());
        drop(state);
        let inner = Arc::clone(&self.0);
        tokio::spawn(async move {
            // Clears the flight even if the fetch panics; the dropped sender then ends the waiting.
            let ground = Ground(&inner);
            let landed = inner.renew(not).await;
            if let Ok(token) = &landed {
                inner.lock().token = Some(token.clone());
            }
            // Before anybody is woken: whoever comes next starts a flight of its own, and nobody clears that one.
            drop(ground);
            sender.send_replace(Some(landed));
        });
        receiver
    }
}

struct Ground<'a>(&'a Inner);

impl Drop for Ground<'_> {
    fn drop(&mut self) {
        self.0.lock().flight = None;
    }
}

impl Inner {
    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn renew(&self, not: Not) -> Landed {
        let stored = match self.store.load(&self.key).await {
            Ok(stored) => stored,
            Err(error) => return self.without_store(not, error),
        };
        if let Some(token) = stored.as_ref().filter(|token| self.will_do(token, not)) {
            return Ok(token.clone());
        }
        if let Some(error) = self.waiting() {
            return self.old_token(not, stored).ok_or(error);
        }
        if let Not::Generation(_) = not {
            self.check_renewals()?;
        }
        self.count().await?;
        let fetched = match self.fetch.fetch().await {
            Ok(fetched) => fetched,
            Err(error) => {
                let error = self.failed(&error).await;
                return self.old_token(not, stored).ok_or(error);
            }
        };
        self.succeeded(not);
        self.keep(fetched, stored.map_or(0, |token| token.generation)).await
    }

    fn succeeded(&self, not: Not) {
        let mut state = self.lock();
        state.failure = None;
        if let Not::Generation(_) = not {
            state.renewed_after_refusal = Some(self.clock.monotonic());
        }
    }

    /// A token that was due for renewal but still lives.
    fn old_token(&self, not: Not, stored: Option<StoredToken>) -> Option<StoredToken> {
        stored.filter(|token| matches!(not, Not::Stale) && token.is_fresh(self.clock.now(), Duration::ZERO))
    }

    /// The failure of the last fetch, while the next one waits.
    fn waiting(&self) -> Option<Error> {
        let now = self.clock.monotonic();
        self.lock().failure.as_ref().filter(|failure| now < failure.next).map(|failure| failure.error.clone())
    }

    /// Notes a failed fetch. One that never left is given back and does not make the next one wait.
    async fn failed(&self, error: &Error) -> Error {
        let told = self.as_not_sent(error);
        if error.outcome() == Outcome::NotSent {
            if let Err(error) = self.quota.give_back(&self.key).await {
                tracing::warn!(%error, "a token call that never left stays counted");
            }
            return told;
        }
        let mut state = self.lock();
        let times = state.failure.as_ref().map_or(0, |failure| failure.times);
        // The provider's own no is not asked for again soon; anything else may pass.
        let apart = match error.outcome() {
            Outcome::Refused => TokenSource::RENEWALS_APART,
            _ => TokenSource::RENEWALS_APART.min(TokenSource::FETCHES_APART * 2_u32.pow(times.min(10))),
        };
        state.failure = Some(Failure { error: told.clone(), times: times + 1, next: self.clock.monotonic() + apart });
        told
    }

    fn will_do(&self, token: &StoredToken, not: Not) -> bool {
        let is_other = match not {
            Not::Stale => true,
            Not::Generation(refused) => token.generation != refused,
        };
        is_other && token.is_fresh(self.clock.now(), spare(token))
    }

    /// The store is down: the token in memory is used while it lives, and none is fetched.
    fn without_store(&self, not: Not, error: StoreError) -> Landed {
        let known = self.lock().token.clone();
        match (known, not) {
            (Some(token), Not::Stale) if token.is_fresh(self.clock.now(), Duration::ZERO) => Ok(token),
            _ => {
                let message = "the token store is down and there is no token that lives; none was fetched".into();
                Err(self.error(ErrorKind::Unavailable, message).with_source(error))
            }
        }
    }

    fn check_renewals(&self) -> Result<(), Error> {
        let now = self.clock.monotonic();
        let last = self.lock().renewed_after_refusal;
        if last.is_some_and(|last| now.saturating_sub(last) < TokenSource::RENEWALS_APART) {
            let message = "the token was refused again within an hour of its renewal: another program fetches tokens for \
                           this application, or key and gateway do not belong together; no further token was fetched";
            return Err(self.error(ErrorKind::Credential, message.into()));
        }
        Ok(())
    }

    async fn count(&self) -> Result<(), Error> {
        let taken = self.quota.take(&self.key, self.budget, self.clock.now()).await.map_err(|error| {
            let message = "token calls can't be counted, so none was made".into();
            self.error(ErrorKind::Unavailable, message).with_source(error)
        })?;
        let QuotaTaken::UsedUp { used, reopens_at } = taken else { return Ok(()) };
        let TokenBudget { limit, reserve, .. } = self.budget;
        Err(self.error(
            ErrorKind::Throttled,
            format!(
                "{used} of {limit} token calls are used ({reserve} are kept back); the next is free at {reopens_at}; look for \
                 a program that fetches a token for every request"
            ),
        ))
    }

    async fn keep(&self, fetched: FetchedToken, after: u64) -> Landed {
        let now = self.clock.now();
        let expires_at = fetched.expires_in.map(|length| now + length);
        let token = StoredToken { token: fetched.token, generation: after + 1, fetched_at: now, expires_at };
        match self.store.swap(&self.key, token.clone(), after).await {
            Ok(true) => Ok(token),
            // Somebody else fetched after us, so theirs is the one that lives.
            Ok(false) => match self.store.load(&self.key).await {
                Ok(Some(theirs)) => Ok(theirs),
                _ => Ok(token),
            },
            // The old token is dead already; the new one must not be lost with the store.
            Err(error) => {
                tracing::error!(%error, "a new token could not be stored; it lives in memory only");
                Ok(token)
            }
        }
    }

    fn error(&self, kind: ErrorKind, message: String) -> Error {
        Error::new(self.entry, kind, Outcome::NotSent, message)
    }

    /// The call that wanted the token was not sent, whatever became of the token call.
    fn as_not_sent(&self, error: &Error) -> Error {
        let mut clean = Error::new(self.entry, error.kind(), Outcome::NotSent, error.message().to_owned());
        if let Some(reply) = error.reply() {
            clean = clean.with_reply(reply.clone());
        }
        clean.with_source(error.clone())
    }
}

/// How long before its end a token is renewed: [`TokenSource::RENEW_BEFORE`], or a quarter of a short life.
fn spare(token: &StoredToken) -> Duration {
    let life = token.expires_at.map_or(Duration::MAX, |end| end.since(token.fetched_at));
    TokenSource::RENEW_BEFORE.min(life / 4)
}

impl fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenSource").field("key", &self.0.key).finish_non_exhaustive()
    }
}

/// Reads an `expires_in` of seconds: 0, negative and absent mean that nobody knows, so the token counts as permanent.
impl FetchedToken {
    /// A token with the provider's `expires_in`, in seconds.
    #[must_use]
    pub fn new(token: AccessToken, expires_in_seconds: Option<i64>) -> Self {
        let expires_in = expires_in_seconds.and_then(|s| u64::try_from(s).ok()).filter(|s| *s > 0);
        Self { token, expires_in: expires_in.map(Duration::from_secs) }
    }

    /// When it ends, if fetched at this instant.
    #[must_use]
    pub fn expires_at(&self, now: ChinaTime) -> Option<ChinaTime> {
        self.expires_in.map(|length| now + length)
    }
}

#[cfg(test)]
mod tests;
