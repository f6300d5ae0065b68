use super::*;

fn secret() -> AppSecret {
    AppSecret::new("3f9c2a1b7e6d4c5f")
}

fn masked(params: &[(&str, &str)]) -> String {
    canonical(params, &secret()).masked()
}

#[test]
fn names_are_sorted_by_bytes_upper_case_before_underscore_before_lower_case() {
    assert_eq!(
        masked(&[("tax_num", "1"), ("taxnum", "2"), ("taxNum", "3"), ("税", "4"), ("A", "5")]),
        "***A5taxNum3tax_num1taxnum2税4***"
    );
}

#[test]
fn an_empty_value_stays_in_and_sign_stays_out() {
    assert_eq!(masked(&[("sign", "x"), ("b", ""), ("a", "1"), ("Sign", "y")]), "***Signya1b***");
    assert_eq!(sign(&[("a", "1"), ("sign", "x")], &secret()), sign(&[("a", "1")], &secret()));
    assert_ne!(sign(&[("a", "1"), ("b", "")], &secret()), sign(&[("a", "1")], &secret()));
}

#[test]
fn the_order_in_which_parameters_are_given_does_not_matter() {
    assert_eq!(sign(&[("a", "1"), ("b", "2")], &secret()), sign(&[("b", "2"), ("a", "1")], &secret()));
}

#[test]
fn the_streamed_signature_is_the_md5_of_the_canonical_form() {
    let params = [("request_data", "{ \"orderno\": \"中\" }"), ("appid", "a@1"), ("timestamp", "")];
    assert_eq!(sign(&params, &secret()), hex::lower(&Md5::digest(canonical(&params, &secret()).expose())));
    let notice = PaymentNotice { action: "pay", code: -1, data: "{}", message: "失败", timestamp: "1700000000" };
    assert_eq!(notice.sign(&secret()), hex::lower(&Md5::digest(notice.canonical(&secret()).expose())));
    assert_eq!(notice.canonical(&secret()).masked(), "***actionpaycode-1data{}message失败timestamp1700000000***");
}

#[test]
fn a_changed_byte_or_secret_breaks_the_signature() {
    let signature = sign(&[("a", "1"), ("b", "2")], &secret());
    assert!(verify(&[("a", "1"), ("b", "2")], &secret(), &signature));
    assert!(!verify(&[("a", "1"), ("b", "3")], &secret(), &signature));
    assert!(!verify(&[("a", "1"), ("c", "2")], &secret(), &signature));
    assert!(!verify(&[("a", "1"), ("b", "2")], &AppSecret::new("3f9c2a1b7e6d4c5e"), &signature));
}

#[test]
fn a_signature_of_the_wrong_length_or_case_is_refused() {
    let params = [("a", "1")];
    let signature = sign(&params, &secret());
    let shortened: String = signature.chars().take(31).collect();
    for wrong in ["", &shortened, &format!("{signature}0"), &signature.to_uppercase()] {
        assert!(!verify(&params, &secret(), wrong), "{wrong:?}");
    }
}

#[test]
fn each_field_of_a_payment_notice_is_signed() {
    let notice = PaymentNotice { action: "pay", code: 0, data: "{}", message: "ok", timestamp: "1700000000" };
    let signature = notice.sign(&secret());
    let changed = [
        PaymentNotice { action: "refund", ..notice },
        PaymentNotice { code: 1, ..notice },
        PaymentNotice { data: "{ }", ..notice },
        PaymentNotice { message: "OK", ..notice },
        PaymentNotice { timestamp: "1700000001", ..notice },
    ];
    for changed in changed {
        assert!(!changed.verify(&secret(), &signature), "{changed:?}");
    }
}
