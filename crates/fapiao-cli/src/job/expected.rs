//! What an order that comes back must look like to be ours.

use fapiao::{
    issuing::{Found, IssuedInvoice, Mark, Order, Verdict},
    model::Amount,
};

/// What an order that comes back must look like to be ours.
pub(crate) struct Expected {
    gross: Amount,
    buyer: String,
    /// How many fen the provider's own rounding may be off, once the mark says that the order is ours: one a line.
    tolerance: Amount,
}

/// How the invoices under a number compare with the order.
pub(super) enum Sum {
    /// They are what was asked for.
    Right,
    /// Some parts of a split order don't show yet.
    Short(String),
    /// They are more than was asked for.
    Over(String),
}

impl Expected {
    pub(crate) fn of(order: &Order) -> Self {
        let fen = i64::try_from(order.lines.len()).unwrap_or(i64::MAX);
        Self { gross: order.totals().gross, buyer: order.buyer.name.clone(), tolerance: Amount::from_fen(fen) }
    }

    pub(crate) const fn red(gross: Amount, buyer: String) -> Self {
        Self { gross, buyer, tolerance: Amount::ZERO }
    }

    /// Why an order under our number is not ours; `None` if it is, or if nothing speaks against it yet.
    ///
    /// The mark decides where one came back; buyer and total where none did.
    pub(super) fn stranger(&self, mark: Option<&Mark>, found: &Found) -> Option<String> {
        match (mark, &found.mark) {
            (Some(ours), Some(theirs)) if ours == theirs => return None,
            (Some(_), Some(_)) => return Some("other content of ours stands under this number".into()),
            _ => {}
        }
        if let Some(buyer) = found.buyer.as_ref().filter(|buyer| !buyer.is_empty() && **buyer != self.buyer) {
            return Some(format!("an order of buyer {buyer} stands under this number, without our mark"));
        }
        let Verdict::Issued(invoices) = &found.verdict else { return None };
        let gross = total(invoices)?;
        (gross != self.gross).then(|| {
            format!("an order over {gross} stands under this number, without our mark; ours is {}", self.gross)
        })
    }

    /// A split order is issued when its parts add up.
    pub(super) fn sum(&self, invoices: &[IssuedInvoice]) -> Sum {
        let Some(gross) = total(invoices) else { return Sum::Right };
        if (gross - self.gross).abs() <= self.tolerance {
            return Sum::Right;
        }
        let words = format!("{} invoices over {gross} stand under the number, not {}", invoices.len(), self.gross);
        if gross.abs() > self.gross.abs() { Sum::Over(words) } else { Sum::Short(words) }
    }
}

/// What the invoices add up to; `None` if the provider gave no amounts.
fn total(invoices: &[IssuedInvoice]) -> Option<Amount> {
    invoices.iter().all(|invoice| invoice.has_amounts).then(|| invoices.iter().map(|invoice| invoice.gross).sum())
}
