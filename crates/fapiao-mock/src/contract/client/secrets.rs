//! Claims about secrets: a wrong one is refused, a right one is printed nowhere.

use super::{
    Broken, Kept,
    case::{Case, Scene},
    effects::log_names_a_check,
    trials::{Ended, sends},
};
use crate::{Fault, Moment};
use fapiao_model::{Outcome, Provider};
use fapiao_transport::{Error, Reply};
use http::{Response, StatusCode};
use std::error::Error as _;

/// A secret that stands in one line: what a provider may repeat in its words. It never sees a private key.
const ONE_LINE: usize = 100;

/// What the provider's code says of the outcome is the code table's affair; here it has to arrive, and not as "not sent".
pub(super) async fn a_wrong_secret_is_refused_and_the_log_names_the_check(case: &Case<'_>) -> Kept {
    let Scene { stage, client, main } = with_wrong_secret(case).await?;
    let before = stage.sandbox.books(stage.now());
    let Err(error) = client.write(main, 1).await else {
        return Err(case.broken(Some(main), "the write was a success"));
    };
    let after = stage.sandbox.books(stage.now());
    let has_effect = before.invoices != after.invoices || before.uploads != after.uploads;
    case.holds(!has_effect, main, || "it has an effect".to_owned())?;
    log_names_a_check(case, &stage, main)?;
    let (said, reported) = (stage.sandbox.log().pop().map(|entry| entry.code), error.reply().map(Reply::code));
    case.holds(said.as_deref() == reported, main, || format!("{said:?} is reported as {reported:?}: {error}"))?;
    let (is_sent, says_sent) = (sends(&stage, &*client) > 0, error.outcome() != Outcome::NotSent);
    case.holds(is_sent == says_sent, main, || format!("after {is_sent} for \"it was sent\": {error}"))
}

pub(super) async fn secrets_are_in_no_debug_text(case: &Case<'_>) -> Kept {
    for scene in [case.client().await?, with_wrong_secret(case).await?] {
        let Scene { stage, client, main } = &scene;
        let before = client.debug();
        let _judged_elsewhere = client.write(main, 1).await;
        is_clean(case, main, &scene.secrets(case), &[before, client.debug(), format!("{stage:?}")])?;
    }
    Ok(())
}

/// In no error of any trial, nor in one of a provider that repeats the secrets itself, as Nuonuo's 070305 does.
pub(super) async fn secrets_are_in_no_error(case: &Case<'_>) -> Kept {
    let known = case.settings.secrets();
    for trial in case.trials().await? {
        if let Ended::Failed(error) = &trial.ended {
            is_clean(case, trial.operation, &known, &told(error))?;
        }
    }
    for repeat in Repeat::ALL {
        let scene = case.client().await?;
        // A token, where one is needed, is fetched before it is repeated.
        let _judged_elsewhere = scene.client.read(9).await;
        scene.repeat(case, repeat);
        errors_are_clean(case, &scene).await?;
    }
    errors_are_clean(case, &case.client().await?).await?;
    errors_are_clean(case, &with_wrong_secret(case).await?).await
}

pub(super) async fn secrets_are_in_no_log(case: &Case<'_>) -> Kept {
    for scene in [case.client().await?, with_wrong_secret(case).await?] {
        for operation in scene.client.writes() {
            let _judged_elsewhere = scene.client.write(operation, 1).await;
        }
        let log = format!("{:?}", scene.stage.sandbox.log());
        is_clean(case, scene.main, &scene.secrets(case), &[log])?;
    }
    Ok(())
}

async fn with_wrong_secret(case: &Case<'_>) -> Result<Scene, Broken> {
    let mut scene = case.client().await?;
    scene.stage.wrong_secret = true;
    scene.client = case.subject.connect(&scene.stage);
    Ok(scene)
}

/// How a provider gives our own secrets back.
#[derive(Clone, Copy)]
enum Repeat {
    Words,
    Page,
    OtherForm,
    OtherStatus,
    /// So often that the answer is cut before it is kept. Wherever that is: in one of the two it leaves half a secret or more.
    Often,
    OftenShifted,
}

impl Repeat {
    const ALL: [Self; 6] =
        [Self::Words, Self::Page, Self::OtherForm, Self::OtherStatus, Self::Often, Self::OftenShifted];
}

impl Scene {
    /// Every secret of the settings, and the tokens that were sent.
    fn secrets(&self, case: &Case<'_>) -> Vec<String> {
        [case.settings.secrets(), self.stage.tokens()].concat()
    }

    /// From now on every write is answered with the secrets that the subject has sent or signed with.
    fn repeat(&self, case: &Case<'_>, repeat: Repeat) {
        let mut own = [own_secrets(case, self), self.stage.tokens()].concat();
        own.retain(|secret| secret.len() < ONE_LINE);
        let (words, first) = (own.join(" "), own.first().map_or("", String::as_str));
        let often = |shift: usize| " ".repeat(shift) + &first.repeat((100 << 10) / first.len().max(1));
        let body = match repeat {
            Repeat::Words | Repeat::OtherStatus => case.subject.unlisted("4711", &words).into_body(),
            Repeat::Page => format!("<html>{words}</html>").into(),
            Repeat::OtherForm => format!("{{\"code\":[\"{words}\"],\"{words}\":[0]}}").into(),
            Repeat::Often => often(0).into(),
            Repeat::OftenShifted => often(first.len() / 2).into(),
        };
        let mut answer = Response::new(body);
        if matches!(repeat, Repeat::OtherStatus) {
            *answer.status_mut() = StatusCode::BAD_GATEWAY;
        }
        for operation in self.client.writes() {
            self.stage.inject(Some(operation), Moment::Before, Fault::Instead(answer.clone()));
        }
    }
}

fn own_secrets(case: &Case<'_>, scene: &Scene) -> Vec<String> {
    let settings = &case.settings;
    match scene.provider() {
        Some(Provider::Nuonuo) => settings.nuonuo.secrets(),
        Some(Provider::Fengchao) => settings.fengchao.secrets(),
        Some(Provider::Piaotong) => settings.piaotong.secrets(),
        Some(Provider::Suning) => settings.suning.secrets(),
        _ => Vec::new(),
    }
}

async fn errors_are_clean(case: &Case<'_>, scene: &Scene) -> Kept {
    let mut errors = Vec::new();
    for operation in scene.client.writes() {
        errors.push((operation, scene.client.write(operation, 1).await));
    }
    errors.push((scene.main, scene.client.read(1).await));
    let secrets = scene.secrets(case);
    for (operation, result) in errors {
        let Err(error) = result else { continue };
        is_clean(case, operation, &secrets, &told(&error))?;
    }
    Ok(())
}

/// All that an error, its causes and the reply in it give away.
fn told(error: &Error) -> Vec<String> {
    let mut told = vec![format!("{error} {error:?} {}", error.message())];
    if let Some(reply) = error.reply() {
        told.push(format!("{} {} {}", reply.code(), reply.message(), String::from_utf8_lossy(reply.body())));
    }
    let mut cause = error.source();
    while let Some(error) = cause {
        told.push(format!("{error} {error:?}"));
        cause = error.source();
    }
    told
}

fn is_clean(case: &Case<'_>, operation: &'static str, secrets: &[String], texts: &[String]) -> Kept {
    case.holds(!secrets.is_empty(), operation, || "the subject's settings have no secrets".to_owned())?;
    // A quotation may be cut: half a secret is bad enough.
    let half = |secret: &String| secret.chars().take(secret.chars().count().div_ceil(2)).collect::<String>();
    let halves: Vec<String> = secrets.iter().map(half).collect();
    let found = texts.iter().find(|text| halves.iter().any(|half| text.contains(half.as_str())));
    let start = |text: &String| text.chars().take(2000).collect::<String>();
    case.holds(found.is_none(), operation, || format!("a secret stands in {}", found.map_or_else(String::new, start)))
}
