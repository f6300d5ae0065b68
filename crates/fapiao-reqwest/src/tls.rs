//! The TLS library, chosen by feature. Verification is never off.

#[cfg(feature = "rustls-ring")]
pub(crate) use ring::Tls;

#[cfg(all(not(feature = "rustls-ring"), any(feature = "rustls-aws-lc", feature = "native-tls")))]
pub(crate) use of_reqwest::Tls;

#[cfg(not(any(feature = "rustls-ring", feature = "rustls-aws-lc", feature = "native-tls")))]
pub(crate) use none::Tls;

/// rustls over ring, put together here: reqwest would want a provider installed for the whole process, and that is not a
/// library's to do.
#[cfg(feature = "rustls-ring")]
mod ring {
    use crate::BuildError;
    use reqwest::ClientBuilder;
    use rustls::{
        ClientConfig,
        crypto::ring::default_provider,
        pki_types::{CertificateDer, pem::PemObject as _},
    };
    use rustls_platform_verifier::Verifier;
    use std::sync::Arc;

    pub(crate) struct Tls(ClientConfig);

    impl Tls {
        pub(crate) fn new(roots: &[Vec<u8>]) -> Result<Self, BuildError> {
            let provider = Arc::new(default_provider());
            let verifier = verifier(roots, &provider)?;
            let mut config = ClientConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()
                .map_err(BuildError::client)?
                .dangerous() // rustls' word for any verifier that it does not bring itself; this one is the machine's
                .with_custom_certificate_verifier(Arc::new(verifier))
                .with_no_client_auth();
            config.alpn_protocols = vec![b"http/1.1".to_vec()];
            Ok(Self(config))
        }

        pub(crate) fn apply(&self, client: ClientBuilder) -> Result<ClientBuilder, BuildError> {
            Ok(client.tls_backend_preconfigured(self.0.clone()))
        }
    }

    fn verifier(roots: &[Vec<u8>], provider: &Arc<rustls::crypto::CryptoProvider>) -> Result<Verifier, BuildError> {
        let mut certificates = Vec::new();
        for (index, pem) in roots.iter().enumerate() {
            let before = certificates.len();
            for certificate in CertificateDer::pem_slice_iter(pem) {
                certificates.push(certificate.map_err(|error| BuildError::root_certificate(index, error.to_string()))?);
            }
            if certificates.len() == before {
                return Err(BuildError::root_certificate(index, "has no certificate in it"));
            }
        }
        Verifier::new_with_extra_roots(certificates, Arc::clone(provider)).map_err(BuildError::client)
    }
}

/// One of the libraries that reqwest sets up itself.
#[cfg(all(not(feature = "rustls-ring"), any(feature = "rustls-aws-lc", feature = "native-tls")))]
mod of_reqwest {
    use crate::BuildError;
    use reqwest::{Certificate, ClientBuilder};

    pub(crate) struct Tls(Vec<Certificate>);

    impl Tls {
        pub(crate) fn new(roots: &[Vec<u8>]) -> Result<Self, BuildError> {
            let mut certificates = Vec::new();
            for (index, pem) in roots.iter().enumerate() {
                match Certificate::from_pem_bundle(pem) {
                    Ok(bundle) if bundle.is_empty() => {
                        return Err(BuildError::root_certificate(index, "has no certificate in it"));
                    }
                    Ok(bundle) => certificates.extend(bundle),
                    Err(error) => return Err(BuildError::root_certificate(index, error.to_string())),
                }
            }
            Ok(Self(certificates))
        }

        pub(crate) fn apply(&self, client: ClientBuilder) -> Result<ClientBuilder, BuildError> {
            #[cfg(feature = "rustls-aws-lc")]
            let client = client.tls_backend_rustls();
            #[cfg(not(feature = "rustls-aws-lc"))]
            let client = client.tls_backend_native();
            Ok(client.tls_certs_merge(self.0.iter().cloned()))
        }
    }
}

/// No TLS: reqwest refuses https before it connects.
#[cfg(not(any(feature = "rustls-ring", feature = "rustls-aws-lc", feature = "native-tls")))]
mod none {
    use crate::BuildError;
    use reqwest::ClientBuilder;

    pub(crate) struct Tls;

    impl Tls {
        pub(crate) const fn new(_: &[Vec<u8>]) -> Result<Self, BuildError> {
            Ok(Self)
        }

        pub(crate) const fn apply(&self, client: ClientBuilder) -> Result<ClientBuilder, BuildError> {
            Ok(client)
        }
    }
}
