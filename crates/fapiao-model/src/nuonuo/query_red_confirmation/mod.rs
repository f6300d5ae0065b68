//! Asks for red confirmation forms.

mod form;

pub use form::{RedConfirmation, RedConfirmationLine, RedConfirmations};

use super::{BillId, Call, RedConfirmationNumber, RedConfirmationStatus, RedConfirmationUuid, ResultAt, Side};
use crate::{ChinaTime, Entry, Fault, Knowledge, Operation, Provider, Replay};
use serde::{Serialize, Serializer};
use std::time::Duration;

/// Asks for red confirmation forms (查询红字确认单), one by its number or many by date.
///
/// Nuonuo knows only what it did itself or downloaded: what the other side did at the bureau shows after
/// [`RefreshRedConfirmations`](super::RefreshRedConfirmations).
#[doc(alias = "查询红字确认单")]
#[doc(alias = "queryInvoiceRedConfirm")]
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug, Serialize)]
pub struct QueryRedConfirmation {
    #[serde(rename = "identity")]
    side: Side,
    #[serde(rename = "billStatus", skip_serializing_if = "Option::is_none")]
    status: Option<RedConfirmationStatus>,
    #[serde(rename = "billId", skip_serializing_if = "Option::is_none")]
    bill_id: Option<BillId>,
    #[serde(rename = "billNo", skip_serializing_if = "Option::is_none")]
    number: Option<RedConfirmationNumber>,
    #[serde(rename = "billUuid", skip_serializing_if = "Option::is_none")]
    uuid: Option<RedConfirmationUuid>,
    #[serde(rename = "billTimeStart", skip_serializing_if = "Option::is_none", serialize_with = "date")]
    from: Option<ChinaTime>,
    #[serde(rename = "billTimeEnd", skip_serializing_if = "Option::is_none", serialize_with = "date")]
    to: Option<ChinaTime>,
    #[serde(rename = "pageNo", skip_serializing_if = "Option::is_none", serialize_with = "text")]
    page: Option<u32>,
    #[serde(rename = "pageSize", skip_serializing_if = "Option::is_none", serialize_with = "text")]
    page_size: Option<u32>,
}

impl QueryRedConfirmation {
    /// By the merchant's own application number.
    pub fn by_bill_id(side: Side, bill_id: BillId) -> Self {
        Self { bill_id: Some(bill_id), ..Self::new(side) }
    }

    /// By the form's number.
    pub fn by_number(side: Side, number: RedConfirmationNumber) -> Self {
        Self { number: Some(number), ..Self::new(side) }
    }

    /// By the form's id at the bureau.
    pub fn by_uuid(side: Side, uuid: RedConfirmationUuid) -> Self {
        Self { uuid: Some(uuid), ..Self::new(side) }
    }

    /// By date: the days of these two instants, both included, at most 90 days apart.
    pub fn between(side: Side, from: ChinaTime, to: ChinaTime) -> Self {
        Self { from: Some(from), to: Some(to), ..Self::new(side) }
    }

    const fn new(side: Side) -> Self {
        Self {
            side,
            status: None,
            bill_id: None,
            number: None,
            uuid: None,
            from: None,
            to: None,
            page: None,
            page_size: None,
        }
    }

    /// Forms in this state only.
    pub fn status(mut self, status: RedConfirmationStatus) -> Self {
        self.status = Some(status);
        self
    }

    /// Which page, from 1, of how many forms each (at most 50). Nuonuo's default is the first, of 10.
    pub const fn page(mut self, number: u32, size: u32) -> Self {
        self.page = Some(number);
        self.page_size = Some(size);
        self
    }
}

impl Operation for QueryRedConfirmation {
    type Answer = RedConfirmations;

    const ENTRY: Entry = Entry::new(
        Provider::Nuonuo,
        "QueryRedConfirmation",
        "nuonuo.OpeMplatform.queryInvoiceRedConfirm",
        "红字确认单查询",
        "queryInvoiceRedConfirm V2.0",
    )
    .replay(Replay::Safe)
    .knowledge(Knowledge::Documented);

    fn key(&self) -> Option<&str> {
        let bill_id = self.bill_id.as_ref().map(BillId::as_str);
        let number = self.number.as_ref().map(RedConfirmationNumber::as_str);
        bill_id.or(number).or(self.uuid.as_ref().map(RedConfirmationUuid::as_str))
    }
}

impl Call for QueryRedConfirmation {
    const RESULT: ResultAt = ResultAt::ResultOrTop;

    /// Documented is 0000, the live gateway sends E0000.
    fn is_success(_: &str, code: &str) -> bool {
        matches!(code, "E0000" | "0000")
    }

    fn check(&self) -> Result<(), Fault> {
        if self.page == Some(0) || !(1..=50).contains(&self.page_size.unwrap_or(10)) {
            return Err(Fault::new("pageSize", "is not 1 to 50, or the page is 0; pages count from 1"));
        }
        let (Some(from), Some(to)) = (self.from, self.to) else { return Ok(()) };
        if to < from || to.since(from) > Duration::from_secs(90 * 24 * 3600) {
            return Err(Fault::new(
                "billTimeEnd",
                "is before billTimeStart or more than 90 days after it; ask in parts",
            ));
        }
        Ok(())
    }
}

fn date<S: Serializer>(time: &Option<ChinaTime>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&time.map(ChinaTime::date).unwrap_or_default())
}

fn text<S: Serializer>(number: &Option<u32>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&number.unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{node::Node, nuonuo::answer};

    fn read(json: &str) -> RedConfirmations {
        answer::<QueryRedConfirmation>(&Node::from_json(json.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn all_shapes_of_the_answer_are_read() {
        for json in [
            r#"{"code":"E0000","result":{"total":1,"list":[{"billStatus":"02","openStatus":0}]}}"#,
            r#"{"code":"0000","total":"1","list":[{"billStatus":"02","openStatus":"0"}]}"#,
            r#"{"code":"0000","result":null,"total":"1","list":[{"billStatus":"02","openStatus":"0"}]}"#,
            r#"{"code":"E0000","result":"{\"total\":1,\"list\":[{\"billStatus\":\"02\",\"openStatus\":0}]}"}"#,
        ] {
            let forms = read(json);
            assert_eq!(forms.total, Some(1), "{json}");
            assert_eq!(forms.list[0].status, Some(RedConfirmationStatus::WaitingForBuyer), "{json}");
            assert!(!forms.list[0].is_issued(), "{json}");
        }
        let without_total = read(r#"{"code":"E0000","result":{"list":[{"billStatus":"77"}]}}"#);
        assert_eq!(without_total.total, None);
        assert_eq!(without_total.list[0].status, Some(RedConfirmationStatus::Other("77".into())));
        assert!(read(r#"{"code":"E0000","result":{"total":0,"list":[]}}"#).list.is_empty());
    }

    #[test]
    fn zeros_are_a_success_of_this_method_only() {
        use crate::nuonuo::IssueInvoice;
        assert!(QueryRedConfirmation::is_success("", "0000") && QueryRedConfirmation::is_success("", "E0000"));
        assert!(!IssueInvoice::is_success("", "0000"));
    }

    #[test]
    fn dates_are_at_most_90_days_apart() {
        let at = |text: &str| text.parse::<ChinaTime>().unwrap();
        let between = |to| QueryRedConfirmation::between(Side::Buyer, at("2026-09-01 00:00:00"), at(to));
        assert!(between("2026-11-30 00:00:00").check().is_ok());
        assert!(between("2026-12-01 00:00:00").check().is_err());
        assert!(between("2026-08-31 23:59:59").check().is_err());
    }

    #[test]
    fn pages_are_texts_of_at_most_50() {
        let page = |size| QueryRedConfirmation::by_bill_id(Side::Seller, "R1".parse().unwrap()).page(2, size);
        assert_eq!(
            serde_json::to_string(&page(50)).unwrap(),
            r#"{"identity":"0","billId":"R1","pageNo":"2","pageSize":"50"}"#
        );
        assert!(page(50).check().is_ok() && page(51).check().is_err() && page(0).check().is_err());
    }
}
