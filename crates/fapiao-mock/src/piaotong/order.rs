//! One order in Piaotong's books: accepted, being issued, issued, failed, waiting for the drawer.

use super::lines::FaceLine;
use crate::{BookedInvoice, BookedState, Script};
use fapiao_model::{Amount, ChinaTime, Provider};
use rust_decimal::Decimal;
use serde_json::{Map, Value};

/// An order, blue or red. A serial has one; a resubmission after a failure takes its place.
#[derive(Clone, Debug)]
pub(super) struct Order {
    pub(super) seller: String,
    pub(super) serial: String,
    /// What was sent.
    pub(super) content: Map<String, Value>,
    /// What was sent for the blue invoice: the buyer is in it.
    pub(super) face: Map<String, Value>,
    pub(super) lines: Vec<FaceLine>,
    /// The number of the blue invoice that this one reverses.
    pub(super) reverses: Option<String>,
    /// The number that it gets when it is issued.
    pub(super) number: String,
    /// When the bureau is done with it.
    pub(super) ready_at: ChinaTime,
    pub(super) ending: Ending,
    /// When it is issued after all, without anybody sending it again.
    pub(super) revived_at: Option<ChinaTime>,
    /// How often the serial was submitted before.
    pub(super) attempts: u32,
    pub(super) pushed: Option<Pushed>,
}

/// What the bureau makes of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Issued,
    Failed(String),
    Login,
}

/// How an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State<'a> {
    Pending,
    Issued(ChinaTime),
    Failed(&'a str),
    Login,
}

/// The pushes of one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pushed {
    pub(super) code: &'static str,
    pub(super) attempt: u32,
    pub(super) times: u32,
    pub(super) last_at: ChinaTime,
}

impl State<'_> {
    /// The state's code, as contents have it.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Pending => "7777",
            Self::Issued(_) => "0000",
            Self::Failed(_) => "9999",
            Self::Login => "3999",
        }
    }

    /// The state's words. Those of 3999 are not known; these are ours.
    pub(super) const fn words(&self) -> &str {
        match self {
            Self::Pending => "开票中",
            Self::Issued(_) => "开具成功",
            Self::Failed(words) => words,
            Self::Login => "请进行电子税务局登录认证",
        }
    }
}

impl Order {
    pub(super) fn state(&self, now: ChinaTime) -> State<'_> {
        if now < self.ready_at {
            return State::Pending;
        }
        match (&self.ending, self.revived_at) {
            (Ending::Issued, _) => State::Issued(self.ready_at),
            (_, Some(at)) if at <= now => State::Issued(at),
            (Ending::Failed(words), _) => State::Failed(words),
            (Ending::Login, _) => State::Login,
        }
    }

    pub(super) fn net(&self) -> Decimal {
        self.lines.iter().map(|line| line.amount).sum()
    }

    pub(super) fn tax(&self) -> Decimal {
        self.lines.iter().map(|line| line.tax).sum()
    }

    pub(super) fn gross(&self) -> Decimal {
        self.net() + self.tax()
    }

    pub(super) const fn is_red(&self) -> bool {
        self.reverses.is_some()
    }

    /// A member of what was sent.
    pub(super) fn sent(&self, name: &str) -> String {
        super::members::Members(&self.content).text(name)
    }

    /// A member of the blue invoice's order.
    pub(super) fn face(&self, name: &str) -> String {
        super::members::Members(&self.face).text(name)
    }

    pub(super) fn booked(&self, now: ChinaTime) -> BookedInvoice {
        let state = match self.state(now) {
            State::Pending => BookedState::Pending,
            State::Issued(_) => BookedState::Issued,
            State::Failed(_) | State::Login => BookedState::Failed,
        };
        let mark = ["tradeNo", "definedData"].map(|name| self.sent(name)).into_iter().find(|text| !text.is_empty());
        BookedInvoice {
            provider: Provider::Piaotong,
            seller: self.seller.clone(),
            order_number: self.serial.clone(),
            serial: self.serial.clone(),
            number: if state == BookedState::Issued { self.number.clone() } else { String::new() },
            state,
            is_red: self.is_red(),
            reverses: self.reverses.clone(),
            mark,
            buyer: self.face("buyerName"),
            net: Amount::rounded(self.net()),
            tax: Amount::rounded(self.tax()),
        }
    }
}

/// What the scripts make of the next submission of a serial that was submitted so often before.
pub(super) fn ending(scripts: &[Script], attempts: u32) -> Ending {
    let mut left = attempts;
    for script in scripts {
        let (times, ending) = match script {
            Script::Fail { times, words } => (*times, Ending::Failed(words.clone())),
            Script::Login { times } => (*times, Ending::Login),
            Script::Refuse { .. } => continue,
        };
        if left < times {
            return ending;
        }
        left -= times;
    }
    Ending::Issued
}
