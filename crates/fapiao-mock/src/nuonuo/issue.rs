//! requestBillingNew and reInvoice.

use super::{
    DayBoundary, Settings,
    answer::{Refused, accepted},
    envelope::Call,
    fields,
    invoice::{Invoice, Phase, Round},
    kind::Numbers,
    ledger::Ledger,
    line::Line,
    order::{self, Order},
    push::Push,
    split::split,
};
use crate::{Refusal, scene::Scene};
use fapiao_model::{ChinaTime, Provider};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use std::time::Duration;

/// The most invoices that an order may become.
const MOST_PARTS: usize = 10;

/// How often an order may be retried in a day.
const RETRIES_A_DAY: usize = 20;

impl Ledger {
    /// requestBillingNew.
    pub(super) fn issue(&mut self, scene: &mut Scene<'_>, call: &Call) -> Result<Value, Refused> {
        let answer = self.hand_in(scene, call);
        if let Err(refused) = &answer
            && refused.code != "E9106"
        {
            self.book_refusal(call, refused);
        }
        answer
    }

    /// reInvoice: another round for what failed.
    pub(super) fn retry(&mut self, scene: &mut Scene<'_>, call: &Call) -> Result<Value, Refused> {
        let found = self.to_retry(scene, call)?;
        let settings = scene.settings;
        let refused = |words, detail: &str| {
            Err(Refused::worded(&settings.nuonuo.reinvoice_refusal, words, "state of the order", detail))
        };
        let phases: Vec<Phase> =
            found.iter().filter_map(|at| self.invoices.get(*at)).map(|i| i.phase(scene.now)).collect();
        if phases.iter().any(|phase| matches!(phase, Phase::Issuing | Phase::Sealing | Phase::Unborn)) {
            return refused("开票中(重试中),请耐心等待开票结果", "it is being issued");
        }
        if phases.iter().all(|phase| *phase == Phase::Issued) {
            return refused("发票已生成,无需再重试开票", "it is issued");
        }
        for at in found {
            self.begin_again(scene, at)?;
        }
        Ok(accepted("重试成功", "重试成功"))
    }

    fn hand_in(&mut self, scene: &mut Scene<'_>, call: &Call) -> Result<Value, Refused> {
        let settings = scene.settings;
        let sent = call.body.get("order").filter(|order| order.is_object());
        let sent = sent.ok_or_else(|| Refused::field("order", "is missing or no object"))?;
        let seller =
            fields::some(sent, "salerTaxNum").ok_or_else(|| Refused::field("order.salerTaxNum", "is missing"))?;
        super::check_acting(call, &seller, "salerTaxNum")?;
        let company = super::known_company(&settings.nuonuo, &seller)?;
        order::check_required(sent, company)?;
        let number = fields::text(sent, "orderNo");
        self.check_free(&settings.nuonuo, &seller, &number)?;
        let order = Order::read(sent, company, &settings.nuonuo)?;
        let reverses = self.blue_of(&order, &seller, scene.now)?;
        let parts = parts(&order, &settings.nuonuo)?;
        if let Some((code, words)) = settings.refusal(Provider::Nuonuo, &number) {
            return Err(Refused::worded(code, words, "script", "a script refuses this order"));
        }
        let round = Round::new(settings, &number, 0, scene.now);
        let serials: Vec<String> = parts
            .into_iter()
            .map(|lines| self.begin(scene, &order, &seller, lines, round.clone(), reverses.clone()))
            .collect();
        Ok(accepted("开票提交成功", json!({"invoiceSerialNum": serials.first()})))
    }

    /// Puts one invoice of an order into the books; gives its serial number.
    fn begin(
        &mut self,
        scene: &mut Scene<'_>,
        order: &Order,
        seller: &str,
        lines: Vec<Line>,
        round: Round,
        reverses: Option<Numbers>,
    ) -> String {
        let id = scene.next_id();
        let serial = serial(scene.now, id);
        let invoice = Invoice {
            seller: seller.to_owned(),
            order_number: fields::text(&order.header, "orderNo"),
            serial: serial.clone(),
            kind: order.kind,
            is_red: order.is_red,
            numbers: Numbers::new(order.kind, id, scene.now),
            header: order.header.clone(),
            lines,
            accepted_at: scene.now,
            round,
            retries: Vec::new(),
            reverses,
            is_hidden: false,
        };
        let call_back = fields::some(&order.header, "callBackUrl");
        let at = self.add(invoice);
        self.announce(at, call_back);
        serial
    }

    /// Sees to it that the end of the invoice's round is pushed.
    pub(super) fn announce(&mut self, at: usize, address: Option<String>) {
        let Some((address, invoice)) = address.zip(self.invoices.get(at)) else { return };
        self.pushes.push(Push::new(at, invoice.round.clone(), address));
    }

    /// Refuses an order number that is used up.
    pub(super) fn check_free(&self, settings: &Settings, seller: &str, number: &str) -> Result<(), Refused> {
        if self.is_taken(seller, number, settings.refused_numbers_stay_taken) {
            let detail = format!("{seller} has used the number {number}");
            return Err(Refused::listed("E9106", "duplicate order number", detail));
        }
        Ok(())
    }

    fn book_refusal(&mut self, call: &Call, refused: &Refused) {
        let Some(order) = call.body.get("order") else { return };
        let Some(number) = fields::some(order, "orderNo") else { return };
        self.spent.insert((fields::text(order, "salerTaxNum"), number.clone()));
        let code = refused.code.clone();
        self.refusals.push(Refusal { provider: Provider::Nuonuo, order_number: number, code });
    }

    /// The blue invoice that a red order of an old kind names.
    fn blue_of(&self, order: &Order, seller: &str, now: ChinaTime) -> Result<Option<Numbers>, Refused> {
        if !order.is_red {
            return Ok(None);
        }
        let text = |name| fields::text(&order.header, name);
        let blue = self.issued(seller, &text("invoiceCode"), &text("invoiceNum"), now);
        let missing = || Refused::listed("E9102", "blue invoice", "the books have no such invoice");
        let at = blue.ok_or_else(missing)?;
        let blue = self.invoices.get(at).filter(|blue| !blue.is_red).ok_or_else(missing)?;
        let same = [
            ("E9117", "buyerName"),
            ("E9118", "buyerTaxNum"),
            ("E9113", "buyerAddress"),
            ("E9115", "buyerTel"),
            ("E9120", "buyerAccount"),
        ];
        for (code, name) in same {
            if text(name) != blue.text(name) {
                return Err(Refused::listed(code, "blue invoice", format!("{name} is not that of the blue invoice")));
            }
        }
        if self.remaining(at, now) + order.net() < fapiao_model::Amount::ZERO {
            return Err(Refused::listed("E9103", "blue invoice", "it is reversed already"));
        }
        Ok(Some(blue.numbers.clone()))
    }

    fn to_retry(&self, scene: &Scene<'_>, call: &Call) -> Result<Vec<usize>, Refused> {
        let serial = fields::some(&call.body, "fpqqlsh");
        let number = fields::some(&call.body, "orderno");
        let found = match (&serial, &number) {
            (Some(serial), _) => self.of_serial(&call.acting, serial).into_iter().collect(),
            (None, Some(number)) => self.of_order(&call.acting, number).to_vec(),
            (None, None) => return Err(Refused::listed("E9611", "required fields", "neither fpqqlsh nor orderno")),
        };
        let is_visible = |at: &usize| {
            self.invoices.get(*at).is_some_and(|invoice| invoice.is_visible(&scene.settings.nuonuo, scene.now))
        };
        let found: Vec<usize> = found.into_iter().filter(is_visible).collect();
        if found.is_empty() {
            return Err(Refused::listed("E9500", "order", "the books have no such order"));
        }
        Ok(found)
    }

    fn begin_again(&mut self, scene: &Scene<'_>, at: usize) -> Result<(), Refused> {
        let Some(invoice) = self.invoices.get_mut(at).filter(|invoice| invoice.phase(scene.now) == Phase::Failed)
        else {
            return Ok(());
        };
        let boundary = scene.settings.nuonuo.day_boundary;
        if invoice.retries.iter().filter(|retry| is_today(**retry, scene.now, boundary)).count() >= RETRIES_A_DAY {
            let words = "同一流水号(订单号)单日最多重试20次";
            return Err(Refused::worded("E9613", words, "retries a day", "20 retries were accepted today"));
        }
        invoice.retries.push(scene.now);
        let attempt = invoice.retries.len();
        invoice.round = Round::new(scene.settings, &invoice.order_number, attempt, scene.now);
        let call_back = fields::some(&invoice.header, "callBackUrl");
        self.announce(at, call_back);
        Ok(())
    }
}

/// A serial number: 20 digits, the time and a number that nothing else has.
pub(super) fn serial(now: ChinaTime, id: u64) -> String {
    format!("{}{:08}", now.compact().get(2..).unwrap_or_default(), id % 100_000_000)
}

/// The lines of each invoice that the order becomes.
fn parts(order: &Order, settings: &Settings) -> Result<Vec<Vec<Line>>, Refused> {
    let limit = settings.invoice_limit;
    let too_many = || {
        let detail = format!("{} net needs more than {MOST_PARTS} invoices of {limit}", order.net());
        Refused::listed("E9154", "split", detail)
    };
    if order.net().decimal() > limit.decimal() * Decimal::from(MOST_PARTS) {
        return Err(too_many());
    }
    let parts = split(&order.lines, limit);
    if parts.len() > MOST_PARTS {
        return Err(too_many());
    }
    Ok(if settings.split_orders { parts } else { vec![order.lines.clone()] })
}

fn is_today(then: ChinaTime, now: ChinaTime, boundary: DayBoundary) -> bool {
    match boundary {
        DayBoundary::Midnight => then.date() == now.date(),
        DayBoundary::Rolling => now.since(then) < Duration::from_secs(86_400),
    }
}
