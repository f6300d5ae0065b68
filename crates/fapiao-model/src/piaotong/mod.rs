//! Piaotong (票通, vpiaotong): the operations of its fully digital (数电) interface, their answers, the result push, the code
//! table.
//!
//! The vendor hands its 数电 document to partners only. What is here was put together from the vendor's guide, the older
//! public document (v3.5.1, "A", whose paths the 数电 platform keeps) and other people's working clients; every entry says how
//! well it is known. The numbers of the two documents clash, so they are written with their generation: A 2.13 is a query,
//! B 2.13 is the push. Source of every statement: the project's protocol notes on Piaotong; section numbers are theirs.
//!
//! An order lives under the request serial number (`invoiceReqSerialNo`), an [`OrderNumber`](crate::OrderNumber) of alias and
//! 16 letters or digits. One serial is one invoice, for ever: a repeat keeps it.

mod accepted;
mod buyer;
mod call;
mod checks;
mod codes;
mod elements;
mod encoded;
mod facts;
mod full_face;
mod issue_invoice;
mod kind;
mod line;
mod query_full_face;
mod query_invoice;
mod quick_red_flush;
mod raw;
mod result_push;
mod serial;
mod state;

pub use accepted::OrderAccepted;
pub use buyer::Buyer;
pub use call::{Call, DiscountSign, Echo, IssueKindMember, Switches};
pub use checks::gb18030_bytes;
pub use codes::CODES;
pub use elements::{Payment, RealEstateRental};
pub use encoded::Encoded;
pub use facts::InvoiceFacts;
pub use full_face::{FaceLine, FullFace};
pub use issue_invoice::IssueInvoice;
pub use kind::IssueKind;
pub use line::{Line, PricingBasis, Taxation};
pub use query_full_face::QueryFullFace;
pub use query_invoice::QueryInvoice;
pub use quick_red_flush::{BlueInvoice, QuickRedFlush};
pub use raw::RawCall;
pub use result_push::{PushKind, RESULT_PUSH};
pub use serial::{Alias, check_serial};
pub use state::{InvoiceState, InvoiceType, STATES};

use crate::{Entry, Operation};

/// Every operation of this module, one line each. [`RawCall`] is none: it stands for all others.
pub const CATALOGUE: &[Entry] = &[IssueInvoice::ENTRY, QuickRedFlush::ENTRY, QueryInvoice::ENTRY, QueryFullFace::ENTRY];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Provider;

    /// The types of this folder that are operations, read from its files.
    fn operations() -> Vec<String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/piaotong");
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let texts = files.filter(|path| path.is_file()).map(|path| std::fs::read_to_string(path).unwrap());
        let line_start = "\nimpl Operation for ";
        texts.filter_map(|text| Some(text.split_once(line_start)?.1.split([' ', '{']).next()?.to_owned())).collect()
    }

    #[test]
    fn every_operation_file_has_its_line_in_the_catalogue() {
        let mut found = operations();
        found.retain(|name| name != "RawCall");
        found.sort();
        let mut listed: Vec<_> = CATALOGUE.iter().map(|entry| entry.name.to_owned()).collect();
        listed.sort();
        assert_eq!(found, listed);
    }

    #[test]
    fn every_entry_says_where_it_comes_from() {
        for entry in CATALOGUE.iter().chain([&RESULT_PUSH]) {
            assert_eq!(entry.provider, Provider::Piaotong);
            assert!(entry.source.contains("B 2."), "{}", entry.name);
        }
    }
}
