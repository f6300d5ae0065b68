use std::sync::LazyLock;

use super::*;

static VECTORS: LazyLock<serde_json::Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../../../fixtures/vectors/piaotong.json")).unwrap());

fn form(key: &str, form: &str) -> &'static str {
    VECTORS["keys"][key][form].as_str().unwrap()
}

fn private() -> PrivateKey {
    PrivateKey::parse(form("partner_1024", "private_pkcs8_der_base64")).unwrap()
}

/// Bare Base64 of the PKCS#1 form.
fn bare_pkcs1() -> String {
    form("partner_1024", "private_pkcs1_pem").lines().filter(|line| !line.starts_with('-')).collect()
}

fn public_pkcs1_pem(key: &PublicKey) -> String {
    let der = rsa::pkcs1::EncodeRsaPublicKey::to_pkcs1_der(&key.0).unwrap();
    encoding::pem("RSA PUBLIC KEY", der.as_bytes()).to_string()
}

#[test]
fn the_der_inside_decides_not_the_label_of_the_armour() {
    let relabelled = |form: &str, from: &str, to: &str| form.replace(from, to);
    let pkcs8 = form("partner_1024", "private_pkcs8_pem");
    let pkcs1 = form("partner_1024", "private_pkcs1_pem");
    let forms = [
        relabelled(pkcs8, "PRIVATE KEY", "RSA PRIVATE KEY"),
        relabelled(pkcs1, "RSA PRIVATE KEY", "PRIVATE KEY"),
        bare_pkcs1(),
        format!("\u{feff}{}\r\n", form("partner_1024", "private_pkcs8_der_base64")),
        format!("\u{feff}  {}\r\n", pkcs8.replace('\n', "\r\n")),
        format!("Bag Attributes\n    friendlyName: partner\n{pkcs8}trailing words"),
    ];
    for text in forms {
        assert_eq!(PrivateKey::parse(&text).unwrap().public_key(), private().public_key());
    }
    let public = private().public_key();
    let spki = relabelled(form("partner_1024", "public_spki_pem"), "PUBLIC KEY", "RSA PUBLIC KEY");
    let pkcs1 = public_pkcs1_pem(&public);
    let bare: String = pkcs1.lines().filter(|line| !line.starts_with('-')).collect();
    for text in [spki, relabelled(&pkcs1, "RSA PUBLIC KEY", "PUBLIC KEY"), pkcs1, bare] {
        assert_eq!(PublicKey::parse(&text).unwrap(), public);
    }
}

#[test]
fn what_is_written_is_what_openssl_writes() {
    for key in ["partner_1024", "partner_2048", "piaotong_1024", "piaotong_2048", "stranger_1024"] {
        let private = PrivateKey::parse(form(key, "private_pkcs1_pem")).unwrap();
        assert_eq!(private.to_pkcs8_pem().as_str(), form(key, "private_pkcs8_pem"), "{key}");
        assert_eq!(private.public_key().to_spki_pem(), form(key, "public_spki_pem"), "{key}");
    }
}

#[test]
fn a_text_that_is_no_key_is_refused_by_its_reason() {
    let private = |text: &str| PrivateKey::parse(text).unwrap_err();
    let public = |text: &str| PublicKey::parse(text).unwrap_err();
    let pem = form("partner_1024", "private_pkcs8_pem");
    assert_eq!(private(" \n"), KeyError::Empty);
    assert_eq!(private("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"), KeyError::Empty);
    assert_eq!(private(pem.split("-----END").next().unwrap()), KeyError::UnclosedArmour);
    assert_eq!(private(&pem.replace('A', "*")), KeyError::NotBase64);
    assert_eq!(private("AAAA"), KeyError::NotAnRsaKey);
    assert_eq!(public("AAAA"), KeyError::NotAnRsaKey);
    assert_eq!(private(form("partner_1024", "public_spki_pem")), KeyError::PublicForPrivate);
    assert_eq!(public(pem), KeyError::PrivateForPublic);
}

#[test]
fn a_key_with_a_changed_number_inside_is_refused() {
    let mut der = STANDARD.decode(form("partner_1024", "private_pkcs8_der_base64")).unwrap();
    let middle = der.len() / 2;
    der[middle] ^= 1;
    assert_eq!(PrivateKey::parse(&STANDARD.encode(der)).unwrap_err(), KeyError::NotAnRsaKey);
}

#[test]
fn neither_debug_nor_an_error_shows_the_key() {
    assert_eq!(format!("{:?}", private()), "PrivateKey(hidden, 1024 bits)");
    assert_eq!(format!("{:?}", private().public_key()), "PublicKey(1024 bits)");
    let broken = "MIICeQIBADANBgkqhkiG9w0BAQEFAASCAmM";
    let error = PrivateKey::parse(broken).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("MIIC"), "{error}");
}

#[test]
fn a_signature_is_the_same_every_time_although_it_is_blinded() {
    let key = private();
    let signature = key.sign("code=0000&content=&msg=成功").unwrap();
    assert_eq!(key.sign("code=0000&content=&msg=成功").unwrap(), signature);
    assert_eq!(signature.len(), 172);
    assert!(key.public_key().verify("code=0000&content=&msg=成功", &signature));
}

#[test]
fn a_changed_text_or_key_or_signature_is_refused() {
    let (key, text) = (private(), "code=0000&content=&msg=成功");
    let signature = key.sign(text).unwrap();
    assert_ne!(key.sign(&format!("{text}\n")).unwrap(), signature);
    let public = key.public_key();
    assert!(!public.verify("code=0000&content=&msg=成功 ", &signature));
    assert!(!PublicKey::parse(form("stranger_1024", "public_spki_pem")).unwrap().verify(text, &signature));
    assert!(!PublicKey::parse(form("partner_2048", "public_spki_pem")).unwrap().verify(text, &signature));
    let bytes = STANDARD.decode(&signature).unwrap();
    let longer = STANDARD.encode([&[0], bytes.as_slice()].concat());
    for wrong in
        ["", "AAAA", &STANDARD.encode(&bytes[1..]), &longer, &format!("{signature}\n"), &signature.replace('=', "")]
    {
        assert!(!public.verify(text, wrong), "{wrong:?}");
    }
}

#[test]
fn an_answer_may_write_empty_members_either_way_and_nothing_more() {
    let (key, public) = (private(), private().public_key());
    let members = [("code", Some("8995")), ("content", None), ("msg", Some("业务异常"))];
    for accepted in ["code=8995&msg=业务异常", "code=8995&content=&msg=业务异常"] {
        assert!(public.verify_tolerant(&members, &key.sign(accepted).unwrap()), "{accepted}");
    }
    for refused in ["code=8995", "code=8995&content=", "code=&content=&msg=业务异常"] {
        assert!(!public.verify_tolerant(&members, &key.sign(refused).unwrap()), "{refused}");
    }
}
