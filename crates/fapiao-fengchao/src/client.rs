//! The client of an application, and the handle of one merchant.

use crate::{Body, Config, Stamp, stamp};
use bytes::Bytes;
use fapiao_model::{
    Entry, Operation as _, TaxNumber,
    fengchao::{CODES, Call, Envelope, RetryIssue},
    node::NodeError,
};
use fapiao_transport::{Context, Error, Reply, Scrubber};
use http::{Request, Response, StatusCode, header};
use std::{fmt, sync::Arc};

/// The client of one partner application. Calls are made on the handle of a [`Merchant`]. Cheap to clone.
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
    /// `Configuration` if id or secret is empty, or the address is none or plain http to another machine.
    pub fn new(config: Config, context: Context) -> Result<Self, Error> {
        config.check()?;
        let scrubber = Scrubber::new([config.app_secret.expose()]);
        Ok(Self(Arc::new(Inner { config, context, scrubber })))
    }

    /// The handle of a merchant, by the seller's tax number.
    #[must_use]
    pub fn merchant(&self, tax_number: TaxNumber) -> Merchant {
        Merchant { client: self.clone(), tax_number }
    }

    /// What the client was told.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.0.config
    }
}

/// One seller behind the gateway. Cheap to clone.
#[derive(Clone)]
pub struct Merchant {
    client: Client,
    tax_number: TaxNumber,
}

impl Merchant {
    /// The seller's tax number, sent as `tax_num`.
    #[must_use]
    pub const fn tax_number(&self) -> &TaxNumber {
        &self.tax_number
    }

    /// The client that the handle belongs to.
    #[must_use]
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// Checks an operation and writes its message, once. Nothing is sent.
    ///
    /// # Errors
    /// `InvalidInput` naming the field, if it names another merchant or can't be written.
    pub fn write<O: Call>(&self, operation: &O) -> Result<Body, Error> {
        let entry = self.entry(operation);
        self.only_own(&entry, operation.tax_number())?;
        let unwritable =
            |error: serde_json::Error| Error::invalid(&entry, "request_data", format!("can't be written: {error}"));
        let parameters = operation.parameters(&self.tax_number).map_err(unwritable)?;
        Ok(Body::new(entry, operation.path(), operation.key(), parameters))
    }

    /// The stamp of this moment, by the context's clock.
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        Stamp::at(self.context().clock().now())
    }

    /// Signs a body and makes the request. The body's bytes go into it as they are.
    ///
    /// # Errors
    /// `InvalidInput` if the body is another merchant's, or its path can't be one.
    pub fn seal(&self, body: &Body, stamp: &Stamp) -> Result<Request<Bytes>, Error> {
        self.only_own(body.entry(), body.tax_number())?;
        let Config { app_id, app_secret, environment, .. } = self.client.config();
        Request::post(format!("{}{}", environment.base(), body.path()))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded; charset=UTF-8")
            .header(header::ACCEPT, "application/json")
            .body(stamp::sealed(body, app_id, app_secret, stamp).into())
            .map_err(|error| Error::invalid(body.entry(), "path", format!("makes no address: {error}")))
    }

    /// Opens the answer to an operation of this type.
    ///
    /// A raw call's answer is read by [`read_from`](Self::read_from), which knows its path.
    ///
    /// # Errors
    /// Outcome `Unknown` for another HTTP status than 200, for what can't be read, and for every code that is not a listed
    /// success: which codes of the gateway mean a refusal without effect, nobody has published.
    pub fn read<O: Call>(&self, response: &Response<Bytes>) -> Result<O::Answer, Error> {
        self.read_from::<O>(&O::ENTRY, O::ENTRY.wire_name, response)
    }

    /// Opens the answer to an operation of this type that was sent to this path.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_from<O: Call>(
        &self,
        entry: &Entry,
        path: &str,
        response: &Response<Bytes>,
    ) -> Result<O::Answer, Error> {
        let is_ok = response.status() == StatusCode::OK;
        let envelope = match Envelope::read(response.body()) {
            Ok(envelope) => envelope,
            Err(error) if is_ok => return Err(self.unreadable(entry, response, self.reply(response, "", ""), &error)),
            Err(_) => return Err(Error::answered(entry, self.reply(response, "", ""), None)),
        };
        let reply = self.reply(response, envelope.code(), &words(&envelope));
        if is_ok && O::is_success(path, envelope.code()) {
            return O::answer(envelope).map_err(|error| self.unreadable(entry, response, reply, &error));
        }
        let row = CODES.find(envelope.code(), path);
        Err(Error::answered(entry, reply, row))
    }

    /// Writes, stamps, seals, sends and reads, within the context's deadline. Nothing is repeated.
    ///
    /// Dropping the future leaves the outcome of a write unknown.
    ///
    /// # Errors
    /// `NotSent` if nothing left; `Unknown` if no answer came or one as described at [`read`](Self::read).
    pub async fn call<O: Call>(&self, operation: &O) -> Result<O::Answer, Error> {
        let entry = self.entry(operation);
        let call = async {
            let body = self.write(operation)?;
            let request = self.seal(&body, &self.stamp())?;
            let response = self.context().send(&entry, request).await?;
            self.read_from::<O>(&entry, body.path(), &response)
        };
        self.context().watch(&entry, operation.key(), call).await
    }

    fn entry<O: Call>(&self, operation: &O) -> Entry {
        let entry = operation.entry();
        let is_retry = entry.wire_name == RetryIssue::ENTRY.wire_name;
        if is_retry { entry.replay(self.client.config().repeat_retry) } else { entry }
    }

    /// Refuses what names another merchant than the handle's.
    fn only_own(&self, entry: &Entry, named: Option<&str>) -> Result<(), Error> {
        match named {
            Some(named) if named != self.tax_number.as_str() => {
                let problem =
                    format!("is {named:?}, but the handle is that of {}; take its own handle", self.tax_number);
                Err(Error::invalid(entry, "tax_num", problem))
            }
            _ => Ok(()),
        }
    }

    /// A decode error quotes some of what it could not read, so that is scrubbed too.
    fn unreadable(&self, entry: &Entry, response: &Response<Bytes>, reply: Reply, error: &NodeError) -> Error {
        let message = format!("the answer can't be read: {error}");
        let message = self.client.0.scrubber.quoting(response.body(), &message).into_owned();
        Error::decode(entry, reply, message)
    }

    fn reply(&self, response: &Response<Bytes>, code: &str, words: &str) -> Reply {
        let scrubber = &self.client.0.scrubber;
        let (code, words) = (scrubber.text(code), scrubber.text(words));
        Reply::new(response.status(), &code, &words, scrubber.body(response.body()))
    }

    fn context(&self) -> &Context {
        &self.client.0.context
    }
}

/// The gateway's words, with the id that its support asks for.
fn words(envelope: &Envelope) -> String {
    match envelope.trace_id() {
        Some(id) => format!("{} (trace_id {id})", envelope.message()),
        None => envelope.message().to_owned(),
    }
}

impl fmt::Debug for Merchant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Merchant").field("tax_number", &self.tax_number).field("client", &self.client).finish()
    }
}
