//! Packed answers: unpacked only when asked for, and counted unpacked.
#![cfg(feature = "gzip")]
#![expect(clippy::unwrap_used, reason = "clippy knows the test functions, not their helpers")]

use bytes::Bytes;
use fapiao_reqwest::{Builder, HttpTransport};
use fapiao_transport::{Transport as _, TransportError, TransportErrorKind};
use http::{Request, Response};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

/// Ten thousand characters `0`, packed by Python's gzip.
const PACKED: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xed\xc1\x01\x0d\x00\x00\x00\xc2\xa0\x4a\xef\x9f\xce\x1c\x6e\x40\x01\x00\x00\x00\x00\x00\x00\x00\x00\xc0\xbf\x01\x69\x58\x18\x0a\x10\x27\x00\x00";

/// Sends one request to a server that packs its answer, asked or not; gives the answer and the request's head.
async fn answer(builder: Builder) -> (Result<Response<Bytes>, TransportError>, String) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut head = [0; 4096];
        let read = stream.read(&mut head).await.unwrap();
        let length = PACKED.len();
        let start = format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {length}\r\n\r\n");
        stream.write_all(&[start.as_bytes(), PACKED].concat()).await.unwrap();
        String::from_utf8_lossy(&head[..read]).to_ascii_lowercase()
    });
    let answer = builder.build().unwrap().send(Request::post(address).body(Bytes::new()).unwrap()).await;
    (answer, server.await.unwrap())
}

#[tokio::test]
async fn the_feature_alone_changes_nothing() {
    let (answer, head) = answer(HttpTransport::builder()).await;
    assert_eq!(answer.unwrap().body().as_ref(), PACKED);
    assert!(!head.contains("accept-encoding"), "{head}");
}

#[tokio::test]
async fn a_packed_answer_is_unpacked_when_asked_for() {
    let (answer, head) = answer(HttpTransport::builder().with_gzip()).await;
    assert_eq!(answer.unwrap().body().as_ref(), [b'0'; 10_000]);
    assert!(head.contains("accept-encoding: gzip\r\n"), "{head}");
}

#[tokio::test]
async fn the_limit_counts_unpacked_bytes() {
    let (answer, _) = answer(HttpTransport::builder().with_gzip().with_answer_limit(9_999)).await;
    assert_eq!(answer.unwrap_err().kind(), TransportErrorKind::TooLarge);
}
