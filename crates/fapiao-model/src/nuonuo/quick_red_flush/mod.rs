//! Issues the red invoice for a red confirmation form.

use crate::node::Extra;
use crate::nuonuo::checks::{at_most, at_most_if_any};
use crate::nuonuo::{Call, ExtensionNumber, RedConfirmationNumber, RedConfirmationUuid, SerialNumber, kind_code};
use crate::{
    ChinaTime, Entry, Fault, InvoiceCode, InvoiceKind, InvoiceNumber, Knowledge, Operation, OrderNumber, Provider,
    Replay, TaxNumber,
};
use serde::{Deserialize, Serialize, Serializer};

/// Issues the red invoice for a red confirmation form (快捷冲红).
///
/// Paper kinds (es, ec) are really issued by this. For electronic kinds (pc, bs) the bureau issues the red invoice by itself
/// once the form needs no confirmation or both sides confirmed; this looks it up there if Nuonuo does not have it yet, and may
/// replace the order number that Nuonuo made up for it, once. The remark that a red invoice must carry (被冲红蓝字数电票号码：…
/// 红字发票信息确认单编号：…) is put there by Nuonuo.
#[doc(alias = "快捷冲红")]
#[doc(alias = "fastInvoiceRed")]
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug, Serialize)]
pub struct QuickRedFlush {
    #[serde(rename = "orderNo")]
    order_number: OrderNumber,
    #[serde(rename = "extensionNumber", skip_serializing_if = "Option::is_none")]
    extension_number: Option<ExtensionNumber>,
    #[serde(rename = "clerkId", skip_serializing_if = "Option::is_none")]
    drawer_id: Option<String>,
    #[serde(rename = "deptId", skip_serializing_if = "Option::is_none")]
    department_id: Option<String>,
    #[serde(rename = "orderTime", skip_serializing_if = "Option::is_none")]
    ordered_at: Option<ChinaTime>,
    #[serde(rename = "taxNum")]
    seller: TaxNumber,
    #[serde(rename = "invoiceCode", skip_serializing_if = "Option::is_none")]
    blue_code: Option<InvoiceCode>,
    #[serde(rename = "invoiceNumber", skip_serializing_if = "Option::is_none")]
    blue_number: Option<InvoiceNumber>,
    #[serde(rename = "elecInvoiceNumber", skip_serializing_if = "Option::is_none")]
    blue_digital_number: Option<InvoiceNumber>,
    #[serde(rename = "invoiceId", skip_serializing_if = "Option::is_none")]
    blue_serial_number: Option<SerialNumber>,
    #[serde(flatten)]
    confirmation: RedConfirmationRef,
    #[serde(rename = "invoiceLine", skip_serializing_if = "Option::is_none", serialize_with = "code")]
    kind: Option<InvoiceKind>,
    #[serde(rename = "callBackUrl", skip_serializing_if = "Option::is_none")]
    call_back_url: Option<String>,
    #[serde(rename = "callbackUrl", skip_serializing_if = "Option::is_none")]
    call_back_url_small: Option<String>,
    #[serde(skip)]
    blue_kind: Option<InvoiceKind>,
}

/// What names a red confirmation form: its number and the bureau's id always travel together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RedConfirmationRef {
    /// The form's number (红字确认单编号).
    #[serde(rename = "billNo")]
    pub number: RedConfirmationNumber,
    /// The form's id at the bureau (红字确认单uuid).
    #[serde(rename = "billUuid")]
    pub uuid: RedConfirmationUuid,
}

/// How the call-back address of [`QuickRedFlush`] is spelled (switch `fast_red_callback_name`, confidence high): one table of
/// the vendor says `callbackUrl`, its example and the other copies `callBackUrl`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CallBackSpelling {
    /// `callBackUrl`.
    #[default]
    CallBackUrl,
    /// `callbackUrl`.
    CallbackUrl,
}

impl QuickRedFlush {
    /// The order number is new and unique per company; `seller` is the tax number of the handle that sends it.
    pub const fn new(order_number: OrderNumber, seller: TaxNumber, confirmation: RedConfirmationRef) -> Self {
        Self {
            order_number,
            extension_number: None,
            drawer_id: None,
            department_id: None,
            ordered_at: None,
            seller,
            blue_code: None,
            blue_number: None,
            blue_digital_number: None,
            blue_serial_number: None,
            confirmation,
            kind: None,
            call_back_url: None,
            call_back_url_small: None,
            blue_kind: None,
        }
    }

    /// The blue invoice, fully digital: its kind and its 20 digits. The vendor asks for the number of every such invoice.
    pub fn blue_digital(mut self, kind: InvoiceKind, number: InvoiceNumber) -> Self {
        self.blue_kind = Some(kind);
        self.blue_digital_number = Some(number);
        self
    }

    /// The blue invoice, from before full digitisation: its kind, code and number. Then the red one's [`kind`](Self::kind)
    /// must be named (switch `fast_red_kind_for_old_vat`). A number of 20 digits would be taken for a fully digital one.
    pub fn blue_old(mut self, kind: InvoiceKind, code: InvoiceCode, number: InvoiceNumber) -> Self {
        self.blue_kind = Some(kind);
        self.blue_code = Some(code);
        self.blue_number = Some(number);
        self
    }

    /// Nuonuo's serial number of the blue invoice.
    pub fn blue_serial_number(mut self, number: SerialNumber) -> Self {
        self.blue_serial_number = Some(number);
        self
    }

    /// The kind of the red invoice. Left out, it is the blue one's. A paper special blue invoice (es) may become bs or es, a
    /// paper ordinary one (ec) pc or ec; an electronic one keeps its kind.
    pub const fn kind(mut self, kind: InvoiceKind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// The issuing point (分机号). Left out, it is the blue invoice's.
    pub fn extension_number(mut self, number: ExtensionNumber) -> Self {
        self.extension_number = Some(number);
        self
    }

    text_setters! {
        /// The drawer's id inside Nuonuo (开票员id), at most 32 characters.
        drawer_id => drawer_id;
        /// The shop's id inside Nuonuo (部门门店id), at most 32 characters.
        department_id => department_id;
    }

    /// The document's time (单据时间). The vendor does not state its form; this is written as `yyyy-MM-dd HH:mm:ss` (inferred).
    pub const fn ordered_at(mut self, time: ChinaTime) -> Self {
        self.ordered_at = Some(time);
        self
    }

    /// Where the result is posted to, at most 255 characters. It wins over the address in the company's profile.
    pub fn call_back_url(self, url: impl Into<String>) -> Self {
        self.call_back_url_spelled(CallBackSpelling::default(), url)
    }

    /// The same under the other spelling.
    pub fn call_back_url_spelled(mut self, spelling: CallBackSpelling, url: impl Into<String>) -> Self {
        let url = Some(url.into());
        (self.call_back_url, self.call_back_url_small) = match spelling {
            CallBackSpelling::CallBackUrl => (url, None),
            CallBackSpelling::CallbackUrl => (None, url),
        };
        self
    }

    fn check_blue(&self) -> Result<(), Fault> {
        let Some(blue) = self.blue_kind else { return Ok(()) };
        if blue.is_fully_digital() && !self.blue_digital_number.as_ref().is_some_and(InvoiceNumber::is_fully_digital) {
            return Err(Fault::new("elecInvoiceNumber", "is not a fully digital number of 20 digits; give it"));
        }
        if !blue.is_fully_digital() && self.kind.is_none() {
            let fault = "is missing; for a blue invoice from before full digitisation the red kind must be named";
            return Err(Fault::new("invoiceLine", fault));
        }
        Ok(())
    }

    fn check_kind(&self) -> Result<(), Fault> {
        use InvoiceKind::{DigitalOrdinary, DigitalPaperOrdinary, DigitalPaperSpecial, DigitalSpecial};
        let Some(red) = self.kind else { return Ok(()) };
        let is_allowed = match self.blue_kind {
            Some(DigitalPaperSpecial) => matches!(red, DigitalSpecial | DigitalPaperSpecial),
            Some(DigitalPaperOrdinary) => matches!(red, DigitalOrdinary | DigitalPaperOrdinary),
            Some(blue) if blue.is_fully_digital() => red == blue,
            _ => red.is_fully_digital(),
        };
        if is_allowed {
            return Ok(());
        }
        let blue = self.blue_kind.map_or("a blue invoice", kind_code);
        let fault = format!("{} can't reverse {blue}; leave it out for the blue invoice's own kind", kind_code(red));
        Err(Fault::new("invoiceLine", fault))
    }
}

impl Operation for QuickRedFlush {
    type Answer = QuickRedFlushAccepted;

    const ENTRY: Entry = Entry::new(
        Provider::Nuonuo,
        "QuickRedFlush",
        "nuonuo.OpeMplatform.fastInvoiceRed",
        "数电快捷冲红",
        "fastInvoiceRed V2.0",
    )
    .replay(Replay::SameKey)
    .knowledge(Knowledge::Documented);

    fn key(&self) -> Option<&str> {
        Some(self.order_number.as_str())
    }
}

impl Call for QuickRedFlush {
    fn acting(&self) -> Option<&TaxNumber> {
        Some(&self.seller)
    }

    fn order_number(&self) -> Option<&OrderNumber> {
        Some(&self.order_number)
    }

    fn check(&self) -> Result<(), Fault> {
        at_most_if_any("clerkId", self.drawer_id.as_deref(), 32)?;
        at_most_if_any("deptId", self.department_id.as_deref(), 32)?;
        at_most_if_any("invoiceId", self.blue_serial_number.as_ref().map(SerialNumber::as_str), 20)?;
        at_most("billNo", self.confirmation.number.as_str(), 32)?;
        at_most("billUuid", self.confirmation.uuid.as_str(), 32)?;
        at_most_if_any("callBackUrl", self.call_back_url.as_deref().or(self.call_back_url_small.as_deref()), 255)?;
        self.check_blue()?;
        self.check_kind()
    }
}

/// The red flush was taken.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct QuickRedFlushAccepted {
    /// Nuonuo's number of the red invoice.
    #[serde(rename = "invoiceSerialNum")]
    pub serial_number: SerialNumber,
    /// What no document names.
    #[serde(rename = "$extra", default)]
    pub extra: Extra,
}

fn code<S: Serializer>(kind: &Option<InvoiceKind>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.map_or("", kind_code))
}

#[cfg(test)]
mod tests;
