//! What a client is told once.

use fapiao_model::{
    Entry, Outcome, Provider,
    suning::{Format, Rules},
};
use fapiao_signing::AppSecret;
use fapiao_transport::{Error, ErrorKind};
use http::{HeaderValue, Uri};

/// An application of the Suning open platform, and how to talk to it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// The gateway's address, without a method at its end.
    pub gateway: String,
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

/// What errors of the configuration are errors of.
static CONFIGURE: Entry = Entry::new(Provider::Suning, "Configure", "", "配置", "");

impl Config {
    /// The production gateway.
    pub const PRODUCTION: &'static str = "https://open.suning.com/api/http/sopRequest";
    /// The vendor's test gateway. It speaks plain HTTP, which a transport takes only if told so.
    pub const PREPRODUCTION: &'static str = "http://openpre.cnsuning.com/api/http/sopRequest";

    /// An application at a gateway; everything else at its default.
    pub fn new(gateway: impl Into<String>, app_key: impl Into<String>, app_secret: impl Into<AppSecret>) -> Self {
        Self {
            gateway: gateway.into(),
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

    /// Refuses what could never be sent.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let refuse = |field: &'static str, problem: &'static str| {
            Err(Error::new(&CONFIGURE, ErrorKind::Configuration, Outcome::NotSent, problem).with_field(field))
        };
        let is_address = |uri: Uri| uri.scheme().is_some() && uri.host().is_some() && uri.query().is_none();
        if !self.gateway.parse().is_ok_and(is_address) {
            return refuse("gateway", "is not an absolute address; take Config::PRODUCTION");
        }
        if self.app_key.is_empty() || HeaderValue::from_str(&self.app_key).is_err() {
            return refuse("app_key", "is empty or no header value; copy it from the application's page");
        }
        if self.app_secret.expose().is_empty() {
            return refuse("app_secret", "is empty; copy it from the application's page");
        }
        Ok(())
    }
}
