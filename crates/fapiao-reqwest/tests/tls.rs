//! Certificates: verified against the machine's authorities and the given ones, and never not verified.
#![cfg(any(feature = "rustls-ring", feature = "rustls-aws-lc", feature = "native-tls"))]
#![expect(clippy::unwrap_used, reason = "clippy knows the test functions, not their helpers")]

use bytes::Bytes;
use fapiao_reqwest::{BuildError, HttpTransport};
use fapiao_transport::{Transport as _, TransportError, TransportErrorKind};
use http::{Request, Response};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer},
};

/// A server with a certificate of its own making.
struct Secured {
    address: String,
    certificate: String,
    /// How many requests got through.
    requests: Arc<AtomicUsize>,
}

async fn secured(name: &str) -> Secured {
    let own = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(own.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = format!("https://{}/", listener.local_addr().unwrap());
    let requests = Arc::new(AtomicUsize::new(0));
    tokio::spawn(serve(listener, TlsAcceptor::from(Arc::new(config)), Arc::clone(&requests)));
    Secured { address, certificate: own.cert.pem(), requests }
}

async fn serve(listener: TcpListener, acceptor: TlsAcceptor, requests: Arc<AtomicUsize>) {
    while let Ok((stream, _)) = listener.accept().await {
        let Ok(mut stream) = acceptor.accept(stream).await else { continue };
        let mut request = [0; 4096];
        if stream.read(&mut request).await.is_ok_and(|read| read > 0) {
            requests.fetch_add(1, Ordering::SeqCst);
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").await.unwrap();
        }
    }
}

async fn post(transport: &HttpTransport, address: &str) -> Result<Response<Bytes>, TransportError> {
    transport.send(Request::post(address).body(Bytes::from_static(b"{}")).unwrap()).await
}

#[tokio::test]
async fn a_self_signed_certificate_is_refused_before_anything_is_sent() {
    let server = secured("127.0.0.1").await;
    let error = post(&HttpTransport::new().unwrap(), &server.address).await.unwrap_err();
    assert_eq!((error.kind(), server.requests.load(Ordering::SeqCst)), (TransportErrorKind::Connect, 0), "{error:?}");
}

#[tokio::test]
async fn it_is_accepted_when_its_root_was_given() {
    let server = secured("127.0.0.1").await;
    let transport = HttpTransport::builder().with_root_certificate_pem(server.certificate).build().unwrap();
    assert_eq!(post(&transport, &server.address).await.unwrap().body().as_ref(), b"ok");
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused_even_then() {
    let server = secured("other.test").await;
    let transport = HttpTransport::builder().with_root_certificate_pem(server.certificate).build().unwrap();
    let error = post(&transport, &server.address).await.unwrap_err();
    assert_eq!((error.kind(), server.requests.load(Ordering::SeqCst)), (TransportErrorKind::Connect, 0), "{error:?}");
}

#[test]
fn a_root_that_is_no_pem_is_refused_when_the_transport_is_built() {
    for pem in ["", "no certificate", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"] {
        let built = HttpTransport::builder().with_root_certificate_pem(pem).build();
        assert!(matches!(built, Err(BuildError::RootCertificate { index: 1, .. })), "{pem:?}: {built:?}");
    }
}
