//! The client's side of the walk: the real claims, each kept once and spoken of by an id.

use super::{Answer, NUMBERS, Rule};
use fapiao_issuing::{
    Acknowledgement, Attempt, Claim, Direction, Failure, FailureCause, Finding, Found, IssuedInvoice, Rejection,
    Released, Verdict,
};
use fapiao_model::{Amount, Outcome, WordError};
use std::collections::HashMap;

/// Stands for one [`Claim`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct ClaimId(usize);

/// What a client learns, or does, that its claim is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Note {
    /// A send was made and ended like this.
    Sent(Seen),
    /// A query found no order.
    FoundNothing,
    /// A query found an order that is being worked on.
    FoundAccepted,
    /// A query found an issued order.
    FoundIssued,
    /// A query found a failed order.
    FoundFailed,
}

/// What the client sees of one send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Seen {
    NotSent,
    NoAnswer,
    Unlisted,
    Crashed,
    RefusedFreeing,
    RefusedHolding,
    Duplicate,
    Accepted,
    Issued,
}

/// Claims that the walk has met, and what became of each: the same step from the same claim is computed once.
pub(super) struct Claims {
    rule: Rule,
    known: Vec<Claim>,
    noted: HashMap<(ClaimId, Note), ClaimId>,
    released: HashMap<(ClaimId, bool), Option<ClaimId>>,
    invoice: IssuedInvoice,
}

impl Claims {
    /// The claim on the first number of an order.
    pub(super) fn new(rule: Rule) -> Result<(Self, ClaimId), WordError> {
        let seller = "91310117568051222X".parse()?;
        let first = Attempt::first(&"walk".parse()?, &seller, Direction::Blue, &"1".parse()?);
        let amounts: (Amount, Amount) = ("100.00".parse()?, "13.00".parse()?);
        let invoice = IssuedInvoice::new("26312000000000000001".parse()?, "1".to_owned(), amounts.0, amounts.1);
        let known = vec![Claim::new(first)];
        Ok((Self { rule, known, noted: HashMap::new(), released: HashMap::new(), invoice }, ClaimId(0)))
    }

    fn claim(&self, id: ClaimId) -> &Claim {
        &self.known[id.0]
    }

    /// Which number it is a claim on, from 1.
    pub(super) fn number(&self, id: ClaimId) -> u8 {
        self.claim(id).attempt().index()
    }

    /// Whether the client knows that the order was issued, and has nothing left to do.
    pub(super) fn is_settled(&self, id: ClaimId) -> bool {
        matches!(self.claim(id).verdict(), Some(Verdict::Issued(_)))
    }

    /// The claim after the client took this note, by the rule of the walk.
    pub(super) fn note(&mut self, id: ClaimId, note: Note) -> ClaimId {
        if let Some(known) = self.noted.get(&(id, note)) {
            return *known;
        }
        let mut claim = self.claim(id).clone();
        match note {
            Note::Sent(seen) => self.sent(&mut claim, seen),
            Note::FoundNothing if self.rule == Rule::AbsenceFrees => freed_by_refusal(&mut claim),
            Note::FoundNothing => claim.found(&Finding::Absent),
            Note::FoundAccepted => claim.found(&found(Verdict::Accepted)),
            Note::FoundIssued => claim.found(&found(self.issued())),
            Note::FoundFailed => claim.found(&found(failed())),
        }
        let after = self.id_of(claim);
        self.noted.insert((id, note), after);
        after
    }

    fn sent(&self, claim: &mut Claim, seen: Seen) {
        let forgets_crashes = self.rule == Rule::IntentAfterAnswer;
        let forgets_earlier = self.rule == Rule::LastRefusalAlone && seen == Seen::RefusedFreeing;
        if forgets_crashes && seen == Seen::Crashed {
            return;
        }
        if forgets_earlier {
            *claim = Claim::new(claim.attempt().clone());
        }
        claim.intend();
        match seen {
            Seen::Crashed => {}
            Seen::NotSent => claim.ended(Outcome::NotSent),
            Seen::NoAnswer if self.rule == Rule::TimeoutIsNotSent => claim.ended(Outcome::NotSent),
            Seen::Unlisted if self.rule == Rule::UnlistedCodeFrees => claim.answered(rejected(true)),
            Seen::NoAnswer | Seen::Unlisted => claim.ended(Outcome::Unknown),
            // The issuers report a duplicate as an error: an order stands under the number.
            Seen::Duplicate => claim.taken(),
            Seen::RefusedFreeing => claim.answered(rejected(true)),
            Seen::RefusedHolding => claim.answered(rejected(false)),
            Seen::Accepted => claim.answered(Verdict::Accepted),
            Seen::Issued => claim.answered(self.issued()),
        }
    }

    /// The claim on the next number, if this one may be given up by the automatic rule.
    pub(super) fn next_attempt(&mut self, id: ClaimId) -> Option<ClaimId> {
        self.give_up(id, false)
    }

    /// The claim on the next number, if a person may acknowledge that this one failed.
    pub(super) fn acknowledge(&mut self, id: ClaimId) -> Option<ClaimId> {
        self.give_up(id, true)
    }

    fn give_up(&mut self, id: ClaimId, by_a_person: bool) -> Option<ClaimId> {
        if let Some(known) = self.released.get(&(id, by_a_person)) {
            return *known;
        }
        let claim = self.claim(id).clone();
        let acknowledgement = Acknowledgement::new(claim.attempt().clone(), "accountant".to_owned());
        let released = if by_a_person { claim.acknowledge(&acknowledgement) } else { self.release(claim) };
        let next = released.ok().and_then(|released| Attempt::after(released).ok());
        let next = next.filter(|attempt| usize::from(attempt.index()) <= NUMBERS);
        let next = next.map(|attempt| self.id_of(Claim::new(attempt)));
        self.released.insert((id, by_a_person), next);
        next
    }

    #[expect(clippy::result_large_err, reason = "as `Claim::release`, whose signature it has")]
    fn release(&self, claim: Claim) -> Result<Released, Claim> {
        let by_nobody = Acknowledgement::new(claim.attempt().clone(), "nobody".to_owned());
        match claim.release() {
            Err(held) if self.rule == Rule::FailureFrees => held.acknowledge(&by_nobody),
            released => released,
        }
    }

    fn id_of(&mut self, claim: Claim) -> ClaimId {
        let known = self.known.iter().position(|known| *known == claim);
        ClaimId(known.unwrap_or_else(|| {
            self.known.push(claim);
            self.known.len() - 1
        }))
    }

    fn issued(&self) -> Verdict {
        Verdict::Issued(vec![self.invoice.clone()])
    }
}

impl Seen {
    /// What the client sees of an answer that says this.
    pub(super) const fn of(told: Self, answer: Answer) -> Self {
        match answer {
            Answer::Told => told,
            Answer::Lost => Self::NoAnswer,
            Answer::Unlisted => Self::Unlisted,
            Answer::Crashed => Self::Crashed,
        }
    }
}

/// What a weakened client makes of its claim to have it released: it forgets every send but one that was refused.
fn freed_by_refusal(claim: &mut Claim) {
    *claim = Claim::new(claim.attempt().clone());
    claim.intend();
    claim.answered(rejected(true));
}

fn rejected(frees_number: bool) -> Verdict {
    Verdict::Rejected(Rejection { code: "E9101".to_owned(), message: String::new(), frees_number })
}

fn failed() -> Verdict {
    Verdict::Failed(Failure { message: String::new(), cause: FailureCause::Content, updated_at: None })
}

const fn found(verdict: Verdict) -> Finding {
    Finding::Found(Found::new(verdict, None, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEEN: [Seen; 9] = [
        Seen::NotSent,
        Seen::NoAnswer,
        Seen::Unlisted,
        Seen::Crashed,
        Seen::RefusedFreeing,
        Seen::RefusedHolding,
        Seen::Duplicate,
        Seen::Accepted,
        Seen::Issued,
    ];

    #[test]
    fn a_claim_comes_back_from_a_journal_as_it_was() {
        let (mut claims, first) = Claims::new(Rule::Design).unwrap();
        for seen in SEEN {
            let once = claims.note(first, Note::Sent(seen));
            let _ = SEEN.map(|seen| claims.note(once, Note::Sent(seen)));
        }
        for claim in &claims.known {
            let journaled = serde_json::to_string(claim).unwrap();
            assert_eq!(serde_json::from_str::<Claim>(&journaled).unwrap(), *claim);
        }
    }

    #[test]
    fn only_a_refusal_that_frees_and_nothing_uncertain_beside_it_leads_to_the_next_number() {
        let certain = [Seen::NotSent, Seen::RefusedFreeing, Seen::RefusedHolding];
        let (mut claims, first) = Claims::new(Rule::Design).unwrap();
        for (earlier, later) in SEEN.into_iter().flat_map(|earlier| SEEN.map(|later| (earlier, later))) {
            let once = claims.note(first, Note::Sent(earlier));
            let twice = claims.note(once, Note::Sent(later));
            let both = [earlier, later];
            let expected = both.contains(&Seen::RefusedFreeing) && both.iter().all(|seen| certain.contains(seen));
            assert_eq!(claims.next_attempt(twice).is_some(), expected, "{both:?}");
        }
    }
}
