//! Judges where crates lie: flat under `crates`, folder and crate of one name, and only crates that the house has a room for.

use std::path::Path;

use super::Violation;
use super::floors::Room;
use crate::Failure;
use crate::workspace::{Package, Workspace};

pub(super) fn check(workspace: &Workspace) -> Result<Vec<Violation>, Failure> {
    let folders = folders_in(&workspace.root.join("crates"))?;
    let mut violations: Vec<Violation> = folders.iter().filter_map(|folder| unknown_folder(folder)).collect();
    violations.extend(workspace.packages.iter().filter_map(|package| misplaced(&workspace.root, package)));
    Ok(violations)
}

fn folders_in(crates: &Path) -> Result<Vec<String>, Failure> {
    let entries = std::fs::read_dir(crates)
        .map_err(|error| Failure::Check(format!("can't read {}: {error}", crates.display())))?;
    let folders = entries.filter_map(Result::ok).filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names)
}

fn unknown_folder(folder: &str) -> Option<Violation> {
    let rule = "no such crate in the table of floors (xtask/src/layers/floors.rs)";
    Room::of(folder).is_none().then(|| Violation::new(format!("crates/{folder}"), rule))
}

fn misplaced(root: &Path, package: &Package) -> Option<Violation> {
    let folder = package.folder();
    if Room::of(&package.name).is_none() {
        return Some(Violation::new(&package.name, "no such crate in the table of floors"));
    }
    let home = match package.name.as_str() {
        "xtask" => root.join("xtask"),
        name => root.join("crates").join(name),
    };
    let rule = || format!("a crate lies in the folder of its name, here {}", home.display());
    (folder != home).then(|| Violation::new(format!("{} in {}", package.name, folder.display()), rule()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn lying_in(name: &str, folder: &str) -> Option<Violation> {
        let package = Package {
            name: name.to_owned(),
            manifest_path: Path::new("/house").join(folder).join("Cargo.toml"),
            dependencies: Vec::new(),
            features: BTreeMap::new(),
            targets: Vec::new(),
        };
        misplaced(Path::new("/house"), &package)
    }

    #[test]
    fn a_crate_lies_in_the_folder_of_its_name() {
        assert_eq!(lying_in("fapiao-model", "crates/fapiao-model"), None);
        assert!(lying_in("fapiao-model", "crates/model").is_some());
        assert!(lying_in("fapiao-model", "crates/words/fapiao-model").is_some());
    }

    #[test]
    fn a_crate_without_a_room_is_named() {
        assert_eq!(lying_in("fapiao-utils", "crates/fapiao-utils").expect("a violation").subject, "fapiao-utils");
        assert_eq!(unknown_folder("common").expect("a violation").subject, "crates/common");
    }
}
