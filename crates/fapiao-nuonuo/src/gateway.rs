//! The gateway's address, checked once, and what is in front of every request.

use crate::{Config, ConfigError, form};
use bytes::Bytes;
use fapiao_signing::nuonuo::GatewayPath;
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
    pub(crate) fn new(config: &Config) -> Result<Self, ConfigError> {
        let url = config.environment.services_url();
        let uri = address("services address", url, "https://sdk.nuonuo.com/open/v1/services")?;
        let path = GatewayPath::parse(uri.path_and_query().map_or("", |path| path.as_str()))?;
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

/// Reads an address and holds it to https, loopback excepted.
pub(crate) fn address(what: &'static str, url: &str, example: &'static str) -> Result<Uri, ConfigError> {
    let no_address = || ConfigError::NoAddress { what, url: url.to_owned(), example };
    let uri: Uri = url.parse().map_err(|_| no_address())?;
    let host = uri.host().ok_or_else(no_address)?;
    match uri.scheme_str() {
        Some("https") => Ok(uri),
        Some("http") if is_loopback(host) => Ok(uri),
        Some("http") => Err(ConfigError::NotSecure { what, url: url.to_owned() }),
        _ => Err(no_address()),
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Environment;

    fn gateway(url: &str) -> Result<Gateway, ConfigError> {
        Gateway::new(&Config::new(Environment::Custom(url.into()), "AK", "SEC"))
    }

    #[test]
    fn plain_http_is_for_loopback_only() {
        for good in
            ["http://127.0.0.1:8080/open/v1/services", "http://[::1]:1/open/v1/services", "http://localhost/a/b/c"]
        {
            assert!(gateway(good).is_ok(), "{good}");
        }
        for bad in [
            "http://sdk.nuonuo.com/open/v1/services",
            "http://127.0.0.1.example/a/b/c",
            "http://localhost.example/a/b/c",
        ] {
            assert!(matches!(gateway(bad), Err(ConfigError::NotSecure { .. })), "{bad}");
        }
    }

    #[test]
    fn an_address_that_cannot_be_signed_is_refused_when_the_client_is_built() {
        assert!(matches!(gateway("https://a.example/open/v1"), Err(ConfigError::Path(_))));
        assert!(matches!(gateway("https://a.example/open/v1/services?x=1"), Err(ConfigError::Path(_))));
        for bad in ["", "/open/v1/services", "ftp://a.example/a/b/c", "not a url"] {
            assert!(matches!(gateway(bad), Err(ConfigError::NoAddress { .. })), "{bad}");
        }
    }

    #[test]
    fn odd_characters_in_the_query_are_encoded() {
        let uri = gateway("https://a.example/a/b/c").unwrap().uri("se&n", "1 2", "3");
        assert_eq!(uri.to_string(), "https://a.example/a/b/c?senid=se%26n&nonce=1%202&timestamp=3&appkey=AK");
    }
}
