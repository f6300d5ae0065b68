//! The network fails, or says something that nobody can read, at every write of the job.

use crate::{
    orders::{REVERSED, SIX, check_complete, check_nothing_twice, prepare},
    world::{World, each, quick},
};
use bytes::Bytes;
use fapiao::{
    model::{
        Operation as _,
        Provider::{self, Nuonuo, Piaotong, Suning},
        nuonuo, piaotong, suning,
    },
    signing::piaotong::string_to_sign,
};
use fapiao_mock::{Fault, FaultRule, Moment};
use http::Response;
use serde_json::json;

/// Every write of the job.
const WRITES: [(Provider, &str); 7] = [
    (Nuonuo, nuonuo::IssueInvoice::ENTRY.wire_name),
    (Nuonuo, nuonuo::RetryIssue::ENTRY.wire_name),
    (Nuonuo, nuonuo::ApplyRedConfirmation::ENTRY.wire_name),
    (Nuonuo, nuonuo::RefreshRedConfirmations::ENTRY.wire_name),
    (Piaotong, piaotong::IssueInvoice::ENTRY.wire_name),
    (Piaotong, piaotong::QuickRedFlush::ENTRY.wire_name),
    (Suning, suning::AddElectronicInvoice::ENTRY.wire_name),
];

#[derive(Clone, Copy, Debug)]
enum Trouble {
    Close,
    Reset,
    Cut,
    /// A page with status 200.
    Page,
    /// The provider's own form, with a code that no document lists.
    Unlisted,
    BadGateway,
}

const TROUBLES: [Trouble; 6] =
    [Trouble::Close, Trouble::Reset, Trouble::Cut, Trouble::Page, Trouble::Unlisted, Trouble::BadGateway];

impl Trouble {
    fn fault(self, provider: Provider) -> Fault {
        let page = |status: u16| {
            let page = Response::builder().status(status).header("content-type", "text/html");
            Fault::Instead(page.body(Bytes::from_static(b"<html><body>502 Bad Gateway</body></html>")).unwrap())
        };
        match self {
            Self::Close => Fault::Close,
            Self::Reset => Fault::Reset,
            Self::Cut => Fault::Cut(Response::default(), 9),
            Self::Page => page(200),
            Self::BadGateway => page(502),
            Self::Unlisted => Fault::Instead(Response::new(Bytes::from(unlisted(provider, "没有听说过")))),
        }
    }
}

/// A well-formed answer of the provider whose code is in no list. Piaotong signs it.
pub(crate) fn unlisted(provider: Provider, words: &str) -> String {
    match provider {
        Nuonuo => json!({"code": "E7777", "describe": words, "result": null}).to_string(),
        Piaotong => {
            let members = [("code", "7312"), ("msg", words), ("serialNo", "TEST0"), ("content", "")];
            let signed: Vec<_> = members.iter().map(|(name, value)| (*name, Some(*value))).collect();
            let key = quick().piaotong.piaotong_key;
            let sign = key.sign(&string_to_sign(&signed)).unwrap();
            json!({"code": "7312", "msg": words, "serialNo": "TEST0", "content": "", "sign": sign}).to_string()
        }
        _ => {
            let words = words.replace('&', "&amp;");
            format!(
                "<sn_responseContent><sn_error><error_code>biz.new:1</error_code><error_msg>{words}</error_msg></sn_error>\
                 </sn_responseContent>"
            )
        }
    }
}

fn strike(world: &World, (provider, operation): (Provider, &str), moment: Moment, times: u32, trouble: Trouble) {
    let fault = trouble.fault(provider);
    let (provider, operation) = (Some(provider), Some(operation.to_owned()));
    world.sandbox.inject(FaultRule { provider, operation, number: None, skip: 0, times, moment, fault });
}

/// How many requests met their fault.
fn struck(world: &World) -> usize {
    world.sandbox.log().iter().filter(|entry| entry.fault.is_some()).count()
}

fn cases() -> Vec<(Trouble, Moment)> {
    let both = |trouble| [(trouble, Moment::Before), (trouble, Moment::After)];
    // A cut answer is one that was worked on.
    TROUBLES.into_iter().flat_map(both).filter(|case| !matches!(case, (Trouble::Cut, Moment::Before))).collect()
}

#[test]
fn the_first_answers_of_every_write_are_lost_and_nothing_is_issued_twice_or_lost() {
    each(&cases(), |&(trouble, moment)| {
        let (world, case) = (World::new(), format!("{trouble:?} {moment:?}"));
        let file = prepare(&world, &SIX);
        for write in WRITES {
            strike(&world, write, moment, 1, trouble);
        }
        let run = world.issue(&file, &[]);
        assert_eq!(struck(&world), WRITES.len(), "{case}: every write was struck");
        assert_eq!(run.exit, Some(0), "{case}: {run:?}");
        check_complete(&world, &file, &SIX, &case);
    });
}

#[test]
fn a_write_that_fails_for_long_ends_in_exit_3_or_4_and_another_run_completes_it() {
    // One more than a run sends: an order 5 times, an upload 4 times.
    each(&[(WRITES[4], 16), (WRITES[5], 6), (WRITES[6], 25)], |&(write, times)| {
        let (world, case) = (World::new(), format!("{write:?}"));
        let file = prepare(&world, &SIX);
        strike(&world, write, Moment::Before, times, Trouble::Page);
        let mut exits = Vec::new();
        while exits.last() != Some(&Some(0)) && exits.len() < 4 {
            exits.push(world.issue(&file, &[]).exit);
            check_nothing_twice(&world, &file, &SIX, &case);
        }
        assert!(matches!(exits[0], Some(3 | 4)) && exits.last() == Some(&Some(0)), "{case}: {exits:?}");
        check_complete(&world, &file, &SIX, &case);
    });
}

#[test]
fn a_lost_answer_to_the_fetching_of_a_red_invoice_reverses_nothing_twice() {
    let flush = (Nuonuo, nuonuo::QuickRedFlush::ENTRY.wire_name);
    each(&cases(), |&(trouble, moment)| {
        let mut settings = quick();
        settings.nuonuo.automatic_red_shows = false;
        let (world, case) = (World::with(settings), format!("{trouble:?} {moment:?}"));
        let file = prepare(&world, &REVERSED);
        strike(&world, flush, moment, 1, trouble);
        let run = world.issue(&file, &[]);
        assert_eq!((run.exit, struck(&world)), (Some(0), 1), "{case}: {run:?}");
        check_complete(&world, &file, &REVERSED, &case);
    });
}

#[test]
fn an_order_that_can_not_be_found_for_a_while_is_not_sent_as_another() {
    let mut settings = quick();
    settings.nuonuo.visible_after = std::time::Duration::from_millis(900);
    let world = World::with(settings);
    let file = prepare(&world, &SIX);
    // The answer to the first send is lost, so it is sent again while it can't be seen.
    strike(&world, WRITES[0], Moment::After, 1, Trouble::Close);
    let run = world.issue(&file, &[]);
    assert_eq!(run.exit, Some(0), "{run:?}");
    assert!(run.stdout.contains("taken") || run.stdout.contains("lost"), "{run:?}");
    check_complete(&world, &file, &SIX, "not visible");
}

#[test]
fn a_key_that_is_refused_after_a_send_leaves_the_order_unresolved() {
    let world = World::new();
    let file = prepare(&world, &SIX[..1]);
    strike(&world, WRITES[0], Moment::After, 1, Trouble::Close);
    let words = json!({"code": "070601", "describe": "Incorrect signature"}).to_string();
    world.sandbox.inject(FaultRule {
        provider: Some(Nuonuo),
        operation: Some(nuonuo::QueryInvoiceResult::ENTRY.wire_name.to_owned()),
        number: None,
        skip: 1,
        times: 1,
        moment: Moment::Before,
        fault: Fault::Instead(Response::new(Bytes::from(words))),
    });
    let (report, run) = world.report(&file);
    assert_eq!((run.exit, &report["orders"][0]["end"]["state"]), (Some(4), &"unresolved".into()), "{run:?}");
    assert!(report["orders"][0]["end"]["why"].as_str().unwrap().contains("070601"), "{report}");
    assert_eq!(world.issue(&file, &[]).exit, Some(0));
    check_complete(&world, &file, &SIX[..1], "the second run");
}

#[test]
fn a_question_that_is_not_answered_is_asked_again_before_anything_is_sent() {
    let world = World::new();
    let file = prepare(&world, &SIX);
    for (provider, operation) in [
        (Nuonuo, nuonuo::QueryInvoiceResult::ENTRY.wire_name),
        (Nuonuo, nuonuo::QueryRedConfirmation::ENTRY.wire_name),
        (Piaotong, piaotong::QueryInvoice::ENTRY.wire_name),
        (Suning, suning::GetElectronicInvoice::ENTRY.wire_name),
    ] {
        for trouble in TROUBLES {
            strike(&world, (provider, operation), Moment::After, 1, trouble);
        }
    }
    let run = world.issue(&file, &[]);
    assert_eq!(run.exit, Some(0), "{run:?}");
    check_complete(&world, &file, &SIX, "questions");
}
