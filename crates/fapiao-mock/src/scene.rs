//! What a provider's part of the sandbox gets to work with.

use crate::{FailedCheck, Reply, Settings, files::Files, sandbox::Outgoing};
use bytes::Bytes;
use fapiao_model::ChinaTime;

/// One request's surroundings.
pub(crate) struct Scene<'a> {
    /// The time of this request.
    pub(crate) now: ChinaTime,
    /// Scheme and authority that the request came to, for addresses in answers.
    pub(crate) base_url: String,
    /// All settings.
    pub(crate) settings: &'a Settings,
    /// The files that can be fetched.
    pub(crate) files: &'a mut Files,
    /// Counts everything that needs a number of its own.
    pub(crate) ids: &'a mut u64,
    /// The provider's code in the answer, for the log.
    pub(crate) code: String,
    /// What was wrong with the request, for the log.
    pub(crate) failed: Option<FailedCheck>,
}

impl Scene<'_> {
    /// The next number that nothing else has.
    pub(crate) fn next_id(&mut self) -> u64 {
        *self.ids += 1;
        *self.ids
    }

    /// Notes which check the request failed.
    pub(crate) fn fail(&mut self, check: &'static str, detail: impl Into<String>) {
        self.failed.get_or_insert(FailedCheck { check, detail: detail.into() });
    }
}

/// What a request says of itself before anything is checked: for fault rules and for the log.
#[derive(Clone, Debug, Default)]
pub(crate) struct Identity {
    pub(crate) operation: String,
    pub(crate) number: Option<String>,
}

/// One provider's part of the sandbox.
pub(crate) trait Platform {
    /// Whether the request's path is this provider's.
    fn serves(&self, path: &str) -> bool;

    /// What the request says of itself. Nothing is checked, nothing happens.
    fn identify(&self, request: &http::Request<Bytes>) -> Identity;

    /// Works on the request.
    fn respond(&mut self, scene: &mut Scene<'_>, request: &http::Request<Bytes>) -> Reply;

    /// What is to be pushed to merchants by now.
    fn due(&mut self, scene: &mut Scene<'_>) -> Vec<Outgoing>;

    /// Takes the merchant's answer to a push.
    fn acknowledge(&mut self, _scene: &mut Scene<'_>, _made: &Outgoing, _answer: &http::Response<Bytes>) {}

    /// Adds this provider's part to the books.
    fn book(&self, books: &mut crate::Books, now: ChinaTime);
}
