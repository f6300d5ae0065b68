//! Judges a provider's client: the same named claims for all four, over every door of the sandbox.
//!
//! A provider's test brings a [`Subject`] and an HTTP transport:
//!
//! ```no_run
//! # use fapiao_mock::{Settings, contract::client::{Connected, Stage, Subject}};
//! # struct Mine;
//! # impl Subject for Mine {
//! #     fn settings(&self) -> Settings { Settings::default() }
//! #     fn connect(&self, _: &Stage) -> Box<dyn Connected> { unreachable!() }
//! #     fn unlisted(&self, _: &str, _: &str) -> http::Response<bytes::Bytes> { unreachable!() }
//! # }
//! # async fn contract(http: impl fapiao_transport::Transport) {
//! fapiao_mock::contract::client::check(&Mine, std::sync::Arc::new(http)).await;
//! # }
//! ```
//!
//! `tests/client_vices.rs` of this crate shows that every claim can fail: one client that keeps them all, and vices of it.

mod answers;
mod case;
mod effects;
mod line;
mod secrets;
mod stage;
mod trials;
mod troubles;

pub use stage::{Door, Stage};

use crate::Settings;
use async_trait::async_trait;
use bytes::Bytes;
use case::Case;
use fapiao_transport::{Error, Transport};
use std::{fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

/// A provider's client under judgement.
#[async_trait]
pub trait Subject: Send + Sync {
    /// Settings of a sandbox that knows the subject's keys, merchants and orders.
    fn settings(&self) -> Settings;

    /// A client of the sandbox on this stage.
    fn connect(&self, stage: &Stage) -> Box<dyn Connected>;

    /// A well-formed answer, signed where the provider signs, with a code that no table lists.
    fn unlisted(&self, code: &str, words: &str) -> http::Response<Bytes>;
}

/// A client on a stage.
#[async_trait]
pub trait Connected: Send + Sync {
    /// The wire names of all operations that write, the main one first.
    fn writes(&self) -> Vec<&'static str>;

    /// Sends one of them under a key of the provider's form, made from `seed`: the same seed, the same key.
    async fn write(&self, wire_name: &str, seed: u32) -> Result<(), Error>;

    /// Asks what stands under the main write's key.
    async fn read(&self, seed: u32) -> Result<(), Error>;

    /// What `Debug` prints of every public value that the subject holds.
    fn debug(&self) -> String;
}

/// How a client broke a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    door: Door,
    operation: Option<&'static str>,
    what: String,
}

impl Broken {
    /// The door behind which it happened.
    #[must_use]
    pub const fn door(&self) -> Door {
        self.door
    }

    /// The wire name of the operation; `None` if it was none in particular.
    #[must_use]
    pub const fn operation(&self) -> Option<&'static str> {
        self.operation
    }
}

impl fmt::Display for Broken {
    /// The door, the operation, and what happened.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({:?}, {}): {}", self.door, self.operation.unwrap_or("any operation"), self.what)
    }
}

impl std::error::Error for Broken {}

/// Whether a claim is kept.
pub type Kept = Result<(), Broken>;

/// A claim, by name.
#[derive(Clone, Copy)]
pub struct Claim {
    name: &'static str,
    run: for<'c> fn(&'c Case<'c>) -> Judging<'c>,
}

type Judging<'c> = Pin<Box<dyn Future<Output = Kept> + Send + 'c>>;

impl Claim {
    /// Longer than a client takes that ends at all.
    const STUCK: Duration = Duration::from_secs(120);

    /// The claim in words, with underscores.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    async fn judge(&self, case: &Case<'_>) -> Kept {
        let broken = |what: String| Err(case.broken(None, what));
        match tokio::time::timeout(Self::STUCK, trials::caught((self.run)(case))).await {
            Ok(Ok(kept)) => kept,
            Ok(Err(panic)) => broken(format!("the client panicked: {panic}")),
            Err(_) => broken(format!("the client did not end within {:?}", Self::STUCK)),
        }
    }
}

impl fmt::Debug for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

macro_rules! claims {
    ($($module:ident::$name:ident,)*) => {
        &[$(Claim { name: stringify!($name), run: |case| Box::pin($module::$name(case)) }),*]
    };
}

/// All claims, in the order in which [`check`] judges them.
pub const CLAIMS: &[Claim] = claims![
    effects::a_write_is_answered_and_can_be_asked_about,
    effects::a_write_is_one_request_with_one_effect,
    effects::the_same_key_twice_has_one_effect,
    effects::a_resend_of_the_same_body_has_no_second_effect,
    effects::nothing_is_resent_behind_the_callers_back,
    effects::a_tampered_body_has_no_effect,
    answers::a_refused_connection_is_not_sent,
    answers::a_lost_answer_is_unknown,
    answers::a_hanging_answer_ends_at_the_deadline_as_unknown,
    answers::a_cut_answer_is_unknown,
    answers::an_answer_that_is_none_is_unknown,
    answers::an_answer_in_gbk_is_a_clear_error,
    answers::a_huge_answer_is_unknown_and_bounded,
    answers::under_another_status_nothing_is_a_success_or_a_refusal,
    answers::a_code_of_uncertain_effect_is_unknown,
    answers::an_unlisted_code_is_unknown,
    answers::an_unlisted_code_reaches_the_caller_whole,
    answers::errors_name_provider_and_operation,
    secrets::a_wrong_secret_is_refused_and_the_log_names_the_check,
    secrets::secrets_are_in_no_debug_text,
    secrets::secrets_are_in_no_error,
    secrets::secrets_are_in_no_log,
];

/// What became of each claim behind each door.
#[derive(Clone, Debug)]
pub struct Report(Vec<(Claim, Kept)>);

impl Report {
    /// The claims that were broken, once for every door.
    pub fn broken(&self) -> impl Iterator<Item = (&'static str, &Broken)> {
        self.0.iter().filter_map(|(claim, kept)| kept.as_ref().err().map(|broken| (claim.name, broken)))
    }
}

impl fmt::Display for Report {
    /// A line for every claim that is kept behind all doors, and one for every door behind which a claim is broken.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for claim in CLAIMS {
            let mut broken = self.broken().filter(|(name, _)| *name == claim.name).peekable();
            if broken.peek().is_none() {
                writeln!(f, "kept   {}", claim.name)?;
            }
            for (name, broken) in broken {
                writeln!(f, "BROKEN {name} {broken}")?;
            }
        }
        Ok(())
    }
}

/// Judges a client by every claim behind these doors and reports.
///
/// `http` carries the requests to the doors that are real servers. Needs a tokio runtime with I/O and time.
pub async fn report(doors: &[Door], subject: &dyn Subject, http: Arc<dyn Transport>) -> Report {
    let mut results = Vec::new();
    for door in doors {
        let case = Case::new(subject, *door, &http);
        for claim in CLAIMS {
            results.push((*claim, claim.judge(&case).await));
        }
    }
    Report(results)
}

/// Judges a client by every claim behind these doors.
///
/// # Panics
/// If a claim is broken; the message lists all claims, and of a broken one the door, the operation and what happened.
pub async fn check_behind(doors: &[Door], subject: &dyn Subject, http: Arc<dyn Transport>) {
    let report = report(doors, subject, http).await;
    assert!(report.broken().next().is_none(), "the client breaks its contract:\n{report}");
}

/// Judges a client by every claim behind every door: the one line for a test.
///
/// # Panics
/// As [`check_behind`].
pub async fn check(subject: &dyn Subject, http: Arc<dyn Transport>) {
    check_behind(Door::ALL, subject, http).await;
}
