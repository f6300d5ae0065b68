//! The request log: what came in, what was checked, what was wrong with it. Secrets are masked before an entry is kept.

use fapiao_model::{ChinaTime, Provider};

/// One request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LogEntry {
    /// When.
    pub at: ChinaTime,
    /// Whose door it came to; `None` if no provider has such a path.
    pub provider: Option<Provider>,
    /// The operation's wire name, as far as it could be told.
    pub operation: String,
    /// The order number in it, as far as it could be told.
    pub number: Option<String>,
    /// Method and target, secrets masked.
    pub target: String,
    /// Header names and values, secrets masked.
    pub headers: Vec<(String, String)>,
    /// The body, secrets masked; not UTF-8: as far as it is.
    pub body: String,
    /// The provider's code in the answer.
    pub code: String,
    /// What was wrong with the request; `None` if nothing.
    pub failed: Option<FailedCheck>,
    /// What happened on the wire, if it was not an answer.
    pub fault: Option<String>,
}

/// The check that a refused request failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedCheck {
    /// Which check, such as `signature` or `duplicate order number`.
    pub check: &'static str,
    /// What was expected and what came; for a signature the place where the canonical texts first differ, secrets masked.
    pub detail: String,
}
