//! `fapiao demo`: the main job against a sandbox in this process, over HTTP, and what became of it in the sandbox's own books.

mod audit;

use crate::{
    accounts::{self, Accounts},
    args::Demo as Args,
    exit::Exit,
    input::{self, Task},
    issue,
    job::{Desk, Pace, Story},
    report, sandbox, say,
};
use fapiao::{
    issuing::{Direction, Retry, Verdict},
    model::{Amount, Operation as _, OrderNumber, Provider, nuonuo, piaotong},
    transport::{Clock, SystemClock},
};
use fapiao_mock::{
    Fault, FaultRule, FengchaoOrderState as OrderState, FengchaoStandingOrder as StandingOrder, Moment, Sandbox,
    Script, Settings, ShopOrder, door::server::Server,
};
use std::{fs, path::Path, sync::Arc};

const ORDERS: &str = include_str!("../../../fixtures/demo/orders.csv");
/// The order that stands failed in the gateway's own books; the number is the one of Fengchao's document.
const GATEWAY_ORDER: &str = "20240122150518179381";
/// The most that one invoice of the demo's seller may hold, without tax: one order is above it.
const LIMIT_IN_FEN: i64 = 15_000_000;

pub(crate) async fn run(args: Args) -> Result<Exit, (Exit, String)> {
    let failed = |message: String| (Exit::Failed, message);
    let tasks = input::read_csv_text(ORDERS, None).map_err(failed)?.tasks;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let settings = settings(&tasks);
    let sandbox = Sandbox::new(settings);
    let server = Server::start(&sandbox, Arc::clone(&clock), ([127, 0, 0, 1], 0).into())
        .await
        .map_err(|error| failed(format!("no port on loopback: {error}")))?;
    let accounts = Accounts::parse(&sandbox.ready(&format!("http://{}", server.addr())).to_string()).map_err(failed)?;
    let (desk, gateway) = desk(&accounts, &args.output).map_err(failed)?;
    script(&sandbox, &desk, &tasks).map_err(failed)?;
    clear(&args.output).map_err(|error| failed(format!("{}: {error}", args.output.display())))?;
    let desk = Arc::new(desk);
    let mut stories = issue::work(Arc::clone(&desk), tasks.clone(), args.json).await;
    let retried = retry_at_gateway(&desk.pace, &*gateway).await;
    stories.sort_by(|one, other| one.reference.cmp(&other.reference));
    let audit = audit::audit(&desk, &tasks, &stories, &sandbox.books(clock.now()), retried.as_ref().ok());
    print(&args, &stories, &retried, &audit);
    server.shutdown().await;
    Ok(if audit.is_clean() { Exit::Done } else { Exit::Books })
}

fn print(args: &Args, stories: &[Story], retried: &Result<String, String>, audit: &audit::Audit) {
    if args.json {
        return say(&report::json(stories, &[], &audit.counts));
    }
    say(&report::table(stories));
    match retried {
        Ok(number) => say(&format!(
            "Fengchao: order {GATEWAY_ORDER} stood failed in the gateway's books; retried, invoice {number}"
        )),
        Err(why) => say(&format!("Fengchao: order {GATEWAY_ORDER} was not issued: {why}")),
    }
    say(&format!("PDFs in {}", args.output.display()));
    for finding in &audit.findings {
        say(&format!("the books do not agree: {finding}"));
    }
    say(&audit.counts.to_string());
}

/// The sandbox's world: the shop's orders, a limit that splits one order, one failed order in the gateway's books.
fn settings(tasks: &[Task]) -> Settings {
    let mut settings = sandbox::settings();
    settings.nuonuo.split_orders = true;
    settings.nuonuo.invoice_limit = Amount::from_fen(LIMIT_IN_FEN);
    settings.suning.orders = tasks.iter().filter_map(shop_order).collect();
    let seller = settings.fengchao.tax_numbers.first().cloned().unwrap_or_default();
    settings.fengchao.orders = vec![StandingOrder {
        number: GATEWAY_ORDER.into(),
        seller,
        buyer: "示例买家".into(),
        net: Amount::from_fen(10_000),
        tax: Amount::from_fen(1_300),
        state: OrderState::Failed,
    }];
    settings
}

fn shop_order(task: &Task) -> Option<ShopOrder> {
    let order = ShopOrder::new(&task.order.delivery.as_ref()?.order_id);
    Some(if task.returned.is_some() { order.returned() } else { order })
}

fn desk(accounts: &Accounts, output: &Path) -> Result<(Desk, Arc<dyn Retry>), String> {
    let context = accounts::context()?;
    let text = |error: fapiao::transport::Error| error.to_string();
    let gateway = accounts.gateway(&context).map_err(text)?.ok_or("the sandbox has a gateway")?;
    let desk = Desk {
        realm: "demo".parse().map_err(|error: fapiao::model::WordError| error.to_string())?,
        seller: accounts.seller().map_err(|(_, message)| message)?,
        seller_name: accounts.seller.name.clone(),
        issuers: accounts.issuers(&context).map_err(text)?,
        marketplace: accounts.marketplace(&context).map_err(text)?,
        output: output.to_owned(),
        pace: Pace::SANDBOX,
        scrubber: accounts.scrubber(),
    };
    Ok((desk, gateway))
}

/// Tells the sandbox what to do with the orders that have a scenario.
fn script(sandbox: &Sandbox, desk: &Desk, tasks: &[Task]) -> Result<(), String> {
    for task in tasks {
        let Some(scenario) = &task.scenario else { continue };
        let issuer = desk.issuers.get(&task.provider).ok_or("a provider without an account")?;
        let attempt = desk.attempt(Direction::Blue, &task.order.reference);
        let number = issuer.draft(&task.order, &attempt).map_err(|error| error.to_string())?.number;
        let number = number.as_str();
        match scenario.as_str() {
            "refuse" => sandbox.script(task.provider, number, refusal()),
            "fail" => {
                let words = "税局返回：开票信息推送失败，请稍后重试".to_owned();
                sandbox.script(task.provider, number, Script::Fail { times: 1, words });
            }
            "lost" => sandbox.inject(lost(task.provider, number)),
            // The total alone does it.
            "split" => {}
            other => return Err(format!("{}: scenario {other:?} is not known", task.place)),
        }
    }
    Ok(())
}

fn refusal() -> Script {
    Script::Refuse { code: "E9121".into(), words: "商品编码无法确定".into() }
}

/// The order gets through, its answer does not.
fn lost(provider: Provider, number: &str) -> FaultRule {
    let operation = Some(match provider {
        Provider::Piaotong => piaotong::IssueInvoice::ENTRY.wire_name.to_owned(),
        _ => nuonuo::IssueInvoice::ENTRY.wire_name.to_owned(),
    });
    let (provider, number) = (Some(provider), Some(number.to_owned()));
    FaultRule { provider, operation, number, skip: 0, times: 1, moment: Moment::After, fault: Fault::Close }
}

/// Retries the failed order in the gateway's own books until its invoice is there.
async fn retry_at_gateway(pace: &Pace, gateway: &dyn Retry) -> Result<String, String> {
    let number: OrderNumber = GATEWAY_ORDER.parse().map_err(|error: fapiao::model::WordError| error.to_string())?;
    let mut last = String::from("not issued in time");
    for asked in 0..pace.questions {
        match gateway.retry(&number).await {
            Ok(Verdict::Issued(invoices)) => {
                let numbers: Vec<_> = invoices.iter().map(|invoice| invoice.number.to_string()).collect();
                return Ok(numbers.join(", "));
            }
            Ok(_) => {}
            Err(error) => last = error.to_string(),
        }
        pace.wait(asked).await;
    }
    Err(last)
}

/// Takes the PDFs of an earlier demo away, and nothing else.
fn clear(output: &Path) -> std::io::Result<()> {
    fs::create_dir_all(output)?;
    for entry in fs::read_dir(output)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with("SN-2026-") && name.ends_with(".pdf") {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
