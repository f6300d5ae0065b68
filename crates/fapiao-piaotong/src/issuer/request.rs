//! From neutral words to Piaotong's requests.

use super::{ISSUE, Issuer, REVERSE, RedReasonForm};
use fapiao_issuing::{LineItem, Mark, Order, Pricing, Reversal, ZeroRate};
use fapiao_model::{
    OrderNumber,
    piaotong::{BlueInvoice, Buyer, IssueInvoice, IssueKind, Line, PricingBasis, QuickRedFlush, Taxation},
};
use fapiao_transport::Error;

pub(super) fn blue(
    issuer: &Issuer,
    order: &Order,
    number: OrderNumber,
    mark: Option<&Mark>,
) -> Result<IssueInvoice, Error> {
    order.check().map_err(|fault| Error::fault(&ISSUE, fault))?;
    let kind = IssueKind::try_from(order.kind).map_err(|error| Error::invalid(&ISSUE, "kind", error.to_string()))?;
    let lines = order.lines.iter().enumerate().map(|(at, item)| line(issuer, at, item)).collect::<Result<_, _>>()?;
    let seller = issuer.merchant.tax_number().clone();
    let mut request = IssueInvoice::new(seller, number, kind, buyer(order), lines);
    if !order.remark.is_empty() {
        request = request.remark(&order.remark);
    }
    if let Some(email) = &order.contact.email {
        request = request.taker_email(email);
    }
    if let Some(phone) = &order.contact.phone {
        request = request.taker_phone(phone);
    }
    if let Some(drawer) = &order.drawer {
        request = request.drawer(drawer);
    }
    if let Some(mark) = mark {
        request = request.trade_number(mark.as_str());
    }
    Ok(request)
}

fn buyer(order: &Order) -> Buyer {
    let from = &order.buyer;
    let mut buyer = match &from.tax_number {
        Some(tax_number) => Buyer::company(&from.name, tax_number.clone()),
        None => Buyer::person(&from.name),
    };
    if !from.address.is_empty() {
        buyer = buyer.address(&from.address);
    }
    if !from.telephone.is_empty() {
        buyer = buyer.telephone(&from.telephone);
    }
    if !from.bank.is_empty() || !from.bank_account.is_empty() {
        buyer = buyer.bank(&from.bank, &from.bank_account);
    }
    buyer
}

fn line(issuer: &Issuer, at: usize, item: &LineItem) -> Result<Line, Error> {
    let taxation = match (item.rate.is_zero(), item.zero_rate, issuer.zero_rate) {
        (false, ..) => Taxation::Rate(item.rate),
        (true, Some(why), _) => zero(why),
        (true, None, Some(usual)) => usual,
        (true, None, None) => {
            let problem =
                "is 0 and Piaotong must be told why; give the line a zero_rate, or set Issuer::with_zero_rate";
            return Err(Error::invalid(&ISSUE, format!("lines[{}].rate", at + 1), problem));
        }
    };
    let basis = match item.pricing {
        Pricing::TaxIncluded => PricingBasis::TaxIncluded,
        Pricing::TaxExcluded => PricingBasis::TaxExcluded,
    };
    let mut line = Line::new(&item.name, item.tax_code.clone(), basis, item.amount, taxation).tax(item.amounts().tax);
    if let (Some(quantity), Some(price)) = (item.quantity, item.unit_price) {
        line = line.price(quantity, price);
    }
    if !item.specification.is_empty() {
        line = line.specification(&item.specification);
    }
    if !item.unit.is_empty() {
        line = line.unit(&item.unit);
    }
    if !item.discount.is_zero() {
        line = line.discount(item.discount);
    }
    Ok(line)
}

const fn zero(why: ZeroRate) -> Taxation {
    match why {
        ZeroRate::Exempt => Taxation::Exempt,
        ZeroRate::NotTaxed => Taxation::NotTaxed,
        ZeroRate::Export => Taxation::ExportZero,
        ZeroRate::Ordinary => Taxation::OrdinaryZero,
    }
}

pub(super) fn red(issuer: &Issuer, reversal: &Reversal, number: OrderNumber) -> Result<QuickRedFlush, Error> {
    let blue = &reversal.blue;
    let seller = issuer.merchant.tax_number();
    if blue.seller != *seller {
        let problem = format!("is {}, this issuer is of {seller}", blue.seller);
        return Err(Error::invalid(&REVERSE, "blue.seller", problem));
    }
    let reference = match &blue.code {
        None => BlueInvoice::Digital { number: blue.number.clone() },
        Some(code) => BlueInvoice::Device { code: code.clone(), number: blue.number.clone() },
    };
    let reason = match issuer.red_reason {
        RedReasonForm::Words => reversal.reason.words(),
        RedReasonForm::Code => reversal.reason.bureau_code(),
    };
    Ok(QuickRedFlush::new(seller.clone(), number, reference, reason, blue.gross))
}
