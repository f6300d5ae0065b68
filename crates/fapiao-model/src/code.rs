//! Code tables: what a provider's code says about the request, the order number and the next step.
//!
//! One constant array per provider. Client, sandbox, explanations and documentation read the same rows.

/// One row: a provider's code, for all operations or for some.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeRow {
    /// The code as the provider writes it. A `*` stands for any text (Suning's codes carry field names).
    pub code: &'static str,
    /// Wire names that the row holds for; empty: every operation.
    pub operations: &'static [&'static str],
    /// What kind of answer it is.
    pub class: Class,
    /// What the request that got this answer has done.
    pub effect: Effect,
    /// What it means for the order number that the request carried.
    pub number: NumberAfter,
    /// What a repeat may do.
    pub repeat: Repeat,
    /// What the code means.
    pub meaning: Words,
    /// What to do about it.
    pub remedy: Words,
    /// Where this row comes from.
    pub source: &'static str,
}

impl CodeRow {
    /// A row whose effect and repeat follow from its class; change them with the setters.
    #[must_use]
    pub const fn new(code: &'static str, class: Class, meaning: Words, remedy: Words, source: &'static str) -> Self {
        let (effect, number, repeat) = class.defaults();
        Self { code, operations: &[], class, effect, number, repeat, meaning, remedy, source }
    }

    /// Restricts the row to some operations, by wire name.
    #[must_use]
    pub const fn on(mut self, operations: &'static [&'static str]) -> Self {
        self.operations = operations;
        self
    }

    /// Sets the effect of the request.
    #[must_use]
    pub const fn effect(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }

    /// Sets what it means for the order number.
    #[must_use]
    pub const fn number(mut self, number: NumberAfter) -> Self {
        self.number = number;
        self
    }

    /// Sets what a repeat may do.
    #[must_use]
    pub const fn repeat(mut self, repeat: Repeat) -> Self {
        self.repeat = repeat;
        self
    }

    /// Whether the row speaks of this code; `*` in the row stands for any text.
    #[must_use]
    pub fn matches(&self, code: &str) -> bool {
        let mut pieces = self.code.split('*');
        let first = pieces.next().unwrap_or_default();
        let Some(mut rest) = code.strip_prefix(first) else { return false };
        let mut pieces = pieces.peekable();
        if pieces.peek().is_none() {
            return rest.is_empty();
        }
        while let Some(piece) = pieces.next() {
            if pieces.peek().is_none() {
                return rest.ends_with(piece);
            }
            let Some((_, after)) = rest.split_once(piece) else { return false };
            rest = after;
        }
        true
    }

    /// Whether the request had no effect at all, as far as this code tells.
    #[must_use]
    pub const fn is_without_effect(&self) -> bool {
        matches!(self.effect, Effect::None)
    }
}

/// A provider's code table.
#[derive(Clone, Copy, Debug)]
pub struct CodeTable(&'static [CodeRow]);

impl CodeTable {
    /// A table over constant rows.
    #[must_use]
    pub const fn new(rows: &'static [CodeRow]) -> Self {
        Self(rows)
    }

    /// All rows, in the order in which they are looked up.
    #[must_use]
    pub const fn rows(&self) -> &'static [CodeRow] {
        self.0
    }

    /// The row for a code as the answer of an operation: an exact code wins over a pattern, and among those a row that names the
    /// operation over a general one. `None` means that nobody has told us what the code means.
    #[must_use]
    pub fn find(&self, code: &str, wire_name: &str) -> Option<&'static CodeRow> {
        self.0
            .iter()
            .filter(|row| row.operations.is_empty() || row.operations.contains(&wire_name))
            .filter(|row| row.matches(code))
            .max_by_key(|row| (!row.code.contains('*'), !row.operations.is_empty()))
    }
}

/// What kind of answer a code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Class {
    /// The request was accepted or answered.
    Success,
    /// The query found nothing.
    Empty,
    /// The request is wrong in itself; it never became anything.
    InvalidInput,
    /// Key, secret, signature or time stamp is wrong.
    Credential,
    /// The access token is missing, expired or foreign.
    Token,
    /// The application or the merchant may not do this.
    Permission,
    /// The drawer has to log in at the tax bureau first.
    LoginRequired,
    /// A limit of the provider is used up.
    Throttled,
    /// The thing that was asked about does not exist there (or is not visible yet).
    NotFound,
    /// The number was used before.
    Duplicate,
    /// An earlier request under this number is still being worked on.
    Processing,
    /// A rule of the business refused it.
    Business,
    /// The provider itself is in trouble.
    Unavailable,
}

impl Class {
    const fn defaults(self) -> (Effect, NumberAfter, Repeat) {
        match self {
            Self::Success => (Effect::Done, NumberAfter::Taken, Repeat::Never),
            Self::InvalidInput => (Effect::None, NumberAfter::Held, Repeat::AfterFix),
            Self::Token => (Effect::None, NumberAfter::Held, Repeat::AfterNewToken),
            Self::Throttled => (Effect::None, NumberAfter::Held, Repeat::Wait),
            Self::Empty | Self::NotFound => (Effect::None, NumberAfter::Held, Repeat::Wait),
            Self::Duplicate | Self::Processing => (Effect::None, NumberAfter::Taken, Repeat::QueryFirst),
            Self::Credential | Self::Permission | Self::Business => (Effect::None, NumberAfter::Held, Repeat::Never),
            Self::LoginRequired => (Effect::Unknown, NumberAfter::Held, Repeat::Wait),
            Self::Unavailable => (Effect::Unknown, NumberAfter::Held, Repeat::QueryFirst),
        }
    }
}

/// What the request that got this code has done at the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// What it asked for.
    Done,
    /// Nothing.
    None,
    /// Perhaps something: ask before anything else.
    Unknown,
}

/// What a code means for the order number that the request carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumberAfter {
    /// The order was refused before it ever existed. The number may be given up, but only if *every* send that ever carried it
    /// was refused or never left.
    Free,
    /// Nothing is said about the order: the number stays with it.
    Held,
    /// An order stands at the provider under this number.
    Taken,
}

/// What a repeat of the request may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Repeat {
    /// Repeating it changes nothing, or is not allowed.
    Never,
    /// Safe under the same number, unchanged.
    Same,
    /// After the request was corrected.
    AfterFix,
    /// After the token was renewed.
    AfterNewToken,
    /// Later, the same request.
    Wait,
    /// The outcome is unknown: ask first.
    QueryFirst,
}

/// A text in Chinese and English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// Chinese; where a document prints words for a code, these are they.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl Words {
    /// Both texts.
    #[must_use]
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const W: Words = Words::new("", "");
    static ROWS: &[CodeRow] = &[
        CodeRow::new("E1", Class::Business, W, W, "test"),
        CodeRow::new("E1", Class::InvalidInput, W, W, "test").on(&["special"]),
        CodeRow::new("biz.*.missing:*", Class::InvalidInput, W, W, "test"),
        CodeRow::new("biz.order.missing:100", Class::Business, W, W, "test"),
    ];

    #[test]
    fn a_row_for_the_operation_wins_over_a_general_row() {
        let table = CodeTable::new(ROWS);
        assert_eq!(table.find("E1", "special").map(|r| r.class), Some(Class::InvalidInput));
        assert_eq!(table.find("E1", "other").map(|r| r.class), Some(Class::Business));
    }

    #[test]
    fn an_exact_code_wins_over_a_pattern() {
        let table = CodeTable::new(ROWS);
        assert_eq!(table.find("biz.order.missing:100", "x").map(|r| r.class), Some(Class::Business));
        assert_eq!(table.find("biz.order.missing:taxNo", "x").map(|r| r.class), Some(Class::InvalidInput));
    }

    #[test]
    fn an_unlisted_code_has_no_row() {
        let table = CodeTable::new(ROWS);
        for code in ["E", "E11", "", "biz.order.other:1", "xbiz.order.missing:1"] {
            assert!(table.find(code, "x").is_none(), "{code}");
        }
    }
}
