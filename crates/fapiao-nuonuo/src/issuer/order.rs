//! A neutral order as Nuonuo's request.

use super::profile::{Profile, with};
use fapiao_issuing::{Contact, Mark, Order, Pricing, ZeroRate};
use fapiao_model::nuonuo::{Buyer, FavouredPolicy, IssueInvoice, LineAmounts, LineItem, PriceBasis, PushMode};
use fapiao_model::{Fault, OrderNumber, TaxNumber};

pub(super) fn issue(
    order: &Order,
    profile: &Profile,
    seller: &TaxNumber,
    number: OrderNumber,
    mark: &Mark,
) -> Result<IssueInvoice, Fault> {
    let drawer = order.drawer.as_ref().unwrap_or(&profile.drawer);
    let seller = profile.seller(seller.clone());
    let issue = IssueInvoice::new(number, order.kind, seller, buyer(order), drawer, order.ordered_at);
    let issue = defaults(issue.own_field_3(mark.as_str()), profile);
    let issue = with(issue, some(&order.remark), IssueInvoice::remark);
    lines(delivered(issue, &order.contact), order)
}

fn defaults(issue: IssueInvoice, profile: &Profile) -> IssueInvoice {
    let issue = with(issue, profile.payee.as_ref(), IssueInvoice::payee);
    let issue = with(issue, profile.reviewer.as_ref(), IssueInvoice::reviewer);
    let issue = with(issue, profile.drawer_id.as_ref(), IssueInvoice::drawer_id);
    let issue = with(issue, profile.department_id.as_ref(), IssueInvoice::department_id);
    let issue = with(issue, profile.extension_number.as_ref(), IssueInvoice::extension_number);
    with(issue, profile.call_back_url.as_ref(), IssueInvoice::call_back_url)
}

fn buyer(order: &Order) -> Buyer {
    let from = &order.buyer;
    let account = [from.bank.as_str(), from.bank_account.as_str()].join(" ").trim().to_owned();
    let buyer = with(Buyer::new(&from.name), from.tax_number.as_ref(), Buyer::tax_number);
    let buyer = with(buyer, some(&from.telephone), Buyer::phone);
    let buyer = with(buyer, some(&from.address), Buyer::address);
    with(buyer, some(&account), Buyer::bank_account)
}

fn delivered(issue: IssueInvoice, contact: &Contact) -> IssueInvoice {
    let mode = match (&contact.email, &contact.phone) {
        (None, None) => PushMode::Nothing,
        (Some(_), None) => PushMode::Email,
        (None, Some(_)) => PushMode::Phone,
        (Some(_), Some(_)) => PushMode::Both,
    };
    let issue = with(issue.push_mode(mode), contact.phone.as_ref(), IssueInvoice::buyer_phone);
    with(issue, contact.email.as_ref(), IssueInvoice::email)
}

fn lines(issue: IssueInvoice, order: &Order) -> Result<IssueInvoice, Fault> {
    order.lines.iter().enumerate().try_fold(issue, |issue, (at, from)| {
        let policy = policy(order, from).map_err(|fault| fault.inside(format_args!("lines[{}]", at + 1)))?;
        let line = with(line(from), policy.as_ref(), LineItem::policy);
        Ok(match from.discount_amounts() {
            // Both are negative there, and positive here.
            Some(off) => issue.discounted_line(line.discounted(-off.net, -off.tax)),
            None => issue.line(line),
        })
    })
}

/// Why a rate is zero, as the fully digital kinds say it. Without a reason none is sent.
///
/// The documents leave `zeroRateFlag` empty for these kinds, and have no policy for exports and the ordinary rate of zero; how
/// the older kinds combine flag and policy's name is unknown too. Such a line is drafted with [`IssueInvoice`] itself.
fn policy(order: &Order, from: &fapiao_issuing::LineItem) -> Result<Option<FavouredPolicy>, Fault> {
    let unknown = |what: &str| {
        let message = format!("{what}, which nobody has told us how to write for Nuonuo; ask its support");
        Err(Fault::new("zero_rate", message))
    };
    match from.zero_rate {
        None => Ok(None),
        Some(_) if !order.kind.is_fully_digital() => unknown("is given on an invoice that is not fully digital"),
        Some(ZeroRate::Exempt) => Ok(Some(FavouredPolicy::Exempt)),
        Some(ZeroRate::NotTaxed) => Ok(Some(FavouredPolicy::NotTaxed)),
        Some(ZeroRate::Export) => unknown("is that of an export"),
        Some(ZeroRate::Ordinary) => unknown("is the ordinary rate of zero"),
    }
}

fn line(from: &fapiao_issuing::LineItem) -> LineItem {
    let basis = match from.pricing {
        Pricing::TaxIncluded => PriceBasis::WithTax,
        Pricing::TaxExcluded => PriceBasis::WithoutTax,
    };
    let amounts = from.amounts();
    let line = LineItem::new(&from.name, from.rate, basis)
        .classification(from.tax_code.clone())
        .amounts(LineAmounts::new(amounts.net, amounts.tax));
    let line = match (from.unit_price, from.quantity) {
        (Some(price), Some(quantity)) => line.price(price, quantity),
        _ => line,
    };
    let line = with(line, some(&from.unit), LineItem::unit);
    with(line, some(&from.specification), LineItem::specification)
}

fn some(text: &String) -> Option<&String> {
    (!text.is_empty()).then_some(text)
}
