//! One application of Nuonuo.

use crate::gateway::Gateway;
use crate::token::{TokenCall, Tokens};
use crate::{Config, Grant, Merchant, config::wrong};
use bytes::Bytes;
use fapiao_model::TaxNumber;
use fapiao_model::nuonuo::TokenGranted;
use fapiao_signing::nuonuo::SigningKey;
use fapiao_transport::{AccessToken, Context, Error, Scrubber};
use http::{HeaderValue, Request, Response};
use std::{fmt, sync::Arc};

/// One application of Nuonuo. Clones are cheap and share everything, the token too.
#[derive(Clone)]
pub struct Client(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) config: Config,
    pub(crate) context: Context,
    pub(crate) gateway: Gateway,
    pub(crate) key: SigningKey,
    pub(crate) secrets: Scrubber,
    pub(crate) sdk_version: Option<HeaderValue>,
    token_call: TokenCall,
    tokens: Tokens,
}

impl Client {
    /// Checks the config and builds a client. Nothing is sent.
    ///
    /// # Errors
    /// `Configuration` naming the setting, if key or secret is missing, or an address is not https (loopback hosts excepted) or can't be signed.
    pub fn new(config: Config, context: Context) -> Result<Self, Error> {
        for (what, text) in [("app_key", config.app_key.as_str()), ("app_secret", config.app_secret.expose())] {
            if text.is_empty() || text == "null" {
                // The vendor's own client refuses the text `null` too.
                return Err(wrong(what, "is missing; copy it from the console, 应用管理"));
            }
        }
        let gateway = Gateway::new(&config)?;
        let secrets = Scrubber::new([config.app_secret.expose()]);
        let sdk_version = config.sdk_version.as_deref().map(HeaderValue::from_str).transpose();
        let sdk_version = sdk_version
            .map_err(|_| wrong("sdk_version", "has characters that an HTTP header can't carry; copy it again"))?;
        let token_call = TokenCall::new(&config, context.clone(), secrets.clone())?;
        let tokens = Tokens::Source(token_call.clone().into_source(&config));
        let key = SigningKey::new(&config.app_secret);
        Ok(Self(Arc::new(Inner { config, context, gateway, key, secrets, sdk_version, token_call, tokens })))
    }

    /// The handle of a merchant: all calls are made on one. It uses the self-use application's token.
    #[must_use]
    pub fn merchant(&self, tax_number: TaxNumber) -> Merchant {
        Merchant::new(self.clone(), tax_number, self.0.tokens.clone())
    }

    /// The handle of a merchant whose token the caller holds and renews, as for a third-party application.
    #[must_use]
    pub fn merchant_with_token(&self, tax_number: TaxNumber, token: AccessToken) -> Merchant {
        Merchant::new(self.clone(), tax_number, Tokens::Fixed(token))
    }

    /// The config.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// The context.
    #[must_use]
    pub fn context(&self) -> &Context {
        &self.0.context
    }

    /// Writes the token call. It is pure: sending it spends one of the 50 calls in 30 days and ends the current token, which
    /// the token source does when it has to.
    ///
    /// # Errors
    /// `Configuration` if a custom gateway has no token address.
    pub fn token_request(&self, grant: &Grant<'_>) -> Result<Request<Bytes>, Error> {
        self.0.token_call.request(grant)
    }

    /// Reads the answer to a token call.
    ///
    /// # Errors
    /// The endpoint's own code, or `Decode`.
    pub fn read_token(&self, response: &Response<Bytes>) -> Result<TokenGranted, Error> {
        self.0.token_call.read(response)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("config", &self.0.config).field("context", &self.0.context).finish()
    }
}
