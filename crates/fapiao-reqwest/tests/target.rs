//! Where requests may go, and in what spelling: refused targets never reach a name look-up, loopback never a proxy.

#![expect(clippy::unwrap_used, reason = "clippy knows the test functions, not their helpers")]

use bytes::Bytes;
use fapiao_reqwest::HttpTransport;
use fapiao_transport::{Transport as _, TransportErrorKind};
use http::Request;
use std::error::Error as _;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
    process::Command,
};

async fn refusal(transport: &HttpTransport, address: &str) -> (TransportErrorKind, String) {
    let error = transport.send(Request::post(address).body(Bytes::new()).unwrap()).await.unwrap_err();
    (error.kind(), error.source().map(ToString::to_string).unwrap_or_default())
}

#[tokio::test]
async fn plain_http_to_another_machine_is_refused_unless_its_host_was_named() {
    let (kind, words) = refusal(&HttpTransport::new().unwrap(), "http://piaotong.invalid/tp/openapi/").await;
    assert_eq!(kind, TransportErrorKind::Connect);
    assert!(words.contains("plain http to piaotong.invalid is refused"), "{words}");

    let named = HttpTransport::builder().allow_plain_http("Piaotong.invalid").without_proxy().build().unwrap();
    let (kind, words) = refusal(&named, "http://piaotong.invalid/tp/openapi/").await;
    assert_eq!(kind, TransportErrorKind::Connect, "a name that does not exist");
    assert!(!words.contains("plain http"), "{words}");
}

/// Answers one request with `ok` and gives the request's head.
async fn answer_once(listener: TcpListener) -> String {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut head = [0; 4096];
    let read = stream.read(&mut head).await.unwrap();
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").await.unwrap();
    String::from_utf8_lossy(&head[..read]).into_owned()
}

#[tokio::test]
async fn header_names_are_sent_in_title_case_and_with_our_name() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let head = tokio::spawn(answer_once(listener));
    let request =
        Request::post(address).header("X-Nuonuo-Sign", "s").header("accessToken", "t").header("access_token", "u");
    HttpTransport::new().unwrap().send(request.body(Bytes::new()).unwrap()).await.unwrap();
    let head = head.await.unwrap();
    let agent = format!("User-Agent: fapiao/{}", env!("CARGO_PKG_VERSION"));
    for line in ["X-Nuonuo-Sign: s", "Accesstoken: t", "Access_token: u", "Content-Length: 0", agent.as_str()] {
        assert!(head.lines().any(|sent| sent == line), "{line} is not in {head}");
    }
    assert!(!head.to_ascii_lowercase().contains("referer"), "{head}");
}

#[tokio::test]
async fn loopback_never_goes_through_a_proxy_of_the_environment() {
    let proxy = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = format!("http://{}", proxy.local_addr().unwrap());
    let proxied = tokio::spawn(answer_once(proxy));
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "with_a_proxy_in_the_environment", "--ignored", "--nocapture"])
        .envs([("HTTP_PROXY", &address), ("http_proxy", &address)])
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .output()
        .await
        .unwrap();
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
    let proxied = proxied.await.unwrap();
    assert!(
        proxied.starts_with("POST http://piaotong.invalid/ HTTP/1.1\r\n"),
        "the only one not to loopback: {proxied}"
    );
}

#[tokio::test]
#[ignore = "run by loopback_never_goes_through_a_proxy_of_the_environment, in a process of its own"]
async fn with_a_proxy_in_the_environment() {
    let transport = HttpTransport::builder().allow_plain_http("piaotong.invalid").build().unwrap();
    let here = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = format!("http://{}/here", here.local_addr().unwrap());
    let direct = tokio::spawn(answer_once(here));
    transport.send(Request::post(address).body(Bytes::new()).unwrap()).await.unwrap();
    // The answer is here, so a direct request has been answered: anything else went elsewhere.
    assert!(direct.is_finished(), "went through the proxy");
    assert!(direct.await.unwrap().starts_with("POST /here HTTP/1.1\r\n"));

    let elsewhere = || Request::post("http://piaotong.invalid/").body(Bytes::new()).unwrap();
    let without = HttpTransport::builder().allow_plain_http("piaotong.invalid").without_proxy().build().unwrap();
    assert_eq!(without.send(elsewhere()).await.unwrap_err().kind(), TransportErrorKind::Connect);
    assert_eq!(transport.send(elsewhere()).await.unwrap().body().as_ref(), b"ok");
}

#[cfg(not(any(feature = "rustls-ring", feature = "rustls-aws-lc", feature = "native-tls")))]
#[tokio::test]
async fn without_a_tls_library_https_is_refused_unsent() {
    assert_eq!(refusal(&HttpTransport::new().unwrap(), "https://127.0.0.1:1/").await.0, TransportErrorKind::Connect);
}
