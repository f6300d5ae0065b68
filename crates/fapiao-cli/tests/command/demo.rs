//! `fapiao demo`.

use crate::world::{Run, fapiao, run};
use serde_json::Value;
use std::{collections::BTreeMap, fs, path::Path};
use tempfile::TempDir;

fn demo(output: &Path, options: &[&str]) -> Run {
    run(fapiao().arg("demo").arg("--output").arg(output).args(options))
}

/// `orders 31, issued 30, …, issued twice 0` as numbers by name.
fn counts(line: &str) -> BTreeMap<String, u64> {
    let count = |part: &str| {
        let (name, number) = part.rsplit_once(' ').unwrap_or_else(|| panic!("{line}"));
        (name.replace(' ', "_"), number.parse().unwrap_or_else(|_| panic!("{line}")))
    };
    line.split(", ").map(count).collect()
}

fn pdfs(output: &Path) -> Vec<String> {
    let names = fs::read_dir(output).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with("SN-") && name.ends_with(".pdf")).collect()
}

/// The numbers of all invoices in the report, blue and red.
fn invoices(report: &Value) -> Vec<&str> {
    let orders = report["orders"].as_array().unwrap();
    let all = orders.iter().flat_map(|order| ["invoices", "reversed_by"].map(|list| order[list].as_array().unwrap()));
    all.flatten().map(|invoice| invoice["number"].as_str().unwrap()).collect()
}

#[test]
fn the_table_ends_with_nothing_issued_twice_and_nothing_lost_and_json_says_the_same() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    fs::write(other.path().join("SN-2026-0001-00000000000000000000.pdf"), "an earlier demo's").unwrap();
    fs::write(other.path().join("mine.pdf"), "not the demo's").unwrap();
    let (json, table) = std::thread::scope(|scope| {
        let table = scope.spawn(|| demo(one.path(), &[]));
        (demo(other.path(), &["--json"]), table.join().unwrap())
    });
    assert_eq!((table.exit, json.exit), (Some(0), Some(0)), "{table:?} {json:?}");

    assert!(table.last_line().ends_with(", issued twice 0, lost 0"), "{}", table.last_line());
    let said = counts(table.last_line());
    let report: Value = serde_json::from_str(&json.stdout).unwrap();
    let counted: BTreeMap<String, u64> = serde_json::from_value(report["counts"].clone()).unwrap();
    assert_eq!(said, counted);
    // The file's 30 orders and the one that stands failed in the gateway's books.
    assert_eq!((said["orders"], said["refused"], said["issued"]), (31, 1, 30));
    assert_eq!(table.stdout.lines().filter(|line| line.contains("SN-2026-")).count(), 30, "{}", table.stdout);

    assert_eq!(pdfs(one.path()).len(), pdfs(other.path()).len());
    check_pdfs(other.path(), &report);
    assert!(other.path().join("mine.pdf").exists(), "the demo takes away what is its own");
}

/// One PDF an invoice, each with the stamp that says that it is none.
fn check_pdfs(output: &Path, report: &Value) {
    let (names, invoices) = (pdfs(output), invoices(report));
    assert!(invoices.len() > 30, "{invoices:?}");
    assert_eq!(names.len(), invoices.len(), "{names:?} {invoices:?}");
    for number in invoices {
        let name = names.iter().find(|name| name.ends_with(&format!("-{number}.pdf")));
        let content = fs::read(output.join(name.unwrap_or_else(|| panic!("no PDF of {number}: {names:?}")))).unwrap();
        assert!(content.starts_with(b"%PDF-"), "{number}");
        for text in [b"(TEST DOCUMENT)".as_slice(), number.as_bytes()] {
            assert!(content.windows(text.len()).any(|window| window == text), "{number}: {}", text.escape_ascii());
        }
    }
}
