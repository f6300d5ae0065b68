//! The command `fapiao-proof`, started by `cargo xtask`.
#![expect(clippy::print_stderr, reason = "a command speaks through its output")]

use clap::{Parser, Subcommand};
use fapiao_model::Provider;
use fapiao_proof::bench::Part;
use fapiao_proof::walk::{self, Rule};
use fapiao_proof::{bench, catalogue, vectors};
use fapiao_transport::SystemClock;
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use std::alloc::System;
use std::error::Error;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

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
        /// Measure this part only: signing, allocations or calls.
        #[arg(long, value_parser = part)]
        only: Option<Part>,
    },
    /// Walk one order through everything that can happen to it, looking for two living invoices.
    Walk {
        /// How many events a path may have.
        #[arg(long, default_value_t = walk::DEPTH)]
        depth: usize,
    },
}

fn main() -> ExitCode {
    let mut out = io::stdout().lock();
    let result = match Arguments::parse().command {
        Command::Vectors { files } => run_vectors(&mut out, &files),
        Command::Catalogue { provider } => list_operations(&mut out, provider),
        Command::Bench { pairs, only } => run_benchmarks(&mut out, pairs, only),
        Command::Walk { depth } => run_walks(&mut out, depth),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) if is_hung_up(&*error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// True if everything is as it should be.
type Outcome = Result<bool, Box<dyn Error>>;

/// Whoever read our output has seen enough.
fn is_hung_up(error: &(dyn Error + 'static)) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn provider(name: &str) -> Result<Provider, String> {
    let known = catalogue::PROVIDERS.into_iter().find(|provider| provider.as_str() == name);
    known.ok_or_else(|| "there are nuonuo, fengchao, piaotong and suning".to_owned())
}

fn part(name: &str) -> Result<Part, String> {
    let known = Part::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, part)| part);
    known.ok_or_else(|| "there are signing, allocations and calls".to_owned())
}

fn run_vectors(out: &mut impl Write, files: &[PathBuf]) -> Outcome {
    let (mut passed, mut failed) = (0, 0);
    for file in files {
        match read_vectors(file) {
            Ok(report) => {
                write!(out, "{report}")?;
                passed += report.passed();
                failed += report.failed();
            }
            Err(error) => {
                writeln!(out, "FAILED {}: {error}", file.display())?;
                failed += 1;
            }
        }
    }
    writeln!(out, "{passed} passed, {failed} failed")?;
    Ok(failed == 0)
}

fn read_vectors(file: &Path) -> Result<vectors::Report, Box<dyn Error>> {
    Ok(vectors::run(&std::fs::read_to_string(file)?)?)
}

fn list_operations(out: &mut impl Write, provider: Option<Provider>) -> Outcome {
    let providers = provider.as_ref().map_or(catalogue::PROVIDERS.as_slice(), std::slice::from_ref);
    writeln!(out, "{}", catalogue::table(providers))?;
    Ok(true)
}

fn run_benchmarks(out: &mut impl Write, pairs: usize, only: Option<Part>) -> Outcome {
    if cfg!(debug_assertions) {
        writeln!(out, "built without optimisation: these numbers mean nothing")?;
    }
    let allocated = || {
        let stats = ALLOCATOR.stats();
        stats.bytes_allocated + usize::try_from(stats.bytes_reallocated).unwrap_or_default()
    };
    let machine = bench::Machine { clock: &SystemClock::new(), allocated: &allocated, pairs };
    let parts: Vec<Part> = Part::ALL.into_iter().map(|(_, part)| part).collect();
    let table = bench::run(machine, only.as_ref().map_or(&parts, std::slice::from_ref))?;
    write!(out, "{table}")?;
    Ok(table.is_met())
}

/// The rule of the design, then every weakened one: each must come out as it should.
fn run_walks(out: &mut impl Write, depth: usize) -> Outcome {
    let mut is_well = true;
    for rule in [Rule::Design].into_iter().chain(Rule::WEAKENED) {
        let walk = walk::walk(rule, depth)?;
        writeln!(out, "{walk}")?;
        is_well &= walk.is_as_expected();
    }
    writeln!(out, "{}", if is_well { "every walk ended as it must" } else { "A WALK DID NOT END AS IT MUST" })?;
    Ok(is_well)
}
