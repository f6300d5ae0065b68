//! The other side: a listener on a free port of 127.0.0.1, a script per connection, and a record of what was read.

use super::{Broken, Kept};
use bytes::Bytes;
use fapiao_model::Outcome;
use fapiao_transport::{Transport, TransportError};
use http::{Request, Response};
use std::{
    future::Future,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::{JoinHandle, JoinSet},
};

/// How long the suite waits for a transport before it calls it stuck. No claim comes near it when kept.
const STUCK: Duration = Duration::from_secs(30);

/// Guards against requests that never end.
const REQUEST_LIMIT: usize = 8 << 20;

/// A request as it was read from the socket.
#[derive(Clone, Debug, Default)]
pub(super) struct Received {
    /// `POST /path?query HTTP/1.1`
    pub(super) line: String,
    /// Names in lower case.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Received {
    /// All values of a header, by its name in lower case.
    pub(super) fn header(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    fn length(&self) -> Option<usize> {
        self.header("content-length").first().and_then(|text| text.parse().ok())
    }
}

/// What a peer has seen so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) connections: usize,
    /// Requests of which at least one byte was read.
    pub(super) begun: usize,
    /// Connections whose script has ended.
    pub(super) ended: usize,
    /// Bytes written in all.
    pub(super) written: usize,
}

#[derive(Debug)]
struct Record {
    seen: watch::Sender<Seen>,
    requests: Mutex<Vec<Received>>,
}

impl Record {
    fn requests(&self) -> MutexGuard<'_, Vec<Received>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A listener; it and all its connections end when it is dropped.
#[derive(Debug)]
pub(super) struct Peer {
    address: SocketAddr,
    record: Arc<Record>,
    listening: JoinHandle<()>,
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Peer {
    /// Listens, and runs the script on every connection.
    pub(super) async fn start<F>(script: impl Fn(Socket) -> F + Send + Sync + 'static) -> Result<Self, Broken>
    where
        F: Future<Output = io::Result<()>> + Send + 'static,
    {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(|error| no_socket(&error))?;
        let address = listener.local_addr().map_err(|error| no_socket(&error))?;
        let record = Arc::new(Record { seen: watch::Sender::default(), requests: Mutex::default() });
        let listening = tokio::spawn(listen(listener, Arc::clone(&record), script));
        Ok(Self { address, record, listening })
    }

    /// Answers every request of every connection with these bytes.
    pub(super) async fn answering(answer: impl Into<Bytes>) -> Result<Self, Broken> {
        let answer = answer.into();
        Self::start(move |mut socket| {
            let answer = answer.clone();
            async move {
                while socket.request().await?.is_some() {
                    socket.write(&answer).await?;
                }
                Ok(())
            }
        })
        .await
    }

    pub(super) fn url(&self, target: &str) -> String {
        format!("http://{}{target}", self.address)
    }

    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// A small request to this peer.
    pub(super) fn post(&self, body: impl Into<Bytes>) -> Result<Request<Bytes>, Broken> {
        post(&self.url("/contract"), body)
    }

    pub(super) fn seen(&self) -> Seen {
        *self.record.seen.borrow()
    }

    /// The requests that were read whole, in the order of their last bytes.
    pub(super) fn requests(&self) -> Vec<Received> {
        self.record.requests().clone()
    }

    /// The last request that was read whole.
    pub(super) fn last(&self) -> Result<Received, Broken> {
        self.record.requests().last().cloned().ok_or_else(|| Broken::new("no request arrived"))
    }

    /// Waits until the scripts of so many connections have ended.
    pub(super) async fn ended(&self, connections: usize) -> Result<Seen, Broken> {
        let mut seen = self.record.seen.subscribe();
        let ended = tokio::time::timeout(STUCK, seen.wait_for(|seen| seen.ended >= connections)).await;
        match ended {
            Ok(Ok(seen)) => Ok(*seen),
            _ => Err(Broken::new("the connection was never given up")),
        }
    }
}

async fn listen<F>(listener: TcpListener, record: Arc<Record>, script: impl Fn(Socket) -> F)
where
    F: Future<Output = io::Result<()>> + Send + 'static,
{
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        record.seen.send_modify(|seen| seen.connections += 1);
        let ran = script(Socket { stream, unread: Vec::new(), record: Arc::clone(&record) });
        let record = Arc::clone(&record);
        connections.spawn(async move {
            // A script that fails has found its client gone, and that is the client's to do.
            let _gone = ran.await;
            record.seen.send_modify(|seen| seen.ended += 1);
        });
    }
}

/// One accepted connection. Dropping it closes it; with unread bytes in it that is a reset.
#[derive(Debug)]
pub(super) struct Socket {
    stream: TcpStream,
    unread: Vec<u8>,
    record: Arc<Record>,
}

impl Socket {
    /// The next request, read to its last byte; `None` if the client has closed instead.
    pub(super) async fn request(&mut self) -> io::Result<Option<Received>> {
        if !self.begin().await? {
            return Ok(None);
        }
        let head = loop {
            match self.unread.windows(4).position(|window| window == b"\r\n\r\n") {
                Some(end) => break self.unread.drain(..end + 4).collect::<Vec<_>>(),
                None => self.more().await?,
            };
        };
        let mut request = parsed(&head);
        let length = request.length().unwrap_or_default().min(REQUEST_LIMIT);
        while self.unread.len() < length {
            self.more().await?;
        }
        request.body = self.unread.drain(..length).collect();
        self.record.requests().push(request.clone());
        Ok(Some(request))
    }

    /// Waits for the first byte of a request; `false` if the client has closed instead.
    pub(super) async fn begin(&mut self) -> io::Result<bool> {
        if self.unread.is_empty() && self.read().await? == 0 {
            return Ok(false);
        }
        self.record.seen.send_modify(|seen| seen.begun += 1);
        Ok(true)
    }

    /// Writes and flushes.
    pub(super) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await?;
        self.record.seen.send_modify(|seen| seen.written += bytes.len());
        self.stream.flush().await
    }

    /// Ends the connection with a reset instead of a proper end.
    pub(super) fn reset(self) -> io::Result<()> {
        self.stream.set_zero_linger()
    }

    /// Waits until the client has closed the connection.
    pub(super) async fn until_closed(&mut self) -> io::Result<()> {
        while self.read().await? > 0 {
            self.unread.clear();
        }
        Ok(())
    }

    async fn more(&mut self) -> io::Result<()> {
        match self.read().await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ if self.unread.len() > 2 * REQUEST_LIMIT => Err(io::ErrorKind::FileTooLarge.into()),
            _ => Ok(()),
        }
    }

    async fn read(&mut self) -> io::Result<usize> {
        self.unread.reserve(16 << 10);
        self.stream.read_buf(&mut self.unread).await
    }
}

fn parsed(head: &[u8]) -> Received {
    let head = String::from_utf8_lossy(head);
    let mut lines = head.split("\r\n");
    let line = lines.next().unwrap_or_default().to_owned();
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
    Received { line, headers, body: Vec::new() }
}

fn no_socket(error: &io::Error) -> Broken {
    Broken::new(format!("the suite itself can't open a socket: {error}"))
}

/// An address on which nobody listens, taken so that nobody else can.
pub(super) fn nobody() -> Result<(tokio::net::TcpSocket, SocketAddr), Broken> {
    let socket = tokio::net::TcpSocket::new_v4().map_err(|error| no_socket(&error))?;
    socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).map_err(|error| no_socket(&error))?;
    let address = socket.local_addr().map_err(|error| no_socket(&error))?;
    Ok((socket, address))
}

/// A whole answer with its length.
pub(super) fn answer(status: &str, headers: &str, body: &[u8]) -> Bytes {
    let mut bytes = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    bytes.extend_from_slice(body);
    bytes.into()
}

/// A POST of JSON.
pub(super) fn post(url: &str, body: impl Into<Bytes>) -> Result<Request<Bytes>, Broken> {
    Request::post(url)
        .header("Content-Type", "application/json")
        .body(body.into())
        .map_err(|error| Broken::new(format!("the suite itself made a wrong request: {error}")))
}

/// What came of a send.
pub(super) type Sent = Result<Response<Bytes>, TransportError>;

/// Sends, and gives up on a transport that is stuck.
pub(super) async fn send(transport: &dyn Transport, request: Request<Bytes>) -> Result<Sent, Broken> {
    let sent = tokio::time::timeout(STUCK, transport.send(request)).await;
    sent.map_err(|_| Broken::new(format!("send did not return within {STUCK:?}")))
}

/// Keeps the claim if the send failed with this outcome.
pub(super) fn failed(sent: &Sent, outcome: Outcome, case: &str) -> Kept {
    match sent {
        Ok(answer) => {
            Err(Broken::new(format!("{case}: taken as a complete answer, status {}", answer.status().as_u16())))
        }
        Err(error) if error.outcome() == outcome => Ok(()),
        Err(error) => Err(Broken::new(format!("{case}: reported as {:?}, must be {outcome:?}", error.kind()))),
    }
}

/// Keeps the claim if the condition holds.
pub(super) fn holds(condition: bool, otherwise: impl FnOnce() -> String) -> Kept {
    if condition { Ok(()) } else { Err(Broken::new(otherwise())) }
}

/// The answer, or how it failed.
pub(super) fn answered(sent: Sent, case: &str) -> Result<Response<Bytes>, Broken> {
    sent.map_err(|error| Broken::new(format!("{case}: no answer but {:?}", error.kind())))
}
