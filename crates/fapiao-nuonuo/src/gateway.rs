//! The gateway's address, checked once, and what is in front of every request.

use crate::{Config, config::wrong, form};
use bytes::Bytes;
use fapiao_signing::nuonuo::GatewayPath;
use fapiao_transport::{Error, address};
use http::Uri;

/// The services address, ready for sealing.
#[derive(Clone, Debug)]
pub(crate) struct Gateway {
    pub(crate) path: GatewayPath,
    uri: Uri,
    prefix: String,
    suffix: String,
}

impl Gateway {
    pub(crate) fn new(config: &Config) -> Result<Self, Error> {
        let refuse = |error: &dyn std::fmt::Display| wrong("environment", error.to_string());
        let uri = address::base(config.environment.services_url(), &[]).map_err(|error| refuse(&error))?;
        let path = GatewayPath::parse(uri.path()).map_err(|error| refuse(&error))?;
        let mut suffix = "&appkey=".to_owned();
        form::encode_into(&mut suffix, &config.app_key);
        Ok(Self { path, prefix: format!("{uri}?senid="), uri, suffix })
    }

    /// The address with its query: senid, nonce, timestamp, appkey, in the order of the vendor's own clients.
    pub(crate) fn uri(&self, senid: &str, nonce: &str, timestamp: &str) -> Uri {
        let length = self.prefix.len() + senid.len() + nonce.len() + timestamp.len() + self.suffix.len() + 24;
        let mut uri = String::with_capacity(length);
        uri.push_str(&self.prefix);
        form::encode_into(&mut uri, senid);
        uri.push_str("&nonce=");
        form::encode_into(&mut uri, nonce);
        uri.push_str("&timestamp=");
        uri.push_str(timestamp);
        uri.push_str(&self.suffix);
        // Only an address beyond 64 KB is none; without its query the gateway refuses it (070101).
        Uri::from_maybe_shared(Bytes::from(uri)).unwrap_or_else(|_| self.uri.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Environment;
    use fapiao_transport::ErrorKind;

    fn gateway(url: &str) -> Result<Gateway, Error> {
        Gateway::new(&Config::new(Environment::Custom(url.into()), "AK", "SEC"))
    }

    #[test]
    fn an_address_that_cannot_be_signed_or_is_in_the_open_is_refused_when_the_client_is_built() {
        assert!(gateway("http://127.0.0.1:8080/open/v1/services").is_ok());
        for bad in [
            "",
            "/open/v1/services",
            "http://sdk.nuonuo.com/open/v1/services",
            "https://a.example/open/v1",
            "https://a.example/open/v1/services?x=1",
        ] {
            let error = gateway(bad).unwrap_err();
            assert_eq!((error.kind(), error.field()), (ErrorKind::Configuration, Some("environment")), "{bad}");
        }
    }

    #[test]
    fn odd_characters_in_the_query_are_encoded() {
        let uri = gateway("https://a.example/a/b/c").unwrap().uri("se&n", "1 2", "3");
        assert_eq!(uri.to_string(), "https://a.example/a/b/c?senid=se%26n&nonce=1%202&timestamp=3&appkey=AK");
    }
}
