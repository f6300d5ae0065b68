//! `cargo xtask layers`: the floors and those invariants of `ARCHITECTURE.md` that a program can check.
//!
//! Manifests are read through `cargo metadata`, dependency trees through `cargo tree`, sources token by token. Nothing is
//! compiled, so that a crate that does not build can still be judged.

mod edges;
mod floors;
mod folders;
mod sources;
mod trees;

use std::fmt;

use crate::Failure;
use crate::workspace::Workspace;

/// A rule that does not hold.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    /// The edge, file or crate: where to look.
    subject: String,
    /// Which rule, in words.
    rule: String,
}

impl Violation {
    fn new(subject: impl Into<String>, rule: impl Into<String>) -> Self {
        Self { subject: subject.into(), rule: rule.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.subject, self.rule)
    }
}

/// Checks everything, prints each violation, and fails if there is one.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let mut violations = folders::check(workspace)?;
    violations.extend(workspace.packages.iter().flat_map(edges::check));
    violations.extend(sources::check(workspace)?);
    violations.extend(trees::check(workspace)?);
    for violation in &violations {
        eprintln!("{violation}");
    }
    match violations.len() {
        0 => {
            println!("layers: {} crates, every rule holds", workspace.packages.len());
            Ok(())
        }
        count => Err(Failure::Check(format!("layers: {count} violation(s)"))),
    }
}
