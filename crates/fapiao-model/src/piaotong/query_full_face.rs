//! Ask for everything on an invoice: B 2.12.

use super::{Call, Echo, FullFace};
use crate::{
    Entry, Knowledge, Operation, OrderNumber, Provider, Replay, TaxNumber,
    node::{Node, NodeError},
};
use serde::Serialize;

/// Asks for all that is printed on the invoice under a serial (全票面信息): buyer, lines, files.
#[doc(alias = "查询发票全票面信息")]
#[doc(alias = "queryInvoiceInfo")]
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug, Serialize)]
pub struct QueryFullFace {
    #[serde(rename = "taxpayerNum")]
    seller: TaxNumber,
    #[serde(rename = "invoiceReqSerialNo")]
    serial: OrderNumber,
}

impl QueryFullFace {
    /// Asks for the seller's invoice under this serial.
    pub const fn new(seller: TaxNumber, serial: OrderNumber) -> Self {
        Self { seller, serial }
    }
}

impl Operation for QueryFullFace {
    type Answer = FullFace;

    const ENTRY: Entry = Entry::new(
        Provider::Piaotong,
        "QueryFullFace",
        "queryInvoiceInfo.pt",
        "查询发票全票面信息",
        "B 2.12: public clients; answer as A 2.13 (inferred, medium confidence)",
    )
    .replay(Replay::Safe)
    .knowledge(Knowledge::Partly);

    fn key(&self) -> Option<&str> {
        Some(self.serial.as_str())
    }
}

impl Call for QueryFullFace {
    // The seller comes as `sellerTaxpayerNum` and on issued invoices only, so it is compared when it is there.
    const ECHO: &'static [Echo] = &[Echo::Serial];

    fn tax_number(&self) -> Option<&str> {
        Some(self.seller.as_str())
    }

    fn read(content: &Node) -> Result<FullFace, NodeError> {
        content.read()
    }
}
