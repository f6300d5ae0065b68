use fapiao_signing::AppSecret;
use std::time::Duration;

/// Suning's part of the sandbox's settings: one application, the shop's orders, and the open questions of the protocol notes as
/// switches. The default is a usable sandbox whose key and secret are known to everybody.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The application's key.
    pub app_key: String,
    /// The application's secret.
    pub app_secret: AppSecret,
    /// The shop's orders. Every other number is unknown (`invalid-biz:106`).
    pub orders: Vec<ShopOrder>,
    /// Switch `needs_token`: the access token that every request has to carry; `None`: the application is the merchant's own and
    /// needs none.
    pub access_token: Option<AppSecret>,
    /// Switch `needs_token`: whether that token has expired (`sys.check.user-permission:overdue`).
    pub is_token_expired: bool,
    /// Switch `signature_case`: whether a signature in upper-case hex is taken.
    pub takes_upper_case_signature: bool,
    /// How far a request's time may be off, either way.
    pub time_window: Duration,
    /// Switch `time_edge`: whether exactly that far is still inside.
    pub is_time_edge_inside: bool,
    /// Switch `bad_time_code`: the code for a time that is off, or of another form.
    pub bad_time_code: String,
    /// Switch `version_check`: whether only `v1.2` passes; else any text that is not empty does.
    pub is_version_checked: bool,
    /// Switch `max_file`: how many bytes a file may have.
    pub max_file: usize,
    /// How many characters a field may have before it is `length-overlong`; the real limits are unknown.
    pub max_text: usize,
    /// Switch `invoice_code_required`: whether `invoiceCode` has to be there, as the SDKs of 2019 have it.
    pub is_invoice_code_required: bool,
    /// Switch `empty_or_missing`: how a required field that is absent or empty is answered.
    pub absence: Absence,
    /// Switch `accepted_flags`: the values of `invoiceFlag` that are taken.
    pub accepted_flags: Vec<String>,
    /// Switch `head_type_values`: the values of `invoiceHeadType` that are taken; `None`: any text.
    pub head_types: Option<Vec<String>>,
    /// The carriers that are taken in `logisticsComp`; `None`: any text. The real list is unknown.
    pub carriers: Option<Vec<String>>,
    /// Switch `red_original`: what a red invoice has to say of its original.
    pub red_original: RedOriginal,
    /// Switch `reupload`: what a second upload of the same invoice does.
    pub reupload: Reupload,
    /// Switch `rate_limit`: how many requests a second are taken; `None`: all.
    pub requests_per_second: Option<u32>,
    /// The system that is out of order, such as `moms`; `None`: all of them work.
    pub unavailable_system: Option<String>,
    /// Switch `lenient_json`: whether single-quoted JSON is read, which the official Python SDK sends.
    pub lenient_json: bool,
}

/// How a required field that is absent or empty is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Absence {
    /// An absent one with `missing-parameter`, an empty one with its number.
    Apart,
    /// Both with `missing-parameter`.
    AlwaysMissing,
    /// Both with the field's number.
    AlwaysNumber,
}

/// What a red invoice has to say of its original.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RedOriginal {
    /// Its number, and its code unless the original is fully digital (a number of 20 digits).
    ByKind,
    /// Both, always.
    Both,
    /// Nothing.
    Neither,
}

/// What a second upload of the same invoice does.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reupload {
    /// It is taken, and takes the first one's place.
    Replaces,
    /// It is answered like a first one, and changes nothing.
    Ignored,
    /// It is refused with this code; which one Suning would give is unknown.
    Refused(String),
}

/// One order of the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ShopOrder {
    /// Its number.
    pub id: String,
    /// Whether it is paid; else an upload is `invalid-biz:110`.
    pub is_paid: bool,
    /// Whether goods of it were returned; else a red invoice is `invalid-biz:109`.
    pub is_returned: bool,
    /// Whether it takes an electronic invoice; else an upload is `invalid-biz:111`.
    pub is_electronic: bool,
}

impl ShopOrder {
    /// A paid order that nothing was returned of.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), is_paid: true, is_returned: false, is_electronic: true }
    }

    /// The same order, with goods returned.
    #[must_use]
    pub fn returned(mut self) -> Self {
        self.is_returned = true;
        self
    }

    /// The same order, not paid yet.
    #[must_use]
    pub fn unpaid(mut self) -> Self {
        self.is_paid = false;
        self
    }

    /// The same order, which takes no electronic invoice.
    #[must_use]
    pub fn not_electronic(mut self) -> Self {
        self.is_electronic = false;
        self
    }
}

impl Default for Settings {
    /// Orders `4511680401` to `4511680490` (the first thirty are those of the demo's file, three of them with a return): the last ten are five with a return (…481 to …485), three unpaid ones (…486 to …488)
    /// and two that take no electronic invoice (…489, …490).
    fn default() -> Self {
        Self {
            app_key: "b0c332a133c102765f39de0011223344".into(),
            app_secret: AppSecret::new("5f1e0a9c77b24d3f8c6a1b2e3d4f5a60"),
            orders: (4_511_680_401_u64..=4_511_680_490).map(default_order).collect(),
            access_token: None,
            is_token_expired: false,
            takes_upper_case_signature: false,
            time_window: Duration::from_secs(600),
            is_time_edge_inside: true,
            bad_time_code: "sys.check.app-time:error".into(),
            is_version_checked: false,
            max_file: 1_048_576,
            max_text: 1000,
            is_invoice_code_required: false,
            absence: Absence::Apart,
            accepted_flags: ["01", "02", "04"].map(str::to_owned).into(),
            head_types: None,
            carriers: None,
            red_original: RedOriginal::ByKind,
            reupload: Reupload::Replaces,
            requests_per_second: None,
            unavailable_system: None,
            lenient_json: true,
        }
    }
}

impl Settings {
    /// Every secret, for the scrubber.
    #[must_use]
    pub fn secrets(&self) -> Vec<String> {
        let token = self.access_token.iter();
        std::iter::once(&self.app_secret).chain(token).map(|secret| secret.expose().to_owned()).collect()
    }
}

fn default_order(id: u64) -> ShopOrder {
    let order = ShopOrder::new(id.to_string());
    match id % 100 {
        6 | 12 | 29 | 81..=85 => order.returned(),
        86..=88 => order.unpaid(),
        89 | 90 => order.not_electronic(),
        _ => order,
    }
}
