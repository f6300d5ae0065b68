//! Prints what became of the orders: a table for people, JSON for machines.

use crate::{
    input::BadRow,
    job::{End, Story},
};
use comfy_table::{Cell, CellAlignment, Color, ContentArrangement, Table, presets};
use serde::Serialize;

/// How wide the table is where no terminal says it.
const WIDTH: u16 = 150;

/// Counts that a run ends with.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Counts {
    pub(crate) orders: usize,
    pub(crate) issued: usize,
    pub(crate) refused: usize,
    pub(crate) red: usize,
    pub(crate) delivered: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) issued_twice: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lost: Option<usize>,
}

impl Counts {
    /// What the client believes. Orders are counted, not invoices: a split order has several.
    pub(crate) fn of(stories: &[Story]) -> Self {
        let orders = |is: fn(&Story) -> bool| stories.iter().filter(|story| is(story)).count();
        Self {
            orders: stories.len(),
            issued: orders(|story| story.end == End::Issued),
            refused: orders(|story| matches!(story.end, End::Refused(_) | End::NotSent(_))),
            red: stories.iter().map(|story| story.reversed_by.len()).sum(),
            delivered: stories.iter().map(|story| story.delivered).sum(),
            issued_twice: None,
            lost: None,
        }
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { orders, issued, refused, red, delivered, .. } = self;
        write!(f, "orders {orders}, issued {issued}, refused {refused}, red {red}, delivered {delivered}")?;
        if let (Some(twice), Some(lost)) = (self.issued_twice, self.lost) {
            write!(f, ", issued twice {twice}, lost {lost}")?;
        }
        Ok(())
    }
}

/// Everything that a run has to say, for machines.
#[derive(Serialize)]
struct Report<'a> {
    counts: &'a Counts,
    orders: &'a [Story],
    bad_rows: Vec<BadLine<'a>>,
}

#[derive(Serialize)]
struct BadLine<'a> {
    place: &'a str,
    field: &'a str,
    fault: &'a str,
}

/// The report as one JSON document.
pub(crate) fn json(stories: &[Story], bad: &[BadRow], counts: &Counts) -> String {
    let bad_rows = bad.iter().map(|row| BadLine { place: &row.place, field: &row.field, fault: &row.fault }).collect();
    let report = Report { counts, orders: stories, bad_rows };
    serde_json::to_string_pretty(&report).unwrap_or_else(|error| format!("{{\"error\":\"{error}\"}}"))
}

/// The report as a table.
pub(crate) fn table(stories: &[Story]) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    if table.width().is_none() {
        table.set_width(WIDTH);
    }
    table.set_header(["order", "through", "buyer", "gross", "became", "invoice", "red", "shown", "notes"]);
    for story in stories {
        table.add_row([
            Cell::new(&story.reference),
            Cell::new(story.provider),
            Cell::new(&story.buyer),
            Cell::new(story.gross).set_alignment(CellAlignment::Right),
            Cell::new(story.end.word()).fg(colour(story)),
            Cell::new(numbers(&story.invoices)),
            Cell::new(numbers(&story.reversed_by)),
            Cell::new(shown(story)).set_alignment(CellAlignment::Right),
            Cell::new(notes(story)),
        ]);
    }
    table.to_string()
}

fn colour(story: &Story) -> Color {
    match (&story.end, story.is_incomplete) {
        (End::Issued, false) => Color::Green,
        (End::Refused(_) | End::NotSent(_), _) => Color::Yellow,
        _ => Color::Red,
    }
}

fn numbers(invoices: &[fapiao::issuing::IssuedInvoice]) -> String {
    invoices.iter().map(|invoice| invoice.number.to_string()).collect::<Vec<_>>().join("\n")
}

fn shown(story: &Story) -> String {
    if story.to_deliver == 0 { "–".into() } else { format!("{}/{}", story.delivered, story.to_deliver) }
}

fn notes(story: &Story) -> String {
    let why = Some(story.end.why()).filter(|why| !why.is_empty());
    why.into_iter().chain(story.notes.iter().map(String::as_str)).collect::<Vec<_>>().join("; ")
}
