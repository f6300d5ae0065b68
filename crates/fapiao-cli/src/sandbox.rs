//! `fapiao sandbox`: serves all four systems on one port, and says how to reach them.

use crate::{args::Sandbox as Args, exit::Exit, say};
use fapiao::transport::{Clock, SystemClock};
use fapiao_mock::{Sandbox, Settings, door::server::Server};
use serde_json::{Value, json};
use std::{net::SocketAddr, sync::Arc};

pub(crate) async fn run(args: Args) -> Result<Exit, (Exit, String)> {
    let settings = Settings::default();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let address = SocketAddr::new(args.address, args.port);
    let server = Server::start(&Sandbox::new(settings.clone()), clock, address)
        .await
        .map_err(|error| (Exit::Failed, format!("can't listen on {address}: {error}")))?;
    let ready = ready(&settings, server.addr());
    if args.json {
        say(&ready.to_string());
    } else {
        say(&welcome(&ready, server.addr()));
    }
    let _ = tokio::signal::ctrl_c().await;
    server.shutdown().await;
    Ok(Exit::Done)
}

/// Addresses and made-up keys, in the form of an accounts file.
pub(crate) fn ready(settings: &Settings, address: SocketAddr) -> Value {
    let Settings { nuonuo, fengchao, piaotong, suning, .. } = settings;
    let base = format!("http://{address}");
    let tax_number = nuonuo.companies.first().map(|company| company.tax_number.as_str());
    json!({
        "ready": true,
        "nuonuo": {
            "services_url": format!("{base}/open/v1/services"),
            "token_url": format!("{base}/accessToken"),
            "app_key": nuonuo.app_key,
            "app_secret": nuonuo.app_secret.expose(),
            "tax_number": tax_number,
        },
        "fengchao": {
            "base_url": base,
            "app_id": fengchao.app_id,
            "app_secret": fengchao.app_secret.expose(),
            "tax_number": fengchao.tax_numbers.first(),
        },
        "piaotong": piaotong_account(piaotong, &base),
        "suning": {
            "base_url": format!("{base}/api/http/sopRequest"),
            "app_key": suning.app_key,
            "app_secret": suning.app_secret.expose(),
            "order_ids": suning.orders.iter().map(|order| order.id.as_str()).collect::<Vec<_>>(),
        },
    })
}

fn welcome(ready: &Value, address: SocketAddr) -> String {
    let text = |provider: &str, name: &str| ready[provider][name].as_str().unwrap_or_default().to_owned();
    format!(
        "The sandbox of Nuonuo, Fengchao, Piaotong and Suning serves on http://{address} (Ctrl-C ends it).\n\
         Everything it issues is a test document; its keys are made up and known to everybody.\n\n\
         Nuonuo    {} token {}\n          app key {}  secret {}  tax number {}\n\
         Fengchao  {}  app id {}  secret {}\n\
         Piaotong  {}  platform {}  alias {}  (keys: --json)\n\
         Suning    {}  app key {}  secret {}\n\n\
         Request log http://{address}/_sandbox/log, books http://{address}/_sandbox/books",
        text("nuonuo", "services_url"),
        text("nuonuo", "token_url"),
        text("nuonuo", "app_key"),
        text("nuonuo", "app_secret"),
        text("nuonuo", "tax_number"),
        text("fengchao", "base_url"),
        text("fengchao", "app_id"),
        text("fengchao", "app_secret"),
        text("piaotong", "base_url"),
        text("piaotong", "platform_code"),
        text("piaotong", "alias"),
        text("suning", "base_url"),
        text("suning", "app_key"),
        text("suning", "app_secret"),
    )
}
