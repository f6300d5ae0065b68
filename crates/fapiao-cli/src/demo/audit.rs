//! Holds the client's view against the sandbox's own books.

use crate::{
    input::Task,
    job::{Desk, End, Story},
    report::Counts,
};
use fapiao::{
    issuing::Direction,
    model::{Amount, Provider},
};
use fapiao_mock::{BookedInvoice, BookedState, Books};
use std::collections::BTreeMap;

/// What the books say.
pub(super) struct Audit {
    pub(super) counts: Counts,
    /// Where the client believes something else than the books.
    pub(super) findings: Vec<String>,
}

impl Audit {
    pub(super) fn is_clean(&self) -> bool {
        self.findings.is_empty() && self.counts.issued_twice == Some(0) && self.counts.lost == Some(0)
    }
}

/// What the books say of one order.
struct Booked<'a> {
    story: &'a Story,
    blue: Vec<&'a BookedInvoice>,
    red: Vec<&'a BookedInvoice>,
}

/// Compares. All counts come from the books; the client's stories are only compared with them.
pub(super) fn audit(desk: &Desk, tasks: &[Task], stories: &[Story], books: &Books, gateway: Option<&String>) -> Audit {
    let tasks_by_reference: BTreeMap<_, _> = tasks.iter().map(|task| (task.order.reference.as_str(), task)).collect();
    let mut counts = Counts { orders: tasks.len() + 1, ..Counts::default() };
    let (mut twice, mut lost, mut findings) = (0, 0, Vec::new());
    for story in stories {
        let Some(task) = tasks_by_reference.get(story.reference.as_str()) else { continue };
        let booked = booked(desk, task, story, books);
        counts.issued += usize::from(!booked.blue.is_empty());
        counts.red += booked.red.len();
        let refused = is_refused(task, story, books);
        counts.refused += usize::from(refused);
        twice += usize::from(is_issued_twice(task, &booked));
        lost += usize::from(is_lost(task, &booked, refused, books));
        booked.compare(&mut findings);
    }
    counts.delivered = books.uploads.len();
    let believed: usize = stories.iter().map(|story| story.delivered).sum();
    if believed != counts.delivered {
        findings.push(format!("the client counts {believed} deliveries, the marketplace {}", counts.delivered));
    }
    let at_gateway = books.invoices.iter().any(|invoice| {
        invoice.provider == Provider::Fengchao && is_living(invoice) && Some(&invoice.number) == gateway
    });
    counts.issued += usize::from(at_gateway);
    lost += usize::from(!at_gateway);
    (counts.issued_twice, counts.lost) = (Some(twice), Some(lost));
    Audit { counts, findings }
}

fn is_living(invoice: &BookedInvoice) -> bool {
    invoice.state == BookedState::Issued
}

/// Everything in the books that belongs to an order: under any number that its reference could ever have had, at any
/// provider, or with its mark.
fn booked<'a>(desk: &Desk, task: &Task, story: &'a Story, books: &'a Books) -> Booked<'a> {
    let attempt = desk.attempt(Direction::Blue, &task.order.reference);
    let numbers: Vec<_> = desk
        .issuers
        .values()
        .filter_map(|issuer| issuer.draft(&task.order, &attempt).ok())
        .map(|draft| draft.number.to_string())
        .collect();
    let mark = attempt.mark(&task.order).to_string();
    let is_ours = |invoice: &&BookedInvoice| {
        !invoice.is_red && (numbers.contains(&invoice.order_number) || invoice.mark.as_ref() == Some(&mark))
    };
    let living = || books.invoices.iter().filter(|invoice| is_living(invoice));
    let blue: Vec<_> = living().filter(is_ours).collect();
    let reverses_ours = |invoice: &&BookedInvoice| {
        invoice.is_red && blue.iter().any(|blue| invoice.reverses.as_ref() == Some(&blue.number))
    };
    let red = living().filter(reverses_ours).collect();
    Booked { story, blue, red }
}

fn is_refused(task: &Task, story: &Story, books: &Books) -> bool {
    let number = story.number.as_ref().map(ToString::to_string);
    books.refusals.iter().any(|refusal| {
        refusal.provider == task.provider
            && Some(&refusal.order_number) == number.as_ref()
            && !is_duplicate(&refusal.code)
    })
}

/// A duplicate refusal means that the order exists.
fn is_duplicate(code: &str) -> bool {
    matches!(code, "E9106" | "8021" | "8040")
}

/// More than one order, or more money than was asked for: a split order has several invoices that add up to its total.
fn is_issued_twice(task: &Task, booked: &Booked<'_>) -> bool {
    let orders: std::collections::BTreeSet<_> =
        booked.blue.iter().map(|invoice| (invoice.provider, &invoice.order_number)).collect();
    let gross: Amount = booked.blue.iter().map(|invoice| invoice.net + invoice.tax).sum();
    let per_blue =
        |blue: &&BookedInvoice| booked.red.iter().filter(|red| red.reverses.as_ref() == Some(&blue.number)).count() > 1;
    orders.len() > 1 || gross > task.order.totals().gross || booked.blue.iter().any(per_blue)
}

/// An order that should have an invoice, a reversal or a delivery, and has not.
fn is_lost(task: &Task, booked: &Booked<'_>, refused: bool, books: &Books) -> bool {
    if refused {
        return false;
    }
    let reversed = |blue: &&BookedInvoice| booked.red.iter().any(|red| red.reverses.as_ref() == Some(&blue.number));
    let shown = |invoice: &&BookedInvoice| books.uploads.iter().any(|upload| upload.number == invoice.number);
    let should_show = task.order.delivery.is_some();
    booked.blue.is_empty()
        || (task.returned.is_some() && !booked.blue.iter().all(reversed))
        || (should_show && !booked.blue.iter().chain(&booked.red).all(shown))
}

impl Booked<'_> {
    /// Where the client's view differs from the books.
    fn compare(&self, findings: &mut Vec<String>) {
        let reference = &self.story.reference;
        let mut differ = |what: &str, booked: &[&BookedInvoice], believed: &[fapiao::issuing::IssuedInvoice]| {
            let mut theirs: Vec<_> =
                booked.iter().map(|invoice| (invoice.number.clone(), invoice.net, invoice.tax)).collect();
            let mut ours: Vec<_> = believed.iter().map(|i| (i.number.to_string(), i.net, i.tax)).collect();
            theirs.sort();
            ours.sort();
            if ours != theirs {
                findings.push(format!("{reference}: the client believes {what} {ours:?}, the books say {theirs:?}"));
            }
        };
        differ("invoices", &self.blue, &self.story.invoices);
        differ("red invoices", &self.red, &self.story.reversed_by);
        if (self.story.end == End::Issued) == self.blue.is_empty() {
            findings.push(format!(
                "{reference}: the client says {}, the books hold {} invoices",
                self.story.end.word(),
                self.blue.len()
            ));
        }
    }
}
