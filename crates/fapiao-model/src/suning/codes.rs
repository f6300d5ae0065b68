//! The code table.

use crate::{Class, CodeRow, CodeTable, Effect, Repeat, Words};

/// What Suning's codes mean: the rows of both tables of its documentation, and codes that working clients have met.
///
/// A `*` stands for a field's name or a status. A second upload of the same invoice has no documented answer, so there is no
/// row for one.
pub static CODES: CodeTable = CodeTable::new(ROWS);

/// The platform's own page: 异常码 of all interfaces.
const COMMON: &str = "Suning open platform, common error codes";
/// The page of the upload.
const UPLOAD: &str = "Suning open platform, page of suning.custom.electronicinvoice.add";
/// Not in the documentation.
const CLIENT: &str = "seen in a public client, not documented";
/// The pattern of the upload's codes, carried over.
const PATTERN: &str = "inferred from the codes of other interfaces";

/// Chinese meaning and remedy, English meaning and remedy.
struct Text(&'static str, &'static str, &'static str, &'static str);

const fn row(
    code: &'static str,
    class: Class,
    Text(zh, zh_remedy, en, en_remedy): Text,
    source: &'static str,
) -> CodeRow {
    CodeRow::new(code, class, Words::new(zh, en), Words::new(zh_remedy, en_remedy), source)
}

const fn common(code: &'static str, class: Class, text: Text) -> CodeRow {
    row(code, class, text, COMMON)
}

/// The message or its headers are wrong, and nothing was looked at.
const fn request(code: &'static str, text: Text) -> CodeRow {
    common(code, Class::InvalidInput, text)
}

const fn upload(code: &'static str, class: Class, text: Text) -> CodeRow {
    row(code, class, text, UPLOAD).repeat(Repeat::AfterFix)
}

/// `biz.custom.addelectronicinvoice.invalid-biz:` and a number.
macro_rules! invalid {
    ($number:literal, $class:ident, $zh:literal, $zh_remedy:literal, $en:literal, $en_remedy:literal) => {
        upload(
            concat!("biz.custom.addelectronicinvoice.invalid-biz:", $number),
            Class::$class,
            Text($zh, $zh_remedy, $en, $en_remedy),
        )
    };
}

static ROWS: &[CodeRow] = &[
    invalid!(
        "100",
        InvalidInput,
        "订单号不能为空",
        "传入正确的订单号",
        "the order number is empty",
        "send the order number of Suning"
    ),
    invalid!(
        "101",
        InvalidInput,
        "发票代码不能为空",
        "传入正确的发票代码",
        "the invoice code is empty",
        "send the invoice code, or leave the field out"
    ),
    invalid!(
        "102",
        InvalidInput,
        "发票号码不能为空",
        "传入正确的发票号码",
        "the invoice number is empty",
        "send the invoice number"
    ),
    invalid!(
        "103",
        InvalidInput,
        "电子发票类型不合法",
        "传入正确的电子发票类型",
        "the kind of the electronic invoice is not valid",
        "send invoiceType 1 or -1"
    ),
    invalid!(
        "104",
        InvalidInput,
        "开票日期不能为空",
        "传入正确的开票日期",
        "the invoice date is empty",
        "send the invoice date"
    ),
    invalid!(
        "105",
        InvalidInput,
        "发票文件内容不能为",
        "传入正确的发票文件",
        "the file is empty (the printed Chinese breaks off)",
        "send the file"
    ),
    invalid!(
        "106",
        NotFound,
        "订单信息不存在",
        "传入正确的订单号",
        "the order is not known",
        "send the right order number of this shop"
    ),
    invalid!(
        "107",
        InvalidInput,
        "文件大小不可超出1M",
        "传入正确的发票文件",
        "the file is larger than 1M",
        "send a smaller file"
    ),
    invalid!(
        "108",
        InvalidInput,
        "仅支持类型为jpg,png,bmp,pdf的文件",
        "传入正确的发票文件",
        "the file is not a jpg, png, bmp or pdf",
        "send one of these kinds"
    ),
    invalid!(
        "109",
        Business,
        "该订单未产生退货,不可上传红票",
        "退货订单产生后再上传红票",
        "the order has no return, so no red invoice is taken",
        "upload the red invoice once the return order exists"
    )
    .repeat(Repeat::Wait),
    invalid!(
        "110",
        Business,
        "非已付款订单不能上传发票",
        "订单已付款后再上传发票",
        "the order is not paid, so no invoice is taken",
        "upload once the order is paid"
    )
    .repeat(Repeat::Wait),
    invalid!(
        "111",
        Business,
        "非电子发票不能上传发票",
        "上传电子发票",
        "not an electronic invoice, so it is not taken",
        "upload an electronic invoice"
    ),
    invalid!(
        "112",
        InvalidInput,
        "电子发票标识不合法",
        "传入正确的电子发票标识",
        "the invoice flag is not valid",
        "send a valid invoiceFlag"
    ),
    invalid!("113", InvalidInput, "发票抬头不能为空", "传入正确的发票抬头", "the title is empty", "send the title"),
    invalid!(
        "114",
        InvalidInput,
        "发票类型不能为空",
        "传入正确的发票类型",
        "the invoice type is empty",
        "send the type; by its place in the list invoiceHeadType is meant"
    ),
    invalid!(
        "115",
        InvalidInput,
        "发票类型不合法",
        "传入正确的发票类型",
        "the invoice type is not valid",
        "send a valid type; by its place in the list invoiceHeadType is meant"
    ),
    invalid!("116", InvalidInput, "开票金额不能为空", "传入正确的开票金额", "the amount is empty", "send the amount"),
    invalid!(
        "117",
        InvalidInput,
        "开票金额不合法",
        "传入正确的开票金额",
        "the amount is not valid",
        "send the right amount"
    ),
    invalid!(
        "118",
        InvalidInput,
        "开票不含税金额不合法",
        "传入正确的开票不含税金额",
        "the amount without tax is not valid",
        "send the right amount without tax"
    ),
    invalid!(
        "119",
        InvalidInput,
        "发票校验码不合法",
        "传入正确的发票校验码",
        "the check code is not valid",
        "send the right check code"
    ),
    invalid!(
        "120",
        InvalidInput,
        "原发票代码不能为空",
        "传入正确的原发票代码",
        "the code of the original invoice is empty",
        "send the code of the invoice that the red one reverses"
    ),
    invalid!(
        "121",
        InvalidInput,
        "原发票号码不能为空",
        "传入正确的原发票号码",
        "the number of the original invoice is empty",
        "send the number of the invoice that the red one reverses"
    ),
    invalid!(
        "122",
        InvalidInput,
        "物流单号不合法",
        "传入正确的物流单号",
        "the parcel number is not valid",
        "send the right parcel number"
    ),
    invalid!(
        "123",
        InvalidInput,
        "物流公司不合法",
        "传入正确的物流公司",
        "the carrier is not valid",
        "send a carrier that Suning knows"
    ),
    invalid!(
        "124",
        InvalidInput,
        "开票日期格式错误,正确格式为:yyyy-MM-dd",
        "传入正确开票日期",
        "the invoice date has the wrong form, yyyy-MM-dd is wanted",
        "send the date in the other form (switch suning.invoice_time)"
    ),
    row(
        "biz.*.missing-parameter:*",
        Class::InvalidInput,
        Text(
            "缺少必填参数,*表示字段名",
            "请输入正确参数。",
            "a required field is missing; the code names it",
            "send the field",
        ),
        PATTERN,
    ),
    upload(
        "biz.custom.addelectronicinvoice.missing-parameter:*",
        Class::InvalidInput,
        Text(
            "缺少必填参数,*表示字段名",
            "请输入正确参数。",
            "a required field is missing; the code names it",
            "send the field",
        ),
    ),
    row(
        "biz.*.format-error:*",
        Class::InvalidInput,
        Text(
            "参数格式错误",
            "请检查此参数的值,*号表示参数字段名",
            "a field has the wrong form; the code names it",
            "check the value of that field",
        ),
        PATTERN,
    ),
    upload(
        "biz.custom.addelectronicinvoice.format-error:*",
        Class::InvalidInput,
        Text(
            "参数格式错误",
            "请检查此参数的值,*号表示参数字段名",
            "a field has the wrong form; the code names it",
            "check the value of that field",
        ),
    ),
    row(
        "biz.*.length-overlong:*",
        Class::InvalidInput,
        Text(
            "参数的值超过规定长度",
            "请检查此参数的值,*号表示参数字段名",
            "a field is too long; the code names it",
            "shorten the value of that field",
        ),
        PATTERN,
    ),
    upload(
        "biz.custom.addelectronicinvoice.length-overlong:*",
        Class::InvalidInput,
        Text(
            "参数的值超过规定长度",
            "请检查此参数的值,*号表示参数字段名",
            "a field is too long; the code names it",
            "shorten the value of that field",
        ),
    ),
    row(
        "isp.sys.service.unavailable.moms",
        Class::Unavailable,
        Text(
            "服务不可用",
            "请联系苏宁技术人员",
            "the system behind the upload is not available",
            "ask whether the invoice is there before a repeat; tell Suning's technicians",
        ),
        UPLOAD,
    ),
    row(
        "isp.sys.service.unavailable.*",
        Class::Unavailable,
        Text(
            "服务不可用",
            "请联系苏宁技术人员",
            "a system behind the platform is not available; the code names it",
            "ask before a repeat of anything but a query",
        ),
        PATTERN,
    ),
    common(
        "sys.check.user-permission:inexistence",
        Class::Credential,
        Text(
            "访问令牌不存在;用户key不存在",
            "更换访问令牌;检查用户key是否存在",
            "the access token or the application key does not exist",
            "check the key; take another token",
        ),
    )
    .repeat(Repeat::AfterFix),
    common(
        "sys.check.user-permission:overdue",
        Class::Token,
        Text("访问令牌已过期", "请使用刷新令牌刷新", "the access token is expired", "renew the token"),
    ),
    row(
        "sys.oauth.check.access_token:overdue",
        Class::Token,
        Text("访问令牌已过期", "刷新令牌", "the access token is expired", "renew the token"),
        CLIENT,
    ),
    row(
        "sys.oauth.check.access_token:inexistence",
        Class::Credential,
        Text("访问令牌不存在", "重新授权", "the access token does not exist", "let the merchant authorise again"),
        CLIENT,
    ),
    common(
        "sys.check.api-permission:inexistence",
        Class::Permission,
        Text("Api方法不存在", "请参考帮助中心", "the method does not exist", "check the method name"),
    )
    .repeat(Repeat::AfterFix),
    common(
        "sys.check.api-permission:overdue",
        Class::Permission,
        Text("Api方法已过期", "请参考帮助中心", "the method is retired", "use its successor"),
    ),
    row(
        "sys.check.api-permission:authority",
        Class::Permission,
        Text("无权访问此api", "申请权限", "no right to the method", "apply for it"),
        CLIENT,
    ),
    row(
        "sys.check.oauth-permission:authority",
        Class::Permission,
        Text(
            "授权无此权限",
            "重新授权",
            "the authorisation does not cover the method",
            "let the merchant authorise again",
        ),
        CLIENT,
    ),
    common(
        "sys.check.method-permission:authority",
        Class::Permission,
        Text("无权操作此api", "确认是否有访问该方法权限", "no right to call the method", "apply for the right"),
    ),
    common(
        "sys.auth.vendor-request:errory",
        Class::Permission,
        Text(
            "无权操作此供应商",
            "请确认供应商编码是否正确",
            "no right to act for this supplier",
            "check the supplier code",
        ),
    )
    .repeat(Repeat::AfterFix),
    common(
        "sys.controller.api-request:limit",
        Class::Throttled,
        Text("Api请求受控", "超过请求次数", "the quota of calls is used up", "wait"),
    ),
    common("sys.controller.api-access:limit", Class::Throttled, Text("访问限制", "无", "access is restricted", "wait")),
    common(
        "sys.controller.api-frequency:limit",
        Class::Throttled,
        Text("访问频率限制", "无", "too many calls in a short time", "wait, and call less often"),
    ),
    common(
        "sys.check.app-time:error",
        Class::Credential,
        Text(
            "请求参数错误api请求时间误差大",
            "参考帮助中心",
            "the request time is more than 10 minutes off",
            "set the clock; the time is that of UTC+8",
        ),
    )
    .repeat(Repeat::AfterFix),
    row(
        "sys.check.request-apprequesttime:error",
        Class::Credential,
        Text(
            "请求时间误差大",
            "校准时钟",
            "the request time is more than 10 minutes off",
            "set the clock; the time is that of UTC+8",
        ),
        CLIENT,
    )
    .repeat(Repeat::AfterFix),
    common(
        "sys.check.app-sign:null",
        Class::Credential,
        Text("签名信息为空", "检查签名信息", "the signature is missing", "send the header signInfo"),
    )
    .repeat(Repeat::AfterFix),
    common(
        "sys.check.app-sign:error",
        Class::Credential,
        Text(
            "签名信息错误",
            "检查签名信息",
            "the signature is wrong",
            "check the secret, and that the signed bytes are those that were sent",
        ),
    )
    .repeat(Repeat::AfterFix),
    request(
        "sys.check.request-params:error",
        Text(
            "请求报文结构错误",
            "参考帮助中心、日期格式等",
            "the message is not built as it should be",
            "check the nodes and the forms of dates",
        ),
    ),
    request(
        "sys.check.header-param:null",
        Text("header参数为空", "请检查header参数", "a header is empty", "fill in the headers"),
    ),
    row(
        "sys.check.header-param:forbidden",
        Class::Credential,
        Text("header参数被拒绝", "检查appKey与授权", "a header was refused", "check key and token"),
        CLIENT,
    ),
    request(
        "sys.check.missing-parameter:apiversion",
        Text("API版本号未指定", "检查API版本号", "the version is missing", "send the header VersionNo"),
    ),
    request(
        "sys.check.missing-parameter:appRequestTime",
        Text("请求时间丢失", "检查请求时间", "the request time is missing", "send the header AppRequestTime"),
    ),
    request(
        "sys.check.missing-nestElement:sn_body",
        Text("缺少sn_body节点", "检查sn_body是否存在", "the node sn_body is missing", "send it"),
    ),
    request(
        "sys.check.starttime-format:error",
        Text(
            "请求开始时间错误;校验开始时间不合法,格式yyyy-MM-dd HH:mm:ss",
            "参考帮助中心、日期格式等;检查时间格式",
            "the start time is not of the form yyyy-MM-dd HH:mm:ss",
            "write it so",
        ),
    ),
    request(
        "sys.check.endtime-format:error",
        Text(
            "校验结束时间不合法,格式yyyy-MM-dd HH:mm:ss",
            "检查时间格式",
            "the end time is not of the form yyyy-MM-dd HH:mm:ss",
            "write it so",
        ),
    ),
    request(
        "sys.check.miss-time:starttime",
        Text("不存在开始时间(节点)", "检查输入", "the node of the start time is missing", "send it"),
    ),
    request(
        "sys.check.miss-time:endtime",
        Text("不存在结束时间(节点)", "检查输入", "the node of the end time is missing", "send it"),
    ),
    request(
        "sys.check.starttime-value:null",
        Text("开始时间为空(值)", "检查输入", "the start time is empty", "fill it in"),
    ),
    request(
        "sys.check.endtime-value:null",
        Text("结束时间为空(值)", "检查输入", "the end time is empty", "fill it in"),
    ),
    request(
        "sys.check.query-time:error",
        Text(
            "开始时间是否小于结束时间",
            "检查开始和结束时间大小",
            "the start time is not before the end time",
            "correct them",
        ),
    ),
    request(
        "sys.check.query-time:outofrange",
        Text("时间查询是否超出指定范围", "检查时间范围", "the time range is too long", "ask for a shorter one"),
    ),
    request(
        "sys.check.pageno-format:error",
        Text(
            "pageNo格式错误,只允许1到99999之间的整数",
            "检查pageNo输入是否有误",
            "pageNo is not a whole number from 1 to 99999",
            "correct it",
        ),
    ),
    request(
        "sys.check.pagesize-format:error",
        Text(
            "pageSize格式错误,只允许1到50之间的整数(订单相关是1到100)",
            "检查pageSize输入是否有误",
            "pageSize is not a whole number from 1 to 50 (orders: 100)",
            "correct it",
        ),
    ),
    request(
        "sys.check.page-param:error",
        Text(
            "pageNo或者pageSize不在要求范围内,pageNo只允许1到99999之间的整数,pageSize只允许1到50之间的整数(订单相关是1到100)",
            "检查pageNo和pageSize输入是否有误",
            "pageNo or pageSize is out of range",
            "pageNo from 1 to 99999, pageSize from 1 to 50 (orders: 100)",
        ),
    ),
    request(
        "sys.check.snunionid.length.is.not:48",
        Text(
            "混淆会员编码长度不是48位",
            "使用转换器转换混淆会员编码规定要求混淆会员编码48位",
            "the obfuscated member id does not have 48 characters",
            "convert it to 48 characters",
        ),
    ),
    request(
        "biz.handler.batch-handler:no-support",
        Text("非查询类API不支持批量操作", "检查API类型", "only queries take several items", "send one item a call"),
    ),
    request(
        "biz.handler.request-message:error",
        Text("查询类API输入多个业务节点", "检查业务节点", "a query holds several business nodes", "send one node"),
    ),
    common(
        "biz.handler.data-get:success",
        Class::Success,
        Text("业务数据查询成功", "无", "the query succeeded", "nothing to do"),
    ),
    common(
        "biz.handler.data-get:fail",
        Class::Business,
        Text("业务数据查询失败", "检查请求条件", "the query failed", "check the conditions; ask once more"),
    )
    .effect(Effect::Unknown)
    .repeat(Repeat::Wait),
    common(
        "biz.handler.data-get:no-result",
        Class::Empty,
        Text("业务数据结果为空", "无", "nothing was found", "nothing to do"),
    ),
    common(
        "sys.error.network:failure",
        Class::Unavailable,
        Text(
            "网络异常",
            "无",
            "the platform did not reach the system behind it",
            "ask before a repeat of anything but a query",
        ),
    ),
    common(
        "sys.error.network-status:*",
        Class::Unavailable,
        Text(
            "响应失败 ?为状态码",
            "无",
            "the system behind the platform answered with the HTTP status in the code",
            "ask before a repeat of anything but a query",
        ),
    ),
];
