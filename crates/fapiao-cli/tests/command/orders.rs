//! A small file of orders with everything that an order can need, and what the books must say of it afterwards.

use crate::world::World;
use fapiao::model::Provider;
use fapiao_mock::{BookedInvoice, BookedState, Script};
use std::path::PathBuf;

/// One order of the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    pub(crate) reference: &'static str,
    pub(crate) provider: Provider,
    /// What the invoice must come to, with tax.
    pub(crate) gross: &'static str,
    pub(crate) shop_order: Option<&'static str>,
    pub(crate) is_returned: bool,
    /// Whether the tax bureau fails it once.
    pub(crate) fails: bool,
}

const fn order(reference: &'static str, provider: Provider, gross: &'static str) -> Order {
    Order { reference, provider, gross, shop_order: None, is_returned: false, fails: false }
}

impl Order {
    const fn shown(mut self, shop_order: &'static str) -> Self {
        self.shop_order = Some(shop_order);
        self
    }

    const fn returned(mut self) -> Self {
        self.is_returned = true;
        self
    }

    const fn failing(mut self) -> Self {
        self.fails = true;
        self
    }
}

/// Through both who issue: an order that is shown, one that fails and is retried, one that comes back. The shop's orders …481 and
/// …482 have a return.
pub(crate) const SIX: [Order; 6] = [
    order("N-1", Provider::Nuonuo, "113.00").shown("4511680451"),
    order("N-2", Provider::Nuonuo, "226.00").failing(),
    order("N-3", Provider::Nuonuo, "339.00").shown("4511680481").returned(),
    order("P-1", Provider::Piaotong, "452.00").shown("4511680452"),
    order("P-2", Provider::Piaotong, "565.00").failing(),
    order("P-3", Provider::Piaotong, "678.00").shown("4511680482").returned(),
];

/// The one that comes back through a confirmation form.
pub(crate) const REVERSED: [Order; 1] = [SIX[2]];

pub(crate) const HEADER: &str =
    "reference,provider,buyer_name,ordered_at,item,tax_code,rate,amount,shop_order,product_code,returned\n";

/// A row under [`HEADER`], shown nowhere.
pub(crate) fn row(reference: &str, provider: Provider, buyer: &str, amount: &str) -> String {
    format!("{reference},{provider},{buyer},2026-11-21 10:00:00,电脑,1090511030000000000,0.13,{amount},,,\n")
}

/// The orders as a file.
pub(crate) fn csv(orders: &[Order]) -> String {
    let rows = orders.iter().map(|order| {
        let Order { reference, provider, gross, .. } = order;
        let shop = order.shop_order.map_or_else(|| ",".to_owned(), |id| format!("{id},P{id}"));
        let returned = if order.is_returned { "goods-returned" } else { "" };
        format!(
            "{reference},{provider},张三,2026-11-21 10:00:00,电脑,1090511030000000000,0.13,{gross},{shop},{returned}\n"
        )
    });
    HEADER.to_owned() + &rows.collect::<String>()
}

/// Writes the file, and tells the sandbox which orders fail.
pub(crate) fn prepare(world: &World, orders: &[Order]) -> PathBuf {
    let file = world.write("orders.csv", &csv(orders));
    let numbers = world.numbers(&file);
    for order in orders.iter().filter(|order| order.fails) {
        let script = Script::Fail { times: 1, words: "税局返回：请稍后重试".into() };
        world.sandbox.script(order.provider, &numbers[order.reference], script);
    }
    file
}

/// Fails unless the books hold nothing twice.
pub(crate) fn check_nothing_twice(world: &World, file: &std::path::Path, orders: &[Order], case: &str) {
    let (living, numbers) = (world.living(), world.numbers(file));
    let numbers: Vec<_> = orders.iter().map(|order| (order.provider, numbers[order.reference].clone())).collect();
    for (provider, number) in &numbers {
        let of_it = blue_of(&living, *provider, number).count();
        assert!(of_it <= 1, "{case}: {number} has {of_it} invoices");
    }
    for blue in living.iter().filter(|invoice| !invoice.is_red) {
        let is_ours = numbers.contains(&(blue.provider, blue.order_number.clone()));
        assert!(is_ours, "{case}: {blue:?} is under a number that no order of the file has");
        let reds = reds_of(&living, blue).count();
        assert!(reds <= 1, "{case}: {blue:?} was reversed {reds} times");
    }
}

/// Fails unless every order has exactly the invoices, reversals and uploads that it should have.
pub(crate) fn check_complete(world: &World, file: &std::path::Path, orders: &[Order], case: &str) {
    check_nothing_twice(world, file, orders, case);
    let (books, living, numbers) = (world.books(), world.living(), world.numbers(file));
    assert!(living.iter().all(|invoice| invoice.state == BookedState::Issued), "{case}: {living:?}");
    let mut shown: Vec<&str> = Vec::new();
    for order in orders {
        let blue = blue_of(&living, order.provider, &numbers[order.reference]).next();
        let blue = blue.unwrap_or_else(|| panic!("{case}: {} is lost", order.reference));
        assert_eq!((blue.net + blue.tax).to_string(), order.gross, "{case}: {}", order.reference);
        let reds: Vec<_> = reds_of(&living, blue).collect();
        assert_eq!(reds.len(), usize::from(order.is_returned), "{case}: reversals of {}", order.reference);
        for red in &reds {
            assert_eq!(red.net + red.tax, -(blue.net + blue.tax), "{case}: {}", order.reference);
        }
        if order.shop_order.is_some() {
            shown.push(&blue.number);
            shown.extend(reds.iter().map(|red| red.number.as_str()));
        }
    }
    let mut uploaded: Vec<_> = books.uploads.iter().map(|upload| upload.number.as_str()).collect();
    shown.sort_unstable();
    uploaded.sort_unstable();
    assert_eq!(uploaded, shown, "{case}: what the marketplace has");
    check_files(world, &living, case);
}

/// One whole PDF an invoice, and nothing half written.
fn check_files(world: &World, living: &[BookedInvoice], case: &str) {
    let names = std::fs::read_dir(world.path("invoices")).unwrap();
    let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let is_of = |name: &String, invoice: &BookedInvoice| name.ends_with(&format!("-{}.pdf", invoice.number));
    assert_eq!(names.len(), living.len(), "{case}: {names:?}");
    for invoice in living {
        let name =
            names.iter().find(|name| is_of(name, invoice)).unwrap_or_else(|| panic!("{case}: no file of {invoice:?}"));
        let content = std::fs::read(world.path("invoices").join(name)).unwrap();
        assert!(content.starts_with(b"%PDF-") && content.trim_ascii_end().ends_with(b"%%EOF"), "{case}: {name}");
    }
}

fn blue_of<'a>(
    living: &'a [BookedInvoice],
    provider: Provider,
    number: &'a str,
) -> impl Iterator<Item = &'a BookedInvoice> {
    living.iter().filter(move |one| !one.is_red && one.provider == provider && one.order_number == number)
}

fn reds_of<'a>(living: &'a [BookedInvoice], blue: &'a BookedInvoice) -> impl Iterator<Item = &'a BookedInvoice> {
    living.iter().filter(|red| red.is_red && red.reverses.as_ref() == Some(&blue.number))
}
