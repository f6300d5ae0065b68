//! Codes of the gateway and of the token endpoint: no business processing happened.

use crate::{Class, CodeRow, Effect, Repeat, Words};

const GATEWAY_SOURCE: &str = "onboarding document, chapter 3; notes, 8.1";
const TOKEN_SOURCE: &str = "vendor's page on creating applications; notes, 4.3";

const fn gateway(code: &'static str, class: Class, meaning: Words, remedy: Words) -> CodeRow {
    CodeRow::new(code, class, meaning, remedy, GATEWAY_SOURCE)
}

const fn token(code: &'static str, class: Class, meaning: Words, remedy: Words) -> CodeRow {
    CodeRow::new(code, class, meaning, remedy, TOKEN_SOURCE)
}

pub(super) const GATEWAY: [CodeRow; 10] = [
    gateway(
        "070101",
        Class::Credential,
        Words::new("获取app密钥失败或appkey无效", "no secret for this appKey, or the appKey is not valid"),
        Words::new(
            "检查appkey:沙箱环境用SD开头的一组,正式环境用正式的一组",
            "use the key pair that belongs to this gateway; those of the vendor's sandbox start with SD",
        ),
    ),
    gateway(
        "070301",
        Class::Token,
        Words::new("accessToken不匹配/或appKey不匹配", "the token expired, or does not belong to this appKey"),
        Words::new("重新获取token", "renew the token; the same request is safe then"),
    ),
    gateway(
        "070302",
        Class::Permission,
        Words::new("APP未申请该资源", "the application has no right to this method"),
        Words::new(
            "检查method;若没错,提供appkey和method联系诺诺开通",
            "check the spelling of the method; otherwise have Nuonuo open it (give appKey and method)",
        ),
    ),
    gateway(
        "070601",
        Class::Credential,
        Words::new("签名不匹配", "the signature does not match"),
        Words::new("检查报文原文、密钥和时间戳单位", "check body bytes, secret and the unit of the time stamp"),
    ),
    token(
        "070304",
        Class::Credential,
        Words::new("client_id错误", "wrong client_id"),
        Words::new("检查appKey;刷新令牌时检查userId", "check the appKey, or the userId when refreshing"),
    ),
    token(
        "070305",
        Class::Credential,
        Words::new("client_secret错误", "wrong client_secret"),
        Words::new("检查appSecret", "check the appSecret"),
    ),
    token(
        "070306",
        Class::Throttled,
        Words::new("令牌30天内的调用上限为50次", "more than 50 token calls in 30 days"),
        Words::new("使用已保存的令牌,等待次数恢复", "wait, and use the stored token meanwhile"),
    ),
    token(
        "070307",
        Class::Permission,
        Words::new("应用类型与授权方式不符", "this type of application may not use this grant"),
        Words::new("使用另一种授权方式", "use the other grant: self-use or third-party"),
    ),
    token(
        "070315",
        Class::InvalidInput,
        Words::new("Content-Type错误", "wrong Content-Type"),
        Words::new("使用表单类型", "send application/x-www-form-urlencoded"),
    ),
    gateway(
        "07*",
        Class::Credential,
        Words::new("开放平台网关拒绝(未列出的返回码)", "refused by the gateway, with a code that no document lists"),
        Words::new("查看返回描述,联系诺诺", "read the provider's words and ask Nuonuo"),
    )
    // Nobody has told us what it means: not a business failure (notes, 8.1), and no proof that nothing happened either.
    .effect(Effect::Unknown)
    .repeat(Repeat::QueryFirst),
];
