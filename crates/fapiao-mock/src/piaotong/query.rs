//! `queryInvoice.pt` and `queryInvoiceInfo.pt`, and the facts that the push carries as well.

use super::{
    LoginState, NumberMembers, Piaotong,
    lines::FaceLine,
    members::Members,
    order::{Order, State},
    refusal::{Refusal, Step},
};
use crate::{
    files::{Files, Sheet},
    scene::Scene,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use fapiao_model::ChinaTime;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

/// Members that go out as JSON numbers under the switch `scalar_form`.
const AMOUNTS: [&str; 8] =
    ["noTaxAmount", "taxAmount", "amountWithTax", "quantity", "unitPrice", "itemAmount", "taxRate", "taxRateAmount"];

/// Members of the blue order that the full face gives back under the same name.
const GIVEN_BACK: [&str; 12] = [
    "buyerName",
    "buyerTaxpayerNum",
    "buyerAddress",
    "buyerTel",
    "buyerBankName",
    "buyerBankAccount",
    "sellerAddress",
    "sellerTel",
    "sellerBankName",
    "sellerBankAccount",
    "casherName",
    "reviewerName",
];

impl Piaotong {
    /// The main facts of one invoice.
    pub(super) fn query_facts(&self, scene: &mut Scene<'_>, content: &Map<String, Value>) -> Step<Value> {
        let order = self.asked(scene.now, content)?;
        let state = self.shown(order.state(scene.now));
        let address = scene.base_url.clone();
        Ok(self.facts(order, state, &address, scene.files))
    }

    /// The full face of one invoice. Until it is issued, only how it stands.
    pub(super) fn query_face(&self, scene: &mut Scene<'_>, content: &Map<String, Value>) -> Step<Value> {
        let order = self.asked(scene.now, content)?;
        let state = self.shown(order.state(scene.now));
        let mut face = json!({"invoiceReqSerialNo": order.serial, "code": state.code(), "msg": state.words()});
        if let State::Issued(at) = state {
            self.add_face(&mut face, order, at, scene);
        }
        Ok(self.scalars(face))
    }

    fn asked(&self, now: ChinaTime, content: &Map<String, Value>) -> Step<&Order> {
        let members = Members(content);
        let serial = members.required("invoiceReqSerialNo")?;
        let order = self.order(&members.text("taxpayerNum"), &serial).ok_or_else(|| {
            Refusal::new("8003", "发票不存在", "unknown serial", format!("no order {serial:?} of this enterprise"))
        })?;
        if order.state(now) == State::Login && self.settings.login_state == LoginState::AsEnvelopeCode {
            let detail = "the drawer has to log in (switch state_3999_in_query)";
            return Err(Refusal::new("3999", State::Login.words(), "login", detail));
        }
        Ok(order)
    }

    /// By default only the push says that the drawer has to log in.
    fn shown<'a>(&self, state: State<'a>) -> State<'a> {
        if state == State::Login && self.settings.login_state == LoginState::PushOnly { State::Pending } else { state }
    }

    /// The members of A 2.6 and A 2.7, which B 2.11 and B 2.13 share as far as is known. The file itself (`invoicePdf`) is left
    /// out: for fully digital invoices only the address is attested.
    pub(super) fn facts(&self, order: &Order, state: State<'_>, address: &str, files: &mut Files) -> Value {
        let mut facts = json!({
            "taxpayerNum": order.seller,
            "invoiceReqSerialNo": order.serial,
            "invoiceType": if order.is_red() { "2" } else { "1" },
            "code": state.code(),
            "msg": state.words(),
            "extensionNum": "0",
        });
        if let State::Issued(at) = state {
            facts["tradeNo"] = trade_number(order).into();
            facts["securityCode"] = "".into();
            facts["qrCode"] = "".into();
            facts["invoiceDate"] = at.to_string().into();
            facts["noTaxAmount"] = money(order.net()).into();
            facts["taxAmount"] = money(order.tax()).into();
            self.add_number(&mut facts, order);
            self.add_file(&mut facts, order, at, address, files);
        }
        self.scalars(facts)
    }

    fn add_number(&self, answer: &mut Value, order: &Order) {
        let members = self.settings.number_members;
        answer["invoiceCode"] = "".into();
        answer["invoiceNo"] =
            if members == NumberMembers::AllEleInvNo { "".into() } else { order.number.clone().into() };
        if members != NumberMembers::InvoiceNo {
            answer["allEleInvNo"] = order.number.clone().into();
        }
    }

    fn add_file(&self, answer: &mut Value, order: &Order, at: ChinaTime, address: &str, files: &mut Files) {
        let path = files.shelve(&order.number, self.sheet(order, at));
        answer["invoiceLayoutFileType"] = "pdf".into();
        answer["downloadUrl"] = STANDARD.encode(format!("{address}{path}")).into();
        answer["invPreviewQrcodePath"] = STANDARD.encode(format!("{address}{}{}", Self::PROGRESS, order.serial)).into();
    }

    fn add_face(&self, face: &mut Value, order: &Order, at: ChinaTime, scene: &mut Scene<'_>) {
        for name in GIVEN_BACK {
            face[name] = order.face(name).into();
        }
        let kind = Some(order.face("invoiceIssueKindCode")).filter(|kind| !kind.is_empty());
        let facts = [
            ("sellerTaxpayerNum", order.seller.clone()),
            ("sellerName", self.seller_name(&order.seller)),
            ("invoiceKind", kind.unwrap_or_else(|| "82".into())),
            ("specialInvoiceKind", "00".into()),
            ("invoiceDate", at.to_string()),
            ("invoiceType", if order.is_red() { "2" } else { "1" }.into()),
            ("noTaxAmount", money(order.net())),
            ("taxAmount", money(order.tax())),
            ("amountWithTax", money(order.gross())),
            ("invalidFlag", "NOT_DESTROY".into()),
            ("redFlag", self.red_flag(order, scene.now).into()),
            ("drawerName", drawer(order)),
            ("detailedListFlag", "0".into()),
            ("detailedListItemName", String::new()),
            ("checkCode", String::new()),
            ("remark", remark(order)),
            ("tradeNo", trade_number(order)),
        ];
        for (name, value) in facts {
            face[name] = value.into();
        }
        if let Some(blue) = &order.reverses {
            face["blueInvoiceCode"] = "".into();
            face["blueInvoiceNo"] = blue.clone().into();
        }
        self.add_number(face, order);
        self.add_file(face, order, at, &scene.base_url, scene.files);
        face["itemList"] = order.lines.iter().enumerate().map(|(at, line)| item(at, line)).collect();
    }

    fn red_flag(&self, blue: &Order, now: ChinaTime) -> &'static str {
        let mut flag = "NOT_RED";
        for red in self.orders.iter().filter(|order| order.reverses.as_ref() == Some(&blue.number)) {
            flag = match red.state(now) {
                State::Issued(_) => return "ALREADY_RED",
                State::Pending => "REDING",
                State::Failed(_) | State::Login => "RED_FAIL",
            };
        }
        flag
    }

    fn sheet(&self, order: &Order, at: ChinaTime) -> Sheet {
        let is_special = order.face("invoiceIssueKindCode") == "81";
        let kind =
            if is_special { "电子发票（增值税专用发票）" } else { "电子发票（普通发票）" };
        let line = |line: &FaceLine| {
            let rate = format!("{}%", (line.rate * Decimal::ONE_HUNDRED).normalize());
            (line.name.clone(), money(line.amount), format!("{rate} {}", money(line.tax)))
        };
        Sheet {
            title: if order.is_red() { format!("{kind} 红字") } else { kind.to_owned() },
            number: order.number.clone(),
            issued_at: at.to_string(),
            seller: format!("{} {}", self.seller_name(&order.seller), order.seller),
            buyer: format!("{} {}", order.face("buyerName"), order.face("buyerTaxpayerNum")).trim().to_owned(),
            lines: order.lines.iter().map(line).collect(),
            net: money(order.net()),
            tax: money(order.tax()),
            gross: money(order.gross()),
            remark: remark(order),
        }
    }

    fn seller_name(&self, tax_number: &str) -> String {
        let seller = self.settings.sellers.iter().find(|seller| seller.tax_number == tax_number);
        seller.map(|seller| seller.name.clone()).unwrap_or_default()
    }

    fn scalars(&self, mut answer: Value) -> Value {
        if self.settings.amounts_are_numbers {
            make_numbers(&mut answer);
        }
        answer
    }
}

fn item(at: usize, line: &FaceLine) -> Value {
    let number = |value: Option<Decimal>| value.map(|value| value.normalize().to_string()).unwrap_or_default();
    json!({
        "goodsName": line.name,
        "taxClassificationCode": line.tax_code,
        "specificationModel": line.specification,
        "meteringUnit": line.unit,
        "quantity": number(line.quantity),
        "unitPrice": number(line.unit_price),
        "itemAmount": money(line.amount),
        "taxRate": if line.rate.scale() > 2 { line.rate.to_string() } else { money(line.rate) },
        "taxRateAmount": money(line.tax),
        "deduction": money(line.deduction.unwrap_or_default()),
        "preferentialPolicyFlag": line.policy,
        "zeroTaxFlag": line.zero_tax,
        "vatSpecialManage": line.special,
        "itemProperty": line.property,
        "itemNo": (at + 1).to_string(),
    })
}

/// Two decimal places.
fn money(value: Decimal) -> String {
    format!("{value:.2}")
}

/// The order number that was sent, else the serial.
fn trade_number(order: &Order) -> String {
    Some(order.sent("tradeNo")).filter(|text| !text.is_empty()).unwrap_or_else(|| order.serial.clone())
}

fn drawer(order: &Order) -> String {
    Some(order.face("drawerName")).filter(|text| !text.is_empty()).unwrap_or_else(|| "开票员".into())
}

fn remark(order: &Order) -> String {
    match &order.reverses {
        Some(blue) => format!("被红冲蓝字数电发票号码：{blue}"),
        None => order.face("remark"),
    }
}

/// Turns the amounts into JSON numbers; what is empty stays a text.
fn make_numbers(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(make_numbers),
        Value::Object(members) => {
            for (name, value) in members {
                let text = value.as_str().filter(|_| AMOUNTS.contains(&name.as_str()));
                match text.and_then(|text| serde_json::from_str::<Value>(text).ok()) {
                    Some(number) => *value = number,
                    None => make_numbers(value),
                }
            }
        }
        _ => {}
    }
}
