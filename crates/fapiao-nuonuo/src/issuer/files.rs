//! Fetches an invoice's PDF: a plain GET from the address that Nuonuo gave, without credentials.

use super::Issuer;
use async_trait::async_trait;
use fapiao_issuing::{Files, InvoiceFile, IssuedInvoice};
use fapiao_model::{Entry, Knowledge, Outcome, Provider, Replay};
use fapiao_transport::{Error, ErrorKind, address};

/// The fetch, for errors and logs.
const FETCH_PDF: Entry =
    Entry::new(Provider::Nuonuo, "FetchPdf", "pdfUrl", "下载发票PDF", "queryInvoiceResult V2.0; notes, 12")
        .replay(Replay::Safe)
        .knowledge(Knowledge::Documented);

#[async_trait]
impl Files for Issuer {
    async fn pdf(&self, invoice: &IssuedInvoice) -> Result<InvoiceFile, Error> {
        let url = invoice.pdf_url.as_deref().ok_or_else(|| {
            let message = "the invoice has no PDF address yet; ask for the result again";
            Error::new(&FETCH_PDF, ErrorKind::NotFound, Outcome::NotSent, message).with_field("pdfUrl")
        })?;
        let client = self.merchant.client();
        let uri = address::given(url, client.config().environment.services_url(), &[])
            .map_err(|error| Error::invalid(&FETCH_PDF, "pdfUrl", error.to_string()))?;
        let context = client.context();
        let fetch = async {
            InvoiceFile::pdf(context.fetch(&FETCH_PDF, uri).await?).map_err(|fault| {
                let message = format!("what came {fault}");
                Error::new(&FETCH_PDF, ErrorKind::Decode, Outcome::Unknown, message).with_source(fault)
            })
        };
        context.watch(&FETCH_PDF, Some(invoice.number.as_str()), fetch).await
    }
}
