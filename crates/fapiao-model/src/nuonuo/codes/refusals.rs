//! Refusals after which an order never existed: on requestBillingNew they free its number.

use crate::{Class, CodeRow, Repeat, Words};

const SOURCE: &str = "requestBillingNew V2.0 and onboarding document, chapter 3; notes, 8.2";

const fn fix(code: &'static str, meaning: Words, remedy: Words) -> CodeRow {
    CodeRow::new(code, Class::InvalidInput, meaning, remedy, SOURCE)
}

pub(super) const REFUSALS: [CodeRow; 38] = [
    fix(
        "E4000",
        Words::new("同步失败", "a private parameter is missing or wrong"),
        Words::new("检查私有请求参数的必填字段", "check every required field"),
    ),
    fix(
        "E9101",
        Words::new("开票类型错误(1:正票 2:红票)", "invoiceType is neither 1 nor 2"),
        Words::new("检查invoiceType", "correct invoiceType"),
    ),
    fix(
        "E9102",
        Words::new("发票号码或代码错误", "the invoice's number or code is wrong"),
        Words::new("检查发票号码和代码", "correct number and code"),
    ),
    fix(
        "E9103",
        Words::new("该发票不能再次冲红", "the invoice may not be reversed again"),
        Words::new("查询该发票的红票", "look for its red invoice"),
    )
    .repeat(Repeat::Never),
    fix(
        "E9104",
        Words::new("购方邮箱长度超过50", "the buyer's e-mail is longer than 50 characters"),
        Words::new("缩短邮箱", "give a shorter e-mail"),
    ),
    fix(
        "E9105",
        Words::new("折扣行与被折扣行商品名称不一致", "a discount line's name differs from the discounted line's"),
        Words::new("使用相同的商品名称", "use the same name"),
    ),
    fix(
        "E9107",
        Words::new("代开标志错误(0/1)", "proxyInvoiceFlag is neither 0 nor 1"),
        Words::new("检查proxyInvoiceFlag", "correct proxyInvoiceFlag"),
    ),
    fix(
        "E9108",
        Words::new("折扣金额大于被折扣金额", "a discount is larger than the discounted amount"),
        Words::new("减小折扣金额", "give a smaller discount"),
    ),
    fix(
        "E9110",
        Words::new("折扣行未紧跟被折扣行", "a discount line does not follow its line directly"),
        Words::new("调整明细顺序", "put it directly below its line"),
    ),
    fix(
        "E9111",
        Words::new("蓝票折扣行数量必须为负数", "the quantity of a blue discount line must be negative"),
        Words::new("折扣行不传数量", "leave num out of discount lines"),
    ),
    fix(
        "E9112",
        Words::new("折扣行与被折扣行税率不一致", "a discount line's tax rate differs"),
        Words::new("使用相同的税率", "use the same rate"),
    ),
    fix(
        "E9113",
        Words::new("红票购方地址与蓝票不一致", "the red invoice's buyer address differs from the blue one's"),
        Words::new("与蓝票保持一致", "copy it from the blue invoice"),
    ),
    fix(
        "E9114",
        Words::new("蓝票被折扣行数量必须为正数", "the quantity of a blue discounted line must be positive"),
        Words::new("检查数量", "correct the quantity"),
    ),
    fix(
        "E9115",
        Words::new("红票购方电话与蓝票不一致", "the red invoice's buyer phone differs from the blue one's"),
        Words::new("与蓝票保持一致", "copy it from the blue invoice"),
    ),
    fix(
        "E9116",
        Words::new("红票折扣行数量必须为正数", "the quantity of a red discount line must be positive"),
        Words::new("检查数量", "correct the quantity"),
    ),
    fix(
        "E9117",
        Words::new("红票购方名称与蓝票不一致", "the red invoice's buyer name differs from the blue one's"),
        Words::new("与蓝票保持一致", "copy it from the blue invoice"),
    ),
    fix(
        "E9118",
        Words::new("红票购方税号与蓝票不一致", "the red invoice's buyer tax number differs from the blue one's"),
        Words::new("与蓝票保持一致", "copy it from the blue invoice"),
    ),
    fix(
        "E9119",
        Words::new("红票被折扣行数量必须为负数", "the quantity of a red discounted line must be negative"),
        Words::new("检查数量", "correct the quantity"),
    ),
    fix(
        "E9120",
        Words::new("红票购方银行账号与蓝票不一致", "the red invoice's buyer bank differs from the blue one's"),
        Words::new("与蓝票保持一致", "copy it from the blue invoice"),
    ),
    fix(
        "E9121",
        Words::new("无法确定商品编码", "the goods code could not be determined"),
        Words::new("传入goodsCode", "send goodsCode"),
    ),
    fix(
        "E9122",
        Words::new("没有发票明细", "there is no invoiceDetail"),
        Words::new("传入明细", "send at least one line"),
    ),
    fix(
        "E9123",
        Words::new("单价为空时三个金额必填", "without a price all three amounts are required"),
        Words::new("传入三个金额", "send all three amounts"),
    ),
    fix(
        "E9124",
        Words::new("含税金额长度超过20", "the gross amount is longer than 20 characters"),
        Words::new("检查金额", "correct the amount"),
    ),
    fix(
        "E9125",
        Words::new("含税金额不是数字", "the gross amount is not a number"),
        Words::new("检查金额", "correct the amount"),
    ),
    fix(
        "E9126",
        Words::new("不含税金额长度超过20", "the net amount is longer than 20 characters"),
        Words::new("检查金额", "correct the amount"),
    ),
    fix(
        "E9127",
        Words::new("不含税金额不是数字", "the net amount is not a number"),
        Words::new("检查金额", "correct the amount"),
    ),
    fix(
        "E9128",
        Words::new("税额长度超过20", "the tax is longer than 20 characters"),
        Words::new("检查税额", "correct the tax"),
    ),
    fix("E9129", Words::new("税额不是数字", "the tax is not a number"), Words::new("检查税额", "correct the tax")),
    fix(
        "E9130",
        Words::new("不含税金额与税额之和不等于含税金额", "net and tax do not add up to gross"),
        Words::new("检查三个金额", "correct the amounts"),
    ),
    fix(
        "E9131",
        Words::new("不含税金额乘税率与税额之差超过0.06", "net times rate is more than 0.06 away from the tax"),
        Words::new("检查税额", "correct the tax of the line that Nuonuo names"),
    ),
    fix(
        "E9138",
        Words::new("商品编码获取出现异常", "the goods code could not be looked up"),
        Words::new("goodsCode字段传商品的税收分类编码", "send goodsCode; matching by name is not reliable"),
    ),
    fix(
        "E9154",
        Words::new("订单被拆分后大于10张发票", "the order would be split into more than 10 invoices"),
        Words::new("把开票的总金额调小一点", "invoice smaller amounts"),
    ),
    fix(
        "E9796",
        Words::new("货物运输信息缺失", "goods transport: the list is missing"),
        Words::new("传入货物运输信息", "send invoiceGoodsTransports"),
    ),
    fix(
        "E9797",
        Words::new("货物运输信息超过2000条", "goods transport: more than 2000 entries"),
        Words::new("减少条数", "send fewer entries"),
    ),
    fix(
        "E9798",
        Words::new("货物运输工具种类错误", "goods transport: wrong kind of vehicle"),
        Words::new("检查transportTool", "correct transportTool"),
    ),
    fix(
        "E9799",
        Words::new("货物运输工具牌号错误", "goods transport: wrong vehicle number"),
        Words::new("检查transportToolNum", "correct transportToolNum (40 characters)"),
    ),
    fix(
        "E9800",
        Words::new("货物运输起运地错误", "goods transport: wrong origin"),
        Words::new("检查origin", "correct origin (80 characters)"),
    ),
    fix(
        "E9801",
        Words::new("货物运输到达地错误", "goods transport: wrong destination"),
        Words::new("检查destination", "correct destination (80 characters)"),
    ),
];
