//! Reads a file of orders: one row a line, rows of one order under the same reference.

mod csv;
mod fields;
mod json;
mod order;

use crate::exit::Exit;
use fapiao::{
    issuing::Order,
    model::{Provider, RedReason},
};
use std::{fmt, fs, path::Path};

/// One order of the file.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    /// Where it stands in the file.
    pub(crate) place: String,
    /// Through whom it is issued.
    pub(crate) provider: Provider,
    /// The order.
    pub(crate) order: Order,
    /// Why it comes back, if it does.
    pub(crate) returned: Option<RedReason>,
    /// What the sandbox is to do with it; of use in the demo only.
    pub(crate) scenario: Option<String>,
}

/// A row that can't be used: where, which field, why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BadRow {
    pub(crate) place: String,
    pub(crate) field: String,
    pub(crate) fault: String,
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}: {}", self.place, self.field, self.fault)
    }
}

/// What a file holds. Bad rows don't hide each other: all are reported.
#[derive(Debug, Default)]
pub(crate) struct Input {
    pub(crate) tasks: Vec<Task>,
    pub(crate) bad: Vec<BadRow>,
}

/// Reads a CSV or JSON file, told apart by its ending.
pub(crate) fn read(path: &Path, default_provider: Option<Provider>) -> Result<Input, (Exit, String)> {
    let bytes = fs::read(path).map_err(|error| (Exit::Failed, format!("{}: {error}", path.display())))?;
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let rows = if is_json { json::rows(&bytes) } else { csv::rows(&bytes) };
    let rows = rows.map_err(|error| (Exit::Usage, format!("{}: {error}", path.display())))?;
    Ok(order::group(rows, default_provider))
}

/// The example orders of the demo.
pub(crate) fn read_csv_text(text: &str, default_provider: Option<Provider>) -> Result<Input, String> {
    Ok(order::group(csv::rows(text.as_bytes())?, default_provider))
}
