//! `contract::client` can fail: an honest client keeps every claim, and each vice of it breaks the claim that forbids it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "clippy knows the test functions, not their helpers")]

mod honest;
mod plain;
mod vice;

use fapiao_mock::contract::client::{self, CLAIMS, Door};
use fapiao_model::{Outcome, Provider};
use fapiao_transport::ErrorKind;
use plain::Plain;
use std::{collections::BTreeSet, sync::Arc};
use vice::{Shop, Vice};

const ADD: &str = "suning.custom.electronicinvoice.add";

/// What `check` panics with, behind these doors; `None` if every claim is kept.
async fn verdict(vice: Option<Vice>, doors: &'static [Door]) -> Option<String> {
    let judged = tokio::spawn(async move { client::check_behind(doors, &Shop(vice), Arc::new(Plain)).await });
    let panic = judged.await.err()?.into_panic();
    Some(*panic.downcast::<String>().unwrap_or_else(|_| panic!("a panic without words")))
}

/// The claims that a verdict calls broken.
fn broken(verdict: &str) -> BTreeSet<&str> {
    verdict.lines().filter_map(|line| line.strip_prefix("BROKEN ")?.split(' ').next()).collect()
}

#[tokio::test]
async fn the_honest_client_keeps_every_claim() {
    assert_eq!(verdict(None, Door::ALL).await, None);
}

#[tokio::test]
async fn a_verdict_names_claim_door_operation_and_case() {
    let verdict = verdict(Some(Vice::LostIsSuccess), Door::ALL).await.unwrap();
    for door in Door::ALL {
        let line =
            format!("BROKEN a_lost_answer_is_unknown ({door:?}, {ADD}): closed before any work: reported as a success");
        assert!(verdict.contains(&line), "{verdict}");
    }
    assert!(verdict.contains("kept   a_refused_connection_is_not_sent\n"), "{verdict}");
}

/// A vice by vice test, and the list of all that they break.
macro_rules! vices {
    ($($name:ident: $vice:expr => [$($claim:ident),+],)*) => {
        $(#[tokio::test]
        async fn $name() {
            let verdict = verdict(Some($vice), &[Door::Memory]).await.unwrap_or_default();
            assert_eq!(broken(&verdict), BTreeSet::from([$(stringify!($claim)),+]), "{verdict}");
        })*

        const FORBIDDEN: &[&str] = &[$($(stringify!($claim)),+),*];
    };
}

#[test]
fn every_claim_forbids_some_vice() {
    let claims: BTreeSet<_> = CLAIMS.iter().map(client::Claim::name).collect();
    assert_eq!(claims, FORBIDDEN.iter().copied().collect());
}

vices! {
    calls_a_success_a_failure: Vice::SuccessIsFailure => [a_write_is_answered_and_can_be_asked_about],
    can_not_be_asked: Vice::CanNotRead => [a_write_is_answered_and_can_be_asked_about],
    writes_twice_under_two_keys: Vice::WritesTwice =>
        [a_write_is_one_request_with_one_effect, a_resend_of_the_same_body_has_no_second_effect],
    takes_a_new_key_after_a_success: Vice::NewKeyAfterSuccess => [the_same_key_twice_has_one_effect],
    takes_a_new_key_after_a_lost_answer: Vice::NewKeyAfterLoss => [a_resend_of_the_same_body_has_no_second_effect],
    takes_a_new_key_every_time: Vice::NewKeys =>
        [the_same_key_twice_has_one_effect, a_resend_of_the_same_body_has_no_second_effect],
    resends_after_a_lost_answer: Vice::ResendsAfter(ErrorKind::Transport) =>
        [nothing_is_resent_behind_the_callers_back],
    resends_after_an_unreadable_answer: Vice::ResendsAfter(ErrorKind::Decode) =>
        [nothing_is_resent_behind_the_callers_back],
    resends_after_another_status: Vice::ResendsAfter(ErrorKind::Unavailable) =>
        [nothing_is_resent_behind_the_callers_back],
    resends_after_an_unlisted_code: Vice::ResendsAfter(ErrorKind::Business) =>
        [nothing_is_resent_behind_the_callers_back],
    resends_when_the_answer_is_late: Vice::ResendsWhenLate => [nothing_is_resent_behind_the_callers_back],
    takes_a_bad_signature_for_a_success: Vice::BadSignatureIsSuccess =>
        [a_tampered_body_has_no_effect, a_wrong_secret_is_refused_and_the_log_names_the_check],
    calls_a_refused_connection_unknown: Vice::RefusedIsUnknown => [a_refused_connection_is_not_sent],
    calls_a_lost_answer_a_refusal: Vice::LostIs(Outcome::Refused) => [a_lost_answer_is_unknown],
    calls_a_lost_answer_unsent: Vice::LostIs(Outcome::NotSent) => [a_lost_answer_is_unknown],
    calls_a_lost_answer_a_success: Vice::LostIsSuccess => [a_lost_answer_is_unknown],
    calls_a_late_answer_unsent: Vice::LateIsNotSent => [a_hanging_answer_ends_at_the_deadline_as_unknown],
    waits_forever: Vice::Waits(u32::MAX) => [a_hanging_answer_ends_at_the_deadline_as_unknown],
    ignores_the_deadline: Vice::Waits(2000) => [a_hanging_answer_ends_at_the_deadline_as_unknown],
    gives_up_before_the_deadline: Vice::Waits(50) => [a_hanging_answer_ends_at_the_deadline_as_unknown],
    finds_success_in_a_cut_answer: Vice::CutIsSuccess => [a_cut_answer_is_unknown],
    takes_a_page_for_a_success: Vice::Takes("<html>") => [an_answer_that_is_none_is_unknown],
    takes_xml_for_a_success: Vice::Takes("<ok/>") => [an_answer_that_is_none_is_unknown],
    takes_nothing_for_a_success: Vice::TakesNothing => [an_answer_that_is_none_is_unknown],
    takes_null_for_a_success: Vice::Takes("null") => [an_answer_that_is_none_is_unknown],
    takes_an_empty_object_for_a_success: Vice::Takes("{}") => [an_answer_that_is_none_is_unknown],
    takes_an_empty_list_for_a_success: Vice::Takes("[]") => [an_answer_that_is_none_is_unknown],
    takes_a_text_for_a_success: Vice::Takes("\"success\"") => [an_answer_that_is_none_is_unknown],
    takes_true_for_a_success: Vice::Takes("true") => [an_answer_that_is_none_is_unknown],
    takes_zero_for_a_success: Vice::Takes("0") => [an_answer_that_is_none_is_unknown],
    takes_deep_nesting_for_a_success: Vice::Takes("[[[[") => [an_answer_that_is_none_is_unknown],
    panics_at_a_page: Vice::Panics("<html><body>") => [an_answer_that_is_none_is_unknown],
    calls_nonsense_a_refusal: Vice::UnreadableIsRefused =>
        [
            an_answer_that_is_none_is_unknown,
            a_cut_answer_is_unknown,
            an_answer_in_gbk_is_a_clear_error,
            a_huge_answer_is_unknown_and_bounded
        ],
    guesses_at_gbk: Vice::GuessesAtGbk => [an_answer_in_gbk_is_a_clear_error],
    reads_without_a_limit: Vice::NoLimit => [a_huge_answer_is_unknown_and_bounded],
    keeps_the_whole_answer: Vice::KeepsTheAnswer => [a_huge_answer_is_unknown_and_bounded],
    prints_the_whole_answer: Vice::PrintsTheAnswer => [a_huge_answer_is_unknown_and_bounded],
    believes_status_201: Vice::Believes(201) => [under_another_status_nothing_is_a_success_or_a_refusal],
    believes_status_202: Vice::Believes(202) => [under_another_status_nothing_is_a_success_or_a_refusal],
    believes_status_302: Vice::Believes(302) => [under_another_status_nothing_is_a_success_or_a_refusal],
    believes_status_403: Vice::Believes(403) => [under_another_status_nothing_is_a_success_or_a_refusal],
    believes_status_500: Vice::Believes(500) => [under_another_status_nothing_is_a_success_or_a_refusal],
    believes_status_502: Vice::Believes(502) => [under_another_status_nothing_is_a_success_or_a_refusal],
    believes_a_refusal_under_status_502: Vice::BelievesRefusals =>
        [under_another_status_nothing_is_a_success_or_a_refusal],
    loses_the_status: Vice::LosesTheStatus => [under_another_status_nothing_is_a_success_or_a_refusal],
    calls_every_listed_code_a_refusal: Vice::UncertainIsRefused => [a_code_of_uncertain_effect_is_unknown],
    calls_an_unlisted_code_a_refusal: Vice::UnlistedIsRefused => [an_unlisted_code_is_unknown],
    believes_the_words: Vice::BelievesWords => [an_unlisted_code_is_unknown],
    loses_the_code: Vice::LosesTheCode => [an_unlisted_code_reaches_the_caller_whole],
    loses_the_words: Vice::LosesTheWords => [an_unlisted_code_reaches_the_caller_whole],
    names_no_operation: Vice::Names(Provider::Suning, "Call") => [errors_name_provider_and_operation],
    names_another_provider: Vice::Names(Provider::Nuonuo, "AddElectronicInvoice") =>
        [errors_name_provider_and_operation],
    calls_a_refused_secret_unsent: Vice::BadSignatureIsNotSent =>
        [a_wrong_secret_is_refused_and_the_log_names_the_check],
    prints_the_secret_in_debug: Vice::SecretInDebug => [secrets_are_in_no_debug_text],
    prints_the_secret_in_an_error: Vice::SecretInErrors => [secrets_are_in_no_error],
    repeats_a_secret_that_the_provider_repeats: Vice::NoScrubbing => [secrets_are_in_no_error],
    cuts_a_secret_before_it_is_scrubbed: Vice::CutsFirst => [secrets_are_in_no_error],
    quotes_a_secret_that_the_provider_repeats: Vice::QuotesTheAnswer => [secrets_are_in_no_error],
    sends_half_of_the_secret: Vice::SendsHalfTheSecret => [secrets_are_in_no_log],
}
