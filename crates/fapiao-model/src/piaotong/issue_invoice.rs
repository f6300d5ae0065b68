//! Issue a blue invoice: B 2.9.

use super::{
    Buyer, Call, Echo, IssueKind, IssueKindMember, Line, OrderAccepted, Payment, RealEstateRental, Switches,
    check_serial,
    checks::{bytes, chars, if_given},
    line::LineWire,
};
use crate::{
    Amount, Entry, Fault, Knowledge, Operation, OrderNumber, Provider, Replay, TaxNumber,
    node::{Node, NodeError},
};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// The most lines, discount lines included (A 2.3).
const MOST_LINES: usize = 100;

/// Issues a fully digital invoice (开具蓝字数电发票). The answer says only that the order was taken.
///
/// The same serial is never issued twice (integration guide): a repeat keeps it. Lengths and required members are those of
/// A 2.3 where the member exists there; [`with`](Self::with) sends what nobody has documented.
///
/// ```
/// use fapiao_model::piaotong::{Buyer, IssueInvoice, IssueKind, Line, PricingBasis, Taxation};
///
/// let wheat = Line::new(
///     "小麦",
///     "1010101020000000000".parse()?,
///     PricingBasis::TaxIncluded,
///     "109.00".parse()?,
///     Taxation::Rate("0.09".parse()?),
/// );
/// let order = IssueInvoice::new("91310117568051222X".parse()?, "TEST0000000000000001".parse()?, IssueKind::Ordinary,
///     Buyer::person("张三"), vec![wheat]);
/// assert_eq!(order.gross().to_string(), "109.00");
/// # Ok::<(), fapiao_model::WordError>(())
/// ```
#[doc(alias = "开具蓝字数电发票")]
#[doc(alias = "invoiceBlue")]
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug)]
pub struct IssueInvoice {
    kind: IssueKind,
    head: Head,
    lines: Vec<Line>,
}

#[derive(Clone, Debug, Serialize)]
struct Head {
    #[serde(rename = "taxpayerNum")]
    seller: TaxNumber,
    #[serde(rename = "invoiceReqSerialNo")]
    serial: OrderNumber,
    #[serde(flatten)]
    buyer: Buyer,
    #[serde(rename = "drawerName", skip_serializing_if = "Option::is_none")]
    drawer: Option<String>,
    #[serde(rename = "takerName", skip_serializing_if = "Option::is_none")]
    taker_name: Option<String>,
    #[serde(rename = "takerTel", skip_serializing_if = "Option::is_none")]
    taker_phone: Option<String>,
    #[serde(rename = "takerEmail", skip_serializing_if = "Option::is_none")]
    taker_email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<String>,
    #[serde(rename = "tradeNo", skip_serializing_if = "Option::is_none")]
    trade_number: Option<String>,
    #[serde(rename = "definedData", skip_serializing_if = "Option::is_none")]
    defined_data: Option<String>,
    #[serde(rename = "invIssueChannel", skip_serializing_if = "Option::is_none")]
    channel: Option<String>,
    #[serde(rename = "paymentList", skip_serializing_if = "Vec::is_empty")]
    payments: Vec<Payment>,
    #[serde(rename = "realEstateRentalList", skip_serializing_if = "Vec::is_empty")]
    rentals: Vec<RealEstateRental>,
    #[serde(rename = "invoiceItemAmount", skip_serializing_if = "Option::is_none")]
    total: Option<Amount>,
    #[serde(flatten)]
    extra: BTreeMap<String, serde_json::Value>,
}

/// The members that this type writes itself.
const MEMBERS: &[&str] = &[
    "taxpayerNum",
    "invoiceReqSerialNo",
    "invoiceIssueKindCode",
    "buyerName",
    "buyerTaxpayerNum",
    "naturalPersonFlag",
    "buyerAddress",
    "buyerTel",
    "buyerBankName",
    "buyerBankAccount",
    "showBuyerAddrTel",
    "showBuyerBank",
    "drawerName",
    "takerName",
    "takerTel",
    "takerEmail",
    "remark",
    "tradeNo",
    "definedData",
    "invIssueChannel",
    "paymentList",
    "realEstateRentalList",
    "invoiceItemAmount",
    "itemList",
];

impl IssueInvoice {
    /// An order under a serial of alias and 16 letters or digits.
    pub fn new(seller: TaxNumber, serial: OrderNumber, kind: IssueKind, buyer: Buyer, lines: Vec<Line>) -> Self {
        let head = Head {
            seller,
            serial,
            buyer,
            drawer: None,
            taker_name: None,
            taker_phone: None,
            taker_email: None,
            remark: None,
            trade_number: None,
            defined_data: None,
            channel: None,
            payments: Vec::new(),
            rentals: Vec::new(),
            total: None,
            extra: BTreeMap::new(),
        };
        Self { kind, head, lines }
    }

    /// Sets the drawer (开票人), at most 20 GBK bytes. The member for the drawer's account is unknown.
    #[doc(alias = "开票人")]
    pub fn drawer(mut self, name: impl Into<String>) -> Self {
        self.head.drawer = Some(name.into());
        self
    }

    /// Sets the receiver's name.
    pub fn taker_name(mut self, name: impl Into<String>) -> Self {
        self.head.taker_name = Some(name.into());
        self
    }

    /// Sets the receiver's mobile number.
    pub fn taker_phone(mut self, phone: impl Into<String>) -> Self {
        self.head.taker_phone = Some(phone.into());
        self
    }

    /// Sets the receiver's e-mail; Piaotong mails the invoice there.
    pub fn taker_email(mut self, email: impl Into<String>) -> Self {
        self.head.taker_email = Some(email.into());
        self
    }

    /// Sets the remark, at most 240 GBK bytes.
    pub fn remark(mut self, remark: impl Into<String>) -> Self {
        self.head.remark = Some(remark.into());
        self
    }

    /// Sets the order number (`tradeNo`), at most 200 characters; Piaotong takes the serial if there is none.
    ///
    /// Documented for this path in the older generation (A 2.3), whose queries and pushes give it back (A 2.6, 2.7, 2.13);
    /// not seen in 数电 calls (medium confidence).
    pub fn trade_number(mut self, number: impl Into<String>) -> Self {
        self.head.trade_number = Some(number.into());
        self
    }

    /// Sets the caller's own data (`definedData`), at most 200 characters, which pushes give back but queries do not. Known
    /// from A 2.3, not seen in 数电 calls.
    pub fn defined_data(mut self, data: impl Into<String>) -> Self {
        self.head.defined_data = Some(data.into());
        self
    }

    /// Sets the channel and its payments; `5` is Alipay's joint issuing (支付宝乐企). Seen in one client.
    pub fn channel(mut self, channel: impl Into<String>, payments: Vec<Payment>) -> Self {
        self.head.channel = Some(channel.into());
        self.head.payments = payments;
        self
    }

    /// Sets the rented properties, one per line, and with them the total that the one client seen sends along.
    pub fn rentals(mut self, rentals: Vec<RealEstateRental>) -> Self {
        self.head.total = Some(self.gross());
        self.head.rentals = rentals;
        self
    }

    /// Adds a member that this type does not know, as it is.
    pub fn with(mut self, member: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
        self.head.extra.insert(member.into(), value.into());
        self
    }

    /// The serial that the order lives under.
    #[must_use]
    pub const fn serial(&self) -> &OrderNumber {
        &self.head.serial
    }

    /// The total with tax, discounts taken off, to the fen.
    #[must_use]
    pub fn gross(&self) -> Amount {
        self.lines.iter().map(Line::gross).sum()
    }

    fn check_head(&self) -> Result<(), Fault> {
        let Head { buyer, serial, .. } = &self.head;
        check_serial(serial)?;
        buyer.check()?;
        if self.kind == IssueKind::Special && !buyer.has_tax_number() {
            return Err(Fault::new("buyerTaxpayerNum", "is missing; a special invoice needs the buyer's tax number"));
        }
        if_given("drawerName", self.head.drawer.as_deref(), |field, text| bytes(field, text, 20))?;
        if_given("takerName", self.head.taker_name.as_deref(), |field, text| chars(field, text, 10))?;
        if_given("takerTel", self.head.taker_phone.as_deref(), |field, text| chars(field, text, 11))?;
        if_given("takerEmail", self.head.taker_email.as_deref(), |field, text| chars(field, text, 50))?;
        if_given("remark", self.head.remark.as_deref(), |field, text| bytes(field, text, 240))?;
        if_given("tradeNo", self.head.trade_number.as_deref(), |field, text| chars(field, text, 200))?;
        if_given("definedData", self.head.defined_data.as_deref(), |field, text| chars(field, text, 200))?;
        match self.head.extra.keys().find(|name| MEMBERS.contains(&name.as_str())) {
            Some(name) => Err(Fault::new(name, "would be sent twice; use its own setter")),
            None => Ok(()),
        }
    }

    fn check_lines(&self) -> Result<(), Fault> {
        let printed = self.lines.len() + self.lines.iter().filter(|line| line.has_discount()).count();
        if printed == 0 || printed > MOST_LINES {
            let message =
                format!("has {printed} lines with those of discounts; 1 to {MOST_LINES} fit; split the order");
            return Err(Fault::new("itemList", message));
        }
        if self.lines.len() > 1 && self.lines.iter().any(Line::has_deduction) {
            return Err(Fault::new("itemList", "a margin invoice has one line only; issue the others apart"));
        }
        self.lines
            .iter()
            .enumerate()
            .try_for_each(|(at, line)| line.check().map_err(|fault| fault.inside(format_args!("itemList[{}]", at + 1))))
    }

    fn wire(&self, switches: &Switches) -> Wire<'_> {
        Wire {
            head: &self.head,
            kind: (switches.issue_kind == IssueKindMember::Sent).then_some(self.kind),
            lines: self.lines.iter().map(|line| line.wire(switches.discount_sign)).collect(),
        }
    }
}

#[derive(Serialize)]
struct Wire<'a> {
    #[serde(flatten)]
    head: &'a Head,
    #[serde(rename = "invoiceIssueKindCode", skip_serializing_if = "Option::is_none")]
    kind: Option<IssueKind>,
    #[serde(rename = "itemList")]
    lines: Vec<LineWire<'a>>,
}

impl Serialize for IssueInvoice {
    /// As it is written with the default switches.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.wire(&Switches::default()).serialize(serializer)
    }
}

impl Operation for IssueInvoice {
    type Answer = OrderAccepted;

    const ENTRY: Entry = Entry::new(
        Provider::Piaotong,
        "IssueInvoice",
        "invoiceBlue.pt",
        "开具蓝字数电发票",
        "B 2.9: integration guide, four public clients, lengths of A 2.3",
    )
    .replay(Replay::SameKey)
    .knowledge(Knowledge::Partly);

    fn key(&self) -> Option<&str> {
        Some(self.head.serial.as_str())
    }
}

impl Call for IssueInvoice {
    const ECHO: &'static [Echo] = &[Echo::Serial];

    fn tax_number(&self) -> Option<&str> {
        Some(self.head.seller.as_str())
    }

    fn check(&self, _: &Switches) -> Result<(), Fault> {
        self.check_head()?;
        self.check_lines()
    }

    fn content(&self, switches: &Switches) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(&self.wire(switches))
    }

    fn read(content: &Node) -> Result<OrderAccepted, NodeError> {
        content.read()
    }
}

#[cfg(test)]
mod tests;
