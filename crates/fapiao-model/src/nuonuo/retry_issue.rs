//! Has Nuonuo try a failed order again.

use super::{Call, ResultAt, SerialNumber, checks::at_most};
use crate::{Entry, Fault, Knowledge, Operation, OrderNumber, Provider, Replay, node::Node};
use serde::{Deserialize, Serialize};

/// Has Nuonuo try a failed order again (重试开票), under the same order and serial number and with the same content.
///
/// For a failed order (22) and for one whose seal failed (24); at most 20 times a day. An order that is issued, or being
/// issued, is refused in words; the codes are unknown, so ask with a query after any refusal.
#[doc(alias = "重试开票")]
#[doc(alias = "reInvoice")]
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug, Serialize)]
pub struct RetryIssue {
    #[serde(rename = "fpqqlsh", skip_serializing_if = "Option::is_none")]
    serial_number: Option<SerialNumber>,
    #[serde(rename = "orderno", skip_serializing_if = "Option::is_none")]
    order_number: Option<OrderNumber>,
    #[serde(rename = "nextInvoiceCode", skip_serializing_if = "Option::is_none")]
    next_code: Option<String>,
    #[serde(rename = "invoiceNumStart", skip_serializing_if = "Option::is_none")]
    first_number: Option<String>,
    #[serde(rename = "invoiceNumEnd", skip_serializing_if = "Option::is_none")]
    last_number: Option<String>,
}

impl RetryIssue {
    /// By order number.
    pub const fn by_order_number(number: OrderNumber) -> Self {
        Self::new(None, Some(number))
    }

    /// By Nuonuo's serial number.
    pub const fn by_serial_number(number: SerialNumber) -> Self {
        Self::new(Some(number), None)
    }

    const fn new(serial_number: Option<SerialNumber>, order_number: Option<OrderNumber>) -> Self {
        Self { serial_number, order_number, next_code: None, first_number: None, last_number: None }
    }

    /// Names the serial number too. If both are given, Nuonuo goes by this one.
    pub fn serial_number(mut self, number: SerialNumber) -> Self {
        self.serial_number = Some(number);
        self
    }

    /// A fixed roll of paper invoices: its code, first and last number.
    pub fn roll(mut self, code: impl Into<String>, first: impl Into<String>, last: impl Into<String>) -> Self {
        self.next_code = Some(code.into());
        self.first_number = Some(first.into());
        self.last_number = Some(last.into());
        self
    }
}

impl Operation for RetryIssue {
    type Answer = RetryAccepted;

    const ENTRY: Entry =
        Entry::new(Provider::Nuonuo, "RetryIssue", "nuonuo.OpeMplatform.reInvoice", "开票重试", "reInvoice V2.0")
            .replay(Replay::SameKey)
            .knowledge(Knowledge::Documented);

    fn key(&self) -> Option<&str> {
        let serial = self.serial_number.as_ref().map(SerialNumber::as_str);
        self.order_number.as_ref().map(OrderNumber::as_str).or(serial)
    }
}

impl Call for RetryIssue {
    const RESULT: ResultAt = ResultAt::Envelope;

    fn check(&self) -> Result<(), Fault> {
        let limits = [
            ("nextInvoiceCode", &self.next_code, 12),
            ("invoiceNumStart", &self.first_number, 8),
            ("invoiceNumEnd", &self.last_number, 8),
        ];
        limits.into_iter().try_for_each(|(field, text, limit)| at_most(field, text.as_deref().unwrap_or(""), limit))
    }
}

/// The retry was taken. The invoice is not issued yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RetryAccepted {
    /// Nuonuo's words.
    #[serde(rename = "describe")]
    pub words: Option<String>,
    /// A text that Nuonuo gives beside them; its meaning is unknown.
    pub result: Option<Node>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nuonuo::answer;

    #[test]
    fn names_are_the_lower_case_ones_of_this_method() {
        let both = RetryIssue::by_order_number("A1".parse().unwrap()).serial_number("17".parse().unwrap());
        assert_eq!(serde_json::to_string(&both).unwrap(), r#"{"fpqqlsh":"17","orderno":"A1"}"#);
        assert_eq!(both.key(), Some("A1"));
    }

    #[test]
    fn a_bare_text_that_looks_like_json_is_not_decoded() {
        let envelope = Node::from_json(br#"{"code":"E0000","describe":"ok","result":"[1]"}"#).unwrap();
        assert_eq!(answer::<RetryIssue>(&envelope).unwrap().result, Some(Node::from("[1]")));
    }
}
