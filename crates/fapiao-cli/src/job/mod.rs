//! The main job: every order of a file is issued, fetched, delivered and, if it came back, reversed.
//!
//! There is no journal here yet, so nothing is remembered between two runs, and nothing needs to be: an order's number follows
//! from realm, seller and reference, so every run asks for the same number first and sends only what is not there. A number is
//! never given up here; a corrected order is a matter for a person.

mod deliver;
mod expected;
mod reverse;
mod settle;
mod story;

pub(crate) use story::{End, Story};

use crate::input::Task;
use fapiao::{
    issuing::{Attempt, Direction, Issuer, Marketplace, Realm, Seller},
    model::Provider,
    transport::Scrubber,
};
use std::{collections::BTreeMap, path::PathBuf, sync::Arc, time::Duration};
use tokio::sync::{Semaphore, mpsc};

/// What the job works with.
pub(crate) struct Desk {
    pub(crate) realm: Realm,
    pub(crate) seller: Seller,
    pub(crate) seller_name: String,
    pub(crate) issuers: BTreeMap<Provider, Arc<dyn Issuer>>,
    pub(crate) marketplace: Option<Arc<dyn Marketplace>>,
    /// Where the PDFs go.
    pub(crate) output: PathBuf,
    pub(crate) pace: Pace,
    /// Takes the secrets out of what is told.
    pub(crate) scrubber: Scrubber,
}

/// How often the job asks, and for how long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// The waits between two questions about one order; the last one repeats.
    pub(crate) waits: &'static [Duration],
    /// How often an order is asked about before it is left for a later run.
    pub(crate) questions: u32,
    /// How many of these questions a red invoice is given to come by itself, once its form is confirmed.
    pub(crate) patience: u32,
    /// How many orders are worked on at a time.
    pub(crate) at_once: usize,
}

impl Pace {
    /// The schedule of the protocol notes: 3, 5, 10, 30 s, then each minute; half an hour in all.
    pub(crate) const PROVIDER: Self = Self {
        waits: &[
            Duration::from_secs(3),
            Duration::from_secs(5),
            Duration::from_secs(10),
            Duration::from_secs(30),
            Duration::from_secs(60),
        ],
        questions: 30,
        patience: 13,
        at_once: 8,
    };
    /// For the sandbox, which issues within a moment.
    pub(crate) const SANDBOX: Self =
        Self { waits: &[Duration::from_millis(120)], questions: 40, patience: 8, at_once: 8 };

    pub(crate) async fn wait(&self, asked: u32) {
        let at = usize::try_from(asked).unwrap_or(usize::MAX).min(self.waits.len().saturating_sub(1));
        tokio::time::sleep(self.waits.get(at).copied().unwrap_or_default()).await;
    }
}

impl Desk {
    /// The first attempt for a reference: the only one that this job ever takes.
    pub(crate) fn attempt(&self, direction: Direction, reference: &fapiao::issuing::Reference) -> Attempt {
        Attempt::first(&self.realm, &self.seller, direction, reference)
    }
}

/// Works through all tasks; each finished story goes to `finished` as it ends. Stories come back in the tasks' order.
pub(crate) async fn run(desk: Arc<Desk>, tasks: Vec<Task>, finished: mpsc::UnboundedSender<Story>) -> Vec<Story> {
    let gate = Arc::new(Semaphore::new(desk.pace.at_once));
    let workers: Vec<_> = tasks
        .into_iter()
        .map(|task| {
            let (desk, gate, finished) = (Arc::clone(&desk), Arc::clone(&gate), finished.clone());
            let untold = Story::new(&task);
            let worker = tokio::spawn(async move {
                let _place = gate.acquire_owned().await;
                let mut story = tell(&desk, task).await;
                story.scrub(&desk.scrubber);
                let _ = finished.send(story.clone());
                story
            });
            (untold, worker)
        })
        .collect();
    let mut stories = Vec::with_capacity(workers.len());
    for (mut untold, worker) in workers {
        stories.push(worker.await.unwrap_or_else(|error| {
            untold.end = End::Unresolved(format!("the work on it broke off; run the file again ({error})"));
            untold
        }));
    }
    stories
}

/// One order from beginning to end.
async fn tell(desk: &Desk, task: Task) -> Story {
    let mut story = Story::new(&task);
    let Some(issuer) = desk.issuers.get(&task.provider) else {
        story.end = End::NotSent(format!("no account for {} is configured", task.provider));
        return story;
    };
    let attempt = desk.attempt(Direction::Blue, &task.order.reference);
    let draft = match issuer.draft(&task.order, &attempt) {
        Ok(draft) => draft,
        Err(error) => {
            story.end = End::NotSent(error.to_string());
            return story;
        }
    };
    story.number = Some(draft.number.clone());
    let expected = expected::Expected::of(&task.order);
    let elsewhere = elsewhere(desk, &task, &attempt);
    let matter = settle::Matter { issuer: &**issuer, draft: &draft, expected: &expected, patience: 0, elsewhere };
    story.settle(settle::settle(&desk.pace, matter).await);
    if story.end != End::Issued {
        return story;
    }
    let invoices = story.invoices.clone();
    for invoice in &invoices {
        deliver::deliver(desk, &**issuer, &task, invoice, None, &mut story).await;
    }
    if let Some(reason) = task.returned {
        reverse::reverse_all(desk, &**issuer, &task, reason, &invoices, &mut story).await;
    }
    story
}

/// Everybody else who issues for this seller, with the number that the order has there. An issuer that can't even draft the
/// order can't have been sent it.
fn elsewhere<'a>(desk: &'a Desk, task: &Task, attempt: &Attempt) -> Vec<settle::Elsewhere<'a>> {
    let others = desk.issuers.iter().filter(|(provider, _)| **provider != task.provider);
    others
        .filter_map(|(_, issuer)| {
            let number = issuer.draft(&task.order, attempt).ok()?.number;
            Some(settle::Elsewhere { issuer: &**issuer, number })
        })
        .collect()
}
