//! Fengchao's side of the sandbox: the gateway's interface for retrying failed orders, over its own books.

mod settings;

pub use settings::{OrderState, Settings, StandingOrder};

use crate::{Books, Reply, sandbox::Outgoing, scene::{Identity, Platform, Scene}};
use bytes::Bytes;
use fapiao_model::ChinaTime;

#[derive(Debug)]
pub(crate) struct Gateway {}

impl Gateway {
    pub(crate) fn new(_settings: &Settings) -> Self {
        Self {}
    }
}

impl Platform for Gateway {
    fn serves(&self, path: &str) -> bool {
        path.starts_with("/gateway/")
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
