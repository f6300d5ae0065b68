//! Fetches an invoice's file from where the full face says it is.

use super::Issuer;
use async_trait::async_trait;
use bytes::Bytes;
use fapiao_issuing::{Files, InvoiceFile, IssuedInvoice};
use fapiao_model::{
    Entry, Knowledge, OrderNumber, Outcome, Provider, Replay,
    piaotong::{Encoded, FullFace, QueryFullFace},
};
use fapiao_transport::{Error, ErrorKind, address};

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
            (_, Some(content)) if content.starts_with(b"%PDF-") => pdf(content),
            (Some(address), _) => self.download(&address).await,
            (None, Some(content)) => pdf(content),
            (None, None) => {
                let message = "the invoice has no file yet; ask again later";
                Err(Error::new(&FETCH, ErrorKind::NotFound, Outcome::Unknown, message))
            }
        }
    }
}

impl Issuer {
    async fn download(&self, address: &str) -> Result<InvoiceFile, Error> {
        let client = self.merchant.client();
        let environment = &client.config().environment;
        let uri = address::given(address, environment.base_url(), environment.plain_hosts())
            .map_err(|error| Error::invalid(&FETCH, "downloadUrl", error.to_string()))?;
        let fetch = async { pdf(client.context().fetch(&FETCH, uri).await?) };
        client.context().watch(&FETCH, None, fetch).await
    }
}

fn inline(face: &FullFace) -> Option<Bytes> {
    face.file.as_ref().and_then(Encoded::bytes).map(Bytes::from)
}

/// The content, if it is a whole PDF.
fn pdf(content: Bytes) -> Result<InvoiceFile, Error> {
    InvoiceFile::pdf(content).map_err(|fault| {
        let message = format!("the file {fault}");
        Error::new(&FETCH, ErrorKind::Decode, Outcome::Unknown, message).with_source(fault)
    })
}
