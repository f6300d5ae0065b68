//! A transport that answers from a list.

use async_trait::async_trait;
use bytes::Bytes;
use fapiao_model::{ChinaTime, TaxNumber};
use fapiao_nuonuo::{Client, Config, Environment, Merchant};
use fapiao_transport::{AccessToken, Clock, Context, Entropy, Transport, TransportError, TransportErrorKind};
use http::{Request, Response};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub(crate) const SECRET: &str = "CANARY-SECRET-0123";
pub(crate) const TOKEN: &str = "CANARY-TOKEN-4567";
pub(crate) const TAX: &str = "339902999999789113";

/// A clock that stands still.
#[derive(Debug)]
pub(crate) struct Still;

impl Clock for Still {
    fn now(&self) -> ChinaTime {
        ChinaTime::from_unix_millis(1_795_289_365_000)
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}

impl Entropy for Still {
    fn fill(&self, buffer: &mut [u8]) {
        buffer.fill(7);
    }
}

/// Answers from a list and keeps what was sent.
#[derive(Clone, Default)]
pub(crate) struct Script(Arc<Mutex<Played>>);

impl std::fmt::Debug for Script {
    /// Without the requests: what was sent holds the secrets, as it must.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Script")
    }
}

#[derive(Default)]
struct Played {
    answers: VecDeque<Result<(u16, String), TransportErrorKind>>,
    sent: Vec<Request<Bytes>>,
}

impl Script {
    pub(crate) fn of<const N: usize>(answers: [&str; N]) -> Self {
        Self::default().then(answers.map(|body| Ok((200, body.to_owned()))))
    }

    pub(crate) fn then<const N: usize>(self, answers: [Result<(u16, String), TransportErrorKind>; N]) -> Self {
        self.0.lock().unwrap().answers.extend(answers);
        self
    }

    /// What was sent, in order.
    pub(crate) fn sent(&self) -> Vec<Request<Bytes>> {
        self.0.lock().unwrap().sent.clone()
    }

    pub(crate) fn paths(&self) -> Vec<String> {
        self.0.lock().unwrap().sent.iter().map(|request| request.uri().path().to_owned()).collect()
    }

    pub(crate) fn header(&self, index: usize, name: &str) -> String {
        self.0.lock().unwrap().sent[index].headers()[name].to_str().unwrap().to_owned()
    }

    pub(crate) fn client(&self) -> Client {
        let gateway = Environment::Custom("https://gateway.example/open/v1/services".into());
        let config = Config::new(gateway, "SD12345678", SECRET).with_token_url("https://gateway.example/accessToken");
        Client::new(config, Context::new(self.clone(), Still, Still)).unwrap()
    }

    pub(crate) fn merchant(&self) -> Merchant {
        self.client().merchant_with_token(tax(), AccessToken::new(TOKEN))
    }
}

#[async_trait]
impl Transport for Script {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let mut played = self.0.lock().unwrap();
        played.sent.push(request);
        let (status, body) = played.answers.pop_front().expect("an answer").map_err(TransportError::new)?;
        Ok(Response::builder().status(status).body(Bytes::from(body)).unwrap())
    }
}

pub(crate) fn tax() -> TaxNumber {
    TAX.parse().unwrap()
}
