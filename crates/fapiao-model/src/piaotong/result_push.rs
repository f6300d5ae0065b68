//! What Piaotong pushes to the partner: the result of an order (B 2.13), and how to tell the kinds of pushes apart.

use crate::{Entry, Knowledge, Provider, Replay, node::Node};

/// The push of an order's result, main facts (推送发票主要信息): content as [`InvoiceFacts`](super::InvoiceFacts).
///
/// Repeats, order and spacing are unknown, so it may come late and more than once; an older state must not replace `0000`.
#[doc(alias = "推送发票主要信息")]
pub const RESULT_PUSH: Entry = Entry::new(
    Provider::Piaotong,
    "ResultPush",
    "",
    "推送发票主要信息",
    "B 2.13: integration guide; members of A 2.6, and the state 3999",
)
.replay(Replay::Safe)
.knowledge(Knowledge::Partly);

/// Which push a content is. No member names it, so it follows from the members, first match (section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PushKind {
    /// The full face of an invoice (A 2.15).
    FullFace,
    /// An enterprise was reviewed (A 2.2).
    Review,
    /// A consumer submitted the page of a QR code (A 2.17).
    ScanOrder,
    /// The result of an order (A 2.6, B 2.13).
    Result,
}

impl PushKind {
    /// The kind of a content.
    #[must_use]
    pub fn of(content: &Node) -> Self {
        let has = |name: &str| content.get(name).is_some();
        if has("invoiceInfo") || has("invoiceIssueResultCode") {
            Self::FullFace
        } else if has("registrationCode")
            || has("authorizationCode")
            || has("enterpriseName") && !has("invoiceReqSerialNo")
        {
            Self::Review
        } else if has("tradeTime") && has("itemList") && !has("code") {
            Self::ScanOrder
        } else {
            Self::Result
        }
    }
}
