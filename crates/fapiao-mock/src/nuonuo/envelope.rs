//! The gateway's own checks, in its order: key, signature, token, method, body.

use super::{Settings, answer::Refused, signature, token::Tokens};
use crate::{form, scene::Scene};
use bytes::Bytes;
use fapiao_signing::nuonuo::{GatewayPath, Signable};
use serde_json::Value;
use std::collections::HashSet;

/// A request that got through the gateway.
#[derive(Debug)]
pub(super) struct Call {
    /// The tax number that it acts as: `userTax`, or the company that registered the application.
    pub(super) acting: String,
    /// The body, an object.
    pub(super) body: Value,
}

/// What the gateway remembers.
#[derive(Debug, Default)]
pub(super) struct Gateway {
    pub(super) tokens: Tokens,
    senids: HashSet<String>,
}

impl Gateway {
    /// Checks the envelope.
    pub(super) fn admit(&mut self, scene: &Scene<'_>, request: &http::Request<Bytes>) -> Result<Call, Refused> {
        let settings = &scene.settings.nuonuo;
        let query = form::decode(request.uri().query().unwrap_or_default(), false);
        self.check_signature(settings, &query, request)?;
        if let Some(strict) = settings.strict_envelope {
            self.check_strictly(strict.skew.as_secs(), &query, scene.now.unix_seconds())?;
        }
        let fault =
            settings.check_token.then(|| self.tokens.fault(header(request, "accesstoken"), settings, scene.now));
        if let Some(fault) = fault.flatten() {
            return Err(Refused::listed("070301", "access token", fault));
        }
        check_method(settings, header(request, "method"))?;
        let body: Value = serde_json::from_slice(request.body())
            .map_err(|error| Refused::listed("E4000", "body", format!("it is not JSON: {error}")))?;
        if !body.is_object() {
            return Err(Refused::listed("E4000", "body", "it is not a JSON object"));
        }
        let registered = settings.companies.first().map(|company| company.tax_number.as_str()).unwrap_or_default();
        let acting = Some(header(request, "usertax")).filter(|text| !text.is_empty()).unwrap_or(registered);
        Ok(Call { acting: acting.to_owned(), body })
    }

    fn check_signature(
        &self,
        settings: &Settings,
        query: &[(String, String)],
        request: &http::Request<Bytes>,
    ) -> Result<(), Refused> {
        let field = |name| form::value(query, name).unwrap_or_default();
        if field("appkey") != settings.app_key {
            let fault = if field("appkey").is_empty() { "is missing in the query" } else { "is not this sandbox's" };
            return Err(Refused::listed("070101", "appkey", format!("appkey {fault}")));
        }
        let mismatch = |detail: String| Refused::listed("070601", "signature", detail);
        if let Some(name) = ["senid", "nonce", "timestamp"].into_iter().find(|name| field(name).is_empty()) {
            return Err(mismatch(format!("{name} is missing in the query")));
        }
        let signature = header(request, "x-nuonuo-sign");
        if signature.is_empty() {
            return Err(mismatch("the header X-Nuonuo-Sign is missing or empty".to_owned()));
        }
        let path = GatewayPath::parse(request.uri().path()).map_err(|error| mismatch(error.to_string()))?;
        let signable = Signable {
            path: &path,
            app_key: field("appkey"),
            senid: field("senid"),
            nonce: field("nonce"),
            timestamp: field("timestamp"),
            body: request.body(),
        };
        if signable.verify(&settings.app_secret, signature) {
            return Ok(());
        }
        let keys = signature::Keys { right: &settings.app_secret, token: header(request, "accesstoken") };
        Err(mismatch(signature::explain(&signable, signature, &keys)))
    }

    fn check_strictly(&mut self, skew: u64, query: &[(String, String)], now: i64) -> Result<(), Refused> {
        let field = |name| form::value(query, name).unwrap_or_default();
        let fault = if field("senid").chars().count() != 32 {
            "senid has not 32 characters"
        } else if field("nonce").len() != 8 || !field("nonce").bytes().all(|byte| byte.is_ascii_digit()) {
            "nonce has not 8 digits"
        } else if field("timestamp").len() == 13 {
            "the time stamp is in milliseconds; it has to be in seconds"
        } else if field("timestamp").parse::<i64>().map_or(true, |stamp| stamp.abs_diff(now) > skew) {
            "the time stamp is too far from the sandbox's clock"
        } else if !self.senids.insert(field("senid").to_owned()) {
            "senid was used before"
        } else {
            return Ok(());
        };
        Err(Refused::listed("070601", "strict envelope", fault))
    }
}

/// A header's value as text; empty if it is missing.
pub(super) fn header<'a>(request: &'a http::Request<Bytes>, name: &str) -> &'a str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn check_method(settings: &Settings, method: &str) -> Result<(), Refused> {
    let denied = |detail: String| Err(Refused::listed("070302", "method", detail));
    let Some(known) = super::known_method(settings, method) else {
        return denied(format!("the sandbox has no method {method:?}; names are compared exactly, mind OpeMplatform"));
    };
    let is_enabled = settings.enabled_methods.as_ref().is_none_or(|enabled| enabled.iter().any(|name| name == known));
    if is_enabled { Ok(()) } else { denied(format!("{known} is not opened for this application")) }
}
