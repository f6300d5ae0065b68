//! What fapiao costs, against the same work done by hand in the same run.
//!
//! Everything is a ratio of two things measured in turns, and the median of many such pairs, so that a busy machine slows both.
//! Built without optimisation the numbers mean nothing.

mod allocations;
mod calls;
mod pairs;
mod server;
mod signing;

use fapiao_transport::Clock;
use std::{error::Error, fmt};

/// How many pairs are measured when nothing else is said.
pub const PAIRS: usize = 101;

/// What the benchmarks need from the machine.
#[derive(Clone, Copy)]
pub struct Machine<'a> {
    /// Measures time.
    pub clock: &'a dyn Clock,
    /// How many bytes the program has ever allocated, as its global allocator counts them.
    pub allocated: &'a dyn Fn() -> usize,
    /// How many pairs are measured.
    pub pairs: usize,
}

impl fmt::Debug for Machine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Machine").field("clock", &self.clock).field("pairs", &self.pairs).finish_non_exhaustive()
    }
}

/// One thing that was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line {
    /// What.
    pub what: String,
    /// What came out.
    pub measured: String,
    /// What is asked for; empty for what is told only.
    pub target: String,
    /// Whether it is met.
    pub is_met: bool,
}

/// Everything that was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table(pub Vec<Line>);

/// What can be measured by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Signing and encrypting, against the bare primitives.
    Signing,
    /// What is allocated for a large file.
    Allocations,
    /// Calls over loopback, against reqwest by hand.
    Calls,
}

impl Part {
    /// Every part, with the name that the command line knows it by.
    pub const ALL: [(&'static str, Self); 3] =
        [("signing", Self::Signing), ("allocations", Self::Allocations), ("calls", Self::Calls)];
}

/// Measures these parts.
///
/// # Errors
/// If a benchmark can't be set up.
pub fn run(machine: Machine<'_>, parts: &[Part]) -> Result<Table, Box<dyn Error>> {
    stay_on_one_core();
    let mut lines = Vec::new();
    for part in parts {
        lines.extend(match part {
            Part::Signing => signing::lines(machine)?,
            Part::Allocations => allocations::lines(machine)?,
            Part::Calls => calls::lines(machine)?,
        });
    }
    Ok(Table(lines))
}

/// Keeps this thread, and those that it starts, on one core, where the system lets us.
fn stay_on_one_core() {
    if let Some(core) = core_affinity::get_core_ids().and_then(|cores| cores.last().copied()) {
        core_affinity::set_for_current(core);
    }
}

impl Line {
    /// A ratio in thousandths that must not be larger than another.
    fn at_most(what: impl Into<String>, ratio: u128, most: u128, detail: &str) -> Self {
        let measured = format!("{} times{detail}", thousandths(ratio));
        Self { what: what.into(), measured, target: format!("at most {}", thousandths(most)), is_met: ratio <= most }
    }
}

fn thousandths(number: u128) -> String {
    format!("{}.{:03}", number / 1000, number % 1000)
}

impl Table {
    /// Whether every target is met.
    #[must_use]
    pub fn is_met(&self) -> bool {
        self.0.iter().all(|line| line.is_met)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |of: fn(&Line) -> &str| self.0.iter().map(|line| of(line).chars().count()).max().unwrap_or(0);
        let (what, measured) = (width(|line| &line.what), width(|line| &line.measured));
        let target = width(|line| &line.target);
        for line in &self.0 {
            let verdict = match line {
                Line { is_met: false, .. } => "FAIL",
                Line { target, .. } if target.is_empty() => "",
                _ => "PASS",
            };
            let row = format!("{:what$}  {:measured$}  {:target$}  {verdict}", line.what, line.measured, line.target);
            writeln!(f, "{}", row.trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_that_is_missed_is_said_and_fails_the_table() {
        let table = Table(vec![Line::at_most("signing", 1043, 1100, ""), Line::at_most("calling", 1101, 1100, "")]);
        assert_eq!(
            table.to_string(),
            "signing  1.043 times  at most 1.100  PASS\ncalling  1.101 times  at most 1.100  FAIL\n"
        );
        assert!(!table.is_met());
    }
}
