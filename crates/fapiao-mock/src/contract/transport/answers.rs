//! Claims about answers: slow, endless, redirecting, in other character sets.

use super::{
    Kept, Limits, Subject,
    peer::{Peer, Socket, answer, answered, failed, holds, send},
};
use bytes::Bytes;
use fapiao_model::Outcome;
use fapiao_transport::{TransportError, TransportErrorKind};
use http::StatusCode;
use std::{future::Future, io, time::Duration};

/// The most that is written before the suite stops: far over every limit.
const FAR_TOO_MUCH: usize = 100_000_000;

/// What may sit in the sockets' buffers on both sides, besides what the transport has taken.
const IN_FLIGHT: usize = 16 << 20;

/// The server reads the request and never answers, or stops in the middle: the time-out ends it.
///
/// # Errors
/// How the claim was broken.
pub async fn a_hanging_answer_times_out_as_unknown(subject: &Subject) -> Kept {
    for start in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"] {
        let peer = Peer::start(move |mut socket| async move {
            socket.request().await?;
            socket.write(start.as_bytes()).await?;
            socket.until_closed().await
        })
        .await?;
        failed(&send(&*subject.hasty(), peer.post("{}")?).await?, Outcome::Unknown, "hanging")?;
    }
    Ok(())
}

/// A byte now and then does not keep a request alive for ever: the time-out is one for the whole answer.
///
/// # Errors
/// How the claim was broken.
pub async fn a_dripping_answer_times_out_as_unknown(subject: &Subject) -> Kept {
    for start in ["HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Drip: "]
    {
        let peer = Peer::start(move |mut socket| async move {
            socket.request().await?;
            socket.write(start.as_bytes()).await?;
            let mut tick = tokio::time::interval(Duration::from_millis(20));
            for _ in 0..100 {
                tick.tick().await;
                socket.write(b"x").await?;
            }
            socket.write(b"\r\n\r\n").await
        })
        .await?;
        failed(&send(&*subject.hasty(), peer.post("{}")?).await?, Outcome::Unknown, "dripping")?;
    }
    Ok(())
}

/// A hundred megabytes, announced or not, are refused as too large, and not read to their end.
///
/// # Errors
/// How the claim was broken.
pub async fn a_100_mb_answer_is_too_large(subject: &Subject) -> Kept {
    let announced = format!("Content-Length: {FAR_TOO_MUCH}");
    for header in [announced.as_str(), "Connection: close"] {
        let start = format!("HTTP/1.1 200 OK\r\n{header}\r\n\r\n");
        let block = Bytes::from(vec![b' '; 64 << 10]);
        too_large(subject, header, move |socket| flood(socket, start.clone(), block.clone())).await?;
    }
    Ok(())
}

/// Chunks without end, large and tiny ones: refused as too large.
///
/// # Errors
/// How the claim was broken.
pub async fn an_endless_answer_is_too_large(subject: &Subject) -> Kept {
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let large = Bytes::from([b"10000\r\n", " ".repeat(0x10000).as_bytes(), b"\r\n"].concat());
    let tiny = Bytes::from(b"1\r\nx\r\n".repeat(8000));
    for (case, block) in [("large chunks", large), ("tiny chunks", tiny)] {
        too_large(subject, case, move |socket| flood(socket, chunked.to_owned(), block.clone())).await?;
    }
    Ok(())
}

/// Headers without end are given up.
///
/// # Errors
/// How the claim was broken.
pub async fn an_endless_head_is_unknown(subject: &Subject) -> Kept {
    let one_long = ("HTTP/1.1 200 OK\r\nX-Long: ", Bytes::from(b"x".repeat(64 << 10)));
    let many = ("HTTP/1.1 200 OK\r\n", Bytes::from(b"X-Many: x\r\n".repeat(5000)));
    for (start, block) in [one_long, many] {
        let peer = Peer::start(move |socket| flood(socket, start.to_owned(), block.clone())).await?;
        failed(&send(&*subject.tight(), peer.post("{}")?).await?, Outcome::Unknown, "endless head")?;
        given_up(&peer, "endless head").await?;
    }
    Ok(())
}

/// A redirect is an ordinary answer: a signed request means one address and no other.
///
/// # Errors
/// How the claim was broken.
pub async fn redirects_are_not_followed(subject: &Subject) -> Kept {
    let target = Peer::answering(answer("200 OK", "", b"redirected")).await?;
    for status in
        ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"]
    {
        let location = format!("Location: {}\r\n", target.url("/elsewhere"));
        let peer = Peer::answering(answer(status, &location, b"moved")).await?;
        let answer = answered(send(&*subject.patient(), peer.post("{}")?).await?, status)?;
        let is_itself = status.starts_with(answer.status().as_str()) && answer.body().as_ref() == b"moved";
        holds(is_itself, || format!("{status} came back as {}", answer.status().as_u16()))?;
        holds(answer.headers().contains_key("location"), || format!("{status}: its Location is lost"))?;
    }
    holds(target.seen().connections == 0, || "a redirect was followed".into())
}

/// Any status is an answer, with its body, after exactly one request.
///
/// # Errors
/// How the claim was broken.
pub async fn an_error_status_is_an_answer(subject: &Subject) -> Kept {
    for status in ["400", "401", "403", "404", "408", "421", "425", "429", "500", "502", "503", "504", "599"] {
        let peer = Peer::answering(answer(&format!("{status} No"), "Retry-After: 0\r\n", b"the words")).await?;
        let answer = answered(send(&*subject.patient(), peer.post("{}")?).await?, status)?;
        let is_whole = answer.status().as_str() == status && answer.body().as_ref() == b"the words";
        holds(is_whole, || format!("{status} came back as {}", answer.status().as_u16()))?;
        let begun = peer.seen().begun;
        holds(begun == 1, || format!("after {status} the request was sent {begun} times"))?;
    }
    Ok(())
}

/// `100 Continue` and `103 Early Hints` come before the answer and are not it.
///
/// # Errors
/// How the claim was broken.
pub async fn an_interim_answer_is_not_the_answer(subject: &Subject) -> Kept {
    let interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
    let whole = [interim.as_slice(), &answer("200 OK", "", b"the answer")].concat();
    let peer = Peer::answering(whole).await?;
    let answer = answered(send(&*subject.patient(), peer.post("{}")?).await?, "after interim answers")?;
    let is_final = answer.status() == StatusCode::OK && answer.body().as_ref() == b"the answer";
    holds(is_final, || format!("{} was taken for the answer", answer.status().as_u16()))
}

/// The bytes arrive as they were sent, whatever their character set is said to be, with their headers.
///
/// # Errors
/// How the claim was broken.
pub async fn a_gbk_answer_arrives_unchanged(subject: &Subject) -> Kept {
    let gbk = b"<html>\xB7\xA2\xC6\xB1</html>".as_slice(); // 发票
    let every_byte: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let headers = "Content-Type: text/html; charset=GBK\r\nX-Trace: one\r\nX-Trace: two\r\n";
    for body in [gbk, &every_byte, b""] {
        let peer = Peer::answering(answer("200 OK", headers, body)).await?;
        let answer = answered(send(&*subject.patient(), peer.post("{}")?).await?, "GBK")?;
        holds(answer.body().as_ref() == body, || format!("{} bytes arrived as others", body.len()))?;
        let traces: Vec<_> = answer.headers().get_all("x-trace").iter().collect();
        holds(traces == ["one", "two"], || format!("headers arrived as {traces:?}"))?;
        let kind = answer.headers().get("content-type").map(http::HeaderValue::as_bytes);
        holds(kind == Some(b"text/html; charset=GBK"), || "the Content-Type is lost".into())?;
    }
    Ok(())
}

async fn too_large<F>(subject: &Subject, case: &str, script: impl Fn(Socket) -> F + Send + Sync + 'static) -> Kept
where
    F: Future<Output = io::Result<()>> + Send + 'static,
{
    let peer = Peer::start(script).await?;
    let sent = send(&*subject.tight(), peer.post("{}")?).await?;
    failed(&sent, Outcome::Unknown, case)?;
    let kind = sent.as_ref().err().map(TransportError::kind);
    let is_too_large = kind == Some(TransportErrorKind::TooLarge);
    holds(is_too_large, || format!("{case}: reported as {kind:?}, must be TooLarge"))?;
    given_up(&peer, case).await
}

/// The connection is closed before more than the limit, and what sits in buffers, was taken.
async fn given_up(peer: &Peer, case: &str) -> Kept {
    let seen = peer.ended(1).await?;
    let most = Limits::TIGHT.answer_limit + IN_FLIGHT;
    holds(seen.written <= most, || format!("{case}: {} bytes were taken, the limit is {most}", seen.written))
}

/// Writes the start and then the block until it is far too much or the client is gone.
async fn flood(mut socket: Socket, start: String, block: Bytes) -> io::Result<()> {
    socket.request().await?;
    socket.write(start.as_bytes()).await?;
    for _ in 0..FAR_TOO_MUCH / block.len() {
        socket.write(&block).await?;
    }
    Ok(())
}
