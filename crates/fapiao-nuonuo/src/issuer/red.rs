//! Reversal through red confirmation forms.

use super::profile::with;
use super::{Issuer, is_certainly_absent};
use async_trait::async_trait;
use fapiao_issuing::{Attempt, Direction, Draft, RedForm, RedFormState, RedForms, Reversal};
use fapiao_model::nuonuo::{
    ApplyRedConfirmation, BillId, BlueInvoice, QueryRedConfirmation, QuickRedFlush, RedConfirmation,
    RedConfirmationNumber, RedConfirmationRef, RedConfirmationStatus, RedConfirmationUuid, RedParty,
    RefreshRedConfirmations, SerialNumber, Side,
};
use fapiao_model::{Entry, InvoiceKind, InvoiceNumber, Operation, OrderNumber, WordError};
use fapiao_transport::Error;
use std::str::FromStr;

#[async_trait]
impl RedForms for Issuer {
    fn draft_application(&self, reversal: &Reversal, attempt: &Attempt) -> Result<Draft, Error> {
        let entry = &ApplyRedConfirmation::ENTRY;
        let number = self.number(entry, attempt, Direction::Red)?;
        let (blue, profile) = (&reversal.blue, &self.profile);
        let buyer = match &blue.buyer {
            Some(tax_number) => RedParty::new(&blue.buyer_name, tax_number.clone()),
            None => RedParty::person(&blue.buyer_name),
        };
        let (kind, blue_number) = blue_digital(entry, reversal)?;
        let invoice = BlueInvoice::Digital { kind, number: blue_number };
        let bill_id = word(entry, "billId", number.as_str())?;
        let (seller, reason) = (blue.seller.clone(), reversal.reason);
        let apply = ApplyRedConfirmation::by_seller(bill_id, number.clone(), invoice, seller, buyer, reason)
            .seller_name(&blue.seller_name);
        let apply = with(apply, profile.drawer_id.as_ref(), ApplyRedConfirmation::drawer_id);
        let apply = with(apply, profile.department_id.as_ref(), ApplyRedConfirmation::department_id);
        let apply = with(apply, profile.extension_number.as_ref(), ApplyRedConfirmation::extension_number);
        let apply = with(apply, profile.call_back_url.as_ref(), ApplyRedConfirmation::call_back_url);
        self.drafted(&apply, attempt, number, None)
    }

    async fn apply(&self, draft: &Draft) -> Result<(), Error> {
        let body = self.body::<ApplyRedConfirmation>(draft)?;
        self.merchant.send::<ApplyRedConfirmation>(&body).await.map(|_| ())
    }

    async fn refresh(&self) -> Result<(), Error> {
        let refresh = RefreshRedConfirmations::new(Side::Seller);
        let refresh = with(refresh, self.profile.extension_number.as_ref(), RefreshRedConfirmations::extension_number);
        self.merchant.call(&refresh).await.map(|_| ())
    }

    async fn find_form(&self, number: &OrderNumber) -> Result<Option<RedForm>, Error> {
        let bill_id: BillId = word(&QueryRedConfirmation::ENTRY, "billId", number.as_str())?;
        let forms = match self.merchant.call(&QueryRedConfirmation::by_bill_id(Side::Seller, bill_id)).await {
            Err(error) if is_certainly_absent(&error) => return Ok(None),
            forms => forms?,
        };
        let is_ours = |form: &&RedConfirmation| form.bill_id.as_deref().is_none_or(|id| id == number.as_str());
        Ok(forms.list.iter().find(is_ours).map(neutral))
    }

    fn draft_flush(&self, reversal: &Reversal, form: &RedForm, attempt: &Attempt) -> Result<Draft, Error> {
        let entry = &QuickRedFlush::ENTRY;
        let number = self.number(entry, attempt, Direction::Red)?;
        if form.state != RedFormState::Confirmed {
            return Err(Error::invalid(entry, "billNo", "is of a form that is not confirmed; wait for the other side"));
        }
        let confirmation = RedConfirmationRef {
            number: word::<RedConfirmationNumber>(entry, "billNo", &form.number)?,
            uuid: word::<RedConfirmationUuid>(entry, "billUuid", &form.uuid)?,
        };
        let flush = QuickRedFlush::new(number.clone(), reversal.blue.seller.clone(), confirmation);
        let (kind, blue) = blue_digital(entry, reversal)?;
        let flush = flush.blue_digital(kind, blue);
        let profile = &self.profile;
        let flush = with(flush, profile.drawer_id.as_ref(), QuickRedFlush::drawer_id);
        let flush = with(flush, profile.department_id.as_ref(), QuickRedFlush::department_id);
        let flush = with(flush, profile.extension_number.as_ref(), QuickRedFlush::extension_number);
        let flush = with(flush, profile.call_back_url.as_ref(), QuickRedFlush::call_back_url);
        self.drafted(&flush, attempt, number, None)
    }
}

/// The blue invoice, if the adapter can reverse it. An older one is refused here, before its form is applied for: its red
/// invoice could not be drafted.
fn blue_digital(entry: &Entry, reversal: &Reversal) -> Result<(InvoiceKind, InvoiceNumber), Error> {
    let blue = &reversal.blue;
    if blue.kind.is_fully_digital() {
        return Ok((blue.kind, blue.number.clone()));
    }
    let fault = "is from before full digitisation: its red invoice needs a kind that only a person can choose; apply for the \
                 form and send QuickRedFlush with its kind yourself";
    Err(Error::invalid(entry, "blue.kind", fault))
}

fn neutral(form: &RedConfirmation) -> RedForm {
    let number = form.number.as_ref().map_or("", RedConfirmationNumber::as_str).to_owned();
    let uuid = form.uuid.as_ref().map_or("", RedConfirmationUuid::as_str).to_owned();
    let mut red = RedForm::new(number, uuid, state(form));
    red.red_serial = form.red_serial_number.as_ref().map(SerialNumber::to_string);
    red
}

fn state(form: &RedConfirmation) -> RedFormState {
    let words = form.words.as_deref().unwrap_or_default();
    let Some(status) = &form.status else { return RedFormState::Other(format!("no state {words}")) };
    match status {
        RedConfirmationStatus::Applying => RedFormState::Applying,
        RedConfirmationStatus::WaitingForBuyer => RedFormState::WaitingForBuyer,
        RedConfirmationStatus::WaitingForSeller => RedFormState::WaitingForSeller,
        confirmed if confirmed.is_confirmed() => RedFormState::Confirmed,
        dead if dead.is_dead() => RedFormState::Dead(format!("{dead} {words}").trim_end().to_owned()),
        other => RedFormState::Other(format!("{other} {words}").trim_end().to_owned()),
    }
}

fn word<T: FromStr<Err = WordError>>(entry: &Entry, field: &str, text: &str) -> Result<T, Error> {
    text.parse().map_err(|error: WordError| Error::invalid(entry, field, error.to_string()))
}
