//! Nuonuo's side of the sandbox: the open platform's gateway and token address.
//!
//! The order of checks is the one of the protocol notes, section 14: key, signature, token, method, body, whose tax number,
//! required fields, duplicates, rules. State over time is computed from the time of the question; nothing runs by itself.

mod answer;
mod envelope;
mod fields;
mod invoice;
mod issue;
mod kind;
mod ledger;
mod line;
mod order;
mod push;
mod query;
mod red_apply;
mod red_form;
mod red_issue;
mod red_query;

mod settings;
mod sheet;
mod signature;
mod split;
mod token;

pub use settings::{CallBackForm, Company, DayBoundary, RedFormAnswer, Settings, StrictEnvelope};

use crate::{
    Books, Outgoing, Reply,
    scene::{Identity, Platform, Scene},
};
use answer::Refused;
use bytes::Bytes;
use envelope::{Call, Gateway};
use fapiao_model::{
    ChinaTime, Operation,
    nuonuo::{
        ApplyRedConfirmation, DeliverInvoice, IssueInvoice, QueryInvoiceResult, QueryRedConfirmation, QuickRedFlush,
        RefreshRedConfirmations, RetryIssue,
    },
};
use ledger::Ledger;
use serde_json::Value;

/// The gateway's path, and the two that the token address was seen under.
const SERVICES: &str = "/open/v1/services";
const TOKENS: [&str; 2] = ["/accessToken", "/open/accessToken"];

/// The methods that the sandbox has.
const METHODS: [&str; 8] = [
    IssueInvoice::ENTRY.wire_name,
    QueryInvoiceResult::ENTRY.wire_name,
    RetryIssue::ENTRY.wire_name,
    QuickRedFlush::ENTRY.wire_name,
    ApplyRedConfirmation::ENTRY.wire_name,
    QueryRedConfirmation::ENTRY.wire_name,
    RefreshRedConfirmations::ENTRY.wire_name,
    DeliverInvoice::ENTRY.wire_name,
];

/// Where a request names its order, in the order of preference.
const NUMBERS: [&str; 5] = ["orderNo", "orderno", "orderNos", "billId", "invoiceNum"];

/// Nuonuo.
#[derive(Debug, Default)]
pub(crate) struct Nuonuo {
    gateway: Gateway,
    ledger: Ledger,
}

impl Nuonuo {
    pub(crate) fn new(_settings: &Settings) -> Self {
        Self::default()
    }

    fn serve(&mut self, scene: &mut Scene<'_>, request: &http::Request<Bytes>) -> Result<Value, Refused> {
        let call = self.gateway.admit(scene, request)?;
        let method = known_method(&scene.settings.nuonuo, envelope::header(request, "method")).unwrap_or_default();
        let ledger = &mut self.ledger;
        if method == IssueInvoice::ENTRY.wire_name {
            ledger.issue(scene, &call)
        } else if method == QueryInvoiceResult::ENTRY.wire_name {
            ledger.query(scene, &call)
        } else if method == RetryIssue::ENTRY.wire_name {
            ledger.retry(scene, &call)
        } else if method == QuickRedFlush::ENTRY.wire_name {
            ledger.fast_red(scene, &call)
        } else if method == ApplyRedConfirmation::ENTRY.wire_name {
            ledger.apply(scene, &call)
        } else if method == QueryRedConfirmation::ENTRY.wire_name {
            ledger.query_forms(scene, &call)
        } else if method == RefreshRedConfirmations::ENTRY.wire_name {
            ledger.refresh_forms(scene, &call)
        } else {
            ledger.deliver(scene, &call)
        }
    }
}

impl Platform for Nuonuo {
    fn serves(&self, path: &str) -> bool {
        path == SERVICES || TOKENS.contains(&path)
    }

    fn identify(&self, request: &http::Request<Bytes>) -> Identity {
        if TOKENS.contains(&request.uri().path()) {
            return Identity { operation: "accessToken".to_owned(), number: None };
        }
        let body: Value = serde_json::from_slice(request.body()).unwrap_or_default();
        let inner = body.get("order").unwrap_or(&body);
        let number = NUMBERS.iter().find_map(|name| fields::texts(inner, name).into_iter().next());
        Identity { operation: envelope::header(request, "method").to_owned(), number }
    }

    fn respond(&mut self, scene: &mut Scene<'_>, request: &http::Request<Bytes>) -> Reply {
        if request.uri().path() != SERVICES {
            return self.gateway.tokens.respond(scene, request);
        }
        match self.serve(scene, request) {
            Ok(body) => {
                scene.code = fields::text(&body, "code");
                answer::reply(&body, 200)
            }
            Err(refused) => {
                scene.code.clone_from(&refused.code);
                scene.fail(refused.check, refused.detail.as_str());
                let status = if refused.is_gateway() { scene.settings.nuonuo.gateway_error_status } else { 200 };
                answer::reply(&refused.body(), status)
            }
        }
    }

    fn due(&mut self, scene: &mut Scene<'_>) -> Vec<Outgoing> {
        self.ledger.due(scene)
    }

    fn acknowledge(&mut self, scene: &mut Scene<'_>, made: &Outgoing, answer: &http::Response<Bytes>) {
        self.ledger.acknowledge(&scene.settings.nuonuo, made, answer);
    }

    fn book(&self, books: &mut Books, now: ChinaTime) {
        self.ledger.book(books, now);
    }
}

/// The sandbox's own spelling of a method, if it has it.
fn known_method(settings: &Settings, method: &str) -> Option<&'static str> {
    METHODS
        .into_iter()
        .find(|known| *known == method || (settings.method_ignores_case && known.eq_ignore_ascii_case(method)))
}

/// Refuses a body that names another tax number than the request acts as.
fn check_acting(call: &Call, named: &str, name: &str) -> Result<(), Refused> {
    if call.acting == named {
        return Ok(());
    }
    let detail = format!("the request acts as {} (userTax), the body's {name} is {named}", call.acting);
    Err(Refused::listed("E9302", "userTax", detail))
}

/// The company of this tax number.
fn known_company<'a>(settings: &'a Settings, tax_number: &str) -> Result<&'a Company, Refused> {
    let missing = || Refused::listed("E9301", "company", format!("the sandbox has no company {tax_number}"));
    settings.company(tax_number).ok_or_else(missing)
}
