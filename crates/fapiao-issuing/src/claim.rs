//! The claim on one number, and the rule by which it may be given up.

use crate::{Attempt, Finding, Rejection, Verdict};
use fapiao_model::Outcome;
use serde::{Deserialize, Serialize};

/// Everything that was ever sent under one number, as far as it decides whether the number may be given up.
///
/// The rule: a number is free only if its table row says so **and** every send that ever carried it was refused or never left.
/// A send is counted as possible from the moment it is intended, so that a crash in between counts against us.
///
/// ```
/// use fapiao_issuing::{Attempt, Claim, Direction};
///
/// let seller = "91310117568051222X".parse()?;
/// let mut claim = Claim::new(Attempt::first(&"shop".parse()?, &seller, Direction::Blue, &"1".parse()?));
/// claim.intend();
/// assert!(claim.release().is_err(), "a send that may have arrived keeps the number");
/// # Ok::<(), fapiao_model::WordError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    attempt: Attempt,
    /// Sends that were intended and of which nothing certain is known.
    possible: u32,
    /// A send, an answer or a query showed that an order stands under the number.
    exists: bool,
    /// The refusal that says that the order never existed.
    rejection: Option<Rejection>,
    /// An invoice was seen under the number.
    was_issued: bool,
    verdict: Option<Verdict>,
}

/// How a claim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClaimState {
    /// Nothing was ever sent, or nothing ever left.
    Unused,
    /// Refused, and no send can have had an effect: the number may be given up.
    Free,
    /// An order stands under it, or may stand under it.
    Held,
}

impl Claim {
    /// A claim on a number that nothing was sent under.
    #[must_use]
    pub const fn new(attempt: Attempt) -> Self {
        Self { attempt, possible: 0, exists: false, rejection: None, was_issued: false, verdict: None }
    }

    /// The attempt whose number it is.
    #[must_use]
    pub const fn attempt(&self) -> &Attempt {
        &self.attempt
    }

    /// The last verdict.
    #[must_use]
    pub const fn verdict(&self) -> Option<&Verdict> {
        self.verdict.as_ref()
    }

    /// A send or a retry is about to be made: journal this first. Whatever was known of the order may change with it.
    pub fn intend(&mut self) {
        self.possible = self.possible.saturating_add(1);
        self.verdict = None;
    }

    /// The send that was intended last was refused because the number is taken: an order stands under it.
    pub const fn taken(&mut self) {
        self.exists = true;
    }

    /// The send that was intended last ended like this, without telling anything of the order.
    ///
    /// `NotSent` takes the intent back. `Refused` takes it back too, but frees nothing: for that the answer's row must say so,
    /// which [`answered`](Self::answered) records.
    pub const fn ended(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::NotSent | Outcome::Refused => self.possible = self.possible.saturating_sub(1),
            Outcome::Unknown => {}
        }
    }

    /// The send that was intended last was answered with this verdict.
    pub fn answered(&mut self, verdict: Verdict) {
        match &verdict {
            Verdict::Rejected(rejection) => {
                self.possible = self.possible.saturating_sub(1);
                if rejection.frees_number {
                    self.rejection = Some(rejection.clone());
                }
            }
            Verdict::Unresolved(_) => {}
            _ => self.exists = true,
        }
        self.settle(verdict);
    }

    /// A query for the number found this. An order that was seen once stays seen.
    pub fn found(&mut self, finding: &Finding) {
        if let Finding::Found(found) = finding {
            self.exists = true;
            self.settle(found.verdict.clone());
        }
    }

    /// An invoice that was seen stays seen: a later answer that says otherwise is an old one.
    fn settle(&mut self, verdict: Verdict) {
        if matches!(verdict, Verdict::Issued(_)) {
            self.was_issued = true;
        }
        self.verdict = Some(verdict);
    }

    /// How the claim stands.
    #[must_use]
    pub const fn state(&self) -> ClaimState {
        if self.exists || self.possible > 0 {
            ClaimState::Held
        } else if self.rejection.is_some() {
            ClaimState::Free
        } else {
            ClaimState::Unused
        }
    }

    /// Gives the number up, if it is free.
    ///
    /// # Errors
    /// Gives the claim back while it is held, or was never used.
    #[expect(clippy::result_large_err, reason = "the claim goes back to its owner")]
    pub fn release(self) -> Result<Released, Self> {
        match self.state() {
            ClaimState::Free => Ok(Released { attempt: self.attempt }),
            ClaimState::Unused | ClaimState::Held => Err(self),
        }
    }

    /// Gives up the number of an order that stands failed at the provider, because a person acknowledges it. The number stays
    /// watched: the order can still be revived there, and its late success is a conflict.
    ///
    /// # Errors
    /// Gives the claim back unless its last verdict is `Failed`, no retry is out, and no invoice was ever seen under it.
    #[expect(clippy::result_large_err, reason = "the claim goes back to its owner")]
    pub fn acknowledge(self, acknowledgement: &Acknowledgement) -> Result<Released, Self> {
        let is_this = acknowledgement.attempt == self.attempt;
        match self.verdict {
            Some(Verdict::Failed(_)) if is_this && !self.was_issued => Ok(Released { attempt: self.attempt }),
            _ => Err(self),
        }
    }
}

/// A person's word that a failed order is to be replaced by a corrected one. Journal it before it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledgement {
    attempt: Attempt,
    by: String,
}

impl Acknowledgement {
    /// Who acknowledges the failure of which attempt.
    #[must_use]
    pub const fn new(attempt: Attempt, by: String) -> Self {
        Self { attempt, by }
    }

    /// Who acknowledged it.
    #[must_use]
    pub fn by(&self) -> &str {
        &self.by
    }
}

/// The proof that a number was given up: the only thing from which [`Attempt::after`] makes a next one.
///
/// It comes from [`Claim::release`] or [`Claim::acknowledge`], is used once, and can't be made, cloned or read from anywhere.
#[derive(Debug)]
pub struct Released {
    attempt: Attempt,
}

impl Released {
    pub(crate) fn into_attempt(self) -> Attempt {
        self.attempt
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Direction, Failure, FailureCause, Found};

    fn claim() -> Claim {
        let seller = "91310117568051222X".parse().unwrap();
        Claim::new(Attempt::first(&"shop".parse().unwrap(), &seller, Direction::Blue, &"1".parse().unwrap()))
    }

    fn rejected(frees_number: bool) -> Verdict {
        Verdict::Rejected(Rejection { code: "E9101".into(), message: String::new(), frees_number })
    }

    fn failed() -> Verdict {
        Verdict::Failed(Failure { message: String::new(), cause: FailureCause::Unclear, updated_at: None })
    }

    #[test]
    fn a_single_refusal_that_frees_gives_the_number_up() {
        let mut claim = claim();
        claim.intend();
        claim.answered(rejected(true));
        let next = Attempt::after(claim.release().unwrap()).unwrap();
        assert_eq!(next.index(), 2);
    }

    #[test]
    fn a_refusal_does_not_free_what_an_earlier_send_may_have_issued() {
        let mut claim = claim();
        claim.intend();
        claim.ended(Outcome::Unknown);
        claim.intend();
        claim.answered(rejected(true));
        assert_eq!(claim.state(), ClaimState::Held);
    }

    #[test]
    fn a_gateway_refusal_frees_nothing() {
        let mut claim = claim();
        claim.intend();
        claim.answered(rejected(false));
        assert_eq!(claim.state(), ClaimState::Unused);
        assert!(claim.release().is_err());
    }

    #[test]
    fn a_send_that_never_left_does_not_count() {
        let mut claim = claim();
        claim.intend();
        claim.ended(Outcome::NotSent);
        claim.intend();
        claim.answered(rejected(true));
        assert_eq!(claim.state(), ClaimState::Free);
    }

    #[test]
    fn absence_frees_nothing() {
        let mut claim = claim();
        claim.intend();
        claim.found(&Finding::Absent);
        assert_eq!(claim.state(), ClaimState::Held);
    }

    #[test]
    fn a_failed_order_is_given_up_by_an_explicit_act_only() {
        let mut claim = claim();
        claim.intend();
        claim.found(&Finding::Found(Found::new(failed(), None, None)));
        let acknowledgement = Acknowledgement::new(claim.attempt().clone(), "accountant".into());
        let claim = claim.release().unwrap_err();
        assert!(claim.acknowledge(&acknowledgement).is_ok());
    }

    #[test]
    fn a_duplicate_answer_keeps_the_number_whatever_comes_after() {
        let mut claim = claim();
        claim.intend();
        claim.taken();
        claim.found(&Finding::Absent);
        claim.intend();
        claim.answered(rejected(true));
        assert_eq!(claim.state(), ClaimState::Held);
    }

    #[test]
    fn a_failed_order_is_not_given_up_while_its_retry_is_out() {
        let mut claim = claim();
        claim.intend();
        claim.found(&Finding::Found(Found::new(failed(), None, None)));
        claim.intend();
        claim.ended(Outcome::Unknown);
        let acknowledgement = Acknowledgement::new(claim.attempt().clone(), "accountant".into());
        let mut claim = claim.acknowledge(&acknowledgement).unwrap_err();
        claim.found(&Finding::Found(Found::new(failed(), None, None)));
        assert!(claim.acknowledge(&acknowledgement).is_ok());
    }

    #[test]
    fn an_old_answer_does_not_unmake_an_invoice() {
        let mut claim = claim();
        claim.intend();
        claim.found(&Finding::Found(Found::new(Verdict::Issued(Vec::new()), None, None)));
        claim.found(&Finding::Found(Found::new(failed(), None, None)));
        let acknowledgement = Acknowledgement::new(claim.attempt().clone(), "accountant".into());
        assert!(claim.acknowledge(&acknowledgement).is_err());
    }

    #[test]
    fn an_issued_order_is_never_given_up() {
        let mut claim = claim();
        claim.intend();
        claim.answered(Verdict::Issued(Vec::new()));
        let acknowledgement = Acknowledgement::new(claim.attempt().clone(), "accountant".into());
        assert!(claim.acknowledge(&acknowledgement).is_err());
    }
}
