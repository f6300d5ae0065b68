//! The walk of one order: no two living invoices under the rule of the design, and two under every weaker rule.

#![expect(clippy::expect_used, reason = "clippy knows the test functions, not their helpers")]

use fapiao_proof::walk::{Event, Rule, Walk, walk};

/// What `cargo xtask walk` goes beyond, and the least that is asked for (9) by far.
const DEPTH: usize = 13;

fn walked(rule: Rule) -> Walk {
    walk(rule, DEPTH).expect("the made-up order is valid")
}

#[test]
fn no_order_has_two_living_invoices_under_the_rule_of_the_design() {
    let walk = walked(Rule::Design);
    assert_eq!(walk.violation, None, "{walk}");
    assert_eq!(walk.depth, DEPTH, "the walk did not stop early");
}

#[test]
fn the_walk_gives_numbers_up_by_the_rule_and_by_a_person() {
    let walk = walked(Rule::Design);
    assert!(walk.next_attempts > 1_000, "{walk}");
    assert!(walk.known_conflicts > 0, "an acknowledged failure that is issued after all is met: {walk}");
}

#[test]
fn every_weakened_rule_is_found_out() {
    for rule in Rule::WEAKENED {
        assert!(walked(rule).violation.is_some(), "{rule}");
    }
}

#[test]
fn a_request_that_lands_after_everybody_gave_it_up_is_what_finds_absence_out() {
    let trace = walked(Rule::AbsenceFrees).violation.expect("a way to two invoices").0;
    let lands = trace.iter().position(|event| matches!(event, Event::Land { number: 1, .. }));
    let given_up = trace.iter().position(|event| matches!(event, Event::NextAttempt { number: 1 }));
    assert!(given_up.is_some() && given_up < lands, "{trace:?}");
}

#[test]
fn a_failed_order_that_rises_again_is_what_finds_failure_out() {
    let trace = walked(Rule::FailureFrees).violation.expect("a way to two invoices").0;
    assert!(!trace.iter().any(|event| matches!(event, Event::Acknowledge { .. })), "nobody's act is needed: {trace:?}");
    assert!(trace.iter().any(|event| matches!(event, Event::Change { number: 1, .. })), "{trace:?}");
}
