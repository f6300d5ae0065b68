//! An invoice and its life: rounds of being issued, each of which ends well or badly.

use super::{
    Settings, fields,
    kind::{Kind, Numbers},
    line::Line,
};
use crate::{BookedState, Settings as AllSettings, settings::Setback};
use fapiao_model::{Amount, ChinaTime, Provider};
use serde_json::Value;

/// What Nuonuo says when the drawer is not logged in at the bureau.
const LOGIN_WORDS: &str = "本次操作需登录电子发票服务平台,请先使用短信验证码登录";

/// One invoice.
#[derive(Clone, Debug)]
pub(super) struct Invoice {
    pub(super) seller: String,
    pub(super) order_number: String,
    pub(super) serial: String,
    pub(super) kind: Kind,
    pub(super) is_red: bool,
    pub(super) numbers: Numbers,
    /// The order as it was sent, without its lines.
    pub(super) header: Value,
    pub(super) lines: Vec<Line>,
    pub(super) accepted_at: ChinaTime,
    pub(super) round: Round,
    /// When retries were accepted.
    pub(super) retries: Vec<ChinaTime>,
    /// The blue invoice that it reverses.
    pub(super) reverses: Option<Numbers>,
    /// It exists at the bureau, but Nuonuo has not learnt of it.
    pub(super) is_hidden: bool,
}

/// One attempt at the bureau.
#[derive(Clone, Debug)]
pub(super) struct Round {
    pub(super) begins: ChinaTime,
    pub(super) sealing: ChinaTime,
    pub(super) ends: ChinaTime,
    /// Why it fails, if it does.
    pub(super) failure: Option<String>,
}

/// How an invoice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Its time has not come: the red invoice of a form that is not confirmed yet.
    Unborn,
    Issuing,
    Sealing,
    Issued,
    Failed,
}

impl Round {
    /// The attempt of this index at issuing the order.
    pub(super) fn new(settings: &AllSettings, number: &str, index: usize, begins: ChinaTime) -> Self {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        let failure = settings.setback(Provider::Nuonuo, number, index).map(|setback| match setback {
            Setback::Fail(words) => words.to_owned(),
            Setback::Login => LOGIN_WORDS.to_owned(),
        });
        let length = settings.nuonuo.issue_after;
        Self { begins, sealing: begins + length * 2 / 3, ends: begins + length, failure }
    }

    pub(super) fn phase(&self, now: ChinaTime) -> Phase {
        match &self.failure {
            _ if now < self.begins => Phase::Unborn,
            Some(_) if now >= self.ends => Phase::Failed,
            None if now >= self.ends => Phase::Issued,
            None if now >= self.sealing => Phase::Sealing,
            _ => Phase::Issuing,
        }
    }
}

impl Phase {
    /// `status` and `statusMsg` (7.2).
    pub(super) const fn status(self) -> (&'static str, &'static str) {
        match self {
            Self::Unborn | Self::Issuing => ("20", "开票中"),
            Self::Sealing => ("21", "开票成功签章中"),
            Self::Issued => ("2", "开票完成（最终状态）"),
            Self::Failed => ("22", "开票失败"),
        }
    }

    /// Whether the invoice exists at the bureau.
    pub(super) const fn has_invoice(self) -> bool {
        matches!(self, Self::Sealing | Self::Issued)
    }

    pub(super) const fn booked(self) -> BookedState {
        match self {
            Self::Failed => BookedState::Failed,
            Self::Sealing | Self::Issued => BookedState::Issued,
            _ => BookedState::Pending,
        }
    }
}

impl Invoice {
    pub(super) fn phase(&self, now: ChinaTime) -> Phase {
        self.round.phase(now)
    }

    /// Whether a query finds it.
    pub(super) fn is_visible(&self, settings: &Settings, now: ChinaTime) -> bool {
        !self.is_hidden && self.phase(now) != Phase::Unborn && now >= self.accepted_at + settings.visible_after
    }

    pub(super) fn net(&self) -> Amount {
        self.lines.iter().map(|line| line.net).sum()
    }

    pub(super) fn tax(&self) -> Amount {
        self.lines.iter().map(|line| line.tax).sum()
    }

    /// A member of the order as it was sent.
    pub(super) fn text(&self, name: &str) -> String {
        fields::text(&self.header, name)
    }
}
