use super::*;

fn key() -> ContentKey {
    ContentKey::parse("8hLRWymFVEA9LKXWKKmXZWWm").unwrap()
}

fn encrypt_block(block: [u8; 8]) -> String {
    use ecb::cipher::block_padding::NoPadding;
    STANDARD.encode(Encryptor::inner_init(&key().cipher).encrypt_padded_vec::<NoPadding>(&block))
}

#[test]
fn every_length_comes_back_as_it_went_in() {
    for length in 0..=40 {
        let text = "x".repeat(length);
        let content = key().encrypt(text.as_bytes());
        assert_eq!(STANDARD.decode(&content).unwrap().len(), (length / 8 + 1) * 8, "{length} bytes");
        assert_eq!(key().decrypt(&content).unwrap(), text);
    }
}

#[test]
fn a_content_key_never_appears_in_debug() {
    assert_eq!(format!("{:?}", key()), "ContentKey(hidden)");
}

#[test]
fn a_key_of_another_length_is_refused_and_not_repeated_in_the_error() {
    for text in ["", "8hLRWymF", "8hLRWymFVEA9LKXW", "8hLRWymFVEA9LKXWKKmXZWW", "8hLRWymFVEA9LKXWKKmXZWWmX"] {
        let error = ContentKey::parse(text).unwrap_err();
        assert_eq!(error, KeyError::ContentKeyLength { found: text.len() });
        assert!(text.is_empty() || !format!("{error} {error:?}").contains(text), "{error}");
    }
}

#[test]
fn only_keys_that_fall_back_to_single_des_are_degenerate() {
    let degenerate = |text: &str| ContentKey::parse(text).unwrap().is_degenerate();
    assert!(degenerate("AAAAAAAAAAAAAAAAabcdefgh"), "first and second part");
    assert!(degenerate("abcdefghAAAAAAAAAAAAAAAA"), "second and third part");
    assert!(degenerate("abcdefgh`cbedgfiAAAAAAAA"), "apart from parity bits");
    assert!(!degenerate("4dbQhBOmsP4dtheZ4dbQhBOm"), "two different keys");
    assert!(!degenerate("8hLRWymFVEA9LKXWKKmXZWWm"));
}

#[test]
fn whatever_is_not_exactly_what_was_encrypted_is_refused_by_its_reason() {
    let reason = |content: &str| key().decrypt(content).unwrap_err();
    let content = key().encrypt("{\"a\":\"中\"}".as_bytes());
    assert_eq!(reason(""), ContentError::BlockLength { found: 0 });
    assert_eq!(reason("AAAA"), ContentError::BlockLength { found: 3 });
    assert_eq!(reason(&format!("{content}\n")), ContentError::NotBase64);
    assert_eq!(reason("R0YAtu1ugGaSlPtjukA1jn_QuTFT3WuR"), ContentError::NotBase64, "URL-safe alphabet");
    assert_eq!(reason("HUWRen1giFM"), ContentError::NotBase64, "padding left out");
    assert_eq!(reason("HUWRen1giFN="), ContentError::NotBase64, "bits behind the last byte");
    assert_eq!(reason(&encrypt_block(*b"abcdefg\x00")), ContentError::Padding);
    assert_eq!(reason(&encrypt_block(*b"abcdefg\x09")), ContentError::Padding);
    assert_eq!(reason(&encrypt_block(*b"abcde\x01\x03\x03")), ContentError::Padding);
    assert_eq!(reason(&encrypt_block([0xFF, 0xFE, 0, 0, 0, 0, 0, 1])), ContentError::NotUtf8);
}
