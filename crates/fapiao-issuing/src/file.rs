//! Files of invoices.

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where the end of a PDF is marked: in its last 1024 bytes.
const TAIL: usize = 1024;

/// A file of an invoice.
#[derive(Clone, PartialEq, Eq)]
pub struct InvoiceFile {
    /// What it is.
    pub kind: FileKind,
    /// Its bytes.
    pub content: Bytes,
}

impl fmt::Debug for InvoiceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvoiceFile").field("kind", &self.kind).field("len", &self.content.len()).finish()
    }
}

/// What kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum FileKind {
    /// PDF.
    Pdf,
    /// OFD, the Chinese layout format: the legal original where there is one.
    Ofd,
    /// The invoice's data.
    Xml,
}

impl InvoiceFile {
    /// A whole PDF: it starts as one, and its end is there.
    ///
    /// # Errors
    /// If it is something else, or cut off.
    pub fn pdf(content: Bytes) -> Result<Self, FileFault> {
        if !content.starts_with(b"%PDF-") {
            return Err(FileFault::NotPdf { looks_like: looks_like(&content) });
        }
        let tail = content.get(content.len().saturating_sub(TAIL)..).unwrap_or_default();
        if !tail.windows(5).any(|window| window == b"%%EOF") {
            return Err(FileFault::CutOff);
        }
        Ok(Self { kind: FileKind::Pdf, content })
    }
}

/// Why content is not the file that it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileFault {
    /// It is something else.
    #[error("is no PDF but {looks_like}; look at where it came from")]
    NotPdf {
        /// What it looks like instead.
        looks_like: &'static str,
    },
    /// Its end is missing.
    #[error("is a PDF that is cut off; fetch it again")]
    CutOff,
}

/// What content looks like that is no PDF.
fn looks_like(content: &[u8]) -> &'static str {
    let text = content.trim_ascii_start();
    let starts = |mark: &str| text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark.as_bytes()));
    if content.is_empty() {
        "empty"
    } else if content.starts_with(b"PK\x03\x04") {
        "an archive, most likely OFD"
    } else if starts("<!doctype html") || starts("<html") {
        "a web page"
    } else if starts("<") {
        "XML"
    } else if starts("{") {
        "JSON"
    } else {
        "something unknown"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(content: &[u8]) -> Option<String> {
        InvoiceFile::pdf(Bytes::copy_from_slice(content)).err().map(|fault| fault.to_string())
    }

    #[test]
    fn only_a_whole_pdf_is_one() {
        assert_eq!(fault(b"%PDF-1.4\n1 0 obj\n%%EOF\n"), None);
        let mut early = b"%PDF-1.4\n%%EOF".to_vec();
        early.resize(early.len() + 1019, b' ');
        assert_eq!(fault(&early), None);
        early.push(b' ');
        assert!(fault(&early).is_some_and(|fault| fault.contains("cut off")));
        assert!(fault(b"%PDF-1.4\n1 0 obj").is_some_and(|fault| fault.contains("cut off")));
    }

    #[test]
    fn a_file_that_is_no_pdf_is_named_for_what_it_is() {
        for (content, what) in [
            (&b"PK\x03\x04..."[..], "an archive, most likely OFD"),
            (b"<html>%%EOF", "a web page"),
            (b"\r\n<!DOCTYPE HTML>", "a web page"),
            (b"<?xml version=\"1.0\"?>", "XML"),
            (b"{\"code\":1}", "JSON"),
            (b"", "empty"),
            (b"\0\0", "something unknown"),
        ] {
            assert_eq!(fault(content), Some(format!("is no PDF but {what}; look at where it came from")));
        }
    }
}
