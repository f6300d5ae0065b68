//! What is made afresh for every send: time and signature.

use crate::{Body, form};
use fapiao_model::ChinaTime;
use fapiao_signing::{AppSecret, fengchao};

/// What changes from send to send. How far its time may be off is not known (switch `fengchao.timestamp_window`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stamp {
    /// The request's time; sent in Unix seconds.
    pub time: ChinaTime,
}

impl Stamp {
    /// A stamp of this instant.
    #[must_use]
    pub const fn at(time: ChinaTime) -> Self {
        Self { time }
    }
}

/// The whole form: the body's bytes as they are, then application, time and signature.
pub(crate) fn sealed(body: &Body, app_id: &str, app_secret: &AppSecret, stamp: &Stamp) -> Vec<u8> {
    let timestamp = stamp.time.unix_seconds().to_string();
    let common = [("appid", app_id), ("timestamp", &timestamp)];
    let own = body.parameters().iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let signed: Vec<_> = own.chain(common).collect();
    let sign = fengchao::sign(&signed, app_secret);
    let added = form::encode(common.into_iter().chain([("sign", sign.as_str())]));
    let separator: &[u8] = if body.bytes().is_empty() { b"" } else { b"&" };
    [body.bytes(), separator, added.as_bytes()].concat()
}
