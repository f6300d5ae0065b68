//! What the client checks before it sends, as settings: where no document decides, a named switch does.

use super::InvoiceFile;
use crate::Fault;

/// Local checks that the documents leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The largest file, in raw bytes (switch `suning.max_file`). The document says "1M" and no more; that raw bytes are meant
    /// and a mebibyte is the better reading is our guess.
    pub max_file: usize,
    /// Whether `invoiceCode` must be there (switch `suning.invoice_code_required`). The document says no, Suning's clients of
    /// 2019 say yes; a fully digital invoice has none.
    pub invoice_code_required: bool,
    /// What a red invoice must say of the one it reverses (switch `suning.red_original`).
    pub red_original: OriginalRule,
}

impl Default for Rules {
    fn default() -> Self {
        Self { max_file: 1 << 20, invoice_code_required: false, red_original: OriginalRule::default() }
    }
}

impl Rules {
    pub(super) fn check_file(&self, field: &str, file: &InvoiceFile) -> Result<(), Fault> {
        let size = file.content().len();
        if size > self.max_file {
            let problem = format!("{size} bytes, more than the {} that Suning takes; compress the file", self.max_file);
            return Err(Fault::new(field, problem));
        }
        Ok(())
    }
}

/// What a red invoice must say of the one it reverses. The document calls both fields optional and has errors for both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OriginalRule {
    /// The number always, the code unless the number is that of a fully digital invoice.
    #[default]
    AsItsKind,
    /// Number and code.
    Both,
    /// Nothing.
    Optional,
}

/// Refuses a required text that is empty.
pub(super) fn required(field: &str, text: &str) -> Result<(), Fault> {
    if text.trim().is_empty() { Err(Fault::new(field, "is empty; Suning requires it")) } else { Ok(()) }
}
