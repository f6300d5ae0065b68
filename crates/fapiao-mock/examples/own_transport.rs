//! A library with an HTTP stack of its own judges it by the transport contract.
//!
//! In a test this is one line:
//!
//! ```text
//! fapiao_mock::contract::transport::check(|limits| Plain::new(limits.timeout, limits.answer_limit)).await;
//! ```
//!
//! `Plain` below is written by hand over a `TcpStream`, for plain http only. It keeps every claim but one: it opens a
//! connection for every request. So this program asks for the report instead of panicking:
//!
//! ```text
//! cargo run -p fapiao-mock --features server --example own_transport
//! ```

use async_trait::async_trait;
use bytes::Bytes;
use fapiao_mock::contract::transport;
use fapiao_transport::{Transport, TransportError, TransportErrorKind as Kind};
use http::{Request, Response, header};
use std::{io::Write as _, time::Duration};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// The largest head taken.
const HEAD_LIMIT: usize = 64 << 10;

#[derive(Debug)]
struct Plain {
    timeout: Duration,
    answer_limit: usize,
}

#[async_trait]
impl Transport for Plain {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let authority = request.uri().authority().map(ToString::to_string).unwrap_or_default();
        // Only here is it certain that nothing left. A time-out that ran out while connecting would be `Connect`, too.
        let stream = TcpStream::connect(&authority).await.map_err(|error| failed(Kind::Connect, error))?;
        let exchange = Exchange { stream, unread: Vec::new(), answer_limit: self.answer_limit };
        match tokio::time::timeout(self.timeout, exchange.run(&request, &authority)).await {
            Ok(answer) => answer,
            Err(_) => Err(TransportError::new(Kind::Timeout)),
        }
    }
}

/// One request and its answer over one connection.
struct Exchange {
    stream: TcpStream,
    unread: Vec<u8>,
    answer_limit: usize,
}

impl Exchange {
    async fn run(mut self, request: &Request<Bytes>, host: &str) -> Result<Response<Bytes>, TransportError> {
        let written = self.stream.write_all(&written(request, host)).await;
        written.map_err(|error| failed(Kind::Interrupted, error))?;
        loop {
            let answer = self.head().await?;
            if !answer.status().is_informational() {
                let body = self.body(&answer).await?;
                return Ok(answer.map(|()| body));
            }
        }
    }

    async fn head(&mut self) -> Result<Response<()>, TransportError> {
        let head = self.until(b"\r\n\r\n", HEAD_LIMIT).await?;
        parsed(&head).ok_or_else(|| failed(Kind::Other, "the answer is not HTTP"))
    }

    async fn body(&mut self, answer: &Response<()>) -> Result<Bytes, TransportError> {
        if answer.headers().get(header::TRANSFER_ENCODING).is_some_and(|coding| coding == "chunked") {
            return self.chunks().await;
        }
        let mut lengths = answer.headers().get_all(header::CONTENT_LENGTH).iter();
        match (lengths.next().map(number), lengths.next()) {
            (None, _) => self.rest().await,
            (Some(Some(length)), None) => self.exactly(length).await.map(Bytes::from),
            _ => Err(failed(Kind::Other, "the answer's length is no number, or there are several")),
        }
    }

    async fn chunks(&mut self) -> Result<Bytes, TransportError> {
        let mut body = Vec::new();
        loop {
            let line = self.until(b"\r\n", 32).await?;
            let length = std::str::from_utf8(&line).ok().and_then(|line| usize::from_str_radix(line, 16).ok());
            let length = length.ok_or_else(|| failed(Kind::Other, "a chunk has no length"))?;
            if body.len().saturating_add(length) > self.answer_limit {
                return Err(TransportError::new(Kind::TooLarge));
            }
            body.extend(self.exactly(length).await?);
            self.until(b"\r\n", 2).await?;
            if length == 0 {
                return Ok(body.into());
            }
        }
    }

    /// The body of an answer that ends with its connection.
    async fn rest(&mut self) -> Result<Bytes, TransportError> {
        while self.read().await? > 0 {
            if self.unread.len() > self.answer_limit {
                return Err(TransportError::new(Kind::TooLarge));
            }
        }
        Ok(std::mem::take(&mut self.unread).into())
    }

    async fn exactly(&mut self, length: usize) -> Result<Vec<u8>, TransportError> {
        if length > self.answer_limit {
            return Err(TransportError::new(Kind::TooLarge));
        }
        while self.unread.len() < length {
            self.more().await?;
        }
        Ok(self.unread.drain(..length).collect())
    }

    /// What comes before the mark, without it.
    async fn until(&mut self, mark: &[u8], limit: usize) -> Result<Vec<u8>, TransportError> {
        loop {
            if let Some(end) = self.unread.windows(mark.len()).position(|window| window == mark) {
                let mut before: Vec<u8> = self.unread.drain(..end + mark.len()).collect();
                before.truncate(end);
                return Ok(before);
            }
            if self.unread.len() > limit {
                return Err(TransportError::new(Kind::TooLarge));
            }
            self.more().await?;
        }
    }

    async fn more(&mut self) -> Result<(), TransportError> {
        match self.read().await? {
            0 => Err(TransportError::new(Kind::Interrupted)),
            _ => Ok(()),
        }
    }

    async fn read(&mut self) -> Result<usize, TransportError> {
        self.stream.read_buf(&mut self.unread).await.map_err(|error| failed(Kind::Interrupted, error))
    }
}

/// The request as it goes on the wire.
fn written(request: &Request<Bytes>, host: &str) -> Vec<u8> {
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    let length = request.body().len();
    let mut bytes = format!("{} {target} HTTP/1.1\r\nHost: {host}\r\n", request.method()).into_bytes();
    for (name, value) in request.headers() {
        bytes.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    bytes.extend(format!("Content-Length: {length}\r\nConnection: close\r\n\r\n").bytes());
    bytes.extend(request.body());
    bytes
}

/// Status and headers; `None` if it is no HTTP.
fn parsed(head: &[u8]) -> Option<Response<()>> {
    let head = std::str::from_utf8(head).ok()?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.strip_prefix("HTTP/1.")?.split(' ').nth(1)?;
    let headers = lines.map(|line| line.split_once(':'));
    let mut answer = Response::builder().status(status);
    for header in headers {
        let (name, value) = header?;
        answer = answer.header(name, value.trim());
    }
    answer.body(()).ok()
}

fn number(value: &header::HeaderValue) -> Option<usize> {
    value.to_str().ok()?.parse().ok()
}

fn failed(kind: Kind, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TransportError {
    TransportError::new(kind).with_source(cause)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let report = transport::report(|limits| Plain { timeout: limits.timeout, answer_limit: limits.answer_limit }).await;
    write!(std::io::stdout(), "{report}")?;
    let broken: Vec<_> = report.broken().map(|(claim, _)| claim).collect();
    if broken != ["connections_are_reused"] {
        return Err("this example keeps every claim but connections_are_reused".into());
    }
    Ok(())
}
