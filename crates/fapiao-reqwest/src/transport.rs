//! The transport itself.

use crate::{BuildError, Builder, error::transport_error, target};
use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use fapiao_transport::{Transport, TransportError, TransportErrorKind};
use http::{HeaderValue, header};
use std::fmt;

/// Moves requests over HTTP/1.1 with reqwest. Clones share their connections.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use fapiao_reqwest::HttpTransport;
/// use fapiao_transport::Transport as _;
///
/// let transport = HttpTransport::new()?;
/// let request = http::Request::post("https://kf.fw199.com/gateway/").body(bytes::Bytes::new())?;
/// println!("{}", transport.send(request).await?.status());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct HttpTransport {
    /// Past any proxy.
    direct: reqwest::Client,
    /// Through the proxies that the environment names.
    proxied: Option<reqwest::Client>,
    answer_limit: usize,
    plain_http: Vec<String>,
}

impl HttpTransport {
    /// The largest answer body taken when nothing else is said: 32 MiB.
    pub const ANSWER_LIMIT: usize = 32 << 20;

    /// A transport with the default settings.
    ///
    /// # Errors
    /// As [`Builder::build`].
    pub fn new() -> Result<Self, BuildError> {
        Self::builder().build()
    }

    /// The settings to choose from.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) const fn assemble(
        direct: reqwest::Client,
        proxied: Option<reqwest::Client>,
        answer_limit: usize,
        plain_http: Vec<String>,
    ) -> Self {
        Self { direct, proxied, answer_limit, plain_http }
    }

    fn client(&self, request: &reqwest::Request) -> &reqwest::Client {
        match &self.proxied {
            Some(proxied) if !target::is_loopback(request.url()) => proxied,
            _ => &self.direct,
        }
    }

    /// Reads the body up to the limit. A body of one piece is not copied; a length that is only announced reserves nothing.
    async fn body(&self, mut answer: reqwest::Response) -> Result<Bytes, TransportError> {
        let too_large = || TransportError::new(TransportErrorKind::TooLarge);
        if answer.content_length().is_some_and(|announced| announced > self.answer_limit as u64) {
            return Err(too_large());
        }
        let mut first = Bytes::new();
        let mut whole = BytesMut::new();
        while let Some(piece) = answer.chunk().await.map_err(transport_error)? {
            if first.len().max(whole.len()) + piece.len() > self.answer_limit {
                return Err(too_large());
            }
            if first.is_empty() && whole.is_empty() {
                first = piece;
            } else {
                whole.extend_from_slice(&std::mem::take(&mut first));
                whole.extend_from_slice(&piece);
            }
        }
        Ok(if whole.is_empty() { first } else { whole.freeze() })
    }
}

#[async_trait]
impl Transport for HttpTransport {
    async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        let request = target::checked(with_length(request), &self.plain_http)?;
        let mut answer = self.client(&request).execute(request).await.map_err(transport_error)?;
        let (status, version) = (answer.status(), answer.version());
        let headers = std::mem::take(answer.headers_mut());
        let mut response = http::Response::new(self.body(answer).await?);
        (*response.status_mut(), *response.version_mut(), *response.headers_mut()) = (status, version, headers);
        Ok(response)
    }
}

/// reqwest says nothing of an empty body; old gateways refuse a POST that gives no length (411).
fn with_length(mut request: http::Request<Bytes>) -> http::Request<Bytes> {
    if request.body().is_empty() && *request.method() == http::Method::POST {
        request.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    request
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport")
            .field("environment_proxy", &self.proxied.is_some())
            .field("answer_limit", &self.answer_limit)
            .field("plain_http", &self.plain_http)
            .finish_non_exhaustive()
    }
}
