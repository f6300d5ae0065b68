//! The Fengchao gateway (蜂巢): its one documented invoice operation, the raw call for all others, and its codes.
//!
//! Fengchao stands in front of other platforms, Nuonuo among them, and speaks the same form, signature and envelope for all of
//! them. Only the retry of a failed issue request is documented in public. Issuing, querying, reversing and the push of results
//! must exist, but nobody has published their paths: they have no type here, and a [`RawCall`] takes whatever path the operator
//! has told you. Source: the operator's document 开票重试接口 (2024-01-22), its demo code, and the protocol notes.

mod codes;
mod envelope;
mod raw_call;
mod retry_issue;

pub use codes::CODES;
pub use envelope::Envelope;
pub use raw_call::RawCall;
pub use retry_issue::{RetryIssue, RetryIssueAnswer};

use crate::{Class, Entry, Operation, TaxNumber, node::NodeError};
use serde::Serialize;

/// All operations of this module.
pub static CATALOGUE: &[Entry] = &[<RetryIssue as Operation>::ENTRY];

/// The parameters that every request carries and that the client adds: application, time in Unix seconds, signature.
pub const COMMON_PARAMETERS: [&str; 3] = ["appid", "timestamp", "sign"];

/// The parameter that names the seller.
pub const TAX_NUMBER: &str = "tax_num";

/// The parameter that holds the business message, as JSON text.
pub const REQUEST_DATA: &str = "request_data";

/// An operation of Fengchao: only these are taken by its client.
///
/// The struct's own serialisation is the business message; it travels as JSON text in one form parameter.
pub trait Call: Operation + Serialize {
    /// The catalogue line of this very request; a raw call has one of its own.
    fn entry(&self) -> Entry {
        Self::ENTRY
    }

    /// The path below the host.
    fn path(&self) -> &str {
        Self::ENTRY.wire_name
    }

    /// The tax number that the request itself names, if it does. The client refuses it on another's handle.
    fn tax_number(&self) -> Option<&str> {
        None
    }

    /// The form's parameters besides [`COMMON_PARAMETERS`], in the order in which they are sent.
    ///
    /// # Errors
    /// Those of the JSON writer.
    fn parameters(&self, seller: &TaxNumber) -> Result<Vec<(String, String)>, serde_json::Error> {
        Ok(vec![
            (TAX_NUMBER.to_owned(), seller.as_str().to_owned()),
            (REQUEST_DATA.to_owned(), serde_json::to_string(self)?),
        ])
    }

    /// Whether the code is a success at this path: a row of the code table says so, nothing else does.
    #[must_use]
    fn is_success(path: &str, code: &str) -> bool {
        CODES.find(code, path).is_some_and(|row| row.class == Class::Success)
    }

    /// The answer from an envelope whose code is a success.
    ///
    /// # Errors
    /// If a member is missing or does not fit.
    fn answer(envelope: Envelope) -> Result<Self::Answer, NodeError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_file_is_in_the_catalogue() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/fengchao");
        let mut operations = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            if path.ends_with("mod.rs") || path.ends_with("raw_call.rs") || !text.contains("Entry::new(") {
                continue;
            }
            operations += 1;
            assert!(CATALOGUE.iter().any(|entry| text.contains(entry.wire_name)), "{}", path.display());
        }
        assert_eq!(operations, CATALOGUE.len());
    }

    #[test]
    fn only_a_listed_code_is_a_success_and_only_where_it_is_listed() {
        let retry = RetryIssue::ENTRY.wire_name;
        assert!(RetryIssue::is_success(retry, "0") && RetryIssue::is_success(retry, "100"));
        assert!(RawCall::is_success("/gateway/sms/x", "0"), "0 is the general envelope's success");
        for (path, code) in [("/gateway/sms/x", "100"), (retry, "-1"), (retry, "00"), (retry, "500"), (retry, "")] {
            assert!(!RetryIssue::is_success(path, code), "{path} {code}");
        }
    }
}
