//! Absolute addresses: https, or plain http to this machine and to hosts that are named.

use core::net::IpAddr;
use http::Uri;

/// Reads an absolute address, of a file or a page say: it may have a query.
///
/// `plain_hosts` are the hosts, besides this machine, that may be called without TLS: a vendor's own test system.
///
/// ```
/// use fapiao_transport::address;
///
/// assert!(address::parse("https://inv.jss.com.cn/a.pdf?x=1", &[]).is_ok());
/// assert!(address::parse("http://openpre.cnsuning.com/api", &["openpre.cnsuning.com"]).is_ok());
/// assert!(address::parse("http://inv.jss.com.cn/a.pdf", &[]).is_err());
/// ```
///
/// # Errors
/// If it is no absolute address, not https, or holds a user or a password.
pub fn parse(text: &str, plain_hosts: &[&str]) -> Result<Uri, AddressError> {
    let uri: Uri = text.parse().map_err(|_| AddressError::NotAbsolute)?;
    let (scheme, authority) = uri.scheme_str().zip(uri.authority()).ok_or(AddressError::NotAbsolute)?;
    if authority.as_str().contains('@') {
        return Err(AddressError::Credentials);
    }
    let host = authority.host();
    let port = authority.as_str().strip_prefix(host).unwrap_or_default();
    if host.is_empty() || (!port.is_empty() && authority.port_u16().is_none()) {
        return Err(AddressError::NotAbsolute);
    }
    let may_be_plain = || is_loopback(host) || plain_hosts.iter().any(|known| known.eq_ignore_ascii_case(host));
    match scheme {
        "https" => Ok(uri),
        "http" if may_be_plain() => Ok(uri),
        "http" => Err(AddressError::NotSecure { host: host.to_owned() }),
        _ => Err(AddressError::NotAbsolute),
    }
}

/// Reads the address of a service, to which paths and queries are added: it has no query and no fragment.
///
/// # Errors
/// As [`parse`], and if it has a query or a fragment.
pub fn base(text: &str, plain_hosts: &[&str]) -> Result<Uri, AddressError> {
    // The parser drops a fragment.
    if text.contains(['?', '#']) {
        return Err(AddressError::Query);
    }
    parse(text, plain_hosts)
}

/// Reads an address that a provider gave, of a file say. It may lead into this machine or its network only if the service that
/// gave it stands there too: otherwise a provider could have us call what only we can reach. Names are not looked up.
///
/// # Errors
/// As [`parse`], and if it leads where only this machine gets.
pub fn given(text: &str, service: &str, plain_hosts: &[&str]) -> Result<Uri, AddressError> {
    let uri = parse(text, plain_hosts)?;
    let host = uri.host().unwrap_or_default();
    let is_near = service.parse::<Uri>().is_ok_and(|service| service.host().is_some_and(is_internal));
    if is_internal(host) && !is_near { Err(AddressError::Internal) } else { Ok(uri) }
}

/// Whether a host is this machine, or a number of a private network.
fn is_internal(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(host);
    let is_private = match bare.parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) => ip.is_private() || ip.is_link_local() || ip.is_unspecified(),
        Ok(IpAddr::V6(ip)) => ip.is_unique_local() || ip.is_unicast_link_local() || ip.is_unspecified(),
        Err(_) => false,
    };
    is_private || is_loopback(host)
}

/// Whether a host is this machine: `localhost`, 127.0.0.0/8 or `::1`, with or without brackets.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Why an address is not called. Never repeats the address, which may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressError {
    /// No scheme, no host, no port that could be one, or neither https nor http.
    #[error("is no full address; write it with https:// and its host")]
    NotAbsolute,
    /// Plain http to a host that may not be called so.
    #[error("is plain http to {host}; write https: only this machine and a vendor's own test system may do without")]
    NotSecure {
        /// The host.
        host: String,
    },
    /// A user or a password.
    #[error("holds a user or a password; leave them out")]
    Credentials,
    /// A provider's address that leads into our own network.
    #[error("leads into this machine or its network; a provider has no business there")]
    Internal,
    /// A query or a fragment.
    #[error("has a query or a fragment; end it before them")]
    Query,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_goes_to_this_machine_and_to_named_hosts_only() {
        for fine in
            ["http://127.0.0.1:8080/a", "http://127.255.0.9/", "http://[::1]:1/a", "http://LOCALHOST", "https://a.test"]
        {
            assert!(parse(fine, &[]).is_ok(), "{fine}");
        }
        for open in [
            "http://127.0.0.1.example/",
            "http://127.example/",
            "http://localhost.example/",
            "http://10.0.0.1/",
            "http://[::2]/",
            "http://0.0.0.0/",
        ] {
            assert!(matches!(parse(open, &["test.example"]), Err(AddressError::NotSecure { .. })), "{open}");
        }
        assert!(parse("http://Test.example:81/a", &["test.example"]).is_ok());
        assert!(parse("http://a.test.example/", &["test.example"]).is_err());
    }

    #[test]
    fn what_is_no_full_address_is_refused() {
        for wrong in [
            "",
            "/a/b",
            "a.test",
            "a.test:80",
            "ftp://a.test/",
            "https://",
            "https:///a",
            "https://a.test:99999/",
            "not a url",
        ] {
            assert_eq!(parse(wrong, &[]).unwrap_err(), AddressError::NotAbsolute, "{wrong}");
        }
    }

    #[test]
    fn credentials_are_refused_and_not_repeated() {
        for text in ["https://user:word@a.test/", "https://user@a.test", "http://a.test@127.0.0.1/"] {
            let error = parse(text, &[]).unwrap_err();
            assert_eq!(error, AddressError::Credentials, "{text}");
            assert!(!error.to_string().contains("word@"));
        }
    }

    #[test]
    fn a_base_has_neither_query_nor_fragment() {
        assert!(base("https://a.test/open/v1/services", &[]).is_ok());
        for wrong in ["https://a.test/?x=1", "https://a.test/#x", "https://a.test?"] {
            assert_eq!(base(wrong, &[]), Err(AddressError::Query), "{wrong}");
        }
    }

    #[test]
    fn a_provider_leads_nobody_into_our_own_network() {
        let (far, near) = ("https://sdk.nuonuo.com/open/v1/services", "http://127.0.0.1:8765/open/v1/services");
        for address in [
            "http://127.0.0.1:9200/x",
            "http://localhost/",
            "https://10.0.0.1/",
            "https://[fe80::1]/",
            "https://0.0.0.0/",
        ] {
            assert_eq!(given(address, far, &[]), Err(AddressError::Internal), "{address}");
            assert!(given(address, near, &[]).is_ok(), "{address}");
        }
        assert!(given("https://inv.jss.com.cn/a.pdf", far, &[]).is_ok());
    }
}
