//! Claims about what arrives: the bytes that were signed, and no others.

use super::{
    Kept, Subject,
    peer::{Peer, answer, answered, holds, post, send},
};
use bytes::Bytes;

/// The body arrives byte for byte, with its length: empty, one NUL, every byte value, a megabyte.
///
/// # Errors
/// How the claim was broken.
pub async fn the_body_arrives_byte_for_byte(subject: &Subject) -> Kept {
    let peer = Peer::answering(answer("200 OK", "", b"{}")).await?;
    let transport = subject.patient();
    let every_byte: Vec<u8> = (0..=255).collect();
    let bodies = [vec![], vec![0], every_byte.clone(), b"\xB7\xA2\xC6\xB1\r\n\r\n".to_vec(), every_byte.repeat(4096)];
    for body in bodies {
        let case = format!("a body of {} bytes", body.len());
        answered(send(&*transport, peer.post(Bytes::from(body.clone()))?).await?, &case)?;
        let arrived = peer.last()?;
        holds(arrived.body == body, || format!("{case} arrived as {} other bytes", arrived.body.len()))?;
        let length = arrived.header("content-length");
        holds(length == [body.len().to_string().as_str()], || format!("{case} came with Content-Length {length:?}"))?;
    }
    Ok(())
}

/// Path and query arrive in the spelling in which they were signed.
///
/// # Errors
/// How the claim was broken.
pub async fn the_target_arrives_unchanged(subject: &Subject) -> Kept {
    let peer = Peer::answering(answer("200 OK", "", b"{}")).await?;
    let transport = subject.patient();
    for target in [
        "/",
        "/open/v1/services?senid=4f&nonce=1&timestamp=2&appkey=3",
        "/a%2Fb/~c//d/?x=%7b%22+%7D&empty=&flag&q=%E5%8F%91*!()",
    ] {
        answered(send(&*transport, post(&peer.url(target), "{}")?).await?, target)?;
        let line = peer.last()?.line;
        holds(line == format!("POST {target} HTTP/1.1"), || format!("{target} arrived as {line:?}"))?;
    }
    Ok(())
}

/// Headers arrive with their values unchanged, `Host` with its port; a name that is given twice arrives twice.
///
/// # Errors
/// How the claim was broken.
pub async fn headers_arrive(subject: &Subject) -> Kept {
    const SENT: [(&str, &str); 6] = [
        ("x-nuonuo-sign", "q1/+x9==, a;b=\"c\""),
        ("accesstoken", "tok en"),
        ("access_token", "underscore"),
        ("content-type", "application/xml;charset=UTF-8"),
        ("x-twice", "one"),
        ("x-twice", "two"),
    ];
    let peer = Peer::answering(answer("200 OK", "", b"{}")).await?;
    let mut request = peer.post("{}")?;
    request.headers_mut().clear();
    for (name, value) in SENT {
        request.headers_mut().append(name, http::HeaderValue::from_static(value));
    }
    answered(send(&*subject.patient(), request).await?, "headers")?;
    let arrived = peer.last()?;
    for (name, _) in SENT {
        let sent: Vec<_> = SENT.iter().filter(|(known, _)| *known == name).map(|(_, value)| *value).collect();
        holds(arrived.header(name) == sent, || format!("{name} arrived as {:?}", arrived.header(name)))?;
    }
    let host = peer.address().to_string();
    holds(arrived.header("host") == [host.as_str()], || format!("Host arrived as {:?}", arrived.header("host")))
}
