//! The transport against sockets that misbehave.

#[path = "../../fapiao-mock/src/contract"]
mod contract {
    pub mod transport;
}
use contract::transport;

use fapiao_reqwest::HttpTransport;

#[tokio::test]
async fn http_transport_keeps_the_contract() {
    let start = std::time::Instant::now();let s=transport::Subject::new(|l|HttpTransport::builder().with_timeout(l.timeout).with_answer_limit(l.answer_limit).build().unwrap()); for c in transport::CLAIMS { c.judge(&s).await.unwrap(); println!("{c:?} {:?}", start.elapsed()); }
    let report = transport::report(|limits| {
        HttpTransport::builder().with_timeout(limits.timeout).with_answer_limit(limits.answer_limit).build().unwrap()
    }).await;
    println!("{report}");
    assert!(report.broken().next().is_none(), "{report}");
}
