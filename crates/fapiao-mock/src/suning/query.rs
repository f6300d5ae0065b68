//! `electronicinvoice.get`.

use super::{
    Suning, Upload,
    refusal::{Refusal, Step},
};
use serde_json::{Map, Value, json};

/// The "check" of an answer that found nothing: no fault of the request, so it is not logged as one.
pub(super) const NOTHING: &str = "nothing found";

const CODES: &str = "biz.custom.queryelectronicinvoice.missing-parameter:";

impl Suning {
    /// The invoices of an order's product: those that were handed in for it, and those without a product.
    ///
    /// What the real answer holds is unknown. This one gives back the fields of the upload except the file, one record an
    /// invoice; the code of a missing field follows the pattern of the other interfaces.
    pub(super) fn query(&self, fields: &Map<String, Value>) -> Step<Value> {
        let required = |field: &str| {
            let value = fields.get(field).and_then(Value::as_str).filter(|value| !value.is_empty());
            value.ok_or_else(|| {
                Refusal::new(format!("{CODES}{field}"), "required field", format!("{field} is absent or empty"))
            })
        };
        let (order, product) = (required("orderId")?, required("productCode")?);
        let is_meant = |upload: &&Upload| {
            upload.order_id == order && (upload.product_code.is_empty() || upload.product_code == product)
        };
        let found: Vec<_> = self.uploads.iter().filter(is_meant).map(|upload| json!(upload.fields)).collect();
        if found.is_empty() {
            return Err(Refusal::new("biz.handler.data-get:no-result", NOTHING, ""));
        }
        Ok(json!({"queryElectronicInvoice": found}))
    }
}
