use super::*;

fn path() -> GatewayPath {
    GatewayPath::parse("/open/v1/services").unwrap()
}

fn request<'a>(path: &'a GatewayPath, body: &'a [u8]) -> Signable<'a> {
    let senid = "5f0c6a1e9d3b4c7f8a2e1d0b9c8f7e6d";
    Signable { path, app_key: "SD12345678", senid, nonce: "90469871", timestamp: "1795289365", body }
}

#[test]
fn the_canonical_form_names_the_segments_from_the_back_and_ends_with_the_body() {
    let path = GatewayPath::parse("/p1/l2/a3/more").unwrap();
    let canonical = String::from_utf8(request(&path, b"{}\n").canonical()).unwrap();
    assert_eq!(
        canonical,
        "a=a3&l=l2&p=p1&k=SD12345678&i=5f0c6a1e9d3b4c7f8a2e1d0b9c8f7e6d&n=90469871&t=1795289365&f={}\n"
    );
}

#[test]
fn a_change_of_any_signed_part_breaks_the_signature() {
    let (path, other_path) = (path(), GatewayPath::parse("/open/v2/services").unwrap());
    let secret = AppSecret::new("SDABCDEF0123456789");
    let request = request(&path, b"{\"a\":1}");
    let signature = request.sign(&secret);
    assert!(request.verify(&secret, &signature));
    let changed = [
        Signable { path: &other_path, ..request },
        Signable { app_key: "SD12345679", ..request },
        Signable { senid: "5F0c6a1e9d3b4c7f8a2e1d0b9c8f7e6d", ..request },
        Signable { nonce: "90469872", ..request },
        Signable { timestamp: "1795289365000", ..request },
        Signable { body: b"{\"a\": 1}", ..request },
    ];
    for changed in changed {
        assert!(!changed.verify(&secret, &signature), "{changed:?}");
    }
    assert!(!request.verify(&AppSecret::new("SDABCDEF0123456788"), &signature));
}

#[test]
fn only_the_whole_signature_in_its_own_spelling_is_accepted() {
    let (path, secret) = (path(), AppSecret::new("SECRET"));
    let request = request(&path, b"{}");
    let signature = request.sign(&secret);
    assert_eq!(signature.len(), 28);
    let shortened: String = signature.chars().take(27).collect();
    for wrong in ["", &shortened, &format!("{signature}="), &format!(" {signature}"), &signature.to_lowercase()] {
        assert!(!request.verify(&secret, wrong), "{wrong:?}");
    }
}

#[test]
fn a_key_set_up_once_signs_like_the_secret_and_may_be_used_again() {
    let (path, secret) = (path(), AppSecret::new("密钥".repeat(40)));
    let key = SigningKey::new(&secret);
    for body in [&b"{}"[..], b"[]", b""] {
        let request = request(&path, body);
        assert_eq!(request.sign_with(&key), request.sign(&secret));
        assert!(request.verify_with(&key, &request.sign(&secret)));
    }
}

#[test]
fn a_signing_key_never_appears_in_debug() {
    assert_eq!(format!("{:?}", SigningKey::new(&AppSecret::new("SECRET"))), "SigningKey(hidden)");
}

#[test]
fn a_path_that_cannot_be_signed_is_refused_by_its_reason() {
    let reason = |path| GatewayPath::parse(path).unwrap_err();
    assert_eq!(reason(""), PathError::NotAbsolute);
    assert_eq!(reason("open/v1/services"), PathError::NotAbsolute);
    assert_eq!(reason("https://sdk.nuonuo.com/open/v1/services"), PathError::NotAbsolute);
    assert_eq!(reason("/"), PathError::TooShort);
    assert_eq!(reason("/open/v1"), PathError::TooShort);
    assert_eq!(reason("/open/v1/"), PathError::TooShort);
    assert_eq!(reason("//v1/services"), PathError::TooShort);
    assert_eq!(reason("/open/v1/services?senid=1"), PathError::NotOnlyPath);
    assert_eq!(reason("/open/v1/services#top"), PathError::NotOnlyPath);
    assert!(GatewayPath::parse("/open/v1/services/").is_ok());
}
