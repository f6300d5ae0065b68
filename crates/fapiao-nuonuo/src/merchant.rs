//! The handle that calls are made on: write, seal, send, read.

use crate::client::Inner;
use crate::token::Tokens;
use crate::{Body, Client, Stamp, UserTaxHeader, answer};
use bytes::Bytes;
use fapiao_model::nuonuo::Call;
use fapiao_model::{ChinaTime, Class, Fault, TaxNumber};
use fapiao_signing::nuonuo::Signable;
use fapiao_transport::{AccessToken, Error, StoredToken};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, header};
use std::{fmt, sync::Arc};

/// Room for an ordinary body, so that it is not copied while it grows.
const BODY_CAPACITY: usize = 1024;

static SIGN: HeaderName = HeaderName::from_static("x-nuonuo-sign");
static ACCESS_TOKEN: HeaderName = HeaderName::from_static("accesstoken");
static USER_TAX: HeaderName = HeaderName::from_static("usertax");
static METHOD: HeaderName = HeaderName::from_static("method");
static SDK_VERSION: HeaderName = HeaderName::from_static("sdkver");

/// A merchant (授权商户): the tax number that calls are made for, and its token. Clones are cheap.
#[doc(alias = "授权商户")]
#[derive(Clone)]
pub struct Merchant(Arc<Handle>);

struct Handle {
    client: Client,
    tax_number: TaxNumber,
    user_tax: Option<HeaderValue>,
    tokens: Tokens,
}

impl Merchant {
    pub(crate) fn new(client: Client, tax_number: TaxNumber, tokens: Tokens) -> Self {
        let user_tax = match client.0.config.user_tax {
            UserTaxHeader::TaxNumber => HeaderValue::from_str(tax_number.as_str()).ok(),
            UserTaxHeader::Empty => Some(HeaderValue::from_static("")),
            UserTaxHeader::LeftOut => None,
        };
        Self(Arc::new(Handle { client, tax_number, user_tax, tokens }))
    }

    /// The tax number.
    #[must_use]
    pub fn tax_number(&self) -> &TaxNumber {
        &self.0.tax_number
    }

    /// The client that made this handle.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.0.client
    }

    /// Writes an operation: checks it, and serialises it once. Nothing is sent.
    ///
    /// # Errors
    /// `InvalidInput` naming the field: what the documents forbid, an order number longer than the config allows, or an
    /// operation that acts as another tax number than this handle's (Nuonuo would say E9302).
    pub fn write<C: Call>(&self, operation: &C) -> Result<Body, Error> {
        let entry = operation.entry();
        self.check(operation).map_err(|fault| Error::fault(&entry, fault))?;
        let mut bytes = Vec::with_capacity(BODY_CAPACITY);
        serde_json::to_writer(&mut bytes, operation)
            .map_err(|error| Error::invalid(&entry, "body", "can't be written as JSON").with_source(error))?;
        let method = match operation.method() {
            same if same == C::ENTRY.wire_name => HeaderValue::from_static(C::ENTRY.wire_name),
            other => HeaderValue::from_str(other)
                .map_err(|_| Error::invalid(&entry, "method", "can't stand in a header; copy it from the catalogue"))?,
        };
        Ok(Body::new(entry, method, operation.key().map(str::to_owned), Bytes::from(bytes)))
    }

    /// Puts a body into its envelope: query, headers, signature. Pure; a header that the token can't stand in goes out empty,
    /// which Nuonuo refuses.
    #[must_use]
    pub fn seal(&self, body: &Body, stamp: &Stamp) -> Request<Bytes> {
        let Inner { gateway, key, config, sdk_version, .. } = &*self.0.client.0;
        let timestamp = stamp.unix_seconds.to_string();
        let signable = Signable {
            path: &gateway.path,
            app_key: &config.app_key,
            senid: &stamp.senid,
            nonce: &stamp.nonce,
            timestamp: &timestamp,
            body: body.bytes(),
        };
        let mut headers = HeaderMap::with_capacity(8);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json;charset=utf-8"));
        headers.insert(&SIGN, header_value(signable.sign_with(key)));
        let mut token = header_value(stamp.token.expose());
        token.set_sensitive(true);
        headers.insert(&ACCESS_TOKEN, token);
        headers.insert(&METHOD, body.method.clone());
        if let Some(user_tax) = &self.0.user_tax {
            headers.insert(&USER_TAX, user_tax.clone());
        }
        if let Some(version) = sdk_version {
            headers.insert(&SDK_VERSION, version.clone());
        }
        let mut request = Request::new(body.shared());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = gateway.uri(&stamp.senid, &stamp.nonce, &timestamp);
        *request.headers_mut() = headers;
        request
    }

    /// Reads an answer: envelope, code, answer. A raw call's is read without its method name, so by the codes that mean the same
    /// on every method; [`call`](Self::call) knows the name.
    ///
    /// # Errors
    /// Nuonuo's code and words, with what the code table says; a code that it does not list, an answer that can't be read and
    /// any HTTP status but 200 leave the outcome unknown.
    pub fn read<C: Call>(&self, response: &Response<Bytes>) -> Result<C::Answer, Error> {
        let Inner { config, secrets, .. } = &*self.0.client.0;
        let known = || match &self.0.tokens {
            Tokens::Fixed(token) => secrets.with(token.expose()),
            Tokens::Source(_) => secrets.clone(),
        };
        answer::read::<C>(config, &C::ENTRY, C::ENTRY.wire_name, response, known)
    }

    /// A fresh stamp with the current token, which is fetched first if there is none.
    ///
    /// # Errors
    /// Those of the token source. All are `NotSent`.
    pub async fn stamp(&self) -> Result<Stamp, Error> {
        Ok(self.stamped(self.token().await?.token))
    }

    /// Makes a call: write, stamp, seal, send, read. After a token refusal (070301) the token is renewed and the call repeated
    /// once; nothing else is ever repeated.
    ///
    /// Dropping the future of a write leaves its outcome unknown.
    ///
    /// # Errors
    /// With the outcome of this request.
    pub async fn call<C: Call>(&self, operation: &C) -> Result<C::Answer, Error> {
        self.send::<C>(&self.write(operation)?).await
    }

    /// Sends a body that was written, or restored, as the operation `C`.
    ///
    /// # Errors
    /// As [`call`](Self::call); `InvalidInput` if the body is another operation's.
    pub async fn send<C: Call>(&self, body: &Body) -> Result<C::Answer, Error> {
        if body.entry().name != C::ENTRY.name {
            return Err(Error::invalid(&C::ENTRY, "body", "is another operation's; send it as its own"));
        }
        self.0.client.0.context.watch(body.entry(), body.key(), self.exchange::<C>(body)).await
    }

    async fn exchange<C: Call>(&self, body: &Body) -> Result<C::Answer, Error> {
        let token = self.token().await?;
        let result = self.once::<C>(body, &token.token).await;
        let (Tokens::Source(source), Err(error)) = (&self.0.tokens, &result) else { return result };
        if error.row().is_none_or(|row| row.class != Class::Token) || error.outcome().may_have_effect() {
            return result;
        }
        tracing::info!("the token was refused; renewing it and repeating the call once");
        let renewed = source.after_refusal(&token).await?;
        self.once::<C>(body, &renewed.token).await
    }

    async fn once<C: Call>(&self, body: &Body, token: &AccessToken) -> Result<C::Answer, Error> {
        let Inner { config, context, secrets, .. } = &*self.0.client.0;
        let request = self.seal(body, &self.stamped(token.clone()));
        let response = context.send(body.entry(), request).await?;
        answer::read::<C>(config, body.entry(), body.method(), &response, || secrets.with(token.expose()))
    }

    fn check<C: Call>(&self, operation: &C) -> Result<(), Fault> {
        if operation.acting().is_some_and(|acting| *acting != self.0.tax_number) {
            let fault = format!("is not {}, the handle's; use the handle of the party that acts", self.0.tax_number);
            return Err(Fault::new("tax number", fault));
        }
        let limit = self.0.client.0.config.order_number_limit;
        if operation.order_number().is_some_and(|number| number.as_str().len() > limit) {
            return Err(Fault::new("orderNo", format!("has more than {limit} characters; shorten it")));
        }
        operation.check()
    }

    fn stamped(&self, token: AccessToken) -> Stamp {
        let context = &self.0.client.0.context;
        let entropy = context.entropy();
        let unix_seconds = context.clock().now().unix_seconds();
        Stamp { senid: entropy.hex(32), nonce: entropy.digits(8), unix_seconds, token }
    }

    async fn token(&self) -> Result<StoredToken, Error> {
        match &self.0.tokens {
            Tokens::Source(source) => source.current().await,
            Tokens::Fixed(token) => Ok(StoredToken {
                token: token.clone(),
                generation: 0,
                fetched_at: ChinaTime::from_unix_millis(0),
                expires_at: None,
            }),
        }
    }
}

impl fmt::Debug for Merchant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Handle { client, tax_number, .. } = &*self.0;
        f.debug_struct("Merchant").field("tax_number", tax_number).field("client", client).finish()
    }
}

/// A header's value. Only control characters can't be one; then it is empty.
fn header_value(text: impl AsRef<str>) -> HeaderValue {
    HeaderValue::from_str(text.as_ref()).unwrap_or_else(|_| HeaderValue::from_static(""))
}
