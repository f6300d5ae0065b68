//! Rows of a CSV file with a header line.

use super::fields::{Row, column};
use ::csv::StringRecord;

pub(super) fn rows(bytes: &[u8]) -> Result<Vec<Row>, String> {
    if std::str::from_utf8(bytes).is_err() {
        return Err("is not UTF-8; in a spreadsheet, save it as \"CSV UTF-8\"".into());
    }
    let mut reader = ::csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let headers = reader.headers().map_err(|error| error.to_string())?;
    let columns = columns(headers)?;
    let mut rows = Vec::new();
    let mut lines = Lines { bytes, at: 0, line: 1 };
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let line = lines.of(&record);
        // Spreadsheets leave empty rows behind.
        if record.iter().any(|field| !field.trim().is_empty()) {
            rows.push(row(&columns, line, &record));
        }
    }
    Ok(rows)
}

/// Counts lines. The reader's own count is one behind where lines end with CR LF, as spreadsheets write them.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line that a record begins on. Records are asked about in their order.
    fn of(&mut self, record: &StringRecord) -> usize {
        let position = record.position().map_or(0, ::csv::Position::byte);
        let from = usize::try_from(position).unwrap_or(usize::MAX).max(self.at);
        let ends = self.bytes.get(from..).unwrap_or_default().iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let begins = from + ends.count();
        let passed = self.bytes.get(self.at..begins).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        self.at = begins;
        self.line
    }
}

fn columns(headers: &StringRecord) -> Result<Vec<&'static str>, String> {
    let mut columns = Vec::with_capacity(headers.len());
    for header in headers {
        let column = column(header)?;
        if columns.contains(&column) {
            return Err(format!("column {header:?} is there twice; keep one"));
        }
        columns.push(column);
    }
    Ok(columns)
}

fn row(columns: &[&'static str], line: usize, record: &StringRecord) -> Row {
    let fields = columns.iter().copied().zip(record.iter().map(str::to_owned)).collect();
    let mut row = Row::new(format!("line {line}"), fields);
    if record.len() != columns.len() {
        let fault =
            format!("are {}, the header has {}; put quotes around a field with a comma", record.len(), columns.len());
        row.fault = Some(row.bad("columns", fault));
    }
    row
}
