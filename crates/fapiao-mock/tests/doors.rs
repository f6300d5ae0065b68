//! The doors: what a client sees of the sandbox and of its faults, in memory and on the wire.

#![expect(clippy::unwrap_used, reason = "clippy knows the test functions, not their helpers")]

use bytes::Bytes;
use fapiao_mock::{Fault, FaultRule, Moment, Sandbox, Settings, door::InMemory};
use fapiao_model::{ChinaTime, Provider};
use fapiao_transport::{Clock, Transport, TransportErrorKind};
use http::{Request, Response, header};
use std::{sync::Arc, time::Duration};

/// A clock that stands still.
#[derive(Debug)]
struct Still;

impl Clock for Still {
    fn now(&self) -> ChinaTime {
        ChinaTime::from_unix_millis(1_795_226_400_000)
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(Still)
}

fn sandbox_with(moment: Moment, fault: Fault) -> Sandbox {
    let sandbox = Sandbox::new(Settings::default());
    let operation = Some("accessToken".to_owned());
    let provider = Some(Provider::Nuonuo);
    sandbox.inject(FaultRule { provider, operation, number: None, skip: 0, times: 1, moment, fault });
    sandbox
}

const BODY: &str = "client_id=SD10000001&client_secret=SDNUONUO5A1B0C9D&grant_type=client_credentials";

fn token_request(base: &str) -> Request<Bytes> {
    Request::post(format!("{base}/accessToken"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Bytes::from_static(BODY.as_bytes()))
        .unwrap()
}

#[tokio::test]
async fn in_memory_a_fault_is_the_error_that_a_transport_reports() {
    let cases = [
        (Fault::Refuse, TransportErrorKind::Connect),
        (Fault::Close, TransportErrorKind::Interrupted),
        (Fault::Reset, TransportErrorKind::Interrupted),
        (Fault::Cut(Response::default(), 3), TransportErrorKind::Interrupted),
        (Fault::Hang, TransportErrorKind::Timeout),
    ];
    for (fault, kind) in cases {
        let door = InMemory::new(&sandbox_with(Moment::Before, fault), clock());
        let error = door.send(token_request("http://sandbox")).await.unwrap_err();
        assert_eq!(error.kind(), kind);
        assert_eq!(door.send(token_request("http://sandbox")).await.unwrap().status(), 200, "the fault struck once");
    }
}

#[tokio::test]
async fn a_fault_before_has_no_effect_and_one_after_has_it() {
    for (moment, given) in [(Moment::Before, 0), (Moment::After, 1)] {
        let sandbox = sandbox_with(moment, Fault::Close);
        let door = InMemory::new(&sandbox, clock());
        door.send(token_request("http://sandbox")).await.unwrap_err();
        let answered = sandbox.log().iter().filter(|entry| entry.code == "E0000").count();
        assert_eq!(answered, given, "{moment:?}");
        assert_eq!(sandbox.log()[0].fault.as_deref(), Some("close"));
    }
}

#[tokio::test]
async fn a_rule_lets_some_through_first_and_then_strikes_as_often_as_it_says() {
    let sandbox = Sandbox::new(Settings::default());
    let (provider, operation) = (None, Some("accessToken".to_owned()));
    let rule =
        FaultRule { provider, operation, number: None, skip: 1, times: 2, moment: Moment::Before, fault: Fault::Close };
    sandbox.inject(rule);
    let door = InMemory::new(&sandbox, clock());
    let mut answered = Vec::new();
    for _ in 0..4 {
        answered.push(door.send(token_request("http://sandbox")).await.is_ok());
    }
    assert_eq!(answered, [true, false, false, true]);
}

#[tokio::test]
async fn something_else_may_answer_instead() {
    let page = Response::builder().status(502).body(Bytes::from_static(b"<html>")).unwrap();
    let door = InMemory::new(&sandbox_with(Moment::After, Fault::Instead(page)), clock());
    assert_eq!(door.send(token_request("http://sandbox")).await.unwrap().status(), 502);
}

#[test]
fn an_unknown_path_is_told_which_paths_there_are() {
    let sandbox = Sandbox::new(Settings::default());
    let request = Request::post("http://sandbox/open/v2/services").body(Bytes::new()).unwrap();
    let fapiao_mock::Reply::Answer(answer) = sandbox.respond(&request, clock().now()) else { panic!("no answer") };
    assert_eq!(answer.status(), 404);
    assert!(String::from_utf8_lossy(answer.body()).contains("/open/v1/services"));
}

#[cfg(feature = "server")]
mod on_the_wire {
    use super::{BODY, Moment, Sandbox, Settings, clock, sandbox_with};
    use async_trait::async_trait;
    use bytes::Bytes;
    use fapiao_mock::{
        Fault,
        door::{Pushes, server::Server},
    };
    use fapiao_transport::{Transport, TransportError};
    use serde_json::{Value, json};
    use std::{io, net::SocketAddr, sync::Arc, time::Duration};
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpStream,
        sync::mpsc,
        time::timeout,
    };

    fn post(path: &str, kind: &str, body: &str) -> String {
        let length = body.len();
        format!(
            "POST {path} HTTP/1.1\r\nhost: sandbox.test:81\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n{body}"
        )
    }

    fn token_request() -> String {
        post("/accessToken", "application/x-www-form-urlencoded", BODY)
    }

    /// Sends the text and reads until the other side ends; how it ended, and what came before.
    async fn exchange(addr: SocketAddr, text: &str) -> (String, Result<(), io::ErrorKind>) {
        let mut stream = TcpStream::connect(addr).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        let ended = stream.read_to_end(&mut bytes).await;
        (String::from_utf8_lossy(&bytes).into_owned(), ended.map(|_| ()).map_err(|error| error.kind()))
    }

    /// One answer of a connection that is told to end after it.
    async fn answer(addr: SocketAddr, text: &str) -> (String, Value) {
        let (text, ended) = exchange(addr, &text.replacen("\r\n", "\r\nconnection: close\r\n", 1)).await;
        assert_eq!(ended, Ok(()));
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), serde_json::from_str(body).unwrap_or_else(|_| body.into()))
    }

    async fn serve(sandbox: &Sandbox) -> Server {
        Server::start(sandbox, clock(), ([127, 0, 0, 1], 0).into()).await.unwrap()
    }

    #[tokio::test]
    async fn the_server_answers_and_keeps_the_connection() {
        let sandbox = Sandbox::new(Settings::default());
        let server = serve(&sandbox).await;
        let two = token_request() + &token_request().replacen("\r\n", "\r\nconnection: close\r\n", 1);
        let (text, ended) = exchange(server.addr(), &two).await;
        assert_eq!(ended, Ok(()));
        assert_eq!(text.matches("HTTP/1.1 200 OK").count(), 2, "{text}");
        assert_eq!(sandbox.log().len(), 2);
    }

    #[tokio::test]
    async fn a_chunked_request_is_read() {
        let server = serve(&Sandbox::new(Settings::default())).await;
        let head = "POST /accessToken HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ntransfer-encoding: chunked\r\n\r\n";
        let (head, body) = answer(server.addr(), &format!("{head}{:x}\r\n{BODY}\r\n0\r\n\r\n", BODY.len())).await;
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        assert!(body["access_token"].is_string(), "{body}");
    }

    #[tokio::test]
    async fn a_request_over_the_limit_is_refused_unread() {
        let sandbox = Sandbox::new(Settings::default());
        let server = serve(&sandbox).await;
        let mut stream = TcpStream::connect(server.addr()).await.unwrap();
        let head = format!("POST /accessToken HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n", 100 << 20);
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut start = [0; 12];
        timeout(Duration::from_secs(5), stream.read_exact(&mut start)).await.unwrap().unwrap();
        assert_eq!(&start, b"HTTP/1.1 413");
        assert!(sandbox.log().is_empty());
    }

    #[tokio::test]
    async fn faults_happen_on_the_connection() {
        let serve = async |fault| {
            let sandbox = sandbox_with(Moment::After, fault);
            (serve(&sandbox).await, sandbox)
        };
        let (server, _) = serve(Fault::Close).await;
        assert_eq!(exchange(server.addr(), &token_request()).await, (String::new(), Ok(())));
        let (server, _) = serve(Fault::Reset).await;
        let (text, ended) = exchange(server.addr(), &token_request()).await;
        assert_eq!((text.as_str(), ended), ("", Err(io::ErrorKind::ConnectionReset)));
        let (server, _) = serve(Fault::Cut(http::Response::default(), 7)).await;
        let (text, _) = exchange(server.addr(), &token_request()).await;
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("the head arrives: {text:?}"));
        assert_eq!(body.len(), 7, "{head}");
        assert!(body.starts_with("{\"acces"), "the true answer's first bytes: {body}");
        let (server, sandbox) = serve(Fault::Hang).await;
        let waited = timeout(Duration::from_millis(200), exchange(server.addr(), &token_request())).await;
        assert!(waited.is_err(), "no answer ever comes");
        assert_eq!(sandbox.log().len(), 1, "but the request was worked on");
        timeout(Duration::from_secs(5), server.shutdown()).await.unwrap();
    }

    #[tokio::test]
    async fn shutting_down_ends_connections_and_frees_the_port() {
        let server = serve(&sandbox_with(Moment::After, Fault::Hang)).await;
        let addr = server.addr();
        let hanging = tokio::spawn(async move { exchange(addr, &token_request()).await });
        tokio::time::sleep(Duration::from_millis(100)).await;
        server.shutdown().await;
        let (text, _) = timeout(Duration::from_secs(5), hanging).await.unwrap().unwrap();
        assert_eq!(text, "");
        assert!(TcpStream::connect(addr).await.is_err());
    }

    #[tokio::test]
    async fn log_and_books_are_json_without_secrets_and_ready_has_the_keys() {
        let server = serve(&Sandbox::new(Settings::default())).await;
        answer(server.addr(), &token_request()).await;
        let get = |path: &str| format!("GET {path} HTTP/1.1\r\nhost: sandbox.test:81\r\n\r\n");
        let (_, log) = answer(server.addr(), &get("/_sandbox/log")).await;
        assert_eq!((&log[0]["operation"], &log[0]["code"]), (&json!("accessToken"), &json!("E0000")));
        assert!(!log.to_string().contains("SDNUONUO5A1B0C9D"), "{log}");
        let (_, books) = answer(server.addr(), &get("/_sandbox/books")).await;
        assert_eq!(books, json!({"invoices": [], "refusals": [], "uploads": []}));
        let (_, ready) = answer(server.addr(), &get("/_sandbox/ready")).await;
        assert_eq!(ready["nuonuo"]["services_url"], "http://sandbox.test:81/open/v1/services");
        for (provider, names) in [
            ("nuonuo", &["services_url", "token_url", "app_key", "app_secret", "tax_number"][..]),
            ("fengchao", &["base_url", "app_id", "app_secret", "tax_number"]),
            (
                "piaotong",
                &[
                    "base_url",
                    "platform_code",
                    "alias",
                    "des_key",
                    "partner_private_key",
                    "piaotong_public_key",
                    "tax_number",
                ],
            ),
            ("suning", &["base_url", "app_key", "app_secret", "order_ids"]),
        ] {
            for name in names {
                assert!(!ready[provider][name].is_null(), "{provider} {name}");
            }
        }
        let (head, page) = answer(server.addr(), &get("/")).await;
        assert!(head.starts_with("HTTP/1.1 200") && page.as_str().unwrap().contains("/_sandbox/log"));
    }

    #[tokio::test]
    async fn scripts_and_faults_can_be_posted() {
        let sandbox = Sandbox::new(Settings::default());
        let server = serve(&sandbox).await;
        let json = "application/json";
        let fault = r#"{"provider":"nuonuo","operation":"accessToken","do":"close","moment":"before"}"#;
        let (_, body) = answer(server.addr(), &post("/_sandbox/faults", json, fault)).await;
        assert_eq!(body, json!({"ok": true}));
        assert_eq!(exchange(server.addr(), &token_request()).await.0, "");
        let script = r#"{"provider":"nuonuo","number":"N1","do":"fail","times":2,"words":"x"}"#;
        assert_eq!(answer(server.addr(), &post("/_sandbox/scripts", json, script)).await.1, json!({"ok": true}));
        for wrong in
            ["{", "{}", r#"{"provider":"nobody","number":"1","do":"fail"}"#, r#"{"provider":"suning","number":"1"}"#]
        {
            let (head, body) = answer(server.addr(), &post("/_sandbox/scripts", json, wrong)).await;
            assert!(head.starts_with("HTTP/1.1 400"), "{wrong}: {head}");
            assert!(!body["error"].as_str().unwrap().is_empty());
        }
    }

    /// Takes pushes and answers the first two unclearly.
    #[derive(Debug)]
    struct Merchant(mpsc::UnboundedSender<String>, std::sync::atomic::AtomicU32);

    #[async_trait]
    impl Transport for Merchant {
        async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
            self.0.send(String::from_utf8_lossy(request.body()).into_owned()).unwrap();
            let count = self.1.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            let answer = if count < 2 { "OK" } else { r#"{"status":"0000","message":"同步成功"}"# };
            Ok(http::Response::new(Bytes::from_static(answer.as_bytes())))
        }
    }

    #[tokio::test]
    async fn what_is_due_is_pushed_until_the_merchant_answers_clearly() {
        let mut settings = Settings::default();
        settings.piaotong.push_url = None;
        settings.nuonuo.check_token = false;
        settings.nuonuo.issue_after = Duration::ZERO;
        settings.nuonuo.callback_repeat_after = Duration::ZERO;
        let sandbox = Sandbox::new(settings.clone());
        let order = json!({"order": {
            "buyerName": "个人", "salerTaxNum": "339902999999789113", "orderNo": "N1", "invoiceDate": "2026-11-21 09:30:00",
            "clerk": "张三", "invoiceType": "1", "invoiceLine": "pc", "callBackUrl": "http://127.0.0.1:9/x",
            "invoiceDetail": [{"goodsName": "纸", "withTaxFlag": "1", "taxRate": "0.13", "price": "10", "num": "3"}],
        }});
        let body = order.to_string();
        let signature = fapiao_signing::nuonuo::Signable {
            path: &fapiao_signing::nuonuo::GatewayPath::parse("/open/v1/services").unwrap(),
            app_key: "SD10000001",
            senid: "1",
            nonce: "1",
            timestamp: "1",
            body: body.as_bytes(),
        }
        .sign(&settings.nuonuo.app_secret);
        let request = http::Request::post("http://x/open/v1/services?senid=1&nonce=1&timestamp=1&appkey=SD10000001")
            .header("x-nuonuo-sign", signature)
            .header("usertax", "339902999999789113")
            .header("method", "nuonuo.OpeMplatform.requestBillingNew")
            .body(Bytes::from(body))
            .unwrap();
        let _ = sandbox.respond(&request, clock().now());
        assert_eq!(sandbox.books(clock().now()).invoices.len(), 1, "{:?}", sandbox.log());
        let (sender, mut received) = mpsc::unbounded_channel();
        let merchant = Merchant(sender, 0.into());
        let _pushes = Pushes::start(&sandbox, clock(), Arc::new(merchant));
        for _ in 0..3 {
            let body = timeout(Duration::from_secs(5), received.recv()).await.unwrap().unwrap();
            assert!(body.starts_with("operater=callback&orderno=N1"), "{body}");
        }
        assert!(timeout(Duration::from_millis(300), received.recv()).await.is_err(), "a clear answer ends it");
    }

    #[cfg(feature = "wiremock")]
    #[tokio::test]
    async fn in_wiremock_an_answer_is_the_same_and_a_fault_closes_the_connection() {
        for fault in [Fault::Close, Fault::Reset] {
            let server = fapiao_mock::door::wiremock::mount(&sandbox_with(Moment::After, fault), clock()).await;
            assert_eq!(exchange(*server.address(), &token_request()).await.0, "");
            let (_, body) = answer(*server.address(), &token_request()).await;
            assert!(body["access_token"].is_string(), "{body}");
        }
    }
}
