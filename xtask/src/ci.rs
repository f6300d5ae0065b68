//! `cargo xtask ci`: every check, each with its name and duration, and a table at the end.

mod report;
mod steps;

use crate::workspace::Workspace;
use crate::{Failure, machine};
use report::Line;
use steps::{STEPS, Step};

const HELP: &str = "\
Runs every check of the repository.

Usage: cargo xtask ci [OPTIONS]

Options:
  --list          print the steps and end
  --only STEP     run this step; may be given several times
  --skip STEP     leave this step out; may be given several times
  --keep-going    go on after a failure
";

pub(crate) fn run(arguments: &[String]) -> Result<(), Failure> {
    match Request::parse(arguments)? {
        Request::Help => print!("{HELP}"),
        Request::List => STEPS.iter().for_each(|step| println!("{:<14} {}", step.name, step.about)),
        Request::Run(plan) => return carry_out(&plan, &Workspace::load()?),
    }
    Ok(())
}

/// What the arguments ask for.
#[derive(Debug)]
enum Request {
    Help,
    List,
    Run(Plan),
}

/// Which steps to run.
#[derive(Debug, Default)]
struct Plan {
    only: Vec<String>,
    skip: Vec<String>,
    keep_going: bool,
}

impl Request {
    fn parse(arguments: &[String]) -> Result<Self, Failure> {
        let mut plan = Plan::default();
        let mut arguments = arguments.iter().map(String::as_str);
        while let Some(argument) = arguments.next() {
            match argument {
                "--help" | "-h" => return Ok(Self::Help),
                "--list" => return Ok(Self::List),
                "--keep-going" => plan.keep_going = true,
                "--only" => plan.only.push(step_name(argument, arguments.next())?),
                "--skip" => plan.skip.push(step_name(argument, arguments.next())?),
                other => {
                    return Err(Failure::Usage(format!("`ci` does not know `{other}`; see `cargo xtask ci --help`")));
                }
            }
        }
        Ok(Self::Run(plan))
    }
}

fn step_name(option: &str, name: Option<&str>) -> Result<String, Failure> {
    let names = || STEPS.iter().map(|step| step.name).collect::<Vec<_>>().join(", ");
    match name {
        Some(name) if STEPS.iter().any(|step| step.name == name) => Ok(name.to_owned()),
        Some(name) => Err(Failure::Usage(format!("`ci` has no step `{name}`; it has {}", names()))),
        None => Err(Failure::Usage(format!("{option} which step? there are {}", names()))),
    }
}

impl Plan {
    fn takes(&self, step: &Step) -> bool {
        let named = |names: &[String]| names.iter().any(|name| name == step.name);
        (self.only.is_empty() || named(&self.only)) && !named(&self.skip)
    }
}

fn carry_out(plan: &Plan, workspace: &Workspace) -> Result<(), Failure> {
    let lines = run_steps(&STEPS, plan, workspace);
    print!("{}", report::table(&lines));
    let failed: Vec<_> = lines.iter().filter(|line| line.failed()).map(|line| line.name).collect();
    match failed.as_slice() {
        [] => Ok(()),
        names => Err(Failure::Check(format!("ci failed: {}", names.join(", ")))),
    }
}

/// Runs the chosen steps in order; after a failure none, unless the plan keeps going.
fn run_steps(steps: &'static [Step], plan: &Plan, workspace: &Workspace) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for step in steps.iter().filter(|step| plan.takes(step)) {
        if !plan.keep_going && lines.iter().any(Line::failed) {
            break;
        }
        lines.push(run_step(step, workspace));
    }
    lines
}

fn run_step(step: &'static Step, workspace: &Workspace) -> Line {
    println!("\n== {} ({})", step.name, step.about);
    let (result, duration) = machine::timed(|| (step.run)(workspace));
    let line = Line::new(step.name, result, duration);
    println!("{}", line.sentence());
    line
}

#[cfg(test)]
mod tests {
    use super::steps::Ended;
    use super::*;

    static MADE_UP: [Step; 3] = [
        Step { name: "fmt", about: "passes", run: |_| Ok(Ended::Passed) },
        Step { name: "layers", about: "fails", run: |_| Err(Failure::Check("a floor is broken".to_owned())) },
        Step { name: "test", about: "is skipped", run: |_| Ok(Ended::Skipped("no python3".to_owned())) },
    ];

    fn plan(arguments: &[&str]) -> Plan {
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        match Request::parse(&arguments) {
            Ok(Request::Run(plan)) => plan,
            other => panic!("not a plan: {other:?}"),
        }
    }

    fn names_run(arguments: &[&str]) -> Vec<&'static str> {
        let workspace = Workspace::parse(r#"{"packages":[],"workspace_root":"/","target_directory":"/target"}"#);
        let lines = run_steps(&MADE_UP, &plan(arguments), &workspace.expect("a workspace"));
        lines.iter().map(|line| line.name).collect()
    }

    fn usage_error(arguments: &[&str]) -> String {
        let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        match Request::parse(&arguments) {
            Err(Failure::Usage(message)) => message,
            other => panic!("not a usage error: {other:?}"),
        }
    }

    #[test]
    fn the_first_failure_ends_the_run() {
        assert_eq!(names_run(&[]), ["fmt", "layers"]);
    }

    #[test]
    fn keep_going_runs_what_follows_a_failure() {
        assert_eq!(names_run(&["--keep-going"]), ["fmt", "layers", "test"]);
    }

    #[test]
    fn only_and_skip_choose_the_steps() {
        assert_eq!(names_run(&["--only", "test", "--only", "fmt"]), ["fmt", "test"]);
        assert_eq!(names_run(&["--skip", "layers"]), ["fmt", "test"]);
    }

    #[test]
    fn a_misspelt_step_is_refused_with_the_list_of_steps() {
        let message = usage_error(&["--only", "tests"]);
        assert!(message.contains("no step `tests`") && message.contains("clippy"), "{message}");
        assert!(usage_error(&["--skip"]).contains("which step?"));
        assert!(usage_error(&["--onyl"]).contains("`--onyl`"));
    }
}
