//! `fapiao sandbox`: serves all four systems on one port, and says how to reach them.

use crate::{args::Sandbox as Args, exit::Exit, say};
use fapiao::{
    http::HttpTransport,
    transport::{Clock, SystemClock},
};
use fapiao_mock::{
    Sandbox, Settings,
    door::{Pushes, server::Server},
};
use serde_json::Value;
use std::{net::SocketAddr, sync::Arc};

pub(crate) async fn run(args: Args) -> Result<Exit, (Exit, String)> {
    let sandbox = Sandbox::new(settings());
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let address = SocketAddr::new(args.address, args.port);
    let server = Server::start(&sandbox, Arc::clone(&clock), address)
        .await
        .map_err(|error| (Exit::Failed, format!("can't listen on {address}: {error}")))?;
    let pushes = pushes(&sandbox, &clock)?;
    // Listens from here on: whoever has read the line may interrupt.
    let mut interrupt = Interrupt::new().map_err(|error| (Exit::Failed, error.to_string()))?;
    let ready = sandbox.ready(&format!("http://{}", server.addr()));
    if args.json {
        say(&ready.to_string());
    } else {
        say(&welcome(&ready, server.addr()));
    }
    interrupt.wait().await;
    drop(pushes);
    server.shutdown().await;
    Ok(Exit::Done)
}

/// Ctrl-C, and on Unix the polite request to end.
struct Interrupt {
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 2],
}

impl Interrupt {
    fn new() -> std::io::Result<Self> {
        #[cfg(unix)]
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            #[cfg(unix)]
            signals: [signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?],
        })
    }

    async fn wait(&mut self) {
        #[cfg(unix)]
        {
            let [interrupt, terminate] = &mut self.signals;
            tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    }
}

/// Posts the call-backs that are due to the addresses that clients gave.
fn pushes(sandbox: &Sandbox, clock: &Arc<dyn Clock>) -> Result<Pushes, (Exit, String)> {
    let transport = HttpTransport::builder().build().map_err(|error| (Exit::Failed, error.to_string()))?;
    Ok(Pushes::start(sandbox, Arc::clone(clock), Arc::new(transport)))
}

/// The sandbox's usual world, with one company as the seller at both who issue, as an accounts file wants it.
pub(crate) fn settings() -> Settings {
    let mut settings = Settings::default();
    if let Some(company) = settings.nuonuo.companies.first() {
        let seller = fapiao_mock::piaotong::Seller::new(&company.tax_number, &company.name);
        settings.piaotong.sellers.insert(0, seller);
    }
    settings
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
