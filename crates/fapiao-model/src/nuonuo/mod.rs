//! The open platform of Nuonuo (诺诺开放平台, product 诺税通SaaS): its operations, answers and codes.
//!
//! A request knows its wire name, its replay rule and its answer; [`Call`] is what the client takes. Answers are read
//! leniently and keep what they do not name. Source: the vendor's API documents V2.0 and the protocol notes of this
//! project; what nobody has told us is left to [`RawCall`] and to the `extra` members.

#[macro_use]
mod macros;

mod apply_red_confirmation;
mod call;
mod catalogue;
mod checks;
mod codes;
mod deliver_invoice;
mod favoured_policy;
mod issue_invoice;
mod issue_notice;
mod kind;
mod lenient;
mod query_invoice_result;
mod query_red_confirmation;
mod quick_red_flush;
mod raw_call;
mod red_reason;
mod refresh_red_confirmations;
mod retry_issue;
mod self_use_token;
mod side;
mod status;
mod words;

pub use apply_red_confirmation::{
    ApplyRedConfirmation, BlueInvoice, RedConfirmationApplied, RedLine, RedLineQuantity, RedParty,
};
pub use call::{Accepted, Call, ResultAt, answer};
pub use catalogue::CATALOGUE;
pub use codes::{CODES, row};
pub use deliver_invoice::DeliverInvoice;
pub use favoured_policy::{FavouredPolicy, ZeroRate};
pub use issue_invoice::{
    Buyer, DiscountedLine, IssueAccepted, IssueInvoice, LineAmounts, LineItem, OldBlueInvoice, PriceBasis, PushMode,
    Seller,
};
pub use issue_notice::{IssueNotice, NoticeLine};
pub use kind::{Kind, kind_code, kind_from_code, kind_from_name};
pub use query_invoice_result::{InvoiceLine, InvoiceResult, QueryInvoiceResult};
pub use query_red_confirmation::{QueryRedConfirmation, RedConfirmation, RedConfirmationLine, RedConfirmations};
pub use quick_red_flush::{CallBackSpelling, QuickRedFlush, QuickRedFlushAccepted, RedConfirmationRef};
pub use raw_call::{RawBody, RawCall};
pub use red_reason::{red_reason_code, red_reason_from_code};
pub use refresh_red_confirmations::RefreshRedConfirmations;
pub use retry_issue::{RetryAccepted, RetryIssue};
pub use self_use_token::{SelfUseToken, TokenGranted};
pub use side::Side;
pub use status::{DeliveryStatus, InvoiceStatus, NoticeStatus, RedConfirmationStatus, RedRequestStatus};
pub use words::{BillId, ExtensionNumber, RedConfirmationNumber, RedConfirmationUuid, SerialNumber};
