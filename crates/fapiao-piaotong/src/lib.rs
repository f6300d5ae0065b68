//! Client of Piaotong (票通, vpiaotong): issues and reverses fully digital invoices, asks about them, receives its pushes.
//!
//! A call is three pure steps around one that does I/O: [`Merchant::write`] makes the business message and checks what can be
//! checked, [`Merchant::seal`] encrypts it and signs the envelope around it, the transport moves it, [`Merchant::read`]
//! verifies the answer before anything in it is believed, decrypts it, and compares whom it speaks of. [`Merchant::call`] is
//! all four. [`Receiver`] does the same for pushes and signs the acknowledgement.
//!
//! ```
//! use fapiao_model::piaotong::QueryInvoice;
//! use fapiao_piaotong::{Client, Config, Environment, Keys, Stamp};
//! use fapiao_transport::{Context, OsEntropy, SystemClock};
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
//! # let vectors: serde_json::Value = serde_json::from_str(include_str!("../../../fixtures/vectors/piaotong.json"))?;
//! # let key = |name: &str, form: &str| vectors["keys"][name][form].as_str().unwrap_or_default().to_owned();
//! # let (private_key, piaotong_key) = (key("partner_1024", "private_pkcs8_pem"), key("piaotong_1024", "public_spki_pem"));
//! let keys = Keys::parse("8hLRWymFVEA9LKXWKKmXZWWm", &private_key, &piaotong_key)?;
//! let config = Config::new(Environment::VendorTest, "2IbFbe3k", "TEST".parse()?, keys);
//! let client = Client::new(config, Context::new(transport, SystemClock::new(), OsEntropy))?;
//!
//! let seller = client.merchant("91310117568051222X".parse()?);
//! let query = QueryInvoice::new(seller.tax_number().clone(), "TEST0000000000000001".parse()?);
//! let body = seller.write(&query)?;
//! let request = seller.seal(&body, &Stamp::new("2026-03-05 14:07:08".parse()?, "aB3dE6gH"))?;
//! assert_eq!(request.uri(), "http://fpkj.testnw.vpiaotong.cn/tp/openapi/queryInvoice.pt");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod body;
mod client;
mod config;
mod envelope;
#[cfg(feature = "issuing")]
mod issuer;
mod keys;
mod push;
mod read;
mod stamp;

pub use body::Body;
pub use client::{Client, Merchant};
pub use config::{Config, Environment, ExtraMembers, PushReject, SerialTail, UnboundRefusal, VerifyTolerance};
pub use envelope::{OpenError, Opened, Sealed, open_answer, open_push, seal_answer, seal_request};
#[cfg(feature = "issuing")]
pub use issuer::{Issuer, MarkMember, RedReasonForm};
pub use keys::Keys;
pub use push::{Event, Received, Receiver, Rejected};
pub use stamp::Stamp;

#[cfg(test)]
mod tests;
