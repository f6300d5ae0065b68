//! The sandbox's own pages: what it is, what came in, what its books say.

use crate::{BookedInvoice, BookedState, Books, LogEntry, Sandbox, sandbox::base_url};
use bytes::Bytes;
use fapiao_model::ChinaTime;
use http::{Method, Request, Response, header};
use serde_json::{Value, json};

const ABOUT: &str = "\
This is a sandbox of Nuonuo, Fengchao, Piaotong and Suning. Everything it issues is a test document.

  POST /open/v1/services                     Nuonuo, every method
  POST /accessToken                          Nuonuo, tokens
  POST /gateway/nuonuo/invoice/rebillingnew  Fengchao
  POST /tp/openapi/….pt                      Piaotong
  POST /api/http/sopRequest                  Suning, with or without /{method}
  GET  /files/….pdf                          the issued invoices
  GET  /_sandbox/log                         every request, and of a refused one which check it failed; secrets masked
  GET  /_sandbox/books                       what was really issued, refused and uploaded
  GET  /_sandbox/ready                       addresses and keys of all four, for a client to start with
  POST /_sandbox/scripts                     what happens to one order, as JSON:
       {\"provider\":\"nuonuo\",\"number\":\"N1\",\"do\":\"fail\",\"times\":1,\"words\":\"…\"}
       do is fail, login (times) or refuse (code, words)
  POST /_sandbox/faults                      a fault of the network, as JSON:
       {\"provider\":\"nuonuo\",\"operation\":\"…\",\"number\":\"N1\",\"do\":\"close\",\"moment\":\"after\",\"skip\":0,\"times\":1}
       do is close, reset, hang or cut (bytes); provider, operation and number narrow it; moment is before or after the work
";

/// The page, if the request asks for one of ours.
pub(super) fn page(sandbox: &Sandbox, request: &Request<Bytes>, now: ChinaTime) -> Option<Response<Bytes>> {
    if request.method() != Method::GET {
        return None;
    }
    match request.uri().path() {
        "/" => Some(answer("text/plain; charset=utf-8", ABOUT.to_owned())),
        "/_sandbox/log" => Some(document(&Value::from_iter(sandbox.log().iter().map(entry)))),
        "/_sandbox/books" => Some(document(&books(&sandbox.books(now)))),
        "/_sandbox/ready" => Some(document(&sandbox.ready(&base_url(request)))),
        _ => None,
    }
}

fn document(value: &Value) -> Response<Bytes> {
    answer("application/json; charset=utf-8", format!("{value:#}\n"))
}

fn answer(content_type: &'static str, text: String) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(text));
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(content_type));
    response
}

fn entry(entry: &LogEntry) -> Value {
    let failed = entry.failed.as_ref().map(|failed| json!({"check": failed.check, "detail": failed.detail}));
    json!({
        "at": entry.at.to_string(),
        "provider": entry.provider.map(fapiao_model::Provider::as_str),
        "operation": entry.operation,
        "number": entry.number,
        "target": entry.target,
        "headers": entry.headers,
        "body": entry.body,
        "code": entry.code,
        "failed": failed,
        "fault": entry.fault,
    })
}

fn books(books: &Books) -> Value {
    let refusal = |refusal: &crate::Refusal| json!({"provider": refusal.provider.as_str(), "order_number": refusal.order_number, "code": refusal.code});
    let upload = |upload: &crate::UploadedInvoice| {
        json!({
            "order_id": upload.order_id,
            "number": upload.number,
            "is_red": upload.is_red,
            "reverses": upload.reverses,
            "gross": upload.gross,
            "times": upload.times,
            "file_len": upload.file_len,
        })
    };
    json!({
        "invoices": books.invoices.iter().map(invoice).collect::<Value>(),
        "refusals": books.refusals.iter().map(refusal).collect::<Value>(),
        "uploads": books.uploads.iter().map(upload).collect::<Value>(),
    })
}

fn invoice(invoice: &BookedInvoice) -> Value {
    let state = match invoice.state {
        BookedState::Pending => "pending",
        BookedState::Issued => "issued",
        BookedState::Failed => "failed",
    };
    json!({
        "provider": invoice.provider.as_str(),
        "seller": invoice.seller,
        "order_number": invoice.order_number,
        "serial": invoice.serial,
        "number": invoice.number,
        "state": state,
        "is_red": invoice.is_red,
        "reverses": invoice.reverses,
        "mark": invoice.mark,
        "buyer": invoice.buyer,
        "net": invoice.net.to_string(),
        "tax": invoice.tax.to_string(),
    })
}
