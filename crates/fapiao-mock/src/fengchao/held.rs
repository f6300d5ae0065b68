//! An order in the gateway's books, and what becomes of it.

use super::{OrderState, Settings, StandingOrder};
use crate::{BookedInvoice, BookedState, files::Sheet, scene::Scene, settings::Setback};
use fapiao_model::{ChinaTime, Provider};

/// An order that the gateway holds.
#[derive(Debug)]
pub(super) struct Held {
    order: StandingOrder,
    place: usize,
    retries: u32,
    round: Option<Round>,
}

/// A retry that was accepted.
#[derive(Debug)]
struct Round {
    ends: ChinaTime,
    fails: bool,
}

/// What the gateway says to a retry.
#[derive(Debug)]
pub(super) enum Said {
    Accepted,
    Issued,
    Issuing,
    LoginMissing,
    Refused { code: String, words: String },
}

impl Held {
    pub(super) fn new(place: usize, order: &StandingOrder) -> Self {
        Self { order: order.clone(), place, retries: 0, round: None }
    }

    pub(super) fn is(&self, seller: &str, number: &str) -> bool {
        self.order.seller == seller && self.order.number == number
    }

    /// Its invoice number: the gateway's books have no year, so it is always of 2026.
    pub(super) fn invoice_number(&self) -> String {
        format!("26319{:015}", self.place + 1)
    }

    /// Hands the failed order in again.
    pub(super) fn retry(&mut self, scene: &Scene<'_>) -> Said {
        match self.state(scene.now) {
            OrderState::Issued => return Said::Issued,
            OrderState::Issuing => return Said::Issuing,
            OrderState::LoginMissing => return Said::LoginMissing,
            OrderState::Failed => {}
        }
        if let Some((code, words)) = scene.settings.refusal(Provider::Fengchao, &self.order.number) {
            return Said::Refused { code: code.to_owned(), words: words.to_owned() };
        }
        let setback = scene.settings.setback(Provider::Fengchao, &self.order.number, self.retries);
        self.retries += 1;
        if setback == Some(Setback::Login) {
            return Said::LoginMissing;
        }
        let ends = scene.now + scene.settings.fengchao.issue_after;
        self.round = Some(Round { ends, fails: setback.is_some() });
        Said::Accepted
    }

    /// Shelves its file and gives the address.
    pub(super) fn file(&self, scene: &mut Scene<'_>) -> String {
        let StandingOrder { seller, buyer, net, tax, .. } = &self.order;
        let number = self.invoice_number();
        let sheet = Sheet {
            title: "电子发票(普通发票)".to_owned(),
            number: number.clone(),
            issued_at: self.round.as_ref().map_or(scene.now, |round| round.ends).to_string(),
            seller: seller.clone(),
            buyer: buyer.clone(),
            lines: vec![("商品".to_owned(), "1".to_owned(), (*net + *tax).to_string())],
            net: net.to_string(),
            tax: tax.to_string(),
            gross: (*net + *tax).to_string(),
            remark: String::new(),
        };
        let path = scene.files.shelve(&format!("fengchao-{number}"), sheet);
        format!("{}{path}", scene.base_url)
    }

    pub(super) fn booked(&self, now: ChinaTime) -> BookedInvoice {
        let state = match self.state(now) {
            OrderState::Issued => BookedState::Issued,
            OrderState::Issuing => BookedState::Pending,
            OrderState::Failed | OrderState::LoginMissing => BookedState::Failed,
        };
        BookedInvoice {
            provider: Provider::Fengchao,
            seller: self.order.seller.clone(),
            order_number: self.order.number.clone(),
            serial: format!("{:020}", self.place + 1),
            number: if state == BookedState::Issued { self.invoice_number() } else { String::new() },
            state,
            is_red: false,
            reverses: None,
            mark: None,
            buyer: self.order.buyer.clone(),
            net: self.order.net,
            tax: self.order.tax,
        }
    }

    fn state(&self, now: ChinaTime) -> OrderState {
        match &self.round {
            None => self.order.state,
            Some(round) if now < round.ends => OrderState::Issuing,
            Some(round) if round.fails => OrderState::Failed,
            Some(_) => OrderState::Issued,
        }
    }
}

/// Every order that the settings put into the books.
pub(super) fn books(settings: &Settings) -> Vec<Held> {
    settings.orders.iter().enumerate().map(|(place, order)| Held::new(place, order)).collect()
}
