//! The contract's own proof: a transport with one vice breaks the claims that forbid it.

#![expect(clippy::unwrap_used, reason = "clippy knows the test functions, not their helpers")]

use async_trait::async_trait;
use bytes::Bytes;
use fapiao_mock::contract::transport::{CLAIMS, Limits, Subject};
use fapiao_reqwest::HttpTransport;
use fapiao_transport::{Transport, TransportError, TransportErrorKind};
use http::{Request, Response, Uri};
use std::{sync::Mutex, time::Duration};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Vice {
    CallsEveryFailureUnsent,
    CallsNothingUnsent,
    ResendsAfterAFailure,
    ResendsWhenToldBusy,
    FollowsRedirects,
    TakesErrorsForFailures,
    TakesAnySize,
    WaitsForEver,
    TellsTheAddress,
    ReadsAnswersAsUtf8,
    CutsBodiesAtNul,
    RewritesTheQuery,
    DropsSecondHeaders,
    ConnectsEveryTime,
    MixesAnswersUp,
}

#[derive(Debug)]
struct Vicious {
    vice: Vice,
    honest: HttpTransport,
    earlier: Mutex<Option<Response<Bytes>>>,
}

fn http(timeout: Duration, answer_limit: usize) -> HttpTransport {
    HttpTransport::builder().with_timeout(timeout).with_answer_limit(answer_limit).without_proxy().build().unwrap()
}

impl Vicious {
    fn new(vice: Vice, limits: &Limits) -> Self {
        let timeout = if vice == Vice::WaitsForEver { Duration::from_secs(90) } else { limits.timeout };
        let answer_limit = if vice == Vice::TakesAnySize { usize::MAX } else { limits.answer_limit };
        Self { vice, honest: http(timeout, answer_limit), earlier: Mutex::default() }
    }

    async fn request(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        match self.vice {
            Vice::CutsBodiesAtNul => {
                let end = request.body().iter().position(|byte| *byte == 0).unwrap_or(request.body().len());
                *request.body_mut() = request.body().slice(..end);
            }
            Vice::RewritesTheQuery => {
                *request.uri_mut() = request.uri().to_string().replace("%7b", "%7B").parse().unwrap();
            }
            Vice::DropsSecondHeaders => {
                let names: Vec<_> = request.headers().keys().cloned().collect();
                for name in names {
                    let first = request.headers()[&name].clone();
                    request.headers_mut().insert(name, first);
                }
            }
            Vice::ConnectsEveryTime => return http(Duration::from_secs(20), 1 << 20).send(request).await,
            _ => {}
        }
        self.honest.send(request).await
    }

    fn failure(&self, error: TransportError, address: &Uri) -> TransportError {
        match self.vice {
            Vice::CallsEveryFailureUnsent => TransportError::new(TransportErrorKind::Connect),
            Vice::CallsNothingUnsent => TransportError::new(TransportErrorKind::Other),
            Vice::TellsTheAddress => error.with_source(format!("no answer from {address}")),
            _ => error,
        }
    }

    async fn answer(
        &self,
        sent: &Request<Bytes>,
        mut answer: Response<Bytes>,
    ) -> Result<Response<Bytes>, TransportError> {
        match self.vice {
            Vice::ResendsWhenToldBusy if answer.status() == 503 => self.honest.send(sent.clone()).await,
            Vice::TakesErrorsForFailures if !answer.status().is_success() => {
                Err(TransportError::new(TransportErrorKind::Other))
            }
            Vice::FollowsRedirects if answer.status().is_redirection() => {
                let mut next = sent.clone();
                *next.uri_mut() = answer.headers()["location"].to_str().unwrap().parse().unwrap();
                self.honest.send(next).await
            }
            Vice::ReadsAnswersAsUtf8 => {
                *answer.body_mut() = String::from_utf8_lossy(answer.body()).into_owned().into();
                Ok(answer)
            }
            Vice::MixesAnswersUp => {
                let mine = answer.clone();
                Ok(self.earlier.lock().unwrap().replace(answer).unwrap_or(mine))
            }
            _ => Ok(answer),
        }
    }
}

#[async_trait]
impl Transport for Vicious {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let mut sent = self.request(request.clone()).await;
        if self.vice == Vice::ResendsAfterAFailure && sent.is_err() {
            sent = self.request(request.clone()).await;
        }
        match sent {
            Ok(answer) => self.answer(&request, answer).await,
            Err(error) => Err(self.failure(error, request.uri())),
        }
    }
}

async fn breaks(vice: Vice, claims: &[&str]) {
    let subject = Subject::new(move |limits| Vicious::new(vice, limits));
    for name in claims {
        let claim = CLAIMS.iter().find(|claim| claim.name() == *name).unwrap();
        assert!(claim.judge(&subject).await.is_err(), "{vice:?} is not noticed by {name}");
    }
}

#[tokio::test]
async fn calling_what_may_have_left_unsent_is_noticed_everywhere() {
    breaks(
        Vice::CallsEveryFailureUnsent,
        &[
            "accepted_read_and_closed_is_unknown",
            "closed_without_reading_is_unknown",
            "closed_within_the_request_is_unknown",
            "a_cut_body_is_unknown",
            "a_reset_mid_answer_is_unknown",
            "an_answer_that_is_not_http_is_unknown",
            "a_hanging_answer_times_out_as_unknown",
            "a_dripping_answer_times_out_as_unknown",
            "a_100_mb_answer_is_too_large",
            "an_endless_answer_is_too_large",
            "an_endless_head_is_unknown",
            "a_request_is_never_delivered_twice",
        ],
    )
    .await;
    breaks(Vice::CallsNothingUnsent, &["a_refused_connection_is_not_sent", "a_100_mb_answer_is_too_large"]).await;
}

#[tokio::test]
async fn resending_is_noticed() {
    breaks(Vice::ResendsAfterAFailure, &["a_request_is_never_delivered_twice"]).await;
    breaks(Vice::ResendsWhenToldBusy, &["an_error_status_is_an_answer"]).await;
    breaks(Vice::FollowsRedirects, &["redirects_are_not_followed"]).await;
    breaks(Vice::TakesErrorsForFailures, &["redirects_are_not_followed", "an_error_status_is_an_answer"]).await;
}

#[tokio::test]
async fn missing_limits_are_noticed() {
    breaks(Vice::TakesAnySize, &["a_100_mb_answer_is_too_large", "an_endless_answer_is_too_large"]).await;
    breaks(Vice::WaitsForEver, &["a_dripping_answer_times_out_as_unknown"]).await;
}

#[tokio::test]
async fn changed_bytes_and_told_secrets_are_noticed() {
    breaks(Vice::TellsTheAddress, &["errors_say_nothing_of_the_request"]).await;
    breaks(Vice::ReadsAnswersAsUtf8, &["a_gbk_answer_arrives_unchanged"]).await;
    breaks(Vice::CutsBodiesAtNul, &["the_body_arrives_byte_for_byte"]).await;
    breaks(Vice::RewritesTheQuery, &["the_target_arrives_unchanged"]).await;
    breaks(Vice::DropsSecondHeaders, &["headers_arrive"]).await;
    breaks(Vice::ConnectsEveryTime, &["connections_are_reused"]).await;
    breaks(Vice::MixesAnswersUp, &["answers_are_not_mixed_up"]).await;
}
