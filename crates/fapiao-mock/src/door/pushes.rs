//! Makes the pushes that the sandbox owes to merchants.

use crate::{Outgoing, Sandbox};
use fapiao_transport::{Clock, Transport};
use std::{sync::Arc, time::Duration};
use tokio::task::JoinHandle;

/// How often the sandbox is asked what is due.
const PACE: Duration = Duration::from_millis(50);

/// Posts what the sandbox owes, as long as this lives. A merchant's answer goes back to the sandbox, so that what got no clear
/// answer is posted again when the provider would.
#[derive(Debug)]
pub struct Pushes(JoinHandle<()>);

impl Pushes {
    /// Posts the sandbox's pushes through a transport. Needs a tokio runtime.
    #[must_use = "pushes end when this is dropped"]
    pub fn start(sandbox: &Sandbox, clock: Arc<dyn Clock>, transport: Arc<dyn Transport>) -> Self {
        let sandbox = sandbox.clone();
        Self(tokio::spawn(async move {
            loop {
                for push in sandbox.due(clock.now()) {
                    // A merchant that is slow holds nobody else up.
                    tokio::spawn(make(push, sandbox.clone(), Arc::clone(&clock), Arc::clone(&transport)));
                }
                tokio::time::sleep(PACE).await;
            }
        }))
    }
}

impl Drop for Pushes {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn make(push: Outgoing, sandbox: Sandbox, clock: Arc<dyn Clock>, transport: Arc<dyn Transport>) {
    if let Ok(answer) = transport.send(push.request.clone()).await {
        sandbox.acknowledge(&push, &answer, clock.now());
    }
}
