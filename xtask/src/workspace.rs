//! What cargo says about the workspace, cut down to what the checks need.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use crate::{Failure, machine};

/// The answer of `cargo metadata --no-deps`.
#[derive(Debug, Deserialize)]
pub(crate) struct Workspace {
    pub(crate) packages: Vec<Package>,
    #[serde(rename = "workspace_root")]
    pub(crate) root: PathBuf,
    pub(crate) target_directory: PathBuf,
}

/// A crate of the workspace.
#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) manifest_path: PathBuf,
    pub(crate) dependencies: Vec<Dependency>,
    pub(crate) features: BTreeMap<String, Vec<String>>,
    pub(crate) targets: Vec<Target>,
}

/// A line under `[dependencies]` or its sisters.
#[derive(Debug, Deserialize)]
pub(crate) struct Dependency {
    /// The package; `rename` is what the crate calls it, where that differs.
    pub(crate) name: String,
    pub(crate) rename: Option<String>,
    #[serde(default)]
    pub(crate) kind: Kind,
    pub(crate) optional: bool,
    pub(crate) features: Vec<String>,
}

/// Under which heading a dependency stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    #[default]
    Normal,
    Build,
    Dev,
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Option::<String>::deserialize(deserializer)?.as_deref() {
            None | Some("normal") => Ok(Self::Normal),
            Some("build") => Ok(Self::Build),
            Some("dev") => Ok(Self::Dev),
            Some(other) => Err(serde::de::Error::custom(format!("unknown kind of dependency `{other}`"))),
        }
    }
}

/// A library, binary, test or example.
#[derive(Debug, Deserialize)]
pub(crate) struct Target {
    pub(crate) kind: Vec<String>,
}

impl Workspace {
    /// Asks cargo. Needs readable manifests, but no crate that compiles.
    pub(crate) fn load() -> Result<Self, Failure> {
        let mut command = machine::cargo();
        command.args(["metadata", "--no-deps", "--format-version", "1", "--manifest-path"]);
        command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"));
        Self::parse(&machine::output(&mut command)?)
    }

    pub(crate) fn parse(json: &str) -> Result<Self, Failure> {
        serde_json::from_str(json)
            .map_err(|error| Failure::Check(format!("can't read the answer of `cargo metadata`: {error}")))
    }

    /// A cargo command that runs at the top of the repository.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = machine::cargo();
        command.current_dir(&self.root).args(arguments);
        command
    }
}

impl Package {
    /// The folder that holds the crate.
    pub(crate) fn folder(&self) -> PathBuf {
        self.manifest_path.parent().map(PathBuf::from).unwrap_or_default()
    }

    pub(crate) fn has_library(&self) -> bool {
        self.targets.iter().any(|target| target.kind.iter().any(|kind| kind == "lib"))
    }
}

impl Dependency {
    /// The name under which the crate's own features speak of it.
    pub(crate) fn key(&self) -> &str {
        self.rename.as_deref().unwrap_or(&self.name)
    }
}
