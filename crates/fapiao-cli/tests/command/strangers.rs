//! Something else stands under the number that an order is sent under.

use crate::{
    orders::{HEADER, row},
    world::World,
};
use fapiao::{
    model::{InvoiceKind, OrderNumber, Provider, TaxNumber, nuonuo as wire, piaotong::RawCall},
    nuonuo, piaotong,
    signing::AppSecret,
};
use fapiao_mock::BookedInvoice;
use serde_json::Value;

fn file(world: &World, provider: Provider, amount: &str) -> std::path::PathBuf {
    world.write("orders.csv", &format!("{HEADER}{}", row("A-1", provider, "张三", amount)))
}

fn text<'a>(ready: &'a Value, provider: &str, name: &str) -> &'a str {
    ready[provider][name].as_str().unwrap()
}

/// Somebody else's order at Nuonuo: the same number, no mark.
fn plant_at_nuonuo(world: &World, number: &str, buyer: &str) {
    let ready = world.ready();
    let of = |name: &str| text(&ready, "nuonuo", name);
    let gateway = nuonuo::Environment::Custom(of("services_url").into());
    let config = nuonuo::Config::new(gateway, of("app_key"), AppSecret::new(of("app_secret")));
    let client = nuonuo::Client::new(config.with_token_url(of("token_url")), fapiao::connect::context().unwrap());
    let seller: TaxNumber = of("tax_number").parse().unwrap();
    let number: OrderNumber = number.parse().unwrap();
    let net = wire::LineAmounts::new("1000.00".parse().unwrap(), "130.00".parse().unwrap());
    let line = wire::LineItem::new("打印机", "0.13".parse().unwrap(), wire::PriceBasis::WithTax)
        .classification("1090511030000000000".parse().unwrap())
        .amounts(net);
    let face = wire::Seller::new(seller.clone());
    let time = "2026-11-20 09:00:00".parse().unwrap();
    let buyer = wire::Buyer::new(buyer);
    let issue = wire::IssueInvoice::new(number, InvoiceKind::DigitalOrdinary, face, buyer, "王五", time).line(line);
    world.runtime.block_on(client.unwrap().merchant(seller).call(&issue)).unwrap();
}

/// Somebody else's order at Piaotong: our request with another buyer, and without the mark.
fn plant_at_piaotong(world: &World, file: &std::path::Path, buyer: &str) {
    let dry = world.issue(file, &["--dry-run"]);
    let mut body: Value = serde_json::from_str(dry.stdout.splitn(3, ' ').nth(2).unwrap()).unwrap();
    body["buyerName"] = buyer.into();
    assert!(body.as_object_mut().unwrap().remove("tradeNo").is_some(), "{body}");
    let ready = world.ready();
    let of = |name: &str| text(&ready, "piaotong", name);
    let keys = piaotong::Keys::parse(of("des_key"), of("partner_private_key"), of("piaotong_public_key")).unwrap();
    let environment = piaotong::Environment::Custom(of("base_url").into());
    let config = piaotong::Config::new(environment, of("platform_code"), of("alias").parse().unwrap(), keys);
    let client = piaotong::Client::new(config, fapiao::connect::context().unwrap()).unwrap();
    let call = RawCall::new("invoiceBlue.pt", &body.to_string()).unwrap();
    world.runtime.block_on(client.merchant(of("tax_number").parse().unwrap()).call(&call)).unwrap();
}

/// Runs the file: a conflict that names what stands there, and books that stay as they were.
fn check_conflict(world: &World, file: &std::path::Path, words: &str) {
    let invoices =
        |world: &World| world.living().into_iter().map(|one: BookedInvoice| (one.serial, one.buyer)).collect();
    let before: Vec<_> = invoices(world);
    let (report, run) = world.report(file);
    let order = &report["orders"][0];
    assert_eq!((run.exit, &order["end"]["state"]), (Some(3), &Value::from("conflict")), "{run:?}");
    assert!(order["end"]["why"].as_str().unwrap().contains(words), "{order}");
    assert_eq!(
        (&order["invoices"], &order["files"]),
        (&Value::Array(Vec::new()), &Value::Array(Vec::new())),
        "{order}"
    );
    let after: Vec<_> = invoices(world);
    assert_eq!((after, world.books().uploads.len()), (before, 0));
}

#[test]
fn a_strangers_order_at_nuonuo_is_a_conflict_and_not_adopted() {
    let world = World::new();
    let file = file(&world, Provider::Nuonuo, "113.00");
    plant_at_nuonuo(&world, &world.number(&file, "A-1"), "赵六");
    check_conflict(&world, &file, "赵六");
}

#[test]
fn a_strangers_order_at_nuonuo_of_the_same_buyer_is_told_by_its_total() {
    let world = World::new();
    let file = file(&world, Provider::Nuonuo, "113.00");
    plant_at_nuonuo(&world, &world.number(&file, "A-1"), "张三");
    check_conflict(&world, &file, "1130.00");
}

#[test]
fn a_strangers_order_at_piaotong_is_a_conflict_and_not_adopted() {
    let world = World::new();
    let file = file(&world, Provider::Piaotong, "113.00");
    plant_at_piaotong(&world, &file, "赵六");
    check_conflict(&world, &file, "赵六");
}

#[test]
fn an_order_that_was_changed_after_it_was_sent_is_a_conflict_and_not_sent_again() {
    for provider in [Provider::Nuonuo, Provider::Piaotong] {
        let world = World::new();
        assert_eq!(world.issue(&file(&world, provider, "113.00"), &[]).exit, Some(0));
        check_conflict(&world, &file(&world, provider, "114.00"), "other content of ours");
    }
}

#[test]
fn an_order_that_stands_at_one_provider_is_not_sent_to_the_other() {
    for (before, after) in [(Provider::Nuonuo, Provider::Piaotong), (Provider::Piaotong, Provider::Nuonuo)] {
        let world = World::new();
        assert_eq!(world.issue(&file(&world, before, "113.00"), &[]).exit, Some(0));
        check_conflict(&world, &file(&world, after, "113.00"), before.as_str());
    }
}
