//! What Nuonuo says of one order, or of one invoice of a split order.

use super::InvoiceLine;
use crate::nuonuo::{DeliveryStatus, InvoiceStatus, SerialNumber, kind_from_name, lenient};
use crate::{
    Amount, ChinaTime, InvoiceKind,
    node::{Extra, Node},
};
use serde::Deserialize;

/// What Nuonuo says of one order, or of one invoice of a split order.
///
/// Every field may be missing. Those marked "by arrangement" come only if Nuonuo enabled them for the company.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
#[derive(Default)]
#[non_exhaustive]
pub struct InvoiceResult {
    /// Nuonuo's number.
    #[serde(rename = "serialNo")]
    pub serial_number: Option<SerialNumber>,
    /// The order number.
    #[serde(rename = "orderNo")]
    pub order_number: Option<String>,
    /// The state: decide by it.
    pub status: Option<InvoiceStatus>,
    /// The state in words, for people.
    #[serde(rename = "statusMsg")]
    pub status_words: Option<String>,
    /// Why it failed.
    #[serde(rename = "failCause")]
    pub fail_cause: Option<String>,
    /// Address of the PDF, fetched by a plain GET without credentials; whether it expires is unknown.
    #[serde(rename = "pdfUrl")]
    pub pdf_url: Option<String>,
    /// Address of the OFD: the legal original where there is one.
    #[serde(rename = "ofdUrl")]
    pub ofd_url: Option<String>,
    /// Address of the XML, if configured.
    #[serde(rename = "xmlUrl")]
    pub xml_url: Option<String>,
    /// A page to look at, without scheme.
    #[serde(rename = "pictureUrl")]
    pub picture_url: Option<String>,
    /// Pictures, separated by commas.
    #[serde(rename = "imgUrls")]
    pub image_urls: Option<String>,
    /// A paper invoice with its form as background.
    #[serde(rename = "paperPdfUrl")]
    pub paper_pdf_url: Option<String>,
    /// When it was issued.
    #[serde(rename = "invoiceTime", deserialize_with = "lenient::time")]
    pub issued_at: Option<ChinaTime>,
    /// The invoice's code; fully digital invoices have none.
    #[serde(rename = "invoiceCode")]
    pub invoice_code: Option<String>,
    /// The invoice's number; use [`number`](Self::number).
    #[serde(rename = "invoiceNo")]
    pub invoice_number: Option<String>,
    /// The fully digital number. The documents cut its name at 25 characters; both are read.
    #[serde(rename = "allElectronicInvoiceNumber", alias = "allElectronicInvoiceNumbe")]
    pub digital_number: Option<String>,
    /// Without tax.
    #[serde(rename = "exTaxAmount")]
    pub net: Option<Amount>,
    /// The tax.
    #[serde(rename = "taxAmount")]
    pub tax: Option<Amount>,
    /// With tax.
    #[serde(rename = "orderAmount")]
    pub gross: Option<Amount>,
    /// The buyer's name.
    #[serde(rename = "payerName")]
    pub buyer_name: Option<String>,
    /// The buyer's tax number.
    #[serde(rename = "payerTaxNo")]
    pub buyer_tax_number: Option<String>,
    /// The buyer's address.
    #[serde(rename = "address")]
    pub buyer_address: Option<String>,
    /// The buyer's telephone.
    #[serde(rename = "telephone")]
    pub buyer_telephone: Option<String>,
    /// The buyer's bank and account.
    #[serde(rename = "bankAccount")]
    pub buyer_account: Option<String>,
    /// The kind as a Chinese name; see [`kind`](Self::kind).
    #[serde(rename = "invoiceKind")]
    pub kind_name: Option<String>,
    /// Check code of an invoice from before full digitisation.
    #[serde(rename = "checkCode")]
    pub check_code: Option<String>,
    /// Content of the QR code.
    #[serde(rename = "qrCode")]
    pub qr_code: Option<String>,
    /// The drawer.
    #[serde(rename = "clerk")]
    pub drawer: Option<String>,
    /// The payee.
    pub payee: Option<String>,
    /// The reviewer.
    #[serde(rename = "checker")]
    pub reviewer: Option<String>,
    /// The seller's tax number.
    #[serde(rename = "salerTaxNum")]
    pub seller_tax_number: Option<String>,
    /// The seller's name.
    #[serde(rename = "saleName")]
    pub seller_name: Option<String>,
    /// The remark.
    pub remark: Option<String>,
    /// The issuing point.
    #[serde(rename = "extensionNumber")]
    pub extension_number: Option<String>,
    /// Code of the blue invoice that this red one reverses.
    #[serde(rename = "oldInvoiceCode")]
    pub blue_code: Option<String>,
    /// Number of that blue invoice.
    #[serde(rename = "oldInvoiceNo")]
    pub blue_number: Option<String>,
    /// Fully digital number of that blue invoice.
    #[serde(rename = "oldEleInvoiceNumber")]
    pub blue_digital_number: Option<String>,
    /// When Nuonuo made the record (by arrangement).
    #[serde(rename = "createTime", deserialize_with = "lenient::time")]
    pub created_at: Option<ChinaTime>,
    /// When Nuonuo last changed it (by arrangement).
    #[serde(rename = "updateTime", deserialize_with = "lenient::time")]
    pub updated_at: Option<ChinaTime>,
    /// The order's time (by arrangement).
    #[serde(rename = "invoiceDate", deserialize_with = "lenient::time")]
    pub ordered_at: Option<ChinaTime>,
    /// 1 blue, 2 red (by arrangement).
    #[serde(rename = "invoiceType")]
    pub invoice_type: Option<String>,
    /// Nuonuo's code of the red reason (by arrangement).
    #[serde(rename = "redReason")]
    pub red_reason: Option<String>,
    /// When it was voided (by arrangement).
    #[serde(rename = "invalidTime", deserialize_with = "lenient::time")]
    pub voided_at: Option<ChinaTime>,
    /// Code of the reason for voiding (by arrangement).
    #[serde(rename = "invalidReason")]
    pub void_reason: Option<String>,
    /// The special business (by arrangement).
    #[serde(rename = "specificFactor")]
    pub special_business: Option<String>,
    /// Refined oil.
    #[serde(rename = "productOilFlag")]
    pub refined_oil: Option<String>,
    /// Whether the e-mail reached the buyer (by arrangement).
    #[serde(rename = "emailNotifyStatus")]
    pub email_status: Option<DeliveryStatus>,
    /// Whether the message reached the buyer's phone (by arrangement).
    #[serde(rename = "phoneNotifyStatus")]
    pub phone_status: Option<DeliveryStatus>,
    /// The first field of the merchant's own.
    #[serde(rename = "bField1")]
    pub own_field_1: Option<String>,
    /// The second.
    #[serde(rename = "bField2")]
    pub own_field_2: Option<String>,
    /// The third: the issuing adapter's mark comes back here.
    #[serde(rename = "bField3")]
    pub own_field_3: Option<String>,
    /// The lines, if they were asked for.
    #[serde(rename = "invoiceItems")]
    pub lines: Vec<InvoiceLine>,
    /// Vehicle details: the documents differ between an object and a list.
    #[serde(rename = "vehicleInfo")]
    pub vehicle_info: Option<Node>,
    /// Second-hand vehicle details, in either shape too.
    #[serde(rename = "secondHandCarInfo")]
    pub second_hand_vehicle_info: Option<Node>,
    /// Travellers. The documents cut its name at 25 characters; both are read.
    #[serde(rename = "invoiceTravellerTransportInfoList", alias = "invoiceTravellerTransport")]
    pub travellers: Option<Node>,
    /// Everything else that came.
    #[serde(rename = "$extra")]
    pub extra: Extra,
}

impl InvoiceResult {
    /// The invoice's number: the fully digital one, or else the older one.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        self.digital_number.as_deref().or(self.invoice_number.as_deref())
    }

    /// The kind behind its Chinese name, if the name is a listed one.
    #[must_use]
    pub fn kind(&self) -> Option<InvoiceKind> {
        self.kind_name.as_deref().and_then(kind_from_name)
    }
}
