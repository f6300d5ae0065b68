//! The port: bytes out, bytes in.

use async_trait::async_trait;
use bytes::Bytes;
use fapiao_model::Outcome;
use std::{fmt, sync::Arc};

/// Moves one request to the provider and one response back.
///
/// An implementation connects with certificate verification, follows no redirect, repeats nothing by itself (no second
/// connection attempt after bytes have left), bounds the size of the answer, and returns `Err` only if no complete response
/// came back. `fapiao_mock::contract::transport` checks all of this against misbehaving sockets.
#[async_trait]
pub trait Transport: fmt::Debug + Send + Sync + 'static {
    /// Sends the request. Any HTTP status is `Ok`; `Err` means that no complete response came back.
    ///
    /// Dropping the future leaves the outcome unknown.
    ///
    /// # Errors
    /// [`TransportErrorKind::Connect`] only if not a single byte of the request can have been read by the other side.
    async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError>;
}

#[async_trait]
impl<T: Transport + ?Sized> Transport for Arc<T> {
    async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        (**self).send(request).await
    }
}

/// Why no complete response came back.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What [`TransportError`] comes down to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: nothing of the request left.
    Connect,
    /// No complete response within the time allowed.
    Timeout,
    /// The connection ended after something may have left.
    Interrupted,
    /// The response is larger than the transport takes.
    TooLarge,
    /// Anything else.
    Other,
}

impl TransportError {
    /// An error of this kind.
    #[must_use]
    pub const fn new(kind: TransportErrorKind) -> Self {
        Self { kind, source: None }
    }

    /// Adds the cause. It must not print the request's query, headers or body.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What it comes down to.
    #[must_use]
    pub const fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// How far the request got.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        match self.kind {
            TransportErrorKind::Connect => Outcome::NotSent,
            _ => Outcome::Unknown,
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection, nothing was sent",
            TransportErrorKind::Timeout => "no complete answer in time",
            TransportErrorKind::Interrupted => "the connection ended before a complete answer",
            TransportErrorKind::TooLarge => "the answer is larger than allowed",
            TransportErrorKind::Other => "the transport failed",
        })
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
