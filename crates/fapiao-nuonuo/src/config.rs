//! What a client is set up with.

use fapiao_model::Provider;
use fapiao_signing::AppSecret;
use fapiao_transport::{Error, MemoryQuota, MemoryTokenStore, Quota, TokenBudget, TokenStore};
use std::{borrow::Cow, fmt, sync::Arc};

/// Which of Nuonuo's systems.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Environment {
    /// Real tax documents: `https://sdk.nuonuo.com/open/v1/services`.
    Production,
    /// The vendor's own sandbox: `https://sandbox.nuonuocs.cn/open/v1/services`, with the key pair that starts with `SD`. Some
    /// test accounts live on the production gateway, so the host alone does not tell whether a document is real.
    VendorTest,
    /// Another gateway: the whole address of the services, with at least three path segments.
    Custom(String),
}

impl Environment {
    /// The address of the services.
    #[must_use]
    pub fn services_url(&self) -> &str {
        match self {
            Self::Production => "https://sdk.nuonuo.com/open/v1/services",
            Self::VendorTest => "https://sandbox.nuonuocs.cn/open/v1/services",
            Self::Custom(url) => url,
        }
    }
}

/// What the header `userTax` carries (switch `user_tax_header`, confidence high). It is optional for self-use applications;
/// the vendor's own clients always send it, with nothing in it when there is no number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UserTaxHeader {
    /// The merchant's tax number.
    #[default]
    TaxNumber,
    /// Nothing: self-use applications only.
    Empty,
    /// It is left out: self-use applications only.
    LeftOut,
}

/// What a client is set up with: public facts, switches, and the secret as a type.
#[derive(Clone)]
pub struct Config {
    pub(crate) environment: Environment,
    pub(crate) app_key: String,
    pub(crate) app_secret: AppSecret,
    pub(crate) token_url: Option<String>,
    pub(crate) user_tax: UserTaxHeader,
    pub(crate) sdk_version: Option<String>,
    pub(crate) order_number_limit: usize,
    pub(crate) more_success_codes: Vec<(String, String)>,
    pub(crate) token_store: Arc<dyn TokenStore>,
    pub(crate) quota: Arc<dyn Quota>,
    pub(crate) token_budget: TokenBudget,
}

impl Config {
    /// The production token address, which the vendor's clients use for every application (switch `token_url`).
    pub const TOKEN_URL: &str = "https://open.nuonuo.com/accessToken";

    /// An application with its key pair. Tokens are kept, and token calls counted, in this process's memory.
    pub fn new(environment: Environment, app_key: impl Into<String>, app_secret: impl Into<AppSecret>) -> Self {
        let token_url = match environment {
            Environment::Custom(_) => None,
            _ => Some(Self::TOKEN_URL.to_owned()),
        };
        Self {
            environment,
            app_key: app_key.into(),
            app_secret: app_secret.into(),
            token_url,
            user_tax: UserTaxHeader::default(),
            sdk_version: None,
            order_number_limit: 20,
            more_success_codes: Vec::new(),
            token_store: Arc::new(MemoryTokenStore::default()),
            quota: Arc::new(MemoryQuota::default()),
            token_budget: TokenBudget::NUONUO,
        }
    }

    /// Another token address. A [custom](Environment::Custom) gateway has none until it is named here: its secret must not go
    /// to the vendor's production host.
    #[must_use]
    pub fn with_token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// What the header `userTax` carries.
    #[must_use]
    pub const fn with_user_tax_header(mut self, header: UserTaxHeader) -> Self {
        self.user_tax = header;
        self
    }

    /// Sends a header `sdkVer` (switch `sdk_ver_header`; not sent by default).
    #[must_use]
    pub fn with_sdk_version(mut self, version: impl Into<String>) -> Self {
        self.sdk_version = Some(version.into());
        self
    }

    /// How long an order number may be (switch `order_no_max`, confidence medium): 20 by the table, while its example has 21
    /// characters and call-backs allow 64.
    #[must_use]
    pub const fn with_order_number_limit(mut self, characters: usize) -> Self {
        self.order_number_limit = characters;
        self
    }

    /// Takes a further code of a method for success (switch `success_codes`).
    #[must_use]
    pub fn with_success_code(mut self, method: impl Into<String>, code: impl Into<String>) -> Self {
        self.more_success_codes.push((method.into(), code.into()));
        self
    }

    /// Where tokens are kept. Share one store between all processes of an application: a new token ends the one before.
    #[must_use]
    pub fn with_token_store(mut self, store: Arc<dyn TokenStore>) -> Self {
        self.token_store = store;
        self
    }

    /// Where token calls are counted, and how many there are. Share it like the store.
    #[must_use]
    pub fn with_quota(mut self, quota: Arc<dyn Quota>, budget: TokenBudget) -> Self {
        self.quota = quota;
        self.token_budget = budget;
        self
    }

    pub(crate) fn is_extra_success(&self, method: &str, code: &str) -> bool {
        self.more_success_codes.iter().any(|(known, success)| known == method && success == code)
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("environment", &self.environment)
            .field("app_key", &self.app_key)
            .field("app_secret", &self.app_secret)
            .field("token_url", &self.token_url)
            .finish_non_exhaustive()
    }
}

/// A setting that a client can't be built with.
pub(crate) fn wrong(setting: &str, fault_and_next_step: impl Into<Cow<'static, str>>) -> Error {
    Error::configuration(Provider::Nuonuo, setting, fault_and_next_step)
}
