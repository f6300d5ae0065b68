//! placeholder while the provider crates are being written
pub use fapiao_issuing as issuing;
pub use fapiao_model as model;
pub use fapiao_transport as transport;
