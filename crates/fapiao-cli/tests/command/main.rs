//! The command as its users run it: the built binary over HTTP on loopback. What became of the orders is read in the sandbox's
//! own books, which the command does not see.

#![expect(clippy::unwrap_used, clippy::panic, reason = "clippy knows the test functions, not their helpers")]

mod canary;
mod demo;
mod edges;
mod faults;
mod issue;
mod kills;
mod orders;
mod rows;
mod sandbox;
mod sign;
mod strangers;
mod world;
