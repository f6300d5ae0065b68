//! Exit codes.

use std::process::ExitCode;

/// What the command ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Everything that was asked for is done.
    Done = 0,
    /// Something failed that stopped the whole run: a file, an address, a port.
    Failed = 1,
    /// The command line, the accounts file or a row is wrong.
    Usage = 2,
    /// Some orders were refused, failed or are in conflict: a person has something to do.
    Attention = 3,
    /// Some orders are not settled yet: run the same command again.
    Unsettled = 4,
    /// The books do not agree with what the client believes, or an order was issued twice or lost.
    Books = 5,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// The table of exit codes that `--help` prints.
pub(crate) const HELP: &str = "\
Exit codes:
  0  everything that was asked for is done
  1  something stopped the whole run: a file, an address, a port
  2  the command line, the accounts file or a row of the orders is wrong
  3  some orders were refused, failed or are in conflict: a person has something to do
  4  some orders are not settled yet: run the same command again, nothing is issued twice
  5  demo only: the sandbox's books do not agree with the client's view";
