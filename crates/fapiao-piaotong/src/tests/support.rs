//! Piaotong's side, played in memory with the keys of the vectors. What it sends is sealed by this crate; that the sealing is
//! right is for `tests/vectors.rs` to say.

use crate::{Client, Config, Environment, Keys, Merchant, Stamp, open_push, seal_answer, seal_request};
use async_trait::async_trait;
use bytes::Bytes;
use fapiao_model::ChinaTime;
use fapiao_transport::{Clock, Context, Entropy, Transport, TransportError};
use http::{Request, Response};
use serde_json::{Value, json};
use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, LazyLock, Mutex},
    time::Duration,
};

static FILE: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../../fixtures/vectors/piaotong.json")).unwrap());

pub(crate) const CONTENT_KEY: &str = "8hLRWymFVEA9LKXWKKmXZWWm";
pub(crate) const SELLER: &str = "91310117568051222X";
pub(crate) const SERIAL: &str = "TEST0000000000000001";

fn key(name: &str, form: &str) -> &'static str {
    FILE["keys"][name][form].as_str().unwrap()
}

pub(crate) fn private_key() -> &'static str {
    key("partner_1024", "private_pkcs8_der_base64")
}

/// The partner's configuration.
pub(crate) fn partner() -> Config {
    let keys = Keys::parse(CONTENT_KEY, private_key(), key("piaotong_1024", "public_spki_pem")).unwrap();
    Config::new(Environment::Custom("http://127.0.0.1:1".into()), "2IbFbe3k", "TEST".parse().unwrap(), keys)
}

/// The same, seen from Piaotong: its private key, the partner's public one.
pub(crate) fn piaotong() -> Config {
    let (private, public) = (key("piaotong_1024", "private_pkcs8_pem"), key("partner_1024", "public_spki_pem"));
    Config { keys: Keys::parse(CONTENT_KEY, private, public).unwrap(), ..partner() }
}

/// An answer that Piaotong signed.
pub(crate) fn answer(code: &str, msg: &str, serial: &str, content: &Value) -> Response<Bytes> {
    let content = if content.is_null() { String::new() } else { content.to_string() };
    Response::new(seal_answer(&piaotong().keys, code, msg, serial, content.as_bytes()).unwrap().bytes)
}

/// A push that Piaotong signed.
pub(crate) fn push(content: &[u8]) -> Request<Bytes> {
    let stamp = Stamp::new("2026-03-05 14:07:08".parse().unwrap(), "PUSH0001");
    Request::post("/push").body(seal_request(&piaotong(), content, &stamp).unwrap().bytes).unwrap()
}

/// What a request says, opened by Piaotong: the envelope's serial and the content.
pub(crate) fn opened(request: &Request<Bytes>) -> (String, Value) {
    let opened = open_push(&piaotong(), request.body()).unwrap();
    (opened.serial, serde_json::from_str(&opened.content.unwrap()).unwrap())
}

type Step = Box<dyn FnOnce(&Request<Bytes>) -> Result<Response<Bytes>, TransportError> + Send>;

/// Answers each request with the next step, and keeps the requests.
#[derive(Clone, Default)]
pub(crate) struct Script {
    steps: Arc<Mutex<VecDeque<Step>>>,
    pub(crate) seen: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Script {
    pub(crate) fn then(
        self,
        step: impl FnOnce(&Request<Bytes>) -> Result<Response<Bytes>, TransportError> + Send + 'static,
    ) -> Self {
        self.steps.lock().unwrap().push_back(Box::new(step));
        self
    }

    /// A signed answer with the request's own serial.
    pub(crate) fn says(self, code: &'static str, content: Value) -> Self {
        self.then(move |request| Ok(answer(code, "文字", &opened(request).0, &content)))
    }

    pub(crate) fn merchant(&self, config: Config) -> Merchant {
        let context = Context::new(self.clone(), FixedClock, Zeros);
        Client::new(config, context).unwrap().merchant(SELLER.parse().unwrap())
    }

    /// What was sent, opened.
    pub(crate) fn contents(&self) -> Vec<Value> {
        self.seen.lock().unwrap().iter().map(|request| opened(request).1).collect()
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Script")
    }
}

#[async_trait]
impl Transport for Script {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let step = self.steps.lock().unwrap().pop_front().expect("one more request than the test has answers");
        let answer = step(&request);
        self.seen.lock().unwrap().push(request);
        answer
    }
}

#[derive(Debug)]
struct FixedClock;

impl Clock for FixedClock {
    fn now(&self) -> ChinaTime {
        "2026-03-05 14:07:08".parse().unwrap()
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}

#[derive(Debug)]
struct Zeros;

impl Entropy for Zeros {
    fn fill(&self, buffer: &mut [u8]) {
        buffer.fill(0);
    }
}

/// The content of an accepted order.
pub(crate) fn accepted(serial: &str) -> Value {
    json!({"invoiceReqSerialNo": serial, "qrCodePath": "aHR0cHM6Ly9mcGtqLnZwaWFvdG9uZy5jb20vZC94LnB0", "qrCode": "AAAA"})
}

/// The main facts of an invoice in this state.
pub(crate) fn facts(serial: &str, state: &str, more: &Value) -> Value {
    let mut facts =
        json!({"taxpayerNum": SELLER, "invoiceReqSerialNo": serial, "invoiceType": "1", "code": state, "msg": "文字"});
    for (name, value) in more.as_object().into_iter().flatten() {
        facts[name] = value.clone();
    }
    facts
}
