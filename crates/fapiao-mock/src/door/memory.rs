//! The door for simulations: a `Transport` without a network.

use crate::{Fault, Reply, Sandbox};
use async_trait::async_trait;
use bytes::Bytes;
use fapiao_transport::{Clock, Transport, TransportError, TransportErrorKind};
use std::sync::Arc;

/// A transport that ends in the sandbox. Faults of the network become the errors that a real transport reports; none of them
/// takes time, a request that is never answered included.
#[derive(Clone, Debug)]
pub struct InMemory {
    sandbox: Sandbox,
    clock: Arc<dyn Clock>,
}

impl InMemory {
    /// A way into this sandbox, at the time of this clock.
    #[must_use]
    pub fn new(sandbox: &Sandbox, clock: Arc<dyn Clock>) -> Self {
        Self { sandbox: sandbox.clone(), clock }
    }
}

#[async_trait]
impl Transport for InMemory {
    async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        match self.sandbox.respond(&request, self.clock.now()) {
            Reply::Answer(answer) => Ok(answer),
            Reply::Network(fault) => Err(TransportError::new(kind(&fault)).with_source("a fault of the sandbox")),
        }
    }
}

fn kind(fault: &Fault) -> TransportErrorKind {
    match fault {
        Fault::Refuse => TransportErrorKind::Connect,
        Fault::Hang => TransportErrorKind::Timeout,
        _ => TransportErrorKind::Interrupted,
    }
}
