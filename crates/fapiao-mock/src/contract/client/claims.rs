//! The claims, one function each: the name is the claim. A claim that does not hold ends the test that runs it.
#![expect(clippy::panic, clippy::expect_used, reason = "a suite judges by panicking, like every test")]

use super::{Connected, Door, Stage, Subject};
use crate::{Fault, FaultRule, Moment};
use bytes::Bytes;
use fapiao_model::Outcome;
use fapiao_transport::{Error, Reply, Transport};
use http::{Response, StatusCode};
use std::{sync::Arc, time::Duration};

/// What a claim works with.
struct Case<'a> {
    subject: &'a dyn Subject,
    door: Door,
    http: &'a Arc<dyn Transport>,
}

/// Runs every claim over one door.
pub(super) async fn all(subject: &dyn Subject, door: Door, http: &Arc<dyn Transport>) {
    let case = Case { subject, door, http };
    a_write_is_answered_and_can_be_asked_about(&case).await;
    the_same_key_twice_has_one_effect(&case).await;
    a_lost_answer_is_unknown_and_nothing_is_resent(&case).await;
    a_connection_closed_before_any_work_is_unknown(&case).await;
    a_refused_connection_is_not_sent(&case).await;
    a_cut_answer_is_unknown(&case).await;
    an_answer_that_is_none_is_unknown(&case).await;
    under_another_status_nothing_is_a_success_or_a_refusal(&case).await;
    an_unlisted_code_is_unknown_and_reaches_the_caller_whole(&case).await;
    a_hanging_answer_ends_at_the_deadline_as_unknown(&case).await;
    a_wrong_secret_is_refused_and_the_log_names_the_check(&case).await;
    a_tampered_body_has_no_effect(&case).await;
    secrets_are_in_no_debug_text_no_error_and_no_log(&case).await;
}

impl Case<'_> {
    async fn stage(&self) -> Stage {
        Stage::set(self.subject.settings(), self.door, self.http).await
    }

    /// A client on a fresh stage.
    async fn client(&self) -> (Stage, Box<dyn Connected>) {
        let stage = self.stage().await;
        let client = self.subject.connect(&stage);
        (stage, client)
    }

    /// Has every write meet this fault, and hands its error over.
    async fn each_write(&self, claim: &str, moment: Moment, fault: Fault, judge: impl Fn(&str, &Stage, &Error)) {
        for name in self.client().await.1.writes() {
            let (stage, client) = self.client().await;
            stage.sandbox.inject(rule(name, moment, fault.clone()));
            match client.write(name, 1).await {
                Ok(()) => panic!("{claim} ({:?}, {name}): the write was a success", self.door),
                Err(error) => judge(&format!("{claim} ({:?}, {name})", self.door), &stage, &error),
            }
        }
    }
}

fn rule(wire_name: &str, moment: Moment, fault: Fault) -> FaultRule {
    let operation = Some(wire_name.to_owned());
    FaultRule { provider: None, operation, number: None, skip: 0, times: u32::MAX, moment, fault }
}

fn is_unknown(place: &str, error: &Error) {
    assert_eq!(error.outcome(), Outcome::Unknown, "{place}: {error}");
}

fn sent(stage: &Stage, wire_name: &str) -> usize {
    stage.sandbox.log().iter().filter(|entry| entry.operation == wire_name).count()
}

async fn a_write_is_answered_and_can_be_asked_about(case: &Case<'_>) {
    let (stage, client) = case.client().await;
    let main = client.writes()[0];
    if let Err(error) = client.write(main, 1).await {
        panic!("a_write_is_answered ({:?}, {main}): {error}; the log says {:?}", case.door, stage.sandbox.log().last());
    }
    stage.pass(Duration::from_secs(60));
    if let Err(error) = client.read(1).await {
        panic!("a_write_can_be_asked_about ({:?}): {error}; the log says {:?}", case.door, stage.sandbox.log().last());
    }
}

async fn the_same_key_twice_has_one_effect(case: &Case<'_>) {
    let (stage, client) = case.client().await;
    let main = client.writes()[0];
    let before = stage.sandbox.books(stage.now());
    client.write(main, 1).await.unwrap_or_else(|error| panic!("the_same_key_twice ({:?}): {error}", case.door));
    let once = stage.sandbox.books(stage.now());
    // The provider may answer "again" or "duplicate": both are fine, a second invoice is not.
    let _ = client.write(main, 1).await;
    let twice = stage.sandbox.books(stage.now());
    let count = |books: &crate::Books| (books.invoices.len(), books.uploads.len());
    assert_ne!(count(&once), (0, 0), "the_same_key_twice ({:?}): nothing was booked, {before:?}", case.door);
    assert_eq!(count(&once), count(&twice), "the_same_key_twice_has_one_effect ({:?})", case.door);
}

async fn a_lost_answer_is_unknown_and_nothing_is_resent(case: &Case<'_>) {
    for (moment, fault) in [(Moment::After, Fault::Close), (Moment::After, Fault::Reset)] {
        let names = case.client().await.1.writes();
        case.each_write("a_lost_answer", moment, fault, |place, stage, error| {
            is_unknown(place, error);
            let sends: usize = names.iter().map(|name| sent(stage, name)).sum();
            assert_eq!(sends, 1, "{place}: sent more than once");
        })
        .await;
    }
}

async fn a_connection_closed_before_any_work_is_unknown(case: &Case<'_>) {
    case.each_write("a_closed_connection", Moment::Before, Fault::Close, |place, _, error| is_unknown(place, error))
        .await;
}

async fn a_refused_connection_is_not_sent(case: &Case<'_>) {
    for name in case.client().await.1.writes() {
        let stage = case.stage().await.deserted().await;
        if !stage.is_server() {
            stage.sandbox.inject(FaultRule { operation: None, ..rule(name, Moment::Before, Fault::Refuse) });
        }
        let error = case.subject.connect(&stage).write(name, 1).await.expect_err("nobody listens");
        let place = format!("a_refused_connection ({:?}, {name})", case.door);
        assert_eq!(error.outcome(), Outcome::NotSent, "{place}: {error}");
    }
}

async fn a_cut_answer_is_unknown(case: &Case<'_>) {
    let cut = || Fault::Cut(Response::new(Bytes::new()), 7);
    case.each_write("a_cut_answer", Moment::After, cut(), |place, _, error| is_unknown(place, error)).await;
}

async fn an_answer_that_is_none_is_unknown(case: &Case<'_>) {
    // 开票成功 in GBK.
    let gbk: &[u8] = b"{\"code\":\"\xBF\xAA\xC6\xB1\xB3\xC9\xB9\xA6\"}";
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    for body in
        [&b"<html><body>502 Bad Gateway</body></html>"[..], b"", b"null", b"{}", b"[]", b"{\"code\":", gbk, &deep]
    {
        let answer = Response::new(Bytes::copy_from_slice(body));
        case.each_write("no_answer", Moment::Before, Fault::Instead(answer), |place, _, error| {
            let shown = String::from_utf8_lossy(body.get(..40.min(body.len())).unwrap_or_default()).into_owned();
            is_unknown(&format!("{place} {shown:?}"), error);
        })
        .await;
    }
}

async fn under_another_status_nothing_is_a_success_or_a_refusal(case: &Case<'_>) {
    for status in [StatusCode::BAD_GATEWAY, StatusCode::FORBIDDEN, StatusCode::FOUND, StatusCode::CREATED] {
        let mut answer = case.subject.unlisted("E0000", "成功");
        *answer.status_mut() = status;
        case.each_write("another_status", Moment::Before, Fault::Instead(answer), |place, _, error| {
            is_unknown(&format!("{place} {status}"), error);
            assert_eq!(error.reply().map(Reply::status), Some(status), "{place}: the status is kept");
        })
        .await;
    }
}

async fn an_unlisted_code_is_unknown_and_reaches_the_caller_whole(case: &Case<'_>) {
    let (code, words) = ("4711", "没有人知道的情况");
    let answer = case.subject.unlisted(code, words);
    case.each_write("an_unlisted_code", Moment::Before, Fault::Instead(answer), |place, _, error| {
        is_unknown(place, error);
        let reply = error.reply().map(|reply| (reply.code().to_owned(), reply.message().to_owned()));
        assert_eq!(reply, Some((code.to_owned(), words.to_owned())), "{place}");
        let text = error.to_string();
        assert!(text.contains(code) && text.contains(words), "{place}: {text}");
    })
    .await;
}

async fn a_hanging_answer_ends_at_the_deadline_as_unknown(case: &Case<'_>) {
    // One write is enough: each waits for the deadline in real time.
    let stage = case.stage().await.impatient();
    let client = case.subject.connect(&stage);
    let main = client.writes()[0];
    stage.sandbox.inject(rule(main, Moment::After, Fault::Hang));
    let error = client.write(main, 1).await.expect_err("no answer ever comes");
    is_unknown(&format!("a_hanging_answer ({:?}, {main})", case.door), &error);
}

async fn a_wrong_secret_is_refused_and_the_log_names_the_check(case: &Case<'_>) {
    let mut stage = case.stage().await;
    stage.wrong_secret = true;
    let client = case.subject.connect(&stage);
    let main = client.writes()[0];
    let place = format!("a_wrong_secret ({:?}, {main})", case.door);
    let before = stage.sandbox.books(stage.now()).invoices.len();
    client.write(main, 1).await.expect_err("the secret is wrong");
    assert_eq!(stage.sandbox.books(stage.now()).invoices.len(), before, "{place}: it had an effect");
    let log = stage.sandbox.log();
    let failed = log.iter().rev().find_map(|entry| entry.failed.as_ref());
    assert!(failed.is_some_and(|failed| !failed.detail.is_empty()), "{place}: the log names no check: {log:?}");
}

async fn a_tampered_body_has_no_effect(case: &Case<'_>) {
    let (stage, client) = case.client().await;
    let main = client.writes()[0];
    // A token, where one is needed, is fetched before the line is tampered with.
    let _ = client.read(9).await;
    let before = stage.sandbox.books(stage.now());
    stage.tamper();
    let place = format!("a_tampered_body ({:?}, {main})", case.door);
    assert!(client.write(main, 1).await.is_err(), "{place}: the write was a success");
    let after = stage.sandbox.books(stage.now());
    let count = |books: &crate::Books| (books.invoices.len(), books.uploads.len());
    assert_eq!(count(&before), count(&after), "{place}: it had an effect");
    let log = stage.sandbox.log();
    assert!(
        log.last().is_some_and(|entry| entry.failed.is_some()),
        "{place}: the log names no check: {:?}",
        log.last()
    );
}

async fn secrets_are_in_no_debug_text_no_error_and_no_log(case: &Case<'_>) {
    let secrets = case.subject.settings().secrets();
    assert!(!secrets.is_empty(), "the subject's settings have secrets");
    let mut texts = Vec::new();
    for wrong_secret in [false, true] {
        let mut stage = case.stage().await;
        stage.wrong_secret = wrong_secret;
        let client = case.subject.connect(&stage);
        for name in client.writes() {
            if let Err(error) = client.write(name, 1).await {
                texts.push(format!("{error} {error:?}"));
            }
        }
        if let Err(error) = client.read(1).await {
            texts.push(format!("{error} {error:?}"));
        }
        texts.push(client.debug());
        texts.push(format!("{stage:?} {:?}", stage.sandbox.log()));
    }
    for secret in &secrets {
        for text in &texts {
            assert!(!text.contains(secret), "secrets ({:?}): {secret} stands in {text}", case.door);
        }
    }
}
