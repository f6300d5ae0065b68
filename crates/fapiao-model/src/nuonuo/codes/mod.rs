//! Nuonuo's codes: what each says about the request, the order number and the next step.
//!
//! Every row of the vendor's tables (notes, 8.1, 8.2, 8.3 and 4.3). A refusal frees an order number only on
//! requestBillingNew, and only with one of the codes that a production integrator was told mean "the order never existed"
//! (notes, "Order life after a refusal"); on every other method the same code leaves the number where it is. Every other
//! code "may have left the order alive", so on the methods that make an invoice it is no refusal but an unknown outcome.

mod business;
mod gateway;
mod refusals;

use crate::{Class, CodeRow, CodeTable, Effect, NumberAfter};
use business::BUSINESS;
use gateway::GATEWAY;
use refusals::REFUSALS;

/// The method whose refusals free a number.
const ISSUE: &[&str] = &["nuonuo.OpeMplatform.requestBillingNew"];

/// The methods that may make an invoice of the order that a code is about.
const MAKING: &[&str] =
    &["nuonuo.OpeMplatform.requestBillingNew", "nuonuo.OpeMplatform.reInvoice", "nuonuo.OpeMplatform.fastInvoiceRed"];

/// Those of them whose refusals are asked about, whatever the code (notes, 11.4; 11.5 for the red ones).
const ASKED: &[&str] = &["nuonuo.OpeMplatform.reInvoice", "nuonuo.OpeMplatform.fastInvoiceRed"];

const COUNT: usize = GATEWAY.len() + 2 * BUSINESS.len() + 3 * REFUSALS.len();

static ROWS: [CodeRow; COUNT] = joined();

/// Nuonuo's code table.
pub const CODES: CodeTable = CodeTable::new(&ROWS);

/// The row for a code as the answer of a method. The pattern `07*` holds for `07` and four digits only.
#[must_use]
pub fn row(code: &str, method: &str) -> Option<&'static CodeRow> {
    let is_gateway = || code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
    CODES.find(code, method).filter(|row| !row.code.contains('*') || is_gateway())
}

const fn joined() -> [CodeRow; COUNT] {
    let mut rows = [GATEWAY[0]; COUNT];
    let mut at = copied(&mut rows, 0, &GATEWAY);
    at = copied(&mut rows, at, &BUSINESS);
    at = copied(&mut rows, at, &REFUSALS);
    let mut index = 0;
    while index < REFUSALS.len() {
        rows[at + index] = REFUSALS[index].on(ISSUE).number(NumberAfter::Free);
        rows[at + REFUSALS.len() + index] = asked(REFUSALS[index]).on(ASKED);
        index += 1;
    }
    at += 2 * REFUSALS.len();
    index = 0;
    while index < BUSINESS.len() {
        let row = BUSINESS[index];
        // A row that names its methods speaks for those alone.
        rows[at + index] = if row.operations.is_empty() { asked(row).on(MAKING) } else { row };
        index += 1;
    }
    rows
}

/// The same code where it may leave the order alive: nothing is known until a query says more. A success and a taken number
/// stay what they are.
const fn asked(row: CodeRow) -> CodeRow {
    match row.class {
        Class::Success | Class::Duplicate => row,
        _ => row.effect(Effect::Unknown),
    }
}

const fn copied(rows: &mut [CodeRow; COUNT], at: usize, from: &[CodeRow]) -> usize {
    let mut index = 0;
    while index < from.len() {
        rows[at + index] = from[index];
        index += 1;
    }
    at + from.len()
}

#[cfg(test)]
mod tests;
