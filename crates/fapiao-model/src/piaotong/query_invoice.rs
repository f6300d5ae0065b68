//! Ask how an invoice stands, main facts: B 2.11.

use super::{Call, Echo, InvoiceFacts};
use crate::{
    Entry, Knowledge, Operation, OrderNumber, Provider, Replay, TaxNumber,
    node::{Node, NodeError},
};
use serde::Serialize;

/// Asks how the invoice under a serial stands.
///
/// The query can succeed and say that the invoice failed: look at [`InvoiceFacts::state`]. Envelope code 8003 (not found) just
/// after sending means "ask again", not "failed".
#[doc(alias = "查询发票")]
#[doc(alias = "queryInvoice")]
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug, Serialize)]
pub struct QueryInvoice {
    #[serde(rename = "taxpayerNum")]
    seller: TaxNumber,
    #[serde(rename = "invoiceReqSerialNo")]
    serial: OrderNumber,
}

impl QueryInvoice {
    /// Asks for the seller's invoice under this serial.
    pub const fn new(seller: TaxNumber, serial: OrderNumber) -> Self {
        Self { seller, serial }
    }
}

impl Operation for QueryInvoice {
    type Answer = InvoiceFacts;

    const ENTRY: Entry = Entry::new(
        Provider::Piaotong,
        "QueryInvoice",
        "queryInvoice.pt",
        "查询发票",
        "B 2.11: public clients; answer as A 2.7 (inferred, medium to high confidence)",
    )
    .replay(Replay::Safe)
    .knowledge(Knowledge::Partly);

    fn key(&self) -> Option<&str> {
        Some(self.serial.as_str())
    }
}

impl Call for QueryInvoice {
    const ECHO: &'static [Echo] = &[Echo::Serial, Echo::Seller];

    fn tax_number(&self) -> Option<&str> {
        Some(self.seller.as_str())
    }

    fn read(content: &Node) -> Result<InvoiceFacts, NodeError> {
        content.read()
    }
}
