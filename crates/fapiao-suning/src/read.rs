//! From the HTTP response to the answer, or to the error that says how far the request got.

use crate::Stamp;
use bytes::Bytes;
use fapiao_model::{
    Entry, Outcome,
    node::{Node, NodeError},
    suning::{CODES, Call, Category, Content, Envelope},
};
use fapiao_transport::{Error, ErrorKind, Reply, Scrubber};
use http::{Response, StatusCode, header};
use jiff::{Timestamp, fmt::rfc2822};
use std::borrow::Cow;

/// Reads the answers of one operation.
pub(crate) struct Reader<'a> {
    pub(crate) entry: &'a Entry,
    /// The method, by which the code table is asked.
    pub(crate) method: &'a str,
    /// The business node of the answer.
    pub(crate) node: &'a str,
    /// Takes our secrets out of what the provider says.
    pub(crate) scrubber: Cow<'a, Scrubber>,
    /// The stamp of the request, if it is known.
    pub(crate) stamp: Option<&'a Stamp>,
}

impl Reader<'_> {
    /// The content of the answer; `None` if nothing was found.
    pub(crate) fn content(&self, response: &Response<Bytes>) -> Result<Option<Content>, Error> {
        let opened = tree(response.body()).and_then(|message| Envelope::open(message, self.node));
        if response.status() != StatusCode::OK {
            return Err(self.other_status(response, opened));
        }
        match opened {
            Ok(Envelope::Content(content)) => Ok(Some(content)),
            Ok(Envelope::Empty) => Ok(None),
            Ok(Envelope::Error { code, message }) => Err(self.refused(response, &code, message.as_deref())),
            Err(error) => Err(self.unreadable(response, &error)),
        }
    }

    /// The typed answer.
    pub(crate) fn answer<O: Call>(&self, response: &Response<Bytes>) -> Result<O::Answer, Error> {
        let Some(content) = self.content(response)? else {
            return O::empty().ok_or_else(|| {
                let message = "nothing found, the answer of a query, to something that is none: ask before a repeat";
                self.error(ErrorKind::Business, message).with_reply(self.reply(response, "", ""))
            });
        };
        let answer = O::answer(&content).map_err(|error| self.unreadable(response, &error))?;
        match O::declined(&answer) {
            None => Ok(answer),
            Some(why) => {
                let message = format!("the answer carries no error code, but {why}: ask before a repeat");
                Err(self.error(ErrorKind::Business, message).with_reply(self.reply(response, "", "")))
            }
        }
    }

    /// Another status than 200: whatever the body says, nothing is known of the request.
    fn other_status(&self, response: &Response<Bytes>, opened: Result<Envelope, NodeError>) -> Error {
        let reply = match opened {
            Ok(Envelope::Error { code, message }) => self.reply(response, &code, &message.unwrap_or_default()),
            _ => self.reply(response, "", ""),
        };
        let row = CODES.find(reply.code(), self.method);
        Error::answered(self.entry, reply, row)
    }

    fn refused(&self, response: &Response<Bytes>, code: &str, words: Option<&str>) -> Error {
        let reply = self.reply(response, code, words.unwrap_or_default());
        let error = Error::answered(self.entry, reply, CODES.find(code, self.method));
        let offset = if Category::of(code) == Category::Time { self.clock_offset(response) } else { None };
        match (offset, error.reply()) {
            (Some(offset), Some(reply)) => {
                let message = format!("{}: {offset}", error.message());
                Error::new(self.entry, error.kind(), error.outcome(), message).with_reply(reply.clone())
            }
            _ => error,
        }
    }

    /// The error quotes some of what it could not read, so it is scrubbed and not attached as a source.
    fn unreadable(&self, response: &Response<Bytes>, error: &NodeError) -> Error {
        let message = format!("the answer can't be read: {error}");
        let message = self.scrubber.quoting(response.body(), &message).into_owned();
        Error::decode(self.entry, self.reply(response, "", ""), message)
    }

    fn error(&self, kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Error {
        Error::new(self.entry, kind, Outcome::Unknown, message)
    }

    fn reply(&self, response: &Response<Bytes>, code: &str, words: &str) -> Reply {
        let (code, words) = (self.scrubber.text(code), self.scrubber.text(words));
        Reply::new(response.status(), &code, &words, self.scrubber.body(response.body()))
    }

    /// By how much the request's time differs from the answer's `Date`, the one clock of Suning's that can be seen.
    fn clock_offset(&self, response: &Response<Bytes>) -> Option<String> {
        let date = response.headers().get(header::DATE)?.to_str().ok()?;
        let theirs = rfc2822::parse(date).ok()?.timestamp();
        let ours = Timestamp::from_second(self.stamp?.request_time.unix_seconds()).ok()?;
        let seconds = ours.as_second() - theirs.as_second();
        let direction = if seconds < 0 { "behind" } else { "ahead of" };
        Some(format!("the request's time is {} s {direction} the answer's Date", seconds.abs()))
    }
}

/// The tree of an answer in either format: Suning has been seen to answer in XML what was asked in JSON.
fn tree(body: &[u8]) -> Result<Node, NodeError> {
    let first = body.iter().copied().find(|byte| !b"\xef\xbb\xbf \t\r\n".contains(byte));
    if first == Some(b'<') { Node::from_xml(body) } else { Node::from_json(body) }
}
