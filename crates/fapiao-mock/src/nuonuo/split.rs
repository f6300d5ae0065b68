//! Splits an order that is over the limit of one invoice.

use super::line::{Line, Property};
use fapiao_model::Amount;
use rust_decimal::{Decimal, RoundingStrategy};

/// The invoices' lines, in order. A discounted line stays with its discount line; a pair over the limit is cut by amount. The
/// parts add up to the order, to the fen.
pub(super) fn split(lines: &[Line], limit: Amount) -> Vec<Vec<Line>> {
    let total: Amount = lines.iter().map(|line| line.net).sum();
    if total <= limit || limit.is_zero() || limit.is_negative() {
        return vec![lines.to_vec()];
    }
    let mut parts = Vec::new();
    let mut part: Vec<Line> = Vec::new();
    let mut room = limit;
    for mut unit in units(lines) {
        while net(&unit) > room {
            if net(&unit) > limit && !room.is_zero() {
                let (piece, rest) = cut(&unit, room);
                part.extend(piece);
                unit = rest;
            }
            parts.push(std::mem::take(&mut part));
            room = limit;
        }
        room = room - net(&unit);
        part.append(&mut unit);
    }
    parts.push(part);
    parts
}

fn net(lines: &[Line]) -> Amount {
    lines.iter().map(|line| line.net).sum()
}

/// Lines that must stay together.
fn units(lines: &[Line]) -> Vec<Vec<Line>> {
    let mut units: Vec<Vec<Line>> = Vec::new();
    for line in lines {
        match units.last_mut() {
            Some(unit) if line.property == Property::Discount => unit.push(line.clone()),
            _ => units.push(vec![line.clone()]),
        }
    }
    units
}

/// Cuts a unit in two; the first has this net amount.
fn cut(unit: &[Line], wanted: Amount) -> (Vec<Line>, Vec<Line>) {
    let share = wanted.decimal() / net(unit).decimal();
    let mut missing = wanted;
    let mut pieces: Vec<Line> = Vec::with_capacity(unit.len());
    for line in unit.iter().skip(1) {
        let net = Amount::rounded(line.net.decimal() * share);
        missing = missing - net;
        pieces.push(piece(line, net, share));
    }
    if let Some(first) = unit.first() {
        pieces.insert(0, piece(first, missing, share));
    }
    let rests = unit.iter().zip(&pieces).map(|(whole, piece)| rest(whole, piece)).collect();
    (pieces, rests)
}

fn piece(line: &Line, net: Amount, share: Decimal) -> Line {
    let tax = Amount::rounded(line.tax.decimal() * share);
    let part = |num: Decimal| (num * share).round_dp_with_strategy(8, RoundingStrategy::MidpointAwayFromZero);
    Line { net, tax, num: line.num.map(part), ..line.clone() }
}

fn rest(whole: &Line, piece: &Line) -> Line {
    let num = whole.num.zip(piece.num).map(|(all, part)| all - part);
    Line { net: whole.net - piece.net, tax: whole.tax - piece.tax, num, ..whole.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nuonuo::Settings;
    use serde_json::json;

    fn line(net: &str, tax: &str, property: &str) -> Line {
        let sent = json!({
            "goodsName": "纸", "withTaxFlag": "0", "taxRate": "0.13", "tax": tax, "taxExcludedAmount": net,
            "taxIncludedAmount": (net.parse::<Amount>().unwrap() + tax.parse().unwrap()).to_string(),
            "invoiceLineProperty": property,
        });
        Line::read(&sent, 1, &Settings::default()).unwrap()
    }

    fn sums(parts: &[Vec<Line>]) -> Vec<(String, String)> {
        let sum = |part: &Vec<Line>| {
            let tax: Amount = part.iter().map(|line| line.tax).sum();
            (net(part).to_string(), tax.to_string())
        };
        parts.iter().map(sum).collect()
    }

    fn pair(net: &str, tax: &str) -> (String, String) {
        (net.to_owned(), tax.to_owned())
    }

    #[test]
    fn an_order_within_the_limit_is_one_invoice() {
        assert_eq!(split(&[line("100", "13", "0")], Amount::from_fen(10_000)).len(), 1);
    }

    #[test]
    fn parts_stay_within_the_limit_and_add_up_to_the_fen() {
        let parts = split(&[line("250.01", "32.50", "0"), line("0.99", "0.13", "0")], Amount::from_fen(10_000));
        assert_eq!(sums(&parts), [pair("100.00", "13.00"), pair("100.00", "13.00"), pair("51.00", "6.63")]);
    }

    #[test]
    fn a_line_that_fits_into_one_invoice_is_not_cut() {
        let parts = split(&[line("60", "7.80", "0"), line("60", "7.80", "0")], Amount::from_fen(10_000));
        assert_eq!(sums(&parts), [pair("60.00", "7.80"), pair("60.00", "7.80")]);
    }

    #[test]
    fn a_discount_stays_with_its_line_even_when_both_are_cut() {
        let parts = split(&[line("300", "39", "2"), line("-100", "-13", "1")], Amount::from_fen(15_000));
        assert_eq!(sums(&parts), [pair("150.00", "19.50"), pair("50.00", "6.50")]);
        assert!(parts.iter().all(|part| part.len() == 2));
    }
}
