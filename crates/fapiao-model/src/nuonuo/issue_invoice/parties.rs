//! Who sells, who buys, and how the invoice reaches the buyer.

use crate::{InvoiceCode, InvoiceNumber, RedReason, TaxNumber};
use serde::{Serialize, Serializer};

/// The seller (销方) as printed on the invoice.
#[derive(Clone, Debug)]
#[must_use]
pub struct Seller {
    pub(super) tax_number: TaxNumber,
    pub(super) telephone: Option<String>,
    pub(super) address: Option<String>,
    pub(super) account: Option<String>,
}

impl Seller {
    /// A seller whose telephone and address stand in its profile at Nuonuo. What is set here wins over the profile.
    pub const fn new(tax_number: TaxNumber) -> Self {
        Self { tax_number, telephone: None, address: None, account: None }
    }

    text_setters! {
        /// Telephone (销方电话), at most 20 characters.
        phone => telephone;
        /// Address (销方地址), at most 80 characters.
        address => address;
        /// Bank and account (销方开户行及账号), at most 100 characters.
        bank_account => account;
    }
}

/// The buyer (购方) as printed on the invoice.
#[derive(Clone, Debug)]
#[must_use]
pub struct Buyer {
    pub(super) name: String,
    pub(super) tax_number: Option<TaxNumber>,
    pub(super) telephone: Option<String>,
    pub(super) address: Option<String>,
    pub(super) account: Option<String>,
}

impl Buyer {
    /// A buyer; the name is the title of the invoice (发票抬头), at most 100 characters.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), tax_number: None, telephone: None, address: None, account: None }
    }

    /// The tax number. Needed for companies and for every special invoice; a person has none.
    pub fn tax_number(mut self, tax_number: TaxNumber) -> Self {
        self.tax_number = Some(tax_number);
        self
    }

    text_setters! {
        /// Telephone (购方电话), at most 50 characters, and with the address at most 100.
        phone => telephone;
        /// Address (购方地址), at most 80 characters.
        address => address;
        /// Bank and account (购方开户行及账号), at most 100 characters.
        bank_account => account;
    }
}

/// How Nuonuo delivers the invoice (`pushMode`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PushMode {
    /// Not at all.
    Nothing,
    /// By e-mail.
    Email,
    /// By phone: Nuonuo's default.
    Phone,
    /// By both.
    Both,
}

impl PushMode {
    /// Nuonuo's code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nothing => "-1",
            Self::Email => "0",
            Self::Phone => "1",
            Self::Both => "2",
        }
    }
}

impl Serialize for PushMode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// The blue invoice, from before full digitisation, that a red one reverses.
#[derive(Clone, Debug)]
#[must_use]
pub struct OldBlueInvoice {
    pub(super) code: InvoiceCode,
    pub(super) number: InvoiceNumber,
    pub(super) reason: Option<RedReason>,
    pub(super) table_number: Option<String>,
}

impl OldBlueInvoice {
    /// The blue invoice's code and number.
    pub const fn new(code: InvoiceCode, number: InvoiceNumber) -> Self {
        Self { code, number, reason: None, table_number: None }
    }

    /// Why (kinds p, c, e, f, r; Nuonuo's default is that the goods were returned).
    pub const fn reason(mut self, reason: RedReason) -> Self {
        self.reason = Some(reason);
        self
    }

    text_setters! {
        /// The number of the red information table (红字信息表编号, `billInfoNo`) of a special invoice, at most 24 characters.
        /// The remark must name it too.
        table_number => table_number;
    }
}
