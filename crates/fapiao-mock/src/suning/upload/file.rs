//! The file of an upload: recognised by its content, as Suning does it.

use super::{CODES, Step, invalid};
use crate::suning::refusal::Refusal;
use base64::{Engine, engine::general_purpose::STANDARD};

/// Checks the file and gives its size.
pub(super) fn check(base64: &str, max: usize) -> Step<usize> {
    let Ok(file) = STANDARD.decode(base64) else {
        let hint = if base64.starts_with("data:") {
            ": it has a data: prefix"
        } else if base64.contains(['\r', '\n']) {
            ": it has line breaks"
        } else {
            ""
        };
        let detail = format!("invoiceData is not standard Base64{hint}");
        return Err(Refusal::new(format!("{CODES}format-error:invoiceData"), "file", detail));
    };
    if file.is_empty() {
        return Err(invalid(105, "file", "the file is empty"));
    }
    if !is_known(&file) {
        let start: Vec<_> = file.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let detail = format!("neither jpg, png, bmp nor pdf by its content; it starts with {}", start.join(" "));
        return Err(invalid(108, "file", detail));
    }
    if file.len() > max {
        return Err(invalid(107, "file", format!("the file has {} bytes, at most {max} are allowed", file.len())));
    }
    Ok(file.len())
}

fn is_known(file: &[u8]) -> bool {
    let starts: [&[u8]; 4] = [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM", b"%PDF-"];
    starts.iter().any(|start| file.starts_with(start))
}
