//! Special business elements of an invoice, as far as somebody has seen them.

use crate::Amount;
use serde::Serialize;

/// A payment behind the invoice (`paymentList[]`), for Alipay's joint issuing channel. Seen in one client; which members are
/// required is unknown.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Payment {
    /// Payment code; its values are unknown.
    #[serde(rename = "paymentCode", skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Amount of the payment, in yuan.
    #[serde(rename = "transactionAmount", skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// The merchant's order number.
    #[serde(rename = "paymentOrderNo", skip_serializing_if = "Option::is_none")]
    pub order_number: Option<String>,
    /// The payment provider's trade number.
    #[serde(rename = "tradeNo", skip_serializing_if = "Option::is_none")]
    pub trade_number: Option<String>,
    /// The sub-merchant.
    #[serde(rename = "subMchid", skip_serializing_if = "Option::is_none")]
    pub sub_merchant: Option<String>,
    /// The payer's or payee's account; which of the two is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

/// A property that is rented out (`realEstateRentalList[]`, 不动产租赁); one entry per line of the invoice. Seen in one
/// client; a member for the certificate's number is likely but unseen.
#[doc(alias = "不动产租赁")]
#[derive(Clone, Debug, Serialize)]
pub struct RealEstateRental {
    /// Province, city and district, such as `重庆市渝北区`.
    pub region: String,
    /// The address below that.
    #[serde(rename = "detailedAddress")]
    pub address: String,
    /// The unit of the area, such as `平方米`.
    #[serde(rename = "areaUnit")]
    pub area_unit: String,
    /// `1` across cities, `0` not.
    #[serde(rename = "crossCitySign", serialize_with = "digit")]
    pub crosses_cities: bool,
    /// First and last day joined by one blank: `2026-01-01 2026-12-31`.
    #[serde(rename = "leaseTerm")]
    pub lease_term: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn digit<S: serde::Serializer>(is_set: &bool, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(if *is_set { "1" } else { "0" })
}
