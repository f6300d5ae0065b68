//! The client of an application, and the handle of one shop.

use crate::{Body, Config, RawCall, Stamp, body::Frame, body::Unwritable, read::Reader, stamp};
use bytes::Bytes;
use fapiao_model::{
    Class, Entry, Outcome,
    node::Node,
    suning::{Call, Content, InvoiceFile},
};
use fapiao_transport::{AccessToken, Context, Error, ErrorKind, Scrubber, StoredToken, TokenSource};
use http::{Request, Response};
use std::{borrow::Cow, fmt, sync::Arc};

/// The client of one application. Calls are made on the handle of a [`Merchant`].
#[derive(Clone, Debug)]
pub struct Client(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    config: Config,
    context: Context,
    scrubber: Scrubber,
}

impl Client {
    /// A client of this application.
    ///
    /// # Errors
    /// `Configuration` if the gateway is no address or not https (loopback and the vendor's test host excepted), or key or
    /// secret is empty.
    pub fn new(config: Config, context: Context) -> Result<Self, Error> {
        config.check()?;
        let scrubber = Scrubber::new([config.app_secret.expose()]);
        Ok(Self(Arc::new(Inner { config, context, scrubber })))
    }

    /// The handle of a shop, by its merchant code (商家编码).
    #[must_use]
    pub fn merchant(&self, shop: impl Into<String>) -> Merchant {
        Merchant { client: self.clone(), shop: shop.into(), token: Token::None }
    }

    /// What the client was told.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.0.config
    }
}

/// One shop of the marketplace, with its token if the application acts for other merchants. Cheap to clone.
#[derive(Clone)]
pub struct Merchant {
    client: Client,
    shop: String,
    token: Token,
}

#[derive(Clone)]
enum Token {
    None,
    Fixed(AccessToken),
    Source(TokenSource),
}

/// The token of one send.
enum InUse {
    None,
    Fixed(AccessToken),
    Stored(StoredToken),
}

impl InUse {
    fn token(&self) -> Option<&AccessToken> {
        match self {
            Self::None => None,
            Self::Fixed(token) => Some(token),
            Self::Stored(stored) => Some(&stored.token),
        }
    }
}

impl Merchant {
    /// The same handle with the merchant's access token.
    #[must_use]
    pub fn with_token(mut self, token: AccessToken) -> Self {
        self.token = Token::Fixed(token);
        self
    }

    /// The same handle with a source that renews the merchant's token.
    #[must_use]
    pub fn with_token_source(mut self, source: TokenSource) -> Self {
        self.token = Token::Source(source);
        self
    }

    /// The shop's merchant code.
    #[must_use]
    pub fn shop(&self) -> &str {
        &self.shop
    }

    /// The client that the handle belongs to.
    #[must_use]
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// Checks an operation and writes its message, once. Nothing is sent.
    ///
    /// # Errors
    /// `InvalidInput` naming the field, if Suning would refuse it or it names another shop.
    pub fn write<O: Call>(&self, operation: &O) -> Result<Body, Error> {
        let frame = self.frame(operation)?;
        let method = Cow::Borrowed(O::ENTRY.wire_name);
        finish(&O::ENTRY, method, frame, operation.file())
    }

    /// Checks an operation and writes its message without the file.
    pub(crate) fn frame<O: Call>(&self, operation: &O) -> Result<Frame, Error> {
        let entry = &O::ENTRY;
        match operation.shop() {
            Some(shop) if shop != self.shop => {
                let problem = format!("names shop {shop:?}, but the handle is that of {:?}", self.shop);
                return Err(Error::invalid(entry, "shop", problem));
            }
            _ => {}
        }
        operation.check(&self.config().rules).map_err(|fault| Error::fault(entry, fault))?;
        let fields = serde_json::to_string(operation).map_err(|error| unwritable(entry, &error.to_string()))?;
        Frame::write(self.config().format, O::NODE, &fields).map_err(|error| unwritable(entry, &error.0))
    }

    /// Writes the message of a raw call, once. Nothing is sent.
    ///
    /// # Errors
    /// `InvalidInput` if a name can't be written or the fields are not a record.
    pub fn write_raw(&self, call: &RawCall) -> Result<Body, Error> {
        let entry = call.entry();
        if let Some((what, name)) = call.bad_name() {
            return Err(Error::invalid(&entry, what, format!("{name:?} is no name; letters and digits are")));
        }
        let fields = match &call.fields {
            Node::Null => Cow::Borrowed("{}"),
            Node::Record(_) => {
                Cow::Owned(serde_json::to_string(&call.fields).map_err(|error| unwritable(&entry, &error.to_string()))?)
            }
            Node::Text(_) | Node::List(_) => return Err(Error::invalid(&entry, "fields", "are not a record")),
        };
        if let Some((field, file)) = &call.file {
            let limit = self.config().rules.max_file;
            if file.content().len() > limit {
                return Err(Error::invalid(&entry, field.clone(), format!("has more than {limit} bytes")));
            }
        }
        let frame = Frame::write(self.config().format, &call.node, &fields).map_err(|e| unwritable(&entry, &e.0))?;
        let file = call.file.as_ref().map(|(field, file)| (field.as_str(), file));
        finish(&entry, Cow::Owned(call.method.clone()), frame, file)
    }

    /// Signs a message and makes the request, for one send.
    ///
    /// # Errors
    /// `Configuration` if the token is no header value.
    pub fn seal(&self, body: &Body, stamp: &Stamp) -> Result<Request<Bytes>, Error> {
        let entry = fapiao_model::suning::CATALOGUE.iter().find(|entry| entry.wire_name == body.method());
        let raw = RawCall::new("", "", Node::Null).entry();
        self.sealed(entry.unwrap_or(&raw), body, stamp)
    }

    fn sealed(&self, entry: &Entry, body: &Body, stamp: &Stamp) -> Result<Request<Bytes>, Error> {
        // The cause is not printed: it could repeat the token.
        stamp::seal(self.config(), body, stamp).map_err(|_| {
            let problem = "the method or the token can't be written into a header";
            Error::new(entry, ErrorKind::Configuration, Outcome::NotSent, problem)
        })
    }

    /// Reads the answer to an operation.
    ///
    /// # Errors
    /// `Refused` only for a code that the table lists as without effect. Any HTTP status but 200, an answer that can't be
    /// read, an unlisted code, and the operation's own "no" are `Unknown`.
    pub fn read<O: Call>(&self, response: &Response<Bytes>) -> Result<O::Answer, Error> {
        self.reader::<O>(None).answer::<O>(response)
    }

    /// Reads the answer to a raw call; `None` if nothing was found.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_raw(&self, call: &RawCall, response: &Response<Bytes>) -> Result<Option<Content>, Error> {
        self.raw_reader(&call.entry(), call, None).content(response)
    }

    /// Sends an operation and reads its answer.
    ///
    /// Dropping the future leaves the outcome unknown. Nothing is repeated, but for one repeat after Suning refused an expired
    /// token that a [`TokenSource`] can renew.
    ///
    /// # Errors
    /// As [`write`](Self::write) and [`read`](Self::read), and those of the transport.
    pub async fn call<O: Call>(&self, operation: &O) -> Result<O::Answer, Error> {
        let call = async {
            let body = self.write(operation)?;
            self.exchange(&O::ENTRY, &body, |response, stamp| self.reader::<O>(Some(stamp)).answer::<O>(response)).await
        };
        self.context().watch(&O::ENTRY, operation.key(), call).await
    }

    /// Sends a raw call and reads its answer; `None` if nothing was found.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub async fn call_raw(&self, call: &RawCall) -> Result<Option<Content>, Error> {
        let entry = call.entry();
        let sent = async {
            let body = self.write_raw(call)?;
            let read = |response: &Response<Bytes>, stamp: &Stamp| {
                self.raw_reader(&entry, call, Some(stamp)).content(response)
            };
            self.exchange(&entry, &body, read).await
        };
        self.context().watch(&entry, Some(&call.method), sent).await
    }

    /// Stamps, seals, sends and reads; once more with a new token after the old one was refused.
    pub(crate) async fn exchange<T>(
        &self,
        entry: &Entry,
        body: &Body,
        read: impl Fn(&Response<Bytes>, &Stamp) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let token = self.token(entry).await?;
        let answer = self.send(entry, body, token.token(), &read).await;
        let (Err(error), Token::Source(source), InUse::Stored(stored)) = (&answer, &self.token, &token) else {
            return answer;
        };
        let is_refused =
            error.outcome() == Outcome::Refused && error.row().is_some_and(|row| row.class == Class::Token);
        if !is_refused {
            return answer;
        }
        match source.after_refusal(stored).await {
            Ok(renewed) => self.send(entry, body, Some(&renewed.token), &read).await,
            Err(_) => answer,
        }
    }

    async fn send<T>(
        &self,
        entry: &Entry,
        body: &Body,
        token: Option<&AccessToken>,
        read: impl Fn(&Response<Bytes>, &Stamp) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut stamp = Stamp::at(self.context().clock().now());
        stamp.access_token = token.cloned();
        let request = self.sealed(entry, body, &stamp)?;
        let response = self.context().send(entry, request).await?;
        read(&response, &stamp)
    }

    async fn token(&self, entry: &Entry) -> Result<InUse, Error> {
        match &self.token {
            Token::None if self.config().needs_token => {
                let problem = "this application needs the merchant's token; give the handle one";
                Err(Error::new(entry, ErrorKind::Configuration, Outcome::NotSent, problem))
            }
            Token::None => Ok(InUse::None),
            Token::Fixed(token) => Ok(InUse::Fixed(token.clone())),
            Token::Source(source) => Ok(InUse::Stored(source.current().await?)),
        }
    }

    pub(crate) fn reader<'a, O: Call>(&'a self, stamp: Option<&'a Stamp>) -> Reader<'a> {
        let (entry, node) = (const { &O::ENTRY }, O::ANSWER_NODE);
        Reader { entry, method: O::ENTRY.wire_name, node, scrubber: self.scrubber(stamp), stamp }
    }

    fn raw_reader<'a>(&'a self, entry: &'a Entry, call: &'a RawCall, stamp: Option<&'a Stamp>) -> Reader<'a> {
        let node = call.answer_node.as_deref().unwrap_or(&call.node);
        Reader { entry, method: &call.method, node, scrubber: self.scrubber(stamp), stamp }
    }

    fn scrubber(&self, stamp: Option<&Stamp>) -> Cow<'_, Scrubber> {
        let token = match (stamp.and_then(|stamp| stamp.access_token.as_ref()), &self.token) {
            (Some(token), _) | (None, Token::Fixed(token)) => token,
            (None, Token::None | Token::Source(_)) => return Cow::Borrowed(&self.client.0.scrubber),
        };
        Cow::Owned(self.client.0.scrubber.with(token.expose()))
    }

    pub(crate) fn config(&self) -> &Config {
        &self.client.0.config
    }

    pub(crate) fn context(&self) -> &Context {
        &self.client.0.context
    }
}

impl fmt::Debug for Merchant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Merchant").field("shop", &self.shop).field("client", &self.client).finish_non_exhaustive()
    }
}

/// The body of a frame, with its file.
pub(crate) fn finish(
    entry: &Entry,
    method: Cow<'static, str>,
    frame: Frame,
    file: Option<(&str, &InvoiceFile)>,
) -> Result<Body, Error> {
    let format = frame.format();
    let bytes = match file {
        None => frame.into_bytes(),
        Some((field, file)) => {
            let too_large = |error: Unwritable| Error::invalid(entry, field.to_owned(), error.0);
            frame.with_file(field, file).map_err(too_large)?
        }
    };
    Ok(Body::new(method, format, bytes))
}

pub(crate) fn unwritable(entry: &Entry, why: &str) -> Error {
    Error::invalid(entry, "body", format!("can't be written: {why}"))
}
