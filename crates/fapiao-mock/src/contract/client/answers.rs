//! Claims about what a client reports when no answer, half an answer or somebody else's answer comes back.

use super::{
    Kept,
    case::{Case, entries},
    trials::{Ended, Trial, Trouble},
    troubles::DEADLINE,
};
use fapiao_model::Outcome;
use fapiao_transport::Reply;
use std::time::Duration;

/// An error about a huge answer prints no more than this, in bytes.
const PRINTED: usize = 4 << 10;

/// It keeps no more of the answer than this, in bytes.
const KEPT: usize = 1 << 20;

/// Far longer than it takes to refuse a huge answer.
const HUGE_TAKES: Duration = Duration::from_secs(5);

pub(super) async fn a_refused_connection_is_not_sent(case: &Case<'_>) -> Kept {
    case.every(|trial| trial.trouble == Trouble::Refused, |trial| trial.failed_as(Outcome::NotSent).map(drop)).await
}

pub(super) async fn a_lost_answer_is_unknown(case: &Case<'_>) -> Kept {
    unknown(case, Trouble::Lost).await
}

pub(super) async fn a_hanging_answer_ends_at_the_deadline_as_unknown(case: &Case<'_>) -> Kept {
    unknown(case, Trouble::Hanging).await?;
    let early = |took| if took < DEADLINE { Err(format!("given up after {took:?}")) } else { Ok(()) };
    case.every(|trial| trial.trouble == Trouble::Hanging, |trial| early(trial.took)).await
}

pub(super) async fn a_cut_answer_is_unknown(case: &Case<'_>) -> Kept {
    unknown(case, Trouble::Cut).await
}

pub(super) async fn an_answer_that_is_none_is_unknown(case: &Case<'_>) -> Kept {
    unknown(case, Trouble::Nonsense).await
}

/// Providers answer in UTF-8. What does not is not guessed at, and the error says what is wrong.
pub(super) async fn an_answer_in_gbk_is_a_clear_error(case: &Case<'_>) -> Kept {
    let says_so = |trial: &Trial| match trial.failed_as(Outcome::Unknown)?.to_string() {
        text if text.contains("UTF-8") => Ok(()),
        text => Err(format!("the error does not say that it is not UTF-8: {text}")),
    };
    case.every(|trial| trial.trouble == Trouble::Gbk, says_so).await
}

pub(super) async fn a_huge_answer_is_unknown_and_bounded(case: &Case<'_>) -> Kept {
    let bounded = |trial: &Trial| {
        let error = trial.failed_as(Outcome::Unknown)?;
        let printed = error.to_string().len() + format!("{error:?}").len();
        let kept = error.reply().map_or(0, |reply| reply.body().len());
        match (printed, kept, trial.took) {
            (printed, ..) if printed > PRINTED => Err(format!("the error prints {printed} bytes")),
            (_, kept, _) if kept > KEPT => Err(format!("the error keeps {kept} bytes of the answer")),
            (.., took) if took > HUGE_TAKES => Err(format!("it took {took:?}")),
            _ => Ok(()),
        }
    };
    case.every(|trial| trial.trouble == Trouble::Huge, bounded).await
}

pub(super) async fn under_another_status_nothing_is_a_success_or_a_refusal(case: &Case<'_>) -> Kept {
    let kept = |trial: &Trial| {
        let Trouble::Status(status) = trial.trouble else { return Ok(()) };
        match trial.failed_as(Outcome::Unknown)?.reply().map(Reply::status) {
            Some(kept) if kept == status => Ok(()),
            kept => Err(format!("the status is reported as {kept:?}")),
        }
    };
    case.every(|_| true, kept).await
}

/// A code that the table lists, but not as one without effect. What became of a write that was resent is not judged here.
pub(super) async fn a_code_of_uncertain_effect_is_unknown(case: &Case<'_>) -> Kept {
    let uncertain = |trial: &Trial| trial.trouble == Trouble::Uncertain && trial.sends <= 1;
    case.every(uncertain, |trial| trial.failed_as(Outcome::Unknown).map(drop)).await
}

pub(super) async fn an_unlisted_code_is_unknown(case: &Case<'_>) -> Kept {
    let unlisted = |trial: &Trial| matches!(trial.trouble, Trouble::Unlisted(..));
    case.every(unlisted, |trial| trial.failed_as(Outcome::Unknown).map(drop)).await
}

pub(super) async fn an_unlisted_code_reaches_the_caller_whole(case: &Case<'_>) -> Kept {
    let whole = |trial: &Trial| {
        let (Trouble::Unlisted(code, words), Ended::Failed(error)) = (trial.trouble, &trial.ended) else {
            return Ok(());
        };
        let (reply, text) = (error.reply().map(|reply| (reply.code(), reply.message())), error.to_string());
        if reply != Some((code, words)) {
            return Err(format!("{code} {words:?} is reported as {reply:?}"));
        }
        let is_printed = text.contains(code) && text.contains(words);
        if is_printed { Ok(()) } else { Err(format!("the error does not print {code} {words}: {text}")) }
    };
    case.every(|_| true, whole).await
}

/// Of every write that left. An error before that may be one of fetching the token.
pub(super) async fn errors_name_provider_and_operation(case: &Case<'_>) -> Kept {
    let named = |trial: &Trial| {
        let Ended::Failed(error) = &trial.ended else { return Ok(()) };
        let is_its = |provider, name| error.provider() == provider && error.operation() == name;
        let text = error.to_string();
        let is_named = entries(trial.operation).any(|entry| {
            is_its(entry.provider, entry.name) && text.contains(entry.provider.as_str()) && text.contains(entry.name)
        });
        if is_named { Ok(()) } else { Err(format!("the error names another operation, or prints no name: {text}")) }
    };
    case.every(|trial| trial.sends > 0, named).await
}

async fn unknown(case: &Case<'_>, trouble: Trouble) -> Kept {
    case.every(|trial| trial.trouble == trouble, |trial| trial.failed_as(Outcome::Unknown).map(drop)).await
}
