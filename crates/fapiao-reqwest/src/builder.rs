//! The settings of a transport.

use crate::{BuildError, HttpTransport, tls};
use reqwest::{ClientBuilder, redirect, retry};
use std::time::Duration;

/// The settings of an [`HttpTransport`]; made by [`HttpTransport::builder`].
#[must_use = "a builder does nothing until it builds"]
#[derive(Clone, Debug)]
pub struct Builder {
    connect_timeout: Duration,
    timeout: Duration,
    read_timeout: Duration,
    idle_timeout: Duration,
    answer_limit: usize,
    plain_http: Vec<String>,
    environment_proxy: bool,
    #[cfg(feature = "gzip")]
    gzip: bool,
    #[cfg(any(feature = "rustls-ring", feature = "rustls-aws-lc", feature = "native-tls"))]
    root_certificates: Vec<Vec<u8>>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(60),
            read_timeout: Duration::from_secs(30),
            idle_timeout: Duration::from_secs(15),
            answer_limit: HttpTransport::ANSWER_LIMIT,
            plain_http: Vec::new(),
            environment_proxy: true,
            #[cfg(feature = "gzip")]
            gzip: false,
            #[cfg(any(feature = "rustls-ring", feature = "rustls-aws-lc", feature = "native-tls"))]
            root_certificates: Vec::new(),
        }
    }
}

impl Builder {
    /// How long name look-up, connecting and the TLS handshake may take together. 5 s by default; past it nothing was sent.
    pub const fn with_connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long everything may take, the answer's last byte included. 60 s by default.
    pub const fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long the other side may be silent. 30 s by default.
    pub const fn with_read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// How long a connection is kept without use. 15 s by default: a provider that closes an idle connection while the next
    /// request is being written turns a healthy call into an unknown outcome.
    pub const fn with_idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// The largest answer body taken, in bytes, unpacked. [`HttpTransport::ANSWER_LIMIT`] by default.
    pub const fn with_answer_limit(mut self, bytes: usize) -> Self {
        self.answer_limit = bytes;
        self
    }

    /// Trusts these certificate authorities too, besides those of the machine; may be called again.
    ///
    /// `pem` is one certificate or a bundle. It is read by [`build`](Self::build).
    #[cfg(any(feature = "rustls-ring", feature = "rustls-aws-lc", feature = "native-tls"))]
    pub fn with_root_certificate_pem(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Allows plain http to this host, by its exact name without port, such as Piaotong's test system
    /// `fpkj.testnw.vpiaotong.cn`. Loopback is always allowed.
    pub fn allow_plain_http(mut self, host: impl Into<String>) -> Self {
        self.plain_http.push(host.into().to_ascii_lowercase());
        self
    }

    /// Ignores the proxy variables of the environment (`HTTPS_PROXY` and the like). Loopback never goes through a proxy.
    pub const fn without_proxy(mut self) -> Self {
        self.environment_proxy = false;
        self
    }

    /// Asks for gzip and unpacks it. The limit counts unpacked bytes.
    #[cfg(feature = "gzip")]
    pub const fn with_gzip(mut self) -> Self {
        self.gzip = true;
        self
    }

    /// Builds the transport.
    ///
    /// # Errors
    /// If a root certificate can't be read or the TLS library can't be started.
    pub fn build(self) -> Result<HttpTransport, BuildError> {
        let tls = tls::Tls::new(self.roots())?;
        let direct = self.client(&tls)?.no_proxy().build().map_err(BuildError::client)?;
        let proxied = match self.environment_proxy {
            true => Some(self.client(&tls)?.build().map_err(BuildError::client)?),
            false => None,
        };
        Ok(HttpTransport::assemble(direct, proxied, self.answer_limit, self.plain_http))
    }

    #[cfg(any(feature = "rustls-ring", feature = "rustls-aws-lc", feature = "native-tls"))]
    fn roots(&self) -> &[Vec<u8>] {
        &self.root_certificates
    }

    #[cfg(not(any(feature = "rustls-ring", feature = "rustls-aws-lc", feature = "native-tls")))]
    const fn roots(&self) -> &[Vec<u8>] {
        &[]
    }

    fn client(&self, tls: &tls::Tls) -> Result<ClientBuilder, BuildError> {
        let client = reqwest::Client::builder()
            .user_agent(concat!("fapiao/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(self.connect_timeout)
            .timeout(self.timeout)
            .read_timeout(self.read_timeout)
            .pool_idle_timeout(self.idle_timeout)
            .pool_max_idle_per_host(32)
            .tcp_keepalive(Duration::from_secs(30))
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .http1_only()
            .http1_title_case_headers();
        tls.apply(self.compression(client))
    }

    /// Somebody else in the program may have turned reqwest's features on, and they would act by themselves.
    fn compression(&self, client: ClientBuilder) -> ClientBuilder {
        let client = client.no_brotli().no_zstd().no_deflate();
        #[cfg(feature = "gzip")]
        if self.gzip {
            return client.gzip(true);
        }
        client.no_gzip()
    }
}
