//! Signing against the bare primitive over the same bytes.

use super::{Line, Machine, pairs, thousandths};
use base64::{Engine, engine::general_purpose::STANDARD};
use des::TdesEde3;
use ecb::cipher::{BlockModeEncrypt, KeyInit, block_padding::Pkcs7};
use fapiao_signing::piaotong::{ContentKey, PrivateKey, string_to_sign};
use fapiao_signing::{AppSecret, fengchao, nuonuo, suning};
use hmac::{Hmac, Mac};
use md5::{Digest, Md5};
use rsa::pkcs8::DecodePrivateKey;
use sha1::Sha1;
use std::error::Error;
use std::hint::black_box;

pub(super) const SECRET: &str = "5f1e0a9c77b24d3f8c6a1b2e3d4f5a60";
pub(super) const KIB: usize = 1024;
/// The most that signing may take, in thousandths of what the primitive takes.
const MOST: u128 = 1100;
/// The same for a large file.
const MOST_LARGE: u128 = 1050;
/// A key of the golden vectors: invented, and known to everybody.
const VECTORS: &str = include_str!("../../../../fixtures/vectors/piaotong.json");
const CONTENT_KEY: &str = "8hLRWymFVEA9LKXWKKmXZWWm";
const SHA1_DIGEST_INFO: [u8; 15] = [0x30, 0x21, 0x30, 9, 6, 5, 0x2b, 0x0e, 3, 2, 0x1a, 5, 0, 4, 0x14];

pub(super) fn lines(machine: Machine<'_>) -> Result<Vec<Line>, Box<dyn Error>> {
    let mut lines = vec![
        nuonuo_line(machine)?,
        fengchao_line(machine),
        content_line(machine)?,
        rsa_line(machine, "partner_1024")?,
        rsa_line(machine, "partner_2048")?,
    ];
    lines.extend(suning_lines(machine, "4 KiB", 4 * KIB, MOST));
    lines.extend(suning_lines(machine, "1 MiB", KIB * KIB, MOST_LARGE));
    Ok(lines)
}

/// The fastest engine that the machine has, as our signing uses it.
#[cfg(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon")))]
fn base64_engine() -> impl Engine {
    base64::engine::simd::Simd::standard(base64::engine::general_purpose::PAD)
}
#[cfg(not(any(target_arch = "x86_64", all(target_arch = "aarch64", target_feature = "neon"))))]
fn base64_engine() -> impl Engine {
    STANDARD
}

pub(super) fn body(length: usize) -> Vec<u8> {
    (0..length).map(|at| b"{\"orderNo\":\"20260001\"}"[at % 22]).collect()
}

fn nuonuo_line(machine: Machine<'_>) -> Result<Line, Box<dyn Error>> {
    let (path, body, secret) =
        (nuonuo::GatewayPath::parse("/open/v1/services")?, body(4 * KIB), AppSecret::new(SECRET));
    let request = nuonuo::Signable {
        path: &path,
        app_key: "SD12345678",
        senid: "5f0c6a1e9d3b4c7f8a2e1d0b9c8f7e6d",
        nonce: "90469871",
        timestamp: "1795289365",
        body: &body,
    };
    let (key, canonical) = (nuonuo::SigningKey::new(&secret), request.canonical());
    let bare: Hmac<Sha1> = Hmac::new_from_slice(SECRET.as_bytes())?;
    let pair = pairs::measured(
        machine,
        || black_box(&request).sign_with(&key),
        || {
            let mut mac = bare.clone();
            mac.update(black_box(&canonical));
            mac.finalize()
        },
    );
    Ok(Line::at_most("sign nuonuo, 4 KiB, against HMAC-SHA1", pair.ratio, MOST, &pair.detail()))
}

fn fengchao_line(machine: Machine<'_>) -> Line {
    let data = String::from_utf8(body(4 * KIB)).unwrap_or_default();
    let secret = AppSecret::new(SECRET);
    let form = [
        ("appid", "uwkahf@jfs92"),
        ("timestamp", "1633618722"),
        ("tax_num", "91310117568051223X"),
        ("request_data", data.as_str()),
    ];
    let canonical = fengchao::canonical(&form, &secret);
    let pair = pairs::measured(
        machine,
        || fengchao::sign(black_box(&form), &secret),
        || Md5::digest(black_box(canonical.expose())),
    );
    Line::at_most("sign fengchao, 4 KiB, against MD5", pair.ratio, MOST, &pair.detail())
}

fn content_line(machine: Machine<'_>) -> Result<Line, Box<dyn Error>> {
    let (ours, body) = (ContentKey::parse(CONTENT_KEY)?, body(4 * KIB));
    let bare = ecb::Encryptor::<TdesEde3>::new_from_slice(CONTENT_KEY.as_bytes())?;
    let pair = pairs::measured(
        machine,
        || ours.encrypt(black_box(&body)),
        || bare.clone().encrypt_padded_vec::<Pkcs7>(black_box(&body)),
    );
    Ok(Line::at_most("encrypt piaotong, 4 KiB, against 3DES", pair.ratio, MOST, &pair.detail()))
}

fn rsa_line(machine: Machine<'_>, key: &str) -> Result<Line, Box<dyn Error>> {
    let vectors: serde_json::Value = serde_json::from_str(VECTORS)?;
    let text = vectors["keys"][key]["private_pkcs8_der_base64"].as_str().ok_or("no such key in the golden vectors")?;
    let ours = PrivateKey::parse(text)?;
    let bare = rsa::RsaPrivateKey::from_pkcs8_der(&STANDARD.decode(text)?)?;
    let content = STANDARD.encode(body(4 * KIB));
    let members = [
        ("platformCode", Some("2IbFbe3k")),
        ("signType", Some("RSA")),
        ("format", Some("JSON")),
        ("timestamp", Some("2026-11-21 10:00:00")),
        ("version", Some("1.0")),
        ("serialNo", Some("TEST20261121100000abcdefgh")),
        ("content", Some(content.as_str())),
    ];
    let canonical = string_to_sign(&members);
    let scheme = || rsa::Pkcs1v15Sign { hash_len: Some(20), prefix: SHA1_DIGEST_INFO.into() };
    let pair = pairs::measured(
        machine,
        || ours.sign(&string_to_sign(black_box(&members))),
        || bare.sign(scheme(), &Sha1::digest(black_box(&canonical))),
    );
    let what = format!("sign piaotong, 4 KiB, {} bits, against SHA-1 and RSA", ours.bits());
    Ok(Line::at_most(what, pair.ratio, MOST, &pair.detail()))
}

/// The scheme is MD5 over Base64, so by hand it is both: with the same engine, into a buffer that is there already.
fn suning_lines(machine: Machine<'_>, size: &str, length: usize, most: u128) -> [Line; 2] {
    // A large body is signed once a measurement, so a few more of them tell noise from cost.
    let machine = Machine { pairs: if length > 64 * KIB { machine.pairs * 3 } else { machine.pairs }, ..machine };
    let (body, secret) = (body(length), AppSecret::new(SECRET));
    let request = suning_request(&body);
    let canonical = request.canonical(&secret);
    let canonical = canonical.expose();
    let head = canonical.len() - base64::encoded_len(length, true).unwrap_or_default();
    let mut buffer = canonical.to_vec();
    let engine = base64_engine();
    let both = pairs::measured(
        machine,
        || black_box(&request).sign(&secret),
        || {
            let room = buffer.get_mut(head..).unwrap_or_default();
            let written = engine.encode_slice(black_box(&body), room);
            (written, Md5::digest(black_box(&buffer)))
        },
    );
    let md5 = pairs::measured(machine, || black_box(&request).sign(&secret), || Md5::digest(black_box(canonical)));
    let told = Line {
        what: format!("sign suning, {size}, against MD5 alone over a Base64 made before"),
        measured: format!("{} times{}", thousandths(md5.ratio), md5.detail()),
        target: String::new(),
        is_met: true,
    };
    [Line::at_most(format!("sign suning, {size}, against Base64 and MD5"), both.ratio, most, &both.detail()), told]
}

pub(super) fn suning_request(body: &[u8]) -> suning::Signable<'_> {
    suning::Signable {
        method: "suning.custom.electronicinvoice.add",
        request_time: "2026-03-05 14:07:08",
        app_key: "b0c332a133c102765f39de0011223344",
        version: "v1.2",
        body,
    }
}
