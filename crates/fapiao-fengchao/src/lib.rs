//! Client of the Fengchao gateway (蜂巢): retries failed orders of the platforms behind it, and makes raw calls.
//!
//! A call is three pure steps around one that does I/O: [`Merchant::write`] makes the message and checks what can be checked,
//! [`Merchant::seal`] adds application, time and signature, the transport moves the form, [`Merchant::read`] opens the answer.
//! [`Merchant::call`] is all four.
//!
//! What the gateway is known to do is little: of its invoice interfaces only the retry ([`RetryIssue`](
//! fapiao_model::fengchao::RetryIssue)) is documented. There is no issuing, querying or reversing here and no call-back;
//! whoever has the operator's paths for them makes a [`RawCall`](fapiao_model::fengchao::RawCall).
//!
//! ```
//! use fapiao_fengchao::{Client, Config, Stamp};
//! use fapiao_model::fengchao::RetryIssue;
//!
//! # #[derive(Debug)] struct Offline;
//! # #[async_trait::async_trait]
//! # impl fapiao_transport::Transport for Offline {
//! #     async fn send(&self, _: http::Request<bytes::Bytes>)
//! #         -> Result<http::Response<bytes::Bytes>, fapiao_transport::TransportError> {
//! #         Err(fapiao_transport::TransportError::new(fapiao_transport::TransportErrorKind::Connect))
//! #     }
//! # }
//! # let transport = Offline;
//! use fapiao_transport::{Context, OsEntropy, SystemClock};
//!
//! let config = Config::new("uwkahf@jfs92", "3f9c2a1b7e6d4c5f");
//! let client = Client::new(config, Context::new(transport, SystemClock::new(), OsEntropy))?;
//! let merchant = client.merchant("91310117568051223X".parse()?);
//!
//! let body = merchant.write(&RetryIssue::new("20240122150518179381".parse()?))?;
//! let request = merchant.seal(&body, &Stamp::at("2021-10-07 22:58:42".parse()?))?;
//! let form = std::str::from_utf8(request.body())?;
//! assert!(form.ends_with("&timestamp=1633618722&sign=058a345b77c2678929e67100300e3814")); // vector sign-02
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod body;
mod client;
mod config;
mod form;
#[cfg(feature = "issuing")]
mod retry;
mod stamp;

pub use body::Body;
pub use client::{Client, Merchant};
pub use config::{Config, Environment};
pub use fapiao_signing::AppSecret;
pub use stamp::Stamp;

#[cfg(test)]
mod tests;
