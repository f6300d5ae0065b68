//! The command is killed, and run again.

use crate::{
    orders::{REVERSED, SIX, check_complete, check_nothing_twice, prepare},
    world::{World, each, quick},
};
use fapiao::model::{
    Operation as _,
    Provider::{self, Nuonuo, Piaotong, Suning},
    nuonuo, piaotong, suning,
};
use fapiao_mock::{Fault, FaultRule, Moment};

/// A request that is never answered: the command is killed while it waits for it.
type Point = (Provider, &'static str, Moment, u32);

/// Every operation of the job, before its effect and after it; writes also in the middle of the file.
const POINTS: [Point; 19] = [
    (Nuonuo, "accessToken", Moment::After, 0),
    (Nuonuo, nuonuo::IssueInvoice::ENTRY.wire_name, Moment::Before, 0),
    (Nuonuo, nuonuo::IssueInvoice::ENTRY.wire_name, Moment::After, 0),
    (Nuonuo, nuonuo::IssueInvoice::ENTRY.wire_name, Moment::After, 2),
    (Nuonuo, nuonuo::QueryInvoiceResult::ENTRY.wire_name, Moment::After, 4),
    (Nuonuo, nuonuo::RetryIssue::ENTRY.wire_name, Moment::Before, 0),
    (Nuonuo, nuonuo::RetryIssue::ENTRY.wire_name, Moment::After, 0),
    (Nuonuo, nuonuo::ApplyRedConfirmation::ENTRY.wire_name, Moment::Before, 0),
    (Nuonuo, nuonuo::ApplyRedConfirmation::ENTRY.wire_name, Moment::After, 0),
    (Nuonuo, nuonuo::QueryRedConfirmation::ENTRY.wire_name, Moment::After, 1),
    (Nuonuo, nuonuo::RefreshRedConfirmations::ENTRY.wire_name, Moment::After, 0),
    (Piaotong, piaotong::IssueInvoice::ENTRY.wire_name, Moment::After, 1),
    // The failed order's second send.
    (Piaotong, piaotong::IssueInvoice::ENTRY.wire_name, Moment::After, 3),
    (Piaotong, piaotong::QueryInvoice::ENTRY.wire_name, Moment::After, 3),
    (Piaotong, piaotong::QuickRedFlush::ENTRY.wire_name, Moment::Before, 0),
    (Piaotong, piaotong::QuickRedFlush::ENTRY.wire_name, Moment::After, 0),
    (Suning, suning::AddElectronicInvoice::ENTRY.wire_name, Moment::After, 0),
    (Suning, suning::AddElectronicInvoice::ENTRY.wire_name, Moment::After, 5),
    (Suning, suning::GetElectronicInvoice::ENTRY.wire_name, Moment::After, 2),
];

fn hang(world: &World, (provider, operation, moment, skip): Point) {
    let (provider, operation) = (Some(provider), Some(operation.to_owned()));
    world.sandbox.inject(FaultRule { provider, operation, number: None, skip, times: 1, moment, fault: Fault::Hang });
}

fn hangs(world: &World) -> bool {
    world.sandbox.log().iter().any(|entry| entry.fault.is_some())
}

#[test]
fn killed_in_any_request_and_run_again_it_issues_everything_once() {
    each(&POINTS, |&point| {
        let (world, case) = (World::new(), format!("{point:?}"));
        let file = prepare(&world, &SIX);
        hang(&world, point);
        assert!(world.kill(&file, hangs), "{case}: the request was never made");
        check_nothing_twice(&world, &file, &SIX, &case);
        let run = world.issue(&file, &[]);
        assert_eq!(run.exit, Some(0), "{case}: {run:?}");
        check_complete(&world, &file, &SIX, &case);
    });
}

#[test]
fn killed_while_the_red_invoice_is_fetched_and_run_again_it_reverses_once() {
    let flush = nuonuo::QuickRedFlush::ENTRY.wire_name;
    each(&[Moment::Before, Moment::After], |&moment| {
        let mut settings = quick();
        settings.nuonuo.automatic_red_shows = false;
        let world = World::with(settings);
        let file = prepare(&world, &REVERSED);
        hang(&world, (Nuonuo, flush, moment, 0));
        assert!(world.kill(&file, hangs), "{moment:?}: nothing was flushed");
        let run = world.issue(&file, &[]);
        assert_eq!(run.exit, Some(0), "{moment:?}: {run:?}");
        check_complete(&world, &file, &REVERSED, &format!("{moment:?}"));
    });
}

#[test]
fn killed_at_any_count_of_invoices_and_run_again_it_issues_everything_once() {
    each(&[1, 2, 3, 4, 5, 6, 7, 8], |&count| {
        let (world, case) = (World::new(), format!("killed at {count} invoices"));
        let file = prepare(&world, &SIX);
        world.kill(&file, |world| world.living().len() >= count);
        check_nothing_twice(&world, &file, &SIX, &case);
        let run = world.issue(&file, &[]);
        assert_eq!(run.exit, Some(0), "{case}: {run:?}");
        check_complete(&world, &file, &SIX, &case);
    });
}

#[test]
fn killed_again_and_again_it_still_comes_to_its_end() {
    let world = World::new();
    let file = prepare(&world, &SIX);
    for more in 1..10 {
        let before = world.sandbox.log().len();
        world.kill(&file, |world| world.sandbox.log().len() >= before + 3 * more);
        check_nothing_twice(&world, &file, &SIX, &format!("kill {more}"));
    }
    let run = world.issue(&file, &[]);
    assert_eq!(run.exit, Some(0), "{run:?}");
    check_complete(&world, &file, &SIX, "the last run");
}
