//! The rule by which a number is given up, and rules that are weaker on purpose.

use std::fmt;

/// By which rule the client of a walk gives a number up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// The row says *free*, and every send that ever carried the number was refused or never left.
    Design,
    /// Only the last send counts.
    LastRefusalAlone,
    /// A query that finds nothing counts as a refusal.
    AbsenceFrees,
    /// A failed order is given up without anybody's act.
    FailureFrees,
    /// A time-out counts as not sent.
    TimeoutIsNotSent,
    /// A code that nobody knows counts as a refusal.
    UnlistedCodeFrees,
    /// The intent is written down with the answer, not before the send.
    IntentAfterAnswer,
    /// The rule of the design, by a client that loses its journal on the way.
    LostJournal,
}

impl Rule {
    /// Every rule that is weaker than the design's.
    pub const WEAKENED: [Self; 7] = [
        Self::LastRefusalAlone,
        Self::AbsenceFrees,
        Self::FailureFrees,
        Self::TimeoutIsNotSent,
        Self::UnlistedCodeFrees,
        Self::IntentAfterAnswer,
        Self::LostJournal,
    ];
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Design => "the rule of the design: the row says free, and every send was refused or never left",
            Self::LastRefusalAlone => "weakened: freed by the last refusal alone",
            Self::AbsenceFrees => "weakened: freed by a query that finds nothing",
            Self::FailureFrees => "weakened: freed by a failure, without anybody's act",
            Self::TimeoutIsNotSent => "weakened: a time-out counts as not sent",
            Self::UnlistedCodeFrees => "weakened: freed by a code that no table lists",
            Self::IntentAfterAnswer => "weakened: the intent is journaled with the answer, not before the send",
            Self::LostJournal => "the rule of the design, but the journal is lost on the way (the promise's limit)",
        })
    }
}
