//! A sandbox, the door it is entered by, and the transport that goes through it.

use super::line::Line;
use crate::{Fault, FaultRule, Moment, Sandbox, Settings, door};
use bytes::Bytes;
use fapiao_model::ChinaTime;
use fapiao_transport::{Clock, Context, Entropy, Transport};
use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::net::TcpSocket;

/// How the sandbox is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// As a transport in memory.
    Memory,
    /// Mounted in a wiremock server.
    #[cfg(feature = "wiremock")]
    Wiremock,
    /// As a standalone server.
    Server,
}

impl Door {
    /// All of them that this crate's features allow.
    pub const ALL: &[Self] = &[
        Self::Memory,
        #[cfg(feature = "wiremock")]
        Self::Wiremock,
        Self::Server,
    ];
}

/// What a subject connects to.
#[derive(Debug)]
pub struct Stage {
    /// Scheme and authority of the sandbox.
    pub base_url: String,
    /// Transport, clock and entropy for the client; the deadline is short for a claim that waits for it.
    pub context: Context,
    /// Whether the client is to be given a wrong secret.
    pub wrong_secret: bool,
    /// The sandbox behind the door.
    pub sandbox: Sandbox,
    line: Line,
    clock: Arc<HandClock>,
    server: Server,
}

/// Keeps the door open as long as the stage stands.
#[derive(Debug)]
enum Server {
    None,
    #[cfg(feature = "wiremock")]
    Wiremock(#[expect(dead_code, reason = "held for its drop")] Box<::wiremock::MockServer>),
    Standalone(#[expect(dead_code, reason = "held for its drop")] door::server::Server),
    /// A port that is taken and on which nobody listens.
    Nobody(#[expect(dead_code, reason = "held for its drop")] TcpSocket),
}

impl Stage {
    pub(super) async fn set(settings: Settings, door: Door, http: &Arc<dyn Transport>) -> io::Result<Self> {
        let (sandbox, clock) = (Sandbox::new(settings), Arc::new(HandClock::default()));
        let shared = || Arc::clone(&clock) as Arc<dyn Clock>;
        let (transport, base_url, server): (Arc<dyn Transport>, _, _) = match door {
            Door::Memory => {
                let memory = door::InMemory::new(&sandbox, shared());
                (Arc::new(memory), "http://127.0.0.1:1".to_owned(), Server::None)
            }
            #[cfg(feature = "wiremock")]
            Door::Wiremock => {
                let server = door::wiremock::mount(&sandbox, shared()).await;
                (Arc::clone(http), server.uri(), Server::Wiremock(Box::new(server)))
            }
            Door::Server => {
                let server = door::server::Server::start(&sandbox, shared(), SocketAddr::from(LOOPBACK)).await?;
                (Arc::clone(http), format!("http://{}", server.addr()), Server::Standalone(server))
            }
        };
        let line = Line::new(transport, door == Door::Memory);
        let context = Context::new(line.clone(), Ticking(Arc::clone(&clock)), Counting::default());
        let context = context.with_deadline(Duration::from_secs(20));
        Ok(Self { base_url, context, wrong_secret: false, sandbox, line, clock, server })
    }

    /// The same stage, but at an address where nobody listens.
    pub(super) fn deserted(mut self) -> io::Result<Self> {
        if matches!(self.server, Server::None) {
            self.inject(None, Moment::Before, Fault::Refuse);
            return Ok(self);
        }
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from(LOOPBACK))?;
        self.base_url = format!("http://{}", socket.local_addr()?);
        self.server = Server::Nobody(socket);
        Ok(self)
    }

    /// The same stage with another deadline.
    pub(super) fn within(mut self, deadline: Duration) -> Self {
        self.context = self.context.with_deadline(deadline);
        self
    }

    /// Has every request of this operation meet the fault; `None`: every request.
    pub(super) fn inject(&self, operation: Option<&str>, moment: Moment, fault: Fault) {
        self.inject_times(u32::MAX, operation, moment, fault);
    }

    /// Has the next request of this operation meet the fault.
    pub(super) fn inject_once(&self, operation: &str, moment: Moment, fault: Fault) {
        self.inject_times(1, Some(operation), moment, fault);
    }

    fn inject_times(&self, times: u32, operation: Option<&str>, moment: Moment, fault: Fault) {
        let operation = operation.map(str::to_owned);
        self.sandbox.inject(FaultRule { provider: None, operation, number: None, skip: 0, times, moment, fault });
    }

    /// From now on one byte of every body is changed on its way.
    pub(super) fn tamper(&self) {
        self.line.tamper();
    }

    /// From now on every answer is larger than a client takes.
    pub(super) fn swell(&self) {
        self.line.swell();
    }

    /// The last answer that came back, with no header but its type.
    pub(super) fn last_answer(&self) -> http::Response<Bytes> {
        self.line.last_answer().unwrap_or_default()
    }

    /// Every token that the client has sent.
    pub(super) fn tokens(&self) -> Vec<String> {
        self.line.tokens()
    }

    /// Lets time pass.
    pub(super) fn pass(&self, length: Duration) {
        self.clock.0.fetch_add(i64::try_from(length.as_millis()).unwrap_or(i64::MAX), Ordering::SeqCst);
    }

    pub(super) fn now(&self) -> ChinaTime {
        self.clock.now()
    }
}

/// Any free port.
const LOOPBACK: ([u8; 4], u16) = ([127, 0, 0, 1], 0);

/// A clock that stands at 2026-11-21 10:00:00 until it is moved.
#[derive(Debug, Default)]
struct HandClock(AtomicI64);

impl Clock for HandClock {
    fn now(&self) -> ChinaTime {
        ChinaTime::from_unix_millis(1_795_226_400_000 + self.0.load(Ordering::SeqCst))
    }

    fn monotonic(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.load(Ordering::SeqCst)).unwrap_or_default())
    }
}

#[derive(Debug)]
struct Ticking(Arc<HandClock>);

impl Clock for Ticking {
    fn now(&self) -> ChinaTime {
        self.0.now()
    }

    fn monotonic(&self) -> Duration {
        self.0.monotonic()
    }
}

/// Not random, but never the same twice.
#[derive(Debug, Default)]
struct Counting(AtomicU64);

impl Entropy for Counting {
    fn fill(&self, buffer: &mut [u8]) {
        for byte in buffer {
            // Knuth's multiplicative step spreads a counter over the bytes.
            let count = self.0.fetch_add(1, Ordering::Relaxed).wrapping_mul(6_364_136_223_846_793_005);
            *byte = count.to_be_bytes().first().copied().unwrap_or_default();
        }
    }
}
