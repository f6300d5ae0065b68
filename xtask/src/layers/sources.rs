//! Judges the sources of floors 0 and 1, which call no clock, environment, randomness or I/O (invariant 1).
//!
//! Tokens are read, not text: comments and strings may speak of what the code may not do. Items under `#[cfg(test)]` and test
//! files are passed over. Aliases (`use std::time::SystemTime as Now`) escape; Clippy's `disallowed-methods` has those.

mod paths;

use std::path::{Path, PathBuf};

use super::Violation;
use super::floors::Room;
use crate::Failure;
use crate::workspace::{Package, Workspace};

/// Neighbouring words of a path, and what they would call.
const FORBIDDEN: [(&[&str], Call); 15] = [
    (&["SystemTime", "now"], Call::Clock),
    (&["Instant", "now"], Call::Clock),
    (&["Timestamp", "now"], Call::Clock),
    (&["Zoned", "now"], Call::Clock),
    (&["std", "env"], Call::Environment),
    (&["getrandom"], Call::Randomness),
    (&["fastrand"], Call::Randomness),
    (&["OsRng"], Call::Randomness),
    (&["SysRng"], Call::Randomness),
    (&["std", "fs"], Call::Io),
    (&["std", "net"], Call::Io),
    (&["std", "process"], Call::Io),
    (&["tokio", "fs"], Call::Io),
    (&["tokio", "net"], Call::Io),
    (&["tokio", "process"], Call::Io),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Call {
    Clock,
    Environment,
    Randomness,
    Io,
}

/// The two exceptions of invariant 1: crate, module, and what it may call.
const EXCEPTIONS: [(&str, &str, &[Call]); 2] = [
    ("fapiao-transport", "system", &[Call::Clock, Call::Randomness]),
    ("fapiao-signing", "piaotong", &[Call::Randomness]),
];

/// The lowest floor whose crates may call the machine.
const FIRST_FREE_FLOOR: u8 = 2;

pub(super) fn check(workspace: &Workspace) -> Result<Vec<Violation>, Failure> {
    let mut violations = Vec::new();
    for package in workspace.packages.iter().filter(|package| is_pure(package)) {
        for file in rust_files(&package.folder().join("src"))? {
            violations.extend(check_file(package, &file)?);
        }
    }
    Ok(violations)
}

fn is_pure(package: &Package) -> bool {
    Room::of(&package.name).is_some_and(|room| room.floor < FIRST_FREE_FLOOR)
}

fn check_file(package: &Package, file: &Path) -> Result<Vec<Violation>, Failure> {
    let inside = file.strip_prefix(package.folder().join("src")).unwrap_or(file);
    let source = std::fs::read_to_string(file).map_err(|error| unreadable(file, &error))?;
    Ok(check_source(&package.name, inside, &source))
}

/// `file` is the path inside `src`.
fn check_source(package: &str, file: &Path, source: &str) -> Vec<Violation> {
    let place = |line: &dyn std::fmt::Display| format!("{package}, src/{}:{line}", file.display());
    let found = match paths::in_source(source) {
        Ok(found) => found,
        Err(error) => return vec![Violation::new(place(&error.line), format!("not readable as Rust: {}", error.text))],
    };
    let allowed = exception(package, file);
    found
        .iter()
        .filter(|path| forbidden_call(&path.words).is_some_and(|call| !allowed.contains(&call)))
        .map(|path| {
            let rule = "floors 0 and 1 call no clock, environment, randomness or I/O (invariant 1)";
            Violation::new(place(&path.line), format!("names `{}`; {rule}", path.words.join("::")))
        })
        .collect()
}

fn forbidden_call(words: &[String]) -> Option<Call> {
    let names = |pattern: &[&str]| words.windows(pattern.len()).any(|window| window == pattern);
    FORBIDDEN.iter().find(|(pattern, _)| names(pattern)).map(|(_, call)| *call)
}

fn exception(package: &str, file: &Path) -> &'static [Call] {
    let Some(first) = file.iter().next() else { return &[] };
    let module = Path::new(first).file_stem().unwrap_or_default();
    let found = EXCEPTIONS.iter().find(|(crate_name, name, _)| *crate_name == package && module == *name);
    found.map_or(&[], |(_, _, calls)| calls)
}

/// The Rust files under a folder, tests excepted, in order.
fn rust_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
        let path = entry.map_err(|error| unreadable(folder, &error))?.path();
        if is_test(&path) {
            continue;
        }
        if path.is_dir() {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn is_test(path: &Path) -> bool {
    path.file_stem().is_some_and(|name| name == "tests" || name.to_string_lossy().ends_with("_tests"))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Check(format!("can't read {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(package: &str, file: &str, source: &str) -> Vec<String> {
        check_source(package, Path::new(file), source).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_clock_on_floor_0_is_named_with_file_and_line() {
        let source = "fn now() -> u64 {\n    std::time::SystemTime::now()\n}";
        let rules = judge("fapiao-signing", "nuonuo.rs", source);
        assert_eq!(rules.len(), 1);
        let start = "fapiao-signing, src/nuonuo.rs:2: names `std::time::SystemTime::now`";
        assert!(rules[0].starts_with(start), "{rules:?}");
    }

    #[test]
    fn every_forbidden_path_is_found() {
        for (pattern, _) in FORBIDDEN {
            let source = format!("fn f() {{ {}::x(); }}", pattern.join("::"));
            assert_eq!(judge("fapiao-model", "lib.rs", &source).len(), 1, "{source}");
        }
    }

    #[test]
    fn the_system_module_may_read_clock_and_randomness_but_not_the_environment() {
        let source = "fn f() { SystemTime::now(); getrandom::fill(&mut x); std::env::var(\"A\"); }";
        let rules = judge("fapiao-transport", "system.rs", source);
        assert!(rules.len() == 1 && rules[0].contains("std::env::var"), "{rules:?}");
        assert_eq!(judge("fapiao-transport", "token.rs", source).len(), 3);
    }

    #[test]
    fn the_blinding_of_piaotong_may_take_randomness_only() {
        let source = "use getrandom::SysRng; fn f() { Instant::now(); }";
        let rules = judge("fapiao-signing", "piaotong/keys.rs", source);
        assert!(rules.len() == 1 && rules[0].contains("Instant::now"), "{rules:?}");
        assert_eq!(judge("fapiao-signing", "suning.rs", source).len(), 2);
    }

    #[test]
    fn a_source_that_is_not_rust_is_reported_and_not_passed() {
        let rules = judge("fapiao-model", "lib.rs", "fn f() {\n let a = (\n}");
        assert!(rules.len() == 1 && rules[0].contains("not readable as Rust"), "{rules:?}");
    }

    #[test]
    fn files_of_tests_are_passed_over() {
        assert!(is_test(Path::new("src/tests.rs")) && is_test(Path::new("src/tests")));
        assert!(is_test(Path::new("src/token_tests.rs")));
        assert!(!is_test(Path::new("src/contests.rs")));
    }
}
