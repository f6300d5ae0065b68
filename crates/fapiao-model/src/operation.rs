//! What describes a call: the request struct, and beside it everything that is known of it.

use crate::Provider;

/// A request struct is the whole description of a call: its fields, its answer's type and its [`Entry`].
///
/// Each provider has a trait above this one (`nuonuo::Call` and the like), so that a client takes its own operations only.
pub trait Operation: Send + Sync {
    /// What the provider answers on success.
    type Answer: Send;

    /// Wire name, replay rule, knowledge and source.
    const ENTRY: Entry;

    /// The provider's key that this request acts on (order number, serial, form number), for logs and for the replay rule.
    fn key(&self) -> Option<&str> {
        None
    }
}

/// The catalogue line of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// Whose operation it is.
    pub provider: Provider,
    /// The operation's name in this library, for logs and errors.
    pub name: &'static str,
    /// The method name or path, exactly as the provider spells it.
    pub wire_name: &'static str,
    /// The provider's own title, in Chinese.
    pub title: &'static str,
    /// What sending it twice does.
    pub replay: Replay,
    /// How well the operation is known.
    pub knowledge: Knowledge,
    /// Where the knowledge comes from.
    pub source: &'static str,
}

impl Entry {
    /// An entry that is `Replay::Never` and `Knowledge::NameOnly` until said otherwise.
    #[must_use]
    pub const fn new(
        provider: Provider,
        name: &'static str,
        wire_name: &'static str,
        title: &'static str,
        source: &'static str,
    ) -> Self {
        Self { provider, name, wire_name, title, replay: Replay::Never, knowledge: Knowledge::NameOnly, source }
    }

    /// Sets the replay rule.
    #[must_use]
    pub const fn replay(mut self, replay: Replay) -> Self {
        self.replay = replay;
        self
    }

    /// Sets how well the operation is known.
    #[must_use]
    pub const fn knowledge(mut self, knowledge: Knowledge) -> Self {
        self.knowledge = knowledge;
        self
    }

    /// Whether the operation only reads.
    #[must_use]
    pub const fn is_read(&self) -> bool {
        matches!(self.replay, Replay::Safe)
    }
}

/// What sending the same request again does, after an unknown outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Replay {
    /// Nothing: it only reads, or it sets what is set.
    Safe,
    /// The provider deduplicates by the request's [`key`](Operation::key): the same key again has no second effect.
    SameKey,
    /// The provider does not deduplicate, or nobody knows.
    Never,
}

/// How well an operation is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Knowledge {
    /// Request and answer come from a vendor's document.
    Documented,
    /// Some of the fields do, or they come from other people's working code.
    Partly,
    /// Taken over from a sister operation; nobody has confirmed it.
    Inferred,
    /// The name is known, the fields are not.
    NameOnly,
}

impl Knowledge {
    /// The word that the catalogue and the capability list print.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Partly => "partly",
            Self::Inferred => "inferred",
            Self::NameOnly => "name only",
        }
    }
}
