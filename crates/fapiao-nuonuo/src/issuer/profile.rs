//! What an order does not say and Nuonuo wants to know.

use fapiao_model::TaxNumber;
use fapiao_model::nuonuo::{ExtensionNumber, Seller};

/// The merchant's defaults for issuing.
#[derive(Clone, Debug)]
#[must_use]
pub struct Profile {
    pub(super) drawer: String,
    pub(super) telephone: Option<String>,
    pub(super) address: Option<String>,
    pub(super) bank_account: Option<String>,
    pub(super) payee: Option<String>,
    pub(super) reviewer: Option<String>,
    pub(super) drawer_id: Option<String>,
    pub(super) department_id: Option<String>,
    pub(super) extension_number: Option<ExtensionNumber>,
    pub(super) call_back_url: Option<String>,
}

/// Declares setters of optional texts.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident;)+) => {
        $($(#[$doc])*
        pub fn $name(mut self, text: impl Into<String>) -> Self {
            self.$name = Some(text.into());
            self
        })+
    };
}

impl Profile {
    /// The usual drawer (开票员): the name that belongs to the bureau account which is logged in.
    pub fn new(drawer: impl Into<String>) -> Self {
        Self {
            drawer: drawer.into(),
            telephone: None,
            address: None,
            bank_account: None,
            payee: None,
            reviewer: None,
            drawer_id: None,
            department_id: None,
            extension_number: None,
            call_back_url: None,
        }
    }

    texts! {
        /// The seller's telephone; required unless Nuonuo has it.
        telephone;
        /// The seller's address; required unless Nuonuo has it.
        address;
        /// The seller's bank and account.
        bank_account;
        /// The payee (收款人).
        payee;
        /// The reviewer (复核人).
        reviewer;
        /// The drawer's id inside Nuonuo (开票员id).
        drawer_id;
        /// The shop's id inside Nuonuo (部门门店id).
        department_id;
        /// Where results are posted to. Without it the address in the company's profile counts.
        call_back_url;
    }

    /// The issuing point (分机号).
    pub fn extension_number(mut self, number: ExtensionNumber) -> Self {
        self.extension_number = Some(number);
        self
    }

    pub(super) fn seller(&self, tax_number: TaxNumber) -> Seller {
        let seller = Seller::new(tax_number);
        let seller = with(seller, self.telephone.as_ref(), Seller::phone);
        let seller = with(seller, self.address.as_ref(), Seller::address);
        with(seller, self.bank_account.as_ref(), Seller::bank_account)
    }
}

/// Sets what is there.
pub(super) fn with<T, V: Clone>(target: T, value: Option<&V>, set: impl FnOnce(T, V) -> T) -> T {
    match value {
        Some(value) => set(target, value.clone()),
        None => target,
    }
}
