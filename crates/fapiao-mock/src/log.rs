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

/// Form fields that hold a secret, also one that is not ours: a wrong secret is somebody's right one elsewhere.
const HIDDEN: [&str; 3] = ["client_secret=", "refresh_token=", "access_token="];

/// The form or query with the values of its secret fields masked.
pub(crate) fn without_secret_fields(text: &str) -> String {
    let masked = |pair: &str| match HIDDEN.iter().find(|name| pair.starts_with(**name)) {
        Some(name) => format!("{name}***"),
        None => pair.to_owned(),
    };
    text.split_inclusive(['&', '?'])
        .map(|piece| {
            let end = piece.len() - usize::from(piece.ends_with(['&', '?']));
            let (pair, separator) = piece.split_at(end);
            masked(pair) + separator
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_field_is_masked_wherever_it_stands() {
        let form = "client_id=a&client_secret=geheim&grant_type=b";
        assert_eq!(without_secret_fields(form), "client_id=a&client_secret=***&grant_type=b");
        assert_eq!(without_secret_fields("/x?refresh_token=r"), "/x?refresh_token=***");
        assert_eq!(without_secret_fields("{\"a\":\"b&c?\"}"), "{\"a\":\"b&c?\"}");
    }
}
