//! The golden vectors of `fixtures/vectors`, which come from vendor SDKs and other people's clients, against this crate.
//!
//! A failure names the case and the first stage that differs: the canonical form before the signature over it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "clippy knows the test functions, not their helpers")]

#[cfg(feature = "fengchao")]
mod fengchao;
#[cfg(feature = "nuonuo")]
mod nuonuo;
#[cfg(feature = "piaotong")]
mod piaotong;
#[cfg(feature = "suning")]
mod suning;
#[cfg(any(feature = "fengchao", feature = "nuonuo", feature = "piaotong", feature = "suning"))]
mod support;
