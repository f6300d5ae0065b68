//! Fetches an invoice's file from where the full face says it is.

use super::Issuer;
use async_trait::async_trait;
use bytes::Bytes;
use fapiao_issuing::{FileKind, Files, InvoiceFile, IssuedInvoice};
use fapiao_model::{
    Entry, Knowledge, OrderNumber, Outcome, Provider, Replay,
    piaotong::{Encoded, FullFace, QueryFullFace},
};
use fapiao_transport::{Error, ErrorKind, Reply};
use http::{Request, StatusCode};

/// The download, for errors and logs. The address comes from a verified answer.
static FETCH: Entry = Entry::new(Provider::Piaotong, "FetchFile", "", "下载版式文件", "A 2.13 downloadUrl; notes 1")
    .replay(Replay::Safe)
    .knowledge(Knowledge::Partly);

#[async_trait]
impl Files for Issuer {
    /// From the invoice's own address if it has one, else from the full face: its address, or the file inside it.
    async fn pdf(&self, invoice: &IssuedInvoice) -> Result<InvoiceFile, Error> {
        if let Some(address) = &invoice.pdf_url {
            return self.download(address).await;
        }
        let serial: OrderNumber =
            invoice.serial.parse().map_err(|_| Error::invalid(&FETCH, "serial", "is no request serial of Piaotong"))?;
        let query = QueryFullFace::new(self.merchant.tax_number().clone(), serial);
        let face = self.merchant.call(&query).await?;
        match (face.download_url.as_ref().and_then(Encoded::url), inline(&face)) {
            (_, Some(content)) if looks_like_pdf(&content) => pdf(content),
            (Some(address), _) => self.download(&address).await,
            (None, Some(content)) => pdf(content),
            (None, None) => Err(fault(ErrorKind::NotFound, "the invoice has no file yet; ask again later")),
        }
    }
}

impl Issuer {
    async fn download(&self, address: &str) -> Result<InvoiceFile, Error> {
        let client = self.merchant.client();
        client.config().environment.admits(address).map_err(|problem| {
            fault(ErrorKind::Configuration, format!("the file's address {problem}")).with_field("downloadUrl")
        })?;
        let request = Request::get(address).body(Bytes::new()).map_err(|error| {
            fault(ErrorKind::Decode, "the file's address can't be called").with_field("downloadUrl").with_source(error)
        })?;
        let fetch = async {
            let response = client.context().send(&FETCH, request).await?;
            if response.status() != StatusCode::OK {
                return Err(Error::answered(&FETCH, Reply::unread(response.status(), Bytes::new()), None));
            }
            pdf(response.into_body())
        };
        client.context().watch(&FETCH, None, fetch).await
    }
}

fn inline(face: &FullFace) -> Option<Bytes> {
    face.file.as_ref().and_then(Encoded::bytes).map(Bytes::from)
}

fn looks_like_pdf(content: &[u8]) -> bool {
    content.starts_with(b"%PDF-")
}

/// The content, if it is a whole PDF.
fn pdf(content: Bytes) -> Result<InvoiceFile, Error> {
    let end = content.get(content.len().saturating_sub(1024)..).unwrap_or_default();
    let problem = if content.starts_with(b"PK") {
        "the file is an archive, most likely OFD, and no PDF"
    } else if !looks_like_pdf(&content) {
        "the file is no PDF"
    } else if !end.windows(5).any(|window| window == b"%%EOF") {
        "the PDF is cut off; fetch it again"
    } else {
        return Ok(InvoiceFile { kind: FileKind::Pdf, content });
    };
    Err(fault(ErrorKind::Decode, problem))
}

fn fault(kind: ErrorKind, message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(&FETCH, kind, Outcome::Unknown, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_pdf_is_one() {
        let kind =
            |content: &'static [u8]| pdf(Bytes::from_static(content)).map_err(|error| error.message().to_owned());
        assert!(kind(b"%PDF-1.4\n1 0 obj\n%%EOF\n").is_ok());
        assert_eq!(kind(b"%PDF-1.4\n1 0 obj"), Err("the PDF is cut off; fetch it again".into()));
        assert_eq!(kind(b"PK\x03\x04"), Err("the file is an archive, most likely OFD, and no PDF".into()));
        assert_eq!(kind(b"<html>%%EOF"), Err("the file is no PDF".into()));
    }
}
