//! Secrets that are canaries: each a text that stands nowhere else, and must come up nowhere.
//!
//! Real clients talk over real HTTP to a sandbox, rightly and with wrong secrets (Nuonuo's 070305 repeats the secret that it
//! was sent), and then to a provider that repeats every secret it knows in every form. Afterwards the whole of what was
//! logged at TRACE, printed by `Debug`, told in errors, kept of answers and written into the request log is searched. The
//! last claim searches what the demo prints.

#![expect(clippy::unwrap_used, reason = "clippy knows the test functions, not their helpers")]

mod clients;
mod demo;
mod echo;
mod line;
mod log;
mod secrets;

use clients::Clients;
use fapiao_mock::door::{InMemory, server::Server};
use fapiao_mock::{Sandbox, Settings};
use fapiao_reqwest::HttpTransport;
use fapiao_transport::{Clock, SystemClock, Transport as _};
use line::Line;
use secrets::{Found, Secrets};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_logged_printed_told_or_kept() {
    let log = log::capture();
    let mut found = Found::default();
    let settings = secrets::settings();
    let sandbox = Sandbox::new(settings.clone());
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let server = Server::start(&sandbox, Arc::clone(&clock), address).await.unwrap();
    let base_url = format!("http://{}", server.addr());

    let line = Line::new(HttpTransport::builder().without_proxy().build().unwrap());
    Clients::right(&base_url, &line, &settings).talk(&mut found).await;
    Clients::wrong(&base_url, &line, &settings).talk(&mut found).await;
    Clients::right(&base_url, &Line::new(echo::Echo::default()), &settings).talk(&mut found).await;

    found.keep("Debug of the settings", format!("{settings:?} {:#?}", Settings::default()));
    found.keep("Debug of the sandbox", format!("{sandbox:?} {:?}", InMemory::new(&sandbox, Arc::clone(&clock))));
    found.keep("Debug of the request log", format!("{:#?}", sandbox.log()));
    found.keep("Debug of the books", format!("{:#?}", sandbox.books(clock.now())));
    found.keep("page of the request log", page(&line, &format!("{base_url}/_sandbox/log")).await);
    server.shutdown().await;

    let secrets = Secrets::all(&settings, line.tokens());
    line.had_to_carry(&secrets);
    found.keep("TRACE log", log.text());
    log.had_to_hold(&["IssueInvoice", "RetryIssue", "AddElectronicInvoice", "hyper"]);
    found.must_hold_none_of(&secrets);
}

#[test]
fn the_demo_prints_no_secret() {
    demo::prints_none_of(&Secrets::all(&Settings::default(), secrets::tokens_of_the_sandbox(&Settings::default())));
}

async fn page(line: &Line, url: &str) -> String {
    let request = http::Request::get(url).body(bytes::Bytes::new()).unwrap();
    let answer = line.send(request).await.unwrap();
    assert!(answer.body().starts_with(b"["), "the request log is a list");
    String::from_utf8_lossy(answer.body()).into_owned()
}
