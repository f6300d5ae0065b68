//! What a client is told once.

use fapiao_model::{Provider, Replay};
use fapiao_signing::AppSecret;
use fapiao_transport::{Error, address};

/// A partner application of the gateway, and how to talk to it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// The partner's id (appid). It may contain `@` and other symbols.
    pub app_id: String,
    /// The partner's secret.
    pub app_secret: AppSecret,
    /// Which host.
    pub environment: Environment,
    /// What may be done with a retry whose outcome is unknown (switch `fengchao.repeat_retry`, confidence medium):
    /// [`Replay::SameKey`] lets the same order number be sent again, [`Replay::Never`] wants it asked about first.
    pub repeat_retry: Replay,
}

/// Which of the gateway's hosts (switch `fengchao.host`). The same paths are in use on both; that they are the same system is
/// likely, not documented. Nothing is known of a test system.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Environment {
    /// `https://kf.fw199.com`, of the documentation of 2024.
    #[default]
    Production,
    /// `https://open.fw199.com`, of the operator's demo code.
    ProductionOpen,
    /// Another address, without a path: the operator's test system, if there is one, or our sandbox.
    Custom(String),
}

impl Environment {
    /// The address, without a path.
    #[must_use]
    pub fn base(&self) -> &str {
        match self {
            Self::Production => "https://kf.fw199.com",
            Self::ProductionOpen => "https://open.fw199.com",
            Self::Custom(base) => base.trim_end_matches('/'),
        }
    }
}

impl Config {
    /// An application at the gateway's production host; everything else at its default.
    pub fn new(app_id: impl Into<String>, app_secret: impl Into<AppSecret>) -> Self {
        Self {
            app_id: app_id.into(),
            app_secret: app_secret.into(),
            environment: Environment::default(),
            repeat_retry: Replay::SameKey,
        }
    }

    /// Sets the host.
    #[must_use]
    pub fn with_environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Sets what may be done with a retry whose outcome is unknown.
    #[must_use]
    pub const fn with_repeat_retry(mut self, repeat_retry: Replay) -> Self {
        self.repeat_retry = repeat_retry;
        self
    }

    /// Refuses what could never be sent, or would be sent in the open.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let refuse = |setting: &str, problem: String| Err(Error::configuration(Provider::Fengchao, setting, problem));
        if self.app_id.is_empty() {
            return refuse("app_id", "is empty; the operator gives it with the secret".to_owned());
        }
        if self.app_secret.expose().is_empty() {
            return refuse("app_secret", "is empty; the operator gives it with the id".to_owned());
        }
        let uri = match address::base(self.environment.base(), &[]) {
            Ok(uri) => uri,
            Err(error) => return refuse("environment", error.to_string()),
        };
        if !matches!(uri.path(), "" | "/") {
            return refuse("environment", "has a path; give the host only, operations bring their paths".to_owned());
        }
        Ok(())
    }
}
