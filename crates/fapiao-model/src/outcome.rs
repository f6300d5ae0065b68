//! How far one request got.

use serde::{Deserialize, Serialize};

/// How far *this request* got. An earlier send under the same number is another matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// Nothing left this process.
    NotSent,
    /// The provider answered with a code that the code table lists as *without effect* for this operation.
    Refused,
    /// It may have been processed: no answer, an unreadable or unverifiable one, any HTTP status but 200, or a code that the
    /// table does not list. Ask by number; never take a new one.
    Unknown,
}

impl Outcome {
    /// Whether the request may have had an effect at the provider.
    #[must_use]
    pub const fn may_have_effect(self) -> bool {
        matches!(self, Self::Unknown)
    }
}
