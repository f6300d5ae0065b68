//! Issues an invoice.

mod check;
mod line;
mod order;
mod parties;
mod setters;

pub use line::{DiscountedLine, LineAmounts, LineItem, PriceBasis};
pub use parties::{Buyer, OldBlueInvoice, PushMode, Seller};

use super::{Call, SerialNumber};
use crate::{
    ChinaTime, Entry, Fault, InvoiceKind, Knowledge, Operation, OrderNumber, Provider, Replay, TaxNumber, node::Extra,
};
use order::Order;
use serde::{Deserialize, Serialize};

/// Issues an invoice (开票), blue as a rule; red for the kinds before full digitisation.
///
/// Accepted does not mean issued: ask with [`QueryInvoiceResult`](super::QueryInvoiceResult). The order number is unique per
/// seller; the same number again is refused with E9106, which says that an earlier attempt got through. A fully digital
/// invoice is reversed through a red confirmation form, not through this. What the documents list and this type does not name
/// (vehicles, building, real estate, transport, difference taxation, additional elements) is added with
/// [`element`](Self::element).
///
/// ```
/// use fapiao_model::{InvoiceKind, nuonuo::{Buyer, IssueInvoice, LineAmounts, LineItem, PriceBasis, Seller}};
///
/// let seller = Seller::new("339902999999789113".parse()?).phone("0571-77777777").address("杭州市");
/// let buyer = Buyer::new("张三");
/// let line = LineItem::new("电脑", "0.13".parse()?, PriceBasis::WithTax)
///     .price("113".parse()?, "2".parse()?)
///     .amounts(LineAmounts::new("200.00".parse()?, "26.00".parse()?));
/// let issue = IssueInvoice::new(
///     "20261121000000000001".parse()?, InvoiceKind::DigitalOrdinary, seller, buyer, "李四", "2026-11-21 09:30:00".parse()?,
/// )
/// .line(line);
/// # Ok::<(), fapiao_model::WordError>(())
/// ```
#[doc(alias = "开票")]
#[doc(alias = "requestBillingNew")]
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug, Serialize)]
pub struct IssueInvoice {
    order: Order,
}

impl IssueInvoice {
    /// A blue invoice without lines yet. `drawer` (开票员, wire: `clerk`) belongs to the bureau account that is logged in.
    pub fn new(
        order_number: OrderNumber,
        kind: InvoiceKind,
        seller: Seller,
        buyer: Buyer,
        drawer: impl Into<String>,
        ordered_at: ChinaTime,
    ) -> Self {
        Self { order: Order::new(order_number, kind, seller, buyer, drawer.into(), ordered_at) }
    }

    /// Adds a line.
    pub fn line(mut self, line: LineItem) -> Self {
        self.order.lines.push(line);
        self
    }

    /// Adds a line and its discount line directly below.
    pub fn discounted_line(mut self, line: DiscountedLine) -> Self {
        self.order.lines.extend(line.into_lines());
        self
    }

    /// The lines.
    pub fn lines(&self) -> &[LineItem] {
        &self.order.lines
    }

    /// The kind of invoice.
    #[must_use]
    pub const fn kind(&self) -> InvoiceKind {
        self.order.kind
    }

    /// Adds what this type does not name, under Nuonuo's name in the order object: an object, list or text as the vendor's
    /// document has it. Amounts in it must be texts.
    pub fn element(mut self, name: impl Into<String>, value: serde_json::Value) -> Self {
        self.order.elements.insert(name.into(), value);
        self
    }

    /// Makes it the red invoice of an invoice from before full digitisation.
    pub fn reversing(mut self, blue: OldBlueInvoice) -> Self {
        self.order.reverse(blue);
        self
    }
}

impl Operation for IssueInvoice {
    type Answer = IssueAccepted;

    const ENTRY: Entry = Entry::new(
        Provider::Nuonuo,
        "IssueInvoice",
        "nuonuo.OpeMplatform.requestBillingNew",
        "请求开具发票",
        "requestBillingNew V2.0",
    )
    .replay(Replay::SameKey)
    .knowledge(Knowledge::Documented);

    fn key(&self) -> Option<&str> {
        Some(self.order.order_number.as_str())
    }
}

impl Call for IssueInvoice {
    fn acting(&self) -> Option<&TaxNumber> {
        Some(&self.order.seller_tax_number)
    }

    fn order_number(&self) -> Option<&OrderNumber> {
        Some(&self.order.order_number)
    }

    fn check(&self) -> Result<(), Fault> {
        check::check(&self.order).map_err(|fault| fault.inside("order"))
    }
}

/// The order was taken. The invoice is not issued yet.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct IssueAccepted {
    /// Nuonuo's number of the request.
    #[serde(rename = "invoiceSerialNum")]
    pub serial_number: SerialNumber,
    /// What no document names.
    #[serde(rename = "$extra", default)]
    pub extra: Extra,
}

#[cfg(test)]
mod tests;
