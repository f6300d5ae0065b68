//! From the HTTP response to the answer, or to the error that says how far the request got.

use crate::{Body, Config, OpenError, Opened, UnboundRefusal, envelope::open_answer};
use bytes::Bytes;
use fapiao_model::{
    CodeRow, Outcome,
    node::{Node, NodeError},
    piaotong::{CODES, Call, Echo},
};
use fapiao_transport::{Error, ErrorKind, Reply};
use http::{Response, StatusCode};

/// Reads the answer to one message.
pub(crate) struct Reader<'a> {
    pub(crate) config: &'a Config,
    pub(crate) body: &'a Body,
    /// The serial of the request's envelope.
    pub(crate) serial: String,
}

/// Whether an answer belongs to the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bond {
    /// Its content names the order, or its envelope the request's own serial.
    Bound,
    /// It names neither.
    Unbound,
    /// It names another order or seller.
    Foreign,
}

impl Reader<'_> {
    pub(crate) fn answer<O: Call>(&self, response: &Response<Bytes>) -> Result<O::Answer, Error> {
        if response.status() != StatusCode::OK {
            return Err(self.other_status(response));
        }
        let opened = open_answer(self.config, response.body()).map_err(|error| self.not_opened(response, error))?;
        if !O::is_success(&opened.code) {
            return Err(self.refusal(response, &opened));
        }
        let content = match &opened.content {
            Some(text) => {
                Node::from_json(text.as_bytes()).map_err(|error| self.unreadable(response, &opened, &error))?
            }
            None => Node::Null,
        };
        self.check_echo(response, &content, O::ECHO)?;
        O::read(&content).map_err(|error| self.unreadable(response, &opened, &error))
    }

    /// Another status than 200: whatever the body says, nothing is known of the request. Verified words are reported.
    fn other_status(&self, response: &Response<Bytes>) -> Error {
        let opened = open_answer(self.config, response.body()).ok();
        let reply = opened.as_ref().map_or_else(|| self.unread(response), |opened| self.reply(response, opened));
        let row = CODES.find(reply.code(), self.body.wire_name());
        Error::answered(self.body.entry(), reply, row)
    }

    /// A verified answer whose code is not a success.
    fn refusal(&self, response: &Response<Bytes>, opened: &Opened) -> Error {
        let content = match opened.content.as_deref().map(|text| Node::from_json(text.as_bytes())) {
            None => Node::Null,
            Some(Ok(content)) => content,
            Some(Err(error)) => return self.unreadable(response, opened, &error),
        };
        let row = CODES.find(&opened.code, self.body.wire_name());
        let reply = self.reply(response, opened);
        match self.bond(&content, &opened.serial) {
            Bond::Foreign => self.foreign(response),
            Bond::Unbound if self.must_query() => self.unbound(reply, row),
            Bond::Bound | Bond::Unbound => Error::answered(self.body.entry(), reply, row),
        }
    }

    /// Whether a refusal that names no request is to be doubted: only an order has a number to lose.
    fn must_query(&self) -> bool {
        self.config.unbound_refusal == UnboundRefusal::Query && !self.body.entry().is_read()
    }

    fn unbound(&self, reply: Reply, row: Option<&'static CodeRow>) -> Error {
        let kind = row.map_or(ErrorKind::Business, |row| ErrorKind::of(row.class));
        let message = "a refusal that names neither this order nor this request: query the order before anything else";
        Error::new(self.body.entry(), kind, Outcome::Unknown, message).with_reply(reply.with_row(row))
    }

    fn bond(&self, content: &Node, serial: &str) -> Bond {
        let named = |member: &str| content.get(member).and_then(Node::as_text).filter(|text| !text.is_empty());
        let is_other = |named: Option<&str>, ours: Option<&str>| named.is_some() && ours.is_some() && named != ours;
        let order = named("invoiceReqSerialNo");
        let seller = named("taxpayerNum").or_else(|| named("sellerTaxpayerNum"));
        if is_other(order, self.body.key()) || is_other(seller, self.body.tax_number()) {
            Bond::Foreign
        } else if order.is_some() && order == self.body.key() || serial == self.serial {
            Bond::Bound
        } else {
            Bond::Unbound
        }
    }

    /// A success has to name the order that was asked for.
    fn check_echo(&self, response: &Response<Bytes>, content: &Node, required: &[Echo]) -> Result<(), Error> {
        if self.bond(content, "") == Bond::Foreign {
            return Err(self.foreign(response));
        }
        let missing = required.iter().find_map(|echo| {
            let member = match echo {
                Echo::Serial => "invoiceReqSerialNo",
                Echo::Seller => "taxpayerNum",
            };
            content.get(member).is_none_or(Node::is_empty).then_some(member)
        });
        match missing {
            Some(member) => Err(self.unverified(response, "the answer does not name its request").with_field(member)),
            None => Ok(()),
        }
    }

    fn foreign(&self, response: &Response<Bytes>) -> Error {
        self.unverified(response, "the answer names another order or seller than the request")
    }

    fn not_opened(&self, response: &Response<Bytes>, error: OpenError) -> Error {
        let message = error.to_string();
        let error_of = match error {
            OpenError::Unverified(_) | OpenError::Foreign => self.unverified(response, message),
            OpenError::Unreadable(_) | OpenError::Content(_) => {
                Error::decode(self.body.entry(), self.unread(response), message)
            }
        };
        error_of.with_source(error)
    }

    /// Nothing of the answer is believed, so its code and words are not reported.
    fn unverified(&self, response: &Response<Bytes>, message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
        Error::new(self.body.entry(), ErrorKind::Unverified, Outcome::Unknown, message)
            .with_reply(self.unread(response))
    }

    /// Verified, but of another form than expected.
    fn unreadable(&self, response: &Response<Bytes>, opened: &Opened, error: &NodeError) -> Error {
        let message = format!("the answer's content can't be read: {error}");
        let message = self.config.keys.scrubber().quoting(response.body(), &message).into_owned();
        Error::decode(self.body.entry(), self.reply(response, opened), message)
    }

    fn reply(&self, response: &Response<Bytes>, opened: &Opened) -> Reply {
        let scrubber = self.config.keys.scrubber();
        let (code, words) = (scrubber.text(&opened.code), scrubber.text(&opened.msg));
        Reply::new(response.status(), &code, &words, scrubber.body(response.body()))
    }

    fn unread(&self, response: &Response<Bytes>) -> Reply {
        Reply::unread(response.status(), self.config.keys.scrubber().body(response.body()))
    }
}
