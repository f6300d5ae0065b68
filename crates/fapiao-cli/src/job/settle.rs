//! From a draft to a settled number: ask, send if nothing is there, ask until it is settled.

use super::{
    End, Pace,
    expected::{Expected, Sum},
};
use fapiao::{
    issuing::{Claim, ClaimState, Draft, Failure, FailureCause, Finding, Found, IssuedInvoice, Issuer, Verdict},
    model::{OrderNumber, Outcome},
    transport::{Error, ErrorKind},
};
use std::collections::HashSet;

/// How often a failed order is retried under its number.
const RETRIES: u32 = 3;
/// How often a draft is sent under its number while nobody knows what became of it. The provider deduplicates by the number.
const SENDS: u32 = 5;
/// How often the same failure is seen after a retry before it counts as a new one: the provider may still show the old.
const STALE: u32 = 5;

/// How it ended.
pub(crate) struct Settled {
    pub(crate) end: End,
    pub(crate) invoices: Vec<IssuedInvoice>,
    pub(crate) notes: Vec<String>,
}

/// Another issuer, and the number that the order would have there.
pub(crate) struct Elsewhere<'a> {
    pub(crate) issuer: &'a dyn Issuer,
    pub(crate) number: OrderNumber,
}

/// What is settled, and how patiently.
pub(crate) struct Matter<'a> {
    pub(crate) issuer: &'a dyn Issuer,
    pub(crate) draft: &'a Draft,
    pub(crate) expected: &'a Expected,
    /// How many answers "absent" are waited out before the first send: for a red invoice that the bureau is about to issue by
    /// itself.
    pub(crate) patience: u32,
    /// Who else might hold the order, from a run with other accounts: asked before the first send.
    pub(crate) elsewhere: Vec<Elsewhere<'a>>,
}

struct Run<'a> {
    matter: Matter<'a>,
    claim: Claim,
    sends: u32,
    retries: u32,
    /// A refusal that frees nothing until one more question found nothing.
    refused: Option<String>,
    /// The failure that was retried last, and how often it was seen since.
    failure: Option<(Failure, u32)>,
    last: String,
    notes: Vec<String>,
}

/// Settles one number.
pub(crate) async fn settle(pace: &Pace, matter: Matter<'_>) -> Settled {
    let claim = Claim::new(matter.draft.attempt.clone());
    let (last, notes) = (String::new(), Vec::new());
    let mut run = Run { matter, claim, sends: 0, retries: 0, refused: None, failure: None, last, notes };
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
        match self.matter.issuer.find(&self.matter.draft.number).await {
            Ok(Finding::Absent) => self.absent().await,
            Ok(Finding::Found(found)) => {
                if is_first && self.matter.patience == 0 {
                    self.notes.push("an earlier run had sent it".into());
                }
                self.found(found).await
            }
            // An earlier run may have sent it, so a key that does not work now says nothing of the order.
            Err(error) if is_hopeless(&error) => end(End::Unresolved(error.to_string())),
            Err(error) => {
                self.last = error.to_string();
                None
            }
        }
    }

    async fn absent(&mut self) -> Ended {
        if let Some(why) = self.refused.take() {
            return end(End::Refused(why));
        }
        if self.matter.patience > 0 {
            self.matter.patience -= 1;
            return None;
        }
        if let Some(conflict) = self.elsewhere().await {
            return conflict;
        }
        if self.sends < SENDS && self.may_send() { self.send().await } else { None }
    }

    /// Asks everybody else who issues here, once, before the first send. `Some` keeps it from being sent now.
    async fn elsewhere(&mut self) -> Option<Ended> {
        while let Some(Elsewhere { issuer, number }) = self.matter.elsewhere.last() {
            let account = issuer.account();
            match issuer.find(number).await {
                Ok(Finding::Absent) => drop(self.matter.elsewhere.pop()),
                Ok(Finding::Found(_)) => {
                    let why = format!(
                        "the order stands under {number} at {account}: move it only after it was given up there"
                    );
                    return Some(end(End::Conflict(why)));
                }
                Err(error) => {
                    self.last = format!("whether it was issued at {} is not known: {error}", account.provider);
                    return Some(None);
                }
            }
        }
        None
    }

    /// Right after an accepted send, absence means "not visible yet".
    const fn may_send(&self) -> bool {
        !matches!(self.claim.verdict(), Some(Verdict::Accepted))
    }

    async fn send(&mut self) -> Ended {
        self.sends += 1;
        self.claim.intend();
        match self.matter.issuer.send(self.matter.draft).await {
            Ok(Verdict::Rejected(rejection)) => {
                let why = format!("{} {}", rejection.code, rejection.message);
                self.claim.answered(Verdict::Rejected(rejection));
                self.refused(why);
            }
            Ok(verdict) => self.claim.answered(verdict),
            Err(error) => return self.unsettled(&error),
        }
        None
    }

    /// With a send that may have arrived, the refusal of this one settles nothing; and an earlier run may have sent too, so one
    /// more question comes before the refusal is believed.
    fn refused(&mut self, why: String) {
        if self.claim.state() == ClaimState::Held {
            self.last = why;
        } else {
            self.refused = Some(why);
        }
    }

    fn unsettled(&mut self, error: &Error) -> Ended {
        match (error.outcome(), error.kind()) {
            (Outcome::NotSent, ErrorKind::InvalidInput) => return end(End::NotSent(error.to_string())),
            (Outcome::Refused, ErrorKind::Duplicate) => {
                self.claim.taken();
                self.notes.push("the number was taken already: an earlier send had got through".into());
            }
            (outcome, kind) => {
                self.claim.ended(outcome);
                match (outcome, kind) {
                    (Outcome::Refused, ErrorKind::InvalidInput | ErrorKind::Business) => {
                        self.refused(error.to_string());
                    }
                    (Outcome::Refused, _) if is_hopeless(error) => return end(End::Unresolved(error.to_string())),
                    (Outcome::Unknown, _) => {
                        self.notes.push("an answer was lost; asked under its number and went on".into());
                    }
                    _ => {}
                }
            }
        }
        self.last = error.to_string();
        None
    }

    async fn found(&mut self, found: Found) -> Ended {
        self.refused = None;
        if let Some(why) = self.matter.expected.stranger(self.matter.draft.mark.as_ref(), &found) {
            return end(End::Conflict(why));
        }
        let verdict = found.verdict.clone();
        self.claim.found(&Finding::Found(found));
        match verdict {
            Verdict::Issued(invoices) => self.issued(invoices),
            Verdict::Failed(failure) => self.failed(failure).await,
            Verdict::WaitingLogin(failure) => {
                self.last = format!("the drawer has to log in at the tax bureau: {}", failure.message);
                None
            }
            Verdict::Unresolved(words) => {
                self.last = words;
                None
            }
            _ => None,
        }
    }

    fn issued(&mut self, mut invoices: Vec<IssuedInvoice>) -> Ended {
        let mut seen = HashSet::new();
        invoices.retain(|invoice| seen.insert(invoice.number.clone()));
        match self.matter.expected.sum(&invoices) {
            Sum::Right => Some((End::Issued, invoices)),
            Sum::Over(words) => Some((End::Conflict(words), invoices)),
            Sum::Short(words) => {
                self.last = words;
                None
            }
        }
    }

    /// What a failed order needs: a person's login, a person's word, or a retry under its number.
    async fn failed(&mut self, failure: Failure) -> Ended {
        match failure.cause {
            FailureCause::Login => {
                let why =
                    format!("the drawer has to log in at the tax bureau, then run the file again: {}", failure.message);
                end(End::Unresolved(why))
            }
            FailureCause::Unclear if !self.is_stale(&failure) => self.retry(failure).await,
            FailureCause::Unclear => None,
            _ => end(End::Failed(failure.message)),
        }
    }

    /// Whether this is still the failure that was retried: the provider has not got round to it yet.
    fn is_stale(&mut self, failure: &Failure) -> bool {
        let Some((retried, seen)) = &mut self.failure else { return false };
        *seen += 1;
        retried == failure && *seen < STALE
    }

    /// A failed order keeps its number: it is retried there, by the provider's own retry or, where there is none, by sending
    /// the same draft again.
    async fn retry(&mut self, failure: Failure) -> Ended {
        if self.retries >= RETRIES {
            return end(End::Failed(failure.message));
        }
        self.retries += 1;
        self.notes.push(format!("failed ({}); retried under its number", failure.message));
        self.failure = Some((failure, 0));
        self.claim.intend();
        let retried = match self.matter.issuer.retry() {
            Some(retry) => retry.retry(&self.matter.draft.number).await,
            None => self.matter.issuer.send(self.matter.draft).await,
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
