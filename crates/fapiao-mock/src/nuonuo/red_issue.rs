//! Red digital invoices: those that follow a form by themselves, and fastInvoiceRed.

use super::{
    answer::{Refused, accepted},
    envelope::Call,
    fields,
    invoice::{Invoice, Round},
    issue::serial,
    kind::{Kind, Numbers},
    ledger::Ledger,
    red_form::{Fate, RedForm},
};
use crate::scene::Scene;
use fapiao_model::ChinaTime;
use serde_json::{Value, json};

impl Ledger {
    /// Books the red invoice that follows a form of an electronic kind by itself, for the time at which it will.
    pub(super) fn foresee_red(&mut self, scene: &mut Scene<'_>, form_at: usize, call_back: Option<String>) {
        let Some(form) = self.forms.get(form_at).cloned() else { return };
        let Some(begins) = form.confirmed_at().filter(|_| form.kind.is_electronic_digital()) else { return };
        let id = scene.next_id();
        let is_generated = form.order_number.is_none();
        let number =
            form.order_number.clone().unwrap_or_else(|| format!("{}{:06}", scene.now.compact(), id % 1_000_000));
        let is_hidden = !scene.settings.nuonuo.automatic_red_shows || matches!(form.fate, Fate::Waits(_));
        let Some(mut red) = self.red(scene, &form, form.kind, &number, id, begins) else { return };
        red.is_hidden = is_hidden;
        let at = self.add(red);
        self.announce(at, call_back);
        if let Some(form) = self.forms.get_mut(form_at) {
            form.red = Some(at);
            form.may_rename = is_generated;
        }
    }

    /// fastInvoiceRed.
    pub(super) fn fast_red(&mut self, scene: &mut Scene<'_>, call: &Call) -> Result<Value, Refused> {
        let required = |name: &str| fields::some(&call.body, name).ok_or_else(|| Refused::field(name, "is missing"));
        let seller = required("taxNum")?;
        super::check_acting(call, &seller, "taxNum")?;
        let settings = &scene.settings.nuonuo;
        super::known_company(settings, &seller)?;
        let number = required("orderNo")?;
        let (bill_number, bill_uuid) = (required("billNo")?, required("billUuid")?);
        let is_it =
            |form: &RedForm| form.bill_number == bill_number && form.bill_uuid == bill_uuid && form.seller.0 == seller;
        let form_at = self.forms.iter().position(is_it);
        if !form_at.is_some_and(|at| self.is_waiting_for(at, &number)) {
            self.check_free(settings, &seller, &number)?;
        }
        let refused = |words, detail: &str| {
            Err(Refused::worded(&settings.undocumented_refusal, words, "red confirmation form", detail))
        };
        let Some(form_at) = form_at else {
            return refused("红字确认单不存在", "no form of the seller has this billNo and billUuid");
        };
        let Some(form) = self.forms.get(form_at).filter(|form| form.is_confirmed(scene.now)).cloned() else {
            return refused("红字确认单未确认,不能开具红字发票", "the form is not confirmed");
        };
        if let Some((code, words)) = scene.settings.refusal(fapiao_model::Provider::Nuonuo, &number) {
            return Err(Refused::worded(code, words, "script", "a script refuses this order"));
        }
        match form.red {
            Some(red) if form.kind.is_electronic_digital() => self.adopt(scene, form_at, red, &number, call),
            Some(_) => Err(Refused::listed("E9103", "red confirmation form", "its red invoice was issued before")),
            None => self.really_issue(scene, form_at, &form, &number, call),
        }
    }

    /// Whether the form asked for this number and has no invoice under it that Nuonuo knows of: then the number is its own.
    fn is_waiting_for(&self, form_at: usize, number: &str) -> bool {
        let Some(form) = self.forms.get(form_at) else { return false };
        let is_known = form.red.and_then(|red| self.invoices.get(red)).is_some_and(|red| !red.is_hidden);
        form.order_number.as_deref() == Some(number) && !is_known
    }

    /// Gives the automatic red invoice the caller's number, once.
    fn adopt(
        &mut self,
        scene: &Scene<'_>,
        form_at: usize,
        red: usize,
        number: &str,
        call: &Call,
    ) -> Result<Value, Refused> {
        let may_rename = self.forms.get(form_at).is_some_and(|form| form.may_rename);
        if !may_rename && !self.is_waiting_for(form_at, number) {
            let words = "订单号只能修改一次";
            let detail = "its red invoice has the number of the application, or was renamed before";
            return Err(Refused::worded(&scene.settings.nuonuo.undocumented_refusal, words, "renaming", detail));
        }
        let kind = self.forms.get(form_at).map(|form| form.kind);
        if let Some(kind) = kind {
            kind.of_red(fields::some(&call.body, "invoiceLine").as_deref())?;
        }
        if may_rename {
            self.rename(red, number);
        }
        if let Some(form) = self.forms.get_mut(form_at) {
            form.may_rename = false;
        }
        let call_back = call_back(&call.body);
        if let Some(invoice) = self.invoices.get_mut(red) {
            invoice.is_hidden = false;
        }
        if call_back.is_some() {
            self.announce(red, call_back);
        }
        Ok(self.red_accepted(red))
    }

    /// Issues the red invoice of a form that none follows by itself.
    fn really_issue(
        &mut self,
        scene: &mut Scene<'_>,
        form_at: usize,
        form: &RedForm,
        number: &str,
        call: &Call,
    ) -> Result<Value, Refused> {
        let kind = form.kind.of_red(fields::some(&call.body, "invoiceLine").as_deref())?;
        let id = scene.next_id();
        let red = self.red(scene, form, kind, number, id, scene.now);
        let red = red.ok_or_else(|| Refused::listed("E9102", "blue invoice", "the books have no such invoice"))?;
        let at = self.add(red);
        self.announce(at, call_back(&call.body));
        if let Some(form) = self.forms.get_mut(form_at) {
            form.red = Some(at);
            form.may_rename = false;
        }
        Ok(self.red_accepted(at))
    }

    fn red_accepted(&self, at: usize) -> Value {
        let serial = self.invoices.get(at).map(|invoice| invoice.serial.as_str());
        accepted("开票提交成功", json!({"invoiceSerialNum": serial}))
    }

    fn red(
        &self,
        scene: &Scene<'_>,
        form: &RedForm,
        kind: Kind,
        number: &str,
        id: u64,
        begins: ChinaTime,
    ) -> Option<Invoice> {
        let blue = self.invoices.get(form.blue?)?;
        Some(Invoice {
            seller: form.seller.0.clone(),
            order_number: number.to_owned(),
            serial: serial(scene.now, id),
            kind,
            is_red: true,
            numbers: Numbers::new(kind, id, begins),
            header: header(blue, form, number),
            lines: form.lines.iter().map(|(_, line)| line.clone()).collect(),
            accepted_at: begins,
            round: Round::new(scene.settings, number, 0, begins),
            retries: Vec::new(),
            reverses: Some(blue.numbers.clone()),
            is_hidden: false,
        })
    }
}

/// What the red invoice has of the blue one.
fn header(blue: &Invoice, form: &RedForm, number: &str) -> Value {
    let mut header = blue.header.clone();
    let remark =
        format!("被冲红蓝字数电票号码：{} 红字发票信息确认单编号：{}", blue.numbers.number(), form.bill_number);
    header["orderNo"] = number.into();
    header["invoiceType"] = "2".into();
    header["redReason"] = form.reason.as_str().into();
    header["remark"] = remark.into();
    if let Some(members) = header.as_object_mut() {
        for name in ["callBackUrl", "bField1", "bField2", "bField3"] {
            members.remove(name);
        }
    }
    header
}

/// The call-back's address: the document's table spells it one way, its example another.
fn call_back(body: &Value) -> Option<String> {
    ["callBackUrl", "callbackUrl"].into_iter().find_map(|name| fields::some(body, name))
}
