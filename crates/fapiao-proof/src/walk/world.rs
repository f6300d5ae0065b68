//! One state of the walk, and every state that can follow it.

use super::claims::{ClaimId, Claims, Note, Seen};
use super::{Answer, Change, Event, Fate, NUMBERS, Reaction, Rule};

/// How things stand: at the provider and on the way, for each number; and with the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct World {
    numbers: [Number; NUMBERS],
    claim: ClaimId,
    first: ClaimId,
}

/// One number of the order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Number {
    order: Order,
    /// Requests that were delayed and may still land.
    delayed: u8,
    given_up: GivenUp,
}

/// What stands under a number at the provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
enum Order {
    #[default]
    Nothing,
    Accepted,
    Issued,
    Failed,
}

/// Whether the client has gone on to another number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
enum GivenUp {
    #[default]
    No,
    ByTheRule,
    ByAPerson,
}

/// What a state says about living invoices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Living {
    AtMostOne,
    /// More than one, all but one of them under numbers that a person gave up and that are watched.
    KnownConflict,
    /// More than one, and the automatic rule is to blame.
    Violation,
}

impl World {
    /// Nothing has happened yet.
    pub(super) fn new(claim: ClaimId) -> Self {
        Self { numbers: [Number::default(); NUMBERS], claim, first: claim }
    }

    pub(super) fn living(&self) -> Living {
        let living = || self.numbers.iter().filter(|number| number.order == Order::Issued);
        if living().count() < 2 {
            Living::AtMostOne
        } else if living().filter(|number| number.given_up != GivenUp::ByAPerson).count() < 2
            && !living().any(|number| number.given_up == GivenUp::ByTheRule)
        {
            Living::KnownConflict
        } else {
            Living::Violation
        }
    }

    /// Whether a number was ever given up by the automatic rule.
    pub(super) fn has_next_attempt(&self) -> bool {
        self.numbers.iter().any(|number| number.given_up == GivenUp::ByTheRule)
    }

    /// Adds every state that one event leads to.
    pub(super) fn follow(&self, rule: Rule, claims: &mut Claims, next: &mut Vec<(Event, Self)>) {
        let numbers = || 1..=NUMBERS as u8;
        numbers().for_each(|number| self.provider_works(number, next));
        if !claims.is_settled(self.claim) {
            self.client_sends(claims, next);
            self.client_asks(claims, next);
            self.client_goes_on(claims, next);
        }
        if rule == Rule::LostJournal && claims.number(self.claim) == 1 {
            next.push((Event::LoseJournal, Self { claim: self.first, ..*self }));
        }
        numbers().for_each(|number| self.delayed_requests_land(number, next));
    }

    fn client_sends(&self, claims: &mut Claims, next: &mut Vec<(Event, Self)>) {
        let number = claims.number(self.claim);
        let mut send = |fate, seen, world: Self| {
            let claim = claims.note(self.claim, Note::Sent(seen));
            next.push((Event::Send { number, fate }, Self { claim, ..world }));
        };
        send(Fate::NotSent, Seen::NotSent, *self);
        send(Fate::Lost, Seen::NoAnswer, *self);
        send(Fate::Delayed, Seen::NoAnswer, self.with(number, |it| it.delayed += 1));
        for &reaction in self.number(number).order.reactions() {
            for answer in [Answer::Told, Answer::Lost, Answer::Unlisted, Answer::Crashed] {
                let seen = Seen::of(reaction.told(), answer);
                send(Fate::Arrives(reaction, answer), seen, self.with(number, |it| it.order.take(reaction)));
            }
        }
    }

    fn client_asks(&self, claims: &mut Claims, next: &mut Vec<(Event, Self)>) {
        let number = claims.number(self.claim);
        let order = self.number(number).order;
        // A provider does not show at once what it has taken on.
        let can_be_unseen = matches!(order, Order::Nothing | Order::Accepted);
        let known = match order {
            Order::Nothing => None,
            Order::Accepted => Some(Note::FoundAccepted),
            Order::Issued => Some(Note::FoundIssued),
            Order::Failed => Some(Note::FoundFailed),
        };
        for note in known.into_iter().chain(can_be_unseen.then_some(Note::FoundNothing)) {
            let seen = note != Note::FoundNothing;
            next.push((Event::Query { number, seen }, Self { claim: claims.note(self.claim, note), ..*self }));
        }
    }

    fn client_goes_on(&self, claims: &mut Claims, next: &mut Vec<(Event, Self)>) {
        let number = claims.number(self.claim);
        if let Some(claim) = claims.next_attempt(self.claim) {
            let world = self.with(number, |it| it.given_up = GivenUp::ByTheRule);
            next.push((Event::NextAttempt { number }, Self { claim, ..world }));
        }
        if let Some(claim) = claims.acknowledge(self.claim) {
            let world = self.with(number, |it| it.given_up = GivenUp::ByAPerson);
            next.push((Event::Acknowledge { number }, Self { claim, ..world }));
        }
    }

    fn delayed_requests_land(&self, number: u8, next: &mut Vec<(Event, Self)>) {
        if self.number(number).delayed == 0 {
            return;
        }
        for &reaction in self.number(number).order.reactions() {
            let landed = self.with(number, |it| {
                it.delayed -= 1;
                it.order.take(reaction);
            });
            next.push((Event::Land { number, reaction }, landed));
        }
    }

    fn provider_works(&self, number: u8, next: &mut Vec<(Event, Self)>) {
        let changes: &[(Change, Order)] = match self.number(number).order {
            Order::Nothing | Order::Issued => &[],
            Order::Accepted => &[(Change::Issued, Order::Issued), (Change::Failed, Order::Failed)],
            Order::Failed => &[(Change::Revived, Order::Accepted)],
        };
        for &(change, order) in changes {
            next.push((Event::Change { number, change }, self.with(number, |it| it.order = order)));
        }
    }

    fn number(&self, number: u8) -> Number {
        self.numbers[usize::from(number) - 1]
    }

    fn with(&self, number: u8, change: impl FnOnce(&mut Number)) -> Self {
        let mut world = *self;
        change(&mut world.numbers[usize::from(number) - 1]);
        world
    }
}

impl Order {
    /// What a provider may do with a request for a number under which this stands. It may check the order before it looks for
    /// duplicates, and may take a failed order again under its number.
    const fn reactions(self) -> &'static [Reaction] {
        use Reaction::*;
        match self {
            Self::Nothing => &[Accepts, Issues, RefusesFreeing, RefusesHolding],
            Self::Accepted | Self::Issued => &[SaysDuplicate, RefusesFreeing, RefusesHolding],
            Self::Failed => &[SaysDuplicate, Accepts, RefusesFreeing, RefusesHolding],
        }
    }

    const fn take(&mut self, reaction: Reaction) {
        match reaction {
            Reaction::Accepts => *self = Self::Accepted,
            Reaction::Issues => *self = Self::Issued,
            Reaction::RefusesFreeing | Reaction::RefusesHolding | Reaction::SaysDuplicate => {}
        }
    }
}

impl Reaction {
    const fn told(self) -> Seen {
        match self {
            Self::Accepts => Seen::Accepted,
            Self::Issues => Seen::Issued,
            Self::RefusesFreeing => Seen::RefusedFreeing,
            Self::RefusesHolding => Seen::RefusedHolding,
            Self::SaysDuplicate => Seen::Duplicate,
        }
    }
}
