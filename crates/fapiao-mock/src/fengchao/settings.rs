//! What can be set about the gateway.

use fapiao_model::Amount;
use fapiao_signing::AppSecret;
use std::time::Duration;

/// Fengchao's settings. The defaults are a made-up partner, two tax numbers and no orders.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The partner's application id (`appid`).
    pub app_id: String,
    /// Its secret.
    pub app_secret: AppSecret,
    /// The sellers' tax numbers that the application may act for.
    pub tax_numbers: Vec<String>,
    /// The orders that stand in the gateway's books from the start.
    pub orders: Vec<StandingOrder>,
    /// How long an accepted retry takes until the invoice is issued.
    pub issue_after: Duration,
    /// The code of every refusal: no document lists one (switch `fengchao.failure_code`).
    pub failure_code: i64,
    /// How far the time stamp may be off; `None`: it is not checked (switch `fengchao.timestamp_window`).
    pub timestamp_window: Option<Duration>,
    /// Whether a signature in upper case is taken (switch `fengchao.signature_case`).
    pub signature_ignores_case: bool,
}

/// An order in the gateway's books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingOrder {
    /// Its number.
    pub number: String,
    /// The seller's tax number.
    pub seller: String,
    /// The buyer's title.
    pub buyer: String,
    /// Without tax.
    pub net: Amount,
    /// The tax.
    pub tax: Amount,
    /// How it stands.
    pub state: OrderState,
}

/// How an order stands in the gateway's books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OrderState {
    /// It failed: a retry is accepted.
    Failed,
    /// Its invoice exists.
    Issued,
    /// It is being issued, for ever.
    Issuing,
    /// The drawer has to log in at the tax bureau first.
    LoginMissing,
}

impl Settings {
    /// Every secret, for the scrubber.
    #[must_use]
    pub fn secrets(&self) -> Vec<String> {
        vec![self.app_secret.expose().to_owned()]
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            app_id: "sandbox@fengchao".to_owned(),
            app_secret: AppSecret::new("FENGCHAOSANDBOX7e6d4c5f3f9c2a1b"),
            tax_numbers: vec!["339902999999789113".to_owned(), "339901999999142".to_owned()],
            orders: Vec::new(),
            issue_after: Duration::from_millis(300),
            failure_code: -1,
            timestamp_window: None,
            signature_ignores_case: false,
        }
    }
}
