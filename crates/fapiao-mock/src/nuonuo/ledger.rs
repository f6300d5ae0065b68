//! Nuonuo's books: invoices, red confirmation forms, call-backs to be made.

use super::{
    invoice::{Invoice, Phase},
    push::Push,
    red_form::RedForm,
};
use crate::{BookedInvoice, Books, Refusal};
use fapiao_model::{Amount, ChinaTime, Provider};
use std::collections::{HashMap, HashSet};

/// Everything that Nuonuo keeps of its companies.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub(super) invoices: Vec<Invoice>,
    by_order: HashMap<(String, String), Vec<usize>>,
    by_serial: HashMap<String, usize>,
    pub(super) forms: Vec<RedForm>,
    pub(super) pushes: Vec<Push>,
    pub(super) refusals: Vec<Refusal>,
    /// Numbers of refused orders, for the reading that they stay taken.
    pub(super) spent: HashSet<(String, String)>,
    /// Order numbers that red confirmation forms asked for.
    pub(super) reserved: HashSet<(String, String)>,
}

impl Ledger {
    pub(super) fn add(&mut self, invoice: Invoice) -> usize {
        let at = self.invoices.len();
        self.by_order.entry((invoice.seller.clone(), invoice.order_number.clone())).or_default().push(at);
        self.by_serial.insert(invoice.serial.clone(), at);
        self.invoices.push(invoice);
        at
    }

    /// The invoices of an order; a split order has several.
    pub(super) fn of_order(&self, seller: &str, number: &str) -> &[usize] {
        self.by_order.get(&(seller.to_owned(), number.to_owned())).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn of_serial(&self, seller: &str, serial: &str) -> Option<usize> {
        let at = *self.by_serial.get(serial)?;
        (self.invoices.get(at)?.seller == seller).then_some(at)
    }

    /// The issued invoice of this number, digital or with its code.
    pub(super) fn issued(&self, seller: &str, code: &str, number: &str, now: ChinaTime) -> Option<usize> {
        self.invoices.iter().position(|invoice| {
            let numbers = &invoice.numbers;
            let is_named = (numbers.digital == number && !number.is_empty())
                || (numbers.short == number && numbers.code == code && !number.is_empty());
            is_named && invoice.seller == seller && invoice.phase(now).has_invoice()
        })
    }

    /// Whether an order number is used up for this seller.
    pub(super) fn is_taken(&self, seller: &str, number: &str, refused_stay: bool) -> bool {
        let key = (seller.to_owned(), number.to_owned());
        self.by_order.get(&key).is_some_and(|at| !at.is_empty())
            || self.reserved.contains(&key)
            || (refused_stay && self.spent.contains(&key))
    }

    /// Gives an invoice another order number.
    pub(super) fn rename(&mut self, at: usize, number: &str) {
        let Some(invoice) = self.invoices.get_mut(at) else { return };
        let old = (invoice.seller.clone(), std::mem::replace(&mut invoice.order_number, number.to_owned()));
        self.by_order.entry((old.0.clone(), number.to_owned())).or_default().push(at);
        if let Some(others) = self.by_order.get_mut(&old) {
            others.retain(|other| *other != at);
        }
    }

    /// What may still be reversed of a blue invoice, net: living forms and red invoices of the old way count.
    pub(super) fn remaining(&self, blue: usize, now: ChinaTime) -> Amount {
        let Some(invoice) = self.invoices.get(blue) else { return Amount::ZERO };
        let forms = self.forms.iter().filter(|form| form.blue == Some(blue) && !form.is_dead(now));
        let taken_by_forms: Amount = forms.map(|form| form.net()).sum();
        let old_reds = self.invoices.iter().filter(|red| {
            red.is_red
                && !red.kind.is_digital()
                && red.reverses.as_ref() == Some(&invoice.numbers)
                && !red.has_failed(now)
        });
        let taken_by_old: Amount = old_reds.map(Invoice::net).sum();
        invoice.net() + taken_by_forms + taken_by_old
    }

    pub(super) fn book(&self, books: &mut Books, now: ChinaTime) {
        let born = self.invoices.iter().filter(|invoice| invoice.phase(now) != Phase::Unborn);
        books.invoices.extend(born.map(|invoice| booked(invoice, now)));
        books.refusals.extend(self.refusals.iter().cloned());
    }
}

fn booked(invoice: &Invoice, now: ChinaTime) -> BookedInvoice {
    let phase = invoice.phase(now);
    let number = if phase.has_invoice() { invoice.numbers.number() } else { "" };
    BookedInvoice {
        provider: Provider::Nuonuo,
        seller: invoice.seller.clone(),
        order_number: invoice.order_number.clone(),
        serial: invoice.serial.clone(),
        number: number.to_owned(),
        state: phase.booked(),
        is_red: invoice.is_red,
        reverses: invoice.reverses.as_ref().map(|blue| blue.number().to_owned()),
        mark: Some(invoice.text("bField3")).filter(|mark| !mark.is_empty()),
        buyer: invoice.text("buyerName"),
        net: invoice.net(),
        tax: invoice.tax(),
    }
}

impl Invoice {
    fn has_failed(&self, now: ChinaTime) -> bool {
        self.phase(now) == Phase::Failed
    }
}
