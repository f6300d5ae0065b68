//! The port between the clients and the network: one method that moves bytes, and what the clients need around it.
//!
//! A [`Transport`] moves one request and brings one response; it knows nothing of invoices and never retries. [`Error`] says
//! what went wrong and, as its [`Outcome`](fapiao_model::Outcome), how far the request got. Clock and randomness come in
//! through [`Clock`] and [`Entropy`]; the machine's own are behind the feature `system`. [`TokenSource`] renews access tokens
//! over a [`TokenStore`].

pub mod address;
mod context;
mod error;
mod reply;
mod scrub;
#[cfg(feature = "system")]
mod system;
mod time;
mod token;
mod transport;

pub use context::Context;
pub use error::{Error, ErrorKind};
pub use reply::Reply;
pub use scrub::Scrubber;
#[cfg(feature = "system")]
pub use system::{OsEntropy, SystemClock};
pub use time::{Clock, Entropy};
pub use token::{
    AccessToken, FetchToken, FetchedToken, MemoryQuota, MemoryTokenStore, Quota, QuotaTaken, StoreError, StoredToken,
    TokenBudget, TokenKey, TokenSource, TokenStore,
};
pub use transport::{Transport, TransportError, TransportErrorKind};
