//! What can be set about Nuonuo: the made-up world, and every open question of the protocol notes that a sandbox can play.

use fapiao_model::Amount;
use fapiao_signing::AppSecret;
use std::time::Duration;

/// Nuonuo's settings. The defaults are a usable sandbox: one self-use application, two companies, invoices after 300 ms, and
/// the likeliest reading of every open question.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The application's key; sandbox keys start with `SD`.
    pub app_key: String,
    /// Its secret.
    pub app_secret: AppSecret,
    /// The companies that Nuonuo knows. The first is the one that registered the application: a request without `userTax` acts
    /// as it.
    pub companies: Vec<Company>,
    /// How long a token lasts; `None`: for ever.
    pub token_lifetime: Option<Duration>,
    /// How many token requests are answered in 30 days.
    pub token_budget: u32,
    /// Wire names of the methods that the application may call; `None`: all that the sandbox has.
    pub enabled_methods: Option<Vec<String>>,
    /// How long issuing takes. The order is in state 20 for the first two thirds, 21 for the last, then 2 (or 22 by script).
    pub issue_after: Duration,
    /// How long an accepted order can't be found (switch `nuonuo.not_found_grace`).
    pub visible_after: Duration,
    /// The most that one invoice may hold, net. An order that would need more than ten is refused as E9154.
    pub invoice_limit: Amount,
    /// Whether an order over the limit is split; each part has its own serial number (switch `nuonuo.split_orders`).
    pub split_orders: bool,
    /// Whether a line must carry its goods code; off: it is matched by name (E9138).
    pub goods_code_required: bool,
    /// How long a red confirmation form is being applied for (state 15).
    pub form_after: Duration,
    /// Whether the other side has booked the blue invoices, so that a form waits for its confirmation (02, 03).
    pub form_needs_confirmation: bool,
    /// When the other side confirms at the bureau, counted from the form's registration; `None`: never, so it expires after
    /// 72 hours.
    pub confirmed_after: Option<Duration>,
    /// Whether the automatic red invoice of pc and bs shows by itself; off: only once fastInvoiceRed fetched it.
    pub automatic_red_shows: bool,
    /// How long Nuonuo waits before it repeats a call-back that got no clear answer.
    pub callback_repeat_after: Duration,
    /// Refuses what the documents say of the envelope but nobody has seen enforced (switch `nuonuo.strict_envelope`).
    pub strict_envelope: Option<StrictEnvelope>,
    /// Whether method names are compared without case (switch `nuonuo.method_case`).
    pub method_ignores_case: bool,
    /// Whether the token is checked; the vendor's own sandbox seems not to (switch `nuonuo.check_token`).
    pub check_token: bool,
    /// Whether a new token ends the one before at once (switch `nuonuo.token_revokes_previous`).
    pub token_revokes_previous: bool,
    /// Whether only successful token requests count against the budget (switch `nuonuo.token_budget_window`).
    pub token_budget_counts_successes_only: bool,
    /// Whether `expires_in` is a JSON number (switch `nuonuo.expires_in_form`).
    pub expires_in_as_number: bool,
    /// What `expires_in` says of a token without end; `None`: the member is absent (switch `nuonuo.permanent_expires_in`).
    pub permanent_expires_in: Option<i64>,
    /// Whether a query fails as a whole when one of its numbers is unknown (switch `nuonuo.query_partial`).
    pub query_fails_if_any_is_unknown: bool,
    /// Whether a refused order keeps its number (switch `nuonuo.duplicate_scope`).
    pub refused_numbers_stay_taken: bool,
    /// The code of refusals that no document gives one for (switch `nuonuo.undocumented_refusal`).
    pub undocumented_refusal: String,
    /// The code of reInvoice's two refusals (switch `nuonuo.reinvoice_refusal`).
    pub reinvoice_refusal: String,
    /// How queryInvoiceRedConfirm answers (switch `nuonuo.red_form_answer`).
    pub red_form_answer: RedFormAnswer,
    /// How the issuing call-back is encoded (switch `nuonuo.callback_form`).
    pub callback_form: CallBackForm,
    /// Whether a call-back that was answered `9999` is repeated (switch `nuonuo.callback_after_9999`).
    pub callback_repeats_after_9999: bool,
    /// When daily limits start afresh (switch `nuonuo.day_boundary`).
    pub day_boundary: DayBoundary,
    /// Whether a tax that is exactly 0.06 off is refused (switch `nuonuo.tax_tolerance_edge`).
    pub tax_edge_is_refused: bool,
    /// The HTTP status of gateway refusals (switch `nuonuo.gateway_error_status`).
    pub gateway_error_status: u16,
}

/// A company that has a profile at Nuonuo.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Company {
    /// Its tax number.
    pub tax_number: String,
    /// Its name.
    pub name: String,
    /// Whether Nuonuo has its phone and address, so that an order may leave them out.
    pub has_contact: bool,
    /// Whether an order must carry the buyer's phone (E9309).
    pub needs_buyer_phone: bool,
    /// Whether failures are reported by call-back.
    pub reports_failures: bool,
    /// Whether its issuing server can issue paper and special invoices (E9502).
    pub issues_paper_and_special: bool,
}

/// What the strict reading of the envelope refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StrictEnvelope {
    /// How far the time stamp may be off.
    pub skew: Duration,
}

/// The shape of queryInvoiceRedConfirm's answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RedFormAnswer {
    /// As the live gateway answers: E0000, `result.list`, numbers.
    #[default]
    Live,
    /// As documented: 0000, `list` at the top level, text.
    Documented,
}

/// How the issuing call-back is encoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallBackForm {
    /// A form, its content JSON text.
    #[default]
    Form,
    /// A JSON object, its content JSON text.
    JsonText,
    /// A JSON object, its content an object.
    JsonObject,
}

/// When daily limits start afresh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DayBoundary {
    /// At midnight of UTC+8.
    #[default]
    Midnight,
    /// 24 hours after the first use.
    Rolling,
}

impl Settings {
    /// Every secret, for the scrubber.
    #[must_use]
    pub fn secrets(&self) -> Vec<String> {
        vec![self.app_secret.expose().to_owned()]
    }

    pub(crate) fn company(&self, tax_number: &str) -> Option<&Company> {
        self.companies.iter().find(|company| company.tax_number == tax_number)
    }
}

impl Company {
    /// A company whose profile has everything and demands nothing.
    #[must_use]
    pub fn new(tax_number: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            tax_number: tax_number.into(),
            name: name.into(),
            has_contact: true,
            needs_buyer_phone: false,
            reports_failures: true,
            issues_paper_and_special: true,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            app_key: "SD10000001".to_owned(),
            app_secret: AppSecret::new("SDNUONUO5A1B0C9D"),
            companies: vec![
                Company::new("339902999999789113", "诺诺沙箱示例销方有限公司"),
                Company::new("339901999999142", "沙箱示例商贸有限公司"),
            ],
            token_lifetime: Some(Duration::from_secs(86_400)),
            token_budget: 50,
            enabled_methods: None,
            issue_after: Duration::from_millis(300),
            visible_after: Duration::ZERO,
            invoice_limit: Amount::from_fen(100_000_000),
            split_orders: false,
            goods_code_required: false,
            form_after: Duration::from_millis(300),
            form_needs_confirmation: false,
            confirmed_after: None,
            automatic_red_shows: true,
            callback_repeat_after: Duration::from_secs(60),
            strict_envelope: None,
            method_ignores_case: false,
            check_token: true,
            token_revokes_previous: true,
            token_budget_counts_successes_only: false,
            expires_in_as_number: false,
            permanent_expires_in: None,
            query_fails_if_any_is_unknown: false,
            refused_numbers_stay_taken: false,
            undocumented_refusal: "E9999".to_owned(),
            reinvoice_refusal: "E9999".to_owned(),
            red_form_answer: RedFormAnswer::default(),
            callback_form: CallBackForm::default(),
            callback_repeats_after_9999: false,
            day_boundary: DayBoundary::default(),
            tax_edge_is_refused: false,
            gateway_error_status: 200,
        }
    }
}
