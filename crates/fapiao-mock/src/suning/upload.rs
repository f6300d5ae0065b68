//! `electronicinvoice.add`: step 6 of the order of checks.

mod file;
mod forms;

use super::{
    Absence, RedOriginal, Reupload, Suning, Upload,
    refusal::{Refusal, Step},
};
use serde_json::{Map, Value, json};

const CODES: &str = "biz.custom.addelectronicinvoice.";

/// The fields in the order of the documentation's table, and the number of the code for an empty one.
const REQUIRED: &[(&str, u32)] = &[
    ("invoiceCode", 101),
    ("invoiceData", 105),
    ("invoiceNo", 102),
    ("invoiceTime", 104),
    ("invoiceType", 103),
    ("orderId", 100),
    ("invoiceFlag", 112),
    ("invoiceHead", 113),
    ("invoiceHeadType", 114),
    ("invoiceAmount", 116),
];

/// The texts of an upload.
struct Fields(Map<String, Value>);

impl Fields {
    /// A field's text; absent is empty.
    fn text(&self, field: &str) -> &str {
        self.0.get(field).and_then(Value::as_str).unwrap_or_default()
    }
}

/// A refusal by number.
fn invalid(number: u32, check: &'static str, detail: impl Into<String>) -> Refusal {
    Refusal::new(format!("{CODES}invalid-biz:{number}"), check, detail)
}

impl Suning {
    /// Takes an invoice, or says which check it fails.
    pub(super) fn upload(&mut self, fields: Map<String, Value>) -> Step<Value> {
        self.check_required(&fields)?;
        self.check_texts(&fields)?;
        let mut fields = Fields(fields);
        forms::check(&fields, &self.settings)?;
        let file_len = file::check(fields.text("invoiceData"), self.settings.max_file)?;
        self.check_order(&fields)?;
        self.check_original(&fields)?;
        if let Some(system) = &self.settings.unavailable_system {
            let code = format!("isp.sys.service.unavailable.{system}");
            return Err(Refusal::new(code, "system", "out of order by the setting unavailable_system"));
        }
        fields.0.remove("invoiceData");
        self.shelve(fields, file_len)?;
        Ok(json!({"addElectronicInvoice": {"isSuccess": "Y"}}))
    }

    fn check_required(&self, fields: &Map<String, Value>) -> Step {
        for &(field, number) in REQUIRED {
            let is_empty = match fields.get(field) {
                Some(value) => value.as_str().is_some_and(str::is_empty),
                None if field == "invoiceCode" && !self.settings.is_invoice_code_required => continue,
                None => {
                    self.absent(field, number, true)?;
                    continue;
                }
            };
            if is_empty {
                self.absent(field, number, false)?;
            }
        }
        Ok(())
    }

    fn absent(&self, field: &str, number: u32, is_absent: bool) -> Step {
        let is_missing = match self.settings.absence {
            Absence::Apart => is_absent,
            Absence::AlwaysMissing => true,
            Absence::AlwaysNumber => false,
        };
        let detail = format!("{field} is {}", if is_absent { "absent" } else { "empty" });
        if is_missing {
            return Err(Refusal::new(format!("{CODES}missing-parameter:{field}"), "required field", detail));
        }
        Err(invalid(number, "required field", detail))
    }

    /// Whether all fields are texts, and none too long.
    fn check_texts(&self, fields: &Map<String, Value>) -> Step {
        for (field, value) in fields {
            let Some(text) = value.as_str() else {
                let detail = format!("{field} is not a text: all values are strings");
                return Err(Refusal::new(format!("{CODES}format-error:{field}"), "field form", detail));
            };
            let max = self.settings.max_text;
            if field != "invoiceData" && text.chars().count() > max {
                let detail =
                    format!("{field} has more than {max} characters (setting max_text; the real limit is unknown)");
                return Err(Refusal::new(format!("{CODES}length-overlong:{field}"), "field length", detail));
            }
        }
        Ok(())
    }

    fn check_order(&self, fields: &Fields) -> Step {
        let id = fields.text("orderId");
        let Some(order) = self.settings.orders.iter().find(|order| order.id == id) else {
            return Err(invalid(106, "order", format!("the shop has no order {id:?}")));
        };
        if !order.is_paid {
            return Err(invalid(110, "order", format!("order {id} is not paid")));
        }
        if !order.is_electronic {
            return Err(invalid(111, "order", format!("order {id} takes no electronic invoice")));
        }
        if forms::is_red(fields) && !order.is_returned {
            return Err(invalid(
                109,
                "order",
                format!("nothing of order {id} was returned, so it takes no red invoice"),
            ));
        }
        Ok(())
    }

    /// What a red invoice says of its original: its code is not needed where the original is fully digital.
    fn check_original(&self, fields: &Fields) -> Step {
        if !forms::is_red(fields) || self.settings.red_original == RedOriginal::Neither {
            return Ok(());
        }
        let number = fields.text("oldInvoiceNum");
        let is_digital = if number.is_empty() {
            let mut uploads = self.uploads.iter().filter(|upload| upload.order_id == fields.text("orderId"));
            uploads.any(|upload| !upload.is_red && is_digital(&upload.number))
        } else {
            is_digital(number)
        };
        let needs_code = self.settings.red_original == RedOriginal::Both || !is_digital;
        if needs_code && fields.text("oldInvoiceCode").is_empty() {
            let detail =
                "a red invoice names the code of its original, unless that is fully digital (number of 20 digits)";
            return Err(invalid(120, "original", detail));
        }
        if number.is_empty() {
            return Err(invalid(121, "original", "a red invoice names the number of its original"));
        }
        Ok(())
    }

    fn shelve(&mut self, fields: Fields, file_len: usize) -> Step {
        let upload = Upload {
            order_id: fields.text("orderId").to_owned(),
            number: fields.text("invoiceNo").to_owned(),
            code: fields.text("invoiceCode").to_owned(),
            product_code: fields.text("productCode").to_owned(),
            is_red: forms::is_red(&fields),
            fields: fields.0,
            times: 1,
            file_len,
        };
        let key =
            |upload: &Upload| [&upload.order_id, &upload.number, &upload.code, &upload.product_code].map(String::clone);
        let Some(before) = self.uploads.iter_mut().find(|before| key(before) == key(&upload)) else {
            self.uploads.push(upload);
            return Ok(());
        };
        let times = before.times + 1;
        match &self.settings.reupload {
            Reupload::Replaces => *before = Upload { times, ..upload },
            Reupload::Ignored => before.times = times,
            Reupload::Refused(code) => {
                before.times = times;
                let detail = format!("invoice {} of this order was uploaded before (switch reupload)", upload.number);
                return Err(Refusal::new(code, "uploaded before", detail));
            }
        }
        Ok(())
    }
}

fn is_digital(number: &str) -> bool {
    number.len() == 20 && number.bytes().all(|byte| byte.is_ascii_digit())
}
