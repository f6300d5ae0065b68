//! Asks which invoices of an order line Suning has.

use crate::{
    Entry, Fault, InvoiceNumber, Knowledge, Operation, OrderNumber, Provider, Replay,
    node::{Node, NodeError},
    suning::{Call, Content, Rules, rules::required},
};
use serde::{Deserialize, Serialize};

/// Asks which invoices Suning has of a product in an order (查询电子发票).
///
/// The request is known from Suning's own clients; what the answer holds is not known, so it keeps every member.
#[doc(alias = "查询电子发票")]
#[doc(alias = "queryElectronicInvoice")]
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug, Serialize)]
pub struct GetElectronicInvoice {
    #[serde(rename = "orderId")]
    order: OrderNumber,
    #[serde(rename = "productCode")]
    product_code: String,
}

impl GetElectronicInvoice {
    /// By order and Suning's code of the product; its clients require both.
    pub fn new(order: OrderNumber, product_code: impl Into<String>) -> Self {
        Self { order, product_code: product_code.into() }
    }
}

impl Operation for GetElectronicInvoice {
    type Answer = UploadedInvoices;
    const ENTRY: Entry = Entry::new(
        Provider::Suning,
        "GetElectronicInvoice",
        "suning.custom.electronicinvoice.get",
        "查询电子发票",
        "request: official SDKs of 2019 and 2021; answer: unknown",
    )
    .replay(Replay::Safe)
    .knowledge(Knowledge::Partly);

    fn key(&self) -> Option<&str> {
        Some(self.order.as_str())
    }
}

impl Call for GetElectronicInvoice {
    const NODE: &'static str = "queryElectronicInvoice";

    fn check(&self, _: &Rules) -> Result<(), Fault> {
        required("productCode", &self.product_code)
    }

    fn empty() -> Option<UploadedInvoices> {
        Some(UploadedInvoices { answer: None })
    }

    fn answer(content: &Content) -> Result<UploadedInvoices, NodeError> {
        Ok(UploadedInvoices { answer: Some(content.node.clone()) })
    }
}

/// What Suning has, as it says it: the members of the answer are not documented.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UploadedInvoices {
    /// The business node; `None` if Suning said that there is nothing.
    pub answer: Option<Node>,
}

/// Whether Suning has an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Its number stands in the answer.
    Present,
    /// Suning said that there is nothing.
    Absent,
    /// Suning has something, and the number does not stand in it: a person has to look.
    Unclear,
}

impl UploadedInvoices {
    /// Whether Suning has the invoice of this number.
    #[must_use]
    pub fn presence_of(&self, number: &InvoiceNumber) -> Presence {
        match &self.answer {
            None => Presence::Absent,
            Some(answer) if answer.holds_text(number.as_str()) => Presence::Present,
            Some(_) => Presence::Unclear,
        }
    }
}
