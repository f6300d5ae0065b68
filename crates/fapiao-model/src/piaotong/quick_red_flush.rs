//! Reverse a whole invoice in one call: B 2.10.

use super::{Call, Echo, OrderAccepted, Switches, check_serial, checks};
use crate::{
    Amount, Entry, Fault, InvoiceCode, InvoiceNumber, Knowledge, Operation, OrderNumber, Provider, Replay, TaxNumber,
    node::{Node, NodeError},
};
use serde::Serialize;

/// Reverses a whole invoice (快捷冲红数电发票, 全额冲红); Piaotong makes the confirmation form by itself. Asynchronous.
///
/// The red invoice gets a serial of its own, which it keeps in every repeat.
#[doc(alias = "快捷冲红数电发票")]
#[doc(alias = "invoiceRed")]
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug, Serialize)]
pub struct QuickRedFlush {
    #[serde(rename = "taxpayerNum")]
    seller: TaxNumber,
    #[serde(rename = "invoiceReqSerialNo")]
    serial: OrderNumber,
    #[serde(flatten)]
    blue: BlueInvoice,
    #[serde(rename = "redReason")]
    reason: String,
    amount: Amount,
    #[serde(rename = "definedData", skip_serializing_if = "Option::is_none")]
    defined_data: Option<String>,
}

/// The invoice that is reversed: one of the two forms must be given.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum BlueInvoice {
    /// A fully digital one, by its 20 digits.
    Digital {
        /// The number.
        #[serde(rename = "blueAllEleInvNo")]
        number: InvoiceNumber,
    },
    /// One made with a tax device, by code and number.
    Device {
        /// The code.
        #[serde(rename = "invoiceCode")]
        code: InvoiceCode,
        /// The number, 8 digits.
        #[serde(rename = "invoiceNo")]
        number: InvoiceNumber,
    },
}

impl BlueInvoice {
    fn check(&self) -> Result<(), Fault> {
        match self {
            Self::Digital { number } if !number.is_fully_digital() => {
                Err(Fault::new("blueAllEleInvNo", "does not have 20 digits; an older invoice needs its code too"))
            }
            Self::Device { number, .. } if number.is_fully_digital() => {
                Err(Fault::new("invoiceNo", "is the number of a digital invoice; give it without a code"))
            }
            _ => Ok(()),
        }
    }
}

impl QuickRedFlush {
    /// Reverses the invoice whose total with tax is `total` (positive; it is sent as a negative amount).
    ///
    /// `reason` is at most 100 characters. Whether Piaotong wants words or the bureau's codes 01 to 04 is unknown; clients
    /// of both kinds were seen (switch `red_reason`), so it goes out unchanged.
    pub fn new(
        seller: TaxNumber,
        serial: OrderNumber,
        blue: BlueInvoice,
        reason: impl Into<String>,
        total: Amount,
    ) -> Self {
        Self { seller, serial, blue, reason: reason.into(), amount: -total, defined_data: None }
    }

    /// Sets the caller's own data, at most 200 characters, which pushes give back (known from A 2.4; inferred for 数电).
    pub fn defined_data(mut self, data: impl Into<String>) -> Self {
        self.defined_data = Some(data.into());
        self
    }
}

impl Operation for QuickRedFlush {
    type Answer = OrderAccepted;

    const ENTRY: Entry = Entry::new(
        Provider::Piaotong,
        "QuickRedFlush",
        "invoiceRed.pt",
        "快捷冲红数电发票（全额冲红）",
        "B 2.10: integration guide, two public clients; answer as A 2.4 (inferred)",
    )
    .replay(Replay::SameKey)
    .knowledge(Knowledge::Partly);

    fn key(&self) -> Option<&str> {
        Some(self.serial.as_str())
    }
}

impl Call for QuickRedFlush {
    const ECHO: &'static [Echo] = &[Echo::Serial];

    fn tax_number(&self) -> Option<&str> {
        Some(self.seller.as_str())
    }

    fn check(&self, _: &Switches) -> Result<(), Fault> {
        check_serial(&self.serial)?;
        self.blue.check()?;
        checks::present("redReason", &self.reason)?;
        checks::chars("redReason", &self.reason, 100)?;
        checks::if_given("definedData", self.defined_data.as_deref(), |field, text| checks::chars(field, text, 200))?;
        checks::integer_digits("amount", self.amount.decimal(), 8)?;
        if !self.amount.is_negative() {
            return Err(Fault::new("amount", "is not below zero; give the blue invoice's total with tax, positive"));
        }
        Ok(())
    }

    fn read(content: &Node) -> Result<OrderAccepted, NodeError> {
        content.read()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flush(blue: BlueInvoice, total: &str) -> QuickRedFlush {
        let (seller, serial) = ("91310117568051222X".parse().unwrap(), "TEST0000000000000002".parse().unwrap());
        QuickRedFlush::new(seller, serial, blue, "销货退回", total.parse().unwrap())
    }

    fn digital(number: &str) -> BlueInvoice {
        BlueInvoice::Digital { number: number.parse().unwrap() }
    }

    #[test]
    fn a_digital_invoice_goes_by_its_one_number_and_the_total_is_negative() {
        let json = serde_json::to_string(&flush(digital("26112000000000000001"), "10.00")).unwrap();
        assert_eq!(
            json,
            r#"{"taxpayerNum":"91310117568051222X","invoiceReqSerialNo":"TEST0000000000000002","blueAllEleInvNo":"26112000000000000001","redReason":"销货退回","amount":"-10.00"}"#
        );
    }

    #[test]
    fn an_older_invoice_goes_by_code_and_number() {
        let (code, number) = ("978134622202".parse().unwrap(), "08477998".parse().unwrap());
        let json = serde_json::to_value(flush(BlueInvoice::Device { code, number }, "51.22")).unwrap();
        assert_eq!((&json["invoiceCode"], &json["invoiceNo"]), (&"978134622202".into(), &"08477998".into()));
        assert!(json.get("blueAllEleInvNo").is_none());
    }

    #[test]
    fn a_number_of_the_wrong_length_and_a_negative_total_are_refused() {
        let check = |flush: QuickRedFlush| flush.check(&Switches::default()).map_err(|fault| fault.field().to_owned());
        assert_eq!(check(flush(digital("26112000000000000001"), "10.00")), Ok(()));
        assert_eq!(check(flush(digital("08477998"), "10.00")), Err("blueAllEleInvNo".into()));
        assert_eq!(check(flush(digital("26112000000000000001"), "-10.00")), Err("amount".into()));
    }
}
