//! `fapiao sandbox`.

use crate::world::{Killed, fapiao, run};
use serde_json::Value;
use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Command, Stdio},
};

/// The line's shape: what each provider's part has in it.
const SHAPE: [(&str, &[&str]); 4] = [
    ("nuonuo", &["services_url", "token_url", "app_key", "app_secret", "tax_number"]),
    ("fengchao", &["base_url", "app_id", "app_secret", "tax_number"]),
    (
        "piaotong",
        &["base_url", "platform_code", "alias", "des_key", "partner_private_key", "piaotong_public_key", "tax_number"],
    ),
    ("suning", &["base_url", "app_key", "app_secret", "order_ids"]),
];

/// A sandbox that serves: the process, its output, and the line that it printed.
fn serve() -> (Killed, BufReader<std::process::ChildStdout>, Value) {
    let mut child = fapiao().args(["sandbox", "--port", "0", "--json"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let child = Killed(child);
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    (child, output, serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}")))
}

fn address(ready: &Value) -> SocketAddr {
    let url = ready["fengchao"]["base_url"].as_str().unwrap();
    url.strip_prefix("http://").unwrap().parse().unwrap()
}

/// The body of a GET, which has to be answered with 200.
fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
    body.to_owned()
}

#[test]
fn the_line_has_the_documented_shape_and_every_value() {
    let (_child, _output, ready) = serve();
    assert_eq!(ready["ready"], true);
    let names: BTreeSet<_> = ready.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["ready", "nuonuo", "fengchao", "piaotong", "suning"].into());
    for (provider, members) in SHAPE {
        let part = ready[provider].as_object().unwrap();
        assert_eq!(part.keys().map(String::as_str).collect::<BTreeSet<_>>(), members.iter().copied().collect());
        for (name, value) in part.iter().filter(|(name, _)| *name != "order_ids") {
            assert!(value.as_str().is_some_and(|text| !text.is_empty()), "{provider}.{name} is {value}");
        }
    }
    assert!(ready["suning"]["order_ids"].as_array().is_some_and(|ids| ids.len() > 1 && ids[0].is_string()));
    let key = |name: &str| ready["piaotong"][name].as_str().unwrap().to_owned();
    assert!(key("partner_private_key").starts_with("-----BEGIN PRIVATE KEY-----\n"));
    assert!(key("piaotong_public_key").starts_with("-----BEGIN PUBLIC KEY-----\n"));
    assert_ne!(address(&ready).port(), 0);
}

#[test]
fn it_serves_its_pages_once_the_line_is_there_and_ends_cleanly_when_interrupted() {
    let (mut child, mut output, ready) = serve();
    let address = address(&ready);
    assert!(get(address, "/").contains("Everything it issues is a test document"));
    assert_eq!(serde_json::from_str::<Value>(&get(address, "/_sandbox/ready")).unwrap(), ready);
    let books: Value = serde_json::from_str(&get(address, "/_sandbox/books")).unwrap();
    assert!(["invoices", "refusals", "uploads"].iter().all(|list| books[list] == Value::Array(Vec::new())), "{books}");
    assert_eq!(serde_json::from_str::<Value>(&get(address, "/_sandbox/log")).unwrap(), Value::Array(Vec::new()));

    let interrupted = Command::new("kill").args(["-INT", &child.0.id().to_string()]).status().unwrap();
    assert!(interrupted.success());
    assert_eq!(child.0.wait().unwrap().code(), Some(0));
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "", "one line and nothing after it");
    assert!(TcpStream::connect(address).is_err(), "the port is free again");
}

#[test]
fn the_line_is_an_accounts_file_for_issuing() {
    let (_child, _output, ready) = serve();
    let dir = tempfile::TempDir::new().unwrap();
    let (accounts, orders) = (dir.path().join("ready.json"), dir.path().join("orders.csv"));
    std::fs::write(&accounts, ready.to_string()).unwrap();
    std::fs::write(&orders, crate::orders::csv(&crate::orders::SIX)).unwrap();
    let mut command = fapiao();
    command.arg("issue").arg(&orders).arg("--accounts").arg(&accounts).args(["--realm", "shop"]);
    let run = run(command.arg("--output").arg(dir.path().join("invoices")));
    assert_eq!(run.exit, Some(0), "{run:?}");
    assert_eq!(run.last_line(), "orders 6, issued 6, refused 0, red 2, delivered 6");
    let books: Value = serde_json::from_str(&get(address(&ready), "/_sandbox/books")).unwrap();
    assert_eq!(books["invoices"].as_array().unwrap().len(), 8, "{books}");
}

#[test]
fn a_port_that_is_taken_is_said_and_is_exit_1() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let run = run(fapiao().args(["sandbox", "--json", "--port", &port]));
    assert_eq!(run.exit, Some(1), "{run:?}");
    assert!(run.stdout.is_empty() && run.stderr.contains(&port), "{run:?}");
}
