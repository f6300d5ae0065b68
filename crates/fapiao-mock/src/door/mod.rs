//! The ways into the sandbox.

mod memory;
#[cfg(feature = "server")]
mod pushes;
#[cfg(feature = "server")]
pub mod server;
#[cfg(feature = "wiremock")]
pub mod wiremock;

pub use memory::InMemory;
#[cfg(feature = "server")]
pub use pushes::Pushes;
