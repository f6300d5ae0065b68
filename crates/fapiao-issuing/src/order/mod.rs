//! An order: who bought what, at which rates, exact to the fen.

mod check;
mod line;

pub use line::{LineAmounts, LineItem, Pricing, Totals, ZeroRate};

use crate::{Delivery, Reference};
use fapiao_model::{ChinaTime, Fault, InvoiceKind, TaxNumber};
use serde::{Deserialize, Serialize};

/// An order that is to be invoiced.
///
/// ```
/// use fapiao_issuing::{Buyer, LineItem, Order, Pricing};
/// use fapiao_model::InvoiceKind;
///
/// let cable = LineItem::new("数据线", "1090511030000000000".parse()?, "0.13".parse()?, Pricing::TaxIncluded, "113.00".parse()?);
/// let order = Order::new("2026-0001".parse()?, InvoiceKind::DigitalOrdinary, Buyer::person("张三"), "2026-11-21 10:00:00".parse()?)
///     .line(cable);
/// let totals = order.check()?;
/// assert_eq!((totals.net.to_string(), totals.tax.to_string()), ("100.00".into(), "13.00".into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Order {
    /// The merchant's own number.
    pub reference: Reference,
    /// The kind of invoice.
    pub kind: InvoiceKind,
    /// Who bought.
    pub buyer: Buyer,
    /// When.
    pub ordered_at: ChinaTime,
    /// What.
    pub lines: Vec<LineItem>,
    /// Printed on the invoice.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
    /// Where the provider delivers the invoice to.
    #[serde(default)]
    pub contact: Contact,
    /// The drawer (开票员), if it is not the issuer's usual one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawer: Option<String>,
    /// The marketplace order that the invoice is shown at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Delivery>,
}

impl Order {
    /// An order without lines yet.
    #[must_use]
    pub fn new(reference: Reference, kind: InvoiceKind, buyer: Buyer, ordered_at: ChinaTime) -> Self {
        Self {
            reference,
            kind,
            buyer,
            ordered_at,
            lines: Vec::new(),
            remark: String::new(),
            contact: Contact::default(),
            drawer: None,
            delivery: None,
        }
    }

    /// Adds a line.
    #[must_use]
    pub fn line(mut self, line: LineItem) -> Self {
        self.lines.push(line);
        self
    }

    /// Sets the remark.
    #[must_use]
    pub fn remark(mut self, remark: impl Into<String>) -> Self {
        self.remark = remark.into();
        self
    }

    /// Sets where the provider delivers to.
    #[must_use]
    pub fn contact(mut self, contact: Contact) -> Self {
        self.contact = contact;
        self
    }

    /// Sets the drawer.
    #[must_use]
    pub fn drawer(mut self, drawer: impl Into<String>) -> Self {
        self.drawer = Some(drawer.into());
        self
    }

    /// Sets the marketplace order.
    #[must_use]
    pub fn delivery(mut self, delivery: Delivery) -> Self {
        self.delivery = Some(delivery);
        self
    }

    /// The sums over all lines, discounts taken off.
    #[must_use]
    pub fn totals(&self) -> Totals {
        self.lines.iter().map(LineItem::net_of_discount).fold(Totals::default(), |sum, line| sum.plus(line))
    }

    /// Checks what no provider takes otherwise, and gives the totals.
    ///
    /// # Errors
    /// The first fault: field, fault and next step.
    pub fn check(&self) -> Result<Totals, Fault> {
        check::check(self)
    }

    /// The order's content as one text: the same content has the same text, for the mark and for comparing.
    #[must_use]
    pub fn canonical(&self) -> String {
        // A struct of texts, decimals and lists: there is nothing in it that JSON could refuse.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Who bought (购方).
#[doc(alias = "购方")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Buyer {
    /// The title that is printed (发票抬头).
    #[doc(alias = "发票抬头")]
    pub name: String,
    /// The tax number; a person has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_number: Option<TaxNumber>,
    /// Address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Telephone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub telephone: String,
    /// The bank's name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub bank: String,
    /// The account's number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub bank_account: String,
}

impl Buyer {
    /// A person.
    #[must_use]
    pub fn person(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            tax_number: None,
            address: String::new(),
            telephone: String::new(),
            bank: String::new(),
            bank_account: String::new(),
        }
    }

    /// A company.
    #[must_use]
    pub fn company(name: impl Into<String>, tax_number: TaxNumber) -> Self {
        Self { tax_number: Some(tax_number), ..Self::person(name) }
    }

    /// Whether it is a person.
    #[must_use]
    pub const fn is_person(&self) -> bool {
        self.tax_number.is_none()
    }
}

/// Where the provider delivers the invoice to. Empty: it does not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Contact {
    /// E-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Mobile number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

impl Contact {
    /// By e-mail.
    #[must_use]
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// By SMS.
    #[must_use]
    pub fn phone(mut self, phone: impl Into<String>) -> Self {
        self.phone = Some(phone.into());
        self
    }

    /// Whether there is neither.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.email.is_none() && self.phone.is_none()
    }
}
