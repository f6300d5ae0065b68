//! An honest client of Suning's two methods in JSON, written by hand from the protocol notes.

use bytes::Bytes;
use fapiao_model::{
    Entry, Operation as _,
    node::Node,
    suning::{AddElectronicInvoice, CODES, GetElectronicInvoice, NO_RESULT, VERSION},
};
use fapiao_signing::{AppSecret, suning::Signable};
use fapiao_transport::{Context, Error, Reply, Scrubber};
use http::{Request, Response, StatusCode};
use serde_json::{Value, json};

pub(super) const ADD: Entry = AddElectronicInvoice::ENTRY;
const GET: Entry = GetElectronicInvoice::ENTRY;

pub(super) struct Honest {
    pub(super) context: Context,
    pub(super) gateway: String,
    pub(super) app_key: String,
    pub(super) secret: AppSecret,
    /// A header more; an honest client has none.
    pub(super) trace: Option<String>,
}

/// What an answer holds.
pub(super) enum Content {
    Business(Node),
    Error { code: String, words: String },
}

impl Honest {
    /// Uploads the invoice of this order and gives back what came.
    pub(super) async fn upload(&self, order: &str) -> Result<Response<Bytes>, Error> {
        let fields = json!({
            "orderId": order, "productCode": "1000000001", "invoiceNo": format!("243120000{order}0"),
            "invoiceTime": "2026-11-20 10:10:10", "invoiceType": "1", "invoiceFlag": "04", "invoiceHead": "示例买家",
            "invoiceHeadType": "1", "invoiceAmount": "113.00", "invoiceData": "JVBERi0xLjQKdGVzdCBkb2N1bWVudAolJUVPRg==",
        });
        self.send(&ADD, "addElectronicInvoice", &fields).await
    }

    /// Asks what stands under the order.
    pub(super) async fn find(&self, order: &str) -> Result<(), Error> {
        let fields = json!({"orderId": order, "productCode": "1000000001"});
        let response = self.send(&GET, "queryElectronicInvoice", &fields).await?;
        match self.open(&GET, "queryElectronicInvoice", &response)? {
            Content::Error { code, words } if code != NO_RESULT => Err(self.said(&GET, &response, &code, &words)),
            Content::Business(_) | Content::Error { .. } => Ok(()),
        }
    }

    async fn send(&self, entry: &Entry, node: &str, fields: &Value) -> Result<Response<Bytes>, Error> {
        let body = Bytes::from(json!({"sn_request": {"sn_body": {node: fields}}}).to_string());
        self.context.send(entry, self.sealed(entry.wire_name, body)).await
    }

    fn sealed(&self, method: &str, body: Bytes) -> Request<Bytes> {
        let time = self.context.clock().now().to_string();
        let signable = Signable { method, request_time: &time, app_key: &self.app_key, version: VERSION, body: &body };
        let sign = signable.sign(&self.secret);
        let headers = [
            ("AppMethod", method),
            ("AppRequestTime", &time),
            ("Format", "json"),
            ("AppKey", &self.app_key),
            ("VersionNo", VERSION),
            ("signInfo", &sign),
        ];
        let trace = self.trace.iter().map(|trace| ("X-Trace", trace.as_str()));
        let builder = headers
            .into_iter()
            .chain(trace)
            .fold(Request::post(&self.gateway), |builder, (name, value)| builder.header(name, value));
        builder.body(body).unwrap()
    }

    /// What an upload came to.
    pub(super) fn read(&self, response: &Response<Bytes>) -> Result<(), Error> {
        match self.open(&ADD, "addElectronicInvoice", response)? {
            Content::Error { code, words } => Err(self.said(&ADD, response, &code, &words)),
            Content::Business(node) if node.get("isSuccess").and_then(Node::as_text) == Some("Y") => Ok(()),
            Content::Business(_) => Err(self.unreadable(&ADD, response, "no word of success")),
        }
    }

    fn open(&self, entry: &Entry, node: &str, response: &Response<Bytes>) -> Result<Content, Error> {
        let opened = content(node, response.body());
        match opened {
            Ok(Content::Error { code, words }) if response.status() != StatusCode::OK => {
                Err(self.said(entry, response, &code, &words))
            }
            _ if response.status() != StatusCode::OK => Err(self.said(entry, response, "", "")),
            Err(why) => Err(self.unreadable(entry, response, &why)),
            Ok(content) => Ok(content),
        }
    }

    fn said(&self, entry: &Entry, response: &Response<Bytes>, code: &str, words: &str) -> Error {
        Error::answered(entry, self.reply(response, code, words), CODES.find(code, entry.wire_name))
    }

    fn unreadable(&self, entry: &Entry, response: &Response<Bytes>, why: &str) -> Error {
        let why = format!("the answer can't be read: {}", self.scrubber().text(why));
        Error::decode(entry, self.reply(response, "", ""), why)
    }

    fn reply(&self, response: &Response<Bytes>, code: &str, words: &str) -> Reply {
        let clean = self.scrubber();
        Reply::new(response.status(), &clean.text(code), &clean.text(words), clean.body(response.body()))
    }

    fn scrubber(&self) -> Scrubber {
        Scrubber::new([self.secret.expose()])
    }
}

/// The business node of an answer, or its error.
pub(super) fn content(node: &str, body: &[u8]) -> Result<Content, String> {
    let tree = Node::from_json(body).map_err(|error| error.to_string())?;
    let text = |name| tree.at(&["sn_responseContent", "sn_error", name]).and_then(Node::as_text).unwrap_or_default();
    match (text("error_code"), tree.at(&["sn_responseContent", "sn_body", node])) {
        ("", Some(business)) => Ok(Content::Business(business.clone())),
        ("", None) => Err("neither an error nor its business node".to_owned()),
        (code, _) => Ok(Content::Error { code: code.to_owned(), words: text("error_msg").to_owned() }),
    }
}
