//! A sandbox that serves on loopback, a directory for files, and the command running against them.

use fapiao::model::ChinaTime;
use fapiao::transport::{Clock, SystemClock};
use fapiao_mock::{BookedInvoice, BookedState, Books, Sandbox, Settings, door::server::Server};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// The realm of all tests.
pub(crate) const REALM: &str = "shop";

/// The sandbox's clock: the machine's, and what a test puts on top.
#[derive(Debug)]
struct Movable {
    machine: SystemClock,
    ahead: AtomicU64,
}

impl Clock for Movable {
    fn now(&self) -> ChinaTime {
        self.machine.now() + Duration::from_secs(self.ahead.load(Ordering::SeqCst))
    }

    fn monotonic(&self) -> Duration {
        self.machine.monotonic()
    }
}

pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) dir: TempDir,
    clock: Arc<Movable>,
    server: Server,
    pub(crate) runtime: Runtime,
}

/// How a run of the command ended.
#[derive(Debug)]
pub(crate) struct Run {
    /// `None` if it was killed.
    pub(crate) exit: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The built command.
pub(crate) fn fapiao() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fapiao"));
    for name in ["FAPIAO_ACCOUNTS", "FAPIAO_REALM", "FAPIAO_SECRET_FILE", "FAPIAO_SANDBOX_PORT"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

/// Settings of a sandbox that is quick, with one seller at both who issue, as the command's own sandbox has.
pub(crate) fn quick() -> Settings {
    let mut settings = Settings::default();
    let company = settings.nuonuo.companies[0].clone();
    settings.piaotong.sellers.insert(0, fapiao_mock::piaotong::Seller::new(company.tax_number, company.name));
    settings.nuonuo.issue_after = Duration::from_millis(60);
    settings.nuonuo.form_after = Duration::from_millis(60);
    settings.piaotong.issue_after = Duration::from_millis(60);
    settings
}

impl World {
    /// A quick sandbox.
    pub(crate) fn new() -> Self {
        Self::with(quick())
    }

    pub(crate) fn with(settings: Settings) -> Self {
        let sandbox = Sandbox::new(settings);
        let clock = Arc::new(Movable { machine: SystemClock::new(), ahead: AtomicU64::new(0) });
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let server = Server::start(&sandbox, clock.clone(), ([127, 0, 0, 1], 0).into());
        let server = runtime.block_on(server).unwrap();
        let world = Self { sandbox, dir: TempDir::new().unwrap(), clock, server, runtime };
        world.write("accounts.json", &world.ready().to_string());
        world
    }

    /// Addresses and keys, as the command's sandbox prints them.
    pub(crate) fn ready(&self) -> Value {
        self.sandbox.ready(&format!("http://{}", self.server.addr()))
    }

    /// Moves the sandbox's clock ahead.
    pub(crate) fn wait(&self, time: Duration) {
        self.clock.ahead.fetch_add(time.as_secs(), Ordering::SeqCst);
    }

    pub(crate) fn books(&self) -> Books {
        self.sandbox.books(self.clock.now())
    }

    /// Every invoice that exists, or may still come to exist.
    pub(crate) fn living(&self) -> Vec<BookedInvoice> {
        let mut living = self.books().invoices;
        living.retain(|invoice| invoice.state != BookedState::Failed);
        living
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        path
    }

    /// `fapiao issue FILE` with the sandbox's accounts.
    pub(crate) fn command(&self, file: &Path, options: &[&str]) -> Command {
        let mut command = fapiao();
        command.arg("issue").arg(file).arg("--accounts").arg(self.path("accounts.json"));
        command.args(["--realm", REALM]).arg("--output").arg(self.path("invoices")).args(options);
        command
    }

    /// Runs `fapiao issue FILE` to its end.
    pub(crate) fn issue(&self, file: &Path, options: &[&str]) -> Run {
        run(&mut self.command(file, options))
    }

    /// Runs `fapiao issue FILE --json`: the document, and how it ended.
    pub(crate) fn report(&self, file: &Path) -> (Value, Run) {
        let run = self.issue(file, &["--json"]);
        let document = serde_json::from_str(&run.stdout);
        (document.unwrap_or_else(|error| panic!("no JSON ({error}): {run:?}")), run)
    }

    /// The numbers that the file's orders are sent under, by reference, as a dry run says them.
    pub(crate) fn numbers(&self, file: &Path) -> BTreeMap<String, String> {
        let run = self.issue(file, &["--dry-run"]);
        let pair = |line: &str| {
            let mut words = line.split(' ').map(str::to_owned);
            words.next().zip(words.next())
        };
        run.stdout.lines().map(|line| pair(line).unwrap_or_else(|| panic!("{run:?}"))).collect()
    }

    /// The number that one order is sent under.
    pub(crate) fn number(&self, file: &Path, reference: &str) -> String {
        self.numbers(file).remove(reference).unwrap()
    }

    /// Starts `fapiao issue FILE`, kills it as soon as `is_time`, and says whether it was still running then.
    pub(crate) fn kill(&self, file: &Path, mut is_time: impl FnMut(&Self) -> bool) -> bool {
        let mut child = Killed(self.command(file, &[]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        while !is_time(self) {
            if child.0.try_wait().unwrap().is_some() {
                return false;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        child.0.try_wait().unwrap().is_none()
    }
}

/// A child that does not outlive its test.
pub(crate) struct Killed(pub(crate) Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub(crate) fn run(command: &mut Command) -> Run {
    Run::of(command.output().unwrap())
}

impl Run {
    pub(crate) fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { exit: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    pub(crate) fn last_line(&self) -> &str {
        self.stdout.lines().last().unwrap_or_default()
    }

    /// Everything that it printed.
    pub(crate) fn all(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

/// Runs each case in a thread of its own, for they mostly wait; a few at a time, for each starts processes.
pub(crate) fn each<T: Sync>(cases: &[T], test: impl Fn(&T) + Sync) {
    const AT_ONCE: usize = 8;
    let next = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE.min(cases.len()) {
            scope.spawn(|| {
                while let Some(case) = cases.get(usize::try_from(next.fetch_add(1, Ordering::SeqCst)).unwrap()) {
                    test(case);
                }
            });
        }
    });
}
