//! Dry runs, exit codes and closed pipes.

use crate::{
    orders::{HEADER, SIX, csv, row},
    world::{World, fapiao, run},
};
use fapiao::model::Provider;
use serde_json::Value;
use std::process::Stdio;

#[test]
fn a_dry_run_prints_every_request_and_sends_nothing() {
    let world = World::new();
    let file = world.write("orders.csv", &csv(&SIX));
    let run = world.issue(&file, &["--dry-run"]);
    assert_eq!((run.exit, run.stdout.lines().count()), (Some(0), 6), "{run:?}");
    for (line, order) in run.stdout.lines().zip(SIX) {
        let words: Vec<_> = line.splitn(3, ' ').collect();
        let body: Value = serde_json::from_str(words[2]).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert_eq!(words[0], order.reference);
        let number =
            if order.provider == Provider::Nuonuo { &body["order"]["orderNo"] } else { &body["invoiceReqSerialNo"] };
        assert_eq!(number, words[1]);
    }
    assert!(world.sandbox.log().is_empty(), "{:?}", world.sandbox.log());
    assert!(!world.path("invoices").exists());
}

#[test]
fn a_dry_run_with_a_row_that_can_not_be_sent_is_exit_2() {
    let world = World::new();
    let wrong = row("B", Provider::Nuonuo, "张三", "1.005");
    let file = world.write("orders.csv", &format!("{}{wrong}", csv(&SIX)));
    let run = world.issue(&file, &["--dry-run"]);
    assert_eq!((run.exit, run.stdout.lines().count()), (Some(2), 6), "{run:?}");
    assert!(run.stderr.contains("line 8, amount:"), "{run:?}");
}

#[test]
fn exit_codes_are_those_of_the_help() {
    let help = run(fapiao().arg("--help"));
    assert_eq!(help.exit, Some(0));
    for code in 0..=5 {
        assert!(help.stdout.contains(&format!("\n  {code}  ")), "{}", help.stdout);
    }
    let world = World::new();
    let good = world.write("orders.csv", &format!("{HEADER}{}", row("A", Provider::Nuonuo, "张三", "1.00")));
    let path = |name: &str| world.path(name).into_os_string().into_string().unwrap();
    let (good, accounts, missing) =
        (good.into_os_string().into_string().unwrap(), path("accounts.json"), path("nowhere"));
    let cases: [(&[&str], i32, &str); 8] = [
        (&["issue"], 2, "FILE"),
        (&["nonsense"], 2, "nonsense"),
        (&["issue", &good, "--accounts", &missing, "--realm", "shop"], 1, &missing),
        (&["issue", &missing, "--accounts", &accounts, "--realm", "shop"], 1, &missing),
        (&["issue", &good, "--accounts", &accounts], 2, "--realm"),
        (&["issue", &good, "--accounts", &accounts, "--realm", ""], 2, "realm"),
        (&["issue", &good, "--accounts", &accounts, "--realm", "shop", "--output", &good], 1, &good),
        (&["issue", &good, "--accounts", &accounts, "--realm", "shop", "--pace", "never"], 2, "pace"),
    ];
    for (arguments, exit, words) in cases {
        let run = run(fapiao().args(arguments));
        assert_eq!(run.exit, Some(exit), "{arguments:?}: {run:?}");
        assert!(run.stderr.contains(words) && run.stdout.is_empty(), "{arguments:?}: {run:?}");
    }
    assert!(world.sandbox.log().is_empty(), "{:?}", world.sandbox.log());
}

#[test]
fn a_provider_without_an_account_is_said_and_the_others_are_issued() {
    let world = World::new();
    let mut accounts = world.ready();
    accounts.as_object_mut().unwrap().remove("piaotong");
    world.write("accounts.json", &accounts.to_string());
    let rows = row("A", Provider::Nuonuo, "张三", "1.00") + &row("B", Provider::Piaotong, "张三", "1.00");
    let (report, run) = world.report(&world.write("orders.csv", &format!("{HEADER}{rows}")));
    assert_eq!(run.exit, Some(3), "{run:?}");
    assert_eq!(report["orders"][0]["end"]["state"], "issued");
    assert!(report["orders"][1]["end"]["why"].as_str().unwrap().contains("piaotong"), "{report}");
}

#[test]
fn a_key_that_is_wrong_issues_nothing_and_every_order_says_so() {
    let world = World::new();
    let mut accounts = world.ready();
    accounts["nuonuo"]["app_secret"] = "another".into();
    world.write("accounts.json", &accounts.to_string());
    let rows: String = (0..12).map(|at| row(&format!("A-{at}"), Provider::Nuonuo, "张三", "1.00")).collect();
    let (report, run) = world.report(&world.write("orders.csv", &format!("{HEADER}{rows}")));
    // An earlier run may have sent them, so nothing is settled by a key that does not work now.
    assert_eq!(run.exit, Some(4), "{run:?}");
    for order in report["orders"].as_array().unwrap() {
        assert!(order["end"]["why"].as_str().unwrap().contains("070305"), "{order}");
    }
    assert!(world.living().is_empty());
    // Nuonuo answers 50 token calls in 30 days.
    let calls = world.sandbox.log().iter().filter(|entry| entry.operation == "accessToken").count();
    assert_eq!(calls, 1, "a wrong key is asked about once, not once an order");
}

#[test]
fn a_closed_output_is_no_panic() {
    let world = World::new();
    let file = world.write("orders.csv", &csv(&SIX));
    for options in [&["--dry-run"] as &[&str], &["--json"], &[]] {
        let mut child = world.command(&file, options).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(0) && !stderr.contains("panic"), "{options:?}: {stderr}");
    }
    assert_eq!(world.living().len(), 8);
}
