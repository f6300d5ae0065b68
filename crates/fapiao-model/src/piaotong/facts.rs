//! The main facts of an invoice, as the query and the push give them.

use super::{Encoded, InvoiceState, InvoiceType};
use crate::{Amount, ChinaTime, InvoiceCode, InvoiceNumber, node::Extra};
use serde::Deserialize;

/// How an invoice stands, and its main facts once it is issued (A 2.6 and A 2.7, B 2.11 and B 2.13).
///
/// Texts are kept as they came; [`state`](Self::state), [`number`](Self::number) and the like read them.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct InvoiceFacts {
    /// The seller's tax number.
    #[serde(rename = "taxpayerNum")]
    pub seller: String,
    /// The request serial.
    #[serde(rename = "invoiceReqSerialNo")]
    pub serial: String,
    /// The invoice's state; see [`state`](Self::state).
    pub code: String,
    /// Which document; see [`document`](Self::document).
    #[serde(rename = "invoiceType", default)]
    pub invoice_type: String,
    /// Piaotong's words, such as the reason of a failure.
    #[serde(default)]
    pub msg: String,
    /// The order number that was sent as `tradeNo`; Piaotong puts the serial there if none was. Once issued. Documented with
    /// 20 characters although 200 may be sent.
    #[serde(rename = "tradeNo")]
    pub trade_number: Option<String>,
    /// The check code of older invoices.
    #[serde(rename = "securityCode")]
    pub check_code: Option<String>,
    /// The QR code of the face.
    #[serde(rename = "qrCode")]
    pub face_qr_code: Option<Encoded>,
    /// The digital number. A client looks for it; its author was not sure that it exists.
    #[serde(rename = "allEleInvNo")]
    pub digital_number: Option<String>,
    /// The code of older invoices; may be empty.
    #[serde(rename = "invoiceCode")]
    pub invoice_code: Option<String>,
    /// The number: 8 digits, or the 20 of a digital invoice.
    #[serde(rename = "invoiceNo")]
    pub invoice_number: Option<String>,
    /// When it was issued, `yyyy-MM-dd HH:mm:ss`; see [`issued_at`](Self::issued_at).
    #[serde(rename = "invoiceDate")]
    pub date: Option<String>,
    /// Without tax, in yuan; negative on a red invoice.
    #[serde(rename = "noTaxAmount")]
    pub net: Option<Amount>,
    /// The tax.
    #[serde(rename = "taxAmount")]
    pub tax: Option<Amount>,
    /// `pdf` or `ofd`.
    #[serde(rename = "invoiceLayoutFileType")]
    pub file_type: Option<String>,
    /// The file itself.
    #[serde(rename = "invoicePdf")]
    pub file: Option<Encoded>,
    /// Where the file is.
    #[serde(rename = "downloadUrl")]
    pub download_url: Option<Encoded>,
    /// What the caller sent as `definedData`; in pushes only.
    #[serde(rename = "definedData")]
    pub defined_data: Option<String>,
    /// The QR code number, if the invoice came from a scan.
    #[serde(rename = "invoiceQrcodeNo")]
    pub qr_code_number: Option<String>,
    /// All other members.
    #[serde(rename = "$extra")]
    pub extra: Extra,
}

impl InvoiceFacts {
    /// How the invoice stands.
    #[must_use]
    pub fn state(&self) -> InvoiceState {
        InvoiceState::of(&self.code)
    }

    /// Which document it is.
    #[must_use]
    pub fn document(&self) -> InvoiceType {
        InvoiceType::of(&self.invoice_type)
    }

    /// The number: `allEleInvNo`, else `invoiceNo`; `None` if neither has 20 or 8 digits (switch `digital_number_member`).
    #[must_use]
    pub fn number(&self) -> Option<InvoiceNumber> {
        number(self.digital_number.as_deref(), self.invoice_number.as_deref())
    }

    /// The code of an invoice that is not fully digital.
    #[must_use]
    pub fn code_of_invoice(&self) -> Option<InvoiceCode> {
        self.invoice_code.as_deref()?.parse().ok()
    }

    /// When it was issued.
    #[must_use]
    pub fn issued_at(&self) -> Option<ChinaTime> {
        self.date.as_deref()?.parse().ok()
    }
}

pub(super) fn number(digital: Option<&str>, plain: Option<&str>) -> Option<InvoiceNumber> {
    digital.and_then(|text| text.parse().ok()).or_else(|| plain?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::Node;

    fn facts(json: &str) -> InvoiceFacts {
        Node::from_json(json.as_bytes()).unwrap().read().unwrap()
    }

    #[test]
    fn a_pending_answer_has_no_facts_yet() {
        let facts = facts(r#"{"taxpayerNum":"1","invoiceReqSerialNo":"2","invoiceType":1,"code":7777,"msg":null}"#);
        assert_eq!((facts.state(), facts.document()), (InvoiceState::Issuing, InvoiceType::Blue));
        assert_eq!((facts.number(), facts.net, facts.msg.as_str()), (None, None, ""));
    }

    #[test]
    fn a_digital_number_is_found_in_either_member() {
        let with = |members: &str| {
            facts(&format!(r#"{{"taxpayerNum":"1","invoiceReqSerialNo":"2","code":"0000",{members}}}"#)).number()
        };
        let digital = "26112000000000000001".parse().ok();
        assert_eq!(with(r#""allEleInvNo":"26112000000000000001","invoiceNo":"12345678""#), digital);
        assert_eq!(with(r#""invoiceNo":26112000000000000001,"invoiceCode":"""#), digital);
        assert_eq!(with(r#""invoiceNo":"12345678""#), "12345678".parse().ok());
        assert_eq!(with(r#""invoiceNo":"?""#), None);
    }

    #[test]
    fn what_no_document_names_is_kept() {
        let facts = facts(r#"{"taxpayerNum":"1","invoiceReqSerialNo":"2","code":"3999","authId":77}"#);
        assert_eq!(facts.state(), InvoiceState::WaitingLogin);
        assert_eq!(facts.extra["authId"].as_text(), Some("77"));
    }
}
