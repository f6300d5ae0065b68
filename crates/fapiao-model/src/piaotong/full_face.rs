//! Everything that is printed on an invoice.

use super::{Encoded, InvoiceState, facts};
use crate::{Amount, ChinaTime, InvoiceNumber, node::Extra};
use serde::Deserialize;

/// Everything that is printed on an invoice (A 2.13; for 数电 inferred, with `invoiceXml` and the digital number seen).
///
/// Only serial and state are always there. Texts are kept as they came.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct FullFace {
    /// The request serial.
    #[serde(rename = "invoiceReqSerialNo")]
    pub serial: String,
    /// The invoice's state; see [`state`](Self::state).
    pub code: String,
    /// Piaotong's words.
    #[serde(default)]
    pub msg: String,
    /// The buyer's title.
    #[serde(rename = "buyerName")]
    pub buyer_name: Option<String>,
    /// The buyer's tax number.
    #[serde(rename = "buyerTaxpayerNum")]
    pub buyer_tax_number: Option<String>,
    /// The seller's tax number.
    #[serde(rename = "sellerTaxpayerNum")]
    pub seller_tax_number: Option<String>,
    /// The seller's name.
    #[serde(rename = "sellerName")]
    pub seller_name: Option<String>,
    /// The kind: 10, 04, 01, 41, 08; for 数电 81 and 82 are likely.
    #[serde(rename = "invoiceKind")]
    pub kind: Option<String>,
    /// `1` blue, `2` red.
    #[serde(rename = "invoiceType")]
    pub invoice_type: Option<String>,
    /// The digital number (seen in a client for the main query).
    #[serde(rename = "allEleInvNo")]
    pub digital_number: Option<String>,
    /// The code of older invoices.
    #[serde(rename = "invoiceCode")]
    pub invoice_code: Option<String>,
    /// The number.
    #[serde(rename = "invoiceNo")]
    pub invoice_number: Option<String>,
    /// When it was issued, `yyyy-MM-dd HH:mm:ss`.
    #[serde(rename = "invoiceDate")]
    pub date: Option<String>,
    /// Without tax, in yuan.
    #[serde(rename = "noTaxAmount")]
    pub net: Option<Amount>,
    /// The tax.
    #[serde(rename = "taxAmount")]
    pub tax: Option<Amount>,
    /// With tax.
    #[serde(rename = "amountWithTax")]
    pub gross: Option<Amount>,
    /// `NOT_DESTROY`, `ALREADY_DESTROY`, `DESTROYING`, `DESTROY_FAIL`.
    #[serde(rename = "invalidFlag")]
    pub void_mark: Option<String>,
    /// `NOT_RED`, `ALREADY_RED`, `REDING`, `RED_FAIL`, `PART_RED`.
    #[serde(rename = "redFlag")]
    pub red_mark: Option<String>,
    /// The drawer.
    #[serde(rename = "drawerName")]
    pub drawer: Option<String>,
    /// The remark.
    pub remark: Option<String>,
    /// The order number that was sent as `tradeNo`; up to 200 characters here.
    #[serde(rename = "tradeNo")]
    pub trade_number: Option<String>,
    /// `pdf` or `ofd`.
    #[serde(rename = "invoiceLayoutFileType")]
    pub file_type: Option<String>,
    /// The file itself.
    #[serde(rename = "invoicePdf")]
    pub file: Option<Encoded>,
    /// The invoice's data.
    #[serde(rename = "invoiceXml")]
    pub xml: Option<Encoded>,
    /// Where the file is.
    #[serde(rename = "downloadUrl")]
    pub download_url: Option<Encoded>,
    /// The lines.
    #[serde(rename = "itemList", default)]
    pub lines: Vec<FaceLine>,
    /// All other members.
    #[serde(rename = "$extra")]
    pub extra: Extra,
}

/// A printed line. Figures that may be words on the face (a rate of `免税`) are texts.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct FaceLine {
    /// The name, such as `*谷物*小麦`.
    #[serde(rename = "goodsName", default)]
    pub name: String,
    /// The tax classification.
    #[serde(rename = "taxClassificationCode")]
    pub tax_code: Option<String>,
    /// Specification or model.
    #[serde(rename = "specificationModel")]
    pub specification: Option<String>,
    /// The unit.
    #[serde(rename = "meteringUnit")]
    pub unit: Option<String>,
    /// The quantity.
    pub quantity: Option<String>,
    /// The unit price without tax.
    #[serde(rename = "unitPrice")]
    pub unit_price: Option<String>,
    /// The line's amount.
    #[serde(rename = "itemAmount")]
    pub amount: Option<Amount>,
    /// The rate.
    #[serde(rename = "taxRate")]
    pub rate: Option<String>,
    /// The tax.
    #[serde(rename = "taxRateAmount")]
    pub tax: Option<Amount>,
    /// `0` normal, `1` discount line, `2` discounted line.
    #[serde(rename = "itemProperty")]
    pub property: Option<String>,
    /// All other members.
    #[serde(rename = "$extra")]
    pub extra: Extra,
}

impl FullFace {
    /// How the invoice stands.
    #[must_use]
    pub fn state(&self) -> InvoiceState {
        InvoiceState::of(&self.code)
    }

    /// The number: `allEleInvNo`, else `invoiceNo`.
    #[must_use]
    pub fn number(&self) -> Option<InvoiceNumber> {
        facts::number(self.digital_number.as_deref(), self.invoice_number.as_deref())
    }

    /// When it was issued.
    #[must_use]
    pub fn issued_at(&self) -> Option<ChinaTime> {
        self.date.as_deref()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::Node;

    #[test]
    fn a_face_is_read_from_texts_and_numbers_alike() {
        let json = r#"{"invoiceReqSerialNo":"TEST1","code":"0000","buyerName":"购买方","noTaxAmount":49.880,
            "taxAmount":"0.00","invoiceNo":26112000000000000001,"itemList":{"goodsName":"*谷物*小麦","taxRate":"免税"}}"#;
        let face: FullFace = Node::from_json(json.as_bytes()).unwrap().read().unwrap();
        assert_eq!(face.net.map(|net| net.to_string()), Some("49.88".into()));
        assert_eq!(face.number(), "26112000000000000001".parse().ok());
        assert_eq!((face.lines.len(), face.lines[0].rate.as_deref()), (1, Some("免税")));
    }
}
