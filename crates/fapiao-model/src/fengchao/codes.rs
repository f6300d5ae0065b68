//! The code table.

use crate::{Class, CodeRow, CodeTable, Effect, Repeat, Words};

/// What Fengchao's codes mean. There is no public list: 0 is the general success, 100 is the retry's, and that is all.
///
/// The document says of any other code of the retry that it has failed, but not which codes there are, nor what they say of a
/// retry that may be running. So the outcome of each stays unknown, with its code and words kept.
pub static CODES: CodeTable = CodeTable::new(ROWS);

static ROWS: &[CodeRow] = &[
    CodeRow::new(
        "0",
        Class::Success,
        Words::new("成功", "taken; at a retry, the result follows later"),
        Words::new("稍后查询或等待重新推送开票结果", "wait for the result, or ask the platform behind the gateway"),
        "开票重试接口 2024-01-22; the operator's demo code",
    ),
    CodeRow::new(
        "100",
        Class::Success,
        Words::new("发票已经生成,不需要重复提交", "the invoice exists already"),
        Words::new("无需再重试开票", "nothing is to be done: number and link are in the answer"),
        "开票重试接口 2024-01-22",
    )
    .on(&["/gateway/nuonuo/invoice/rebillingnew"]),
    CodeRow::new(
        "*",
        Class::Business,
        Words::new("重试失败", "the retry failed, for the reason in the gateway's words"),
        Words::new("按提示处理后用同一订单号重试", "see the words; the same order number may be retried"),
        "开票重试接口 2024-01-22",
    )
    .on(&["/gateway/nuonuo/invoice/rebillingnew"])
    .effect(Effect::Unknown)
    .repeat(Repeat::Same),
];
