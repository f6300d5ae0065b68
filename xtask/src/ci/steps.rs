//! The steps, in the order that finds cheap faults first.

use crate::workspace::Workspace;
use crate::{Failure, alone, layers, machine, proof, python_client};

/// One check.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) run: fn(&Workspace) -> Result<Ended, Failure>,
}

/// How a step ends that did not fail.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ended {
    Passed,
    Skipped(String),
}

pub(super) static STEPS: [Step; 11] = [
    Step { name: "fmt", about: "sources are formatted", run: fmt },
    Step { name: "layers", about: "the floors hold", run: |workspace| passed(layers::run(workspace)) },
    Step { name: "clippy", about: "no warnings, all features", run: clippy },
    Step { name: "test", about: "unit, integration and doc tests", run: test },
    Step { name: "doc", about: "documentation without warnings", run: doc },
    Step { name: "vectors", about: "golden files of fixtures/vectors", run: vectors },
    Step { name: "alone", about: "each library by itself, each feature by itself", run: alone_each },
    Step { name: "deny", about: "licences, sources, unwanted packages", run: deny },
    Step { name: "advisories", about: "known vulnerabilities, where the database can be had", run: advisories },
    Step { name: "machete", about: "unused dependencies, where cargo-machete is installed", run: machete },
    Step { name: "python-client", about: "the PyPI package nuonuo-sdk against `fapiao sandbox`", run: python },
];

const INSTALL_DENY: &str = "cargo-deny is not installed: cargo install --locked cargo-deny";

fn fmt(workspace: &Workspace) -> Result<Ended, Failure> {
    cargo(workspace, &["fmt", "--all", "--check"])
}

fn clippy(workspace: &Workspace) -> Result<Ended, Failure> {
    cargo(workspace, &["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"])
}

fn test(workspace: &Workspace) -> Result<Ended, Failure> {
    cargo(workspace, &["test", "--workspace"])
}

fn doc(workspace: &Workspace) -> Result<Ended, Failure> {
    let mut command = workspace.cargo(&["doc", "--workspace", "--all-features", "--no-deps"]);
    passed(machine::run(command.env("RUSTDOCFLAGS", "-D warnings")))
}

fn vectors(workspace: &Workspace) -> Result<Ended, Failure> {
    match proof::Command::named("vectors") {
        Some(vectors) => passed(vectors.run(workspace, &[])),
        None => Err(Failure::Check("fapiao-proof has no vectors".to_owned())),
    }
}

fn alone_each(workspace: &Workspace) -> Result<Ended, Failure> {
    passed(alone::run(workspace))
}

fn deny(workspace: &Workspace) -> Result<Ended, Failure> {
    if !machine::succeeds(&mut workspace.cargo(&["deny", "-V"])) {
        return missing(INSTALL_DENY.to_owned(), machine::in_ci());
    }
    cargo(workspace, &["deny", "check", "--hide-inclusion-graph", "bans", "licenses", "sources"])
}

/// Fetched if possible; else the copy of an earlier run is better than nothing.
fn advisories(workspace: &Workspace) -> Result<Ended, Failure> {
    if !machine::succeeds(&mut workspace.cargo(&["deny", "-V"])) {
        return missing(INSTALL_DENY.to_owned(), machine::in_ci());
    }
    if machine::succeeds(&mut workspace.cargo(&["deny", "fetch", "db"])) {
        return cargo(workspace, &["deny", "check", "advisories"]);
    }
    if has_advisory_database() {
        return cargo(workspace, &["deny", "--offline", "check", "advisories"]);
    }
    Ok(Ended::Skipped("the advisory database can't be downloaded".to_owned()))
}

fn has_advisory_database() -> bool {
    let folder = machine::cargo_home().map(|home| home.join("advisory-dbs"));
    let entries = folder.and_then(|folder| std::fs::read_dir(folder).ok());
    entries.is_some_and(|mut entries| entries.any(|entry| entry.is_ok_and(|entry| entry.path().join(".git").exists())))
}

fn machete(workspace: &Workspace) -> Result<Ended, Failure> {
    if !machine::succeeds(&mut workspace.cargo(&["machete", "--version"])) {
        return Ok(Ended::Skipped("cargo-machete is not installed".to_owned()));
    }
    cargo(workspace, &["machete"])
}

fn python(workspace: &Workspace) -> Result<Ended, Failure> {
    match python_client::prepare(workspace) {
        Ok(python) => passed(python_client::judge(workspace, &python)),
        Err(why) => missing(why, machine::in_ci()),
    }
}

/// What a person may lack, the CI may not.
fn missing(what: String, in_ci: bool) -> Result<Ended, Failure> {
    if in_ci { Err(Failure::Check(what)) } else { Ok(Ended::Skipped(what)) }
}

fn cargo(workspace: &Workspace, arguments: &[&str]) -> Result<Ended, Failure> {
    passed(machine::run(&mut workspace.cargo(arguments)))
}

fn passed(result: Result<(), Failure>) -> Result<Ended, Failure> {
    result.map(|()| Ended::Passed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_skipped_by_hand_and_fails_in_ci() {
        assert_eq!(missing("no python3".to_owned(), false), Ok(Ended::Skipped("no python3".to_owned())));
        assert_eq!(missing("no python3".to_owned(), true), Err(Failure::Check("no python3".to_owned())));
    }

    #[test]
    fn a_step_has_a_name_of_its_own() {
        let mut names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), STEPS.len());
    }
}
