//! One constructor a provider, over the HTTP transport, the machine's clock and its randomness.

use fapiao_reqwest::{BuildError, HttpTransport};
use fapiao_transport::{Context, OsEntropy, SystemClock};

/// The vendors' own test systems that speak plain HTTP: Piaotong's and Suning's.
const PLAIN_TEST_HOSTS: [&str; 2] = ["fpkj.testnw.vpiaotong.cn", "openpre.cnsuning.com"];

/// Transport, clock and randomness for clients; its clones share connections.
///
/// Certificates are verified; plain HTTP goes to loopback and to the vendors' own test systems, to nobody else.
///
/// # Errors
/// If the machine's trust store can't be read.
pub fn context() -> Result<Context, BuildError> {
    let builder = HttpTransport::builder();
    let transport = PLAIN_TEST_HOSTS.into_iter().fold(builder, fapiao_reqwest::Builder::allow_plain_http).build()?;
    Ok(Context::new(transport, SystemClock::new(), OsEntropy))
}

/// Why a client could not be put together.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// The HTTP transport could not be built.
    #[error(transparent)]
    Transport(#[from] BuildError),
    /// The configuration is wrong.
    #[error(transparent)]
    Config(#[from] fapiao_transport::Error),
}

/// A client of Nuonuo.
///
/// # Errors
/// If the transport can't be built, or the configuration is wrong.
#[cfg(feature = "nuonuo")]
pub fn nuonuo(config: fapiao_nuonuo::Config) -> Result<fapiao_nuonuo::Client, ConnectError> {
    Ok(fapiao_nuonuo::Client::new(config, context()?)?)
}

/// A client of the Fengchao gateway.
///
/// # Errors
/// As [`nuonuo`].
#[cfg(feature = "fengchao")]
pub fn fengchao(config: fapiao_fengchao::Config) -> Result<fapiao_fengchao::Client, ConnectError> {
    Ok(fapiao_fengchao::Client::new(config, context()?)?)
}

/// A client of Piaotong.
///
/// # Errors
/// As [`nuonuo`].
#[cfg(feature = "piaotong")]
pub fn piaotong(config: fapiao_piaotong::Config) -> Result<fapiao_piaotong::Client, ConnectError> {
    Ok(fapiao_piaotong::Client::new(config, context()?)?)
}

/// A client of Suning.
///
/// # Errors
/// As [`nuonuo`].
#[cfg(feature = "suning")]
pub fn suning(config: fapiao_suning::Config) -> Result<fapiao_suning::Client, ConnectError> {
    Ok(fapiao_suning::Client::new(config, context()?)?)
}
