//! Lets somebody else's client judge the sandbox: the `PyPI` package `nuonuo-sdk`, driven by a script of `fapiao-proof`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::workspace::Workspace;
use crate::{Failure, machine};

const PACKAGE: &str = "nuonuo-sdk==0.2.0";
const SCRIPT: &str = "crates/fapiao-proof/python/nuonuo_sdk_client.py";
const PYTHON: &str = if cfg!(windows) { "python" } else { "python3" };

/// `cargo xtask python-client`: what is missing is an error.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let python = prepare(workspace).map_err(Failure::Check)?;
    judge(workspace, &python)
}

/// A Python with the package installed, or what keeps us from having one.
pub(crate) fn prepare(workspace: &Workspace) -> Result<PathBuf, String> {
    let home = workspace.target_directory.join("python-client");
    let python = python_of(&home);
    if has_package(&python) {
        return Ok(python);
    }
    if !machine::succeeds(Command::new(PYTHON).arg("--version")) {
        return Err(format!("{PYTHON} is not installed"));
    }
    machine::output(Command::new(PYTHON).args(["-m", "venv", "--clear"]).arg(&home))
        .map_err(|failure| reason(&failure))?;
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE]);
    machine::output(&mut install).map_err(|failure| reason(&failure))?;
    Ok(python)
}

/// Builds the command and runs the script against it.
pub(crate) fn judge(workspace: &Workspace, python: &Path) -> Result<(), Failure> {
    machine::run(&mut workspace.cargo(&["build", "--quiet", "--package", "fapiao-cli"]))?;
    let program = format!("fapiao{}", std::env::consts::EXE_SUFFIX);
    let mut script = Command::new(python);
    script.arg(SCRIPT).current_dir(&workspace.root);
    script.env("FAPIAO_BIN", workspace.target_directory.join("debug").join(program));
    machine::run(&mut script)
}

fn python_of(home: &Path) -> PathBuf {
    if cfg!(windows) { home.join("Scripts/python.exe") } else { home.join("bin/python") }
}

/// Whether an earlier run left the right version installed.
fn has_package(python: &Path) -> bool {
    let (name, version) = PACKAGE.split_once("==").unwrap_or((PACKAGE, ""));
    let question = format!("import importlib.metadata as m; raise SystemExit(m.version('{name}') != '{version}')");
    machine::succeeds(Command::new(python).args(["-c", &question]))
}

fn reason(failure: &Failure) -> String {
    match failure {
        Failure::Usage(message) | Failure::Check(message) => last_line(message),
        Failure::Exit(code) => format!("ended with status {code}"),
    }
}

/// pip says the cause last.
fn last_line(message: &str) -> String {
    message.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_the_last_thing_that_pip_said() {
        let said = "`pip install x` failed: WARNING: retrying\n\nERROR: No matching distribution found for x\n\n";
        assert_eq!(reason(&Failure::Check(said.to_owned())), "ERROR: No matching distribution found for x");
    }

    #[test]
    fn a_python_that_is_not_there_has_no_package() {
        assert!(!has_package(Path::new("/no/such/python")));
    }
}
