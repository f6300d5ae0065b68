//! The machine under the commands: programs, the environment, the clock. The only module of xtask that asks for them.
#![expect(clippy::disallowed_methods, reason = "automation reads its environment; the libraries do not")]

use std::env;
use std::ffi::OsString;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::Failure;

/// Variables that `cargo run` sets for xtask. Handed on to another cargo they make build scripts run again for nothing.
const SET_BY_CARGO: [&str; 4] = ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_BIN_NAME", "CARGO_CRATE_NAME"];

/// The cargo that started us.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    for (name, _) in env::vars_os().filter(|(name, _)| is_set_by_cargo(&name.to_string_lossy())) {
        command.env_remove(name);
    }
    command
}

fn is_set_by_cargo(name: &str) -> bool {
    SET_BY_CARGO.contains(&name) || name.starts_with("CARGO_PKG_")
}

/// Whether nothing may be skipped: the variable `CI` says `true`.
pub(crate) fn in_ci() -> bool {
    env::var_os("CI").is_some_and(|value| value == "true" || value == "1")
}

/// Where cargo keeps what it downloads.
pub(crate) fn cargo_home() -> Option<std::path::PathBuf> {
    let home = || env::home_dir().map(|home| home.join(".cargo"));
    env::var_os("CARGO_HOME").map(Into::into).or_else(home)
}

/// Prints the command, runs it, and fails unless it succeeds.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let line = command_line(command);
    println!("$ {line}");
    match exit_code(command)? {
        0 => Ok(()),
        code => Err(Failure::Check(format!("`{line}` ended with status {code}"))),
    }
}

/// Runs the command with our input and output, and hands on its status.
pub(crate) fn hand_over(command: &mut Command) -> Result<(), Failure> {
    match exit_code(command)? {
        0 => Ok(()),
        code => Err(Failure::Exit(code)),
    }
}

/// What the command prints; if it fails, its error output is the error.
pub(crate) fn output(command: &mut Command) -> Result<String, Failure> {
    let output = command.output().map_err(|error| cannot_start(command, &error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::Check(format!("`{}` failed: {}", command_line(command), said.trim())));
    }
    String::from_utf8(output.stdout)
        .map_err(|_| Failure::Check(format!("`{}` printed something that is not UTF-8", command_line(command))))
}

/// Whether the command is there and succeeds; what it prints is dropped.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
}

/// The result of `work`, and how long it took.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

/// 1 for a program that a signal ended, and so has no status.
fn exit_code(command: &mut Command) -> Result<u8, Failure> {
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.unwrap_or(1))
}

fn cannot_start(command: &Command, error: &std::io::Error) -> Failure {
    Failure::Check(format!("can't start `{}`: {error}", command.get_program().display()))
}

/// The command as a person would type it.
fn command_line(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program()).file_stem().unwrap_or_default().to_string_lossy();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy());
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_told_xtask_about_xtask_is_not_handed_on() {
        assert!(is_set_by_cargo("CARGO_PKG_VERSION"));
        assert!(is_set_by_cargo("CARGO_MANIFEST_DIR"));
        assert!(!is_set_by_cargo("CARGO_HOME"));
        assert!(!is_set_by_cargo("CARGO_TARGET_DIR"));
    }

    #[test]
    fn a_missing_program_is_named_in_the_error() {
        let Err(Failure::Check(message)) = run(&mut Command::new("no-such-program-here")) else { panic!("it ran") };
        assert!(message.starts_with("can't start `no-such-program-here`"), "{message}");
    }

    #[test]
    fn a_command_is_shown_as_it_would_be_typed() {
        let mut command = Command::new("/usr/bin/cargo");
        command.args(["check", "-p", "fapiao-model"]);
        assert_eq!(command_line(&command), "cargo check -p fapiao-model");
    }

    #[test]
    #[cfg(unix)]
    fn the_status_of_a_started_program_is_handed_on() {
        let ended = hand_over(Command::new("sh").args(["-c", "exit 7"]));
        assert_eq!(ended, Err(Failure::Exit(7)));
    }

    #[test]
    #[cfg(unix)]
    fn a_program_ended_by_a_signal_has_failed() {
        let ended = hand_over(Command::new("sh").args(["-c", "kill -9 $$"]));
        assert_eq!(ended, Err(Failure::Exit(1)));
    }
}
