//! The token address: who gets a token, how many, and which one is good.

use super::{Settings, answer};
use crate::{Reply, form, scene::Scene};
use bytes::Bytes;
use fapiao_model::ChinaTime;
use fapiao_signing::{constant_time_eq, fengchao};
use serde_json::{Value, json};
use std::time::Duration;

/// The window of the budget: 30 days.
const WINDOW: Duration = Duration::from_secs(30 * 86_400);

/// The tokens given so far.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    given: Vec<Token>,
    calls: Vec<ChinaTime>,
}

struct Token {
    text: String,
    ends: Option<ChinaTime>,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Token").field("ends", &self.ends).finish_non_exhaustive()
    }
}

/// Why a token is not given: code, the vendor's words, the check for the log and what it says.
struct Denied(&'static str, String, &'static str, &'static str);

impl Tokens {
    /// Answers a token request.
    pub(super) fn respond(&mut self, scene: &mut Scene<'_>, request: &http::Request<Bytes>) -> Reply {
        let settings = &scene.settings.nuonuo;
        let status = settings.gateway_error_status;
        match self.check(settings, request, scene.now) {
            Ok(()) => {
                answer::OK.clone_into(&mut scene.code);
                let id = scene.next_id();
                let body = self.give(&scene.settings.nuonuo, scene.now, id);
                answer::reply(&body, 200)
            }
            Err(Denied(code, words, check, detail)) => {
                code.clone_into(&mut scene.code);
                scene.fail(check, detail);
                answer::reply(&json!({"error": code, "error_description": words}), status)
            }
        }
    }

    /// Why the token is not good, if it is not.
    pub(super) fn fault(&self, text: &str, settings: &Settings, now: ChinaTime) -> Option<&'static str> {
        if text.is_empty() {
            return Some("the header accessToken is missing or empty");
        }
        let Some(at) = self.given.iter().position(|token| constant_time_eq(&token.text, text)) else {
            return Some("this token was never given out, or belongs to another appKey");
        };
        if self.given.get(at).is_some_and(|token| token.ends.is_some_and(|ends| now >= ends)) {
            return Some("the token expired");
        }
        let is_last = at + 1 == self.given.len();
        (settings.token_revokes_previous && !is_last).then_some("a newer token was fetched, which ended this one")
    }

    fn check(&mut self, settings: &Settings, request: &http::Request<Bytes>, now: ChinaTime) -> Result<(), Denied> {
        let content_type = request.headers().get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if !content_type.is_some_and(|text| text.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded"))
        {
            let detail = "the token address takes application/x-www-form-urlencoded only";
            return Err(Denied("070315", "Incorrect content-type".to_owned(), "content type", detail));
        }
        let pairs = form::decode(&String::from_utf8_lossy(request.body()), true);
        let field = |name| form::value(&pairs, name).unwrap_or_default();
        if field("client_id") != settings.app_key {
            let words = format!("Incorrect clientId[{}]", field("client_id"));
            return Err(Denied("070304", words, "client_id", "it is not the appKey of this sandbox"));
        }
        self.count(settings, now)?;
        if !constant_time_eq(settings.app_secret.expose(), field("client_secret")) {
            let words = format!("Incorrect clientSecret[{}]", field("client_secret"));
            return Err(Denied("070305", words, "client_secret", "it is not the appSecret of this sandbox"));
        }
        if field("grant_type") != "client_credentials" {
            let detail = "the sandbox's application is self-use: grant_type has to be client_credentials";
            return Err(Denied("070307", format!("Incorrect appType[{}]", field("grant_type")), "grant_type", detail));
        }
        Ok(())
    }

    /// Counts the call; the last one that the budget allows is still answered.
    fn count(&mut self, settings: &Settings, now: ChinaTime) -> Result<(), Denied> {
        self.calls.retain(|call| now.since(*call) < WINDOW);
        let allowed = usize::try_from(settings.token_budget).unwrap_or(usize::MAX);
        if self.calls.len() >= allowed {
            let words = "The number of calls is limited".to_owned();
            return Err(Denied("070306", words, "token budget", "all token calls of the last 30 days are used up"));
        }
        if !settings.token_budget_counts_successes_only {
            self.calls.push(now);
        }
        Ok(())
    }

    fn give(&mut self, settings: &Settings, now: ChinaTime, id: u64) -> Value {
        if settings.token_budget_counts_successes_only {
            self.calls.push(now);
        }
        let text = fengchao::web_socket_token(&format!("token {id}"), &settings.app_secret).to_uppercase();
        let mut body = json!({"access_token": text});
        self.given.push(Token { text, ends: settings.token_lifetime.map(|length| now + length) });
        let seconds = settings.token_lifetime.map(|length| i64::try_from(length.as_secs()).unwrap_or(i64::MAX));
        if let Some(seconds) = seconds.or(settings.permanent_expires_in) {
            body["expires_in"] =
                if settings.expires_in_as_number { seconds.into() } else { seconds.to_string().into() };
        }
        body
    }
}
