use super::*;

fn secret() -> AppSecret {
    AppSecret::new("5f1e0a9c77b24d3f")
}

fn request(body: &[u8]) -> Signable<'_> {
    let method = "suning.custom.electronicinvoice.add";
    Signable { method, request_time: "2026-03-05 14:07:08", app_key: "b0c332a1", version: "v1.2", body }
}

#[test]
fn the_streamed_signature_is_the_md5_of_the_canonical_form_at_every_edge_of_a_piece() {
    let body: Vec<u8> = (0..=u8::MAX).cycle().take(3 * PIECE + 2).collect();
    let lengths = [0, 1, 2, 3, PIECE - 1, PIECE, PIECE + 1, PIECE + 2, 2 * PIECE, 3 * PIECE + 2];
    for length in lengths {
        let request = request(&body[..length]);
        let expected = hex::lower(&Md5::digest(request.canonical(&secret()).expose()));
        assert_eq!(request.sign(&secret()), expected, "{length} bytes");
    }
}

#[test]
fn the_fast_base64_is_the_standard_one() {
    let body: Vec<u8> = (0..=u8::MAX).cycle().take(1000).collect();
    for length in 0..=1000 {
        let standard = base64::engine::general_purpose::STANDARD.encode(&body[..length]);
        assert_eq!(BASE64.encode(&body[..length]), standard, "{length} bytes");
    }
}

#[test]
fn a_change_of_any_signed_part_breaks_the_signature() {
    let request = request(b"<sn_request/>");
    let signature = request.sign(&secret());
    assert!(request.verify(&secret(), &signature));
    let changed = [
        Signable { method: "suning.custom.electronicinvoice.query", ..request },
        Signable { request_time: "2026-03-05 14:07:09", ..request },
        Signable { app_key: "b0c332a2", ..request },
        Signable { version: "v1.3", ..request },
        Signable { body: b"<sn_request />", ..request },
    ];
    for changed in changed {
        assert!(!changed.verify(&secret(), &signature), "{changed:?}");
    }
    assert!(!request.verify(&AppSecret::new("5f1e0a9c77b24d3e"), &signature));
}

#[test]
fn a_signature_of_the_wrong_length_or_case_is_refused() {
    let request = request(b"{}");
    let signature = request.sign(&secret());
    let shortened: String = signature.chars().take(31).collect();
    for wrong in ["", &shortened, &format!("{signature}0"), &signature.to_uppercase()] {
        assert!(!request.verify(&secret(), wrong), "{wrong:?}");
    }
}

#[test]
fn the_secret_in_the_canonical_form_is_hidden_and_masked() {
    let canonical = request(b"").canonical(&secret());
    assert!(canonical.expose().starts_with(b"5f1e0a9c77b24d3f"));
    assert_eq!(canonical.masked(), "***suning.custom.electronicinvoice.add2026-03-05 14:07:08b0c332a1v1.2");
    assert_eq!(format!("{canonical:?}"), "Canonical(hidden, 82 bytes)");
}
