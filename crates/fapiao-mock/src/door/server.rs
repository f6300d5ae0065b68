//! The sandbox as a server, for people and for clients in any language.
//!
//! It stands on hyper itself and not on a web framework, because a fault has to happen on the connection: a handler that can
//! only answer can't close, reset or cut one.

mod commands;
mod pages;

use crate::{Fault, Reply, Sandbox};
use bytes::Bytes;
use fapiao_transport::Clock;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Limited};
use hyper::{
    body::{Body, Frame, Incoming, SizeHint},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use std::{
    future, io,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

/// The largest request that is read. Suning's file of 1 MiB is 1.4 MB of Base64.
const MOST_BYTES: usize = 16 << 20;

/// A sandbox that serves. Dropping it stops the listening and ends its connections.
///
/// Besides the four systems it has pages of its own: `/` for people, `/_sandbox/log`, `/_sandbox/books` and `/_sandbox/ready` as
/// JSON; scripts and faults can be posted to `/_sandbox/scripts` and `/_sandbox/faults`.
#[derive(Debug)]
pub struct Server {
    addr: SocketAddr,
    stop: watch::Sender<bool>,
    accepting: JoinHandle<()>,
}

#[derive(Clone)]
struct Shop {
    sandbox: Sandbox,
    clock: Arc<dyn Clock>,
}

impl Server {
    /// Serves a sandbox at this address; port 0 takes a free one.
    ///
    /// # Errors
    /// If nobody may listen there.
    pub async fn start(sandbox: &Sandbox, clock: Arc<dyn Clock>, address: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let addr = listener.local_addr()?;
        let (stop, stopped) = watch::channel(false);
        let shop = Shop { sandbox: sandbox.clone(), clock };
        let accepting = tokio::spawn(accept(listener, shop, stopped));
        Ok(Self { addr, stop, accepting })
    }

    /// Where it listens.
    #[must_use]
    pub const fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Stops listening and ends all connections.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        let _ = (&mut self.accepting).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, shop: Shop, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            accepted = listener.accept() => {
                // An accept that fails (too many open files) concerns one connection, not the server.
                let Ok((stream, _)) = accepted else {
                    tokio::time::sleep(std::time::Duration::from_millis(10)).await;
                    continue;
                };
                tokio::spawn(connection(stream, shop.clone(), stopped.clone()));
            }
        }
    }
}

async fn connection(stream: TcpStream, shop: Shop, mut stopped: watch::Receiver<bool>) {
    let _ = stream.set_nodelay(true);
    // A second handle on the socket, so that a reset can be asked for while hyper owns the stream.
    let Ok((stream, socket)) = split(stream) else { return };
    let socket = Arc::new(socket);
    let service = service_fn(move |request| serve(shop.clone(), Arc::clone(&socket), request));
    let serving = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        _ = stopped.changed() => {}
        // Its error is the fault that was asked for, or a client that went away.
        _ = serving => {}
    }
}

fn split(stream: TcpStream) -> io::Result<(TcpStream, std::net::TcpStream)> {
    let stream = stream.into_std()?;
    let socket = stream.try_clone()?;
    Ok((TcpStream::from_std(stream)?, socket))
}

async fn serve(
    shop: Shop,
    socket: Arc<std::net::TcpStream>,
    request: Request<Incoming>,
) -> Result<Response<Answer>, Broken> {
    let (parts, body) = request.into_parts();
    if body.size_hint().lower() > MOST_BYTES as u64 {
        return Ok(too_large());
    }
    let Ok(body) = Limited::new(body, MOST_BYTES).collect().await else { return Ok(too_large()) };
    let request = Request::from_parts(parts, body.to_bytes());
    let page = pages::page(&shop.sandbox, &request, shop.clock.now());
    if let Some(page) = page.or_else(|| commands::command(&shop.sandbox, &request)) {
        return Ok(page.map(Answer::whole));
    }
    match shop.sandbox.respond(&request, shop.clock.now()) {
        Reply::Answer(answer) | Reply::Network(Fault::Instead(answer)) => Ok(answer.map(Answer::whole)),
        // The connection was accepted already: closing it unanswered is the nearest to refusing it.
        Reply::Network(Fault::Refuse | Fault::Close) => Err(Broken),
        Reply::Network(Fault::Reset) => {
            reset_on_close(&socket);
            Err(Broken)
        }
        Reply::Network(Fault::Hang) => future::pending().await,
        Reply::Network(Fault::Cut(answer, length)) => Ok(answer.map(|body| Answer::cut(&body, length))),
    }
}

fn too_large() -> Response<Answer> {
    let words = format!("the request is larger than {MOST_BYTES} bytes, or broke off\n");
    let mut response = Response::new(Answer::whole(Bytes::from(words)));
    *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
    response
}

/// Closing the socket now sends a reset instead of a proper end.
fn reset_on_close(socket: &std::net::TcpStream) {
    let socket = socket2::SockRef::from(socket);
    let _ = socket.set_linger(Some(std::time::Duration::ZERO));
}

/// The connection is to be closed without an answer.
#[derive(Debug, thiserror::Error)]
#[error("a fault of the sandbox")]
struct Broken;

/// A body that says its whole length and may break off before it.
struct Answer {
    bytes: Option<Bytes>,
    length: u64,
    end: End,
}

/// What comes after the bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// Nothing.
    Whole,
    /// The connection breaks, but only once what was written has left.
    Flush,
    /// The connection breaks.
    Break,
}

impl Answer {
    fn whole(bytes: Bytes) -> Self {
        Self { length: bytes.len() as u64, bytes: Some(bytes), end: End::Whole }
    }

    fn cut(bytes: &Bytes, length: usize) -> Self {
        let kept = bytes.slice(..length.min(bytes.len()));
        Self { length: bytes.len() as u64 + 1, bytes: Some(kept), end: End::Flush }
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        match (self.bytes.take(), self.end) {
            (Some(bytes), _) if !bytes.is_empty() => Poll::Ready(Some(Ok(Frame::data(bytes)))),
            (_, End::Whole) => Poll::Ready(None),
            (_, End::Flush) => {
                // An error now would throw away what hyper has buffered; it flushes when there is nothing to do.
                self.end = End::Break;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            (_, End::Break) => Poll::Ready(Some(Err(Broken))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.end == End::Whole && self.bytes.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
