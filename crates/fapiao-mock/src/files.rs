//! The files of issued invoices, rendered when they are first asked for.

use bytes::Bytes;
use std::collections::HashMap;

/// What is printed on an invoice.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) title: String,
    pub(crate) number: String,
    pub(crate) issued_at: String,
    pub(crate) seller: String,
    pub(crate) buyer: String,
    pub(crate) lines: Vec<(String, String, String)>,
    pub(crate) net: String,
    pub(crate) tax: String,
    pub(crate) gross: String,
    pub(crate) remark: String,
}

/// The files, by path.
#[derive(Debug, Default)]
pub(crate) struct Files {
    sheets: HashMap<String, Sheet>,
    rendered: HashMap<String, Bytes>,
}

impl Files {
    /// Where the files lie.
    pub(crate) const PREFIX: &'static str = "/files/";

    /// Shelves an invoice and gives its path.
    pub(crate) fn shelve(&mut self, name: &str, sheet: Sheet) -> String {
        let path = format!("{}{name}.pdf", Self::PREFIX);
        self.sheets.insert(path.clone(), sheet);
        path
    }

    /// The file at a path.
    pub(crate) fn fetch(&mut self, path: &str) -> Option<Bytes> {
        if let Some(file) = self.rendered.get(path) {
            return Some(file.clone());
        }
        let file = Bytes::from(crate::pdf::render(self.sheets.get(path)?));
        self.rendered.insert(path.to_owned(), file.clone());
        Some(file)
    }
}
