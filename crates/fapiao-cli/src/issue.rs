//! `fapiao issue FILE`: the main job on one's own orders.

use crate::{
    accounts::Accounts,
    args::{Issue as Args, PaceName},
    exit::Exit,
    input::{self, BadRow, Input, Task},
    job::{self, Desk, End, Pace, Story},
    progress,
    report::{self, Counts},
    say, say_error,
};
use fapiao::{issuing::Direction, model::Provider};
use std::{fs, sync::Arc};
use tokio::sync::mpsc;

pub(crate) async fn run(args: Args) -> Result<Exit, (Exit, String)> {
    let accounts = Accounts::read(&args.accounts)?;
    // With two accounts that issue, a row has to say through whom: a default that changes with the accounts file would issue
    // an order of an earlier run a second time.
    let default = match (&accounts.nuonuo, &accounts.piaotong) {
        (Some(_), None) => Some(Provider::Nuonuo),
        (None, Some(_)) => Some(Provider::Piaotong),
        _ => None,
    };
    let Input { tasks, bad } = input::read(&args.file, default)?;
    for row in &bad {
        say_error(&row.to_string());
    }
    let desk = desk(&accounts, &args)?;
    if args.dry_run {
        return Ok(dry_run(&desk, &tasks, &bad));
    }
    fs::create_dir_all(&desk.output).map_err(|error| (Exit::Failed, format!("{}: {error}", desk.output.display())))?;
    let stories = work(Arc::new(desk), tasks, args.json).await;
    let counts = Counts::of(&stories);
    if args.json {
        say(&report::json(&stories, &bad, &counts));
    } else {
        say(&report::table(&stories));
        say(&counts.to_string());
    }
    Ok(exit(&stories, &bad))
}

/// Runs the job with its progress bar.
pub(crate) async fn work(desk: Arc<Desk>, tasks: Vec<Task>, is_hidden: bool) -> Vec<Story> {
    let (sender, receiver) = mpsc::unbounded_channel();
    let bar = tokio::spawn(progress::draw(tasks.len(), is_hidden, receiver));
    let stories = job::run(desk, tasks, sender).await;
    let _ = bar.await;
    stories
}

fn desk(accounts: &Accounts, args: &Args) -> Result<Desk, (Exit, String)> {
    let context = crate::accounts::context().map_err(|message| (Exit::Failed, message))?;
    let usage = |error: fapiao::transport::Error| (Exit::Usage, error.to_string());
    Ok(Desk {
        realm: accounts.realm(args.realm.as_deref())?,
        seller: accounts.seller()?,
        seller_name: accounts.seller.name.clone(),
        issuers: accounts.issuers(&context).map_err(usage)?,
        marketplace: accounts.marketplace(&context).map_err(usage)?,
        output: args.output.clone(),
        pace: pace(accounts, args.pace),
        scrubber: accounts.scrubber(),
    })
}

fn pace(accounts: &Accounts, wanted: Option<PaceName>) -> Pace {
    let usual = if accounts.are_all_local() { PaceName::Sandbox } else { PaceName::Provider };
    match wanted.unwrap_or(usual) {
        PaceName::Provider => Pace::PROVIDER,
        PaceName::Sandbox => Pace::SANDBOX,
    }
}

/// Prints every request that would be sent. The bodies are the merchant's own data, so they may be shown to the merchant.
fn dry_run(desk: &Desk, tasks: &[Task], bad: &[BadRow]) -> Exit {
    let mut is_clean = bad.is_empty();
    for task in tasks {
        let attempt = desk.attempt(Direction::Blue, &task.order.reference);
        let drafted = desk.issuers.get(&task.provider).map(|issuer| issuer.draft(&task.order, &attempt));
        match drafted {
            None => {
                is_clean = false;
                say_error(&format!("{}: no account for {}", task.place, task.provider));
            }
            Some(Err(error)) => {
                is_clean = false;
                say_error(&format!("{}: {error}", task.place));
            }
            Some(Ok(draft)) => {
                say(&format!("{} {} {}", task.order.reference, draft.number, String::from_utf8_lossy(&draft.body)));
            }
        }
    }
    if is_clean { Exit::Done } else { Exit::Usage }
}

fn exit(stories: &[Story], bad: &[BadRow]) -> Exit {
    let unsettled = stories.iter().any(|story| matches!(story.end, End::Unresolved(_)));
    let attention = stories.iter().any(Story::needs_attention);
    match (bad.is_empty(), unsettled, attention) {
        (_, true, _) => Exit::Unsettled,
        (false, ..) => Exit::Usage,
        (_, _, true) => Exit::Attention,
        _ => Exit::Done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn questions(services_url: &str, wanted: Option<PaceName>) -> u32 {
        let text = format!(
            "[nuonuo]\nservices_url = \"{services_url}\"\ntoken_url = \"http://127.0.0.1:8765/accessToken\"\napp_key = \"k\"\n\
             app_secret = \"s\"\ntax_number = \"339902999999789113\"\n"
        );
        pace(&Accounts::parse(&text).unwrap(), wanted).questions
    }

    #[test]
    fn the_pace_is_the_sandboxs_where_everything_is_local_unless_another_is_wanted() {
        let (local, remote) = ("http://127.0.0.1:8765/open/v1/services", "https://sdk.nuonuo.com/open/v1/services");
        assert_eq!(questions(local, None), Pace::SANDBOX.questions);
        assert_eq!(questions(remote, None), Pace::PROVIDER.questions);
        assert_eq!(questions(local, Some(PaceName::Provider)), Pace::PROVIDER.questions);
        assert_eq!(questions(remote, Some(PaceName::Sandbox)), Pace::SANDBOX.questions);
    }
}
