//! All operations of Nuonuo that this library types.

use super::*;
use crate::{Entry, Operation};

/// One line per operation.
pub const CATALOGUE: &[Entry] = &[
    SelfUseToken::ENTRY,
    IssueInvoice::ENTRY,
    QueryInvoiceResult::ENTRY,
    RetryIssue::ENTRY,
    QuickRedFlush::ENTRY,
    DeliverInvoice::ENTRY,
    ApplyRedConfirmation::ENTRY,
    QueryRedConfirmation::ENTRY,
    RefreshRedConfirmations::ENTRY,
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::BTreeSet, fs, path::Path};

    /// Every file here that implements `Operation`, but the raw call.
    fn operations_in(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                operations_in(&entry.path(), found);
                continue;
            }
            let text = fs::read_to_string(entry.path()).unwrap();
            let names = text.lines().filter_map(|line| line.strip_prefix("impl Operation for "));
            found.extend(names.map(|rest| rest.trim_end_matches(" {").to_owned()));
        }
    }

    #[test]
    fn every_operation_file_is_in_the_catalogue() {
        let mut found = BTreeSet::new();
        operations_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/nuonuo"), &mut found);
        assert!(found.remove("RawCall"));
        let listed: BTreeSet<_> = CATALOGUE.iter().map(|entry| entry.name.to_owned()).collect();
        assert_eq!(found, listed);
        assert_eq!(listed.len(), CATALOGUE.len());
    }
}
