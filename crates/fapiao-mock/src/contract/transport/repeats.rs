//! Claims about connections that are used again: nothing is sent twice, and no answer goes to the wrong request.

use super::{
    Broken, Kept, Subject,
    peer::{Peer, Sent, Socket, answer, answered, holds, send},
};
use fapiao_model::Outcome;
use fapiao_transport::Transport;
use std::io;
use tokio::task::JoinSet;

/// What a server does with a connection after its first answer.
#[derive(Clone, Copy, Debug)]
enum Then {
    Close,
    Reset,
    ResetAtTheFirstByte,
    ReadAndClose,
    ReadAndReset,
}

/// A server that closes its idle connection right as the next request comes, before, within or after it: the request is
/// read at most once, and its outcome is told truly.
///
/// # Errors
/// How the claim was broken.
pub async fn a_request_is_never_delivered_twice(subject: &Subject) -> Kept {
    use Then::*;
    let transport = subject.patient();
    for (then, rounds) in [(Close, 25), (Reset, 25), (ResetAtTheFirstByte, 5), (ReadAndClose, 5), (ReadAndReset, 5)] {
        for _ in 0..rounds {
            one_of_two_is_never_repeated(&*transport, then).await?;
        }
    }
    Ok(())
}

async fn one_of_two_is_never_repeated(transport: &dyn Transport, then: Then) -> Kept {
    let peer = Peer::start(move |socket| answer_once(socket, then)).await?;
    answered(send(transport, peer.post("first")?).await?, "first request")?;
    let second = send(transport, peer.post("second")?).await?;
    let deliveries = peer.seen().begun - 1;
    let told = match &second {
        Ok(_) => deliveries == 1,
        Err(error) if error.outcome() == Outcome::NotSent => deliveries == 0,
        Err(_) => deliveries <= 1,
    };
    holds(told, || format!("{then:?}: delivered {deliveries} times, reported as {}", told_of(&second)))
}

async fn answer_once(mut socket: Socket, then: Then) -> io::Result<()> {
    socket.request().await?;
    socket.write(&answer("200 OK", "", b"first answer")).await?;
    match then {
        Then::Close => {}
        Then::Reset => return socket.reset(),
        Then::ResetAtTheFirstByte => {
            socket.begin().await?;
            return socket.reset();
        }
        Then::ReadAndClose => drop(socket.request().await?),
        Then::ReadAndReset => {
            socket.request().await?;
            return socket.reset();
        }
    }
    Ok(())
}

fn told_of(sent: &Sent) -> String {
    match sent {
        Ok(answer) => format!("answered {}", answer.status().as_u16()),
        Err(error) => format!("{:?}", error.kind()),
    }
}

/// Bytes beyond an answer's announced length are not the answer to the next request.
///
/// # Errors
/// How the claim was broken.
pub async fn surplus_bytes_never_answer_the_next_request(subject: &Subject) -> Kept {
    let with_surplus = [answer("200 OK", "", b"first"), answer("200 OK", "", b"forged")].concat();
    let peer = Peer::start(move |mut socket| {
        let with_surplus = with_surplus.clone();
        async move {
            socket.request().await?;
            socket.write(&with_surplus).await?;
            socket.until_closed().await
        }
    })
    .await?;
    let transport = subject.hasty();
    for _ in 0..5 {
        if let Ok(answer) = send(&*transport, peer.post("{}")?).await? {
            holds(answer.body().as_ref() == b"first", || "a request was answered with leftover bytes".into())?;
        }
    }
    let (begun, connections) = (peer.seen().begun, peer.seen().connections);
    holds(begun <= 5, || format!("5 requests were delivered {begun} times over {connections} connections"))
}

/// Many at once: each gets its own answer, and each is delivered once.
///
/// # Errors
/// How the claim was broken.
pub async fn answers_are_not_mixed_up(subject: &Subject) -> Kept {
    let peer = Peer::start(echo).await?;
    let transport = subject.patient();
    let mut calls = JoinSet::new();
    for number in 0..64 {
        let (transport, request) = (transport.clone(), peer.post(format!("request {number}"))?);
        calls.spawn(async move { (number, send(&*transport, request).await) });
    }
    while let Some(call) = calls.join_next().await {
        let (number, sent) = call.map_err(|_| Broken::new("the transport panicked"))?;
        let answer = answered(sent?, "one of many")?;
        let is_own = answer.body().as_ref() == format!("request {number}").as_bytes();
        holds(is_own, || format!("request {number} got the answer of another"))?;
    }
    holds(peer.requests().len() == 64, || format!("64 requests were delivered {} times", peer.requests().len()))
}

/// Requests one after the other share connections: a handshake for each would cost more than the call.
///
/// # Errors
/// How the claim was broken.
pub async fn connections_are_reused(subject: &Subject) -> Kept {
    let peer = Peer::start(echo).await?;
    let transport = subject.patient();
    for _ in 0..20 {
        answered(send(&*transport, peer.post("{}")?).await?, "one of twenty")?;
    }
    // Handing a connection back may race with the next request, so not every one has to be met.
    let connections = peer.seen().connections;
    holds(connections <= 10, || format!("20 requests, one after the other, opened {connections} connections"))
}

async fn echo(mut socket: Socket) -> io::Result<()> {
    while let Some(request) = socket.request().await? {
        socket.write(&answer("200 OK", "", &request.body)).await?;
    }
    Ok(())
}
