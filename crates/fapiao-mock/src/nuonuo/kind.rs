//! The kinds of invoice (`invoiceLine`) and how they are numbered.

use super::answer::Refused;
use fapiao_model::ChinaTime;

/// A kind by its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    code: &'static str,
    name: &'static str,
}

/// Codes and names of section 7.1 of the notes.
const KINDS: [Kind; 13] = [
    Kind { code: "p", name: "增值税电子普通发票" },
    Kind { code: "c", name: "增值税普通发票" },
    Kind { code: "b", name: "专用发票(电子)" },
    Kind { code: "s", name: "增值税专用发票" },
    Kind { code: "e", name: "收购发票(电子)" },
    Kind { code: "f", name: "收购发票(纸质)" },
    Kind { code: "r", name: "增值税普通发票(卷式)" },
    Kind { code: "j", name: "机动车销售统一发票" },
    Kind { code: "u", name: "二手车销售统一发票" },
    Kind { code: "bs", name: "电子发票(增值税专用发票)" },
    Kind { code: "pc", name: "电子发票(普通发票)" },
    Kind { code: "es", name: "全电纸质发票(增值税专用发票)" },
    Kind { code: "ec", name: "全电纸质发票(普通发票)" },
];

impl Kind {
    /// The kind of this code.
    pub(super) fn read(code: &str) -> Result<Self, Refused> {
        let known = KINDS.into_iter().find(|kind| kind.code == code);
        known.ok_or_else(|| Refused::field("invoiceLine", &format!("{code:?} is no kind of invoice")))
    }

    pub(super) const fn code(self) -> &'static str {
        self.code
    }

    pub(super) const fn name(self) -> &'static str {
        self.name
    }

    /// Fully digital (数电), on paper or not.
    pub(super) fn is_digital(self) -> bool {
        matches!(self.code, "pc" | "bs" | "es" | "ec")
    }

    /// Digital and without paper: its red invoice follows by itself.
    pub(super) fn is_electronic_digital(self) -> bool {
        matches!(self.code, "pc" | "bs")
    }

    pub(super) fn is_paper(self) -> bool {
        matches!(self.code, "c" | "s" | "f" | "r" | "j" | "u" | "es" | "ec")
    }

    pub(super) fn is_special(self) -> bool {
        matches!(self.code, "b" | "s" | "bs" | "es")
    }

    /// The kind of a red invoice, from what was asked for (11.5: es may become bs, ec may become pc, electronic stays).
    pub(super) fn of_red(self, asked: Option<&str>) -> Result<Self, Refused> {
        let usual = match self.code {
            "p" | "c" => "pc",
            "s" | "b" => "bs",
            same => same,
        };
        let allowed = match self.code {
            "es" => ["es", "bs"],
            "ec" => ["ec", "pc"],
            _ => [usual, usual],
        };
        let asked = asked.unwrap_or(usual);
        if allowed.contains(&asked) {
            return Self::read(asked);
        }
        Err(Refused::field("invoiceLine", &format!("{} can't be reversed as {asked}", self.code)))
    }
}

/// The numbers of one invoice, made from an id that nothing else has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    /// Old kinds and paper: 12 digits.
    pub(super) code: String,
    /// Old kinds and paper: 8 digits.
    pub(super) short: String,
    /// Digital kinds: 20 digits.
    pub(super) digital: String,
}

impl Numbers {
    pub(super) fn new(kind: Kind, id: u64, now: ChinaTime) -> Self {
        let date = now.date();
        let year = date.get(2..4).unwrap_or_default();
        let has_code = !kind.is_electronic_digital();
        Self {
            code: if has_code { format!("03300{year}00111") } else { String::new() },
            short: if has_code { format!("{id:08}") } else { String::new() },
            digital: if kind.is_digital() { format!("{year}332{id:015}") } else { String::new() },
        }
    }

    /// What `invoiceNo` says.
    pub(super) fn invoice_no(&self) -> &str {
        if self.short.is_empty() { &self.digital } else { &self.short }
    }

    /// The invoice's number: the digital one if it has one.
    pub(super) fn number(&self) -> &str {
        if self.digital.is_empty() { &self.short } else { &self.digital }
    }
}
