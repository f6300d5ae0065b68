//! Piaotong's side: the platform of fully digital invoices, as far as it is known.
//!
//! Played are `invoiceBlue.pt`, `invoiceRed.pt`, `queryInvoice.pt`, `queryInvoiceInfo.pt` and the push of results. The order of
//! checks is that of the protocol notes, section 3.11. What no source decides is a switch of [`Settings`].

mod envelope;
mod issue;
mod lines;
mod members;
mod order;
mod push;
mod query;
mod refusal;
mod settings;
mod signature;

pub use settings::{FailureContent, LoginState, NumberMembers, Seller, Settings};

use crate::{
    Books, Reply,
    sandbox::Outgoing,
    scene::{Identity, Platform, Scene},
};
use bytes::Bytes;
use envelope::{Answer, Envelope};
use fapiao_model::{ChinaTime, Provider};
use http::{Response, StatusCode, header};
use order::Order;
use refusal::{Refusal, Step};
use serde_json::{Map, Value};
use std::collections::HashMap;

const PATH: &str = "/tp/openapi/";

/// What the sandbox plays.
const INTERFACES: [&str; 4] = ["invoiceBlue.pt", "invoiceRed.pt", "queryInvoice.pt", "queryInvoiceInfo.pt"];

/// Piaotong's side of the sandbox.
#[derive(Debug)]
pub(crate) struct Piaotong {
    settings: Settings,
    orders: Vec<Order>,
    /// Where an order stands, by tax number and serial.
    places: HashMap<(String, String), usize>,
    refusals: Vec<crate::Refusal>,
    /// Scheme and authority of the last request: pushes name files there.
    address: String,
}

impl Piaotong {
    /// Where the pages stand that show how an order is getting on. The real ones lie on another host.
    const PROGRESS: &'static str = "/tp/sandbox-progress/";

    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            settings: settings.clone(),
            orders: Vec::new(),
            places: HashMap::new(),
            refusals: Vec::new(),
            address: String::new(),
        }
    }

    fn order(&self, seller: &str, serial: &str) -> Option<&Order> {
        let place = self.places.get(&(seller.to_owned(), serial.to_owned()))?;
        self.orders.get(*place)
    }

    /// Puts an order into the books, in the place of one under the same serial.
    fn keep(&mut self, order: Order) {
        let place = *self.places.entry((order.seller.clone(), order.serial.clone())).or_insert(self.orders.len());
        match self.orders.get_mut(place) {
            Some(before) => *before = order,
            None => self.orders.push(order),
        }
    }

    fn work(&mut self, scene: &mut Scene<'_>, name: &str, envelope: &Envelope) -> Step<Value> {
        let content = envelope.open(&self.settings, scene.now)?;
        self.check_seller(&content)?;
        match name {
            "queryInvoice.pt" => self.query_facts(scene, &content),
            "queryInvoiceInfo.pt" => self.query_face(scene, &content),
            _ => {
                let serial = members::Members(&content).text("invoiceReqSerialNo");
                let taken = if name == "invoiceRed.pt" {
                    self.issue_red(scene, content)
                } else {
                    self.issue_blue(scene, content)
                };
                taken.inspect_err(|refusal| self.note(serial, refusal))
            }
        }
    }

    fn check_seller(&self, content: &Map<String, Value>) -> Step {
        let number = members::Members(content).required("taxpayerNum")?;
        match self.settings.sellers.iter().find(|seller| seller.tax_number == number) {
            Some(seller) if seller.is_bound => Ok(()),
            Some(_) => {
                let detail = format!("{number} is not bound to {}", self.settings.platform_code);
                Err(Refusal::new("8104", "平台与企业不匹配", "tax number", detail))
            }
            None => {
                let known: Vec<_> = self.settings.sellers.iter().map(|seller| seller.tax_number.as_str()).collect();
                let detail = format!("no enterprise {number}; the sandbox has {}", known.join(", "));
                Err(Refusal::new("9997", "纳税人识别号无效", "tax number", detail))
            }
        }
    }

    /// A duplicate refuses the request, not the order.
    fn note(&mut self, order_number: String, refusal: &Refusal) {
        let refusal = crate::Refusal { provider: Provider::Piaotong, order_number, code: refusal.code.clone() };
        if !["8021", "8040"].contains(&refusal.code.as_str()) && !self.refusals.contains(&refusal) {
            self.refusals.push(refusal);
        }
    }

    /// A serial of Piaotong's own making.
    fn own_serial(&self, scene: &mut Scene<'_>) -> String {
        format!("{}{}{:08}", self.settings.alias, scene.now.compact(), scene.next_id())
    }

    fn answer(&mut self, scene: &mut Scene<'_>, name: &str, body: &Bytes) -> Response<Bytes> {
        let (serial, result) = match Envelope::read(body) {
            Ok(envelope) => (envelope.text("serialNo").to_owned(), self.work(scene, name, &envelope)),
            Err(refusal) => (String::new(), Err(refusal)),
        };
        let serial = if self.settings.echoes_serial && !serial.is_empty() { serial } else { self.own_serial(scene) };
        let answer = match result {
            Ok(content) => Answer { code: "0000".into(), words: "处理成功".into(), content: Some(content), serial },
            Err(refusal) => {
                scene.fail(refusal.check, refusal.detail);
                Answer { code: refusal.code, words: refusal.words, content: None, serial }
            }
        };
        scene.code.clone_from(&answer.code);
        match answer.seal(&self.settings) {
            Ok(envelope) => json(&envelope),
            Err(error) => text(StatusCode::INTERNAL_SERVER_ERROR, format!("the sandbox could not sign: {error}\n")),
        }
    }

    /// How an order is getting on, for people. The page has no tax number in its address, so it shows all of that serial.
    fn progress(&self, serial: &str, now: ChinaTime) -> Response<Bytes> {
        let orders = self.orders.iter().filter(|order| order.serial == serial);
        let lines: Vec<_> = orders
            .map(|order| {
                let state = order.state(now);
                format!("{serial} {} {} (sandbox, not a real invoice)\n", state.code(), state.words())
            })
            .collect();
        let status = if lines.is_empty() { StatusCode::NOT_FOUND } else { StatusCode::OK };
        text(status, if lines.is_empty() { format!("no order {serial}\n") } else { lines.concat() })
    }
}

impl Platform for Piaotong {
    fn serves(&self, path: &str) -> bool {
        path.starts_with(PATH) || path.starts_with(Self::PROGRESS)
    }

    fn identify(&self, request: &http::Request<Bytes>) -> Identity {
        let operation = request.uri().path().rsplit('/').next().unwrap_or_default().to_owned();
        let content = Envelope::read(request.body()).ok().and_then(|envelope| envelope.peek(&self.settings));
        let number = content.map(|content| members::Members(&content).text("invoiceReqSerialNo"));
        Identity { operation, number: number.filter(|number| !number.is_empty()) }
    }

    fn respond(&mut self, scene: &mut Scene<'_>, request: &http::Request<Bytes>) -> Reply {
        self.address.clone_from(&scene.base_url);
        let path = request.uri().path();
        if let Some(serial) = path.strip_prefix(Self::PROGRESS) {
            return Reply::Answer(self.progress(serial, scene.now));
        }
        let name = path.strip_prefix(PATH).unwrap_or_default();
        if !INTERFACES.contains(&name) {
            let has = INTERFACES.join(", ");
            scene.fail("interface", format!("the sandbox does not play {name}; it has {has}"));
            let words = format!(
                "the sandbox has no {PATH}{name}; it has {has}. What Piaotong answers to an unknown name is not known.\n"
            );
            return Reply::Answer(text(StatusCode::NOT_FOUND, words));
        }
        if request.method() != http::Method::POST {
            scene.fail("HTTP method", format!("{} instead of POST", request.method()));
            return Reply::Answer(text(StatusCode::METHOD_NOT_ALLOWED, "every interface is called by POST\n".into()));
        }
        Reply::Answer(self.answer(scene, name, request.body()))
    }

    fn due(&mut self, scene: &mut Scene<'_>) -> Vec<Outgoing> {
        self.pushes(scene)
    }

    fn book(&self, books: &mut Books, now: ChinaTime) {
        books.invoices.extend(self.orders.iter().map(|order| order.booked(now)));
        books.refusals.extend(self.refusals.iter().cloned());
    }
}

fn json(envelope: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(envelope.to_string()));
    let value = header::HeaderValue::from_static("application/json;charset=UTF-8");
    response.headers_mut().insert(header::CONTENT_TYPE, value);
    response
}

fn text(status: StatusCode, words: String) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(words));
    *response.status_mut() = status;
    let value = header::HeaderValue::from_static("text/plain;charset=UTF-8");
    response.headers_mut().insert(header::CONTENT_TYPE, value);
    response
}
