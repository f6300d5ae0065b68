//! Chinese electronic invoices (数电发票) for software that sells things: Nuonuo, Fengchao, Piaotong and Suning behind one
//! vocabulary.
//!
//! This crate has no logic of its own: it re-exports the layers under it and puts a client together per provider
//! ([`connect`]). Take single crates instead where you want less; each provider's client compiles without the others and
//! without an HTTP stack.
//!
//! | module | what it has |
//! |---|---|
//! | [`model`] | words, operations with their requests and answers, code tables |
//! | [`transport`] | the port to the network, errors that say how far a request got, tokens |
//! | [`issuing`] | orders, numbers, drafts, verdicts, and the traits that providers implement |
//! | [`signing`] | the four signature schemes |
//! | `nuonuo`, `fengchao`, `piaotong`, `suning` | the clients, a feature each, all on by default |
//! | [`http`] | the HTTP transport |

pub mod connect;

#[cfg(feature = "fengchao")]
pub use fapiao_fengchao as fengchao;
pub use fapiao_issuing as issuing;
pub use fapiao_model as model;
#[cfg(feature = "nuonuo")]
pub use fapiao_nuonuo as nuonuo;
#[cfg(feature = "piaotong")]
pub use fapiao_piaotong as piaotong;
pub use fapiao_reqwest as http;
pub use fapiao_signing as signing;
#[cfg(feature = "suning")]
pub use fapiao_suning as suning;
pub use fapiao_transport as transport;

/// The README's example is run with the tests.
#[cfg(all(doctest, feature = "nuonuo"))]
#[doc = include_str!("../../../README.md")]
struct Readme;
