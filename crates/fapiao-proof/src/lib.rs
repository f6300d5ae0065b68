//! What runs everything together and is not published: golden vectors, the walk of an order, the catalogue, benchmarks.
//!
//! The binary `fapiao-proof` prints what the modules here find; `cargo xtask` starts it.

pub mod bench;
pub mod catalogue;
mod offline;
pub mod vectors;
pub mod walk;
