//! From Piaotong's codes and states to verdicts.

use fapiao_issuing::{Failure, FailureCause, IssuedInvoice, Rejection, Verdict};
use fapiao_model::{
    NumberAfter, Outcome,
    piaotong::{InvoiceFacts, InvoiceState, InvoiceType},
};
use fapiao_transport::{Error, ErrorKind, Reply};

/// A refusal of the order itself is a verdict. A duplicate says that an order stands there, a refused key, right or limit
/// says nothing of the order: both stay errors, and so does everything that is not a refusal.
pub(super) fn of_refusal(error: Error) -> Result<Verdict, Error> {
    let speaks_of_the_order =
        matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Business | ErrorKind::NotFound);
    match (error.reply(), error.row()) {
        (Some(reply), Some(row)) if error.outcome() == Outcome::Refused && speaks_of_the_order => {
            Ok(Verdict::Rejected(Rejection {
                code: reply.code().to_owned(),
                message: reply.message().to_owned(),
                frees_number: row.number == NumberAfter::Free,
            }))
        }
        _ => Err(error),
    }
}

/// 8003: Piaotong does not know the number, or not yet.
pub(super) fn is_absent(error: &Error) -> bool {
    error.outcome() == Outcome::Refused && error.reply().is_some_and(|reply: &Reply| reply.code() == "8003")
}

/// How an order stands, by its main facts.
pub(super) fn of_facts(facts: &InvoiceFacts) -> Verdict {
    let failure = |cause| Failure { message: facts.msg.clone(), cause, updated_at: None };
    match facts.state() {
        InvoiceState::Issued => issued(facts),
        InvoiceState::Issuing => Verdict::Accepted,
        InvoiceState::Failed => Verdict::Failed(failure(FailureCause::Unclear)),
        InvoiceState::Withdrawn => Verdict::Failed(failure(FailureCause::Withdrawn)),
        InvoiceState::WaitingLogin => Verdict::WaitingLogin(failure(FailureCause::Login)),
        other => Verdict::Unresolved(format!("state {:?} that no document explains: {}", other.code(), facts.msg)),
    }
}

fn issued(facts: &InvoiceFacts) -> Verdict {
    if !matches!(facts.document(), InvoiceType::Blue | InvoiceType::Red) {
        return Verdict::Unresolved(format!("invoice type {:?}: voided, or unknown", facts.invoice_type));
    }
    let (Some(number), Some(net), Some(tax)) = (facts.number(), facts.net, facts.tax) else {
        return Verdict::Unresolved("issued, but the answer lacks a number of 8 or 20 digits or an amount".to_owned());
    };
    let mut invoice = IssuedInvoice::new(number, facts.serial.clone(), net, tax);
    if !invoice.number.is_fully_digital() {
        invoice.code = facts.code_of_invoice();
    }
    invoice.issued_at = facts.issued_at();
    let is_ofd = facts.file_type.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("ofd"));
    invoice.pdf_url = facts.download_url.as_ref().filter(|_| !is_ofd).and_then(|url| url.url());
    Verdict::Issued(vec![invoice])
}
