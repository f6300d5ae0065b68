//! Has Nuonuo download red confirmation forms from the tax bureau.

use super::checks::at_most_if_any;
use super::{Accepted, Call, ExtensionNumber, RedConfirmationUuid, ResultAt, Side};
use crate::{ChinaTime, Entry, Fault, Knowledge, Operation, Provider, Replay};
use serde::{Serialize, Serializer};

/// Has Nuonuo download red confirmation forms from the tax bureau (刷新红字确认单). Ask for them afterwards.
#[doc(alias = "refreshInvoiceRedConfirm")]
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug, Serialize)]
pub struct RefreshRedConfirmations {
    #[serde(rename = "identity")]
    side: Side,
    #[serde(rename = "billUuid", skip_serializing_if = "Option::is_none")]
    uuid: Option<RedConfirmationUuid>,
    #[serde(rename = "startTime", skip_serializing_if = "Option::is_none", serialize_with = "date")]
    from: Option<ChinaTime>,
    #[serde(rename = "endTime", skip_serializing_if = "Option::is_none", serialize_with = "date")]
    to: Option<ChinaTime>,
    #[serde(rename = "extensionNumber", skip_serializing_if = "Option::is_none")]
    extension_number: Option<ExtensionNumber>,
    #[serde(rename = "clerkId", skip_serializing_if = "Option::is_none")]
    drawer_id: Option<String>,
    #[serde(rename = "deptId", skip_serializing_if = "Option::is_none")]
    department_id: Option<String>,
}

impl RefreshRedConfirmations {
    /// All forms on which the merchant is this side.
    pub const fn new(side: Side) -> Self {
        Self { side, uuid: None, from: None, to: None, extension_number: None, drawer_id: None, department_id: None }
    }

    /// One form, by its id at the bureau.
    pub fn uuid(mut self, uuid: RedConfirmationUuid) -> Self {
        self.uuid = Some(uuid);
        self
    }

    /// The forms of the days of these two instants. The documents give 10 characters; `yyyy-MM-dd` is inferred.
    pub const fn between(mut self, from: ChinaTime, to: ChinaTime) -> Self {
        self.from = Some(from);
        self.to = Some(to);
        self
    }

    /// The issuing point (分机号).
    pub fn extension_number(mut self, number: ExtensionNumber) -> Self {
        self.extension_number = Some(number);
        self
    }

    text_setters! {
        /// The drawer's id inside Nuonuo (开票员id), at most 32 characters.
        drawer_id => drawer_id;
        /// The shop's id inside Nuonuo (部门门店id), at most 32 characters.
        department_id => department_id;
    }
}

impl Operation for RefreshRedConfirmations {
    type Answer = Accepted;

    const ENTRY: Entry = Entry::new(
        Provider::Nuonuo,
        "RefreshRedConfirmations",
        "nuonuo.OpeMplatform.refreshInvoiceRedConfirm",
        "红字确认单下载",
        "refreshInvoiceRedConfirm V2.0",
    )
    .replay(Replay::Safe)
    .knowledge(Knowledge::Documented);

    fn key(&self) -> Option<&str> {
        self.uuid.as_ref().map(RedConfirmationUuid::as_str)
    }
}

impl Call for RefreshRedConfirmations {
    const RESULT: ResultAt = ResultAt::Envelope;

    fn check(&self) -> Result<(), Fault> {
        at_most_if_any("clerkId", self.drawer_id.as_deref(), 32)?;
        at_most_if_any("deptId", self.department_id.as_deref(), 32)?;
        at_most_if_any("billUuid", self.uuid.as_ref().map(RedConfirmationUuid::as_str), 32)
    }
}

fn date<S: Serializer>(time: &Option<ChinaTime>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&time.map(ChinaTime::date).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_this_method() {
        let day = "2026-11-21 10:00:00".parse().unwrap();
        let refresh = RefreshRedConfirmations::new(Side::Seller).uuid("u1".parse().unwrap()).between(day, day);
        assert_eq!(
            serde_json::to_string(&refresh.department_id("d")).unwrap(),
            r#"{"identity":"0","billUuid":"u1","startTime":"2026-11-21","endTime":"2026-11-21","deptId":"d"}"#
        );
    }
}
