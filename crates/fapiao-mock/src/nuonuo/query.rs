//! queryInvoiceResult and deliveryInvoice.

use super::{
    answer::{Refused, accepted, done},
    envelope::Call,
    fields,
    invoice::{Invoice, Phase},
    ledger::Ledger,
    line::Line,
    sheet,
};
use crate::scene::Scene;
use fapiao_model::ChinaTime;
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Map, Value, json};

/// The most numbers that one query may ask for.
const MOST_NUMBERS: usize = 50;

/// Members of the order that come back under another name, as text.
const ECHOED: [(&str, &str); 32] = [
    ("address", "buyerAddress"),
    ("telephone", "buyerTel"),
    ("bankAccount", "buyerAccount"),
    ("payerName", "buyerName"),
    ("payerTaxNo", "buyerTaxNum"),
    ("phone", "buyerPhone"),
    ("notifyEmail", "email"),
    ("salerTaxNum", "salerTaxNum"),
    ("salerTel", "salerTel"),
    ("salerAddress", "salerAddress"),
    ("salerAccount", "salerAccount"),
    ("clerk", "clerk"),
    ("payee", "payee"),
    ("checker", "checker"),
    ("remark", "remark"),
    ("extensionNumber", "extensionNumber"),
    ("terminalNumber", "terminalNumber"),
    ("deptId", "departmentId"),
    ("clerkId", "clerkId"),
    ("listFlag", "listFlag"),
    ("listName", "listName"),
    ("vehicleFlag", "vehicleFlag"),
    ("proxyInvoiceFlag", "proxyInvoiceFlag"),
    ("redReason", "redReason"),
    ("buyerManagerName", "buyerManagerName"),
    ("managerCardType", "managerCardType"),
    ("managerCardNo", "managerCardNo"),
    ("naturalPersonFlag", "naturalPersonFlag"),
    ("bField1", "bField1"),
    ("bField2", "bField2"),
    ("bField3", "bField3"),
    ("additionalElementName", "additionalElementName"),
];

impl Ledger {
    /// queryInvoiceResult.
    pub(super) fn query(&self, scene: &mut Scene<'_>, call: &Call) -> Result<Value, Refused> {
        let settings = &scene.settings.nuonuo;
        super::known_company(settings, &call.acting)?;
        let (serials, numbers) = (fields::texts(&call.body, "serialNos"), fields::texts(&call.body, "orderNos"));
        let asked = if serials.is_empty() { &numbers } else { &serials };
        if asked.is_empty() {
            return Err(Refused::listed("E9611", "required fields", "neither serialNos nor orderNos names anything"));
        }
        if asked.len() > MOST_NUMBERS {
            let detail = format!("{} numbers, {MOST_NUMBERS} are allowed", asked.len());
            return Err(Refused::worded(&settings.undocumented_refusal, "单次最多查询50条", "numbers", detail));
        }
        let mut found = Vec::new();
        for number in asked {
            let of_number = self.visible(scene, &call.acting, number, !serials.is_empty());
            if of_number.is_empty() && settings.query_fails_if_any_is_unknown {
                return Err(Refused::listed("E9500", "numbers", format!("the books have no {number}")));
            }
            found.extend(of_number);
        }
        if found.is_empty() {
            return Err(Refused::listed("E9500", "numbers", "the books have none of the numbers"));
        }
        let with_lines = fields::text(&call.body, "isOfferInvoiceDetail") == "1";
        let entries = found.into_iter().map(|invoice| entry(invoice, with_lines, scene)).collect();
        Ok(accepted("获取成功", Value::Array(entries)))
    }

    /// deliveryInvoice: says that it was done; nothing is sent to anybody.
    pub(super) fn deliver(&self, scene: &Scene<'_>, call: &Call) -> Result<Value, Refused> {
        let seller = fields::some(&call.body, "taxnum").ok_or_else(|| Refused::field("taxnum", "is missing"))?;
        super::check_acting(call, &seller, "taxnum")?;
        super::known_company(&scene.settings.nuonuo, &seller)?;
        let number =
            fields::some(&call.body, "invoiceNum").ok_or_else(|| Refused::field("invoiceNum", "is missing"))?;
        if fields::some(&call.body, "phone").is_none() && fields::some(&call.body, "mail").is_none() {
            return Err(Refused::field("phone, mail", "one of the two is needed"));
        }
        let code = fields::text(&call.body, "invoiceCode");
        let Some(_) = self.issued(&seller, &code, &number, scene.now) else {
            return Err(Refused::worded(
                "E9999",
                "发票不存在",
                "invoice",
                "the books have no issued invoice of this number",
            ));
        };
        Ok(done("请求成功"))
    }

    fn visible(&self, scene: &Scene<'_>, seller: &str, number: &str, is_serial: bool) -> Vec<&Invoice> {
        let found: Vec<usize> = if is_serial {
            self.of_serial(seller, number).into_iter().collect()
        } else {
            self.of_order(seller, number).to_vec()
        };
        let found = found.into_iter().filter_map(|at| self.invoices.get(at));
        found.filter(|invoice| invoice.is_visible(&scene.settings.nuonuo, scene.now)).collect()
    }
}

fn entry(invoice: &Invoice, with_lines: bool, scene: &mut Scene<'_>) -> Value {
    let mut entry = Map::new();
    for (name, sent) in ECHOED {
        entry.insert(name.to_owned(), invoice.text(sent).into());
    }
    state(&mut entry, invoice, scene);
    amounts(&mut entry, invoice);
    entry.insert("serialNo".to_owned(), invoice.serial.as_str().into());
    entry.insert("orderNo".to_owned(), invoice.order_number.as_str().into());
    entry.insert("invoiceKind".to_owned(), invoice.kind.name().into());
    entry.insert("invoiceType".to_owned(), if invoice.is_red { "2" } else { "1" }.into());
    let company = scene.settings.nuonuo.company(&invoice.seller).map(|company| company.name.clone());
    entry.insert("saleName".to_owned(), company.into());
    times(&mut entry, invoice);
    old_invoice(&mut entry, invoice);
    if with_lines {
        let lines = invoice.lines.iter().map(line).collect();
        entry.insert("invoiceItems".to_owned(), Value::Array(lines));
    }
    Value::Object(entry)
}

/// Status, numbers and files, as far as they exist.
fn state(entry: &mut Map<String, Value>, invoice: &Invoice, scene: &mut Scene<'_>) {
    let phase = invoice.phase(scene.now);
    let (status, words) = phase.status();
    let is_issued = phase == Phase::Issued;
    let number = |text: &str| Value::from(if phase.has_invoice() { text } else { "" });
    let cause = invoice.round.failure.as_deref().filter(|_| phase == Phase::Failed).unwrap_or_default();
    let file = if is_issued { sheet::address(invoice, scene) } else { String::new() };
    let members = [
        ("status", status.into()),
        ("statusMsg", words.into()),
        ("failCause", cause.into()),
        ("invoiceCode", number(&invoice.numbers.code)),
        ("invoiceNo", number(invoice.numbers.invoice_no())),
        ("allElectronicInvoiceNumber", number(&invoice.numbers.digital)),
        ("pdfUrl", file.into()),
        ("ofdUrl", "".into()),
        ("xmlUrl", "".into()),
        ("pictureUrl", "".into()),
        ("imgUrls", "".into()),
        ("checkCode", "".into()),
        ("machineCode", "".into()),
        ("cipherText", "".into()),
        ("qrCode", "".into()),
    ];
    entry.extend(members.map(|(name, value)| (name.to_owned(), value)));
    if phase.has_invoice() {
        entry.insert("invoiceTime".to_owned(), invoice.round.sealing.unix_millis().into());
    }
}

fn amounts(entry: &mut Map<String, Value>, invoice: &Invoice) {
    let (net, tax) = (invoice.net(), invoice.tax());
    entry.insert("exTaxAmount".to_owned(), net.to_string().into());
    entry.insert("taxAmount".to_owned(), tax.to_string().into());
    entry.insert("orderAmount".to_owned(), (net + tax).to_string().into());
}

/// Times and flags that the live gateway gives as numbers.
fn times(entry: &mut Map<String, Value>, invoice: &Invoice) {
    let ordered = invoice.text("invoiceDate").parse::<ChinaTime>().map(ChinaTime::unix_millis).ok();
    let factor = invoice.text("specificFactor").parse::<i64>().unwrap_or_default();
    entry.insert("createTime".to_owned(), invoice.accepted_at.unix_millis().into());
    entry.insert("updateTime".to_owned(), invoice.round.begins.unix_millis().into());
    entry.insert("invoiceDate".to_owned(), ordered.into());
    entry.insert("productOilFlag".to_owned(), i64::from(factor == 1).into());
    entry.insert("specificFactor".to_owned(), factor.into());
}

fn old_invoice(entry: &mut Map<String, Value>, invoice: &Invoice) {
    let old = invoice.reverses.clone().unwrap_or_default();
    entry.insert("oldInvoiceCode".to_owned(), old.code.as_str().into());
    entry.insert("oldInvoiceNo".to_owned(), old.invoice_no().into());
    entry.insert("oldEleInvoiceNumber".to_owned(), old.digital.as_str().into());
}

/// One line, with price and quantity to 18 places as the live gateway writes them.
fn line(line: &Line) -> Value {
    let sent = |name: &str| fields::text(&line.sent, name);
    let mut item = json!({
        "itemName": line.name,
        "itemCodeAbb": "",
        "itemUnit": sent("unit"),
        "itemPrice": line.price.map(long).unwrap_or_default(),
        "itemTaxRate": line.rate.map(|rate| rate.normalize().to_string()),
        "itemNum": line.num.map(long).unwrap_or_default(),
        "itemAmount": line.amount().to_string(),
        "itemTaxAmount": line.tax.to_string(),
        "itemSpec": sent("specType"),
        "itemCode": sent("goodsCode"),
        "itemSelfCode": sent("selfCode"),
        "isIncludeTax": line.is_with_tax.to_string(),
        "invoiceLineProperty": line.property.code(),
        "zeroRateFlag": sent("zeroRateFlag"),
        "favouredPolicyName": sent("favouredPolicyName"),
        "favouredPolicyFlag": sent("favouredPolicyFlag"),
        "deduction": sent("deduction"),
    });
    for name in ["dField1", "dField2", "dField3", "dField4", "dField5"] {
        item[name] = sent(name).into();
    }
    item
}

fn long(number: Decimal) -> String {
    let mut number = number.round_dp_with_strategy(18, RoundingStrategy::MidpointAwayFromZero);
    number.rescale(18);
    number.to_string()
}
