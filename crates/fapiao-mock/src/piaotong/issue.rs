//! `invoiceBlue.pt` and `invoiceRed.pt`: taking orders.

use super::{
    Piaotong,
    lines::{self, FaceLine},
    members::{Max, Members, is_tax_number},
    order::{self, Ending, Order, State},
    refusal::{Refusal, Step},
};
use crate::{Script, scene::Scene};
use base64::{Engine, engine::general_purpose::STANDARD};
use fapiao_model::{ChinaTime, Provider};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

/// Lengths of the blue order's members.
const BLUE: &[(&str, Max)] = &[
    ("buyerName", Max::GbkBytes(100)),
    ("buyerAddress", Max::GbkBytes(100)),
    ("buyerTel", Max::Characters(20)),
    ("buyerBankName", Max::GbkBytes(100)),
    ("buyerBankAccount", Max::Characters(50)),
    ("sellerAddress", Max::GbkBytes(100)),
    ("sellerTel", Max::Characters(20)),
    ("sellerBankName", Max::GbkBytes(100)),
    ("sellerBankAccount", Max::Characters(50)),
    ("casherName", Max::GbkBytes(16)),
    ("reviewerName", Max::GbkBytes(16)),
    ("drawerName", Max::GbkBytes(20)),
    ("takerName", Max::Characters(10)),
    ("takerTel", Max::Characters(11)),
    ("takerEmail", Max::Characters(50)),
    ("remark", Max::GbkBytes(240)),
    ("definedData", Max::Characters(200)),
    ("tradeNo", Max::Characters(200)),
];

const RED: &[(&str, Max)] = &[("redReason", Max::Characters(100)), ("definedData", Max::Characters(200))];

/// One white pixel: a picture where the document wants the QR code of the progress page.
const PICTURE: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=";

/// An order that passed its checks.
struct Checked {
    face: Map<String, Value>,
    lines: Vec<FaceLine>,
    reverses: Option<String>,
}

impl Piaotong {
    /// Takes a blue order.
    ///
    /// Enterprises of this sandbox issue fully digital invoices: an order without `invoiceIssueKindCode`, as one client sends it,
    /// makes an ordinary one (82).
    pub(super) fn issue_blue(&mut self, scene: &mut Scene<'_>, content: Map<String, Value>) -> Step<Value> {
        let members = Members(&content);
        let serial = self.check_serial(members)?;
        self.check_buyer(members)?;
        members.check_lengths(BLUE)?;
        members.check_values("invoiceIssueKindCode", &["81", "82"])?;
        members.check_values("naturalPersonFlag", &["0", "1"])?;
        let lines = lines::read(&content)?;
        self.check_duplicate(&members.text("taxpayerNum"), &serial, scene.now)?;
        let checked = Checked { face: content.clone(), lines, reverses: None };
        self.accept(scene, &serial, content, checked)
    }

    /// Takes a quick red flush of a whole invoice.
    pub(super) fn issue_red(&mut self, scene: &mut Scene<'_>, content: Map<String, Value>) -> Step<Value> {
        let members = Members(&content);
        let serial = self.check_serial(members)?;
        let number = blue_number(members)?;
        members.required("redReason")?;
        members.check_lengths(RED)?;
        let amount = members.required_decimal("amount", 2)?;
        let seller = members.text("taxpayerNum");
        self.check_duplicate(&seller, &serial, scene.now)?;
        let blue = self.reversible(&seller, &serial, &number, scene.now)?;
        check_amount(amount, blue.gross())?;
        let checked = Checked {
            face: blue.content.clone(),
            lines: blue.lines.iter().map(FaceLine::reversed).collect(),
            reverses: Some(blue.number.clone()),
        };
        self.accept(scene, &serial, content, checked)
    }

    fn check_serial(&self, members: Members<'_>) -> Step<String> {
        let serial = members.required("invoiceReqSerialNo")?;
        let alias = &self.settings.alias;
        let tail = serial.strip_prefix(alias.as_str()).unwrap_or_default();
        if tail.len() == 16 && tail.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Ok(serial);
        }
        let detail = format!("is {serial:?}, not the alias {alias} and 16 letters or digits");
        Err(Refusal::data("invoiceReqSerialNo", "格式不正确", &detail))
    }

    fn check_buyer(&self, members: Members<'_>) -> Step {
        let name = members.required("buyerName")?;
        if name.contains(['<', '>']) {
            return Err(Refusal::data("buyerName", "不能包含<或>", "holds < or >"));
        }
        let number = members.text("buyerTaxpayerNum");
        if !number.is_empty() && !is_tax_number(&number) {
            let detail = format!("is {number:?}, not 15 to 20 digits and capital letters");
            return Err(Refusal::data("buyerTaxpayerNum", "格式不正确", &detail));
        }
        Ok(())
    }

    /// A serial is one invoice for ever: only after a failure it is taken again.
    fn check_duplicate(&self, seller: &str, serial: &str, now: ChinaTime) -> Step {
        let Some(order) = self.order(seller, serial) else { return Ok(()) };
        let state = order.state(now);
        let is_failed = matches!(state, State::Failed(_) | State::Login);
        if is_failed && self.settings.takes_failed_again {
            return Ok(());
        }
        let detail = format!("{serial} was submitted before, its invoice stands at {}", state.code());
        if state == State::Pending && !self.settings.is_always_8021 {
            return Err(Refusal::new("8040", "该请求流水号正在处理中", "duplicate serial", detail));
        }
        Err(Refusal::new("8021", "发票请求流水号已存在", "duplicate serial", detail))
    }

    /// The blue invoice, if nothing else reverses it.
    fn reversible(&self, seller: &str, serial: &str, number: &str, now: ChinaTime) -> Step<&Order> {
        let mut orders = self.orders.iter().filter(|order| order.seller == seller);
        let is_it = |order: &&Order| order.number == number && matches!(order.state(now), State::Issued(_));
        let Some(blue) = orders.find(is_it) else {
            let detail = format!("{seller} has issued no invoice {number:?}");
            return Err(Refusal::new("8003", "发票不存在", "blue invoice", detail));
        };
        if blue.is_red() {
            return Err(Refusal::new("6013", "该发票不支持冲红", "blue invoice", format!("{number} is itself red")));
        }
        let is_reversal = |order: &&Order| {
            order.reverses.as_deref() == Some(number)
                && order.serial != serial
                && matches!(order.state(now), State::Pending | State::Issued(_))
        };
        match self.orders.iter().find(is_reversal) {
            Some(red) => {
                let detail = format!("{number} is reversed by {}", red.serial);
                Err(Refusal::new("6005", "蓝票已冲红或正在冲红", "blue invoice", detail))
            }
            None => Ok(blue),
        }
    }

    /// Puts the order into the books, unless a script refuses it.
    fn accept(
        &mut self,
        scene: &mut Scene<'_>,
        serial: &str,
        content: Map<String, Value>,
        checked: Checked,
    ) -> Step<Value> {
        let seller = Members(&content).text("taxpayerNum");
        let scripts = scripts(scene, serial, &Members(&content).text("tradeNo"));
        let refusal = scripts.iter().find_map(|script| match script {
            Script::Refuse { code, words } => Some((code.clone(), words.clone())),
            _ => None,
        });
        if let Some((code, words)) = refusal {
            return Err(Refusal::new(code, words, "script", "the order's script refuses it"));
        }
        let attempts = self.order(&seller, serial).map_or(0, |order| order.attempts + 1);
        let ending = order::ending(scripts, attempts);
        let ready_at = scene.now + self.settings.issue_after;
        let revived_after = match ending {
            Ending::Issued => None,
            Ending::Failed(_) => self.settings.issued_after_failure,
            Ending::Login => self.settings.issued_after_login,
        };
        let order = Order {
            number: number(scene),
            seller,
            serial: serial.to_owned(),
            content,
            face: checked.face,
            lines: checked.lines,
            reverses: checked.reverses,
            ready_at,
            ending,
            revived_at: revived_after.map(|after| ready_at + after),
            attempts,
            pushed: None,
        };
        self.keep(order);
        let page = format!("{}{}{serial}", scene.base_url, Self::PROGRESS);
        Ok(json!({"invoiceReqSerialNo": serial, "qrCodePath": STANDARD.encode(page), "qrCode": PICTURE}))
    }
}

/// The scripts of an order: those under its serial, else those under its `tradeNo`.
fn scripts<'a>(scene: &Scene<'a>, serial: &str, trade_number: &str) -> &'a [Script] {
    let under = |number: &str| scene.settings.scripts.get(&(Provider::Piaotong, number.to_owned()));
    under(serial).or_else(|| under(trade_number)).map(Vec::as_slice).unwrap_or_default()
}

/// A number of 20 digits: year, region 31, channel 2, and 15 that nothing else has.
fn number(scene: &mut Scene<'_>) -> String {
    let year: String = scene.now.compact().chars().skip(2).take(2).collect();
    format!("{year}312{:015}", scene.next_id())
}

fn blue_number(members: Members<'_>) -> Step<String> {
    let digital = members.text("blueAllEleInvNo");
    if !digital.is_empty() {
        return Ok(digital);
    }
    let (code, number) = (members.text("invoiceCode"), members.text("invoiceNo"));
    if code.is_empty() || number.is_empty() {
        let detail = "or invoiceCode and invoiceNo are needed";
        return Err(Refusal::data("blueAllEleInvNo", "与发票代码、号码不能同时为空", detail));
    }
    Ok(number)
}

/// The amount of a reversal is the blue invoice's total with tax, negative.
fn check_amount(amount: Decimal, gross: Decimal) -> Step {
    if amount >= Decimal::ZERO {
        return Err(Refusal::new("6015", "红票价税合计必须为负数", "red amount", format!("{amount} is not negative")));
    }
    let detail = format!("{amount} was sent, the blue invoice has {gross}");
    if -amount > gross {
        return Err(Refusal::new("6009", "红票金额大于蓝票剩余可冲红金额", "red amount", detail));
    }
    if -amount < gross {
        return Err(Refusal::data("amount", "与蓝票价税合计不一致，仅支持全额冲红", &detail));
    }
    Ok(())
}
