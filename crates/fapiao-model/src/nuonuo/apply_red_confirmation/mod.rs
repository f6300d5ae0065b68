//! Applies for a red confirmation form.

mod line;

pub use line::{RedLine, RedLineQuantity};

use crate::nuonuo::checks::{at_most, at_most_if_any, some_text};
use crate::nuonuo::{BillId, Call, ExtensionNumber, ResultAt, Side, kind_code, red_reason_code};
use crate::{
    Entry, Fault, InvoiceCode, InvoiceKind, InvoiceNumber, Knowledge, Operation, OrderNumber, Provider, RedReason,
    Replay, TaxNumber,
};
use serde::{Deserialize, Serialize, Serializer};

/// Applies for a red confirmation form (申请红字确认单): the first step of reversing a fully digital invoice, and the way for
/// older ones too.
///
/// It always carries an application number, the only safe key for repeating it, and the order number that the red invoice
/// will have when the bureau issues it by itself. Without lines the whole invoice is reversed.
#[doc(alias = "申请红字确认单")]
#[doc(alias = "saveInvoiceRedConfirm")]
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug, Serialize)]
pub struct ApplyRedConfirmation {
    #[serde(rename = "billId")]
    bill_id: BillId,
    #[serde(rename = "blueInvoiceLine", serialize_with = "kind")]
    blue_kind: InvoiceKind,
    #[serde(rename = "applySource")]
    side: Side,
    #[serde(rename = "blueInvoiceNumber", skip_serializing_if = "Option::is_none")]
    blue_number: Option<InvoiceNumber>,
    #[serde(rename = "blueInvoiceCode", skip_serializing_if = "Option::is_none")]
    blue_code: Option<InvoiceCode>,
    #[serde(rename = "blueElecInvoiceNumber", skip_serializing_if = "Option::is_none")]
    blue_digital_number: Option<InvoiceNumber>,
    #[serde(rename = "billTime", skip_serializing_if = "Option::is_none")]
    applied_at: Option<String>,
    #[serde(rename = "sellerTaxNo")]
    seller_tax_number: TaxNumber,
    #[serde(rename = "sellerName")]
    seller_name: String,
    #[serde(rename = "departmentId", skip_serializing_if = "Option::is_none")]
    department_id: Option<String>,
    #[serde(rename = "clerkId", skip_serializing_if = "Option::is_none")]
    drawer_id: Option<String>,
    #[serde(rename = "buyerTaxNo", skip_serializing_if = "Option::is_none")]
    buyer_tax_number: Option<TaxNumber>,
    #[serde(rename = "buyerName")]
    buyer_name: String,
    #[serde(rename = "redReason", serialize_with = "reason")]
    reason: RedReason,
    #[serde(rename = "extensionNumber", skip_serializing_if = "Option::is_none")]
    extension_number: Option<ExtensionNumber>,
    #[serde(rename = "orderNo")]
    order_number: OrderNumber,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(rename = "callbackUrl", skip_serializing_if = "Option::is_none")]
    call_back_url: Option<String>,
    #[serde(rename = "detail", skip_serializing_if = "Vec::is_empty")]
    lines: Vec<RedLine>,
}

/// The blue invoice that is to be reversed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlueInvoice {
    /// A fully digital one: its kind and its 20 digits.
    Digital {
        /// Its kind.
        kind: InvoiceKind,
        /// Its number.
        number: InvoiceNumber,
    },
    /// One from before full digitisation.
    Old {
        /// Its kind.
        kind: InvoiceKind,
        /// Its code.
        code: InvoiceCode,
        /// Its number, 8 digits.
        number: InvoiceNumber,
    },
}

/// A party on a red confirmation form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedParty {
    /// The name, at most 100 characters. The seller's may be empty when the seller applies.
    pub name: String,
    /// The tax number. The seller has one; a person who bought has none.
    pub tax_number: Option<TaxNumber>,
}

impl RedParty {
    /// A party with its tax number.
    #[must_use]
    pub fn new(name: impl Into<String>, tax_number: TaxNumber) -> Self {
        Self { name: name.into(), tax_number: Some(tax_number) }
    }

    /// A person who bought.
    #[must_use]
    pub fn person(name: impl Into<String>) -> Self {
        Self { name: name.into(), tax_number: None }
    }
}

impl ApplyRedConfirmation {
    /// Applies as the seller, whose name Nuonuo knows.
    pub fn by_seller(
        bill_id: BillId,
        order_number: OrderNumber,
        blue: BlueInvoice,
        seller: TaxNumber,
        buyer: RedParty,
        reason: RedReason,
    ) -> Self {
        Self::new(Side::Seller, bill_id, order_number, blue, (seller, String::new()), buyer, reason)
    }

    /// Applies as the buyer.
    pub fn by_buyer(
        bill_id: BillId,
        order_number: OrderNumber,
        blue: BlueInvoice,
        seller: TaxNumber,
        buyer: RedParty,
        reason: RedReason,
    ) -> Self {
        Self::new(Side::Buyer, bill_id, order_number, blue, (seller, String::new()), buyer, reason)
    }

    fn new(
        side: Side,
        bill_id: BillId,
        order_number: OrderNumber,
        blue: BlueInvoice,
        (seller_tax_number, seller_name): (TaxNumber, String),
        buyer: RedParty,
        reason: RedReason,
    ) -> Self {
        let (blue_kind, blue_code, old, digital) = match blue {
            BlueInvoice::Digital { kind, number } => (kind, None, None, Some(number)),
            BlueInvoice::Old { kind, code, number } => (kind, Some(code), Some(number), None),
        };
        Self {
            bill_id,
            blue_kind,
            side,
            blue_number: old,
            blue_code,
            blue_digital_number: digital,
            applied_at: None,
            seller_tax_number,
            seller_name,
            department_id: None,
            drawer_id: None,
            buyer_tax_number: buyer.tax_number,
            buyer_name: buyer.name,
            reason,
            extension_number: None,
            order_number,
            phone: None,
            email: None,
            call_back_url: None,
            lines: Vec::new(),
        }
    }

    /// The seller's name, at most 100 characters; required when the buyer applies.
    pub fn seller_name(mut self, name: impl Into<String>) -> Self {
        self.seller_name = name.into();
        self
    }

    text_setters! {
        /// The time of the application (switch `bill_time`): left out, it is now. The vendor names no unit (milliseconds since
        /// 1970 are inferred), so it is the text that goes on the wire.
        applied_at => applied_at;
        /// The shop's id inside Nuonuo (部门门店id), at most 32 characters.
        department_id => department_id;
        /// The drawer's id inside Nuonuo (开票员id), at most 32 characters.
        drawer_id => drawer_id;
        /// The mobile number that the red invoice is delivered to, at most 20 characters; the blue invoice's otherwise.
        phone => phone;
        /// The e-mail that it is delivered to, at most 50 characters; the blue invoice's otherwise.
        email => email;
        /// Where the form's result is posted to, at most 225 characters; passed on to the issuing of the red invoice.
        call_back_url => call_back_url;
    }

    /// The issuing point (分机号).
    pub fn extension_number(mut self, number: ExtensionNumber) -> Self {
        self.extension_number = Some(number);
        self
    }

    /// Reverses a part only: this line. Lines keep the order of the blue invoice.
    pub fn line(mut self, line: RedLine) -> Self {
        self.lines.push(line);
        self
    }

    /// The application number.
    #[must_use]
    pub const fn bill_id(&self) -> &BillId {
        &self.bill_id
    }
}

impl Operation for ApplyRedConfirmation {
    type Answer = RedConfirmationApplied;

    const ENTRY: Entry = Entry::new(
        Provider::Nuonuo,
        "ApplyRedConfirmation",
        "nuonuo.OpeMplatform.saveInvoiceRedConfirm",
        "红字确认单申请",
        "saveInvoiceRedConfirm V2.0",
    )
    .replay(Replay::SameKey)
    .knowledge(Knowledge::Documented);

    fn key(&self) -> Option<&str> {
        Some(self.bill_id.as_str())
    }
}

impl Call for ApplyRedConfirmation {
    const RESULT: ResultAt = ResultAt::Envelope;

    fn acting(&self) -> Option<&TaxNumber> {
        match self.side {
            Side::Seller => Some(&self.seller_tax_number),
            Side::Buyer => self.buyer_tax_number.as_ref(),
        }
    }

    fn order_number(&self) -> Option<&OrderNumber> {
        Some(&self.order_number)
    }

    fn check(&self) -> Result<(), Fault> {
        some_text("buyerName", &self.buyer_name)?;
        at_most("buyerName", &self.buyer_name, 100)?;
        at_most("sellerName", &self.seller_name, 100)?;
        if self.side == Side::Buyer {
            some_text("sellerName", &self.seller_name)?;
            some_text("buyerTaxNo", self.buyer_tax_number.as_ref().map_or("", TaxNumber::as_str))?;
        }
        at_most_if_any("departmentId", self.department_id.as_deref(), 32)?;
        at_most_if_any("clerkId", self.drawer_id.as_deref(), 32)?;
        at_most_if_any("phone", self.phone.as_deref(), 20)?;
        at_most_if_any("email", self.email.as_deref(), 50)?;
        at_most_if_any("callbackUrl", self.call_back_url.as_deref(), 225)?;
        self.check_blue()?;
        let mut lines = self.lines.iter().enumerate();
        lines.try_for_each(|(at, line)| line.check().map_err(|fault| fault.inside(format_args!("detail[{at}]"))))
    }
}

impl ApplyRedConfirmation {
    fn check_blue(&self) -> Result<(), Fault> {
        use InvoiceKind::{VatOrdinary, VatPaperOrdinary, VatPaperSpecial, VatSpecial};
        let is_old = matches!(self.blue_kind, VatOrdinary | VatPaperOrdinary | VatPaperSpecial | VatSpecial);
        if !is_old && !self.blue_kind.is_fully_digital() {
            return Err(Fault::new(
                "blueInvoiceLine",
                "has no red confirmation form; the kinds are bs, pc, es, ec, p, c, s, b",
            ));
        }
        let is_digital = self.blue_digital_number.as_ref().is_some_and(InvoiceNumber::is_fully_digital);
        if self.blue_kind.is_fully_digital() != is_digital {
            return Err(Fault::new(
                "blueElecInvoiceNumber",
                "and the kind do not fit; a fully digital kind has 20 digits",
            ));
        }
        Ok(())
    }
}

/// The application was taken; the bureau does not know it yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RedConfirmationApplied {
    /// The application number as Nuonuo repeats it; it may be missing, then the one that was sent counts.
    #[serde(rename = "result")]
    pub bill_id: Option<String>,
    /// Nuonuo's words.
    #[serde(rename = "describe")]
    pub words: Option<String>,
}

fn kind<S: Serializer>(kind: &InvoiceKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind_code(*kind))
}

fn reason<S: Serializer>(reason: &RedReason, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(red_reason_code(*reason))
}

#[cfg(test)]
mod tests;
