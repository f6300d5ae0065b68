//! What a client is told once.

use fapiao_model::{
    Provider,
    suning::{Format, Rules},
};
use fapiao_signing::AppSecret;
use fapiao_transport::{Error, address};
use http::HeaderValue;

/// Which of Suning's gateways.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Environment {
    /// `https://open.suning.com/api/http/sopRequest`.
    Production,
    /// `http://openpre.cnsuning.com/api/http/sopRequest`: plain HTTP, which is taken for this host and for loopback only, and
    /// which a transport takes only if told so.
    VendorTest,
    /// Another gateway: its whole address, without a method at its end.
    Custom(String),
}

impl Environment {
    /// The gateway's address, without a method and without a slash at its end.
    #[must_use]
    pub fn gateway(&self) -> &str {
        match self {
            Self::Production => "https://open.suning.com/api/http/sopRequest",
            Self::VendorTest => "http://openpre.cnsuning.com/api/http/sopRequest",
            Self::Custom(gateway) => gateway.trim_end_matches('/'),
        }
    }

    /// The hosts that may be called without TLS: the vendor's own, in its test environment.
    fn plain_hosts(&self) -> &'static [&'static str] {
        if *self == Self::VendorTest { &["openpre.cnsuning.com"] } else { &[] }
    }
}

/// An application of the Suning open platform, and how to talk to it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// Which gateway.
    pub environment: Environment,
    /// The application's public key.
    pub app_key: String,
    /// The application's secret.
    pub app_secret: AppSecret,
    /// The format of requests and answers.
    pub format: Format,
    /// Whether the method is also written into the path.
    pub path_style: PathStyle,
    /// Whether calls need the access token of the merchant (switch `suning.needs_token`): only an application that acts for
    /// other merchants does. Where it is set, a call without a token is refused here.
    pub needs_token: bool,
    /// What is checked before anything is sent.
    pub rules: Rules,
}

/// The two forms of the path (switch `suning.path_style`); both are in use, and the header decides in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PathStyle {
    /// `…/sopRequest/{method}`, as the official PHP client has it.
    #[default]
    Appended,
    /// `…/sopRequest`, as the official Python client has it.
    Bare,
}

impl Config {
    /// An application at a gateway; everything else at its default.
    pub fn new(environment: Environment, app_key: impl Into<String>, app_secret: impl Into<AppSecret>) -> Self {
        Self {
            environment,
            app_key: app_key.into(),
            app_secret: app_secret.into(),
            format: Format::default(),
            path_style: PathStyle::default(),
            needs_token: false,
            rules: Rules::default(),
        }
    }

    /// Sets the format of requests and answers.
    #[must_use]
    pub fn with_format(mut self, format: Format) -> Self {
        self.format = format;
        self
    }

    /// Sets the form of the path.
    #[must_use]
    pub fn with_path_style(mut self, path_style: PathStyle) -> Self {
        self.path_style = path_style;
        self
    }

    /// Says that calls need the merchant's access token.
    #[must_use]
    pub fn with_token_required(mut self) -> Self {
        self.needs_token = true;
        self
    }

    /// Sets what is checked before anything is sent.
    #[must_use]
    pub fn with_rules(mut self, rules: Rules) -> Self {
        self.rules = rules;
        self
    }

    /// Refuses what could never be sent, or only without protection.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let refuse = |setting: &str, problem: String| Err(Error::configuration(Provider::Suning, setting, problem));
        if let Err(error) = address::base(self.environment.gateway(), self.environment.plain_hosts()) {
            return refuse("environment", error.to_string());
        }
        if self.app_key.is_empty() || HeaderValue::from_str(&self.app_key).is_err() {
            return refuse("app_key", "is empty or no header value; copy it from the application's page".to_owned());
        }
        if self.app_secret.expose().is_empty() {
            return refuse("app_secret", "is empty; copy it from the application's page".to_owned());
        }
        Ok(())
    }
}
