//! Rows become orders.

use super::{BadRow, Input, Task, fields::Row};
use fapiao::{
    issuing::{Buyer, Contact, Delivery, LineItem, Order, Pricing, ZeroRate},
    model::{Amount, InvoiceKind, Provider, RedReason},
};
use std::collections::HashMap;

/// The fields of one line; all others are the order's and stand in its first row.
const OF_A_LINE: [&str; 11] = [
    "item",
    "tax_code",
    "specification",
    "unit",
    "quantity",
    "unit_price",
    "amount",
    "rate",
    "zero_rate",
    "pricing",
    "discount",
];

/// Groups rows of one reference, in the file's order.
pub(super) fn group(rows: Vec<Row>, default_provider: Option<Provider>) -> Input {
    let mut groups: Vec<Vec<Row>> = Vec::new();
    let mut by_reference: HashMap<String, usize> = HashMap::new();
    let mut above = None;
    for row in rows {
        let reference = row.text("reference").map(str::to_owned);
        let known = match &reference {
            Some(reference) => by_reference.get(reference).copied(),
            // A spreadsheet with merged cells has such rows. The order above must not be issued without them.
            None => above.filter(|_| row.text("buyer_name").is_none()),
        };
        let at = known.unwrap_or(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
        by_reference.extend(reference.map(|reference| (reference, at)));
        above = Some(at);
    }
    let mut input = Input::default();
    for group in groups {
        match task(&group, default_provider) {
            Ok(task) => input.tasks.push(task),
            Err(bad) => input.bad.push(bad),
        }
    }
    input
}

fn task(rows: &[Row], default_provider: Option<Provider>) -> Result<Task, BadRow> {
    let Some(head) = rows.first() else { return Err(Row::default().bad("reference", "there are no rows")) };
    check_rows(head, rows)?;
    let mut order = Order::new(head.required("reference")?, kind(head)?, buyer(head)?, head.required("ordered_at")?)
        .remark(head.text_or_empty("remark"))
        .contact(contact(head));
    if let Some(drawer) = head.text("drawer") {
        order = order.drawer(drawer);
    }
    if let Some(order_id) = head.text("shop_order") {
        let product_code = head.text("product_code").map(str::to_owned);
        order = order.delivery(Delivery { order_id: order_id.to_owned(), product_code });
    }
    for row in rows {
        order = order.line(line(row)?);
    }
    order.check().map_err(|error| head.bad(error.field(), error.message()))?;
    Ok(Task {
        place: head.place.clone(),
        provider: provider(head, default_provider)?,
        order,
        returned: returned(head)?,
        scenario: head.text("scenario").map(str::to_owned),
    })
}

/// Whether all rows can be read and are of one order. Otherwise none of it is issued: part of an order would be a wrong invoice.
fn check_rows(head: &Row, rows: &[Row]) -> Result<(), BadRow> {
    for row in rows {
        if let Some(fault) = &row.fault {
            return Err(fault.clone());
        }
        if let (Some(reference), None) = (head.text("reference"), row.text("reference")) {
            let fault = format!("is missing; order {reference} above is held back, for this row may be part of it");
            return Err(row.bad("reference", fault));
        }
        for field in row.fields.keys().filter(|field| !OF_A_LINE.contains(field)) {
            if row.text(field).is_some() && row.text(field) != head.text(field) {
                return Err(row.bad(field, format!("is another one than in the order's first row, {}", head.place)));
            }
        }
    }
    Ok(())
}

fn line(row: &Row) -> Result<LineItem, BadRow> {
    let (quantity, unit_price) = (row.optional("quantity")?, row.optional("unit_price")?);
    let amount: Option<Amount> = row.optional("amount")?;
    let mut line = LineItem::new(
        row.required::<String>("item")?,
        row.required("tax_code")?,
        row.required("rate")?,
        pricing(row)?,
        amount.unwrap_or_default(),
    )
    .unit(row.text_or_empty("unit"))
    .specification(row.text_or_empty("specification"))
    .discount(row.optional("discount")?.unwrap_or_default());
    line.zero_rate = zero_rate(row)?;
    match (quantity, unit_price, amount) {
        (Some(quantity), Some(price), None) => line = line.priced(quantity, price),
        (None, None, None) => return Err(row.bad("amount", "is missing; give it, or quantity and unit_price")),
        // What does not fit together is found, with its words, by the order's own check.
        _ => (line.quantity, line.unit_price) = (quantity, unit_price),
    }
    Ok(line)
}

fn buyer(row: &Row) -> Result<Buyer, BadRow> {
    let name = row.required::<String>("buyer_name")?;
    let mut buyer = match row.optional("buyer_tax_number")? {
        Some(number) => Buyer::company(name, number),
        None => Buyer::person(name),
    };
    buyer.address = row.text_or_empty("buyer_address");
    buyer.telephone = row.text_or_empty("buyer_telephone");
    buyer.bank = row.text_or_empty("buyer_bank");
    buyer.bank_account = row.text_or_empty("buyer_bank_account");
    Ok(buyer)
}

fn contact(row: &Row) -> Contact {
    let mut contact = Contact::default();
    contact.email = row.text("email").map(str::to_owned);
    contact.phone = row.text("phone").map(str::to_owned);
    contact
}

fn kind(row: &Row) -> Result<InvoiceKind, BadRow> {
    match row.text("kind") {
        None | Some("ordinary" | "普票" | "电子发票(普通发票)" | "数电普票") => {
            Ok(InvoiceKind::DigitalOrdinary)
        }
        Some("special" | "专票" | "电子发票(增值税专用发票)" | "数电专票") => {
            Ok(InvoiceKind::DigitalSpecial)
        }
        Some(other) => Err(row.bad("kind", format!("{other:?} is not known; write ordinary (普票) or special (专票)"))),
    }
}

fn pricing(row: &Row) -> Result<Pricing, BadRow> {
    match row.text("pricing") {
        None | Some("included" | "含税" | "1") => Ok(Pricing::TaxIncluded),
        Some("excluded" | "不含税" | "0") => Ok(Pricing::TaxExcluded),
        Some(other) => {
            Err(row.bad("pricing", format!("{other:?} is not known; write included (含税) or excluded (不含税)")))
        }
    }
}

fn zero_rate(row: &Row) -> Result<Option<ZeroRate>, BadRow> {
    Ok(Some(match row.text("zero_rate") {
        None => return Ok(None),
        Some("exempt" | "免税") => ZeroRate::Exempt,
        Some("not-taxed" | "不征税") => ZeroRate::NotTaxed,
        Some("export" | "出口零税") => ZeroRate::Export,
        Some("ordinary" | "普通零税率") => ZeroRate::Ordinary,
        Some(other) => {
            let words = "exempt (免税), not-taxed (不征税), export (出口零税), ordinary (普通零税率)";
            return Err(row.bad("zero_rate", format!("{other:?} is not known; the reasons are {words}")));
        }
    }))
}

fn provider(row: &Row, default: Option<Provider>) -> Result<Provider, BadRow> {
    match row.text("provider") {
        None => {
            default.ok_or_else(|| row.bad("provider", "is missing; with two accounts that issue, say through whom"))
        }
        Some("nuonuo" | "诺诺") => Ok(Provider::Nuonuo),
        Some("piaotong" | "票通") => Ok(Provider::Piaotong),
        Some(other) => {
            Err(row.bad("provider", format!("{other:?} does not issue; write nuonuo (诺诺) or piaotong (票通)")))
        }
    }
}

fn returned(row: &Row) -> Result<Option<RedReason>, BadRow> {
    Ok(Some(match row.text("returned") {
        None => return Ok(None),
        Some("goods-returned" | "销货退回") => RedReason::GoodsReturned,
        Some("issued-in-error" | "开票有误") => RedReason::IssuedInError,
        Some("service-stopped" | "服务中止") => RedReason::ServiceStopped,
        Some("sales-allowance" | "销售折让") => RedReason::SalesAllowance,
        Some(other) => {
            let words = "goods-returned, issued-in-error, service-stopped, sales-allowance";
            return Err(row.bad("returned", format!("{other:?} is not known; the reasons are {words}")));
        }
    }))
}

#[cfg(test)]
mod tests {
    use crate::input::read_csv_text;
    use fapiao::model::Provider;

    const HEADER: &str = "reference,buyer_name,ordered_at,item,tax_code,rate,amount\n";

    fn bad(rows: &str) -> String {
        let input = read_csv_text(&format!("{HEADER}{rows}"), Some(Provider::Nuonuo)).unwrap();
        input.bad.first().expect("a bad row").to_string()
    }

    #[test]
    fn a_bad_row_gets_its_line_field_and_reason() {
        let good = "1,张三,2026-11-21 10:00:00,电脑,1090511030000000000,0.13,113.00\n";
        let wrong = "2,张三,2026-11-21 10:00:00,电脑,1090511030000000000,0.13,113.005\n";
        let text = bad(&format!("{good}{wrong}"));
        assert!(text.starts_with("line 3, amount: amount \"113.005\" has more than 2 decimal places"), "{text}");
        assert!(
            bad("3,,2026-11-21 10:00:00,电脑,1090511030000000000,0.13,1\n")
                .starts_with("line 2, buyer_name: is missing")
        );
        assert!(bad("3,张三,2026-11-21,电脑,1090511030000000000,0.13,1\n").starts_with("line 2, ordered_at: time"));
        assert!(
            bad("3,张三,2026-11-21 10:00:00,电脑,1090511030000000000,13,1\n").starts_with("line 2, lines[1].rate: ")
        );
    }

    #[test]
    fn an_unknown_column_is_named() {
        let error = read_csv_text("reference,colour\n", Some(Provider::Nuonuo)).unwrap_err();
        assert!(error.contains("\"colour\" is not known"), "{error}");
    }

    #[test]
    fn chinese_headers_and_rows_of_one_order_are_read() {
        let text = "订单号,购方名称,下单时间,商品名称,税收分类编码,税率,金额\n\
                    1,张三,2026-11-21 10:00:00,电脑,1090511030000000000,0.13,113.00\n\
                    1,张三,2026-11-21 10:00:00,鼠标,1090511030000000000,0.13,11.30\n";
        let input = read_csv_text(text, Some(Provider::Nuonuo)).unwrap();
        assert_eq!(input.tasks.len(), 1);
        assert_eq!(input.tasks[0].order.totals().gross.to_string(), "124.30");
    }
}
