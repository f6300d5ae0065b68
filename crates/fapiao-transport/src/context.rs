//! What every call needs besides the request: transport, clock, entropy, deadline; and the span that watches it.

use crate::{Clock, Entropy, Error, Reply, Transport, TransportError, TransportErrorKind};
use bytes::Bytes;
use fapiao_model::Entry;
use std::{fmt, future::Future, sync::Arc, time::Duration};
use tracing::Instrument as _;

/// What every call needs besides the request. Clones share the transport.
#[derive(Clone)]
pub struct Context {
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    deadline: Duration,
}

impl Context {
    /// How long a call may take when nothing else is said. The vendors' own clients use 5 to 30 s.
    pub const DEADLINE: Duration = Duration::from_secs(60);

    /// Puts a context together, with [`Self::DEADLINE`] a call.
    pub fn new(transport: impl Transport, clock: impl Clock, entropy: impl Entropy) -> Self {
        Self {
            transport: Arc::new(transport),
            clock: Arc::new(clock),
            entropy: Arc::new(entropy),
            deadline: Self::DEADLINE,
        }
    }

    /// The same context with another deadline a call.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// The clock, shared: for what outlives the call, such as a [`TokenSource`](crate::TokenSource).
    #[must_use]
    pub fn shared_clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// The randomness.
    #[must_use]
    pub fn entropy(&self) -> &dyn Entropy {
        &*self.entropy
    }

    /// How long a call may take.
    #[must_use]
    pub const fn deadline(&self) -> Duration {
        self.deadline
    }

    /// Sends one request within the deadline. Past it the request is given up and its outcome is unknown.
    ///
    /// # Errors
    /// As [`Transport::send`], as an error of the operation.
    pub async fn send(&self, entry: &Entry, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, Error> {
        let sent = tokio::time::timeout(self.deadline, self.transport.send(request)).await;
        sent.unwrap_or_else(|_| Err(TransportError::new(TransportErrorKind::Timeout)))
            .map_err(|error| Error::transport(entry, error))
    }

    /// Fetches what stands at an address: a plain GET without credentials. Nothing but HTTP status 200 counts.
    ///
    /// # Errors
    /// As [`send`](Self::send); `Unavailable` under another status.
    pub async fn fetch(&self, entry: &Entry, address: http::Uri) -> Result<Bytes, Error> {
        let mut request = http::Request::new(Bytes::new());
        *request.uri_mut() = address;
        let response = self.send(entry, request).await?;
        if response.status() != http::StatusCode::OK {
            return Err(Error::answered(entry, Reply::unread(response.status(), Bytes::new()), None));
        }
        Ok(response.into_body())
    }

    /// Runs a call inside its span: provider, operation and key at its start; outcome, code and duration at its end. Never a
    /// body, never a secret.
    ///
    /// # Errors
    /// Those of the call.
    pub async fn watch<T>(
        &self,
        entry: &Entry,
        key: Option<&str>,
        call: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let span = tracing::info_span!("call", provider = %entry.provider, operation = entry.name, key);
        let start = self.clock.monotonic();
        async {
            let result = call.await;
            let millis = u64::try_from(self.clock.monotonic().saturating_sub(start).as_millis()).unwrap_or(u64::MAX);
            match &result {
                Ok(_) => tracing::info!(outcome = "answered", millis, "call ended"),
                Err(error) => {
                    let code = error.reply().map(Reply::code).unwrap_or_default();
                    tracing::warn!(outcome = ?error.outcome(), kind = ?error.kind(), code, millis, "call failed");
                }
            }
            result
        }
        .instrument(span)
        .await
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("transport", &self.transport)
            .field("clock", &self.clock)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}
