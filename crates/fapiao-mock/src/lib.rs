//! A sandbox of Nuonuo, Fengchao, Piaotong and Suning, and the contract suites that judge clients and transports.
//!
//! [`Sandbox`] is a pure state machine: a request and the time in, a [`Reply`] out; what it would push, it gives when asked
//! ([`Sandbox::due`]). It has three doors: [`door::InMemory`] is a `Transport`, `door::wiremock` (feature `wiremock`) mounts it
//! in a mock server for contract tests over real HTTP, `door::server` (feature `server`) serves it to people and to clients in
//! any language.
//!
//! It shares with the clients signatures, names and code tables, nothing else: it reads and writes plain JSON and XML trees and
//! raw bytes. Everything it issues is a test document.

mod books;
#[cfg(feature = "server")]
pub mod contract;
pub mod door;
mod fault;
pub mod fengchao;
mod files;
mod form;
mod log;
pub mod nuonuo;
mod pdf;
pub mod piaotong;
mod ready;
mod respell;
mod sandbox;
mod scene;
mod settings;
pub mod suning;

pub use books::{BookedInvoice, BookedState, Books, Refusal, UploadedInvoice};
pub use fault::{Fault, FaultRule, Moment, Reply};
pub use fengchao::{
    OrderState as FengchaoOrderState, Settings as FengchaoSettings, StandingOrder as FengchaoStandingOrder,
};
pub use log::{FailedCheck, LogEntry};
pub use nuonuo::Settings as NuonuoSettings;
pub use piaotong::Settings as PiaotongSettings;
pub use sandbox::{Outgoing, Sandbox};
pub use settings::{Script, Settings};
pub use suning::{Settings as SuningSettings, ShopOrder};
