//! What is printed of the steps.

use std::fmt::Write as _;
use std::time::Duration;

use super::steps::Ended;
use crate::Failure;

/// How one step ended.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) name: &'static str,
    end: End,
    duration: Duration,
}

#[derive(Debug)]
enum End {
    Passed,
    Skipped(String),
    Failed(String),
}

impl Line {
    pub(super) fn new(name: &'static str, result: Result<Ended, Failure>, duration: Duration) -> Self {
        let end = match result {
            Ok(Ended::Passed) => End::Passed,
            Ok(Ended::Skipped(why)) => End::Skipped(why),
            Err(Failure::Usage(message) | Failure::Check(message)) => End::Failed(message),
            Err(Failure::Exit(code)) => End::Failed(format!("status {code}")),
        };
        Self { name, end, duration }
    }

    pub(super) fn failed(&self) -> bool {
        matches!(self.end, End::Failed(_))
    }

    /// The line under the output of a step.
    pub(super) fn sentence(&self) -> String {
        format!("-- {} ({}): {}", self.name, seconds(self.duration), self.state())
    }

    fn state(&self) -> String {
        match &self.end {
            End::Passed => "passed".to_owned(),
            End::Skipped(why) => format!("skipped: {why}"),
            End::Failed(why) => format!("FAILED: {why}"),
        }
    }
}

/// All steps, one a line.
pub(super) fn table(lines: &[Line]) -> String {
    let width = lines.iter().map(|line| line.name.len()).max().unwrap_or_default();
    lines.iter().fold("\n".to_owned(), |mut table, line| {
        let _ = writeln!(table, "{:<width$}  {:>8}  {}", line.name, seconds(line.duration), line.state());
        table
    })
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_how_each_step_ended_how_long_it_took_and_why() {
        let lines = [
            Line::new("fmt", Ok(Ended::Passed), Duration::from_millis(1_250)),
            Line::new("python-client", Ok(Ended::Skipped("no python3".to_owned())), Duration::ZERO),
            Line::new("test", Err(Failure::Check("status 101".to_owned())), Duration::from_secs(61)),
        ];
        let expected = "\n\
            fmt               1.2 s  passed\n\
            python-client     0.0 s  skipped: no python3\n\
            test             61.0 s  FAILED: status 101\n";
        assert_eq!(table(&lines), expected);
    }

    #[test]
    fn the_line_under_a_step_says_why_it_failed() {
        let line = Line::new("doc", Err(Failure::Exit(101)), Duration::from_secs(2));
        assert_eq!(line.sentence(), "-- doc (2.0 s): FAILED: status 101");
    }

    #[test]
    fn a_skipped_step_has_not_failed() {
        assert!(!Line::new("a", Ok(Ended::Skipped(String::new())), Duration::ZERO).failed());
        assert!(Line::new("a", Err(Failure::Exit(3)), Duration::ZERO).failed());
    }
}
