//! The command `fapiao-proof`, started by `cargo xtask`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks through its output")]

use clap::{Parser, Subcommand};
use fapiao_model::Provider;
use fapiao_proof::walk::{self, Rule};
use fapiao_proof::{bench, catalogue, vectors};
use fapiao_transport::SystemClock;
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use std::alloc::System;
use std::{path::PathBuf, process::ExitCode};

/// Counts what the benchmarks allocate.
#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What runs the crates of fapiao together.
#[derive(Debug, Parser)]
#[command(name = "fapiao-proof")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run golden files against the crates: a line a section, then every case that differs and the first stage where it does.
    Vectors {
        /// The files, as in `fixtures/vectors`.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// List the operations of one provider, or of all.
    Catalogue {
        /// nuonuo, fengchao, piaotong or suning.
        #[arg(value_parser = provider)]
        provider: Option<Provider>,
    },
    /// Measure what fapiao costs against the same work done by hand. Build it with --release.
    Bench {
        /// How many pairs are measured for each line.
        #[arg(long, default_value_t = bench::PAIRS)]
        pairs: usize,
    },
    /// Walk one order through everything that can happen to it, looking for two living invoices.
    Walk {
        /// How many events a path may have.
        #[arg(long, default_value_t = walk::DEPTH)]
        depth: usize,
    },
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Vectors { files } => run_vectors(&files),
        Command::Catalogue { provider } => {
            println!("{}", catalogue::table(provider.as_ref().map_or(&catalogue::PROVIDERS, std::slice::from_ref)));
            Ok(true)
        }
        Command::Bench { pairs } => run_benchmarks(pairs),
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

fn provider(name: &str) -> Result<Provider, String> {
    let known = catalogue::PROVIDERS.into_iter().find(|provider| provider.as_str() == name);
    known.ok_or_else(|| "there are nuonuo, fengchao, piaotong and suning".to_owned())
}

type Outcome = Result<bool, Box<dyn std::error::Error>>;

/// True if no case of any file failed.
fn run_vectors(files: &[PathBuf]) -> Outcome {
    let (mut passed, mut failed) = (0, 0);
    for file in files {
        let named = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
        let text = std::fs::read_to_string(file).map_err(|error| named(&error))?;
        let report = vectors::run(&text).map_err(|error| named(&error))?;
        print!("{report}");
        passed += report.passed();
        failed += report.failed();
    }
    println!("{passed} passed, {failed} failed");
    Ok(failed == 0)
}

/// True if every target is met.
fn run_benchmarks(pairs: usize) -> Outcome {
    if cfg!(debug_assertions) {
        println!("built without optimisation: these numbers mean nothing");
    }
    let allocated = || {
        let stats = ALLOCATOR.stats();
        stats.bytes_allocated + usize::try_from(stats.bytes_reallocated).unwrap_or_default()
    };
    let table = bench::run(bench::Machine { clock: &SystemClock::new(), allocated: &allocated, pairs })?;
    print!("{table}");
    Ok(table.is_met())
}

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
