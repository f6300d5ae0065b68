//! Suites of named claims: [`transport`] judges any `Transport`, [`client`] any provider's client over all doors.

pub mod client;
pub mod transport;
