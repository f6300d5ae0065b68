//! What can happen to an order, and how a list of such events reads.

use std::fmt;

/// One step of a walk. Numbers are counted from 1, as attempts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// The client sends the draft, for the first time or again.
    Send {
        /// Under which number.
        number: u8,
        /// What becomes of it.
        fate: Fate,
    },
    /// The client asks what stands under its number.
    Query {
        /// Which number.
        number: u8,
        /// Whether the provider says that it knows the order.
        seen: bool,
    },
    /// The client gives its number up by the automatic rule and takes the next one.
    NextAttempt {
        /// The number that is given up.
        number: u8,
    },
    /// A person acknowledges that the order failed; the client takes the next number and goes on watching the old one.
    Acknowledge {
        /// The number that is given up.
        number: u8,
    },
    /// The client's journal is gone; it starts from its first number.
    LoseJournal,
    /// A request that was delayed lands after all. Nobody waits for its answer.
    Land {
        /// Under which number.
        number: u8,
        /// What the provider does.
        reaction: Reaction,
    },
    /// The order changes at the provider.
    Change {
        /// Which number.
        number: u8,
        /// What happens to it.
        change: Change,
    },
}

/// What becomes of a send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fate {
    /// There was no connection.
    NotSent,
    /// The request is lost on the way; the client sees no answer.
    Lost,
    /// The request is on its way for longer than the client waits.
    Delayed,
    /// It arrives.
    Arrives(Reaction, Answer),
}

/// What the provider does with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reaction {
    /// Takes the order on.
    Accepts,
    /// Issues it at once.
    Issues,
    /// Refuses with a code whose row says that the order never existed, because it checks this before anything else.
    RefusesFreeing,
    /// Refuses with a code that says nothing of the order: signature, token, right, quota.
    RefusesHolding,
    /// Says that the number was used before.
    SaysDuplicate,
}

/// What the client sees of the provider's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// The answer.
    Told,
    /// Nothing.
    Lost,
    /// A code that no table lists, or a page with HTTP status 502.
    Unlisted,
    /// Nothing: the client has crashed in the meantime.
    Crashed,
}

/// What happens to an order at the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// It is issued.
    Issued,
    /// It fails.
    Failed,
    /// A person, or a retry, has a failed order worked on again.
    Revived,
}

/// Events in their order, one a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace(pub Vec<Event>);

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, event) in self.0.iter().enumerate() {
            let before = self.0.iter().take(at);
            let is_again = before.clone().any(|earlier| sends(*earlier).is_some() && sends(*earlier) == sends(*event));
            let event = event.to_string();
            let event = if is_again { event.replacen("send", "resend", 1) } else { event };
            writeln!(f, "{:>4}. {event}", at + 1)?;
        }
        Ok(())
    }
}

const fn sends(event: Event) -> Option<u8> {
    match event {
        Event::Send { number, .. } => Some(number),
        _ => None,
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Send { number, fate } => write!(f, "send number {number}: {fate}"),
            Self::Query { number, seen: true } => write!(f, "query number {number}: the provider says how it stands"),
            Self::Query { number, seen: false } => write!(f, "query number {number}: the provider does not know it"),
            Self::NextAttempt { number } => write!(f, "give number {number} up and take number {}", number + 1),
            Self::Acknowledge { number } => {
                write!(f, "a person acknowledges that number {number} failed; take number {}", number + 1)
            }
            Self::LoseJournal => f.write_str("lose the journal and start again"),
            Self::Land { number, reaction } => write!(f, "a delayed request lands under number {number}: {reaction}"),
            Self::Change { number, change } => write!(f, "at the provider, number {number} {change}"),
        }
    }
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent => f.write_str("no connection, nothing left"),
            Self::Lost => f.write_str("lost on the way, no answer"),
            Self::Delayed => f.write_str("delayed on the way, no answer"),
            Self::Arrives(reaction, Answer::Told) => write!(f, "{reaction}, and says so"),
            Self::Arrives(reaction, Answer::Lost) => write!(f, "{reaction}; the answer is lost"),
            Self::Arrives(reaction, Answer::Unlisted) => write!(f, "{reaction}; the answer's code is in no table"),
            Self::Arrives(reaction, Answer::Crashed) => write!(f, "{reaction}; the client crashes before the answer"),
        }
    }
}

impl fmt::Display for Reaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Accepts => "the provider takes it on",
            Self::Issues => "the provider issues at once",
            Self::RefusesFreeing => "the provider refuses it, the row says free",
            Self::RefusesHolding => "the gateway refuses it, nothing is said of the order",
            Self::SaysDuplicate => "the provider says that the number was used before",
        })
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Issued => "is issued",
            Self::Failed => "fails",
            Self::Revived => "is worked on again after its failure",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_send_under_a_number_reads_as_a_resend() {
        let send = |number| Event::Send { number, fate: Fate::Lost };
        let text = Trace(vec![send(1), send(2), send(1)]).to_string();
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        assert_eq!(lines[1], "2. send number 2: lost on the way, no answer");
        assert_eq!(lines[2], "3. resend number 1: lost on the way, no answer");
    }
}
