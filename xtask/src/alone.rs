//! Checks each library crate by itself, as a user who takes only that one compiles it: with its default features, with none,
//! and with each feature alone.
//!
//! In the workspace as a whole the features of all crates are switched on together, and a missing one goes unseen.

use crate::workspace::{Package, Workspace};
use crate::{Failure, machine};

/// Not for users: there is nobody who takes them alone.
const UNPUBLISHED: [&str; 2] = ["fapiao-proof", "xtask"];

pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let mut failed = Vec::new();
    for package in workspace.packages.iter().filter(|package| is_published_library(package)) {
        failed.extend(selections(package).into_iter().filter(|selection| !check(workspace, package, selection)));
    }
    match failed.as_slice() {
        [] => Ok(()),
        failed => Err(Failure::Check(format!("does not compile alone: {}", failed_list(failed)))),
    }
}

/// A choice of features of one crate.
#[derive(Debug, PartialEq, Eq)]
struct Selection {
    label: String,
    arguments: Vec<String>,
}

fn is_published_library(package: &Package) -> bool {
    package.has_library() && !UNPUBLISHED.contains(&package.name.as_str())
}

/// No features, the default ones where that differs, and each one alone.
fn selections(package: &Package) -> Vec<Selection> {
    let select = |what: &str, arguments: &[&str]| Selection {
        label: format!("{} ({what})", package.name),
        arguments: arguments.iter().map(ToString::to_string).collect(),
    };
    let has_default = package.features.get("default").is_some_and(|features| !features.is_empty());
    let default = has_default.then(|| select("default features", &[]));
    let none = select("no features", &["--no-default-features"]);
    let names = package.features.keys().filter(|name| *name != "default");
    let each = names.map(|name| select(&format!("only {name}"), &["--no-default-features", "--features", name]));
    default.into_iter().chain([none]).chain(each).collect()
}

/// Prints and goes on after a failure, so that one run shows all of them.
fn check(workspace: &Workspace, package: &Package, selection: &Selection) -> bool {
    println!("  {}", selection.label);
    let mut command = workspace.cargo(&["check", "--quiet", "--package", &package.name]);
    command.args(&selection.arguments);
    machine::hand_over(&mut command).is_ok()
}

fn failed_list(failed: &[Selection]) -> String {
    failed.iter().map(|selection| selection.label.as_str()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn package(features: &serde_json::Value) -> Package {
        let package = json!({
            "name": "fapiao-x", "manifest_path": "/house/crates/fapiao-x/Cargo.toml",
            "dependencies": [], "features": features, "targets": [{ "kind": ["lib"] }],
        });
        serde_json::from_value(package).expect("a package")
    }

    fn labels(features: &serde_json::Value) -> Vec<String> {
        selections(&package(features)).into_iter().map(|selection| selection.label).collect()
    }

    #[test]
    fn default_none_and_each_feature_are_checked() {
        let labels = labels(&json!({ "default": ["a"], "a": [], "b": [] }));
        assert_eq!(
            labels,
            ["fapiao-x (default features)", "fapiao-x (no features)", "fapiao-x (only a)", "fapiao-x (only b)"]
        );
    }

    #[test]
    fn empty_default_features_are_not_checked_twice() {
        assert_eq!(labels(&json!({ "default": [] })), ["fapiao-x (no features)"]);
    }

    #[test]
    fn a_feature_is_checked_without_the_default_ones() {
        let selections = selections(&package(&json!({ "a": [] })));
        assert_eq!(selections[1].arguments, ["--no-default-features", "--features", "a"]);
    }
}
