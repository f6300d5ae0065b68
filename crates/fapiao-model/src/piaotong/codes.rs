//! The codes of Piaotong's envelopes: every row of the notes, section 4.1.

use crate::{
    Class::{self, *},
    CodeRow, CodeTable, Effect, Repeat, Words,
};

/// The envelope codes of Piaotong.
///
/// Both generations answer under the same paths, and 9999 and 8002 mean different things in them. So a row that names
/// operations names those of the 数电 generation by their path (`invoiceBlue.pt`) and those of the older one by `A ` and the
/// path (`A invoiceBlue.pt`): look a v3.5.1 operation up under that name. The states inside contents are
/// [`STATES`](super::STATES). All rows are of v3.5.1 (8010 of an older edition); codes of the 数电 generation beyond them are
/// unknown, and an unlisted code is never a refusal.
///
/// No row frees a serial: one serial is one invoice for ever (notes 3.7), and no source says of any refusal that the order
/// never existed. A corrected order goes out again under its serial.
pub const CODES: CodeTable = CodeTable::new(ROWS);

/// Reversals of either generation.
const RED: &[&str] = &["invoiceRed.pt", "A invoiceRed.pt", "A issueRedInvoice.pt"];
/// Where 9999 says that the signature was wrong: A 2.1, 2.3, 2.4, 2.19, 2.21.
const SIGNATURE: &[&str] =
    &["A register.pt", "A invoiceBlue.pt", "A invoiceRed.pt", "A issueRedInvoice.pt", "A getEnterpriseInfo.pt"];
const TAX_NUMBER: &[&str] = &["A invoiceRed.pt", "A getEnterpriseInfo.pt"];
const DISABLED: &[&str] = &["A resendEmailOrSMS.pt", "A convertInvoiceFile.pt"];

const NONE: Words = Words::new("", "");
const KEYS: Words = Words::new("检查密钥、待签名串与编码", "check the keys, the string to sign and the encoding");
const SETUP: Words = Words::new("检查平台编码、税号及绑定关系", "check platform code, tax number and their binding");
const DATA: Words = Words::new("按提示修改数据", "correct the data");
const AMOUNTS: Words = Words::new("核对金额、税率与税额", "correct the amounts");
const LINES: Words = Words::new("与蓝票明细保持一致", "take the lines as they are on the blue invoice");
const VENDOR: Words = Words::new("联系票通", "ask Piaotong's staff");
const WAIT: Words = Words::new("稍后查询", "wait, then ask again");
const QUERY: Words =
    Words::new("先用原流水号查询，不要更换流水号", "query this serial first; never take a new one for it");

const fn row(code: &'static str, class: Class, zh: &'static str, en: &'static str, remedy: Words) -> CodeRow {
    CodeRow::new(code, class, Words::new(zh, en), remedy, "v3.5.1; notes 4.1")
}

/// Nobody knows whether something was done: ask first.
const fn unclear(row: CodeRow) -> CodeRow {
    row.effect(Effect::Unknown).repeat(Repeat::QueryFirst)
}

const INVALID_DATA: CodeRow =
    row("8995", InvalidInput, "数据校验不通过", "the data was not accepted: see the text", DATA);
const NO_TAX_CODE: CodeRow = row("8005", InvalidInput, "税收分类编码不存在", "tax classification code not found", DATA);
const NO_RATE: CodeRow = row("8006", InvalidInput, "税率不存在", "tax rate not found", DATA);
const DISCOUNT: CodeRow = row(
    "8007",
    InvalidInput,
    "折扣大于明细或折扣金额与税率不符",
    "discount larger than its line, or not at its rate",
    AMOUNTS,
);
const POLICY: CodeRow =
    row("8008", InvalidInput, "享受优惠政策须填增值税特殊管理", "preferential policy without vatSpecialManage", DATA);
const TAX: CodeRow = row("8011", InvalidInput, "税额与税率不符", "tax and rate do not match", AMOUNTS);
const DEDUCTION: CodeRow =
    row("8012", InvalidInput, "扣除额大于价税合计", "margin deduction above the total with tax", AMOUNTS);
const MARGIN: CodeRow = row("8013", InvalidInput, "差额征税只能有一行明细", "a margin invoice has one line only", DATA);
const ZERO_RATE: CodeRow = row("8014", InvalidInput, "零税率须填零税率标识", "a rate of 0 needs zeroTaxFlag", DATA);
const ZERO_FLAG: CodeRow = row("8015", InvalidInput, "零税率标识有误", "zeroTaxFlag unknown", DATA);
const PRICE: CodeRow = row("8016", InvalidInput, "单价×数量≠金额", "price × quantity is not the amount", AMOUNTS);
const DISCOUNT_TAX: CodeRow =
    row("8017", InvalidInput, "折扣税额与税率不符", "discount tax and rate do not match", AMOUNTS);

static ROWS: &[CodeRow] = &[
    row("0000", Success, "处理成功", "done; for an order: taken, not yet issued", NONE),
    row("9999", Credential, "验签失败", "the signature was not accepted", KEYS).on(SIGNATURE),
    row(
        "9999",
        Unavailable,
        "内部异常或失败",
        "internal error or failure; perhaps a bad signature, see the text",
        QUERY,
    ),
    row("9998", Credential, "平台编码无效", "platform code invalid", SETUP),
    row("9997", InvalidInput, "纳税人识别号无效", "tax number invalid", SETUP),
    row("9996", InvalidInput, "企业名称无效", "enterprise name invalid: send the registered one", DATA),
    row(
        "9991",
        Business,
        "审核不通过",
        "the review was refused (inside the review push): see the text, register again",
        DATA,
    ),
    row("9001", InvalidInput, "地区编码不存在", "region code does not exist", DATA),
    row("9002", InvalidInput, "城市名称不存在", "city name does not exist in Piaotong's list", DATA),
    row("9003", InvalidInput, "营业执照保存失败", "licence picture could not be stored: under 2 MB, Base64", DATA)
        .repeat(Repeat::Same),
    row(
        "9004",
        Permission,
        "与首次注册平台不一致，无权修改",
        "another platform registered it: no right to amend",
        VENDOR,
    ),
    row("9005", Business, "企业未审核，不能修改", "enterprise not reviewed yet: no amendment", WAIT)
        .repeat(Repeat::Wait),
    row("8104", Permission, "平台与企业不存在绑定关系", "platform and enterprise do not belong together", SETUP),
    row("8996", Unavailable, "业务异常，请联系运维", "business exception: contact Piaotong's operations", QUERY),
    INVALID_DATA,
    unclear(row("8993", Business, "开票请求处理失败", "the issuing request failed: see the text", QUERY)),
    row("8001", Business, "开票企业不存在", "the issuing enterprise does not exist: register it", SETUP),
    row("8002", InvalidInput, "税号不存在", "tax number not found", SETUP).on(TAX_NUMBER),
    row("8002", Permission, "企业已停用", "enterprise disabled", VENDOR).on(DISABLED),
    row("8002", Business, "税号不存在或企业已停用", "tax number not found, or enterprise disabled", SETUP),
    row("8003", NotFound, "发票不存在", "invoice not found; just after sending: not yet", WAIT),
    row("8003", Business, "蓝票不存在", "the blue invoice was not found", DATA).on(RED),
    row("8004", Business, "企业信息不存在", "enterprise information not found: check the number", SETUP),
    NO_TAX_CODE,
    NO_RATE,
    DISCOUNT,
    POLICY,
    row(
        "8009",
        Business,
        "企业注册或变更审核中，不能开票",
        "enterprise being registered or amended: cannot issue",
        WAIT,
    )
    .repeat(Repeat::Wait),
    row("8010", Business, "账户余额不足", "account balance too low (older edition)", VENDOR),
    TAX,
    DEDUCTION,
    MARGIN,
    ZERO_RATE,
    ZERO_FLAG,
    PRICE,
    DISCOUNT_TAX,
    // The platform's own words go on "请更换发票请求流水号": never follow that in a retry.
    row("8021", Duplicate, "发票请求流水号已存在", "the request serial exists already", QUERY),
    row("8022", Permission, "企业已停用，不能开票", "enterprise disabled, may not issue", VENDOR),
    row(
        "8028",
        Business,
        "仅普通电子发票可入微信卡包",
        "only ordinary electronic invoices go into the WeChat wallet",
        NONE,
    ),
    row("8029", Business, "仅蓝票可入微信卡包", "only blue invoices go into the WeChat wallet", NONE),
    row("8031", Business, "仅电子蓝票可发送邮件", "only blue electronic invoices can be mailed", NONE),
    row("8032", Business, "未开票，不能发送", "not issued: cannot be mailed", WAIT).repeat(Repeat::Wait),
    // "Wait, then query; a repeat with the same serial is safe": whether the order was taken before the device was missed is
    // not said, so it counts as unknown.
    unclear(row("8033", Business, "无可用在线设备", "no usable device online", WAIT)),
    row("8037", Permission, "未授权该票种", "invoice kind not authorised", VENDOR),
    row(
        "8038",
        Duplicate,
        "二维码编号已存在",
        "the QR code number exists already: if it was your own repeat, query it",
        QUERY,
    ),
    row("8039", Business, "集团版校验不通过", "group-edition check failed: see the text", DATA),
    row("8040", Processing, "该发票请求流水号正在处理中，请稍后查询开票结果", "this serial is being processed", WAIT),
    row("8041", Business, "发票未开具", "invoice not issued yet", WAIT).repeat(Repeat::Wait),
    row("8042", Business, "非电子发票", "not an electronic invoice", NONE),
    row("8043", Unavailable, "文件转换失败，请稍后再试", "file conversion failed: try later", WAIT)
        .effect(Effect::None)
        .repeat(Repeat::Same),
    row("7001", InvalidInput, "明细数少于可开票数", "fewer items than invoices allowed: see allowInvoiceCount", DATA),
    row("7002", InvalidInput, "明细合计与开票金额不符", "the items do not add up to the invoice amount", AMOUNTS),
    row("6003", Business, "蓝票已作废或作废中", "the blue invoice is voided or being voided", NONE),
    // What reversed it may be an earlier send of this very request.
    unclear(row("6005", Business, "蓝票已冲红或冲红中", "the blue invoice is reversed or being reversed", QUERY)),
    row("6009", InvalidInput, "冲红不含税金额超出剩余可冲红金额", "red amount without tax above what is left", AMOUNTS),
    row("6010", InvalidInput, "冲红税额超出剩余可冲红税额", "red tax above what is left", AMOUNTS),
    row("6011", InvalidInput, "税率标识与蓝票不一致", "tax-rate mark differs from the blue invoice", LINES),
    row("6012", InvalidInput, "明细与蓝票不一致", "lines differ from the blue invoice", LINES),
    row(
        "6013",
        Business,
        "该票种不支持此冲红",
        "kind not supported: ordinary electronic, ordinary paper, blockchain only",
        NONE,
    ),
    row("6014", Business, "区块链发票不支持部分冲红", "a blockchain invoice is reversed as a whole", DATA),
    row("6015", InvalidInput, "红票合计须为负", "the red total must be negative", AMOUNTS),
    row("6016", InvalidInput, "红票税额须小于等于零", "the red tax must not be above 0", AMOUNTS),
    row("5001", NotFound, "二维码不存在", "QR code not found", DATA).repeat(Repeat::Never),
    // Not in the table of codes: a state (4.3). Whether it also comes as an envelope code is unknown; if it does, the order's
    // fate is unknown with it.
    CodeRow::new(
        "3999",
        LoginRequired,
        Words::new("需要开票人登录或风险认证", "the drawer has to log in at the tax bureau or to identify"),
        Words::new(
            "认证后用原流水号重试",
            "let the drawer log in, query, then send the same content with the same serial",
        ),
        "notes 4.3; as an envelope code never seen",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NumberAfter;

    /// The codes of the notes' table, in its order.
    const NOTES: &str = "0000 9999 9998 9997 9996 9991 9001 9002 9003 9004 9005 8104 8996 8995 8993 8001 8002 8003 8004 8005 \
        8006 8007 8008 8009 8010 8011 8012 8013 8014 8015 8016 8017 8021 8022 8028 8029 8031 8032 8033 8037 8038 8039 8040 \
        8041 8042 8043 7001 7002 6003 6005 6009 6010 6011 6012 6013 6014 6015 6016 5001";

    fn on(code: &str, operation: &str) -> CodeRow {
        *CODES.find(code, operation).unwrap()
    }

    #[test]
    fn every_code_of_the_notes_has_a_row_for_every_operation() {
        for code in NOTES.split_whitespace() {
            assert_eq!(on(code, "any.pt").code, code);
        }
    }

    #[test]
    fn there_is_no_row_beyond_the_notes_but_3999() {
        let listed: Vec<_> = NOTES.split_whitespace().collect();
        let extra: Vec<_> = ROWS.iter().map(|row| row.code).filter(|code| !listed.contains(code)).collect();
        assert_eq!(extra, ["3999"]);
    }

    #[test]
    fn failure_9999_is_a_refusal_only_where_it_means_a_bad_signature() {
        for operation in SIGNATURE {
            assert_eq!((on("9999", operation).class, on("9999", operation).effect), (Credential, Effect::None));
        }
        for operation in ["invoiceBlue.pt", "invoiceRed.pt", "queryInvoice.pt", "A queryInvoice.pt", "register.pt"] {
            assert_eq!(on("9999", operation).effect, Effect::Unknown, "{operation}");
        }
    }

    #[test]
    fn a_duplicate_serial_is_taken_and_asked_about() {
        let (exists, busy) = (on("8021", "invoiceBlue.pt"), on("8040", "invoiceRed.pt"));
        assert_eq!((exists.class, exists.number, exists.repeat), (Duplicate, NumberAfter::Taken, Repeat::QueryFirst));
        assert_eq!((busy.class, busy.number), (Processing, NumberAfter::Taken));
    }

    #[test]
    fn no_refusal_frees_a_serial() {
        assert!(ROWS.iter().all(|row| row.number != NumberAfter::Free));
    }

    #[test]
    fn what_the_notes_ask_a_query_after_is_never_a_refusal() {
        for code in ["8996", "8993", "9999"] {
            assert_eq!(on(code, "invoiceBlue.pt").effect, Effect::Unknown, "{code}");
            assert_eq!(on(code, "invoiceBlue.pt").repeat, Repeat::QueryFirst, "{code}");
        }
        assert_eq!(on("6005", "invoiceRed.pt").effect, Effect::Unknown);
    }
}
