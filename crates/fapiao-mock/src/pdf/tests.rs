use super::*;
use std::process::Command;

fn sheet() -> Sheet {
    Sheet {
        title: "电子发票（普通发票）".into(),
        number: "26312000000000000042".into(),
        issued_at: "2026-03-05 14:07:08".into(),
        seller: "上海测试科技有限公司 91310115MA1K3TE5TB".into(),
        buyer: "南京某某ABC贸易有限公司 91320100MA1X0T0E53".into(),
        lines: vec![
            ("*信息技术服务*软件开发".into(), "1000.00".into(), "6% 60.00".into()),
            ("*信息技术服务*软件开发".into(), "-100.00".into(), "6% -6.00".into()),
        ],
        net: "900.00".into(),
        tax: "54.00".into(),
        gross: "954.00".into(),
        remark: "订单 2026-0001".into(),
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).rposition(|window| window == needle)
}

/// The number that stands at this place, after blanks.
fn number_at(pdf: &[u8], at: usize) -> usize {
    let digits =
        pdf[at..].iter().skip_while(|byte| byte.is_ascii_whitespace()).take_while(|byte| byte.is_ascii_digit());
    digits.map(|&byte| byte as char).collect::<String>().parse().unwrap()
}

#[test]
fn every_entry_of_the_cross_reference_table_points_at_its_object() {
    let pdf = render(&sheet());
    assert!(pdf.starts_with(b"%PDF-1.4\n") && pdf.trim_ascii_end().ends_with(b"%%EOF"));
    let table = number_at(&pdf, find(&pdf, b"startxref").unwrap() + 9);
    let text = String::from_utf8_lossy(&pdf[table..]).into_owned();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("xref"));
    let count: usize = lines.next().unwrap().strip_prefix("0 ").unwrap().trim().parse().unwrap();
    for (object, entry) in lines.take(count).enumerate().skip(1) {
        let offset: usize = entry.split(' ').next().unwrap().parse().unwrap();
        assert!(entry.trim_end().ends_with(" n"), "{entry}");
        assert!(pdf[offset..].starts_with(format!("{object} 0 obj").as_bytes()), "object {object}");
    }
    assert_eq!(count, 11);
}

#[test]
fn it_is_small_deterministic_and_carries_number_and_stamp() {
    let (pdf, again) = (render(&sheet()), render(&sheet()));
    assert_eq!(pdf, again);
    assert!(pdf.len() < 20 * 1024, "{}", pdf.len());
    assert!(find(&pdf, b"(26312000000000000042)").is_some());
    assert!(find(&pdf, b"(TEST DOCUMENT)").is_some());
}

#[test]
fn a_sheet_with_hundreds_of_odd_lines_stays_one_small_page() {
    let line = ("超长\u{1F600}()\\\u{0}品名".repeat(50), "1.00".repeat(99), String::new());
    let pdf = render(&Sheet { lines: vec![line; 500], ..sheet() });
    assert!(pdf.len() < 20 * 1024, "{}", pdf.len());
    assert!(render(&Sheet::default()).starts_with(b"%PDF-"));
}

#[test]
fn pdftotext_finds_the_chinese_names_again() {
    let path = std::env::temp_dir().join(format!("fapiao-mock-{}.pdf", std::process::id()));
    std::fs::write(&path, render(&sheet())).unwrap();
    let output = Command::new("pdftotext").args(["-layout", path.to_str().unwrap(), "-"]).output();
    std::fs::remove_file(&path).unwrap();
    let Ok(output) = output else {
        println!("skipped: pdftotext not installed");
        return;
    };
    let text = String::from_utf8(output.stdout).unwrap();
    for expected in ["南京某某ABC贸易有限公司", "26312000000000000042", "测试票据", "非真实发票", "954.00"]
    {
        assert!(text.contains(expected), "{expected} is not in:\n{text}");
    }
}
