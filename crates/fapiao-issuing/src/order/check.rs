//! What is wrong with an order, whatever the provider.

use super::{LineItem, Order, Totals, line};
use fapiao_model::{Amount, Fault, TaxRate};
use rust_decimal::Decimal;
use std::fmt;

/// The most lines that an invoice may have, discount lines included (documented for Nuonuo).
const MOST_LINES: usize = 2000;

pub(super) fn check(order: &Order) -> Result<Totals, Fault> {
    if order.buyer.name.trim().is_empty() {
        return Err(wrong("buyer.name", "is empty", "give the title that is to be printed"));
    }
    if order.kind.is_special() && order.buyer.is_person() {
        let next = "give the company's tax number, or issue an ordinary invoice";
        return Err(wrong("buyer.tax_number", "is missing on a special invoice", next));
    }
    let printed = order.lines.len() + order.lines.iter().filter(|line| !line.discount.is_zero()).count();
    if printed == 0 || printed > MOST_LINES {
        let fault = format!("has {printed} lines; an invoice has 1 to {MOST_LINES}, discount lines included");
        return Err(wrong("lines", fault, "split the order"));
    }
    for (at, line) in order.lines.iter().enumerate() {
        check_line(line).map_err(|fault| fault.inside(format_args!("lines[{}]", at + 1)))?;
    }
    let totals = order.totals();
    if totals.gross.is_zero() {
        return Err(wrong("lines", "add up to 0.00", "an order without an amount has no invoice"));
    }
    Ok(totals)
}

fn check_line(line: &LineItem) -> Result<(), Fault> {
    if line.name.trim().is_empty() {
        return Err(wrong("name", "is empty", "name the goods or the service"));
    }
    if line.amount.is_negative() || line.amount.is_zero() {
        return Err(wrong("amount", "is not above zero", "write what is taken off as a discount of its line"));
    }
    if line.discount.is_negative() || line.discount > line.amount {
        let fault = format!("{} is not between 0 and the line's amount {}", line.discount, line.amount);
        return Err(wrong("discount", fault, "write it as a positive amount in the same pricing"));
    }
    check_rate(line.rate)?;
    if line.zero_rate.is_some() && !line.rate.is_zero() {
        let fault = format!("is given, but the rate is {}", line.rate);
        return Err(wrong("zero_rate", fault, "leave it out, or set the rate to 0"));
    }
    check_price(line)
}

fn check_rate(rate: TaxRate) -> Result<(), Fault> {
    if rate.is_negative() || rate.decimal() >= Decimal::ONE {
        let fault = format!("{rate} is not a fraction between 0 and 1");
        return Err(wrong("rate", fault, "write 13 % as 0.13"));
    }
    Ok(())
}

fn check_price(line: &LineItem) -> Result<(), Fault> {
    let (quantity, price) = match (line.quantity, line.unit_price) {
        (Some(quantity), Some(price)) => (quantity, price),
        (None, None) => return Ok(()),
        _ => {
            let next = "give both or neither";
            return Err(wrong("quantity", "comes without a unit price, or the other way round", next));
        }
    };
    // A price with 8 decimals that was computed from the amount may miss it by a fen.
    let fen = Amount::from_fen(1);
    match line::product(quantity, price) {
        Some(product) if (product - line.amount).abs() <= fen => Ok(()),
        _ => {
            let fault = format!("{} is not quantity {quantity} times unit price {price}", line.amount);
            Err(wrong("amount", fault, "correct one of the three"))
        }
    }
}

/// A fault, with what is wrong and what to do apart.
fn wrong(field: &str, fault: impl fmt::Display, next_step: &str) -> Fault {
    Fault::new(field, format!("{fault}; {next_step}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Buyer, Pricing};
    use fapiao_model::InvoiceKind;

    fn line(amount: &str) -> LineItem {
        let code = "1090511030000000000".parse().unwrap();
        LineItem::new("电脑", code, "0.13".parse().unwrap(), Pricing::TaxIncluded, amount.parse().unwrap())
    }

    fn order(lines: impl IntoIterator<Item = LineItem>) -> Order {
        let time = "2026-11-21 10:00:00".parse().unwrap();
        let order = Order::new("1".parse().unwrap(), InvoiceKind::DigitalOrdinary, Buyer::person("张三"), time);
        lines.into_iter().fold(order, Order::line)
    }

    fn fault(order: &Order) -> String {
        order.check().unwrap_err().to_string()
    }

    #[test]
    fn a_fault_names_line_field_and_next_step() {
        let text = fault(&order([line("1.00"), line("10.00").discount("11.00".parse().unwrap())]));
        assert_eq!(
            text,
            "lines[2].discount: 11.00 is not between 0 and the line's amount 10.00; write it as a positive amount in the same pricing"
        );
    }

    #[test]
    fn an_amount_that_is_not_quantity_times_price_is_refused() {
        let (two, fifty) = ("2".parse().unwrap(), "50".parse().unwrap());
        let mut wrong = line("1.00").priced(two, fifty);
        assert!(order([wrong.clone()]).check().is_ok());
        wrong.amount = "100.02".parse().unwrap();
        assert!(fault(&order([wrong])).starts_with("lines[1].amount: 100.02 is not quantity 2 times unit price 50"));
    }

    #[test]
    fn a_special_invoice_needs_the_buyers_tax_number() {
        let mut special = order([line("1.00")]);
        special.kind = InvoiceKind::DigitalSpecial;
        assert!(fault(&special).starts_with("buyer.tax_number"));
    }

    #[test]
    fn discount_lines_count_as_lines() {
        let many = |n| order((0..n).map(|_| line("10.00").discount("1.00".parse().unwrap())));
        assert!(many(1000).check().is_ok());
        assert!(fault(&many(1001)).starts_with("lines: has 2002 lines"));
    }

    #[test]
    fn several_rates_and_discounts_add_up_to_the_fen() {
        let mut low = line("99.99");
        low.rate = "0.06".parse().unwrap();
        let totals = order([line("100.00").discount("10.00".parse().unwrap()), low]).check().unwrap();
        // 88.50 - 8.85 + 94.33 and 11.50 - 1.15 + 5.66
        assert_eq!((totals.net.to_string(), totals.tax.to_string()), ("173.98".into(), "16.01".into()));
        assert_eq!(totals.gross.to_string(), "189.99");
    }
}
