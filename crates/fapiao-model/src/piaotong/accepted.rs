//! The answer to an order, blue or red.

use super::Encoded;
use crate::node::Extra;
use serde::Deserialize;

/// The order was taken; nothing is issued yet. The result comes by push, or is asked for.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct OrderAccepted {
    /// The request serial that the order lives under.
    #[serde(rename = "invoiceReqSerialNo")]
    pub serial: String,
    /// The address of a page that shows the progress.
    #[serde(rename = "qrCodePath")]
    pub progress_page: Option<Encoded>,
    /// A picture of that address as QR code.
    #[serde(rename = "qrCode")]
    pub progress_qr_code: Option<Encoded>,
    /// Members that no document names.
    #[serde(rename = "$extra")]
    pub extra: Extra,
}
