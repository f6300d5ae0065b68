//! Claims about effects: what stands in the sandbox's books after a write, and after a write again.

use super::{
    Broken, Kept, Stage,
    case::{Case, Scene},
    trials::sends,
};
use crate::{BookedState, Fault, Moment};
use std::{collections::BTreeSet, time::Duration};

/// Long enough for everything that a sandbox does later.
const LATER: Duration = Duration::from_secs(60);

pub(super) async fn a_write_is_answered_and_can_be_asked_about(case: &Case<'_>) -> Kept {
    let Scene { stage, client, main } = case.client().await?;
    let logged = || format!("the log says {:?}", stage.sandbox.log().last());
    let written = client.write(main, 1).await;
    written.map_err(|error| case.broken(Some(main), format!("not answered: {error}; {}", logged())))?;
    stage.pass(LATER);
    let read = client.read(1).await;
    read.map_err(|error| case.broken(Some(main), format!("can't be asked about: {error}; {}", logged())))
}

pub(super) async fn a_write_is_one_request_with_one_effect(case: &Case<'_>) -> Kept {
    let Scene { stage, client, main } = case.client().await?;
    let before = Effects::of(&stage);
    let _judged_elsewhere = client.write(main, 1).await;
    let sends = sends(&stage, &*client);
    case.holds(sends == 1, main, || format!("one write was {sends} requests"))?;
    let after = Effects::of(&stage);
    let numbers = after.numbers_since(&before);
    case.holds(numbers.len() == 1, main, || format!("one write has its effects under {numbers:?}"))
}

pub(super) async fn the_same_key_twice_has_one_effect(case: &Case<'_>) -> Kept {
    let Scene { stage, client, main } = case.client().await?;
    let _judged_elsewhere = client.write(main, 1).await;
    let once = Effects::of(&stage);
    case.holds(!once.0.is_empty(), main, || "nothing was booked".to_owned())?;
    // The provider may answer "again" or "duplicate": both are fine, a second invoice is not.
    let _either = client.write(main, 1).await;
    let twice = Effects::of(&stage);
    case.holds(once.0.len() == twice.0.len(), main, || format!("one key has the effects {twice:?}"))
}

/// The answer is lost, and the same is sent again: by the same client, and by one that was started since.
pub(super) async fn a_resend_of_the_same_body_has_no_second_effect(case: &Case<'_>) -> Kept {
    let Scene { stage, client, main } = case.client().await?;
    stage.inject_once(main, Moment::After, Fault::Close);
    let _lost = client.write(main, 1).await;
    let lost = Effects::of(&stage);
    case.holds(!lost.0.is_empty(), main, || "nothing was booked".to_owned())?;
    for sender in [client, case.subject.connect(&stage)] {
        stage.pass(LATER);
        let _either = sender.write(main, 1).await;
        let now = Effects::of(&stage);
        case.holds(lost.0.len() == now.0.len(), main, || format!("the resend has made the effects {now:?}"))?;
    }
    same_numbers(case).await
}

/// Every write, also one without an effect in the books, goes out under the same number again.
async fn same_numbers(case: &Case<'_>) -> Kept {
    let Scene { stage, client, .. } = case.client().await?;
    for operation in client.writes() {
        stage.inject(Some(operation), Moment::After, Fault::Close);
        for sender in [&client, &case.subject.connect(&stage)] {
            let _lost = sender.write(operation, 1).await;
        }
        let log = stage.sandbox.log();
        let numbers = log.iter().filter(|entry| entry.operation == operation).map(|entry| &entry.number);
        let numbers: BTreeSet<_> = numbers.collect();
        case.holds(numbers.len() == 1, operation, || format!("the same went out under {numbers:?}"))?;
    }
    Ok(())
}

pub(super) async fn nothing_is_resent_behind_the_callers_back(case: &Case<'_>) -> Kept {
    let once = |sends| if sends > 1 { Err(format!("sent {sends} times")) } else { Ok(()) };
    case.every(|_| true, |trial| once(trial.sends)).await
}

pub(super) async fn a_tampered_body_has_no_effect(case: &Case<'_>) -> Kept {
    let Scene { stage, client, main } = case.client().await?;
    // A token, where one is needed, is fetched before the line is tampered with.
    let _judged_elsewhere = client.read(9).await;
    let before = Effects::of(&stage);
    stage.tamper();
    case.holds(client.write(main, 1).await.is_err(), main, || "the write was a success".to_owned())?;
    let after = Effects::of(&stage);
    case.holds(before.0.len() == after.0.len(), main, || format!("it has the effects {after:?}"))?;
    log_names_a_check(case, &stage, main)
}

/// The last request that the sandbox refused says which check it failed.
pub(super) fn log_names_a_check(case: &Case<'_>, stage: &Stage, operation: &'static str) -> Result<(), Broken> {
    let log = stage.sandbox.log();
    let failed = log.last().and_then(|entry| entry.failed.as_ref());
    let is_named = failed.is_some_and(|failed| !failed.check.is_empty() && !failed.detail.is_empty());
    case.holds(is_named, operation, || format!("the log names no check: {:?}", log.last()))
}

/// What stands in the books and came of a write: the number that the client gave, and the whole of it.
#[derive(Debug)]
struct Effects(Vec<(String, String)>);

impl Effects {
    fn of(stage: &Stage) -> Self {
        let books = stage.sandbox.books(stage.now());
        let living = books.invoices.into_iter().filter(|invoice| invoice.state != BookedState::Failed);
        let invoices = living.map(|invoice| (invoice.order_number, invoice.serial));
        let uploads = books.uploads.into_iter().map(|upload| (upload.order_id, upload.number));
        Self(invoices.chain(uploads).collect())
    }

    fn numbers_since(&self, before: &Self) -> BTreeSet<&str> {
        let new = self.0.iter().filter(|effect| !before.0.contains(effect));
        new.map(|(number, _)| number.as_str()).collect()
    }
}
