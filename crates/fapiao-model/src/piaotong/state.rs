//! States and directions inside contents.

use crate::{Class, CodeRow, CodeTable, Effect, NumberAfter, Repeat, Words};

/// How an invoice stands: the `code` inside a content, not to be confused with the envelope's (section 4.2).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvoiceState {
    /// `0000`: issued.
    Issued,
    /// `6666`: not issued, withdrawn.
    Withdrawn,
    /// `7777`: being issued. In queries only.
    Issuing,
    /// `9999`: failed. The platform or a person can issue it again later, so `0000` may follow for the same serial and wins.
    Failed,
    /// `3999`: stopped until the drawer has logged in at the tax bureau or has identified. Not an error of the request.
    WaitingLogin,
    /// A state that nobody has told us the meaning of.
    Other(String),
}

impl InvoiceState {
    /// The state of a code.
    #[must_use]
    pub fn of(code: &str) -> Self {
        match code {
            "0000" => Self::Issued,
            "6666" => Self::Withdrawn,
            "7777" => Self::Issuing,
            "9999" => Self::Failed,
            "3999" => Self::WaitingLogin,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The code, as Piaotong writes it.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Issued => "0000",
            Self::Withdrawn => "6666",
            Self::Issuing => "7777",
            Self::Failed => "9999",
            Self::WaitingLogin => "3999",
            Self::Other(code) => code,
        }
    }
}

/// Which document a content speaks of (`invoiceType`, section 5.2).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvoiceType {
    /// `1`: a blue invoice.
    Blue,
    /// `2`: a red-letter invoice.
    Red,
    /// `3`: a blue invoice that was voided.
    BlueVoided,
    /// `4`: a red-letter invoice that was voided.
    RedVoided,
    /// Something that nobody has told us the meaning of.
    Other(String),
}

impl InvoiceType {
    /// The document of a code.
    #[must_use]
    pub fn of(code: &str) -> Self {
        match code {
            "1" => Self::Blue,
            "2" => Self::Red,
            "3" => Self::BlueVoided,
            "4" => Self::RedVoided,
            other => Self::Other(other.to_owned()),
        }
    }
}

const SOURCE: &str = "A 2.6, A 2.7, B 2.11-2.13; notes 4.2";

/// The states inside contents, as rows: what a query or a push says about the order.
///
/// An order stands under the number in every one of them. Effect and repeat are those of sending the order again: after
/// `9999` and `3999` the guide lets the same content go out again with the same serial.
pub const STATES: CodeTable = CodeTable::new(&[
    CodeRow::new("0000", Class::Success, Words::new("开票成功", "issued"), Words::new("", ""), SOURCE),
    CodeRow::new(
        "6666",
        Class::Business,
        Words::new("未开票（已撤销）", "not issued: withdrawn"),
        Words::new(
            "确认不再开具后，人工放弃该流水号",
            "if it is still wanted, give the number up by an explicit act and issue again",
        ),
        SOURCE,
    )
    .effect(Effect::Done)
    .number(NumberAfter::Taken),
    CodeRow::new(
        "7777",
        Class::Processing,
        Words::new("开票中", "being issued"),
        Words::new("稍后查询", "ask again later"),
        SOURCE,
    )
    .effect(Effect::Done)
    .repeat(Repeat::Wait),
    CodeRow::new(
        "9999",
        Class::Business,
        Words::new("开票失败", "issuing failed, for the reason in the text"),
        Words::new(
            "按原因处理后用原流水号重新提交",
            "remove the cause, then send the same content with the same serial",
        ),
        SOURCE,
    )
    .effect(Effect::Done)
    .number(NumberAfter::Taken)
    .repeat(Repeat::Same),
    CodeRow::new(
        "3999",
        Class::LoginRequired,
        Words::new("需要开票人登录或风险认证", "the drawer has to log in at the tax bureau or to identify"),
        Words::new(
            "开票人完成认证后用原流水号重新提交，或在票通重开",
            "let the drawer log in, then send the same content with the same serial or re-issue it at Piaotong",
        ),
        "integration guide, sections 4 and 6; notes 4.3",
    )
    .effect(Effect::Done)
    .number(NumberAfter::Taken)
    .repeat(Repeat::Same),
]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_state_is_known_and_keeps_its_number() {
        for row in STATES.rows() {
            let state = InvoiceState::of(row.code);
            assert_eq!(state.code(), row.code);
            assert!(!matches!(state, InvoiceState::Other(_)), "{}", row.code);
            assert_eq!(row.number, NumberAfter::Taken, "{}", row.code);
        }
    }

    #[test]
    fn an_unknown_state_is_kept_and_is_no_success() {
        assert_eq!(InvoiceState::of("5555"), InvoiceState::Other("5555".into()));
        assert_eq!(InvoiceState::of("5555").code(), "5555");
    }
}
