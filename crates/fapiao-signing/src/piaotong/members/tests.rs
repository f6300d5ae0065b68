use super::*;

fn all(members: &[(&str, Option<&str>)]) -> Vec<String> {
    candidates(members).collect()
}

#[test]
fn null_is_left_out_an_empty_text_is_kept_and_sign_is_not_signed() {
    let members = [("serialNo", Some("")), ("sign", Some("x")), ("msg", None), ("code", Some("0000"))];
    assert_eq!(string_to_sign(&members), "code=0000&serialNo=");
    assert_eq!(string_to_sign::<&str, &str>(&[]), "");
}

#[test]
fn names_are_sorted_by_bytes_and_values_stay_raw() {
    let members =
        [("signType", Some("RSA")), ("Sign", Some(" a+/= ")), ("platformCode", Some("a=b&c=d")), ("中", Some("\n"))];
    assert_eq!(string_to_sign(&members), "Sign= a+/= &platformCode=a=b&c=d&signType=RSA&中=\n");
}

#[test]
fn an_answer_with_content_and_msg_has_one_candidate() {
    assert_eq!(
        all(&[("msg", Some("成功")), ("content", Some("Cw==")), ("code", Some("0000"))]),
        ["code=0000&content=Cw==&msg=成功"]
    );
}

#[test]
fn candidates_come_strict_first_then_content_then_msg_then_both() {
    let absent = all(&[("code", Some("1")), ("serialNo", Some("s"))]);
    assert_eq!(
        absent,
        [
            "code=1&serialNo=s",
            "code=1&content=&serialNo=s",
            "code=1&msg=&serialNo=s",
            "code=1&content=&msg=&serialNo=s"
        ]
    );
    assert_eq!(all(&[("content", None), ("code", Some("1")), ("msg", None), ("serialNo", Some("s"))]), absent);
    let empty = all(&[("content", Some("")), ("code", Some("1")), ("msg", Some("")), ("serialNo", Some("s"))]);
    assert_eq!(
        empty,
        [
            "code=1&content=&msg=&serialNo=s",
            "code=1&msg=&serialNo=s",
            "code=1&content=&serialNo=s",
            "code=1&serialNo=s"
        ]
    );
}

#[test]
fn no_other_member_is_ever_varied() {
    let members =
        [("code", Some("")), ("content", Some("C")), ("msg", Some("m")), ("serialNo", None), ("extra", Some(""))];
    assert_eq!(all(&members), ["code=&content=C&extra=&msg=m"]);
}

#[test]
fn a_member_that_comes_twice_is_varied_only_when_none_of_them_says_anything() {
    assert_eq!(all(&[("msg", Some("m")), ("content", Some("")), ("content", Some("C"))]), ["content=&content=C&msg=m"]);
    assert_eq!(all(&[("msg", Some("m")), ("content", None), ("content", Some(""))]), ["content=&msg=m", "msg=m"]);
}
