//! The command `fapiao`: a demo, a sandbox of four e-invoice systems, issuing from a file, and signing by hand.

mod accounts;
mod args;
mod demo;
mod exit;
mod input;
mod issue;
mod job;
mod progress;
mod report;
mod sandbox;
mod sign;

use clap::Parser as _;
use exit::Exit;
use std::{io::Write as _, process::ExitCode};

fn main() -> ExitCode {
    let args = args::Args::parse();
    if let Err(error) = log(args.verbose) {
        say_error(&error);
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            say_error(&format!("no runtime: {error}"));
            return Exit::Failed.into();
        }
    };
    runtime.block_on(run(args)).into()
}

async fn run(args: args::Args) -> Exit {
    let result = match args.command {
        args::Command::Demo(demo) => demo::run(demo).await,
        args::Command::Sandbox(sandbox) => sandbox::run(sandbox).await,
        args::Command::Issue(issue) => issue::run(issue).await,
        args::Command::Sign(sign) => sign::run(&sign),
    };
    result.unwrap_or_else(|(exit, message)| {
        say_error(&message);
        exit
    })
}

/// Logs go to standard error; standard output is for results.
fn log(verbose: u8) -> Result<(), String> {
    let level = match verbose {
        0 => return Ok(()),
        1 => "fapiao=info",
        2 => "fapiao=debug",
        _ => "trace",
    };
    let filter = tracing_subscriber::EnvFilter::new(level);
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init().map_err(|e| e.to_string())
}

/// Prints a result. A closed pipe is not an error of ours.
pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// Prints what went wrong.
pub(crate) fn say_error(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "fapiao: {text}");
}
