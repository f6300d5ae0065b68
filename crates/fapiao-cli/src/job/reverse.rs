//! An order that came back: each of its invoices is reversed, and the red invoice delivered.

use super::{Desk, End, Story, deliver, expected, settle};
use crate::input::Task;
use fapiao::{
    issuing::{
        Attempt, BlueInvoice, Direction, Draft, IssuedInvoice, Issuer, RedForm, RedFormState, RedForms, Reference,
        Reversal,
    },
    model::{Outcome, RedReason},
    transport::ErrorKind,
};

/// Reverses every invoice of an order.
pub(super) async fn reverse_all(
    desk: &Desk,
    issuer: &dyn Issuer,
    task: &Task,
    reason: RedReason,
    invoices: &[IssuedInvoice],
    story: &mut Story,
) {
    for invoice in invoices {
        match reverse(desk, issuer, task, reason, invoice, story).await {
            Ok(red) => {
                for red in &red {
                    deliver::deliver(desk, issuer, task, red, Some(invoice), story).await;
                }
                story.reversed_by.extend(red);
            }
            Err(why) => story.miss(format!("invoice {} was not reversed: {why}", invoice.number)),
        }
    }
}

async fn reverse(
    desk: &Desk,
    issuer: &dyn Issuer,
    task: &Task,
    reason: RedReason,
    invoice: &IssuedInvoice,
    story: &mut Story,
) -> Result<Vec<IssuedInvoice>, String> {
    let reversal = reversal(desk, task, reason, invoice)?;
    let attempt = desk.attempt(Direction::Red, &reversal.reference);
    let expected = expected::Expected::red(-invoice.gross, task.order.buyer.name.clone());
    let (draft, patience) = match (issuer.red_forms(), issuer.reverse()) {
        (Some(forms), _) => (through_form(desk, forms, &reversal, &attempt).await?, desk.pace.patience),
        (None, Some(reverse)) => (reverse.draft_reversal(&reversal, &attempt).map_err(|error| error.to_string())?, 0),
        (None, None) => return Err(format!("{} can't reverse", task.provider)),
    };
    let matter = settle::Matter { issuer, draft: &draft, expected: &expected, patience, elsewhere: Vec::new() };
    let settled = settle::settle(&desk.pace, matter).await;
    story.notes.extend(settled.notes);
    match settled.end {
        End::Issued => Ok(settled.invoices),
        end => Err(format!("{}: {}", end.word(), end.why())),
    }
}

/// One reversal an invoice, named after the invoice's number: a split order has several, and an order's own reference may be as
/// long as a reference can be.
fn reversal(desk: &Desk, task: &Task, reason: RedReason, invoice: &IssuedInvoice) -> Result<Reversal, String> {
    let reference = format!("reversal of {}", invoice.number);
    let reference: Reference = reference.parse().map_err(|error: fapiao::model::WordError| error.to_string())?;
    let blue = BlueInvoice {
        number: invoice.number.clone(),
        code: invoice.code.clone(),
        kind: task.order.kind,
        serial: invoice.serial.clone(),
        issued_at: invoice.issued_at,
        seller: desk.seller.clone(),
        seller_name: desk.seller_name.clone(),
        buyer: task.order.buyer.tax_number.clone(),
        buyer_name: task.order.buyer.name.clone(),
        gross: invoice.gross,
    };
    Ok(Reversal { reference, blue, reason })
}

/// Applies for a form unless it exists, waits until it is confirmed, and drafts the red invoice of it.
async fn through_form(
    desk: &Desk,
    forms: &dyn RedForms,
    reversal: &Reversal,
    attempt: &Attempt,
) -> Result<Draft, String> {
    let application = forms.draft_application(reversal, attempt).map_err(|error| error.to_string())?;
    let form = confirmed(desk, forms, &application).await?;
    forms.draft_flush(reversal, &form, attempt).map_err(|error| error.to_string())
}

async fn confirmed(desk: &Desk, forms: &dyn RedForms, application: &Draft) -> Result<RedForm, String> {
    let mut last = String::from("the form is not confirmed yet");
    for asked in 0..desk.pace.questions {
        match forms.find_form(&application.number).await {
            Ok(Some(form)) => match &form.state {
                RedFormState::Confirmed => return Ok(form),
                RedFormState::Dead(words) => return Err(format!("the form is dead: {words}")),
                state => last = format!("the form stands at {state:?}"),
            },
            Ok(None) => apply(forms, application).await?,
            Err(error) => last = error.to_string(),
        }
        let _ = forms.refresh().await;
        desk.pace.wait(asked).await;
    }
    Err(last)
}

async fn apply(forms: &dyn RedForms, application: &Draft) -> Result<(), String> {
    match forms.apply(application).await {
        Ok(()) => Ok(()),
        // The form may exist: the next question tells. The application's own number keeps it from existing twice.
        Err(error) if error.outcome() != Outcome::Refused || error.kind() == ErrorKind::Duplicate => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}
