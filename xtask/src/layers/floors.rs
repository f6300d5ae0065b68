//! The table of crates: on which floor each stands, and what it may use. The picture is in `ARCHITECTURE.md`.

/// A crate of the workspace, and what is allowed to it.
#[derive(Debug)]
pub(super) struct Room {
    pub(super) name: &'static str,
    pub(super) floor: u8,
    pub(super) uses: Uses,
    /// Other people's packages that it never names (dev-dependencies excepted), and why.
    pub(super) never_names: &'static [&'static str],
    /// Packages that must not be in its dependency tree, whoever brings them in.
    pub(super) never_compiles: &'static [&'static str],
}

/// Which crates of the workspace a crate may use.
#[derive(Debug)]
pub(super) enum Uses {
    Only(&'static [Edge]),
    /// All on lower floors.
    Everything,
}

/// An allowed dependency between two crates of the workspace.
#[derive(Debug)]
pub(super) struct Edge {
    pub(super) to: &'static str,
    /// The features that may be switched on over this edge; `None` means any.
    pub(super) features: Option<&'static [&'static str]>,
    /// Whether the dependency has to be optional.
    pub(super) optional: bool,
}

pub(super) const PROVIDERS: [&str; 4] = ["fapiao-nuonuo", "fapiao-fengchao", "fapiao-piaotong", "fapiao-suning"];

/// The crates that may name `reqwest`: its adapter, and the benchmarks, which measure ourselves against it by hand.
pub(super) const NAME_REQWEST: [&str; 2] = ["fapiao-reqwest", "fapiao-proof"];

const HTTP_CLIENT: [&str; 2] = ["reqwest", "hyper"];

const fn to(to: &'static str) -> Edge {
    Edge { to, features: None, optional: false }
}

impl Edge {
    const fn with(self, features: &'static [&'static str]) -> Self {
        Self { features: Some(features), ..self }
    }

    const fn if_asked(self) -> Self {
        Self { optional: true, ..self }
    }
}

const fn room(name: &'static str, floor: u8, uses: Uses) -> Room {
    Room { name, floor, uses, never_names: &[], never_compiles: &[] }
}

impl Room {
    const fn never_names(self, never_names: &'static [&'static str]) -> Self {
        Self { never_names, ..self }
    }

    const fn never_compiles(self, never_compiles: &'static [&'static str]) -> Self {
        Self { never_compiles, ..self }
    }

    /// The room of a crate, if the house has one.
    pub(super) fn of(name: &str) -> Option<&'static Self> {
        ROOMS.iter().find(|room| room.name == name)
    }
}

/// The edges of a provider crate: its own schemes and words, and the neutral traits for who asks for them.
macro_rules! provider {
    ($feature:literal) => {
        Uses::Only(
            const {
                &[
                    to("fapiao-signing").with(&[$feature]),
                    to("fapiao-model").with(&[$feature]),
                    to("fapiao-transport").with(&[]),
                    to("fapiao-issuing").if_asked(),
                ]
            },
        )
    };
}

pub(super) const ROOMS: [Room; 16] = [
    room("fapiao-signing", 0, Uses::Only(&[]))
        .never_names(&["serde", "serde_json", "quick-xml", "http", "tokio"])
        .never_compiles(&HTTP_CLIENT),
    room("fapiao-model", 0, Uses::Only(&[]))
        .never_names(&["http", "tokio", "hmac", "md-5", "sha1", "sha2", "rsa", "des"])
        .never_compiles(&HTTP_CLIENT),
    room("fapiao-transport", 1, Uses::Only(const { &[to("fapiao-model").with(&[])] })).never_compiles(&[
        "reqwest",
        "hyper",
        "rsa",
        "des",
        "quick-xml",
    ]),
    room("fapiao-issuing", 2, Uses::Only(const { &[to("fapiao-model").with(&[]), to("fapiao-transport").with(&[])] }))
        .never_compiles(&["reqwest", "hyper", "rsa", "des", "quick-xml"]),
    room("fapiao-reqwest", 2, Uses::Only(const { &[to("fapiao-transport").with(&[])] })).never_compiles(&[
        "rsa",
        "des",
        "quick-xml",
    ]),
    room(
        "fapiao-mock",
        2,
        Uses::Only(const { &[to("fapiao-signing"), to("fapiao-model"), to("fapiao-transport").with(&[])] }),
    ),
    room("fapiao-nuonuo", 3, provider!("nuonuo")).never_compiles(&["reqwest", "hyper", "rsa", "des", "quick-xml"]),
    room("fapiao-fengchao", 3, provider!("fengchao")).never_compiles(&["reqwest", "hyper", "rsa", "des", "quick-xml"]),
    // Its RSA and 3DES are reached through fapiao-signing.
    room("fapiao-piaotong", 3, provider!("piaotong")).never_names(&["rsa", "des"]).never_compiles(&[
        "reqwest",
        "hyper",
        "quick-xml",
    ]),
    room("fapiao-suning", 3, provider!("suning")).never_compiles(&["reqwest", "hyper", "rsa", "des"]),
    room(
        "fapiao-ledger",
        3,
        Uses::Only(const { &[to("fapiao-issuing"), to("fapiao-model").with(&[]), to("fapiao-transport").with(&[])] }),
    )
    .never_names(&["rusqlite", "tokio-postgres", "deadpool-postgres", "sqlx"])
    .never_compiles(&HTTP_CLIENT),
    room("fapiao-store", 4, Uses::Only(const { &[to("fapiao-transport").with(&[]), to("fapiao-ledger").if_asked()] }))
        .never_compiles(&HTTP_CLIENT),
    room("fapiao", 5, Uses::Only(FACADE)),
    room("fapiao-cli", 6, Uses::Only(const { &[to("fapiao"), to("fapiao-mock").with(&["server"])] })),
    room("fapiao-proof", 6, Uses::Everything),
    room("xtask", 6, Uses::Only(&[])),
];

/// The facade re-exports the words (`model`), the ports (`transport`) and the signatures beside what stands above them.
const FACADE: &[Edge] = &[
    to("fapiao-nuonuo").if_asked(),
    to("fapiao-fengchao").if_asked(),
    to("fapiao-piaotong").if_asked(),
    to("fapiao-suning").if_asked(),
    to("fapiao-issuing"),
    to("fapiao-ledger"),
    to("fapiao-store"),
    to("fapiao-reqwest"),
    to("fapiao-model"),
    to("fapiao-transport"),
    to("fapiao-signing"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(room: &Room) -> &'static [Edge] {
        match room.uses {
            Uses::Only(edges) => edges,
            Uses::Everything => &[],
        }
    }

    #[test]
    fn every_allowed_edge_points_to_a_lower_floor() {
        for room in &ROOMS {
            for edge in edges(room) {
                let to = Room::of(edge.to).unwrap_or_else(|| panic!("{} has no room", edge.to));
                assert!(to.floor < room.floor, "{} → {}", room.name, to.name);
            }
        }
    }

    #[test]
    fn only_the_facade_may_use_a_provider() {
        let users: Vec<_> = ROOMS
            .iter()
            .filter(|room| edges(room).iter().any(|edge| PROVIDERS.contains(&edge.to)))
            .map(|room| room.name)
            .collect();
        assert_eq!(users, ["fapiao"]);
    }

    #[test]
    fn a_crate_has_one_room() {
        let mut names: Vec<_> = ROOMS.iter().map(|room| room.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ROOMS.len());
    }
}
