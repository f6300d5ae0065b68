use super::*;
use crate::{MemoryQuota, MemoryTokenStore};
use fapiao_model::Provider;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use tokio::sync::Semaphore;

static ENTRY: Entry = Entry::new(Provider::Nuonuo, "FetchToken", "accessToken", "获取token", "test");

#[derive(Debug, Default)]
struct HandClock(AtomicI64);

impl Clock for HandClock {
    fn now(&self) -> ChinaTime {
        ChinaTime::from_unix_millis(1_700_000_000_000 + self.0.load(Ordering::SeqCst))
    }

    fn monotonic(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.load(Ordering::SeqCst)).unwrap())
    }
}

/// Counts its fetches; each waits for a permit, so that a test decides when it lands.
#[derive(Clone, Debug)]
struct Provided {
    calls: Arc<AtomicU32>,
    gate: Arc<Semaphore>,
    fails: bool,
}

impl Provided {
    fn new(permits: usize) -> Self {
        Self { calls: Arc::default(), gate: Arc::new(Semaphore::new(permits)), fails: false }
    }
}

#[async_trait]
impl FetchToken for Provided {
    async fn fetch(&self) -> Result<FetchedToken, Error> {
        let call = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        self.gate.acquire().await.unwrap().forget();
        if self.fails {
            return Err(Error::new(&ENTRY, ErrorKind::Transport, Outcome::Unknown, "cut"));
        }
        Ok(FetchedToken::new(AccessToken::new(format!("token-{call}")), Some(86_400)))
    }
}

fn source(provided: &Provided, store: &Arc<MemoryTokenStore>, clock: &Arc<HandClock>) -> TokenSource {
    let key = TokenKey { provider: Provider::Nuonuo, application: "app".into(), merchant: None };
    let quota = Arc::new(MemoryQuota::default());
    TokenSource::new(&ENTRY, key, provided.clone(), store.clone(), quota, clock.clone(), TokenBudget::NUONUO)
}

fn fixture(provided: &Provided) -> (TokenSource, Arc<HandClock>) {
    let clock = Arc::new(HandClock::default());
    (source(provided, &Arc::default(), &clock), clock)
}

#[tokio::test]
async fn a_hundred_callers_share_one_fetch() {
    let provided = Provided::new(1);
    let (tokens, _) = fixture(&provided);
    let callers: Vec<_> = (0..100)
        .map(|_| {
            tokio::spawn({
                let t = tokens.clone();
                async move { t.current().await }
            })
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap().unwrap().token.expose(), "token-1");
    }
    assert_eq!(provided.calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_hundred_callers_share_one_failure() {
    let provided = Provided { fails: true, ..Provided::new(1) };
    let (tokens, _) = fixture(&provided);
    let callers: Vec<_> = (0..100)
        .map(|_| {
            tokio::spawn({
                let t = tokens.clone();
                async move { t.current().await }
            })
        })
        .collect();
    for caller in callers {
        let error = caller.await.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::NotSent));
    }
    assert_eq!(provided.calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_dropped_caller_does_not_stop_the_fetch() {
    let provided = Provided::new(0);
    let (tokens, _) = fixture(&provided);
    let caller = tokio::spawn({
        let t = tokens.clone();
        async move { t.current().await }
    });
    while provided.calls.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    caller.abort();
    provided.gate.add_permits(1);
    assert_eq!(tokens.current().await.unwrap().token.expose(), "token-1");
    assert_eq!(provided.calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_token_is_renewed_before_its_end() {
    let provided = Provided::new(9);
    let (tokens, clock) = fixture(&provided);
    tokens.current().await.unwrap();
    clock.0.store(23 * 3_600_000, Ordering::SeqCst);
    assert_eq!(tokens.current().await.unwrap().generation, 1);
    clock.0.store(23 * 3_600_000 + 16 * 60_000, Ordering::SeqCst);
    assert_eq!(tokens.current().await.unwrap().generation, 2);
}

#[tokio::test]
async fn a_second_holder_takes_the_stored_token_and_fetches_none() {
    let (provided, store, clock) = (Provided::new(9), Arc::default(), Arc::default());
    source(&provided, &store, &clock).current().await.unwrap();
    assert_eq!(source(&provided, &store, &clock).current().await.unwrap().token.expose(), "token-1");
    assert_eq!(provided.calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn after_a_refusal_only_the_current_token_is_renewed_and_once_an_hour() {
    let (provided, store, clock) = (Provided::new(9), Arc::default(), Arc::<HandClock>::default());
    let (one, other) = (source(&provided, &store, &clock), source(&provided, &store, &clock));
    let old = one.current().await.unwrap();
    other.current().await.unwrap();
    let new = one.after_refusal(&old).await.unwrap();
    assert_eq!(new.generation, 2);
    assert_eq!(other.after_refusal(&old).await.unwrap().generation, 2, "the other holder takes the renewed token");
    let error = one.after_refusal(&new).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(error.to_string().contains("another program"), "{error}");
    clock.0.store(3_600_000, Ordering::SeqCst);
    assert_eq!(one.after_refusal(&new).await.unwrap().generation, 3);
}

#[tokio::test]
async fn the_reserve_is_never_spent() {
    let provided = Provided { fails: true, ..Provided::new(99) };
    let (tokens, clock) = fixture(&provided);
    for hour in 0..40 {
        clock.0.store(hour * 3_600_000, Ordering::SeqCst);
        assert_eq!(tokens.current().await.unwrap_err().kind(), ErrorKind::Transport);
    }
    clock.0.store(40 * 3_600_000, Ordering::SeqCst);
    let error = tokens.current().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Throttled);
    assert!(error.to_string().contains("40 of 50") && error.to_string().contains("2023-12-15"), "{error}");
    assert_eq!(provided.calls.load(Ordering::SeqCst), 40);
}

#[tokio::test]
async fn after_a_failed_fetch_the_next_one_waits() {
    let provided = Provided { fails: true, ..Provided::new(99) };
    let (tokens, clock) = fixture(&provided);
    for second in 0..100 {
        clock.0.store(second * 1000, Ordering::SeqCst);
        tokens.current().await.unwrap_err();
    }
    // At 0, 30 and 90 s: the pause doubles.
    assert_eq!(provided.calls.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_token_that_still_lives_is_used_while_its_renewal_fails() {
    let (store, clock) = (Arc::default(), Arc::<HandClock>::default());
    source(&Provided::new(1), &store, &clock).current().await.unwrap();
    clock.0.store(23 * 3_600_000 + 30 * 60_000, Ordering::SeqCst);
    let failing = Provided { fails: true, ..Provided::new(99) };
    let tokens = source(&failing, &store, &clock);
    assert_eq!(tokens.current().await.unwrap().token.expose(), "token-1");
    assert_eq!(failing.calls.load(Ordering::SeqCst), 1);
    clock.0.store(24 * 3_600_000, Ordering::SeqCst);
    assert!(tokens.current().await.is_err(), "past its end it is not used");
}

#[derive(Debug)]
struct Down;

#[async_trait]
impl TokenStore for Down {
    async fn load(&self, _: &TokenKey) -> Result<Option<StoredToken>, StoreError> {
        Err(StoreError::new("token store", "no route"))
    }

    async fn swap(&self, _: &TokenKey, _: StoredToken, _: u64) -> Result<bool, StoreError> {
        Err(StoreError::new("token store", "no route"))
    }
}

#[tokio::test]
async fn no_token_is_fetched_while_the_store_is_down() {
    let provided = Provided::new(9);
    let key = TokenKey { provider: Provider::Nuonuo, application: "app".into(), merchant: None };
    let clock = Arc::new(HandClock::default());
    let quota = Arc::new(MemoryQuota::default());
    let tokens = TokenSource::new(&ENTRY, key, provided.clone(), Arc::new(Down), quota, clock, TokenBudget::NUONUO);
    assert_eq!(tokens.current().await.unwrap_err().kind(), ErrorKind::Unavailable);
    assert_eq!(provided.calls.load(Ordering::SeqCst), 0);
}
