//! The retry of a failed issue request.

use super::{Call, Envelope};
use crate::{Entry, InvoiceNumber, Knowledge, Operation, OrderNumber, Provider, Replay, node::NodeError};
use serde::{Deserialize, Serialize};

/// Has a failed order issued again, under its own order number and serial number (开票重试).
///
/// It acts on the order and makes none, and once the invoice exists it answers so. That makes it safe to send again after an
/// unknown outcome, as the document reads; nobody has tested it (switch `fengchao.repeat_retry`).
///
/// ```
/// use fapiao_model::fengchao::RetryIssue;
///
/// let retry = RetryIssue::new("20240122150518179381".parse()?);
/// assert_eq!(serde_json::to_string(&retry).unwrap(), r#"{"orderno":"20240122150518179381"}"#);
/// # Ok::<(), fapiao_model::WordError>(())
/// ```
#[doc(alias = "开票重试")]
#[doc(alias = "rebillingnew")]
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RetryIssue {
    #[serde(rename = "orderno")]
    order_number: OrderNumber,
}

impl RetryIssue {
    /// The retry of the order with this number.
    pub const fn new(order_number: OrderNumber) -> Self {
        Self { order_number }
    }
}

/// What became of the retry.
///
/// Any other answer is an error with an unknown outcome. Known words, without known codes: 开票中(重试中),请耐心等待开票结果 while
/// the order is being issued or retried, and 本次操作需登录电子发票服务平台,请先使用短信验证码登录 while the drawer is not logged
/// in at the tax bureau.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryIssueAnswer {
    /// Taken (code 0). The gateway pushes the result later; nobody has published where to and in what form.
    Accepted,
    /// The invoice exists (code 100): a success, with nothing to be done.
    AlreadyIssued {
        /// Its number; 20 digits if it is fully digital.
        invoice_number: InvoiceNumber,
        /// Where its PDF is.
        pdf_url: Option<String>,
    },
}

impl Operation for RetryIssue {
    type Answer = RetryIssueAnswer;

    const ENTRY: Entry = Entry::new(
        Provider::Fengchao,
        "RetryIssue",
        "/gateway/nuonuo/invoice/rebillingnew",
        "开票重试接口",
        "开票重试接口 2024-01-22",
    )
    .replay(Replay::SameKey)
    .knowledge(Knowledge::Documented);

    fn key(&self) -> Option<&str> {
        Some(self.order_number.as_str())
    }
}

impl Call for RetryIssue {
    fn answer(envelope: Envelope) -> Result<RetryIssueAnswer, NodeError> {
        if envelope.code() != "100" {
            return Ok(RetryIssueAnswer::Accepted);
        }
        let Existing { invoice_number, pdf_url } = envelope.tree().read()?;
        Ok(RetryIssueAnswer::AlreadyIssued { invoice_number, pdf_url })
    }
}

#[derive(Deserialize)]
struct Existing {
    #[serde(rename = "invoice_no")]
    invoice_number: InvoiceNumber,
    #[serde(rename = "invoice_down_url")]
    pdf_url: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(body: &str) -> Result<RetryIssueAnswer, NodeError> {
        RetryIssue::answer(Envelope::read(body.as_bytes()).unwrap())
    }

    #[test]
    fn an_existing_invoice_comes_with_its_number_and_perhaps_its_link() {
        let link = "https://inv.jss.com.cn/fp2/_du8cc.pdf";
        let body = format!(r#"{{"code":100,"invoice_down_url":"{link}","invoice_no":"24312000000022669098"}}"#);
        let invoice_number: InvoiceNumber = "24312000000022669098".parse().unwrap();
        let with_link =
            RetryIssueAnswer::AlreadyIssued { invoice_number: invoice_number.clone(), pdf_url: Some(link.into()) };
        assert_eq!(answer(&body).unwrap(), with_link);
        let without = RetryIssueAnswer::AlreadyIssued { invoice_number, pdf_url: None };
        assert_eq!(answer(r#"{"code":"100","invoice_no":24312000000022669098}"#).unwrap(), without);
    }

    #[test]
    fn an_existing_invoice_without_a_number_is_an_error_that_names_the_member() {
        for body in [r#"{"code":100}"#, r#"{"code":100,"invoice_no":""}"#, r#"{"code":100,"invoice_no":"12"}"#] {
            let error = answer(body).unwrap_err().to_string();
            assert!(error.contains("invoice_no") || error.contains("invoice number"), "{error}");
        }
    }
}
