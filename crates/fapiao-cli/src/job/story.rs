//! What became of one order, as the client sees it.

use super::settle::Settled;
use crate::input::Task;
use fapiao::{
    issuing::IssuedInvoice,
    model::{Amount, OrderNumber, Provider},
    transport::Scrubber,
};
use serde::Serialize;
use std::borrow::Cow;

/// What became of one order.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Story {
    pub(crate) place: String,
    pub(crate) reference: String,
    pub(crate) provider: Provider,
    pub(crate) buyer: String,
    pub(crate) gross: Amount,
    pub(crate) number: Option<OrderNumber>,
    pub(crate) end: End,
    pub(crate) invoices: Vec<IssuedInvoice>,
    pub(crate) reversed_by: Vec<IssuedInvoice>,
    /// How many of its invoices should be with the marketplace, and how many are.
    pub(crate) to_deliver: usize,
    pub(crate) delivered: usize,
    pub(crate) files: Vec<String>,
    /// What happened on the way: retries, lost answers, what a person should know.
    pub(crate) notes: Vec<String>,
    /// Something that should have been done was not: the exit code says so.
    pub(crate) is_incomplete: bool,
}

/// How an order ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", content = "why", rename_all = "kebab-case")]
pub(crate) enum End {
    /// Issued.
    Issued,
    /// Wrong in itself, found before anything was sent.
    NotSent(String),
    /// The provider refused it.
    Refused(String),
    /// It stands failed at the provider.
    Failed(String),
    /// Somebody else's order stands under its number, or another content of ours.
    Conflict(String),
    /// Not settled yet: run the file again.
    Unresolved(String),
}

impl End {
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::NotSent(_) => "not sent",
            Self::Refused(_) => "refused",
            Self::Failed(_) => "failed",
            Self::Conflict(_) => "conflict",
            Self::Unresolved(_) => "unresolved",
        }
    }

    pub(crate) fn why(&self) -> &str {
        match self {
            Self::Issued => "",
            Self::NotSent(why)
            | Self::Refused(why)
            | Self::Failed(why)
            | Self::Conflict(why)
            | Self::Unresolved(why) => why,
        }
    }

    const fn words_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Issued => None,
            Self::NotSent(why)
            | Self::Refused(why)
            | Self::Failed(why)
            | Self::Conflict(why)
            | Self::Unresolved(why) => Some(why),
        }
    }
}

impl Story {
    pub(crate) fn new(task: &Task) -> Self {
        Self {
            place: task.place.clone(),
            reference: task.order.reference.to_string(),
            provider: task.provider,
            buyer: task.order.buyer.name.clone(),
            gross: task.order.totals().gross,
            number: None,
            end: End::Unresolved(String::new()),
            invoices: Vec::new(),
            reversed_by: Vec::new(),
            to_deliver: 0,
            delivered: 0,
            files: Vec::new(),
            notes: Vec::new(),
            is_incomplete: false,
        }
    }

    pub(crate) fn settle(&mut self, settled: Settled) {
        (self.end, self.invoices) = (settled.end, settled.invoices);
        self.notes.extend(settled.notes);
    }

    /// Takes secrets out of the words: a provider may repeat one, and not only in its errors.
    pub(super) fn scrub(&mut self, scrubber: &Scrubber) {
        for text in self.end.words_mut().into_iter().chain(&mut self.notes) {
            if let Cow::Owned(clean) = scrubber.text(text) {
                *text = clean;
            }
        }
    }

    /// Something that should have been done was not.
    pub(crate) fn miss(&mut self, what: impl Into<String>) {
        self.notes.push(what.into());
        self.is_incomplete = true;
    }

    /// Whether a person or another run has something to do.
    pub(crate) const fn needs_attention(&self) -> bool {
        self.is_incomplete || !matches!(self.end, End::Issued)
    }
}
