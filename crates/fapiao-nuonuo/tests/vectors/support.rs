//! The vector file, and what the three sections share.

use bytes::Bytes;
use fapiao_model::ChinaTime;
use fapiao_nuonuo::{Client, Config, Environment};
use fapiao_transport::{Clock, Context, Entropy, Transport, TransportError, TransportErrorKind};
use serde_json::Value;
use std::time::Duration;

/// The cases of a section.
pub(crate) fn cases(section: &str) -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/vectors/nuonuo.json");
    let file: Value = serde_json::from_slice(&std::fs::read(path).expect("the vector file")).expect("JSON");
    file[section].as_array().expect("a section is a list").clone()
}

/// A text of a case; empty if it is not there.
pub(crate) fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

/// What a case came to: `Err` names the first stage that differs.
pub(crate) type Verdict = Result<(), String>;

/// Compares one stage.
pub(crate) fn same<T: Copy + PartialEq + std::fmt::Debug>(stage: &str, got: T, expected: T) -> Verdict {
    if got == expected { Ok(()) } else { Err(format!("{stage}: got {got:?}, expected {expected:?}")) }
}

/// Runs all cases of a section; `None` means that the case's operation is not typed yet. Gives how many those were.
pub(crate) fn run(section: &str, judge: impl Fn(&Value) -> Option<Verdict>) -> (usize, usize) {
    let cases = cases(section);
    let (mut typed, mut untyped, mut failures) = (0, Vec::new(), Vec::new());
    for case in &cases {
        match judge(case) {
            Some(Ok(())) => typed += 1,
            Some(Err(difference)) => failures.push(format!("{} {difference}", text(case, "id"))),
            None => untyped.push(text(case, "id")),
        }
    }
    println!("{section}: {typed} of {} pass, operations not typed yet: {untyped:?}", cases.len());
    assert!(failures.is_empty(), "{section}:\n{}", failures.join("\n"));
    assert_eq!(typed + untyped.len(), cases.len());
    (typed, untyped.len())
}

pub(crate) fn client(config: Config) -> Client {
    Client::new(config, Context::new(Offline, Fixed, Fixed)).expect("a right config")
}

pub(crate) fn any_client() -> Client {
    client(Config::new(Environment::VendorTest, "SD12345678", "SDABCDEF0123456789"))
}

#[derive(Debug)]
struct Offline;

#[async_trait::async_trait]
impl Transport for Offline {
    async fn send(&self, _: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        Err(TransportError::new(TransportErrorKind::Connect))
    }
}

#[derive(Debug)]
struct Fixed;

impl Clock for Fixed {
    fn now(&self) -> ChinaTime {
        ChinaTime::from_unix_millis(1_795_289_365_000)
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}

impl Entropy for Fixed {
    fn fill(&self, buffer: &mut [u8]) {
        buffer.fill(7);
    }
}
