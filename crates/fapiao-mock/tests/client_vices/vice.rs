//! The vices of a client: each twists one thing that the honest one does.

use crate::honest::{ADD, Content, Honest, content};
use async_trait::async_trait;
use bytes::Bytes;
use fapiao_mock::{
    Settings, SuningSettings,
    contract::client::{Connected, Stage, Subject},
};
use fapiao_model::{Entry, Outcome, Provider};
use fapiao_signing::AppSecret;
use fapiao_transport::{Error, ErrorKind, Reply, Scrubber, TransportError, TransportErrorKind as Kind};
use http::{Response, StatusCode};
use serde_json::json;
use std::{
    error::Error as _,
    sync::atomic::{AtomicU8, AtomicU32, Ordering},
};

const BAD_SIGNATURE: &str = "sys.check.app-sign:error";

/// What is wrong with a client.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Vice {
    SuccessIsFailure,
    CanNotRead,
    WritesTwice,
    NewKeyAfterSuccess,
    NewKeyAfterLoss,
    NewKeys,
    /// After an error of this kind whose outcome is unknown.
    ResendsAfter(ErrorKind),
    ResendsWhenLate,
    BadSignatureIsSuccess,
    BadSignatureIsNotSent,
    RefusedIsUnknown,
    LostIs(Outcome),
    LostIsSuccess,
    LateIsNotSent,
    /// Another deadline, in parts of a hundred of the one that was given.
    Waits(u32),
    CutIsSuccess,
    /// An answer that starts like this is a success.
    Takes(&'static str),
    TakesNothing,
    /// At an answer that starts like this.
    Panics(&'static str),
    UnreadableIsRefused,
    GuessesAtGbk,
    NoLimit,
    PrintsTheAnswer,
    KeepsTheAnswer,
    /// Under this status as under 200.
    Believes(u16),
    BelievesRefusals,
    LosesTheStatus,
    UncertainIsRefused,
    UnlistedIsRefused,
    BelievesWords,
    LosesTheCode,
    LosesTheWords,
    Names(Provider, &'static str),
    SecretInDebug,
    SecretInErrors,
    NoScrubbing,
    CutsFirst,
    QuotesTheAnswer,
    SendsHalfTheSecret,
}

/// The subject: an honest client, or one with a vice.
pub(super) struct Shop(pub(super) Option<Vice>);

impl Subject for Shop {
    fn settings(&self) -> Settings {
        Settings::default()
    }

    fn connect(&self, stage: &Stage) -> Box<dyn Connected> {
        let known = SuningSettings::default();
        let mut context = stage.context.clone();
        if let Some(Vice::Waits(hundredths)) = self.0 {
            context = context.with_deadline(stage.context.deadline() * hundredths / 100);
        }
        let secret = if stage.wrong_secret { AppSecret::new("another") } else { known.app_secret };
        let half = || secret.expose().chars().take(secret.expose().len() / 2).collect();
        let trace = (self.0 == Some(Vice::SendsHalfTheSecret)).then(half);
        let gateway = format!("{}/api/http/sopRequest", stage.base_url);
        let honest = Honest { context, gateway, app_key: known.app_key, secret, trace };
        Box::new(Keeper { honest, vice: self.0, writes: AtomicU32::new(0), last: AtomicU8::new(NOTHING) })
    }

    fn unlisted(&self, code: &str, words: &str) -> Response<Bytes> {
        let error = json!({"error_code": code, "error_msg": words});
        Response::new(Bytes::from(json!({"sn_responseContent": {"sn_error": error}}).to_string()))
    }
}

/// What the last write came to.
const NOTHING: u8 = 0;
const SUCCESS: u8 = 1;
const LOSS: u8 = 2;

/// The client on a stage.
struct Keeper {
    honest: Honest,
    vice: Option<Vice>,
    writes: AtomicU32,
    last: AtomicU8,
}

#[async_trait]
impl Connected for Keeper {
    fn writes(&self) -> Vec<&'static str> {
        vec![ADD.wire_name]
    }

    async fn write(&self, _: &str, seed: u32) -> Result<(), Error> {
        let order = self.order(seed);
        let mut result = self.attempt(&order).await;
        match (self.vice, &result) {
            (Some(Vice::ResendsAfter(kind)), Err(error)) if error.kind() == kind && is_unknown(error) => {
                result = self.attempt(&order).await;
            }
            (Some(Vice::ResendsWhenLate), Err(error)) if no_answer(error) == Some(Kind::Timeout) => {
                result = self.attempt(&order).await;
            }
            (Some(Vice::WritesTwice), Ok(())) => result = self.attempt(&number(seed, 1)).await,
            _ => {}
        }
        let is_lost = result.as_ref().is_err_and(is_unknown);
        let last = if is_lost { LOSS } else { u8::from(result.is_ok()) * SUCCESS };
        self.last.store(last, Ordering::SeqCst);
        result
    }

    async fn read(&self, seed: u32) -> Result<(), Error> {
        if self.has(Vice::CanNotRead) {
            return Err(Error::new(&ADD, ErrorKind::NotFound, Outcome::Unknown, "not found"));
        }
        self.honest.find(&number(seed, 0)).await
    }

    fn debug(&self) -> String {
        let secret = if self.has(Vice::SecretInDebug) { self.honest.secret.expose() } else { "hidden" };
        format!("{:?} {secret:?}", self.honest.context)
    }
}

/// The order that belongs to a seed, or another one that belongs to nobody.
fn number(seed: u32, another: u32) -> String {
    (4_511_680_450_u64 + u64::from(seed + 20 * another)).to_string()
}

impl Keeper {
    fn has(&self, vice: Vice) -> bool {
        self.vice == Some(vice)
    }

    fn order(&self, seed: u32) -> String {
        let (writes, last) = (self.writes.fetch_add(1, Ordering::SeqCst), self.last.load(Ordering::SeqCst));
        let is_new = match self.vice {
            Some(Vice::NewKeys) => writes > 0,
            Some(Vice::NewKeyAfterSuccess) => last == SUCCESS,
            Some(Vice::NewKeyAfterLoss) => last == LOSS,
            _ => false,
        };
        number(seed, is_new.into())
    }

    async fn attempt(&self, order: &str) -> Result<(), Error> {
        let result = match self.honest.upload(order).await {
            Ok(response) => {
                let read = self.reads(&response).unwrap_or_else(|| self.honest.read(&response));
                read.map_err(|error| self.reports(error, &response))
            }
            Err(error) => self.unanswered(error),
        };
        match self.vice {
            Some(Vice::SuccessIsFailure) if result.is_ok() => Err(failed(ErrorKind::Decode, Outcome::Unknown, "odd")),
            Some(Vice::Names(provider, name)) => result.map_err(|error| {
                let entry = Entry::new(provider, name, ADD.wire_name, "", "");
                let named = Error::new(&entry, error.kind(), error.outcome(), error.message().to_owned());
                error.reply().cloned().into_iter().fold(named, Error::with_reply)
            }),
            _ => result,
        }
    }

    /// What the client makes of no answer.
    fn unanswered(&self, error: Error) -> Result<(), Error> {
        let transport = |outcome| Err(failed(ErrorKind::Transport, outcome, "no answer"));
        match (self.vice, no_answer(&error)) {
            (Some(Vice::RefusedIsUnknown), Some(Kind::Connect)) => transport(Outcome::Unknown),
            (Some(Vice::LateIsNotSent), Some(Kind::Timeout)) => transport(Outcome::NotSent),
            (Some(Vice::LostIs(outcome)), Some(Kind::Interrupted)) => transport(outcome),
            (Some(Vice::LostIsSuccess), Some(Kind::Interrupted)) => Ok(()),
            (Some(Vice::SecretInErrors), _) => {
                let words = format!("no answer to {}", self.honest.secret.expose());
                Err(failed(ErrorKind::Transport, error.outcome(), &words))
            }
            _ => Err(error),
        }
    }

    /// What the client makes of an answer before the honest one looks at it.
    fn reads(&self, response: &Response<Bytes>) -> Option<Result<(), Error>> {
        let (body, is_ok) = (response.body(), response.status() == StatusCode::OK);
        let said = content("addElectronicInvoice", body);
        let refused = match &said {
            Ok(Content::Error { code, words }) => Some((code.as_str(), words.as_str())),
            _ => None,
        };
        let as_ok = |body: &[u8]| Some(self.honest.read(&Response::new(Bytes::copy_from_slice(body))));
        let success = |is_success: bool| is_success.then_some(Ok(()));
        let text = String::from_utf8_lossy(body.get(..1000).unwrap_or(body));
        match self.vice? {
            Vice::Takes(start) => success(body.starts_with(start.as_bytes())),
            Vice::Panics(start) if body.starts_with(start.as_bytes()) => panic!("at the disco"),
            Vice::TakesNothing => success(body.trim_ascii().is_empty()),
            Vice::BadSignatureIsSuccess => success(is_ok && refused.is_some_and(|(code, _)| code == BAD_SIGNATURE)),
            Vice::BelievesWords => success(is_ok && refused.is_some_and(|(_, words)| words.contains("成功"))),
            Vice::CutIsSuccess => success(said.is_err() && body.len() < 1000 && text.contains("\"isSuccess\":\"Y\"")),
            Vice::Believes(status) if response.status() == status => as_ok(body),
            Vice::BelievesRefusals if refused.is_some() => as_ok(body),
            Vice::NoLimit if is_ok => as_ok(body.trim_ascii_end()),
            Vice::GuessesAtGbk if is_ok && std::str::from_utf8(body).is_err() => as_ok(text.as_bytes()),
            _ => None,
        }
    }

    /// What the client reports of an answer that is not a success.
    fn reports(&self, error: Error, response: &Response<Bytes>) -> Error {
        let Some((vice, reply)) = self.vice.zip(error.reply()) else { return error };
        let outcome = lie(vice, error.kind(), reply);
        let words = self.words(vice, &error, response.body());
        let kept = self.kept(vice, error.kind(), reply, response.body());
        if outcome.is_none() && words.is_none() && kept.is_none() {
            return error;
        }
        let words = words.unwrap_or_else(|| error.message().to_owned());
        let kept = kept.unwrap_or_else(|| reply.clone());
        failed(error.kind(), outcome.unwrap_or(error.outcome()), &words).with_reply(kept)
    }

    /// What the error says.
    fn words(&self, vice: Vice, error: &Error, body: &Bytes) -> Option<String> {
        let answer = String::from_utf8_lossy(body.get(..100_000).unwrap_or(body));
        let is_quoted = match vice {
            Vice::PrintsTheAnswer => !answer.contains(self.honest.secret.expose()),
            Vice::QuotesTheAnswer => body.len() < 1000,
            _ => false,
        };
        (is_quoted && error.kind() == ErrorKind::Decode).then(|| format!("{} in {answer}", error.message()))
    }

    /// What the error keeps of the answer.
    fn kept(&self, vice: Vice, kind: ErrorKind, reply: &Reply, body: &Bytes) -> Option<Reply> {
        let (status, code, words) = (reply.status(), reply.code(), reply.message());
        let with_body = |body| Some(Reply::new(status, code, words, body));
        match vice {
            Vice::LosesTheCode if is_unlisted(kind, reply) => Some(Reply::new(status, "", words, Bytes::new())),
            Vice::LosesTheWords if is_unlisted(kind, reply) => Some(Reply::new(status, code, "", Bytes::new())),
            Vice::LosesTheStatus if status != StatusCode::OK => Some(Reply::unread(StatusCode::OK, Bytes::new())),
            Vice::NoScrubbing if body.len() < 1000 => with_body(body.clone()),
            Vice::KeepsTheAnswer if body.len() > 1_000_000 => with_body(body.clone()),
            Vice::CutsFirst if body.len() > 1000 => {
                with_body(Scrubber::new([self.honest.secret.expose()]).body(&body.slice(..1000)))
            }
            _ => None,
        }
    }
}

/// How far the client says that the request got.
fn lie(vice: Vice, kind: ErrorKind, reply: &Reply) -> Option<Outcome> {
    let is_ok = reply.status() == StatusCode::OK;
    let (outcome, is_told) = match vice {
        Vice::BadSignatureIsNotSent => (Outcome::NotSent, is_ok && reply.code() == BAD_SIGNATURE),
        Vice::UnreadableIsRefused => (Outcome::Refused, kind == ErrorKind::Decode),
        Vice::UncertainIsRefused => (Outcome::Refused, is_ok && reply.row().is_some()),
        Vice::UnlistedIsRefused => (Outcome::Refused, is_unlisted(kind, reply)),
        _ => return None,
    };
    is_told.then_some(outcome)
}

fn is_unlisted(kind: ErrorKind, reply: &Reply) -> bool {
    kind == ErrorKind::Business && reply.row().is_none()
}

fn is_unknown(error: &Error) -> bool {
    error.outcome() == Outcome::Unknown
}

/// Why there was no answer, if there was none.
fn no_answer(error: &Error) -> Option<Kind> {
    error.source().and_then(|source| source.downcast_ref()).map(TransportError::kind)
}

fn failed(kind: ErrorKind, outcome: Outcome, words: &str) -> Error {
    Error::new(&ADD, kind, outcome, words.to_owned())
}
