//! `fapiao issue FILE`, run once, twice, and twice at the same time.

use crate::{
    orders::{SIX, check_complete, prepare, row},
    world::{World, quick},
};
use fapiao::model::Provider;
use serde_json::Value;
use std::time::Duration;

const AGAIN: &str = "an earlier run had sent it";

/// A spreadsheet's export: its mark at the beginning, Chinese names, an order of two lines.
const CHINESE: &str = "\u{feff}订单号,平台,票种,购方名称,购方税号,下单时间,商品名称,税收分类编码,数量,单价,金额,税率,含税标志,折扣金额,苏宁订单号,苏宁商品编码\r\n\
    甲-1,诺诺,普票,张三,,2026-11-21 10:00:00,笔记本电脑,1090511030000000000,1,5699.00,,0.13,含税,,4511680451,A1\r\n\
    甲-2,诺诺,专票,杭州示例科技有限公司,91330100TEST00001A,2026-11-21 10:05:00,服务器,1090511030000000000,2,18000,,0.13,不含税,,,\r\n\
    甲-2,诺诺,专票,杭州示例科技有限公司,91330100TEST00001A,2026-11-21 10:05:00,安装服务,3040203000000000000,,,1500.00,0.06,不含税,,,\r\n\
    甲-3,诺诺,普票,李四,,2026-11-21 10:09:00,冲锋衣,1040201000000000000,1,699.00,,0.13,含税,100.00,,\r\n";

const JSON: &str = r#"[
    {"reference": "J-1", "provider": "piaotong", "buyer_name": "张三", "ordered_at": "2026-11-21 10:00:00",
     "item": "电脑", "tax_code": "1090511030000000000", "rate": 0.13, "amount": 113.00,
     "shop_order": 4511680453, "product_code": null},
    {"订单号": "J-2", "平台": "诺诺", "购方名称": "李四", "下单时间": "2026-11-21 10:00:00", "lines": [
        {"item": "电脑", "tax_code": "1090511030000000000", "rate": "0.13", "quantity": 3, "unit_price": "100"},
        {"商品名称": "大米", "税收分类编码": "1030201000000000000", "税率": "0.09", "金额": "10.90"}]}
]"#;

fn grosses(world: &World) -> Vec<String> {
    let mut grosses: Vec<_> = world.living().iter().map(|invoice| (invoice.net + invoice.tax).to_string()).collect();
    grosses.sort();
    grosses
}

/// Issues a file twice; the first run does it, the second finds it done.
fn twice(name: &str, text: &str, expected: &[&str]) {
    let world = World::new();
    let file = world.write(name, text);
    let (first, run) = world.report(&file);
    assert_eq!(run.exit, Some(0), "{run:?}");
    assert!(!run.stdout.contains(AGAIN), "{run:?}");
    assert_eq!(grosses(&world), expected);
    let invoices = world.living();

    let (second, run) = world.report(&file);
    assert_eq!(run.exit, Some(0), "{run:?}");
    assert_eq!(world.living(), invoices, "the second run changed the books");
    assert_eq!(second["counts"], first["counts"]);
    for order in second["orders"].as_array().unwrap() {
        assert!(order["notes"].as_array().unwrap().contains(&Value::from(AGAIN)), "{order}");
    }
}

#[test]
fn a_csv_with_chinese_headers_is_issued_once_however_often_it_is_run() {
    // 2 × 18000 at 13 % and 1500 at 6 %, both without tax, come to 42270.
    twice("订单.csv", CHINESE, &["42270.00", "5699.00", "599.00"]);
}

#[test]
fn a_json_file_is_issued_once_however_often_it_is_run() {
    twice("orders.json", JSON, &["113.00", "310.90"]);
}

#[test]
fn the_whole_job_leaves_the_books_as_the_file_wants_them_and_a_second_run_leaves_them_alone() {
    let world = World::new();
    let file = prepare(&world, &SIX);
    let (report, run) = world.report(&file);
    assert_eq!(run.exit, Some(0), "{run:?}");
    check_complete(&world, &file, &SIX, "first run");
    let counts = serde_json::json!({"orders": 6, "issued": 6, "refused": 0, "red": 2, "delivered": 6});
    assert_eq!(report["counts"], counts);
    // The numbers in the report are those in the books.
    let reported = |order: &Value, list: &str| order[list][0]["number"].as_str().map(str::to_owned);
    for order in report["orders"].as_array().unwrap() {
        let number = reported(order, "invoices");
        let booked = world.living().into_iter().find(|invoice| Some(&invoice.number) == number.as_ref()).unwrap();
        assert_eq!(order["number"], booked.order_number);
        assert_eq!(order["provider"], booked.provider.as_str());
    }

    let (invoices, run) = (world.living(), world.issue(&file, &[]));
    assert_eq!((run.exit, world.living()), (Some(0), invoices), "{run:?}");
    check_complete(&world, &file, &SIX, "second run");
    assert!(run.stdout.contains("the marketplace had") && run.stdout.contains("an earlier run"), "{run:?}");
}

#[test]
fn two_runs_at_the_same_time_issue_nothing_twice() {
    let world = World::new();
    let file = prepare(&world, &SIX);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| world.issue(&file, &[]));
        }
    });
    // Each took the other's token away, so what one of them left over is for a third.
    let last = world.issue(&file, &[]);
    assert_eq!(last.exit, Some(0), "{last:?}");
    check_complete(&world, &file, &SIX, "two runs at once");
}

#[test]
fn an_order_that_takes_longer_than_the_run_is_exit_4_and_the_next_run_finds_it() {
    let mut settings = quick();
    settings.nuonuo.issue_after = Duration::from_secs(3600);
    settings.piaotong.issue_after = Duration::from_secs(3600);
    let world = World::with(settings);
    let orders = [SIX[1], SIX[4]].map(|order| crate::orders::Order { fails: false, ..order });
    let file = prepare(&world, &orders);
    let (report, run) = world.report(&file);
    assert_eq!(run.exit, Some(4), "{run:?}");
    for order in report["orders"].as_array().unwrap() {
        assert_eq!(order["end"]["state"], "unresolved", "{order}");
        assert!(order["end"]["why"].as_str().unwrap().contains("run the file again"), "{order}");
    }
    assert_eq!(world.living().len(), 2);
    world.wait(Duration::from_secs(3600));
    let (_, run) = world.report(&file);
    assert_eq!(run.exit, Some(0), "{run:?}");
    assert!(run.stdout.contains(AGAIN), "{run:?}");
    check_complete(&world, &file, &orders, "the second run");
}

#[test]
fn refused_and_failed_orders_are_exit_3_with_the_providers_words_and_the_others_are_issued() {
    let world = World::new();
    let rows = [("A", "113.00"), ("B", "226.00"), ("C", "339.00")];
    let rows = rows.map(|(reference, amount)| row(reference, Provider::Nuonuo, "张三", amount)).concat();
    let file = world.write("orders.csv", &format!("{}{rows}", crate::orders::HEADER));
    let numbers = world.numbers(&file);
    let refuse = fapiao_mock::Script::Refuse { code: "E9121".into(), words: "商品编码无法确定".into() };
    world.sandbox.script(Provider::Nuonuo, &numbers["A"], refuse);
    let fail = fapiao_mock::Script::Fail { times: 50, words: "纳税人状态异常".into() };
    world.sandbox.script(Provider::Nuonuo, &numbers["B"], fail);

    let (report, run) = world.report(&file);
    assert_eq!(run.exit, Some(3), "{run:?}");
    let end =
        |at: usize| (report["orders"][at]["end"]["state"].clone(), report["orders"][at]["end"]["why"].to_string());
    assert_eq!(end(0).0, "refused");
    assert!(end(0).1.contains("E9121") && end(0).1.contains("商品编码无法确定"), "{}", end(0).1);
    assert_eq!(end(1).0, "failed");
    assert!(end(1).1.contains("纳税人状态异常"), "{}", end(1).1);
    assert_eq!(end(2).0, "issued");
    assert_eq!(grosses(&world), ["339.00"]);
}
