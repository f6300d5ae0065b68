//! A sandbox, the door it is entered by, and the transport that goes through it.

use crate::{Sandbox, Settings, door};
use async_trait::async_trait;
use bytes::Bytes;
use fapiao_model::ChinaTime;
use fapiao_transport::{Clock, Context, Entropy, Transport, TransportError};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

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

/// What a subject connects to.
#[derive(Debug)]
pub struct Stage {
    /// Scheme and authority of the sandbox.
    pub base_url: String,
    /// Transport, clock and entropy for the client. The deadline is short: a claim waits for it.
    pub context: Context,
    /// Whether the client is to be given a wrong secret.
    pub wrong_secret: bool,
    /// The sandbox behind the door.
    pub sandbox: Sandbox,
    clock: Arc<HandClock>,
    tamper: Arc<AtomicBool>,
    server: Server,
}

/// Keeps the door open as long as the stage stands.
#[derive(Debug)]
enum Server {
    None,
    #[cfg(feature = "wiremock")]
    Wiremock(#[expect(dead_code, reason = "held for its drop")] Box<::wiremock::MockServer>),
    Standalone(#[expect(dead_code, reason = "held for its drop")] door::server::Server),
}

impl Stage {
    pub(super) async fn set(settings: Settings, door: Door, http: &Arc<dyn Transport>) -> Self {
        let (sandbox, clock, tamper) = (Sandbox::new(settings), Arc::new(HandClock::default()), Arc::default());
        let (transport, base_url, server): (Arc<dyn Transport>, _, _) = match door {
            Door::Memory => {
                let memory = door::InMemory::new(&sandbox, Arc::clone(&clock) as Arc<dyn Clock>);
                (Arc::new(memory), "http://127.0.0.1:1".to_owned(), Server::None)
            }
            #[cfg(feature = "wiremock")]
            Door::Wiremock => {
                let server = door::wiremock::mount(&sandbox, Arc::clone(&clock) as Arc<dyn Clock>).await;
                (Arc::clone(http), server.uri(), Server::Wiremock(Box::new(server)))
            }
            Door::Server => {
                let server = standalone(&sandbox, &clock).await;
                (Arc::clone(http), format!("http://{}", server.addr()), Server::Standalone(server))
            }
        };
        let transport = Tampering { inner: transport, armed: Arc::clone(&tamper) };
        let context = Context::new(transport, Ticking(Arc::clone(&clock)), Counting::default());
        let context = context.with_deadline(Duration::from_secs(20));
        Self { base_url, context, wrong_secret: false, sandbox, clock, tamper, server }
    }

    /// The same stage, but at an address where nobody listens.
    pub(super) async fn deserted(mut self) -> Self {
        self.base_url = format!("http://127.0.0.1:{}", free_port().await);
        self
    }

    /// The same stage with a deadline that a hanging answer reaches soon.
    pub(super) fn impatient(mut self) -> Self {
        self.context = self.context.with_deadline(Duration::from_millis(250));
        self
    }

    /// From now on one byte of every body is changed on its way.
    pub(super) fn tamper(&self) {
        self.tamper.store(true, Ordering::SeqCst);
    }

    /// Lets time pass.
    pub(super) fn pass(&self, length: Duration) {
        self.clock.0.fetch_add(i64::try_from(length.as_millis()).unwrap_or(i64::MAX), Ordering::SeqCst);
    }

    pub(super) fn now(&self) -> ChinaTime {
        self.clock.now()
    }

    pub(super) const fn is_server(&self) -> bool {
        !matches!(self.server, Server::None)
    }
}

#[expect(clippy::expect_used, reason = "a suite without its server can't go on")]
async fn standalone(sandbox: &Sandbox, clock: &Arc<HandClock>) -> door::server::Server {
    let address = ([127, 0, 0, 1], 0).into();
    let clock = Arc::clone(clock) as Arc<dyn Clock>;
    door::server::Server::start(sandbox, clock, address).await.expect("a port on loopback")
}

/// A port that was free a moment ago: connecting to it is refused.
#[expect(clippy::expect_used, reason = "a suite without a port can't go on")]
async fn free_port() -> u16 {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a port on loopback");
    listener.local_addr().expect("its address").port()
}

/// A clock that stands at 2026-11-21 10:00:00 until it is moved.
#[derive(Debug, Default)]
pub(super) struct HandClock(AtomicI64);

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

/// Changes a byte of the body on its way, when told to.
#[derive(Debug)]
struct Tampering {
    inner: Arc<dyn Transport>,
    armed: Arc<AtomicBool>,
}

#[async_trait]
impl Transport for Tampering {
    async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        if !self.armed.load(Ordering::SeqCst) {
            return self.inner.send(request).await;
        }
        let (parts, body) = request.into_parts();
        let mut body = body.to_vec();
        let middle = body.len() / 2;
        // A letter or digit, so that the message stays well-formed and only its meaning changes.
        let at = (middle..body.len()).find(|at| body.get(*at).is_some_and(u8::is_ascii_alphanumeric));
        if let Some(byte) = at.and_then(|at| body.get_mut(at)) {
            *byte = if *byte == b'7' { b'8' } else { b'7' };
        }
        self.inner.send(http::Request::from_parts(parts, Bytes::from(body))).await
    }
}
