//! Judges whole dependency trees: who takes one provider compiles no other provider's dependencies and no HTTP client.

use std::collections::BTreeSet;

use super::Violation;
use super::floors::Room;
use crate::workspace::{Package, Workspace};
use crate::{Failure, machine};

/// The feature of the provider crates that CI looks at with them; crates without it are looked at bare.
const FEATURE: &str = "issuing";

pub(super) fn check(workspace: &Workspace) -> Result<Vec<Violation>, Failure> {
    let mut violations = Vec::new();
    for package in &workspace.packages {
        if let Some(room) = Room::of(&package.name).filter(|room| !room.never_compiles.is_empty()) {
            violations.extend(judge(room, &tree(workspace, package)?));
        }
    }
    Ok(violations)
}

/// What `cargo tree` lists below the crate, one package a line.
fn tree(workspace: &Workspace, package: &Package) -> Result<String, Failure> {
    let mut command = workspace.cargo(&["tree", "--edges", "normal", "--prefix", "none", "--no-default-features"]);
    command.args(["--package", &package.name]);
    if package.features.contains_key(FEATURE) {
        command.args(["--features", FEATURE]);
    }
    machine::output(&mut command)
}

fn judge(room: &Room, tree: &str) -> Vec<Violation> {
    let compiled: BTreeSet<&str> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let unwanted = room.never_compiles.iter().filter(|package| compiled.contains(*package));
    unwanted.map(|package| violation(room.name, package)).collect()
}

fn violation(crate_name: &str, package: &str) -> Violation {
    let rule =
        format!("in the dependency tree of a crate that does without it; `cargo tree -p {crate_name} -i {package}`");
    Violation::new(format!("{crate_name} ⇒ {package}"), rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge_tree(name: &str, tree: &str) -> Vec<String> {
        judge(Room::of(name).expect("a room"), tree).into_iter().map(|violation| violation.subject).collect()
    }

    #[test]
    fn rsa_under_nuonuo_is_named_however_deep_it_lies() {
        let tree =
            "fapiao-nuonuo v0.1.0 (/house/crates/fapiao-nuonuo)\nbytes v1.12.0\nrsa v0.10.0-rc.20\nbytes v1.12.0 (*)\n";
        assert_eq!(judge_tree("fapiao-nuonuo", tree), ["fapiao-nuonuo ⇒ rsa"]);
    }

    #[test]
    fn piaotong_has_rsa_and_no_xml_and_suning_the_other_way_round() {
        let tree = "rsa v0.10.0\nquick-xml v0.42.0\n";
        assert_eq!(judge_tree("fapiao-piaotong", tree), ["fapiao-piaotong ⇒ quick-xml"]);
        assert_eq!(judge_tree("fapiao-suning", tree), ["fapiao-suning ⇒ rsa"]);
    }

    #[test]
    fn no_provider_brings_an_http_client() {
        for provider in super::super::floors::PROVIDERS {
            assert_eq!(judge_tree(provider, "reqwest v0.13.5\nhyper v1.9.0\n").len(), 2, "{provider}");
        }
    }

    #[test]
    fn a_package_is_not_taken_for_one_with_a_longer_name() {
        assert!(judge_tree("fapiao-nuonuo", "des-like v1.0.0\nreqwest-mock v0.1.0\n").is_empty());
    }
}
