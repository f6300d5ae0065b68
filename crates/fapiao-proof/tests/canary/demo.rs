//! The command's own demo, at its most talkative.

use crate::secrets::Secrets;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Builds the command, runs its demo, and searches what it printed.
#[track_caller]
pub(crate) fn prints_none_of(secrets: &Secrets) {
    let (program, folder) = (built(), tempfile::tempdir().unwrap());
    for options in [["-vvv", "--verbose"], ["-vvv", "--json"]] {
        let Output { status, stdout, stderr } =
            Command::new(&program).arg("demo").args(options).current_dir(folder.path()).output().unwrap();
        let (out, log) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
        assert!(status.success(), "{out}\n{log}");
        assert!(log.contains("TRACE") && log.contains("IssueInvoice"), "the demo logs everything:\n{log}");
        assert!(out.contains("SN-2026-0001"), "the demo prints its orders");
        for (place, text) in [("output", &out), ("log", &log)] {
            assert!(!secrets.are_in(text), "the demo's {place} holds a secret");
        }
    }
}

/// The command of the workspace, built like this test.
fn built() -> PathBuf {
    let profile = std::env::current_exe().unwrap().ancestors().nth(2).map(Path::to_owned).unwrap();
    let release = profile.ends_with("release").then_some("--release");
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--package", "fapiao-cli"])
        .args(release)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status();
    assert!(built.unwrap().success(), "the command can be built");
    profile.join(format!("fapiao{}", std::env::consts::EXE_SUFFIX))
}
