//! The command line.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::{net::IpAddr, path::PathBuf};

/// Chinese electronic invoices (数电发票): issue, deliver and reverse them, or try it all out in a sandbox.
#[derive(Debug, Parser)]
#[command(name = "fapiao", version, after_help = crate::exit::HELP)]
pub(crate) struct Args {
    /// Log to standard error: -v calls and their outcomes, -vv more, -vvv everything. Never a body, never a secret.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Issue, fetch, deliver and reverse about 30 invented orders against a sandbox in this process.
    Demo(Demo),
    /// Serve a sandbox of Nuonuo, Fengchao, Piaotong and Suning.
    Sandbox(Sandbox),
    /// Issue the orders of a CSV or JSON file, fetch their PDFs and hand them to the marketplace.
    Issue(Issue),
    /// Print the signature of a request and the exact text under it.
    Sign(Sign),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Demo {
    /// Where the PDFs go.
    #[arg(long, default_value = "demo-output")]
    pub(crate) output: PathBuf,
    /// Print one JSON document instead of the table.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Sandbox {
    /// The port; 0 takes a free one.
    #[arg(long, default_value_t = 8765, env = "FAPIAO_SANDBOX_PORT")]
    pub(crate) port: u16,
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1")]
    pub(crate) address: IpAddr,
    /// Print one line of JSON with addresses and made-up keys, once it serves.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Issue {
    /// The orders, as CSV (UTF-8, with a header line) or JSON.
    pub(crate) file: PathBuf,
    /// The accounts file, as TOML or JSON: addresses, keys and the seller. The line that `fapiao sandbox --json` prints is one.
    #[arg(long, env = "FAPIAO_ACCOUNTS")]
    pub(crate) accounts: PathBuf,
    /// Names the source of the references, such as the shop system. Never change it for orders that were sent.
    #[arg(long, env = "FAPIAO_REALM")]
    pub(crate) realm: Option<String>,
    /// Where the PDFs go.
    #[arg(long, default_value = "invoices")]
    pub(crate) output: PathBuf,
    /// Print one JSON document instead of the table.
    #[arg(long)]
    pub(crate) json: bool,
    /// Write and check every request, print it, and send nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// How often to ask what became of an order: provider (after 3, 5, 10, 30 s, then each minute) or sandbox (8 times a
    /// second). Left out: sandbox if every address in the accounts file is on this machine, else provider.
    #[arg(long, value_enum)]
    pub(crate) pace: Option<PaceName>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Sign {
    /// Whose signature.
    #[arg(value_enum)]
    pub(crate) scheme: Scheme,
    /// The public inputs as NAME=VALUE. Nuonuo: `path`, `app_key`, `senid`, `nonce`, `timestamp`. Suning: `method`,
    /// `request_time`, `app_key`, `version`. Fengchao and Piaotong: every parameter.
    #[arg(value_name = "NAME=VALUE")]
    pub(crate) inputs: Vec<String>,
    /// The file with the body (nuonuo, suning).
    #[arg(long)]
    pub(crate) body: Option<PathBuf>,
    /// The file with the secret, or with the private key (piaotong). A secret is never taken from the command line.
    #[arg(long, env = "FAPIAO_SECRET_FILE")]
    pub(crate) secret_file: PathBuf,
    /// Print one JSON document.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PaceName {
    Provider,
    Sandbox,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Scheme {
    Nuonuo,
    Fengchao,
    Piaotong,
    Suning,
}
