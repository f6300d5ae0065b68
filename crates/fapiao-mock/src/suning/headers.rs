//! Steps 1 to 4 of the order of checks: headers, key, token, method, time, signature, quota.

use super::{
    Settings, Suning, catalogue,
    refusal::{Refusal, Step},
    signature,
};
use crate::scene::Scene;
use bytes::Bytes;
use fapiao_model::ChinaTime;
use fapiao_signing::{constant_time_eq, suning::Signable};

/// The system parameters of a request, empty where they are absent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Headers<'a> {
    pub(super) method: &'a str,
    pub(super) format: &'a str,
    time: &'a str,
    key: &'a str,
    version: &'a str,
    sign: &'a str,
    token: &'a str,
}

impl<'a> Headers<'a> {
    pub(super) fn of(request: &'a http::Request<Bytes>) -> Self {
        let header = |name: &str| {
            let value = request.headers().get(name).map(http::HeaderValue::as_bytes).unwrap_or_default();
            std::str::from_utf8(value).unwrap_or_default().trim()
        };
        Self {
            method: header("appmethod"),
            format: header("format"),
            time: header("apprequesttime"),
            key: header("appkey"),
            version: header("versionno"),
            sign: header("signinfo"),
            token: header("access_token"),
        }
    }

    /// Whether they are all there.
    fn presence(&self, settings: &Settings) -> Step {
        let missing = [
            ("AppRequestTime", self.time, "sys.check.missing-parameter:appRequestTime"),
            ("VersionNo", self.version, "sys.check.missing-parameter:apiversion"),
            ("signInfo", self.sign, "sys.check.app-sign:null"),
            ("AppMethod", self.method, "sys.check.header-param:null"),
            ("AppKey", self.key, "sys.check.header-param:null"),
        ]
        .into_iter()
        .find(|(_, value, _)| value.is_empty());
        if let Some((name, _, code)) = missing {
            return Err(Refusal::new(code, "headers", format!("the header {name} is absent or empty")));
        }
        if settings.is_version_checked && self.version != "v1.2" {
            let detail = format!("VersionNo is {:?}, expected v1.2 (switch version_check)", self.version);
            return Err(Refusal::new("sys.check.missing-parameter:apiversion", "headers", detail));
        }
        Ok(())
    }

    fn permission(&self, settings: &Settings) -> Step {
        let unknown = "sys.check.user-permission:inexistence";
        if self.key != settings.app_key {
            let detail = format!("AppKey is {:?}, the sandbox's application is {:?}", self.key, settings.app_key);
            return Err(Refusal::new(unknown, "app key", detail));
        }
        if let Some(token) = &settings.access_token {
            if !constant_time_eq(token.expose(), self.token) {
                let is = if self.token.is_empty() { "absent" } else { "another one" };
                return Err(Refusal::new(unknown, "access token", format!("access_token is {is}")));
            }
            if settings.is_token_expired {
                return Err(Refusal::new("sys.check.user-permission:overdue", "access token", "it has expired"));
            }
        }
        if catalogue::node_of(self.method).is_none() {
            let detail = format!("no source names a method {:?}", self.method);
            return Err(Refusal::new("sys.check.api-permission:inexistence", "method", detail));
        }
        if ![catalogue::ADD, catalogue::GET].contains(&self.method) {
            let detail = format!(
                "{} is known, but this sandbox does not play it yet; it plays {} and {}",
                self.method,
                catalogue::ADD,
                catalogue::GET
            );
            return Err(Refusal::new("sys.check.method-permission:authority", "method not played", detail));
        }
        Ok(())
    }

    fn time(&self, settings: &Settings, now: ChinaTime) -> Step {
        let refused = |detail| Err(Refusal::new(&settings.bad_time_code, "request time", detail));
        let Ok(time) = self.time.parse::<ChinaTime>() else {
            let digits = self.time.bytes().all(|byte| byte.is_ascii_digit());
            let hint = if digits { ": it looks like a count of seconds or milliseconds" } else { "" };
            return refused(format!("AppRequestTime is {:?}, not yyyy-MM-dd HH:mm:ss{hint}", self.time));
        };
        // Suning's clock is compared in whole seconds, as it is written.
        let seconds = now.unix_seconds().abs_diff(time.unix_seconds());
        let window = settings.time_window.as_secs();
        if seconds < window || seconds == window && settings.is_time_edge_inside {
            return Ok(());
        }
        let is_utc = seconds.abs_diff(8 * 3600) <= window;
        let hint = if is_utc { "; eight hours off: it looks like UTC, expected is China time" } else { "" };
        refused(format!("AppRequestTime is {time}, {seconds} s off from {now}, at most {window} s are allowed{hint}"))
    }

    fn signature(&self, settings: &Settings, body: &[u8]) -> Step {
        let right =
            Signable { method: self.method, request_time: self.time, app_key: self.key, version: self.version, body };
        let lower = self.sign.to_ascii_lowercase();
        let sign = if settings.takes_upper_case_signature { &lower } else { self.sign };
        if right.verify(&settings.app_secret, sign) {
            return Ok(());
        }
        let detail = signature::explain(right, &settings.app_secret, self.token, self.sign);
        Err(Refusal::new("sys.check.app-sign:error", "signature", detail))
    }
}

impl Suning {
    /// Everything that is checked before the body is looked at.
    pub(super) fn check_headers(&mut self, scene: &Scene<'_>, headers: &Headers<'_>, body: &[u8]) -> Step {
        headers.presence(&self.settings)?;
        headers.permission(&self.settings)?;
        headers.time(&self.settings, scene.now)?;
        headers.signature(&self.settings, body)?;
        self.check_quota(scene.now)
    }

    fn check_quota(&mut self, now: ChinaTime) -> Step {
        let Some(limit) = self.settings.requests_per_second else { return Ok(()) };
        self.recent.retain(|at| now.since(*at).as_millis() < 1000);
        if self.recent.len() >= limit as usize {
            let detail = format!("more than {limit} requests in a second (switch rate_limit)");
            return Err(Refusal::new("sys.controller.api-frequency:limit", "quota", detail));
        }
        self.recent.push_back(now);
        Ok(())
    }
}
