//! A red confirmation form (红字确认单) and its life.

use super::{invoice::Phase, kind::Kind, line::Line};
use fapiao_model::{Amount, ChinaTime};
use std::time::Duration;

/// How long the other side has to confirm.
const CONFIRMATION: Duration = Duration::from_secs(72 * 3600);

/// A form.
#[derive(Clone, Debug)]
pub(super) struct RedForm {
    /// Who applied, by tax number.
    pub(super) applicant: String,
    pub(super) bill_id: String,
    pub(super) bill_number: String,
    pub(super) bill_uuid: String,
    /// 0 the seller applied, 1 the buyer.
    pub(super) source: Side,
    pub(super) kind: Kind,
    pub(super) seller: (String, String),
    pub(super) buyer: (String, String),
    /// The blue invoice's place in the books, if they have it.
    pub(super) blue: Option<usize>,
    pub(super) blue_code: String,
    pub(super) blue_number: String,
    pub(super) blue_digital: String,
    pub(super) reason: String,
    /// Negative, in the order of the blue invoice's lines; the number is the blue line, counted from 1.
    pub(super) lines: Vec<(usize, Line)>,
    pub(super) applied_at: ChinaTime,
    pub(super) registered_at: ChinaTime,
    pub(super) fate: Fate,
    /// When Nuonuo last asked the bureau.
    pub(super) refreshed_at: ChinaTime,
    /// The order number that the application asked for.
    pub(super) order_number: Option<String>,
    /// Its red invoice's place in the books.
    pub(super) red: Option<usize>,
    /// Whether fastInvoiceRed may still give the red invoice another order number.
    pub(super) may_rename: bool,
}

/// A side of the sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Seller,
    Buyer,
}

/// What becomes of a form at the bureau.
#[derive(Clone, Debug)]
pub(super) enum Fate {
    /// The bureau refuses it, with these words.
    Refused(String),
    /// Nobody has to confirm it.
    Confirmed,
    /// The other side has to, and does so at this time.
    Waits(Option<ChinaTime>),
}

impl Side {
    pub(super) fn read(code: &str) -> Option<Self> {
        match code {
            "0" => Some(Self::Seller),
            "1" => Some(Self::Buyer),
            _ => None,
        }
    }

    pub(super) const fn code(self) -> i64 {
        match self {
            Self::Seller => 0,
            Self::Buyer => 1,
        }
    }
}

impl RedForm {
    pub(super) fn net(&self) -> Amount {
        self.lines.iter().map(|(_, line)| line.net).sum()
    }

    pub(super) fn tax(&self) -> Amount {
        self.lines.iter().map(|(_, line)| line.tax).sum()
    }

    /// When it is confirmed, if ever.
    pub(super) fn confirmed_at(&self) -> Option<ChinaTime> {
        match self.fate {
            Fate::Refused(_) => None,
            Fate::Confirmed => Some(self.registered_at),
            Fate::Waits(at) => at.filter(|at| *at < self.registered_at + CONFIRMATION),
        }
    }

    /// Its state at the bureau (7.8).
    pub(super) fn state(&self, now: ChinaTime) -> &'static str {
        if now < self.registered_at {
            return "15";
        }
        match self.fate {
            Fate::Refused(_) => "16",
            Fate::Confirmed => "01",
            Fate::Waits(_) if self.confirmed_at().is_some_and(|at| now >= at) => "04",
            Fate::Waits(_) if now >= self.registered_at + CONFIRMATION => "07",
            Fate::Waits(_) if self.source == Side::Seller => "02",
            Fate::Waits(_) => "03",
        }
    }

    /// Its state as Nuonuo knows it: what happened at the bureau since the last refresh it does not.
    pub(super) fn known_state(&self, now: ChinaTime) -> &'static str {
        let known_at = self.refreshed_at.max(self.registered_at);
        self.state(now.min(known_at))
    }

    pub(super) fn is_confirmed(&self, now: ChinaTime) -> bool {
        matches!(self.state(now), "01" | "04")
    }

    pub(super) fn is_dead(&self, now: ChinaTime) -> bool {
        matches!(self.state(now), "07" | "16")
    }

    /// Why the bureau refused it.
    pub(super) fn message(&self, now: ChinaTime) -> &str {
        match &self.fate {
            Fate::Refused(words) if self.known_state(now) == "16" => words,
            _ => "",
        }
    }

    /// Whether the company takes part in the form on this side.
    pub(super) fn is_of(&self, company: &str, side: Side) -> bool {
        let party = if side == Side::Seller { &self.seller.0 } else { &self.buyer.0 };
        party == company
    }
}

/// Whether a red invoice of this phase counts as issued in its form (`openStatus`).
pub(super) fn open_status(phase: Phase) -> i64 {
    i64::from(phase.has_invoice())
}
