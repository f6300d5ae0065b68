//! Judges a provider's client: the same named claims for all four, over every door of the sandbox.
//!
//! A provider's test brings a [`Subject`] and an HTTP transport:
//!
//! ```ignore
//! fapiao_mock::contract::client::check(&NuonuoSubject, Arc::new(http)).await;
//! ```

mod claims;
mod stage;

pub use stage::{Door, Stage};

use crate::Settings;
use async_trait::async_trait;
use bytes::Bytes;
use fapiao_transport::{Error, Transport};
use std::sync::Arc;

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

/// Runs every claim over every door.
///
/// # Panics
/// With the claim, the door and the operation, if a claim does not hold.
pub async fn check(subject: &dyn Subject, http: Arc<dyn Transport>) {
    for door in [
        Door::Memory,
        #[cfg(feature = "wiremock")]
        Door::Wiremock,
        Door::Server,
    ] {
        claims::all(subject, door, &http).await;
    }
}
