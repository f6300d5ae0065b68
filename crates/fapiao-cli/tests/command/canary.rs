//! Every secret is a mark that can be found again, and is found nowhere: not in what is printed, not in the logs, not when the
//! provider repeats it.

use crate::{
    faults::unlisted,
    orders::{SIX, check_complete, prepare},
    world::{Run, World, quick},
};
use bytes::Bytes;
use fapiao::{
    model::{Operation as _, Provider, nuonuo, suning},
    signing::{AppSecret, fengchao, piaotong::PrivateKey},
};
use fapiao_mock::{Fault, FaultRule, Moment, Script, Settings};
use http::Response;
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

const NUONUO: &str = "CANARYnuonuo/+7f3a";
const FENGCHAO: &str = "CANARYfengchao-51d0";
const DES_KEY: &str = "CANARYpiaotongDes3Key24!";
const SUNING: &str = "CANARYsuning&9c1e";
/// A secret that is not the sandbox's.
const WRONG: &str = "CANARYwrong\"/+0b2d";

/// The sandbox's settings, and everything in them that must not be seen.
fn settings() -> (Settings, Vec<String>) {
    let mut settings = quick();
    settings.nuonuo.app_secret = AppSecret::new(NUONUO);
    settings.fengchao.app_secret = AppSecret::new(FENGCHAO);
    settings.suning.app_secret = AppSecret::new(SUNING);
    settings.piaotong = settings.piaotong.with_des_key(DES_KEY).unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/vectors/piaotong.json");
    let vectors: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let pem = vectors["keys"]["partner_2048"]["private_pkcs8_pem"].as_str().unwrap();
    settings.piaotong.partner_key = PrivateKey::parse(pem).unwrap();

    let mut secrets: Vec<_> = [NUONUO, FENGCHAO, DES_KEY, SUNING, WRONG].map(str::to_owned).into();
    secrets.extend(pem.lines().filter(|line| line.len() == 64).map(str::to_owned));
    // The tokens that the sandbox gives out are made of its secret and a count.
    let token =
        |id: u32| fengchao::web_socket_token(&format!("token {id}"), &settings.nuonuo.app_secret).to_uppercase();
    secrets.extend((1..500).map(token));
    (settings, secrets)
}

/// What a secret looks like in JSON, in XML, in a form and in a query.
fn forms(secret: &str) -> [String; 4] {
    let percent = |byte: u8| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    [
        secret.to_owned(),
        secret.bytes().map(percent).collect(),
        secret.replace('"', "\\\"").replace('/', "\\/"),
        secret.replace('&', "&amp;").replace('"', "&quot;"),
    ]
}

fn check(what: &str, text: &str, secrets: &[String]) {
    for secret in secrets {
        for form in forms(secret) {
            if let Some((before, _)) = text.split_once(&form) {
                let context: String = before.chars().skip(before.chars().count().saturating_sub(200)).collect();
                panic!("{what} shows {form}: …{context}");
            }
        }
    }
}

/// The sandbox's request log, as its page gives it.
fn log(world: &World) -> String {
    let ready = world.ready();
    let address = ready["fengchao"]["base_url"].as_str().unwrap().strip_prefix("http://").unwrap().to_owned();
    let mut stream = TcpStream::connect(&address).unwrap();
    write!(stream, "GET /_sandbox/log HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut log = String::new();
    stream.read_to_string(&mut log).unwrap();
    assert!(log.starts_with("HTTP/1.1 200") && log.contains("accessToken"), "{log}");
    log
}

/// Runs the file with everything logged, and looks through all that can be seen of it.
fn run(world: &World, file: &std::path::Path, options: &[&str], secrets: &[String]) -> Run {
    let run = world.issue(file, &[&["-vvv"], options].concat());
    check("stdout", &run.stdout, secrets);
    check("stderr", &run.stderr, secrets);
    check("the sandbox's log", &log(world), secrets);
    run
}

/// All secrets, as somebody might repeat them.
fn echo(secrets: &[String]) -> String {
    secrets.iter().take(7).map(|secret| format!("[{secret}]")).collect()
}

#[test]
fn a_whole_job_with_everything_logged_shows_no_secret() {
    let (settings, secrets) = settings();
    let world = World::with(settings);
    let file = prepare(&world, &SIX);
    let job = run(&world, &file, &["--json"], &secrets);
    assert_eq!(job.exit, Some(0), "{job:?}");
    assert!(job.stderr.lines().count() > 100, "the trace is there");
    check_complete(&world, &file, &SIX, "canary");
    run(&world, &file, &[], &secrets);
    run(&world, &file, &["--dry-run"], &secrets);
}

#[test]
fn the_tokens_that_are_looked_for_are_the_sandboxs() {
    let (settings, secrets) = settings();
    let world = World::with(settings);
    let address = world.ready()["fengchao"]["base_url"].as_str().unwrap().strip_prefix("http://").unwrap().to_owned();
    let form = "client_id=SD10000001&client_secret=CANARYnuonuo%2F%2B7f3a&grant_type=client_credentials";
    let mut stream = TcpStream::connect(&address).unwrap();
    write!(
        stream,
        "POST /accessToken HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}",
        form.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(secrets.iter().any(|secret| answer.contains(secret.as_str())), "{answer}");
}

#[test]
fn a_secret_that_nuonuo_repeats_in_070305_is_masked() {
    let (settings, secrets) = settings();
    let world = World::with(settings);
    let file = prepare(&world, &SIX[..3]);
    let mut accounts = world.ready();
    accounts["nuonuo"]["app_secret"] = WRONG.into();
    world.write("accounts.json", &accounts.to_string());
    let job = run(&world, &file, &[], &secrets);
    assert_eq!(job.exit, Some(4), "{job:?}");
    assert!(job.stdout.contains("070305") && job.stdout.contains("clientSecret[…]"), "{}", job.stdout);
}

#[test]
fn secrets_that_a_provider_repeats_in_its_refusals_are_masked() {
    let (settings, secrets) = settings();
    let world = World::with(settings);
    let file = prepare(&world, &SIX);
    let numbers = world.numbers(&file);
    for (provider, reference, code) in [(Provider::Nuonuo, "N-1", "E9121"), (Provider::Piaotong, "P-1", "8995")] {
        let script = Script::Refuse { code: code.into(), words: echo(&secrets) };
        world.sandbox.script(provider, &numbers[reference], script);
    }
    let script =
        Script::Refuse { code: "biz.custom.addelectronicinvoice.invalid-biz:106".into(), words: echo(&secrets) };
    world.sandbox.script(Provider::Suning, "4511680481", script);
    let job = run(&world, &file, &["--json"], &secrets);
    assert_eq!(job.exit, Some(3), "{job:?}");
    for words in ["E9121 ", "8995 ", "invalid-biz:106 "] {
        let line = job
            .stdout
            .lines()
            .find(|line| line.contains(words))
            .unwrap_or_else(|| panic!("no {words}: {}", job.stdout));
        assert!(line.contains("***"), "{line}");
    }
}

#[test]
fn secrets_that_a_provider_repeats_in_words_nobody_knows_are_masked() {
    let (settings, secrets) = settings();
    let world = World::with(settings);
    let file = prepare(&world, &SIX);
    let page = format!("<html>{}</html>", echo(&secrets));
    for (provider, operation, body) in [
        (Provider::Nuonuo, nuonuo::IssueInvoice::ENTRY.wire_name, unlisted(Provider::Nuonuo, &echo(&secrets))),
        (Provider::Nuonuo, nuonuo::RetryIssue::ENTRY.wire_name, page),
        (Provider::Suning, suning::AddElectronicInvoice::ENTRY.wire_name, unlisted(Provider::Suning, &echo(&secrets))),
    ] {
        let (provider, operation) = (Some(provider), Some(operation.to_owned()));
        let fault = Fault::Instead(Response::new(Bytes::from(body)));
        let moment = Moment::Before;
        world.sandbox.inject(FaultRule { provider, operation, number: None, skip: 0, times: 2, moment, fault });
    }
    let job = run(&world, &file, &["--json"], &secrets);
    assert_eq!(job.exit, Some(0), "{job:?}");
}

#[test]
fn secrets_in_the_bureaus_own_words_are_masked() {
    let (settings, secrets) = settings();
    let world = World::with(settings);
    let orders = SIX.map(|order| crate::orders::Order { fails: false, ..order });
    let file = prepare(&world, &orders);
    let numbers = world.numbers(&file);
    for (provider, reference) in [(Provider::Nuonuo, "N-2"), (Provider::Piaotong, "P-2")] {
        let script = Script::Fail { times: 1, words: echo(&secrets) };
        world.sandbox.script(provider, &numbers[reference], script);
    }
    let job = run(&world, &file, &["--json"], &secrets);
    assert_eq!(job.exit, Some(0), "{job:?}");
    assert!(job.stdout.contains("failed ("), "{}", job.stdout);
}
