//! From a draft to a settled number: ask, send if nothing is there, ask until it is settled.

use super::{End, Pace};
use fapiao::{
    issuing::{Claim, ClaimState, Draft, Finding, Found, IssuedInvoice, Issuer, Mark, Order, Verdict},
    model::{Amount, Outcome},
    transport::{Error, ErrorKind},
};

/// How often a failed order is retried under its number.
const RETRIES: u32 = 3;
/// How often a draft is sent under its number while nobody knows what became of it. The provider deduplicates by the number.
const SENDS: u32 = 5;

/// What an order that comes back must look like to be ours.
pub(crate) struct Expected {
    gross: Amount,
    buyer: String,
}

impl Expected {
    pub(crate) fn of(order: &Order) -> Self {
        Self { gross: order.totals().gross, buyer: order.buyer.name.clone() }
    }

    pub(crate) const fn red(gross: Amount, buyer: String) -> Self {
        Self { gross, buyer }
    }

    /// Why an order under our number is not ours; `None` if it is, or if nothing speaks against it yet.
    ///
    /// The mark decides where one came back; buyer and total where none did.
    fn stranger(&self, mark: Option<&Mark>, found: &Found) -> Option<String> {
        match (mark, &found.mark) {
            (Some(ours), Some(theirs)) if ours == theirs => return None,
            (Some(_), Some(_)) => return Some("other content of ours stands under this number".into()),
            _ => {}
        }
        if let Some(buyer) = found.buyer.as_ref().filter(|buyer| !buyer.is_empty() && **buyer != self.buyer) {
            return Some(format!("an order of buyer {buyer} stands under this number, without our mark"));
        }
        let Verdict::Issued(invoices) = &found.verdict else { return None };
        let gross: Amount = invoices.iter().map(|invoice| invoice.gross).sum();
        let differs = invoices.iter().all(|invoice| invoice.is_compared) && gross != self.gross;
        differs.then(|| {
            format!("an order over {gross} stands under this number, without our mark; ours is {}", self.gross)
        })
    }
}

/// How it ended.
pub(crate) struct Settled {
    pub(crate) end: End,
    pub(crate) invoices: Vec<IssuedInvoice>,
    pub(crate) notes: Vec<String>,
}

struct Run<'a> {
    issuer: &'a dyn Issuer,
    draft: &'a Draft,
    expected: &'a Expected,
    claim: Claim,
    sends: u32,
    retries: u32,
    /// How many more answers "absent" are waited out before the first send.
    patience: u32,
    last: String,
    notes: Vec<String>,
}

/// Settles one number. `patience` is how many answers "absent" are waited out before the first send: for a red invoice that
/// the bureau is about to issue by itself.
pub(crate) async fn settle(
    pace: &Pace,
    issuer: &dyn Issuer,
    draft: &Draft,
    expected: &Expected,
    patience: u32,
) -> Settled {
    let claim = Claim::new(draft.attempt.clone());
    let (last, notes) = (String::new(), Vec::new());
    let mut run = Run { issuer, draft, expected, claim, sends: 0, retries: 0, patience, last, notes };
    for asked in 0..pace.questions {
        if let Some((end, invoices)) = run.step(asked == 0).await {
            return Settled { end, invoices, notes: run.notes };
        }
        pace.wait(asked).await;
    }
    let why = format!("not settled in time; run the file again. {}", run.last);
    Settled { end: End::Unresolved(why.trim_end().to_owned()), invoices: Vec::new(), notes: run.notes }
}

type Ended = Option<(End, Vec<IssuedInvoice>)>;

fn end(end: End) -> Ended {
    Some((end, Vec::new()))
}

impl Run<'_> {
    async fn step(&mut self, is_first: bool) -> Ended {
        match self.issuer.find(&self.draft.number).await {
            Ok(Finding::Absent) if self.patience > 0 => {
                self.patience -= 1;
                None
            }
            Ok(Finding::Absent) if self.sends < SENDS && self.may_send() => self.send().await,
            Ok(Finding::Absent) => None,
            Ok(Finding::Found(found)) => {
                if is_first && self.patience == 0 {
                    self.notes.push("an earlier run had sent it".into());
                }
                self.found(found).await
            }
            Err(error) if is_hopeless(&error) => match self.claim.state() {
                ClaimState::Held => end(End::Unresolved(error.to_string())),
                ClaimState::Free | ClaimState::Unused => end(End::NotSent(error.to_string())),
            },
            Err(error) => {
                self.last = error.to_string();
                None
            }
        }
    }

    /// Right after an accepted send, absence means "not visible yet".
    const fn may_send(&self) -> bool {
        !matches!(self.claim.verdict(), Some(Verdict::Accepted))
    }

    async fn send(&mut self) -> Ended {
        self.sends += 1;
        self.claim.intend();
        match self.issuer.send(self.draft).await {
            Ok(Verdict::Rejected(rejection)) => {
                let why = format!("{} {}", rejection.code, rejection.message);
                self.claim.answered(Verdict::Rejected(rejection));
                // With an earlier send that may have arrived, the refusal of this one settles nothing.
                match self.claim.state() {
                    ClaimState::Held => {
                        self.last = why;
                        None
                    }
                    ClaimState::Free | ClaimState::Unused => end(End::Refused(why)),
                }
            }
            Ok(verdict) => {
                self.claim.answered(verdict);
                None
            }
            Err(error) => self.unsettled(&error),
        }
    }

    fn unsettled(&mut self, error: &Error) -> Ended {
        self.claim.ended(error.outcome());
        match (error.outcome(), error.kind()) {
            (Outcome::NotSent, ErrorKind::InvalidInput) => return end(End::NotSent(error.to_string())),
            (Outcome::Refused, ErrorKind::Duplicate) => {
                self.notes.push("the number was taken already: an earlier send had got through".into());
            }
            (Outcome::Refused, _) if self.claim.state() != ClaimState::Held => {
                return end(End::Refused(error.to_string()));
            }
            (Outcome::Unknown, _) => self.notes.push("an answer was lost; asked under its number and went on".into()),
            _ => {}
        }
        self.last = error.to_string();
        None
    }

    async fn found(&mut self, found: Found) -> Ended {
        if let Some(why) = self.expected.stranger(self.draft.mark.as_ref(), &found) {
            return end(End::Conflict(why));
        }
        let verdict = found.verdict.clone();
        self.claim.found(&Finding::Found(found));
        match verdict {
            Verdict::Issued(invoices) => self.issued(invoices),
            Verdict::Failed(failure) | Verdict::WaitingLogin(failure) => self.retry(failure.message).await,
            Verdict::Unresolved(words) => {
                self.last = words;
                None
            }
            _ => None,
        }
    }

    /// A split order is issued when its parts add up: a part that does not show yet is waited for.
    fn issued(&mut self, invoices: Vec<IssuedInvoice>) -> Ended {
        let gross: Amount = invoices.iter().map(|invoice| invoice.gross).sum();
        let is_compared = invoices.iter().all(|invoice| invoice.is_compared);
        if !is_compared || gross == self.expected.gross {
            return Some((End::Issued, invoices));
        }
        let words =
            format!("{} invoices over {gross} stand under the number, not {}", invoices.len(), self.expected.gross);
        if gross.abs() > self.expected.gross.abs() {
            return Some((End::Conflict(words), invoices));
        }
        self.last = words;
        None
    }

    /// A failed order keeps its number: it is retried there, by the provider's own retry or, where there is none, by sending
    /// the same draft again.
    async fn retry(&mut self, words: String) -> Ended {
        if self.retries >= RETRIES {
            return end(End::Failed(words));
        }
        self.retries += 1;
        self.notes.push(format!("failed ({words}); retried under its number"));
        let retried = match self.issuer.retry() {
            Some(retry) => retry.retry(&self.draft.number).await,
            None => self.issuer.send(self.draft).await,
        };
        if let Err(error) = retried {
            self.last = error.to_string();
        }
        None
    }
}

/// A key, a signature or a right that asking again does not change.
fn is_hopeless(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Credential | ErrorKind::Configuration) && error.outcome() != Outcome::Unknown
}
