//! What Nuonuo says of an order, as a verdict.

use fapiao_issuing::{Failure, FailureCause, Found, IssuedInvoice, Mark, Verdict};
use fapiao_model::nuonuo::{InvoiceResult, InvoiceStatus, QueryInvoiceResult, SerialNumber};
use fapiao_model::{Operation, OrderNumber, Outcome};
use fapiao_transport::{Error, ErrorKind};

/// What stands under a number. An order that was split has several entries, and all of them count. An entry that names no
/// order (vector p13: a failed seal of which only the serial number came) is held until one names it.
///
/// # Errors
/// If the answer has no entry of this number: that is no absence, which is E9500.
pub(super) fn found(number: &OrderNumber, entries: &[InvoiceResult]) -> Result<Found, Error> {
    let named = |entry: &&InvoiceResult| entry.order_number.as_deref() == Some(number.as_str());
    let ours: Vec<_> = entries.iter().filter(named).collect();
    let Some(first) = ours.first() else {
        if entries.iter().any(|entry| entry.order_number.is_none()) {
            let words = "the answer's entry names no order; ask again".to_owned();
            return Ok(Found::new(Verdict::Unresolved(words), None, None));
        }
        let message = "a success without an entry of the number that was asked about; ask again";
        return Err(Error::new(&QueryInvoiceResult::ENTRY, ErrorKind::Decode, Outcome::Unknown, message));
    };
    let mark = ours.iter().find_map(|entry| entry.own_field_3.as_deref().and_then(Mark::read));
    Ok(Found::new(verdict(&ours), mark, first.buyer_name.clone()))
}

/// How one entry stands.
enum Standing {
    Issued(Box<IssuedInvoice>),
    Pending(Option<Failure>),
    Failed(Failure),
    Unclear(String),
}

fn verdict(entries: &[&InvoiceResult]) -> Verdict {
    let (mut issued, mut pending, mut failed, mut unclear) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for entry in entries {
        match standing(entry) {
            Standing::Issued(invoice) => issued.push(*invoice),
            Standing::Pending(login) => pending.push(login),
            Standing::Failed(failure) => failed.push(failure),
            Standing::Unclear(words) => unclear.push(words),
        }
    }
    if let Some(words) = unclear.pop() {
        return Verdict::Unresolved(words);
    }
    if let Some(login) = pending.pop() {
        return pending.into_iter().flatten().chain(login).next().map_or(Verdict::Accepted, Verdict::WaitingLogin);
    }
    match (issued.len(), failed.pop()) {
        (0, Some(failure)) => Verdict::Failed(failure),
        (_, None) => Verdict::Issued(issued),
        (some, Some(failure)) => Verdict::Unresolved(format!(
            "the order was split: {some} of {} invoices are issued, another failed: {}",
            entries.len(),
            failure.message
        )),
    }
}

fn standing(entry: &InvoiceResult) -> Standing {
    let words = entry.status_words.as_deref().unwrap_or_default();
    match &entry.status {
        Some(InvoiceStatus::Issued) => issued(entry, false),
        Some(InvoiceStatus::SealFailed) => issued(entry, true),
        Some(InvoiceStatus::Issuing | InvoiceStatus::Sealing) => {
            Standing::Pending(Some(failure(entry)).filter(|failure| failure.cause == FailureCause::Login))
        }
        Some(InvoiceStatus::Failed) => Standing::Failed(failure(entry)),
        Some(InvoiceStatus::Voided) => {
            let message = format!("voided 已作废 {}", entry.number().unwrap_or_default());
            let updated_at = entry.updated_at.or(entry.voided_at);
            Standing::Failed(Failure { message, cause: FailureCause::Withdrawn, updated_at })
        }
        Some(other) => Standing::Unclear(format!("status {other} {words}")),
        None => Standing::Unclear(format!("no status {words}")),
    }
}

/// An invoice needs its number and amounts to be one. Without them (seen with a failed seal) the order is held.
fn issued(entry: &InvoiceResult, is_seal_missing: bool) -> Standing {
    let number = entry.number().and_then(|number| number.parse().ok());
    let (Some(number), Some(net), Some(tax)) = (number, entry.net, entry.tax) else {
        let status = if is_seal_missing { "issued without seal (24)" } else { "issued (2)" };
        return Standing::Unclear(format!("{status}, but number or amounts are missing; ask again, or retry the seal"));
    };
    let serial = entry.serial_number.as_ref().map_or("", SerialNumber::as_str).to_owned();
    let mut invoice = IssuedInvoice::new(number, serial, net, tax);
    invoice.code = entry.invoice_code.as_deref().and_then(|code| code.parse().ok());
    invoice.issued_at = entry.issued_at;
    invoice.pdf_url.clone_from(&entry.pdf_url);
    invoice.is_seal_missing = is_seal_missing;
    Standing::Issued(Box::new(invoice))
}

fn failure(entry: &InvoiceResult) -> Failure {
    let message = entry.fail_cause.clone().or_else(|| entry.status_words.clone()).unwrap_or_default();
    Failure { cause: cause(&message), message, updated_at: entry.updated_at }
}

/// What the words of a failure hint at. They are free text, so only the lapsed login at the bureau is recognised (notes, 8.2:
/// "the bureau session is logged out, or identity confirmation is due"); everything else is unclear, and safe to retry.
fn cause(words: &str) -> FailureCause {
    let says_login = ["登录", "登陆", "实人认证", "实名认证", "人脸", "扫脸"].iter().any(|hint| words.contains(hint));
    if says_login { FailureCause::Login } else { FailureCause::Unclear }
}

#[cfg(test)]
#[path = "verdict_tests.rs"]
mod tests;
