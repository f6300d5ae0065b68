//! Everything that is logged, at every level, by anybody.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

/// What was logged so far.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

/// From now on all of it is kept: spans and events of `tracing`, and records of `log`, in which reqwest writes.
pub(crate) fn capture() -> Log {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    ::log::set_boxed_logger(Box::new(Records(log.clone()))).unwrap();
    ::log::set_max_level(::log::LevelFilter::Trace);
    log
}

impl Log {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }

    /// The search proves something only if the log holds what it should.
    #[track_caller]
    pub(crate) fn had_to_hold(&self, words: &[&str]) {
        let text = self.text();
        for word in words {
            assert!(text.contains(word), "{word} is in the log of {} bytes", text.len());
        }
        assert!(text.contains("TRACE"), "the log is at TRACE");
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Records(Log);

impl ::log::Log for Records {
    fn enabled(&self, _: &::log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &::log::Record<'_>) {
        let _ = writeln!(self.0.clone(), "{} {} {}", record.level(), record.target(), record.args());
    }

    fn flush(&self) {}
}
