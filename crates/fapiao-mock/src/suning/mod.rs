//! Suning's side: the gateway of the open platform, the shop's orders, and the invoices that were handed in.
//!
//! Played are `electronicinvoice.add` and `electronicinvoice.get`, in XML and JSON, on both paths. The order of checks and the
//! codes are those of the protocol notes, section 8. Other methods that the notes name are refused as `no right`, and the
//! request log says that the sandbox does not play them yet.

mod catalogue;
mod headers;
mod message;
mod query;
mod quotes;
mod refusal;
mod settings;
mod signature;
mod tree;
mod upload;

pub use settings::{Absence, RedOriginal, Reupload, Settings, ShopOrder};

use crate::{
    Books, Reply, Script, UploadedInvoice,
    sandbox::Outgoing,
    scene::{Identity, Platform, Scene},
};
use bytes::Bytes;
use fapiao_model::{ChinaTime, Provider};
use headers::Headers;
use http::{Response, StatusCode, header};
use refusal::{Refusal, Step};
use serde_json::{Map, Value, json};
use std::collections::{HashMap, VecDeque};
use tree::Format;

const PATH: &str = "/api/http/sopRequest";

/// Suning's side of the sandbox.
#[derive(Debug)]
pub(crate) struct Suning {
    settings: Settings,
    uploads: Vec<Upload>,
    refusals: Vec<crate::Refusal>,
    recent: VecDeque<ChinaTime>,
    /// How often an order's upload failed by its script.
    failed: HashMap<String, u32>,
}

/// An invoice that was handed in.
#[derive(Clone, Debug)]
struct Upload {
    order_id: String,
    number: String,
    code: String,
    product_code: String,
    is_red: bool,
    /// What was sent, without the file.
    fields: Map<String, Value>,
    times: u32,
    file_len: usize,
}

impl Suning {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            settings: settings.clone(),
            uploads: Vec::new(),
            refusals: Vec::new(),
            recent: VecDeque::new(),
            failed: HashMap::new(),
        }
    }

    fn work(&mut self, scene: &Scene<'_>, headers: &Headers<'_>, body: &Bytes) -> Step<Value> {
        self.check_headers(scene, headers, body)?;
        let message = Format::of(headers.format).read(body, self.settings.lenient_json);
        let fields = message::business_node(headers.method, message)?;
        if headers.method == catalogue::GET {
            return self.query(&fields);
        }
        let order = fields.get("orderId").and_then(Value::as_str).unwrap_or_default().to_owned();
        let taken = self.check_script(scene, &order).and_then(|()| self.upload(fields));
        taken.inspect_err(|refusal| self.note(&order, refusal))
    }

    /// What the order's scripts do: refuse it, or fail so many uploads as if the system behind were out of order. `Login` means
    /// nothing here.
    fn check_script(&mut self, scene: &Scene<'_>, order: &str) -> Step {
        let scripts = scene.settings.scripts.get(&(Provider::Suning, order.to_owned()));
        let failed = self.failed.entry(order.to_owned()).or_default();
        let mut left = *failed;
        for script in scripts.into_iter().flatten() {
            let (code, words) = match script {
                Script::Refuse { code, words } => (code.as_str(), words),
                Script::Fail { times, words } if left < *times => ("isp.sys.service.unavailable.moms", words),
                Script::Fail { times, .. } => {
                    left -= times;
                    continue;
                }
                Script::Login { .. } => continue,
            };
            *failed += 1;
            let refusal = Refusal::new(code, "script", "the order's script refuses it");
            return Err(Refusal { scripted: Some(words.clone()), ..refusal });
        }
        Ok(())
    }

    /// An order that met a system out of order was not refused.
    fn note(&mut self, order: &str, refusal: &Refusal) {
        let refusal =
            crate::Refusal { provider: Provider::Suning, order_number: order.to_owned(), code: refusal.code.clone() };
        if !refusal.code.starts_with("isp.") && !self.refusals.contains(&refusal) {
            self.refusals.push(refusal);
        }
    }
}

impl Platform for Suning {
    fn serves(&self, path: &str) -> bool {
        path.strip_prefix(PATH).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    fn identify(&self, request: &http::Request<Bytes>) -> Identity {
        let headers = Headers::of(request);
        let message = Format::of(headers.format).read(request.body(), self.settings.lenient_json);
        let fields = message::business_node(headers.method, message).ok();
        let number = fields.and_then(|fields| fields.get("orderId").and_then(Value::as_str).map(str::to_owned));
        Identity { operation: headers.method.to_owned(), number }
    }

    fn respond(&mut self, scene: &mut Scene<'_>, request: &http::Request<Bytes>) -> Reply {
        if request.method() != http::Method::POST {
            scene.fail("HTTP method", format!("{} is not known to work, POST is", request.method()));
            return Reply::Answer(method_not_allowed());
        }
        let headers = Headers::of(request);
        let content = match self.work(scene, &headers, request.body()) {
            Ok(business) => json!({"sn_body": business}),
            Err(refusal) => {
                let words = refusal.words(headers.method);
                let mut error = Map::from_iter([("error_code".to_owned(), json!(refusal.code))]);
                if !words.is_empty() {
                    error.insert("error_msg".into(), json!(words));
                }
                scene.code.clone_from(&refusal.code);
                if refusal.check != query::NOTHING {
                    scene.fail(refusal.check, refusal.detail);
                }
                json!({"sn_error": error})
            }
        };
        let format = Format::of(headers.format);
        Reply::Answer(answer(format, &json!({"sn_responseContent": content})))
    }

    fn due(&mut self, _: &mut Scene<'_>) -> Vec<Outgoing> {
        Vec::new()
    }

    fn book(&self, books: &mut Books, _: ChinaTime) {
        books.refusals.extend(self.refusals.iter().cloned());
        books.uploads.extend(self.uploads.iter().map(Upload::booked));
    }
}

impl Upload {
    fn text(&self, field: &str) -> &str {
        self.fields.get(field).and_then(Value::as_str).unwrap_or_default()
    }

    fn booked(&self) -> UploadedInvoice {
        let original = self.text("oldInvoiceNum");
        UploadedInvoice {
            order_id: self.order_id.clone(),
            number: self.number.clone(),
            is_red: self.is_red,
            reverses: (!original.is_empty()).then(|| original.to_owned()),
            gross: self.text("invoiceAmount").to_owned(),
            times: self.times,
            file_len: self.file_len,
        }
    }
}

fn answer(format: Format, message: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(format.write(message)));
    let value = header::HeaderValue::from_static(format.content_type());
    response.headers_mut().insert(header::CONTENT_TYPE, value);
    response
}

fn method_not_allowed() -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(b"Suning's gateway is only known to take POST\n"));
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response
}
