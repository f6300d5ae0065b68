//! Rows of a CSV file with a header line.

use super::fields::{Row, column};

pub(super) fn rows(bytes: &[u8]) -> Result<Vec<Row>, String> {
    if std::str::from_utf8(bytes).is_err() {
        return Err("is not UTF-8; in a spreadsheet, save it as \"CSV UTF-8\"".into());
    }
    let mut reader = ::csv::ReaderBuilder::new().flexible(false).from_reader(bytes);
    let headers = reader.headers().map_err(|error| error.to_string())?;
    let columns = headers.iter().map(column).collect::<Result<Vec<_>, _>>()?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let line = record.position().map_or(0, ::csv::Position::line);
        let fields = columns.iter().copied().zip(record.iter().map(str::to_owned)).collect();
        rows.push(Row { place: format!("line {line}"), fields });
    }
    Ok(rows)
}
