//! Judges the dependencies that a manifest names.

use super::Violation;
use super::floors::{Edge, NAME_REQWEST, PROVIDERS, Room, Uses};
use crate::workspace::{Dependency, Kind, Package};

/// Everything wrong with the manifest of one crate.
pub(super) fn check(package: &Package) -> Vec<Violation> {
    let Some(room) = Room::of(&package.name) else {
        return Vec::new(); // named by the check of the folders
    };
    let broken = package.dependencies.iter().flat_map(|dependency| broken_rules(room, package, dependency));
    broken.collect()
}

fn broken_rules(room: &Room, package: &Package, dependency: &Dependency) -> Vec<Violation> {
    let rules = match never(room, &dependency.name) {
        Some(rule) => vec![rule],
        None if dependency.kind == Kind::Dev => Vec::new(),
        None => production_rules(room, package, dependency),
    };
    rules.into_iter().map(|rule| Violation::new(subject(room.name, dependency), rule)).collect()
}

/// The rules that hold for tests too.
fn never(room: &Room, to: &str) -> Option<String> {
    let to_provider = PROVIDERS.contains(&to);
    let rule = match room.name {
        "xtask" if Room::of(to).is_some() => {
            "xtask links no crate of the workspace, so that it works when one does not compile"
        }
        "fapiao-mock" if to_provider => "the mock never depends on a provider crate, not even in tests (invariant 2)",
        "fapiao-issuing" | "fapiao-ledger" if to_provider => "issuing and ledger know no provider (invariant 3)",
        from if PROVIDERS.contains(&from) && to_provider => "provider crates do not know each other (invariant 3)",
        from if to == "reqwest" && !NAME_REQWEST.contains(&from) => "only fapiao-reqwest names reqwest",
        _ => return None,
    };
    Some(rule.to_owned())
}

/// The rules for what is linked into a user's program.
fn production_rules(room: &Room, package: &Package, dependency: &Dependency) -> Vec<String> {
    let Some(target) = Room::of(&dependency.name) else {
        return foreign_rule(room, dependency).into_iter().collect();
    };
    match room.uses {
        Uses::Everything if target.floor < room.floor => Vec::new(),
        Uses::Everything => vec![floor_rule(room, target)],
        Uses::Only(edges) => match edges.iter().find(|edge| edge.to == target.name) {
            Some(edge) => edge_rules(edge, package, dependency),
            None if target.floor >= room.floor => vec![floor_rule(room, target)],
            None => vec![format!("not an edge of the house; {} may use {}", room.name, allowed(edges))],
        },
    }
}

/// What a crate must not compile it must not name either, not even as an optional dependency.
fn foreign_rule(room: &Room, dependency: &Dependency) -> Option<String> {
    let refused: Vec<&str> = room.never_names.iter().chain(room.never_compiles).copied().collect();
    let names_one = refused.contains(&dependency.name.as_str());
    names_one.then(|| format!("{} does without this package; it may not name {}", room.name, refused.join(", ")))
}

fn floor_rule(room: &Room, target: &Room) -> String {
    format!("floor {} uses lower floors only, and {} is on floor {}", room.floor, target.name, target.floor)
}

fn edge_rules(edge: &Edge, package: &Package, dependency: &Dependency) -> Vec<String> {
    let mut rules = Vec::new();
    if edge.optional && !dependency.optional {
        rules.push("has to be optional, behind a feature".to_owned());
    }
    if let Some(allowed) = edge.features {
        let asked = asked_features(package, dependency);
        let refused = asked.into_iter().filter(|(feature, _)| !allowed.contains(&feature.as_str()));
        rules.extend(refused.map(|(feature, place)| {
            format!("{place} switches on its feature `{feature}`; allowed over this edge: {}", list_or_none(allowed))
        }));
    }
    rules
}

/// The features asked of a dependency, in its own line or through a feature of the crate (`"dependency/feature"`).
fn asked_features(package: &Package, dependency: &Dependency) -> Vec<(String, String)> {
    let own = dependency.features.iter().map(|feature| (feature.clone(), "the dependency".to_owned()));
    let through = package.features.iter().flat_map(|(name, switches)| {
        let features = switches.iter().filter_map(|switch| feature_of(switch, dependency.key()));
        features.map(move |feature| (feature.to_owned(), format!("the feature `{name}`")))
    });
    own.chain(through).collect()
}

/// The feature in `key/feature` or `key?/feature`.
fn feature_of<'a>(switch: &'a str, key: &str) -> Option<&'a str> {
    let (dependency, feature) = switch.split_once('/')?;
    (dependency.trim_end_matches('?') == key).then_some(feature)
}

fn subject(from: &str, dependency: &Dependency) -> String {
    let kind = match dependency.kind {
        Kind::Normal if dependency.optional => " (optional)",
        Kind::Normal => "",
        Kind::Build => " (build)",
        Kind::Dev => " (dev)",
    };
    format!("{from} → {}{kind}", dependency.name)
}

fn allowed(edges: &[Edge]) -> String {
    list_or_none(&edges.iter().map(|edge| edge.to).collect::<Vec<_>>())
}

fn list_or_none(names: &[&str]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::floors::ROOMS;
    use super::*;

    /// A made-up crate, in the words of `cargo metadata`.
    fn package(name: &str, features: &Value, dependencies: &[Value]) -> Package {
        let package = json!({
            "name": name, "manifest_path": format!("/house/crates/{name}/Cargo.toml"),
            "features": features, "dependencies": dependencies, "targets": [],
        });
        serde_json::from_value(package).expect("a package")
    }

    fn dependency(name: &str, kind: Option<&str>, optional: bool, features: &[&str]) -> Value {
        json!({ "name": name, "rename": null, "kind": kind, "optional": optional, "features": features })
    }

    fn judge(from: &str, dependency: &Value) -> Vec<String> {
        check(&package(from, &json!({}), std::slice::from_ref(dependency))).iter().map(ToString::to_string).collect()
    }

    fn judge_plain(from: &str, to: &str) -> Vec<String> {
        judge(from, &dependency(to, None, false, &[]))
    }

    fn judge_dev(from: &str, to: &str) -> Vec<String> {
        judge(from, &dependency(to, Some("dev"), false, &[]))
    }

    #[test]
    fn a_floor_broken_on_purpose_is_named() {
        let rule =
            "fapiao-model → fapiao-transport: floor 0 uses lower floors only, and fapiao-transport is on floor 1";
        assert_eq!(judge_plain("fapiao-model", "fapiao-transport"), [rule]);
    }

    #[test]
    fn a_neighbour_on_the_same_floor_is_refused() {
        let rules = judge_plain("fapiao-mock", "fapiao-reqwest");
        assert!(rules.len() == 1 && rules[0].contains("fapiao-reqwest is on floor 2"), "{rules:?}");
    }

    #[test]
    fn a_lower_floor_without_an_edge_is_refused_and_the_edges_are_listed() {
        let rules = judge_plain("fapiao-reqwest", "fapiao-model");
        assert_eq!(
            rules,
            ["fapiao-reqwest → fapiao-model: not an edge of the house; fapiao-reqwest may use fapiao-transport"]
        );
    }

    #[test]
    fn an_optional_or_a_build_dependency_is_judged_like_any_other() {
        let optional = judge("fapiao-model", &dependency("fapiao-transport", None, true, &[]));
        let build = judge("fapiao-model", &dependency("fapiao-transport", Some("build"), false, &[]));
        assert!(optional[0].starts_with("fapiao-model → fapiao-transport (optional)"), "{optional:?}");
        assert!(build[0].starts_with("fapiao-model → fapiao-transport (build)"), "{build:?}");
    }

    #[test]
    fn the_floors_do_not_bind_tests() {
        assert!(judge_dev("fapiao-transport", "fapiao-mock").is_empty());
        assert!(judge_dev("fapiao-nuonuo", "fapiao-reqwest").is_empty());
    }

    #[test]
    fn the_mock_never_depends_on_a_provider_not_even_in_tests() {
        for provider in PROVIDERS {
            for rules in [judge_plain("fapiao-mock", provider), judge_dev("fapiao-mock", provider)] {
                assert!(rules.len() == 1 && rules[0].contains("the mock never depends on a provider"), "{rules:?}");
            }
        }
    }

    #[test]
    fn providers_do_not_know_each_other() {
        for from in PROVIDERS {
            for to in PROVIDERS.into_iter().filter(|to| *to != from) {
                assert!(judge_plain(from, to)[0].contains("do not know each other"), "{from} {to}");
                assert!(judge_dev(from, to)[0].contains("do not know each other"), "{from} {to}");
            }
        }
    }

    #[test]
    fn issuing_and_ledger_know_no_provider() {
        for from in ["fapiao-issuing", "fapiao-ledger"] {
            assert!(judge_plain(from, "fapiao-suning")[0].contains("know no provider"));
            assert!(judge_dev(from, "fapiao-suning")[0].contains("know no provider"));
        }
    }

    #[test]
    fn only_the_adapter_and_the_benchmarks_name_reqwest() {
        let naming = |room: &&Room| judge_plain(room.name, "reqwest").is_empty();
        let names: Vec<_> = ROOMS.iter().filter(naming).map(|room| room.name).collect();
        assert_eq!(names, ["fapiao-reqwest", "fapiao-proof"]);
        assert_eq!(judge_dev("fapiao-suning", "reqwest").len(), 1);
    }

    #[test]
    fn xtask_links_no_crate_of_the_workspace() {
        for room in &ROOMS {
            assert!(judge_plain("xtask", room.name)[0].contains("xtask links no crate"), "{}", room.name);
            assert!(judge_dev("xtask", room.name)[0].contains("xtask links no crate"), "{}", room.name);
        }
    }

    #[test]
    fn nobody_uses_the_top_floor() {
        for room in &ROOMS {
            for top in ["fapiao-cli", "fapiao-proof", "xtask"] {
                assert_eq!(judge_plain(room.name, top).len(), 1, "{} → {top}", room.name);
            }
        }
    }

    #[test]
    fn the_proof_may_use_every_floor_below_it() {
        for room in ROOMS.iter().filter(|room| room.floor < 6) {
            assert!(judge_plain("fapiao-proof", room.name).is_empty(), "{}", room.name);
        }
    }

    #[test]
    fn a_provider_switches_on_its_own_scheme_only() {
        let own = judge("fapiao-nuonuo", &dependency("fapiao-signing", None, false, &["nuonuo"]));
        let other = judge("fapiao-nuonuo", &dependency("fapiao-signing", None, false, &["nuonuo", "piaotong"]));
        assert!(own.is_empty(), "{own:?}");
        assert!(other.len() == 1 && other[0].contains("its feature `piaotong`"), "{other:?}");
    }

    #[test]
    fn a_feature_that_reaches_through_an_edge_is_found() {
        let features = json!({ "extra": ["fapiao-model?/suning"], "quiet": ["dep:fapiao-issuing"] });
        let package = package("fapiao-nuonuo", &features, &[dependency("fapiao-model", None, false, &["nuonuo"])]);
        let rules = check(&package);
        assert_eq!(rules.len(), 1);
        assert!(rules[0].rule.contains("the feature `extra` switches on its feature `suning`"), "{}", rules[0]);
    }

    #[test]
    fn a_renamed_dependency_is_judged_by_its_package() {
        let renamed = json!({
            "name": "reqwest", "rename": "innocent", "kind": null, "optional": false, "features": [],
        });
        assert_eq!(judge("fapiao-store", &renamed), ["fapiao-store → reqwest: only fapiao-reqwest names reqwest"]);
    }

    #[test]
    fn the_neutral_traits_are_a_feature_of_a_provider() {
        assert!(judge_plain("fapiao-suning", "fapiao-issuing")[0].contains("has to be optional"));
        assert!(judge("fapiao-suning", &dependency("fapiao-issuing", None, true, &[])).is_empty());
    }

    #[test]
    fn signing_does_without_serde_but_its_tests_may_read_json() {
        assert_eq!(judge_plain("fapiao-signing", "serde").len(), 1);
        assert!(judge_dev("fapiao-signing", "serde_json").is_empty());
    }

    #[test]
    fn no_provider_names_rsa_itself_not_even_as_an_option() {
        for provider in PROVIDERS {
            let rules = judge(provider, &dependency("rsa", None, true, &[]));
            assert!(rules.len() == 1 && rules[0].contains("does without this package"), "{rules:?}");
        }
    }

    #[test]
    fn the_command_takes_the_server_of_the_sandbox_and_nothing_else_of_it() {
        assert!(judge("fapiao-cli", &dependency("fapiao-mock", None, false, &["server"])).is_empty());
        assert_eq!(judge("fapiao-cli", &dependency("fapiao-mock", None, false, &["wiremock"])).len(), 1);
        assert_eq!(judge_plain("fapiao-cli", "fapiao-nuonuo").len(), 1);
    }
}
