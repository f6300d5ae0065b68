//! What reqwest and hyper report, as the port's kinds.

use fapiao_transport::{TransportError, TransportErrorKind};
use std::{error::Error as StdError, io};

/// A transport that can't be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// A root certificate can't be read: it must be PEM, one certificate or a bundle.
    #[error("root certificate {index}: {fault}; give it as PEM, with its BEGIN CERTIFICATE line")]
    RootCertificate {
        /// Which call of `with_root_certificate_pem`, counted from 1.
        index: usize,
        /// What is wrong with it.
        fault: String,
    },
    /// The TLS library or the HTTP client can't be started.
    #[error("the HTTP client can't be built")]
    Client(#[source] Box<dyn StdError + Send + Sync>),
}

impl BuildError {
    pub(crate) fn client(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Client(source.into())
    }

    #[cfg(any(feature = "rustls-ring", feature = "rustls-aws-lc", feature = "native-tls"))]
    pub(crate) fn root_certificate(index: usize, fault: impl Into<String>) -> Self {
        Self::RootCertificate { index: index + 1, fault: fault.into() }
    }
}

/// The address is taken out: its query can hold keys.
pub(crate) fn transport_error(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    TransportError::new(kind_of(&error)).with_source(error)
}

fn kind_of(error: &reqwest::Error) -> TransportErrorKind {
    // A connect time-out is both; nothing left.
    if error.is_connect() || error.is_builder() {
        return TransportErrorKind::Connect;
    }
    if error.is_timeout() {
        return TransportErrorKind::Timeout;
    }
    causes(error).find_map(kind_of_cause).unwrap_or(TransportErrorKind::Other)
}

fn kind_of_cause(cause: &(dyn StdError + 'static)) -> Option<TransportErrorKind> {
    if let Some(hyper) = cause.downcast_ref::<hyper::Error>() {
        let ended = hyper.is_incomplete_message() || hyper.is_canceled() || hyper.is_closed();
        return ended.then_some(TransportErrorKind::Interrupted);
    }
    cause.downcast_ref::<io::Error>().map(|_| TransportErrorKind::Interrupted)
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    std::iter::successors(error.source(), |cause: &&(dyn StdError + 'static)| (**cause).source())
}
