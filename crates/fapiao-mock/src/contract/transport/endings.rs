//! Claims about connections that end at the wrong time: what may have left is never called unsent.

use super::{
    Broken, Kept, Subject,
    peer::{Peer, Socket, answer, failed, holds, nobody, post, send},
};
use fapiao_model::Outcome;
use fapiao_transport::TransportError;
use std::{error::Error, future::Future, io};

/// Nobody listens: nothing can have left, and the caller may rely on it.
///
/// # Errors
/// How the claim was broken.
pub async fn a_refused_connection_is_not_sent(subject: &Subject) -> Kept {
    let (_held, address) = nobody()?;
    let sent = send(&*subject.patient(), post(&format!("http://{address}/"), "{}")?).await?;
    failed(&sent, Outcome::NotSent, "connection refused")
}

/// The server reads the whole request and closes without a word: it may be working on it.
///
/// # Errors
/// How the claim was broken.
pub async fn accepted_read_and_closed_is_unknown(subject: &Subject) -> Kept {
    ends_unknown(subject, "read and closed", |mut socket| async move { socket.request().await.map(drop) }).await?;
    ends_unknown(subject, "read and reset", |mut socket| async move {
        socket.request().await?;
        socket.reset()
    })
    .await
}

/// The server accepts and closes at once. The client can't know that nothing was read.
///
/// A reset may overtake the end of connecting itself. Then nothing left, and a transport that says so is right.
///
/// # Errors
/// How the claim was broken.
pub async fn closed_without_reading_is_unknown(subject: &Subject) -> Kept {
    ends_unknown(subject, "accepted and closed", |socket| async move {
        drop(socket);
        Ok(())
    })
    .await?;
    let peer = Peer::start(|socket| async move { socket.reset() }).await?;
    let sent = send(&*subject.patient(), peer.post("{}")?).await?;
    holds(sent.is_err(), || "accepted and reset: taken as a complete answer".into())
}

/// The server closes after the first bytes of a large request.
///
/// # Errors
/// How the claim was broken.
pub async fn closed_within_the_request_is_unknown(subject: &Subject) -> Kept {
    let peer = Peer::start(|mut socket| async move { socket.begin().await.map(drop) }).await?;
    let sent = send(&*subject.patient(), peer.post(vec![b'x'; 4 << 20])?).await?;
    failed(&sent, Outcome::Unknown, "closed within the request")
}

/// An answer that ends before its announced length, or before its last chunk, or within its head, is no answer.
///
/// # Errors
/// How the claim was broken.
pub async fn a_cut_body_is_unknown(subject: &Subject) -> Kept {
    const CUT: [(&str, &str); 6] = [
        ("cut after the announced head", "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n"),
        ("cut body", "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"code\":\"E0000\""),
        ("cut within a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n{\"code\":0}"),
        ("cut before the last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n{\"code\":0}\r\n"),
        ("cut head", "HTTP/1.1 200 OK\r\nContent-Le"),
        ("cut status line", "HTTP/1.1 20"),
    ];
    for (case, text) in CUT {
        ends_unknown(subject, case, move |mut socket| async move {
            socket.request().await?;
            socket.write(text.as_bytes()).await
        })
        .await?;
    }
    Ok(())
}

/// The connection is reset in the middle of the answer.
///
/// # Errors
/// How the claim was broken.
pub async fn a_reset_mid_answer_is_unknown(subject: &Subject) -> Kept {
    for text in ["HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"code\":", "HTTP/1.1 200 OK\r\n"] {
        ends_unknown(subject, "reset", move |mut socket| async move {
            socket.request().await?;
            socket.write(text.as_bytes()).await?;
            socket.reset()
        })
        .await?;
    }
    Ok(())
}

/// Something answers that does not speak HTTP, or speaks it wrongly.
///
/// # Errors
/// How the claim was broken.
pub async fn an_answer_that_is_not_http_is_unknown(subject: &Subject) -> Kept {
    const NOT_HTTP: [&[u8]; 5] = [
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"\x15\x03\x01\x00\x02\x02\x16",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}}",
    ];
    for bytes in NOT_HTTP {
        let case = format!("answered with {:?}", String::from_utf8_lossy(bytes));
        ends_unknown(subject, &case, move |mut socket| async move {
            socket.request().await?;
            socket.write(bytes).await
        })
        .await?;
    }
    Ok(())
}

/// Query, headers and body hold keys, tokens and people's names: no error repeats them, nor its causes.
///
/// # Errors
/// How the claim was broken.
pub async fn errors_say_nothing_of_the_request(subject: &Subject) -> Kept {
    let (_held, nobody) = nobody()?;
    let closing = Peer::start(|mut socket| async move { socket.request().await.map(drop) }).await?;
    let cutting = Peer::start(|mut socket| async move {
        socket.request().await?;
        socket.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}").await
    })
    .await?;
    let garbled = Peer::answering("no HTTP\r\n\r\n").await?;
    let silent = Peer::start(|mut socket| async move { socket.until_closed().await }).await?;
    for address in [nobody, closing.address(), cutting.address(), garbled.address(), silent.address()] {
        let mut request = post(&format!("http://{address}/canary-path?appKey=canary-query"), "canary-body")?;
        request.headers_mut().insert("accessToken", http::HeaderValue::from_static("canary-header"));
        let Err(error) = send(&*subject.hasty(), request).await? else {
            return Err(Broken::new("a broken answer was taken as complete"));
        };
        let told = told(&error);
        holds(!told.contains("canary"), || format!("an error repeats what was sent: {told}"))?;
    }
    Ok(())
}

/// All that an error and its causes print.
fn told(error: &TransportError) -> String {
    let mut told = format!("{error} {error:?}");
    let mut cause = error.source();
    while let Some(error) = cause {
        told.push_str(&format!(" {error} {error:?}"));
        cause = error.source();
    }
    told
}

/// Runs the script against one request, which must end unknown; and a second one, on whatever is left of the connection.
async fn ends_unknown<F>(subject: &Subject, case: &str, script: impl Fn(Socket) -> F + Send + Sync + 'static) -> Kept
where
    F: Future<Output = io::Result<()>> + Send + 'static,
{
    let peer = Peer::start(script).await?;
    let transport = subject.patient();
    for _ in 0..2 {
        failed(&send(&*transport, peer.post("{}")?).await?, Outcome::Unknown, case)?;
    }
    let healthy = Peer::answering(answer("200 OK", "", b"{}")).await?;
    let sent = send(&*transport, healthy.post("{}")?).await?;
    holds(sent.is_ok(), || format!("{case}: afterwards the transport can't reach a healthy server either"))
}
