//! A transport in forty lines: one connection a request, plain HTTP, answers that say their length.

use async_trait::async_trait;
use bytes::Bytes;
use fapiao_transport::{Transport, TransportError, TransportErrorKind as Kind};
use http::{Request, Response};
use std::io;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

#[derive(Debug)]
pub(super) struct Plain;

#[async_trait]
impl Transport for Plain {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let host = request.uri().authority().unwrap().to_string();
        let stream = TcpStream::connect(&host).await.map_err(|_| TransportError::new(Kind::Connect))?;
        exchange(stream, &request, &host).await.map_err(|_| TransportError::new(Kind::Interrupted))
    }
}

async fn exchange(mut stream: TcpStream, request: &Request<Bytes>, host: &str) -> io::Result<Response<Bytes>> {
    let mut head = format!("POST {} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n", request.uri().path());
    for (name, value) in request.headers() {
        head.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
    }
    head.push_str(&format!("Content-Length: {}\r\n\r\n", request.body().len()));
    stream.write_all(&[head.as_bytes(), request.body()].concat()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
    let body = Bytes::from(answer.split_off(end + 4));
    let head = String::from_utf8(answer).unwrap().to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
    if length != body.len().to_string() {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let status = head.split(' ').nth(1).unwrap();
    Ok(Response::builder().status(status).body(body).unwrap())
}
