//! What a token is asked for with, and the page where a merchant grants one.

use crate::{Client, config::wrong, form};
use fapiao_model::nuonuo::SelfUseToken;
use fapiao_signing::AppSecret;
use fapiao_transport::{Error, address};

/// With what right a token is asked for.
///
/// The source of a [`Merchant`](crate::Merchant)'s tokens asks as [`SelfUse`](Self::SelfUse) by itself. The other two belong to
/// third-party applications (第三方应用); [`Client::token_request`] writes their requests, sending and keeping is up to the caller.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Grant<'a> {
    /// An application of one's own: `client_credentials`.
    SelfUse,
    /// The code that the redirect brought: `authorization_code`.
    Code {
        /// The code; it works once (inferred).
        code: &'a str,
        /// The merchant's tax number, as it came with the code.
        tax_number: &'a str,
        /// The redirect's address, equal to the one that is configured.
        redirect_uri: &'a str,
    },
    /// A token of a third-party application, renewed: `refresh_token`. Permanent tokens can't be.
    Refresh {
        /// The `userId` of the code exchange, which takes the place of the application's key here.
        user_id: &'a str,
        /// The refresh token.
        refresh_token: &'a AppSecret,
    },
}

impl Grant<'_> {
    /// The form of the token request.
    pub(crate) fn form(&self, app_key: &str, secret: &AppSecret) -> String {
        let secret = ("client_secret", secret.expose());
        match *self {
            Self::SelfUse => form::encode(&[("client_id", app_key), secret, ("grant_type", SelfUseToken::GRANT)]),
            Self::Code { code, tax_number, redirect_uri } => form::encode(&[
                ("client_id", app_key),
                secret,
                ("code", code),
                ("taxNum", tax_number),
                ("redirect_uri", redirect_uri),
                ("grant_type", "authorization_code"),
            ]),
            Self::Refresh { user_id, refresh_token } => form::encode(&[
                ("client_id", user_id),
                secret,
                ("refresh_token", refresh_token.expose()),
                ("grant_type", "refresh_token"),
            ]),
        }
    }
}

impl Client {
    /// The page where a merchant lets a third-party application act for it, on the vendor's production host (the test system's
    /// is unknown). After consent the browser comes back to `redirect_uri` with `code` and `taxnum`.
    ///
    /// # Errors
    /// If the redirect's address is none, or is not https.
    pub fn authorize_url(&self, redirect_uri: &str, state: &str) -> Result<String, Error> {
        address::parse(redirect_uri, &[]).map_err(|error| wrong("redirect_uri", error.to_string()))?;
        let query = form::encode(&[
            ("appKey", &self.config().app_key),
            ("response_type", "code"),
            ("redirect_uri", redirect_uri),
            ("state", state),
        ]);
        Ok(format!("https://open.nuonuo.com/authorize?{query}"))
    }
}
