//! Codes that say nothing about whether the order lives on.

use crate::{Class, CodeRow, Effect, Repeat, Words};

const SOURCE: &str = "API documents V2.0 and onboarding document, chapter 3; notes, 8.2";

const fn code(code: &'static str, class: Class, meaning: Words, remedy: Words) -> CodeRow {
    CodeRow::new(code, class, meaning, remedy, SOURCE)
}

pub(super) const BUSINESS: [CodeRow; 28] = [
    code("E0000", Class::Success, Words::new("成功", "accepted or answered"), Words::new("", "")),
    code("0000", Class::Success, Words::new("查询成功", "answered"), Words::new("", ""))
        .on(&["nuonuo.OpeMplatform.queryInvoiceRedConfirm", "nuonuo.OpeMplatform.invoicePrintBatch"]),
    code(
        "E1001",
        Class::Business,
        Words::new("企业未在诺诺配置", "the company is not configured at Nuonuo"),
        Words::new("联系诺诺", "ask Nuonuo's support"),
    ),
    code(
        "E9106",
        Class::Duplicate,
        Words::new("订单编号或流水号不能重复", "the order or serial number was used before"),
        Words::new("用同一订单号查询", "query the same order number: an earlier attempt got through"),
    ),
    code(
        "E9109",
        Class::Business,
        Words::new("返回码未说明", "a gap in the vendor's list: nobody says what it means"),
        Words::new("用同一订单号查询", "query the same order number"),
    )
    .effect(Effect::Unknown)
    .repeat(Repeat::QueryFirst),
    code(
        "E9300",
        Class::InvalidInput,
        Words::new("数据格式错误", "the data has a wrong format"),
        Words::new("检查报文格式", "correct the format"),
    ),
    code(
        "E9301",
        Class::Business,
        Words::new("企业信息备案错误,请联系诺诺网", "Nuonuo has no profile of this seller"),
        Words::new(
            "正式环境联系诺诺备案;沙箱环境用测试税号",
            "production: have the profile registered; vendor's sandbox: use one of its tax numbers",
        ),
    ),
    code(
        "E9302",
        Class::InvalidInput,
        Words::new("身份认证与当前企业税号不相符", "the header's tax number differs from the body's"),
        Words::new("填同一个销方税号", "make both the seller's"),
    ),
    code(
        "E9306",
        Class::InvalidInput,
        Words::new("税号长度应为6-20位", "the tax number does not have 6 to 20 characters"),
        Words::new("检查税号", "correct the tax number"),
    ),
    code(
        "E9307",
        Class::InvalidInput,
        Words::new("税号只能为字母和数字", "the tax number has other characters than letters and digits"),
        Words::new("检查税号", "correct the tax number"),
    ),
    code(
        "E9309",
        Class::InvalidInput,
        Words::new("购方手机号不能为空", "the company's profile requires the buyer's phone"),
        Words::new("传buyerPhone或修改企业资质", "send buyerPhone, or have the profile changed"),
    ),
    code(
        "E9338",
        Class::Permission,
        Words::new("企业未开通接口开票", "the company may not issue by API"),
        Words::new("联系诺诺开通", "have it opened"),
    ),
    code(
        "E9500",
        Class::NotFound,
        Words::new("发票不存在", "the invoice does not exist, or is not visible yet"),
        Words::new("刚提交时稍后再查", "right after sending: ask again"),
    ),
    code(
        "E9502",
        Class::Business,
        Words::new("该服务器类型暂不支持开具纸票或专票", "this issuing server can't issue paper or special invoices"),
        Words::new(
            "检查资质里的开票服务器类型",
            "have the server type of the profile checked; in tests ask for a number that can",
        ),
    ),
    code(
        "E9512",
        Class::InvalidInput,
        Words::new("申请单号长度超过24", "the application number is longer than 24 characters"),
        Words::new("缩短申请单号", "shorten it"),
    ),
    code(
        "E9520",
        Class::InvalidInput,
        Words::new("只支持专票申请", "only special invoices can be applied for"),
        Words::new("检查票种", "choose a special invoice"),
    ),
    code(
        "E9522",
        Class::Business,
        Words::new("该发票为红票", "it is a red invoice itself"),
        Words::new("选择蓝票", "choose the blue invoice"),
    ),
    code(
        "E9529",
        Class::InvalidInput,
        Words::new("购方税号为空", "the buyer's tax number is missing"),
        Words::new("传购方税号", "send it"),
    ),
    code(
        "E9540",
        Class::InvalidInput,
        Words::new("信息表编号长度超过24", "billInfoNo is longer than 24 characters"),
        Words::new("检查编号", "correct it"),
    ),
    code(
        "E9545",
        Class::InvalidInput,
        Words::new("开票日期为空", "the issue date is missing"),
        Words::new("传开票日期", "send it"),
    ),
    code(
        "E9601",
        Class::Unavailable,
        Words::new("查询出错", "an error while querying"),
        Words::new("稍后再查", "ask again later"),
    )
    .repeat(Repeat::Wait),
    code(
        "E9607",
        Class::InvalidInput,
        Words::new("企业税号为空", "the company's tax number is missing"),
        Words::new("传企业税号", "send it"),
    ),
    code(
        "E9611",
        Class::InvalidInput,
        Words::new("流水号和订单号均为空", "serial and order numbers are both missing"),
        Words::new("传其中一项", "send one of them"),
    ),
    code(
        "E9613",
        Class::Throttled,
        Words::new("同一流水号(订单号)单日最多重试20次", "the same order was retried 20 times today"),
        Words::new("次日再试", "try again the next day"),
    ),
    code(
        "E9999",
        Class::Unavailable,
        Words::new("系统繁忙", "busy, or a definite refusal: Nuonuo uses it for both"),
        Words::new("查看返回描述,先查询结果", "read the provider's words and query before anything else"),
    ),
    code(
        "9520",
        Class::InvalidInput,
        Words::new("只支持专票申请", "read as E9520: only special invoices can be applied for"),
        Words::new("检查票种", "choose a special invoice"),
    ),
    code(
        "9540",
        Class::InvalidInput,
        Words::new("信息表编号长度超过24", "read as E9540: billInfoNo is longer than 24 characters"),
        Words::new("检查编号", "correct it"),
    ),
    code(
        "9545",
        Class::InvalidInput,
        Words::new("开票日期为空", "read as E9545: the issue date is missing"),
        Words::new("传开票日期", "send it"),
    ),
];
