//! Files with something wrong in them.

use crate::{
    orders::{HEADER, row},
    world::{Run, World},
};
use fapiao::model::Provider::Nuonuo;

/// Runs a file and gives the run with the amounts that were issued.
fn issue(name: &str, bytes: &[u8]) -> (Run, Vec<String>) {
    let world = World::new();
    let file = world.path(name);
    std::fs::write(&file, bytes).unwrap();
    let run = world.issue(&file, &[]);
    let mut grosses: Vec<_> = world.living().iter().map(|invoice| (invoice.net + invoice.tax).to_string()).collect();
    grosses.sort();
    (run, grosses)
}

/// Runs rows under the usual header.
fn issue_rows(rows: &str) -> (Run, Vec<String>) {
    issue("orders.csv", format!("{HEADER}{rows}").as_bytes())
}

#[test]
fn a_bad_row_gets_its_line_field_and_reason_and_the_others_are_issued() {
    let good = row("A", Nuonuo, "张三", "113.00");
    let cases = [
        (row("B", Nuonuo, "张三", "12.345"), "line 3, amount: amount \"12.345\" has more than 2 decimal places"),
        (row("B", Nuonuo, "张三", ""), "line 3, amount: is missing"),
        (row("B", Nuonuo, "", "1.00"), "line 3, buyer_name: is missing"),
        (row("", Nuonuo, "张三", "1.00"), "line 3, reference: is missing"),
        (row("B", Nuonuo, "张三", "1.00").replace(",0.13,", ",13,"), "line 3, lines[1].rate: "),
        (row("B", Nuonuo, "张三", "1.00").replace("2026-11-21", "2026-11-31"), "line 3, ordered_at: "),
        (row("B", Nuonuo, "张三", "1.00").replace("1090511030000000000", "109"), "line 3, tax_code: "),
        (
            row("B", Nuonuo, "张三", "1.00").replace("nuonuo", "fengchao"),
            "line 3, provider: \"fengchao\" does not issue",
        ),
        (row("B", Nuonuo, "张三", "1.00").replace(",,,", ",,,because"), "line 3, returned: \"because\" is not known"),
        (row("B", Nuonuo, "张三,李四", "1.00"), "line 3, columns: are 12, the header has 11"),
        ("B,nuonuo,张三\n".to_owned(), "line 3, columns: are 3, the header has 11"),
    ];
    for (wrong, words) in cases {
        let last = row("C", Nuonuo, "张三", "226.00");
        let (run, issued) = issue_rows(&format!("{good}{wrong}{last}"));
        assert_eq!(run.exit, Some(2), "{words}: {run:?}");
        assert!(run.stderr.contains(words), "{words}: {run:?}");
        assert_eq!(issued, ["113.00", "226.00"], "{words}");
    }
}

#[test]
fn lines_are_counted_as_an_editor_counts_them_whatever_ends_them() {
    let good = row("A", Nuonuo, "张三", "113.00");
    let two_lines = row("B", Nuonuo, "\"张三\n李四\"", "226.00");
    let wrong = |reference: &str| row(reference, Nuonuo, "张三", "");
    let text = format!("{HEADER}{good}\n\n{}{two_lines}{}", wrong("C"), wrong("D"));
    for end in ["\n", "\r\n"] {
        let (run, _) = issue("orders.csv", text.replace('\n', end).as_bytes());
        let places: Vec<_> = run.stderr.lines().map(|line| line.split(',').next().unwrap()).collect();
        assert_eq!(places, ["fapiao: line 5", "fapiao: line 8"], "{end:?}: {run:?}");
    }
}

#[test]
fn with_two_accounts_that_issue_a_row_says_through_whom() {
    let unsaid = row("B", Nuonuo, "张三", "1.00").replace("nuonuo", "");
    let (run, issued) = issue_rows(&format!("{}{unsaid}", row("A", Nuonuo, "张三", "113.00")));
    assert_eq!((run.exit, issued), (Some(2), vec!["113.00".to_owned()]), "{run:?}");
    assert!(run.stderr.contains("line 3, provider: is missing"), "{run:?}");
}

#[test]
fn several_bad_rows_do_not_hide_each_other_and_stand_in_the_json_too() {
    let world = World::new();
    let rows = row("A", Nuonuo, "张三", "x") + &row("B", Nuonuo, "", "1.00") + &row("C", Nuonuo, "张三", "1.00");
    let (report, run) = world.report(&world.write("orders.csv", &format!("{HEADER}{rows}")));
    let bad: Vec<_> = report["bad_rows"].as_array().unwrap().iter().map(|bad| (&bad["place"], &bad["field"])).collect();
    assert_eq!(bad, [(&"line 2".into(), &"amount".into()), (&"line 3".into(), &"buyer_name".into())]);
    assert!(run.stderr.contains("line 2, amount: ") && run.stderr.contains("line 3, buyer_name: "), "{run:?}");
    assert_eq!((run.exit, &report["counts"]["issued"]), (Some(2), &1.into()), "{run:?}");
}

#[test]
fn an_order_is_never_issued_in_part() {
    let one = row("A", Nuonuo, "张三", "113.00");
    let merged_cells = ",,,,鼠标,1090511030000000000,0.13,11.30,,,\n";
    let cases = [
        (row("A", Nuonuo, "张三", "oops"), "line 3, amount: "),
        ("A,nuonuo,张三\n".to_owned(), "line 3, columns: "),
        (merged_cells.to_owned(), "line 3, reference: is missing; order A above is held back"),
        (row("A", Nuonuo, "李四", "11.30"), "line 3, buyer_name: is another one than in the order's first row, line 2"),
    ];
    for (other, words) in cases {
        let last = row("Z", Nuonuo, "张三", "226.00");
        let (run, issued) = issue_rows(&format!("{one}{other}{last}"));
        assert_eq!((run.exit, issued), (Some(2), vec!["226.00".to_owned()]), "{words}: {run:?}");
        assert!(run.stderr.contains(words), "{words}: {run:?}");
    }
}

#[test]
fn a_bad_value_in_json_is_its_orders_alone() {
    let order = |reference: &str, rest: &str| {
        format!(
            r#"{{"reference":"{reference}","provider":"nuonuo","buyer_name":"张三","ordered_at":"2026-11-21 10:00:00","item":"电脑",
                "tax_code":"1090511030000000000","rate":"0.13",{rest}}}"#
        )
    };
    let cases = [
        (order("B", r#""amount":[1]"#), "order 2, amount: is neither text nor a number"),
        (order("B", r#""amount":true"#), "order 2, amount: "),
        (order("B", r#""lines":[]"#), "order 2, lines: is not a list of lines, or an empty one"),
        (order("B", r#""lines":[{"amount":"1.00"},{"amount":{}}]"#), "order 2, line 2, amount: "),
    ];
    for (wrong, words) in cases {
        let (good, last) = (order("A", r#""amount":"113.00""#), order("C", r#""amount":226"#));
        let (run, issued) = issue("orders.json", format!("[{good},{wrong},{last}]").as_bytes());
        assert_eq!((run.exit, issued.join(" ").as_str()), (Some(2), "113.00 226.00"), "{words}: {run:?}");
        assert!(run.stderr.contains(words), "{words}: {run:?}");
    }
}

#[test]
fn a_file_that_can_not_be_read_as_a_whole_issues_nothing_and_says_why() {
    let good = row("A", Nuonuo, "张三", "113.00");
    let gbk: &[u8] = b"\xb6\xa9\xb5\xa5\xba\xc5,buyer_name\nA,\xd5\xc5\n";
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("o.csv", format!("{},colour\n{good}", HEADER.trim_end()).into(), "column \"colour\" is not known"),
        ("o.csv", format!("{},订单号\n{good}", HEADER.trim_end()).into(), "column \"订单号\" is there twice"),
        ("o.csv", gbk.to_vec(), "is not UTF-8; in a spreadsheet, save it as \"CSV UTF-8\""),
        ("o.json", b"{\"reference\":\"A\"}".to_vec(), "is not a list of orders"),
        ("o.json", b"[{\"reference\":\"A\"".to_vec(), "o.json: "),
        ("o.json", b"[{\"colour\":\"A\"}]".to_vec(), "order 1: column \"colour\" is not known"),
        ("o.json", b"[7]".to_vec(), "order 1: is not an object"),
        ("o.json", gbk.to_vec(), "o.json: "),
    ];
    for (name, bytes, words) in cases {
        let (run, issued) = issue(name, &bytes);
        assert_eq!((run.exit, issued.len()), (Some(2), 0), "{words}: {run:?}");
        assert!(run.stderr.contains(words) && run.stderr.contains(name) && run.stdout.is_empty(), "{words}: {run:?}");
    }
}

#[test]
fn an_empty_file_is_no_error_and_empty_rows_are_nothing() {
    let (run, issued) = issue_rows("");
    assert_eq!(
        (run.exit, run.last_line(), issued.len()),
        (Some(0), "orders 0, issued 0, refused 0, red 0, delivered 0", 0)
    );
    let (run, issued) = issue_rows(&format!("\n,,,,,,,,,,\n{},,,,,,,,,,\n", row("A", Nuonuo, "张三", "113.00")));
    assert_eq!((run.exit, issued), (Some(0), vec!["113.00".to_owned()]), "{run:?}");
}

/// What is wrong in an accounts file is said with its line and never with the value that stands there.
#[test]
fn an_accounts_file_that_is_wrong_is_said_without_any_secret() {
    let toml = |line: &str| {
        format!("[nuonuo]\nservices_url = \"http://127.0.0.1:1/\"\n{line}\ntax_number = \"339902999999789113\"\n")
    };
    let cases = [
        ("a.toml", toml("app_secret = 4815162342"), "invalid type: integer, expected a string at line 3"),
        ("a.toml", toml("app_secret = CANARY"), "line 3"),
        ("a.toml", toml("app_secret = \"CANARY"), "line 3"),
        ("a.toml", toml("app_secret = \"CANARY\" 4815162342"), "line 3"),
        ("a.toml", toml("app_secret = \"CANARY\\q\""), "line 3"),
        ("a.toml", toml("app_secert = \"CANARY\""), "`app_secert`"),
        ("a.toml", "nuonuo = \"CANARY, expected `\\\"x\"".to_owned(), "invalid type: string, expected struct"),
        ("a.json", r#"{"nuonuo":"CANARY"}"#.to_owned(), "invalid type: string, expected struct"),
        ("a.json", r#"{"suning":{"app_secret":4815162342}}"#.to_owned(), "invalid type: integer, expected a string"),
        ("a.json", r#"{"suning":{"app_secret":"CANARY"#.to_owned(), "line 1"),
        ("a.json", r#"{"suning":{"app_secret":"CANARY"}}"#.to_owned(), "missing field"),
    ];
    let world = World::new();
    let orders = world.write("orders.csv", HEADER);
    for (name, text, words) in cases {
        let accounts = world.write(name, &text);
        let mut command = crate::world::fapiao();
        command.arg("-vvv").arg("issue").arg(&orders).arg("--accounts").arg(accounts).args(["--realm", "shop"]);
        let run = crate::world::run(&mut command);
        assert_eq!(run.exit, Some(2), "{text}: {run:?}");
        assert!(run.stderr.contains(words) && run.stderr.contains(name), "{text}: {run:?}");
        assert!(!run.all().contains("CANARY") && !run.all().contains("4815162342"), "{text}: {run:?}");
    }
}

#[test]
fn keys_that_can_not_be_used_are_said_without_their_text() {
    let world = World::new();
    let orders = world.write("orders.csv", &format!("{HEADER}{}", row("A", Nuonuo, "张三", "1.00")));
    for (provider, name, value) in [
        ("piaotong", "des_key", "CANARY-too-short"),
        ("piaotong", "partner_private_key", "CANARY-is-no-key"),
        (
            "piaotong",
            "partner_private_key",
            "-----BEGIN PRIVATE KEY-----\nQ0FOQVJZCANARY==\n-----END PRIVATE KEY-----\n",
        ),
        ("nuonuo", "services_url", "http://nuonuo.example/open/v1/services"),
    ] {
        let mut accounts = world.ready();
        accounts[provider][name] = value.into();
        world.write("accounts.json", &accounts.to_string());
        let run = world.issue(&orders, &["-vvv"]);
        assert_eq!(run.exit, Some(2), "{name}: {run:?}");
        assert!(run.stderr.contains(provider) && !run.all().contains("CANARY"), "{name}: {run:?}");
    }
    assert!(world.sandbox.log().is_empty());
}
