//! A machine without network: for the clients whose pure steps are looked at.

use async_trait::async_trait;
use bytes::Bytes;
use fapiao_model::ChinaTime;
use fapiao_transport::{Clock, Context, Entropy, Transport, TransportError, TransportErrorKind};
use http::{Request, Response};
use std::time::Duration;

/// What a client needs, from a machine that reaches nobody and whose clock stands.
pub(crate) fn context() -> Context {
    Context::new(Nowhere, Standing, Standing)
}

#[derive(Debug)]
struct Nowhere;

#[async_trait]
impl Transport for Nowhere {
    async fn send(&self, _: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        Err(TransportError::new(TransportErrorKind::Connect))
    }
}

#[derive(Debug)]
struct Standing;

impl Clock for Standing {
    fn now(&self) -> ChinaTime {
        ChinaTime::from_unix_millis(1_795_289_365_000)
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}

impl Entropy for Standing {
    fn fill(&self, buffer: &mut [u8]) {
        buffer.fill(7);
    }
}
