//! Starts `fapiao-proof`, which holds what needs all crates together.

use std::path::{Path, PathBuf};

use crate::workspace::Workspace;
use crate::{Failure, machine};

/// A subcommand of `fapiao-proof`.
#[derive(Debug)]
pub(crate) struct Command {
    name: &'static str,
    /// Optimised: slow to build, and the only way to measure.
    release: bool,
}

/// Golden files are checked in the profile of the tests, which the CI has built already.
const COMMANDS: [Command; 4] = [
    Command { name: "vectors", release: false },
    Command { name: "bench", release: true },
    Command { name: "walk", release: true },
    Command { name: "catalogue", release: false },
];

impl Command {
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        COMMANDS.iter().find(|command| command.name == name)
    }

    /// Runs it where the caller stands, so that relative paths mean what they say.
    pub(crate) fn run(&self, workspace: &Workspace, arguments: &[String]) -> Result<(), Failure> {
        let mut command = machine::cargo();
        command.args(["run", "--quiet", "--package", "fapiao-proof", "--bin", "fapiao-proof", "--manifest-path"]);
        command.arg(workspace.root.join("Cargo.toml"));
        command.args(self.release.then_some("--release")).args(["--", self.name]).args(arguments);
        if self.name == "vectors" && !names_a_file(arguments) {
            command.args(golden_files(&workspace.root)?);
        }
        machine::hand_over(&mut command)
    }
}

/// Whether a file is named, or help is asked for, which needs none.
fn names_a_file(arguments: &[String]) -> bool {
    arguments.iter().any(|argument| !argument.starts_with('-') || argument == "--help" || argument == "-h")
}

/// `fixtures/vectors/*.json`, in order. None at all is an error, not a success over nothing.
fn golden_files(root: &Path) -> Result<Vec<PathBuf>, Failure> {
    let folder = root.join("fixtures/vectors");
    let entries = std::fs::read_dir(&folder)
        .map_err(|error| Failure::Check(format!("can't read {}: {error}", folder.display())))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    if files.is_empty() {
        return Err(Failure::Check(format!("there are no golden files in {}", folder.display())));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_measured_is_built_optimised() {
        let release = |name| Command::named(name).expect("a command").release;
        assert!(release("bench") && release("walk"));
        assert!(!release("vectors") && !release("catalogue"));
    }

    #[test]
    fn the_golden_files_of_the_repository_are_found() {
        let files = golden_files(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))).expect("golden files");
        assert!(files.iter().any(|file| file.ends_with("fixtures/vectors/nuonuo.json")), "{files:?}");
    }

    #[test]
    fn a_repository_without_golden_files_is_an_error() {
        assert!(matches!(golden_files(Path::new("/no/such/folder")), Err(Failure::Check(_))));
    }

    #[test]
    fn an_option_alone_still_means_all_golden_files() {
        assert!(!names_a_file(&["--verbose".to_owned()]));
        assert!(names_a_file(&["--verbose".to_owned(), "a.json".to_owned()]));
    }

    #[test]
    fn who_asks_for_help_is_not_given_files() {
        assert!(names_a_file(&["--help".to_owned()]));
    }
}
