//! A trial: one write that met one trouble, and what the client made of it.

use super::{Connected, Stage};
use fapiao_model::Outcome;
use fapiao_transport::Error;
use http::StatusCode;
use std::{
    any::Any,
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    task::Poll,
    time::Duration,
};
use tokio::time::Instant;

/// What a write met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Nobody listens.
    Refused,
    /// The connection ended before a complete answer.
    Lost,
    /// No answer ever comes.
    Hanging,
    /// The answer's text breaks off, though HTTP calls it complete.
    Cut,
    /// What answers is not the provider.
    Nonsense,
    /// The answer is in GBK.
    Gbk,
    /// The answer is larger than a client takes.
    Huge,
    /// A true answer comes under another status than 200.
    Status(StatusCode),
    /// A code that the table lists without a certain effect.
    Uncertain,
    /// A code that no table lists, and its words.
    Unlisted(&'static str, &'static str),
}

/// One write that met a trouble.
pub(super) struct Trial {
    pub(super) trouble: Trouble,
    /// The trouble in words.
    pub(super) label: String,
    /// The write's wire name.
    pub(super) operation: &'static str,
    pub(super) ended: Ended,
    /// How many writes reached the sandbox.
    pub(super) sends: usize,
    pub(super) took: Duration,
}

/// What the client reported.
pub(super) enum Ended {
    Success,
    Failed(Error),
    /// Nothing, in time.
    Stuck,
    Panicked(String),
}

impl Trial {
    /// After so long a client that was given a deadline is stuck. The other trials never come near it.
    const STUCK: Duration = Duration::from_secs(2);

    /// Far longer than any write takes that is not stuck.
    const PATIENCE: Duration = Duration::from_secs(30);

    /// Has a client that stands on its stage write once.
    pub(super) async fn run(
        trouble: Trouble,
        label: &str,
        (stage, client): (&Stage, &dyn Connected),
        operation: &'static str,
    ) -> Self {
        let (before, start) = (sends(stage, client), Instant::now());
        let patience = if trouble == Trouble::Hanging { Self::STUCK } else { Self::PATIENCE };
        let ended = match tokio::time::timeout(patience, caught(client.write(operation, 1))).await {
            Ok(Ok(Ok(()))) => Ended::Success,
            Ok(Ok(Err(error))) => Ended::Failed(error),
            Ok(Err(panic)) => Ended::Panicked(panic),
            Err(_) => Ended::Stuck,
        };
        let (sends, took) = (sends(stage, client) - before, start.elapsed());
        Self { trouble, label: label.to_owned(), operation, ended, sends, took }
    }

    /// The error that the write has to end in.
    pub(super) fn error(&self) -> Result<&Error, String> {
        match &self.ended {
            Ended::Success => Err("reported as a success".to_owned()),
            Ended::Stuck => Err(format!("nothing was reported within {:?}", self.took)),
            Ended::Panicked(panic) => Err(format!("the client panicked: {panic}")),
            Ended::Failed(error) => Ok(error),
        }
    }

    /// The error, if it says this of the request.
    pub(super) fn failed_as(&self, outcome: Outcome) -> Result<&Error, String> {
        match self.error()? {
            error if error.outcome() == outcome => Ok(error),
            error => Err(format!("reported as {:?}, must be {outcome:?}: {error}", error.outcome())),
        }
    }
}

/// Runs a future that may panic; the error is what the panic says.
pub(super) async fn caught<T>(future: impl Future<Output = T>) -> Result<T, String> {
    let mut future = pin!(future);
    // Nobody looks again at a future that has panicked.
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(poll) => poll.map(Ok),
        Err(panic) => Poll::Ready(Err(words(&*panic))),
    })
    .await
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without words").to_owned()
}

/// How many writes have reached the sandbox, of whatever kind.
pub(super) fn sends(stage: &Stage, client: &dyn Connected) -> usize {
    let writes = client.writes();
    stage.sandbox.log().iter().filter(|entry| writes.contains(&entry.operation.as_str())).count()
}
