//! Piaotong's side of the sandbox.

use crate::{Books, Reply, sandbox::Outgoing, scene::{Identity, Platform, Scene}};
use bytes::Bytes;
use fapiao_model::ChinaTime;

/// Piaotong's settings.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Settings {}

impl Settings {
    /// Every secret, for the scrubber.
    #[must_use]
    pub fn secrets(&self) -> Vec<String> {
        Vec::new()
    }
}

#[derive(Debug)]
pub(crate) struct Piaotong {}

impl Piaotong {
    pub(crate) fn new(_settings: &Settings) -> Self {
        Self {}
    }
}

impl Platform for Piaotong {
    fn serves(&self, _path: &str) -> bool {
        false
    }

    fn identify(&self, _request: &http::Request<Bytes>) -> Identity {
        Identity::default()
    }

    fn respond(&mut self, _scene: &mut Scene<'_>, _request: &http::Request<Bytes>) -> Reply {
        Reply::Answer(http::Response::new(Bytes::new()))
    }

    fn due(&mut self, _scene: &mut Scene<'_>) -> Vec<Outgoing> {
        Vec::new()
    }

    fn book(&self, _books: &mut Books, _now: ChinaTime) {}
}
