//! What a client is told once.

use crate::Keys;
use fapiao_model::{
    Entry, Provider,
    piaotong::{Alias, Call, Switches},
};
use fapiao_transport::{Error, address};
use std::{collections::BTreeMap, fmt};

/// Which of Piaotong's systems.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Environment {
    /// `https://fpkj.vpiaotong.com`: real tax documents.
    Production,
    /// `http://fpkj.testnw.vpiaotong.cn`: plain HTTP, which is taken for this host and for loopback only.
    VendorTest,
    /// Another address, with a port and a path prefix if need be: a partner's gateway, or our sandbox.
    Custom(String),
}

impl Environment {
    /// The address, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        match self {
            Self::Production => "https://fpkj.vpiaotong.com",
            Self::VendorTest => "http://fpkj.testnw.vpiaotong.cn",
            Self::Custom(address) => address.trim_end_matches('/'),
        }
    }

    /// The hosts that may be called without TLS: the vendor's own, in its test environment.
    pub(crate) fn plain_hosts(&self) -> &'static [&'static str] {
        if *self == Self::VendorTest { &["fpkj.testnw.vpiaotong.cn"] } else { &[] }
    }
}

/// A partner of Piaotong, and how to talk to it. The fields below the keys are named switches: questions that no document
/// answers, with the default that can't issue twice.
#[derive(Clone)]
#[non_exhaustive]
pub struct Config {
    /// Which system.
    pub environment: Environment,
    /// The platform code (平台编码).
    pub platform_code: String,
    /// The platform's alias (平台简称), the start of every serial.
    pub alias: Alias,
    /// The keys.
    pub keys: Keys,
    /// How operations are written (switches `discount_sign`, `blue_kind`).
    pub switches: Switches,
    /// Switch `serial_tail`.
    pub serial_tail: SerialTail,
    /// Switch `verify_tolerance`.
    pub verify_tolerance: VerifyTolerance,
    /// Switch `extra_members`.
    pub extra_members: ExtraMembers,
    /// Switch `unbound_refusal`.
    pub unbound_refusal: UnboundRefusal,
    /// Switch `push_reject`.
    pub push_reject: PushReject,
    pub(crate) endpoints: BTreeMap<&'static str, String>,
}

/// What the last 8 characters of an envelope serial are drawn from. The official SDK uses base 62; the server is evidently
/// not strict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SerialTail {
    /// Letters and digits.
    #[default]
    Base62,
    /// Digits.
    Digits,
    /// Lower-case hexadecimal digits.
    Hex,
}

/// How the signature of an answer with empty, null or absent `content` or `msg` is checked (section 3.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VerifyTolerance {
    /// The strict text first, then the empty members written the other way: at most four texts, and no data is accepted that
    /// way.
    #[default]
    FourTexts,
    /// The strict text only.
    Strict,
}

/// Whether members that no document names are under the signature. Map-based clients sign them; the document is silent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExtraMembers {
    /// They are.
    #[default]
    Signed,
    /// They are not, and are ignored.
    Ignored,
}

/// What a verified refusal of an order counts for that has neither a content naming the order nor the request's own
/// `serialNo`: it may belong to another request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnboundRefusal {
    /// Its outcome is unknown: the order is asked about before anything else.
    #[default]
    Query,
    /// It is taken as the answer to this request.
    Trust,
}

/// What a push is answered that is forged, or not for this platform.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PushReject {
    /// HTTP 403 and nothing else: nothing is signed for who did not sign.
    #[default]
    Forbidden,
    /// An answer 9999, signed. Its `serialNo` is repeated only if it looks like one.
    SignedFailure,
}

impl Config {
    /// A partner in an environment; every switch at its default.
    pub fn new(environment: Environment, platform_code: impl Into<String>, alias: Alias, keys: Keys) -> Self {
        Self {
            environment,
            platform_code: platform_code.into(),
            alias,
            keys,
            switches: Switches::default(),
            serial_tail: SerialTail::default(),
            verify_tolerance: VerifyTolerance::default(),
            extra_members: ExtraMembers::default(),
            unbound_refusal: UnboundRefusal::default(),
            push_reject: PushReject::default(),
            endpoints: BTreeMap::new(),
        }
    }

    /// Sets how operations are written.
    #[must_use]
    pub fn with_switches(mut self, switches: Switches) -> Self {
        self.switches = switches;
        self
    }

    /// Sets the path of an operation, where it is another than the known one: `name.pt`, or with a slash in front below the
    /// base address (switch `endpoints.OPERATION`).
    #[must_use]
    pub fn with_endpoint<O: Call>(mut self, path: impl Into<String>) -> Self {
        self.endpoints.insert(O::ENTRY.name, path.into());
        self
    }

    /// Sets what envelope serials end in.
    #[must_use]
    pub const fn with_serial_tail(mut self, tail: SerialTail) -> Self {
        self.serial_tail = tail;
        self
    }

    /// Sets how answers with empty members are verified.
    #[must_use]
    pub const fn with_verify_tolerance(mut self, tolerance: VerifyTolerance) -> Self {
        self.verify_tolerance = tolerance;
        self
    }

    /// Sets whether unknown members are signed.
    #[must_use]
    pub const fn with_extra_members(mut self, extra: ExtraMembers) -> Self {
        self.extra_members = extra;
        self
    }

    /// Sets what a refusal counts for that names no request.
    #[must_use]
    pub const fn with_unbound_refusal(mut self, unbound: UnboundRefusal) -> Self {
        self.unbound_refusal = unbound;
        self
    }

    /// Sets what a forged push is answered.
    #[must_use]
    pub const fn with_push_reject(mut self, reject: PushReject) -> Self {
        self.push_reject = reject;
        self
    }

    /// The path of an operation: the one that was set, else the known one; `None` if nobody knows it.
    pub(crate) fn endpoint(&self, entry: &Entry) -> Option<&str> {
        let set = self.endpoints.get(entry.name).map(String::as_str);
        set.or(Some(entry.wire_name)).filter(|path| !path.is_empty())
    }

    /// The address of a path.
    pub(crate) fn address(&self, path: &str) -> String {
        let base = self.environment.base_url();
        if path.starts_with('/') { format!("{base}{path}") } else { format!("{base}/tp/openapi/{path}") }
    }

    /// Refuses what could never be sent, or only without protection.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let refuse = |setting: &str, problem: String| Err(Error::configuration(Provider::Piaotong, setting, problem));
        if let Err(error) = address::base(self.environment.base_url(), self.environment.plain_hosts()) {
            return refuse("environment", error.to_string());
        }
        let code = &self.platform_code;
        if !(1..=8).contains(&code.len()) || !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return refuse(
                "platform_code",
                format!("{code:?} is not 1 to 8 letters and digits; copy it from Piaotong"),
            );
        }
        let is_path = |path: &str| path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(&b));
        match self.endpoints.iter().find(|(_, path)| path.is_empty() || !is_path(path)) {
            Some((name, path)) => refuse("endpoints", format!("{path:?} of {name} is no path; write name.pt or /path")),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("environment", &self.environment)
            .field("platform_code", &self.platform_code)
            .field("alias", &self.alias)
            .field("switches", &self.switches)
            .field("endpoints", &self.endpoints)
            .finish_non_exhaustive()
    }
}
