//! The command `fapiao-proof`, started by `cargo xtask`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks through its output")]

use clap::{Parser, Subcommand};
use fapiao_proof::walk::{self, Rule};
use std::process::ExitCode;

/// What runs the crates of fapiao together.
#[derive(Debug, Parser)]
#[command(name = "fapiao-proof")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Walk one order through everything that can happen to it, looking for two living invoices.
    Walk {
        /// How many events a path may have.
        #[arg(long, default_value_t = walk::DEPTH)]
        depth: usize,
    },
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Walk { depth } => run_walks(depth),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

type Outcome = Result<bool, Box<dyn std::error::Error>>;

/// The rule of the design, then every weakened one. True if each came out as it must.
fn run_walks(depth: usize) -> Outcome {
    let mut is_well = true;
    for rule in [Rule::Design].into_iter().chain(Rule::WEAKENED) {
        let walk = walk::walk(rule, depth)?;
        println!("{walk}");
        is_well &= walk.is_as_expected();
    }
    println!("{}", if is_well { "as it must be" } else { "NOT AS IT MUST BE" });
    Ok(is_well)
}
