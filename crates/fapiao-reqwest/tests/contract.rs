//! The transport against sockets that misbehave.

#![expect(clippy::unwrap_used, reason = "clippy knows the test functions, not their helpers")]

use fapiao_mock::contract::transport;
use fapiao_reqwest::HttpTransport;

fn make(limits: &transport::Limits) -> HttpTransport {
    let builder = HttpTransport::builder().with_timeout(limits.timeout).with_answer_limit(limits.answer_limit);
    builder.build().unwrap()
}

#[tokio::test]
async fn the_transport_keeps_its_contract_on_one_thread() {
    transport::check(make).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_transport_keeps_its_contract_on_two_threads() {
    transport::check(make).await;
}
