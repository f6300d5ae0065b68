use super::*;
use crate::{Class, Effect, Repeat};

const RETRY: &str = "nuonuo.OpeMplatform.reInvoice";
const QUICK_RED: &str = "nuonuo.OpeMplatform.fastInvoiceRed";

/// The codes of "Order life after a refusal" in the notes.
fn freeing() -> Vec<String> {
    let numbered = (9101..=9131).filter(|n| ![9106, 9109].contains(n)).chain([9138, 9154]).chain(9796..=9801);
    std::iter::once("E4000".to_owned()).chain(numbered.map(|n| format!("E{n}"))).collect()
}

#[test]
fn exactly_the_listed_refusals_free_a_number_and_only_on_issuing() {
    let mut free: Vec<_> = ROWS.iter().filter(|row| row.number == NumberAfter::Free).map(|row| row.code).collect();
    assert!(ROWS.iter().all(|row| row.number != NumberAfter::Free || row.operations == ISSUE));
    let mut expected = freeing();
    free.sort_unstable();
    expected.sort();
    assert_eq!(free, expected);
    for code in &expected {
        assert_eq!(row(code, ISSUE[0]).map(|row| row.number), Some(NumberAfter::Free), "{code}");
        for method in [RETRY, QUICK_RED, "nuonuo.OpeMplatform.saveInvoiceRedConfirm"] {
            assert_eq!(row(code, method).map(|row| row.number), Some(NumberAfter::Held), "{code} on {method}");
        }
    }
}

#[test]
fn every_code_of_the_notes_has_a_row() {
    let singles = "070101 070301 070302 070601 070304 070305 070306 070307 070315 E0000 E1001 E4000 E9106 E9109 E9138 E9154 \
                   E9300 E9301 E9302 E9306 E9307 E9309 E9338 E9500 E9502 E9512 E9520 E9522 E9529 E9540 E9545 E9601 E9607 \
                   E9611 E9613 E9999 9520 9540 9545";
    for code in singles.split_whitespace().map(str::to_owned).chain((9101..=9131).map(|n| format!("E{n}"))) {
        assert!(row(&code, RETRY).is_some_and(|row| row.code == code), "{code}");
    }
}

#[test]
fn a_duplicate_number_is_taken() {
    for method in [ISSUE[0], QUICK_RED] {
        let row = row("E9106", method).unwrap();
        assert_eq!((row.class, row.effect, row.number), (Class::Duplicate, Effect::None, NumberAfter::Taken));
        assert_eq!(row.repeat, Repeat::QueryFirst);
    }
}

#[test]
fn any_other_code_may_have_left_the_order_alive() {
    for code in ["E9301", "E9302", "E9309", "E9502", "E9338", "E9613"] {
        assert_eq!(row(code, ISSUE[0]).map(|row| row.effect), Some(Effect::Unknown), "{code}");
        assert_eq!(
            row(code, "nuonuo.OpeMplatform.deliveryInvoice").map(|row| row.effect),
            Some(Effect::None),
            "{code}"
        );
    }
    for code in ["E9103", "E4000", "E9500"] {
        for method in ASKED {
            assert_eq!(row(code, method).map(|row| row.effect), Some(Effect::Unknown), "{code} on {method}");
        }
    }
}

#[test]
fn a_gateway_refusal_does_nothing_and_frees_nothing() {
    for code in ["070101", "070301", "070302", "070601"] {
        let row = row(code, ISSUE[0]).unwrap();
        assert_eq!((row.effect, row.number), (Effect::None, NumberAfter::Held), "{code}");
    }
    let unlisted = row("070999", ISSUE[0]).unwrap();
    assert_eq!((unlisted.effect, unlisted.class), (Effect::Unknown, Class::Credential));
    for code in ["07", "0703", "07abcd", "0703011"] {
        assert!(row(code, ISSUE[0]).is_none(), "{code}");
    }
}

#[test]
fn busy_and_unlisted_codes_prove_nothing() {
    assert_eq!(row("E9999", ISSUE[0]).map(|row| row.effect), Some(Effect::Unknown));
    assert_eq!(row("E9109", ISSUE[0]).map(|row| row.effect), Some(Effect::Unknown));
    for code in ["E7777", "E9132", "S0000", "e9106"] {
        assert!(row(code, ISSUE[0]).is_none(), "{code}");
    }
}

#[test]
fn the_four_zeros_are_a_success_of_two_methods_only() {
    assert!(row("0000", "nuonuo.OpeMplatform.queryInvoiceRedConfirm").is_some());
    assert!(row("0000", ISSUE[0]).is_none());
}

#[test]
fn onboarding_texts_are_the_printed_ones() {
    // Onboarding document, chapter 3.
    for (code, words) in [
        ("070301", "accessToken不匹配/或appKey不匹配"),
        ("070302", "APP未申请该资源"),
        ("070101", "获取app密钥失败或appkey无效"),
        ("E9302", "身份认证与当前企业税号不相符"),
        ("E9301", "企业信息备案错误,请联系诺诺网"),
        ("E4000", "同步失败"),
        ("E9154", "订单被拆分后大于10张发票"),
        ("E9138", "商品编码获取出现异常"),
        ("E9106", "订单编号或流水号不能重复"),
        ("E9101", "开票类型错误(1:正票 2:红票)"),
        ("E9502", "该服务器类型暂不支持开具纸票或专票"),
        ("E9309", "购方手机号不能为空"),
    ] {
        assert_eq!(row(code, ISSUE[0]).map(|row| row.meaning.zh), Some(words));
    }
}
