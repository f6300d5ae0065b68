//! Asks what became of orders.

mod line;
mod result;

pub use line::InvoiceLine;
pub use result::InvoiceResult;

use super::{Call, SerialNumber};
use crate::{Entry, Fault, Knowledge, Operation, OrderNumber, Provider, Replay};
use serde::{Serialize, Serializer, ser::SerializeStruct};

/// Asks what became of orders (查询开票结果), up to 50 at a time, by order number or by serial number.
///
/// Match the entries of the answer by number, never by place: an order that was split has one entry per invoice, and whether
/// unknown numbers beside known ones are left out is unknown.
///
/// # Errors
/// `E9500` when none of the orders exists, or is visible yet: right after issuing that means "ask again".
#[doc(alias = "查询开票结果")]
#[doc(alias = "queryInvoiceResult")]
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug)]
pub struct QueryInvoiceResult {
    numbers: Numbers,
    with_lines: bool,
}

#[derive(Clone, Debug)]
enum Numbers {
    Orders(Vec<OrderNumber>),
    Serials(Vec<SerialNumber>),
}

impl QueryInvoiceResult {
    /// The most numbers in one query.
    pub const LIMIT: usize = 50;

    /// By order numbers.
    pub fn by_order_numbers(numbers: impl IntoIterator<Item = OrderNumber>) -> Self {
        Self { numbers: Numbers::Orders(numbers.into_iter().collect()), with_lines: false }
    }

    /// By Nuonuo's serial numbers.
    pub fn by_serial_numbers(numbers: impl IntoIterator<Item = SerialNumber>) -> Self {
        Self { numbers: Numbers::Serials(numbers.into_iter().collect()), with_lines: false }
    }

    /// Asks for the lines too.
    pub const fn with_lines(mut self) -> Self {
        self.with_lines = true;
        self
    }

    fn len(&self) -> usize {
        match &self.numbers {
            Numbers::Orders(numbers) => numbers.len(),
            Numbers::Serials(numbers) => numbers.len(),
        }
    }
}

impl Serialize for QueryInvoiceResult {
    /// Only the list that is used: the vendor's sample has a placeholder in the other one.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("QueryInvoiceResult", 2)?;
        match &self.numbers {
            Numbers::Orders(numbers) => out.serialize_field("orderNos", numbers)?,
            Numbers::Serials(numbers) => out.serialize_field("serialNos", numbers)?,
        }
        out.serialize_field("isOfferInvoiceDetail", if self.with_lines { "1" } else { "0" })?;
        out.end()
    }
}

impl Operation for QueryInvoiceResult {
    type Answer = Vec<InvoiceResult>;

    const ENTRY: Entry = Entry::new(
        Provider::Nuonuo,
        "QueryInvoiceResult",
        "nuonuo.OpeMplatform.queryInvoiceResult",
        "开票结果查询",
        "queryInvoiceResult V2.0",
    )
    .replay(Replay::Safe)
    .knowledge(Knowledge::Documented);

    fn key(&self) -> Option<&str> {
        match &self.numbers {
            Numbers::Orders(numbers) => numbers.first().map(OrderNumber::as_str),
            Numbers::Serials(numbers) => numbers.first().map(SerialNumber::as_str),
        }
    }
}

impl Call for QueryInvoiceResult {
    fn check(&self) -> Result<(), Fault> {
        let field = match self.numbers {
            Numbers::Orders(_) => "orderNos",
            Numbers::Serials(_) => "serialNos",
        };
        match self.len() {
            0 => Err(Fault::new(field, "is empty; ask for at least one number")),
            1..=Self::LIMIT => Ok(()),
            len => Err(Fault::new(field, format!("has {len} numbers, more than {}; ask in parts", Self::LIMIT))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nuonuo::{InvoiceStatus, answer};
    use crate::{InvoiceKind, node::Node};

    fn read(json: &str) -> Vec<InvoiceResult> {
        answer::<QueryInvoiceResult>(&Node::from_json(json.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn only_the_list_that_is_used_is_sent() {
        let by_order = QueryInvoiceResult::by_order_numbers(["A1".parse().unwrap()]).with_lines();
        assert_eq!(serde_json::to_string(&by_order).unwrap(), r#"{"orderNos":["A1"],"isOfferInvoiceDetail":"1"}"#);
        let by_serial = QueryInvoiceResult::by_serial_numbers(["17".parse().unwrap()]);
        assert_eq!(serde_json::to_string(&by_serial).unwrap(), r#"{"serialNos":["17"],"isOfferInvoiceDetail":"0"}"#);
    }

    #[test]
    fn more_than_50_numbers_are_refused_here() {
        let many = |n: usize| QueryInvoiceResult::by_order_numbers((0..n).map(|i| format!("A{i}").parse().unwrap()));
        assert!(many(50).check().is_ok());
        assert_eq!(many(51).check().unwrap_err().field(), "orderNos");
        assert!(many(0).check().is_err());
    }

    #[test]
    fn the_digital_number_wins_and_an_empty_one_is_none() {
        let results = read(
            r#"{"result":[{"invoiceNo":"10008058","allElectronicInvoiceNumber":"26332000000123456789"},
                {"invoiceNo":"10008058","allElectronicInvoiceNumber":""},{"invoiceNo":"","status":20}]}"#,
        );
        assert_eq!(results[0].number(), Some("26332000000123456789"));
        assert_eq!(results[1].number(), Some("10008058"));
        assert_eq!(results[2].number(), None);
        assert_eq!(results[2].status, Some(InvoiceStatus::Issuing));
    }

    #[test]
    fn the_cut_name_of_the_documents_is_read_too() {
        let results = read(r#"{"result":{"allElectronicInvoiceNumbe":"26332000000123456789"}}"#);
        assert_eq!(results[0].number(), Some("26332000000123456789"));
    }

    #[test]
    fn eighteen_decimals_and_vehicle_info_of_either_shape_are_read() {
        let results = read(
            r#"{"result":[{"invoiceKind":"电子发票(普通发票)","vehicleInfo":[{"vehicleType":"轿车"}],"secondHandCarInfo":{},
                "invoiceItems":[{"itemPrice":"66.666666666666666667","itemNum":1.500000000000000000,"isIncludeTax":"true",
                "itemTaxRate":null,"itemAmount":100}]}]}"#,
        );
        let line = &results[0].lines[0];
        assert_eq!(line.price.unwrap().to_string(), "66.666666666666666667");
        assert_eq!(line.quantity.unwrap().to_string(), "1.5");
        assert_eq!(line.amount.unwrap().to_string(), "100.00");
        assert!(line.includes_tax() && line.rate.is_none());
        assert_eq!(results[0].kind(), Some(InvoiceKind::DigitalOrdinary));
        assert!(results[0].vehicle_info.is_some());
    }
}
