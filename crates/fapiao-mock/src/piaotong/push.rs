//! Results that are pushed to the partner.

use super::{
    Piaotong, envelope,
    order::{Order, Pushed, State},
};
use crate::{sandbox::Outgoing, scene::Scene};
use bytes::Bytes;
use fapiao_model::{ChinaTime, Provider};
use http::{Request, header};
use serde_json::Value;

impl Piaotong {
    /// The pushes that are due: every final state once, and again as the settings have it.
    pub(super) fn pushes(&mut self, scene: &mut Scene<'_>) -> Vec<Outgoing> {
        let Some(url) = self.settings.push_url.clone() else { return Vec::new() };
        let mut outgoing = Vec::new();
        for at in 0..self.orders.len() {
            let Some(pushed) = self.orders.get(at).and_then(|order| self.next_push(order, scene.now)) else { continue };
            let Some(order) = self.orders.get_mut(at) else { continue };
            order.pushed = Some(pushed);
            let order = order.clone();
            outgoing.extend(self.push(&order, &url, scene));
        }
        outgoing
    }

    /// What is to be noted of the order's next push; `None` if none is due.
    fn next_push(&self, order: &Order, now: ChinaTime) -> Option<Pushed> {
        let state = order.state(now);
        if state == State::Pending {
            return None;
        }
        let (code, attempt) = (state.code(), order.attempts);
        let before = order.pushed.as_ref().filter(|pushed| (pushed.code, pushed.attempt) == (code, attempt));
        let times = before.map_or(0, |pushed| pushed.times);
        let is_due = before.is_none_or(|pushed| now.since(pushed.last_at) >= self.settings.push_apart);
        (times < self.settings.push_times && is_due).then(|| Pushed { code, attempt, times: times + 1, last_at: now })
    }

    fn push(&self, order: &Order, url: &str, scene: &mut Scene<'_>) -> Option<Outgoing> {
        let mut content = self.facts(order, order.state(scene.now), &self.address, scene.files);
        let defined = order.sent("definedData");
        if !defined.is_empty() {
            content["definedData"] = Value::String(defined);
        }
        let serial = self.own_serial(scene);
        let envelope = envelope::seal_push(&content, serial, scene.now, &self.settings).ok()?;
        let request = Request::post(url)
            .header(header::CONTENT_TYPE, "application/json;charset=UTF-8")
            .body(Bytes::from(envelope.to_string()))
            .ok()?;
        Some(Outgoing { provider: Provider::Piaotong, number: order.serial.clone(), request })
    }
}
