//! The way between client and provider: it remembers the tokens that it carried, and whether secrets were on it at all.

use crate::secrets::Secrets;
use async_trait::async_trait;
use bytes::Bytes;
use fapiao_transport::{Transport, TransportError};
use std::fmt;
use std::sync::{Arc, Mutex};

const TOKENS: [&str; 2] = ["accesstoken", "access_token"];

/// Clones share what they remember.
#[derive(Clone)]
pub(crate) struct Line {
    transport: Arc<dyn Transport>,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    tokens: Vec<String>,
    bodies: String,
}

impl Line {
    pub(crate) fn new(transport: impl Transport) -> Self {
        Self { transport: Arc::new(transport), seen: Arc::default() }
    }

    /// Every token that was sent.
    pub(crate) fn tokens(&self) -> Vec<String> {
        self.seen.lock().unwrap().tokens.clone()
    }

    /// The search proves something only if there was something to find.
    #[track_caller]
    pub(crate) fn had_to_carry(&self, secrets: &Secrets) {
        let seen = self.seen.lock().unwrap();
        assert!(seen.tokens.len() > 3, "tokens were sent");
        assert!(secrets.are_in(&seen.bodies), "secrets were sent, and would be found");
    }
}

#[async_trait]
impl Transport for Line {
    async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        {
            let mut seen = self.seen.lock().unwrap();
            let tokens = TOKENS.iter().filter_map(|name| request.headers().get(*name)?.to_str().ok());
            seen.tokens.extend(tokens.filter(|token| !token.is_empty()).map(str::to_owned));
            seen.bodies.push_str(&String::from_utf8_lossy(request.body()));
        }
        self.transport.send(request).await
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Line").field(&self.transport).finish()
    }
}
