//! An invoice as a small PDF.

use crate::files::Sheet;

/// Renders the sheet.
pub(crate) fn render(sheet: &Sheet) -> Vec<u8> {
    sheet.number.clone().into_bytes()
}
