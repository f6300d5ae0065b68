//! The token call of a self-use application.

use crate::{Config, Grant, config::wrong};
use async_trait::async_trait;
use bytes::Bytes;
use fapiao_model::node::Node;
use fapiao_model::nuonuo::{self, SelfUseToken, TokenGranted};
use fapiao_model::{Operation, Provider};
use fapiao_signing::AppSecret;
use fapiao_transport::{
    AccessToken, Context, Error, ErrorKind, FetchToken, FetchedToken, Reply, Scrubber, TokenKey, TokenSource, address,
};
use http::{HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use std::{fmt, sync::Arc};

/// How a merchant comes by its token.
#[derive(Clone, Debug)]
pub(crate) enum Tokens {
    /// Fetched and renewed.
    Source(TokenSource),
    /// Given by the caller, who renews it.
    Fixed(AccessToken),
}

/// The token call, without the state around it.
#[derive(Clone)]
pub(crate) struct TokenCall {
    uri: Option<Uri>,
    app_key: String,
    app_secret: AppSecret,
    context: Context,
    secrets: Scrubber,
}

impl TokenCall {
    pub(crate) fn new(config: &Config, context: Context, secrets: Scrubber) -> Result<Self, Error> {
        let url = config.token_url.as_deref();
        let uri = url.map(|url| address::base(url, &[])).transpose();
        let uri = uri.map_err(|error| wrong("token_url", error.to_string()))?;
        let (app_key, app_secret) = (config.app_key.clone(), config.app_secret.clone());
        Ok(Self { uri, app_key, app_secret, context, secrets })
    }

    /// A source over the config's store and count.
    pub(crate) fn into_source(self, config: &Config) -> TokenSource {
        let key = TokenKey { provider: Provider::Nuonuo, application: self.app_key.clone(), merchant: None };
        let clock = self.context.shared_clock();
        let (store, quota) = (Arc::clone(&config.token_store), Arc::clone(&config.quota));
        TokenSource::new(&SelfUseToken::ENTRY, key, self, store, quota, clock, config.token_budget)
    }

    pub(crate) fn request(&self, grant: &Grant<'_>) -> Result<Request<Bytes>, Error> {
        let uri = self.uri.clone().ok_or_else(|| {
            let message = "no token address is configured for this gateway; set it with Config::with_token_url";
            Error::new(&SelfUseToken::ENTRY, ErrorKind::Configuration, fapiao_model::Outcome::NotSent, message)
        })?;
        let form = grant.form(&self.app_key, &self.app_secret);
        let mut request = Request::new(Bytes::from(form));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = uri;
        let form_type = HeaderValue::from_static("application/x-www-form-urlencoded;charset=UTF-8");
        request.headers_mut().insert(header::CONTENT_TYPE, form_type);
        Ok(request)
    }

    /// Reads the answer. Its body is kept in no error: it may hold a token, and 070305 repeats the secret.
    pub(crate) fn read(&self, response: &Response<Bytes>) -> Result<TokenGranted, Error> {
        let entry = &SelfUseToken::ENTRY;
        let status = response.status();
        let empty = || Reply::unread(status, Bytes::new());
        let tree = match Node::from_json(response.body()) {
            Ok(tree @ Node::Record(_)) => tree,
            _ if status != StatusCode::OK => return Err(Error::answered(entry, empty(), None)),
            _ => return Err(Error::decode(entry, empty(), "the answer to the token call is no JSON object")),
        };
        let text = |name| tree.get(name).and_then(Node::as_text).unwrap_or_default();
        if status == StatusCode::OK && !text("access_token").is_empty() {
            return tree.read().map_err(|_| Error::decode(entry, empty(), "the granted token can't be read"));
        }
        let code = if text("error").is_empty() { text("code") } else { text("error") };
        let words = if text("error_description").is_empty() { text("describe") } else { text("error_description") };
        let clean = |text: &str| self.secrets.text(&without_brackets(text)).into_owned();
        let reply = Reply::new(status, &clean(code), &clean(words), Bytes::new());
        if code.is_empty() {
            return Err(Error::decode(entry, reply, "the answer to the token call has neither a token nor an error"));
        }
        Err(Error::answered(entry, reply, nuonuo::row(code, entry.wire_name)))
    }
}

#[async_trait]
impl FetchToken for TokenCall {
    async fn fetch(&self) -> Result<FetchedToken, Error> {
        let entry = &SelfUseToken::ENTRY;
        let call = async {
            let response = self.context.send(entry, self.request(&Grant::SelfUse)?).await?;
            let granted = self.read(&response)?;
            Ok(FetchedToken::new(AccessToken::new(granted.access_token), granted.expires_in))
        };
        self.context.watch(entry, None, call).await
    }
}

impl fmt::Debug for TokenCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCall").field("uri", &self.uri).field("app_key", &self.app_key).finish_non_exhaustive()
    }
}

/// Cuts what stands in brackets: there the token endpoint repeats what it was sent, the secret included. A secret may hold a
/// bracket itself, so everything from the first to the last goes.
fn without_brackets(text: &str) -> String {
    let Some((before, inside)) = text.split_once('[') else { return text.to_owned() };
    let after = inside.rsplit_once(']').map_or("", |(_, after)| after);
    format!("{before}[…]{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_stands_in_brackets_is_cut() {
        assert_eq!(without_brackets("Incorrect clientSecret[s]ecr]et] !"), "Incorrect clientSecret[…] !");
        assert_eq!(without_brackets("Incorrect clientSecret[secret"), "Incorrect clientSecret[…]");
        assert_eq!(without_brackets("Incorrect appType"), "Incorrect appType");
    }
}
