//! Client of the Nuonuo open platform (诺诺开放平台, product 诺税通SaaS): writes, seals, sends and reads every call.
//!
//! ```text
//! operation ── write ──▶ Body ── seal (with a Stamp) ──▶ http::Request ── Transport ──▶ http::Response ── read ──▶ answer
//! ```
//!
//! The three steps are pure and public; [`Merchant::call`] puts them together. The signature covers the body's bytes, so a
//! body is serialised once and may be sent again with another stamp. Operations are those of [`fapiao_model::nuonuo`].
//!
//! ```
//! use fapiao_model::nuonuo::QueryInvoiceResult;
//! use fapiao_nuonuo::{Client, Config, Environment};
//! # use bytes::Bytes;
//! # use fapiao_transport::{Context, OsEntropy, SystemClock, Transport, TransportError, TransportErrorKind};
//! # #[derive(Debug)] struct Offline;
//! # #[async_trait::async_trait] impl Transport for Offline {
//! #     async fn send(&self, _: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
//! #         Err(TransportError::new(TransportErrorKind::Connect))
//! #     }
//! # }
//! # let context = Context::new(Offline, SystemClock::new(), OsEntropy);
//! let client = Client::new(Config::new(Environment::VendorTest, "SD12345678", "SDABCDEF0123456789"), context)?;
//! let merchant = client.merchant("339902999999789113".parse()?);
//! let query = QueryInvoiceResult::by_order_numbers(["20261121000000000001".parse()?]);
//! assert_eq!(merchant.write(&query)?.bytes(), br#"{"orderNos":["20261121000000000001"],"isOfferInvoiceDetail":"0"}"#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answer;
mod body;
pub mod callback;
mod client;
mod config;
mod form;
mod gateway;
mod grant;
#[cfg(feature = "issuing")]
mod issuer;
mod merchant;
mod token;

pub use body::{Body, Stamp};
pub use client::Client;
pub use config::{Config, Environment, UserTaxHeader};
pub use grant::Grant;
#[cfg(feature = "issuing")]
pub use issuer::{Issuer, Profile};
pub use merchant::Merchant;
