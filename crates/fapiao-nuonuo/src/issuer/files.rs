//! Fetches an invoice's PDF: a plain GET from the address that Nuonuo gave, without credentials.

use super::Issuer;
use crate::gateway;
use async_trait::async_trait;
use bytes::Bytes;
use fapiao_issuing::{FileKind, Files, InvoiceFile, IssuedInvoice};
use fapiao_model::{Entry, Knowledge, Outcome, Provider, Replay};
use fapiao_transport::{Error, ErrorKind, Reply};
use http::{Request, StatusCode};

/// The fetch, for errors and logs.
const FETCH_PDF: Entry =
    Entry::new(Provider::Nuonuo, "FetchPdf", "pdfUrl", "下载发票PDF", "queryInvoiceResult V2.0; notes, 12")
        .replay(Replay::Safe)
        .knowledge(Knowledge::Documented);

/// Where the end of a PDF is marked: in its last 1024 bytes.
const TAIL: usize = 1024;

#[async_trait]
impl Files for Issuer {
    async fn pdf(&self, invoice: &IssuedInvoice) -> Result<InvoiceFile, Error> {
        let url = invoice.pdf_url.as_deref().ok_or_else(|| {
            let message = "the invoice has no PDF address yet; ask for the result again";
            Error::new(&FETCH_PDF, ErrorKind::NotFound, Outcome::NotSent, message).with_field("pdfUrl")
        })?;
        let uri = gateway::address("file address", url, "https://inv.jss.com.cn/a.pdf");
        let uri = uri.map_err(|error| Error::invalid(&FETCH_PDF, "pdfUrl", error.to_string()))?;
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = uri;
        let context = self.merchant.client().context();
        let fetch = async { checked(context.send(&FETCH_PDF, request).await?) };
        context.watch(&FETCH_PDF, Some(invoice.number.as_str()), fetch).await
    }
}

/// Nothing but a whole PDF under status 200 is one.
fn checked(response: http::Response<Bytes>) -> Result<InvoiceFile, Error> {
    let (status, content) = (response.status(), response.into_body());
    let reply = || Reply::unread(status, Bytes::new());
    if status != StatusCode::OK {
        return Err(Error::answered(&FETCH_PDF, reply(), None));
    }
    if !content.starts_with(b"%PDF-") {
        return Err(Error::decode(&FETCH_PDF, reply(), "what came is no PDF; look at the address, and fetch it again"));
    }
    let tail = content.get(content.len().saturating_sub(TAIL)..).unwrap_or_default();
    if !tail.windows(5).any(|window| window == b"%%EOF") {
        return Err(Error::decode(&FETCH_PDF, reply(), "the PDF is cut off; fetch it again"));
    }
    Ok(InvoiceFile { kind: FileKind::Pdf, content })
}
