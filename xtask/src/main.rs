//! Automation of the repository, in Rust instead of shell: `cargo xtask --help`.
//!
//! It links no crate of the workspace, so that it still runs when one of them does not compile. What needs the crates
//! themselves (vectors, benchmarks, the walk, the catalogue) lives in `fapiao-proof`; xtask only starts it.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks through its output")]

mod alone;
mod ci;
mod layers;
mod machine;
mod proof;
mod python_client;
mod workspace;

use std::process::ExitCode;

use workspace::Workspace;

const HELP: &str = "\
Automation of the fapiao repository.

Usage: cargo xtask <COMMAND> [ARGUMENTS]

Commands:
  ci                 run every check; `ci --help` for its options
  layers             check the floors of ARCHITECTURE.md: edges, features, dependency trees, sources
  vectors [FILE…]    run golden files against the crates (default: fixtures/vectors/*.json)
  bench [ARG…]       run the benchmarks of fapiao-proof, optimised
  walk [ARG…]        run the exhaustive walk of one order, optimised
  catalogue [ARG…]   print the operations, of one provider or of all
  python-client      run the PyPI package nuonuo-sdk against `fapiao sandbox`

Exit status: 0 all well; 1 a check failed; 2 wrong usage. vectors, bench, walk and catalogue hand on the status of
fapiao-proof, and their arguments to it.
";

/// Why a command ended early.
#[derive(Debug, PartialEq, Eq)]
enum Failure {
    /// The command line makes no sense.
    Usage(String),
    /// A check failed, or could not be made.
    Check(String),
    /// A program that we only start ended with this status, and has said why itself.
    Exit(u8),
}

impl Failure {
    /// Prints what is left to say, and the status to end with.
    fn report(&self) -> ExitCode {
        match self {
            Self::Usage(message) => {
                eprintln!("error: {message}\n\n`cargo xtask --help` lists the commands.");
                ExitCode::from(2)
            }
            Self::Check(message) => {
                eprintln!("error: {message}");
                ExitCode::FAILURE
            }
            Self::Exit(code) => ExitCode::from(*code),
        }
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn dispatch(arguments: &[String]) -> Result<(), Failure> {
    let Some((command, rest)) = arguments.split_first() else {
        return Err(Failure::Usage("which command?".to_owned()));
    };
    match command.as_str() {
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        "ci" => ci::run(rest),
        "layers" => without_arguments(command, rest, layers::run),
        "python-client" => without_arguments(command, rest, python_client::run),
        name => match proof::Command::named(name) {
            Some(proof) => proof.run(&Workspace::load()?, rest),
            None => Err(Failure::Usage(format!("there is no command `{name}`"))),
        },
    }
}

/// Runs a command that takes no arguments, or says that it takes none.
fn without_arguments(name: &str, rest: &[String], run: fn(&Workspace) -> Result<(), Failure>) -> Result<(), Failure> {
    match rest.first().map(String::as_str) {
        None => run(&Workspace::load()?),
        Some("--help" | "-h") => {
            print!("{HELP}");
            Ok(())
        }
        Some(extra) => Err(Failure::Usage(format!("`{name}` takes no arguments, and was given `{extra}`"))),
    }
}

#[cfg(test)]
mod tests {
    use super::{Failure, dispatch};

    fn failure(arguments: &[&str]) -> Failure {
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        dispatch(&arguments).expect_err("these arguments make no sense")
    }

    #[test]
    fn an_unknown_command_is_named_in_the_error() {
        assert_eq!(failure(&["layer"]), Failure::Usage("there is no command `layer`".to_owned()));
    }

    #[test]
    fn an_argument_that_nobody_reads_is_refused() {
        let Failure::Usage(message) = failure(&["layers", "--fix"]) else { panic!("not a usage error") };
        assert_eq!(message, "`layers` takes no arguments, and was given `--fix`");
    }

    #[test]
    fn no_command_at_all_is_wrong_usage() {
        assert!(matches!(failure(&[]), Failure::Usage(_)));
    }
}
