//! Nuonuo's side of the sandbox, asked with raw signed requests. Expected values are those of the protocol notes and of
//! `fixtures/vectors/nuonuo.json`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "clippy knows the test functions, not their helpers")]

mod business;
mod desk;
mod gateway;
mod red;
mod switches;
