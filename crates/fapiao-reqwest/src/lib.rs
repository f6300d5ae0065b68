//! reqwest behind the [`Transport`](fapiao_transport::Transport) port: the one crate that names it.
//!
//! [`HttpTransport`] verifies certificates, follows no redirect, repeats nothing, bounds time and the answer's size, reuses
//! connections, and says of every failure whether the request may have left. Plain http goes to loopback and to hosts named
//! by [`Builder::allow_plain_http`], to nobody else.
//!
//! ```
//! use fapiao_reqwest::HttpTransport;
//! use std::time::Duration;
//!
//! let transport = HttpTransport::builder()
//!     .with_timeout(Duration::from_secs(30))
//!     .with_answer_limit(8 << 20)
//!     .build()?;
//! # let _ = transport;
//! # Ok::<(), fapiao_reqwest::BuildError>(())
//! ```
//!
//! # What reqwest and hyper report, and what becomes of it
//!
//! | what happened | they say | [kind](fapiao_transport::TransportErrorKind) | outcome |
//! |---|---|---|---|
//! | target refused here (plain http, credentials in the address, an address that would be rewritten) | nothing, it is not called | `Connect` | not sent |
//! | name not found, connection refused or reset at once, connect time-out, TLS or proxy tunnel failed | `is_connect()` | `Connect` | not sent |
//! | address that can't be used | `is_builder()` | `Connect` | not sent |
//! | total or read time-out, also while still connecting | `is_timeout()` | `Timeout` | unknown |
//! | closed before or within the answer | hyper's `IncompleteMessage`, `Canceled`, `ChannelClosed`, or an I/O error | `Interrupted` | unknown |
//! | body over the limit | nothing, counted here | `TooLarge` | unknown |
//! | not HTTP, a head over about 400 KB, more than 100 headers | hyper's `is_parse()` | `Other` | unknown |
//!
//! `is_connect()` is only ever said by the connector and by the pool, both before a request is handed to a connection. The
//! one repeat that remains inside is hyper-util's: when an idle connection turns out to be closed, a request that this
//! connection has *not taken over* is given back whole and goes to another one. A request of which hyper has begun to write
//! is never given back. `tests/contract.rs` proves it against sockets that close at the worst moment.
//!
//! # Header names
//!
//! The `http` crate keeps names in lower case only, so the vendors' own spelling (`accessToken`, `signInfo`) is lost before
//! a transport sees it. Names are sent in title case (`X-Nuonuo-Sign`, `Accesstoken`, `Signinfo`): equal to the vendors'
//! spelling where it has hyphens, and else exactly what Go's library writes, which has clients in production use at Nuonuo
//! and at Suning.
//!
//! # Features
//!
//! `rustls-ring` (default), `rustls-aws-lc` and `native-tls` choose the TLS library, in this order when several are on. With
//! none of them https is refused as not sent. `gzip` adds `Builder::with_gzip`; being on changes nothing by itself. There
//! is no HTTP/2: the providers don't need it.

mod builder;
mod error;
mod target;
mod tls;
mod transport;

pub use builder::Builder;
pub use error::BuildError;
pub use transport::HttpTransport;
