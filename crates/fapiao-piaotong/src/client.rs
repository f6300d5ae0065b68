//! The client of a partner, and the handle of one seller.

use crate::{Body, Config, Receiver, SerialTail, Stamp, envelope, read::Reader};
use bytes::Bytes;
use fapiao_model::{
    Entry, Outcome, Replay, TaxNumber,
    piaotong::{Alias, Call},
};
use fapiao_transport::{Context, Error, ErrorKind};
use http::{Request, Response, header};
use std::sync::Arc;

/// The client of one partner. Calls are made on the handle of a [`Merchant`]. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Client(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    config: Config,
    context: Context,
}

impl Client {
    /// A client of this partner.
    ///
    /// # Errors
    /// `Configuration` if the address is no address or plain HTTP where that is not taken, or the platform code or a path has
    /// a form that Piaotong's have not.
    pub fn new(config: Config, context: Context) -> Result<Self, Error> {
        config.check()?;
        if config.keys.is_content_key_weak() {
            tracing::warn!(provider = "piaotong", "the content key is no stronger than single DES");
        }
        if !config.alias.is_usual() {
            tracing::warn!(provider = "piaotong", alias = %config.alias, "the platform alias does not have 4 characters");
        }
        Ok(Self(Arc::new(Inner { config, context })))
    }

    /// The handle of a seller.
    #[must_use]
    pub fn merchant(&self, tax_number: TaxNumber) -> Merchant {
        Merchant { client: self.clone(), tax_number }
    }

    /// What opens pushes and signs their answers.
    #[must_use]
    pub fn receiver(&self) -> Receiver {
        Receiver::new(self.config().clone())
    }

    /// What the client was told.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    pub(crate) fn context(&self) -> &Context {
        &self.0.context
    }
}

/// One seller, by tax number. Cheap to clone. The enterprise must be registered and bound to the platform code.
#[derive(Clone, Debug)]
pub struct Merchant {
    client: Client,
    tax_number: TaxNumber,
}

impl Merchant {
    /// The seller's tax number.
    #[must_use]
    pub const fn tax_number(&self) -> &TaxNumber {
        &self.tax_number
    }

    /// The client that the handle belongs to.
    #[must_use]
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// Checks an operation and writes its business message, once. Nothing is sent.
    ///
    /// # Errors
    /// `InvalidInput` naming the member, if Piaotong would refuse it, it acts for another tax number, or its serial does not
    /// start with the alias; `Configuration` if nobody knows its path.
    pub fn write<O: Call>(&self, operation: &O) -> Result<Body, Error> {
        let entry = operation.entry();
        let config = self.client.config();
        self.check_party(&entry, operation.tax_number())?;
        check_alias(&entry, operation.key(), &config.alias)?;
        operation.check(&config.switches).map_err(|fault| Error::fault(&entry, fault))?;
        let bytes = operation
            .content(&config.switches)
            .map_err(|error| Error::invalid(&entry, "content", "can't be written as JSON").with_source(error))?;
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let (path, key) = (owned(operation.path()), owned(operation.key()));
        let body = Body::new(entry, path, key, owned(operation.tax_number()), Bytes::from(bytes));
        self.address(&body).map(|_| body)
    }

    /// A fresh stamp: now, and 8 random characters.
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        let context = self.client.context();
        let tail = match self.client.config().serial_tail {
            SerialTail::Base62 => context.entropy().base62(8),
            SerialTail::Digits => context.entropy().digits(8),
            SerialTail::Hex => context.entropy().hex(8),
        };
        Stamp::new(context.clock().now(), tail)
    }

    /// Encrypts a message, signs the envelope around it and makes the request, for one send.
    ///
    /// # Errors
    /// `InvalidInput` if the message acts for another tax number, `Configuration` if nobody knows its path, `Credential` if
    /// the signature could not be made.
    pub fn seal(&self, body: &Body, stamp: &Stamp) -> Result<Request<Bytes>, Error> {
        let entry = body.entry();
        self.check_party(entry, body.tax_number())?;
        let sealed = envelope::seal_request(self.client.config(), body.bytes(), stamp).map_err(|error| {
            Error::new(entry, ErrorKind::Credential, Outcome::NotSent, error.to_string()).with_source(error)
        })?;
        Request::post(self.address(body)?)
            .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
            .body(sealed.bytes)
            .map_err(|error| configuration(entry, "the path does not make an address").with_source(error))
    }

    /// Reads the answer to a message: verifies, decrypts, and compares whom it speaks of. A signed answer does not name its
    /// request, so message and stamp are needed.
    ///
    /// # Errors
    /// `Unverified` without Piaotong's signature, or if the answer names another order or seller: nothing in it is reported
    /// then. `Refused` only for a code that the table lists as without effect. Any HTTP status but 200, an answer that can't
    /// be read, and an unlisted code are `Unknown`.
    pub fn read<O: Call>(&self, body: &Body, stamp: &Stamp, response: &Response<Bytes>) -> Result<O::Answer, Error> {
        Reader { config: self.client.config(), body, serial: stamp.serial(&self.client.config().alias) }
            .answer::<O>(response)
    }

    /// Sends an operation and reads its answer.
    ///
    /// Dropping the future leaves the outcome unknown. Nothing is repeated.
    ///
    /// # Errors
    /// As [`write`](Self::write), [`seal`](Self::seal) and [`read`](Self::read), and those of the transport.
    pub async fn call<O: Call>(&self, operation: &O) -> Result<O::Answer, Error> {
        let body = self.write(operation)?;
        self.send::<O>(&body).await
    }

    /// Sends a message that was written before, in a fresh envelope, and reads its answer.
    ///
    /// Dropping the future leaves the outcome unknown.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub async fn send<O: Call>(&self, body: &Body) -> Result<O::Answer, Error> {
        let context = self.client.context();
        let exchange = async {
            let stamp = self.stamp();
            let request = self.seal(body, &stamp)?;
            let response = context.send(body.entry(), request).await?;
            self.read::<O>(body, &stamp, &response)
        };
        context.watch(body.entry(), body.key(), exchange).await
    }

    fn check_party(&self, entry: &Entry, named: Option<&str>) -> Result<(), Error> {
        match named {
            Some(named) if named != self.tax_number.as_str() => {
                let problem =
                    format!("names {named}, but the handle is that of {}; take the handle of {named}", self.tax_number);
                Err(Error::invalid(entry, "taxpayerNum", problem))
            }
            _ => Ok(()),
        }
    }

    fn address(&self, body: &Body) -> Result<String, Error> {
        let config = self.client.config();
        match body.path().or_else(|| config.endpoint(body.entry())) {
            Some(path) => Ok(config.address(path)),
            None => {
                Err(configuration(body.entry(), "nobody has published its path; set it with Config::with_endpoint"))
            }
        }
    }
}

fn configuration(entry: &Entry, problem: &'static str) -> Error {
    Error::new(entry, ErrorKind::Configuration, Outcome::NotSent, problem).with_field("endpoints")
}

/// A serial that we make starts with the platform's alias.
fn check_alias(entry: &Entry, key: Option<&str>, alias: &Alias) -> Result<(), Error> {
    match key {
        Some(key) if entry.replay == Replay::SameKey && !key.starts_with(alias.as_str()) => {
            let problem = format!("{key:?} does not start with the platform alias {alias}; take a serial that does");
            Err(Error::invalid(entry, "invoiceReqSerialNo", problem))
        }
        _ => Ok(()),
    }
}
