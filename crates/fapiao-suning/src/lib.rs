//! Client of the Suning open platform (苏宁开放平台): hands issued invoices to the marketplace that shows them to its shoppers.
//!
//! A call is three pure steps around one that does I/O: [`Merchant::write`] makes the message and checks what can be checked,
//! [`Merchant::seal`] signs those very bytes, the transport moves them, [`Merchant::read`] opens the answer. [`Merchant::call`]
//! is all four. XML and JSON are the same to the caller; [`Config::format`] chooses.
//!
//! ```
//! use fapiao_model::suning::{AddElectronicInvoice, InvoiceFace, InvoiceFile, InvoiceFlag, Side};
//! use fapiao_suning::{Client, Config, Environment, Stamp};
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
//! let config = Config::new(Environment::VendorTest, "b0c332a1", "5f1e0a9c");
//! let shop = Client::new(config, Context::new(transport, SystemClock::new(), OsEntropy))?.merchant("70066253");
//! let upload = AddElectronicInvoice::new(
//!     "34404212257".parse()?,
//!     Side::Blue,
//!     InvoiceFace {
//!         number: "24312000000022669098".parse()?,
//!         issued: "2026-03-05 14:07:08".parse::<fapiao_model::ChinaTime>()?.into(),
//!         amount: "113.00".parse()?,
//!         flag: InvoiceFlag::Electronic,
//!         title: "南京某某科技有限公司".into(),
//!         title_kind: "1".into(),
//!     },
//!     InvoiceFile::new(*b"%PDF-1.4 and so on")?,
//! );
//! let body = shop.write(&upload)?;
//! let request = shop.seal(&body, &Stamp::at("2026-03-05 14:10:00".parse()?))?;
//! assert_eq!(request.headers()["appmethod"], "suning.custom.electronicinvoice.add");
//! assert_eq!(request.headers()["signinfo"].len(), 32);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod body;
mod client;
mod config;
#[cfg(feature = "issuing")]
mod marketplace;
mod raw;
mod read;
mod stamp;

pub use body::Body;
pub use client::{Client, Merchant};
pub use config::{Config, Environment, PathStyle};
pub use fapiao_signing::AppSecret;
#[cfg(feature = "issuing")]
pub use marketplace::Marketplace;
pub use raw::RawCall;
pub use stamp::Stamp;

#[cfg(test)]
mod tests;
