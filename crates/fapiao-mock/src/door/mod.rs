//! The ways into the sandbox.

mod memory;
#[cfg(feature = "server")]
pub mod server;
#[cfg(feature = "wiremock")]
pub mod wiremock;

pub use memory::InMemory;
