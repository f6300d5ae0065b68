//! The contract of a [`Transport`], judged against sockets on 127.0.0.1 that misbehave.
//!
//! Every claim is a function by its own name, and [`check`] runs them all. A transport that keeps them never lets a request be
//! repeated behind the caller's back, never calls a request unsent that may have left, and bounds time and memory.
//!
//! ```no_run
//! # #[derive(Debug)] struct Mine;
//! # impl Mine { fn new(_: std::time::Duration, _: usize) -> Self { Mine } }
//! # #[async_trait::async_trait]
//! # impl fapiao_transport::Transport for Mine {
//! #     async fn send(&self, _: http::Request<bytes::Bytes>)
//! #         -> Result<http::Response<bytes::Bytes>, fapiao_transport::TransportError> { unreachable!() }
//! # }
//! # async fn contract() {
//! fapiao_mock::contract::transport::check(|limits| Mine::new(limits.timeout, limits.answer_limit)).await;
//! # }
//! ```

use fapiao_transport::Transport;
use std::{fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

mod answers;
mod endings;
mod peer;
mod repeats;
mod requests;

pub use answers::{
    a_100_mb_answer_is_too_large, a_dripping_answer_times_out_as_unknown, a_gbk_answer_arrives_unchanged,
    a_hanging_answer_times_out_as_unknown, an_endless_answer_is_too_large, an_endless_head_is_unknown,
    an_error_status_is_an_answer, an_interim_answer_is_not_the_answer, redirects_are_not_followed,
};
pub use endings::{
    a_cut_body_is_unknown, a_refused_connection_is_not_sent, a_reset_mid_answer_is_unknown,
    accepted_read_and_closed_is_unknown, an_answer_that_is_not_http_is_unknown, closed_within_the_request_is_unknown,
    closed_without_reading_is_unknown, errors_say_nothing_of_the_request,
};
pub use repeats::{
    a_request_is_never_delivered_twice, answers_are_not_mixed_up, connections_are_reused,
    surplus_bytes_never_answer_the_next_request,
};
pub use requests::{headers_arrive, the_body_arrives_byte_for_byte, the_target_arrives_unchanged};

/// What the suite asks of the transport that is made for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How long a request may take, the answer's last byte included. Short for the claims about time, long for all others.
    pub timeout: Duration,
    /// The largest answer body taken, in bytes. Small for the claims about size.
    pub answer_limit: usize,
}

impl Limits {
    const PATIENT: Self = Self { timeout: Duration::from_secs(20), answer_limit: 2 << 20 };
    const HASTY: Self = Self { timeout: Duration::from_millis(200), ..Self::PATIENT };
    const TIGHT: Self = Self { answer_limit: 64 << 10, ..Self::PATIENT };
}

/// How the suite makes the transport under judgement.
pub struct Subject(Box<Make>);

type Make = dyn Fn(&Limits) -> Arc<dyn Transport> + Send + Sync;

impl Subject {
    /// `make` is called once or more for every claim.
    pub fn new<T: Transport>(make: impl Fn(&Limits) -> T + Send + Sync + 'static) -> Self {
        Self(Box::new(move |limits| Arc::new(make(limits))))
    }

    fn patient(&self) -> Arc<dyn Transport> {
        (self.0)(&Limits::PATIENT)
    }

    fn tight(&self) -> Arc<dyn Transport> {
        (self.0)(&Limits::TIGHT)
    }

    fn hasty(&self) -> Arc<dyn Transport> {
        (self.0)(&Limits::HASTY)
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subject")
    }
}

/// How a transport broke a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken(String);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Broken {}

impl Broken {
    fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

/// Whether a claim is kept.
pub type Kept = Result<(), Broken>;

/// A claim, by name.
#[derive(Clone, Copy)]
pub struct Claim {
    name: &'static str,
    run: for<'s> fn(&'s Subject) -> Pin<Box<dyn Future<Output = Kept> + Send + 's>>,
}

impl Claim {
    /// The claim in words, with underscores.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Judges one transport by this claim.
    ///
    /// # Errors
    /// How the claim was broken.
    pub async fn judge(&self, subject: &Subject) -> Kept {
        (self.run)(subject).await
    }
}

impl fmt::Debug for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

macro_rules! claims {
    ($($name:ident,)*) => { &[$(Claim { name: stringify!($name), run: |subject| Box::pin($name(subject)) }),*] };
}

/// All claims, in the order in which [`check`] judges them.
pub const CLAIMS: &[Claim] = claims![
    a_refused_connection_is_not_sent,
    accepted_read_and_closed_is_unknown,
    closed_without_reading_is_unknown,
    closed_within_the_request_is_unknown,
    a_cut_body_is_unknown,
    a_reset_mid_answer_is_unknown,
    an_answer_that_is_not_http_is_unknown,
    errors_say_nothing_of_the_request,
    a_hanging_answer_times_out_as_unknown,
    a_dripping_answer_times_out_as_unknown,
    a_100_mb_answer_is_too_large,
    an_endless_answer_is_too_large,
    an_endless_head_is_unknown,
    redirects_are_not_followed,
    an_error_status_is_an_answer,
    an_interim_answer_is_not_the_answer,
    a_gbk_answer_arrives_unchanged,
    the_body_arrives_byte_for_byte,
    the_target_arrives_unchanged,
    headers_arrive,
    a_request_is_never_delivered_twice,
    surplus_bytes_never_answer_the_next_request,
    answers_are_not_mixed_up,
    connections_are_reused,
];

/// What became of each claim.
#[derive(Clone, Debug)]
pub struct Report(Vec<(Claim, Kept)>);

impl Report {
    /// Every claim with its result.
    pub fn results(&self) -> &[(Claim, Kept)] {
        &self.0
    }

    /// The claims that were broken.
    pub fn broken(&self) -> impl Iterator<Item = (&'static str, &Broken)> {
        self.0.iter().filter_map(|(claim, kept)| kept.as_ref().err().map(|broken| (claim.name, broken)))
    }
}

impl fmt::Display for Report {
    /// One line a claim: `kept` or `BROKEN`, its name, and how it was broken.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (claim, kept) in &self.0 {
            match kept {
                Ok(()) => writeln!(f, "kept   {}", claim.name)?,
                Err(broken) => writeln!(f, "BROKEN {}: {broken}", claim.name)?,
            }
        }
        Ok(())
    }
}

/// Judges a transport by every claim and reports.
///
/// Needs a tokio runtime with I/O and time. Takes one to three seconds, most of them for the claims about time-outs.
pub async fn report<T: Transport>(make: impl Fn(&Limits) -> T + Send + Sync + 'static) -> Report {
    let subject = Subject::new(make);
    let mut results = Vec::with_capacity(CLAIMS.len());
    for claim in CLAIMS {
        results.push((*claim, claim.judge(&subject).await));
    }
    Report(results)
}

/// Judges a transport by every claim: the one line for a test.
///
/// # Panics
/// If a claim is broken; the message lists all claims and says how each was broken.
pub async fn check<T: Transport>(make: impl Fn(&Limits) -> T + Send + Sync + 'static) {
    let report = report(make).await;
    assert!(report.broken().next().is_none(), "the transport breaks its contract:\n{report}");
}
