//! Nuonuo's side of the sandbox: the open platform's gateway and token address.

mod settings;

pub use settings::{CallBackForm, Company, DayBoundary, RedFormAnswer, Settings, StrictEnvelope};

use crate::{Books, Reply, sandbox::Outgoing, scene::{Identity, Platform, Scene}};
use bytes::Bytes;
use fapiao_model::ChinaTime;

#[derive(Debug)]
pub(crate) struct Nuonuo {}

impl Nuonuo {
    pub(crate) fn new(_settings: &Settings) -> Self {
        Self {}
    }
}

impl Platform for Nuonuo {
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
