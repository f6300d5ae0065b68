//! The buyer of an invoice.

use super::checks::{bytes, chars, if_given, no_angle_brackets, present, telephone};
use crate::{Fault, TaxNumber};
use serde::Serialize;

/// Who bought (购方). Lengths are those of A 2.3, which the 数电 interface is believed to share (medium confidence).
#[doc(alias = "购方")]
#[derive(Clone, Debug, Serialize)]
pub struct Buyer {
    #[serde(rename = "buyerName")]
    name: String,
    #[serde(rename = "buyerTaxpayerNum", skip_serializing_if = "Option::is_none")]
    tax_number: Option<TaxNumber>,
    #[serde(rename = "naturalPersonFlag", skip_serializing_if = "Option::is_none")]
    person_flag: Option<&'static str>,
    #[serde(rename = "buyerAddress", skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(rename = "buyerTel", skip_serializing_if = "Option::is_none")]
    telephone: Option<String>,
    #[serde(rename = "buyerBankName", skip_serializing_if = "Option::is_none")]
    bank: Option<String>,
    #[serde(rename = "buyerBankAccount", skip_serializing_if = "Option::is_none")]
    bank_account: Option<String>,
    #[serde(rename = "showBuyerAddrTel", skip_serializing_if = "Option::is_none")]
    prints_address: Option<&'static str>,
    #[serde(rename = "showBuyerBank", skip_serializing_if = "Option::is_none")]
    prints_bank: Option<&'static str>,
}

impl Buyer {
    /// A buyer of whom only the title is known: neither tax number nor `naturalPersonFlag` are sent.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            tax_number: None,
            person_flag: None,
            address: None,
            telephone: None,
            bank: None,
            bank_account: None,
            prints_address: None,
            prints_bank: None,
        }
    }

    /// A company with its tax number; `naturalPersonFlag` is `0`.
    #[must_use]
    pub fn company(name: impl Into<String>, tax_number: TaxNumber) -> Self {
        Self { tax_number: Some(tax_number), person_flag: Some("0"), ..Self::named(name) }
    }

    /// A natural person; `naturalPersonFlag` is `1`.
    #[must_use]
    pub fn person(name: impl Into<String>) -> Self {
        Self { person_flag: Some("1"), ..Self::named(name) }
    }

    /// Sets the address; at most 100 GBK bytes together with the telephone number.
    #[must_use]
    pub fn address(mut self, address: impl Into<String>) -> Self {
        self.address = Some(address.into());
        self
    }

    /// Sets the telephone number.
    #[must_use]
    pub fn telephone(mut self, telephone: impl Into<String>) -> Self {
        self.telephone = Some(telephone.into());
        self
    }

    /// Sets the bank's name and the account; at most 100 GBK bytes together.
    #[must_use]
    pub fn bank(mut self, name: impl Into<String>, account: impl Into<String>) -> Self {
        self.bank = Some(name.into());
        self.bank_account = Some(account.into());
        self
    }

    /// Has address and telephone printed (`showBuyerAddrTel`; what it does is inferred from the name).
    #[must_use]
    pub fn prints_address(mut self) -> Self {
        self.prints_address = Some("1");
        self
    }

    /// Has the bank printed (`showBuyerBank`; what it does is inferred from the name).
    #[must_use]
    pub fn prints_bank(mut self) -> Self {
        self.prints_bank = Some("1");
        self
    }

    pub(super) const fn has_tax_number(&self) -> bool {
        self.tax_number.is_some()
    }

    pub(super) fn check(&self) -> Result<(), Fault> {
        present("buyerName", &self.name)?;
        no_angle_brackets("buyerName", &self.name)?;
        bytes("buyerName", &self.name, 100)?;
        if_given("buyerTel", self.telephone.as_deref(), telephone)?;
        if_given("buyerBankAccount", self.bank_account.as_deref(), |field, text| chars(field, text, 50))?;
        let together =
            |a: &Option<String>, b: &Option<String>| [a, b].map(|t| t.as_deref().unwrap_or_default()).concat();
        bytes("buyerAddress + buyerTel", &together(&self.address, &self.telephone), 100)?;
        bytes("buyerBankName + buyerBankAccount", &together(&self.bank, &self.bank_account), 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_given_stays_off_the_wire() {
        let json = serde_json::to_string(&Buyer::person("张三")).unwrap();
        assert_eq!(json, r#"{"buyerName":"张三","naturalPersonFlag":"1"}"#);
    }

    #[test]
    fn address_and_telephone_are_counted_together() {
        let buyer = Buyer::named("x").address("路".repeat(44)).telephone("010-62001234");
        assert!(buyer.check().is_ok());
        let fault = buyer.telephone("010-620012345").check().unwrap_err();
        assert_eq!(fault.field(), "buyerAddress + buyerTel");
    }

    #[test]
    fn names_keep_to_the_documented_form() {
        assert!(Buyer::named("票".repeat(50)).check().is_ok());
        for wrong in [" ", "a<b", &"票".repeat(51)] {
            assert_eq!(Buyer::named(wrong).check().unwrap_err().field(), "buyerName", "{wrong}");
        }
    }
}
