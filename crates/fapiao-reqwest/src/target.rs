//! Where a request may go: checked before anything leaves.

use bytes::Bytes;
use fapiao_transport::{TransportError, TransportErrorKind, address};
use reqwest::Url;

/// Why a request was not even tried.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refused {
    #[error("plain http to {0} is refused; use https, or name the host with allow_plain_http")]
    PlainHttp(String),
    #[error("the address is neither http nor https; give the provider's full address")]
    Scheme,
    #[error("the address has no host or can't be read; give the provider's full address")]
    Address,
    #[error("the address has a user name or password in it; take them out")]
    Credentials,
    #[error("the address would be sent in another spelling than it was signed in; percent-encode it")]
    Rewritten,
}

impl From<Refused> for TransportError {
    fn from(refused: Refused) -> Self {
        Self::new(TransportErrorKind::Connect).with_source(refused)
    }
}

/// The request as reqwest takes it, if its target is one that it may and can go to unchanged.
pub(crate) fn checked(request: http::Request<Bytes>, plain_http: &[String]) -> Result<reqwest::Request, Refused> {
    let uri = request.uri().clone();
    let request = reqwest::Request::try_from(request).map_err(|_| Refused::Address)?;
    let url = request.url();
    let host = url.host_str().ok_or(Refused::Address)?;
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(url) || plain_http.iter().any(|allowed| allowed == host) => {}
        "http" => return Err(Refused::PlainHttp(host.to_owned())),
        _ => return Err(Refused::Scheme),
    }
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err(Refused::Credentials);
    }
    if url.path() != uri.path() || url.query() != uri.query() {
        return Err(Refused::Rewritten);
    }
    Ok(request)
}

/// Whether the request stays on this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    url.host_str().is_some_and(address::is_loopback)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str) -> Result<(), Refused> {
        let request = http::Request::post(address).body(Bytes::new()).unwrap();
        checked(request, &["named.test".to_owned()]).map(drop)
    }

    #[test]
    fn plain_http_goes_to_loopback_and_to_named_hosts_only() {
        for fine in
            ["http://127.0.0.1:1/", "http://127.9.9.9/", "http://[::1]:80/a", "http://localhost/", "http://NAMED.test/"]
        {
            assert_eq!(check(fine), Ok(()), "{fine}");
        }
        for refused in [
            "http://sdk.nuonuo.com/",
            "http://10.0.0.1/",
            "http://a.named.test/",
            "http://localhost.test/",
            "http://127.0.0.1.test/",
        ] {
            assert!(matches!(check(refused), Err(Refused::PlainHttp(_))), "{refused}");
        }
    }

    #[test]
    fn an_address_that_would_be_rewritten_is_refused() {
        for fine in ["https://a.test/x?y=%7b%22+%7D~*!()", "https://a.test/x//y/?", "https://a.test/%7E%2f"] {
            assert_eq!(check(fine), Ok(()), "{fine}");
        }
        for changed in ["https://a.test/a/../b", "https://a.test/?q='x'", "https://a.test/a/./b"] {
            assert_eq!(check(changed), Err(Refused::Rewritten), "{changed}");
        }
    }

    #[test]
    fn other_addresses_are_refused_with_their_reason() {
        assert_eq!(check("ftp://a.test/"), Err(Refused::Scheme));
        assert_eq!(check("/only/a/path"), Err(Refused::Address));
        assert_eq!(check("https://user:word@a.test/"), Err(Refused::Credentials));
    }

    #[test]
    fn a_refusal_is_not_sent_and_names_the_next_step() {
        let error = TransportError::from(Refused::PlainHttp("a.test".into()));
        assert_eq!(error.kind(), TransportErrorKind::Connect);
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert_eq!(source, "plain http to a.test is refused; use https, or name the host with allow_plain_http");
    }
}
