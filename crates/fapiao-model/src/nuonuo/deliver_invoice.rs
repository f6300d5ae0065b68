//! Delivers an invoice again.

use super::{Accepted, Call, ResultAt, checks::at_most_if_any};
use crate::{Entry, Fault, InvoiceCode, InvoiceNumber, Knowledge, Operation, Provider, Replay, TaxNumber};
use serde::Serialize;

/// Delivers an issued invoice again (重新交付), by e-mail or to a mobile number: when the delivery failed, or the request to
/// issue named no contact.
///
/// # Errors
/// `E9999` also when the invoice does not exist.
#[doc(alias = "重新交付")]
#[doc(alias = "deliveryInvoice")]
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug, Serialize)]
pub struct DeliverInvoice {
    #[serde(rename = "taxnum")]
    seller: TaxNumber,
    #[serde(rename = "invoiceCode", skip_serializing_if = "Option::is_none")]
    code: Option<InvoiceCode>,
    #[serde(rename = "invoiceNum")]
    number: InvoiceNumber,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[serde(rename = "mail", skip_serializing_if = "Option::is_none")]
    email: Option<String>,
}

impl DeliverInvoice {
    /// By e-mail.
    pub fn by_email(seller: TaxNumber, number: InvoiceNumber, email: impl Into<String>) -> Self {
        Self { seller, code: None, number, phone: None, email: Some(email.into()) }
    }

    /// To a mobile number, at most 11 digits.
    pub fn by_phone(seller: TaxNumber, number: InvoiceNumber, phone: impl Into<String>) -> Self {
        Self { seller, code: None, number, phone: Some(phone.into()), email: None }
    }

    /// The code of an invoice from before full digitisation.
    pub fn code(mut self, code: InvoiceCode) -> Self {
        self.code = Some(code);
        self
    }

    text_setters! {
        /// A mobile number too.
        phone => phone;
        /// An e-mail too.
        email => email;
    }
}

impl Operation for DeliverInvoice {
    type Answer = Accepted;

    /// A repeat sends another message to the buyer, so it is not repeated by itself.
    const ENTRY: Entry = Entry::new(
        Provider::Nuonuo,
        "DeliverInvoice",
        "nuonuo.OpeMplatform.deliveryInvoice",
        "发票重新交付",
        "deliveryInvoice V2.0",
    )
    .replay(Replay::Never)
    .knowledge(Knowledge::Documented);

    fn key(&self) -> Option<&str> {
        Some(self.number.as_str())
    }
}

impl Call for DeliverInvoice {
    const RESULT: ResultAt = ResultAt::Envelope;

    fn acting(&self) -> Option<&TaxNumber> {
        Some(&self.seller)
    }

    fn check(&self) -> Result<(), Fault> {
        if self.number.is_fully_digital() == self.code.is_some() {
            return Err(Fault::new("invoiceCode", "goes with a number of 8 digits, and with no other"));
        }
        at_most_if_any("phone", self.phone.as_deref(), 11)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_goes_with_8_digits_only() {
        let deliver = |number: &str| {
            DeliverInvoice::by_email("339902999999789113".parse().unwrap(), number.parse().unwrap(), "a@b.example")
        };
        let code: InvoiceCode = "033001600111".parse().unwrap();
        assert!(deliver("26332000000123456789").check().is_ok());
        assert!(deliver("26332000000123456789").code(code.clone()).check().is_err());
        assert!(deliver("10008058").check().is_err());
        assert!(deliver("10008058").code(code).check().is_ok());
    }
}
