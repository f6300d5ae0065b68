use super::*;
use crate::Amount;
use proptest::prelude::*;
use serde::Deserialize;

fn json(text: &str) -> Node {
    Node::from_json(text.as_bytes()).unwrap()
}

fn text(text: &str) -> Node {
    Node::from(text)
}

#[derive(Debug, PartialEq, Deserialize)]
struct Line {
    name: String,
    amount: Option<Amount>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
struct Lines {
    #[serde(default)]
    lines: Vec<Line>,
}

#[test]
fn every_shape_of_a_list_is_read() {
    let one = || Line { name: "a".into(), amount: Some("1.50".parse().unwrap()) };
    let cases = [
        (r#"{"lines":[{"name":"a","amount":1.50},{"name":"a","amount":"1.50"}]}"#, 2),
        (r#"{"lines":[{"name":"a","amount":"1.5"}]}"#, 1),
        (r#"{"lines":{"name":"a","amount":"1.50"}}"#, 1),
        (r#"{"lines":null}"#, 0),
        (r#"{"lines":""}"#, 0),
        (r#"{"lines":[]}"#, 0),
        ("{}", 0),
    ];
    for (message, count) in cases {
        let read: Lines = json(message).read().unwrap_or_else(|error| panic!("{message}: {error}"));
        assert_eq!(read.lines, (0..count).map(|_| one()).collect::<Vec<_>>(), "{message}");
    }
}

#[test]
fn a_list_of_scalars_takes_a_lone_scalar() {
    #[derive(Deserialize)]
    struct Answer {
        numbers: Vec<u64>,
    }
    for (message, numbers) in [(r#"{"numbers":7}"#, vec![7]), (r#"{"numbers":["7",8]}"#, vec![7, 8])] {
        assert_eq!(json(message).read::<Answer>().unwrap().numbers, numbers);
    }
}

#[test]
fn numbers_keep_every_digit() {
    for number in
        ["12345678901234567890.123456789012", "12.10", "1E+3", "-0.0", "1e999", "123456789012345678901234567890"]
    {
        assert_eq!(json(&format!("[{number}]")), Node::List(vec![text(number)]), "{number}");
    }
}

#[test]
fn money_is_read_from_text_number_and_scientific_number() {
    for message in ["100", "\"100\"", "1e2", "\"1E+2\"", "100.00", "[100]"] {
        assert_eq!(json(message).read::<Amount>().unwrap().to_string(), "100.00", "{message}");
    }
    assert!(json("0.001").read::<Amount>().is_err(), "nothing is rounded");
}

#[test]
fn null_and_empty_text_are_nothing() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Answer {
        option: Option<u32>,
        absent: Option<String>,
        text: String,
        #[serde(default)]
        inner: Lines,
    }
    for nothing in ["null", "\"\""] {
        let message = format!(r#"{{"option":{nothing},"text":{nothing},"inner":{nothing}}}"#);
        let read: Answer = json(&message).read().unwrap();
        assert_eq!(
            read,
            Answer { option: None, absent: None, text: String::new(), inner: Lines::default() },
            "{message}"
        );
    }
    assert!(
        json(r#"{"inner":[], "text":"", "option":""}"#).read::<Answer>().is_ok(),
        "PHP writes an empty record as []"
    );
}

#[test]
fn booleans_are_not_digits() {
    assert!(json("true").read::<bool>().unwrap());
    assert!(!json("\"False\"").read::<bool>().unwrap());
    for wrong in ["1", "\"0\"", "\"Y\"", "null"] {
        assert!(json(wrong).read::<bool>().is_err(), "{wrong}");
    }
}

#[test]
fn unit_enums_and_their_catch_alls_come_from_text_and_numbers() {
    #[derive(Debug, PartialEq, Deserialize)]
    enum Colour {
        #[serde(rename = "1")]
        Blue,
        #[serde(rename = "-1")]
        Red,
    }
    assert_eq!(json("[1, \"-1\"]").read::<Vec<Colour>>().unwrap(), [Colour::Blue, Colour::Red]);
    let error = json("[1, 7]").read::<Vec<Colour>>().unwrap_err();
    assert_eq!(error.to_string(), "[1]: is not one of the known values: \"7\"");
}

#[test]
fn an_error_names_the_path_of_the_value() {
    #[derive(Debug, Deserialize)]
    struct Outer {
        #[serde(rename = "result")]
        _result: Lines,
    }
    let wrong = [
        (r#"{"result":{"lines":[{"name":"a","amount":"x"}]}}"#, "result.lines[0].amount"),
        (r#"{"result":{"lines":[{"name":"a"},{"amount":"1"}]}}"#, "result.lines[1].name"),
        (r#"{"result":{"lines":[{"name":{"a":1}}]}}"#, "result.lines[0].name"),
        (r#"{"result":"no record"}"#, "result"),
        (r#"{"result":{"lines":["x"]}}"#, "result.lines[0]"),
        ("{}", "result"),
    ];
    for (message, path) in wrong {
        let error = json(message).read::<Outer>().unwrap_err();
        assert_eq!(error.path(), path, "{message}: {error}");
        assert!(error.to_string().starts_with(path), "{error}");
    }
}

#[test]
fn an_error_repeats_little_and_no_secret() {
    let long = format!(r#"{{"n":"{}","access_token":"canary-7"}}"#, "长".repeat(5000));
    let error = json(&long).read::<BTreeMap<String, u32>>().unwrap_err().to_string();
    assert!(error.chars().count() < 100 && error.lines().count() == 1, "{error}");
    let error = json(r#"{"access_token":"canary-7"}"#).read::<BTreeMap<String, u32>>().unwrap_err().to_string();
    assert_eq!(error, "access_token: cannot be read (value hidden)");
}

#[derive(Debug, PartialEq, Deserialize)]
struct Misprinted {
    #[serde(rename = "detailSign", alias = "detialSign", alias = "detail_sign")]
    sign: String,
    #[serde(default, alias = "zwei")]
    two: String,
}

#[test]
fn of_a_name_and_its_aliases_the_first_that_is_not_empty_counts() {
    let cases = [
        (r#"{"detialSign":"0"}"#, "0"),
        (r#"{"detailSign":"1","detialSign":"0"}"#, "1"),
        (r#"{"detialSign":"0","detailSign":"1"}"#, "0"),
        (r#"{"detialSign":"","detailSign":"1"}"#, "1"),
        (r#"{"detailSign":null,"detialSign":"0","detail_sign":"2"}"#, "0"),
        (r#"{"detail_sign":"2","detialSign":"0"}"#, "2"),
        (r#"{"detail_sign":"","detialSign":null,"detailSign":"1"}"#, "1"),
        (r#"{"detailSign":"","detailSign":"1","detailSign":"2"}"#, "1"),
    ];
    for (message, sign) in cases {
        let read: Misprinted = json(message).read().unwrap_or_else(|error| panic!("{message}: {error}"));
        assert_eq!(read.sign, sign, "{message}");
    }
}

#[test]
fn aliases_in_every_item_of_a_long_list_cost_a_bounded_number_of_starts() {
    let item = r#"{"zwei":"","two":"2","detail_sign":"","detialSign":"0","detailSign":""}"#;
    let message = format!("[{}]", vec![item; 10_000].join(","));
    let read: Vec<Misprinted> = json(&message).read().unwrap();
    assert!(read.iter().all(|m| m.sign == "0" && m.two == "2") && read.len() == 10_000);
}

#[test]
fn members_that_no_field_names_are_skipped_or_collected() {
    #[derive(Deserialize)]
    struct Answer {
        code: String,
        #[serde(rename = "$extra")]
        extra: Extra,
    }
    let read: Answer =
        json(r#"{"code":7,"big":12345678901234567890.10,"list":[{"a":null}],"$extra":1}"#).read().unwrap();
    assert_eq!(read.code, "7");
    assert_eq!(read.extra["big"], text("12345678901234567890.10"));
    assert_eq!(read.extra["list"], json(r#"[{"a":null}]"#));
    assert_eq!(read.extra["$extra"], text("1"));
    assert!(json("\"\"").read::<Extra>().unwrap().is_empty());
    assert!(json(r#"{"code":"1"}"#).read::<Answer>().unwrap().extra.is_empty());
}

#[test]
fn a_struct_may_hold_trees() {
    #[derive(Deserialize)]
    struct Answer {
        tree: Node,
        none: Option<Node>,
    }
    let read: Answer = json(r#"{"tree":{"a":[1.0,null,{}]},"none":null}"#).read().unwrap();
    assert_eq!(read.tree, json(r#"{"a":[1.0,null,{}]}"#));
    assert!(read.none.is_none());
}

#[test]
fn members_are_found_by_name_and_path() {
    let node = json(r#"{"a":"","a":"2","b":{"c":[{"d":1},{"d":2}]},"e":[{"f":3}]}"#);
    assert_eq!(node.get("a").and_then(Node::as_text), Some("2"));
    assert_eq!(node.at(&["b", "c", "1", "d"]).and_then(Node::as_text), Some("2"));
    assert_eq!(node.at(&["e", "f"]).and_then(Node::as_text), Some("3"));
    assert_eq!(node.at(&["b", "c", "d"]), None);
    assert_eq!(node.at(&["b", "c", "9"]), None);
}

#[test]
fn a_tree_prints_as_json() {
    let node = json(r#"{"b":[1.50,null,"x\"y"],"a":true}"#);
    assert_eq!(serde_json::to_string(&node).unwrap(), r#"{"b":["1.50",null,"x\"y"],"a":"true"}"#);
}

#[test]
fn strings_are_unescaped_and_half_an_emoji_does_not_spoil_the_answer() {
    assert_eq!(json(r#""\u82cf\/\"\\\n\ud83d\ude00""#), text("苏/\"\\\n😀"));
    assert!(json(r#""备注\ud83d""#).as_text().unwrap().starts_with("备注\u{fffd}"));
    assert_eq!(json(r#"{"\u0061":"\\"}"#).get("a").and_then(Node::as_text), Some("\\"));
}

#[test]
fn a_byte_order_mark_is_skipped() {
    assert_eq!(json("\u{feff}{}"), Node::Record(Vec::new()));
}

#[test]
fn what_is_not_json_is_refused_with_its_place() {
    let cases: [(&[u8], &str); 9] = [
        (b"", "JSON that ends too early, at line 1 column 0"),
        (b"{\"a\":1,}", "not JSON, at line 1 column 8"),
        (b"{\"a\":[1,2", "JSON that ends too early, at line 1 column 9"),
        (b"{} {}", "not JSON, at line 1 column 4"),
        (b"<html>", "not JSON, at line 1 column 1"),
        (b"{'a':1}", "not JSON, at line 1 column 2"),
        (b"[01]", "not JSON, at line 1 column 3"),
        (b"[NaN]", "not JSON, at line 1 column 2"),
        (b"\"\xb7\xa2\xc6\xb1\"", "not UTF-8 at byte 1 of the JSON; it may be GBK"),
    ];
    for (bytes, message) in cases {
        assert_eq!(Node::from_json(bytes).unwrap_err().to_string(), message);
    }
}

#[test]
fn deep_json_is_refused() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(Node::from_json(nested(MAX_DEPTH).as_bytes()).is_ok());
    assert!(Node::from_json(nested(MAX_DEPTH + 1).as_bytes()).is_err());
    let error = Node::from_json(nested(1_000_000).as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), "nested deeper than 64 levels");
}

#[test]
fn large_messages_and_many_values_are_refused() {
    assert!(Node::from_json(&vec![b' '; MAX_BYTES + 1]).unwrap_err().to_string().contains("more than 33554432"));
    let many = format!("[{}0]", "0,".repeat(MAX_VALUES));
    assert_eq!(Node::from_json(many.as_bytes()).unwrap_err().to_string(), "more than 500000 values");
}

fn any_node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![Just(Node::Null), "\\PC{0,12}".prop_map(Node::Text)];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Node::List),
            prop::collection::vec(("\\PC{0,6}", inner), 0..6).prop_map(Node::Record),
        ]
    })
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Node::from_json(&bytes).map(|node| node.read::<Lines>());
    }

    #[test]
    fn arbitrary_json_like_text_never_panics(text in r#"[\[\]{}",:0-9a-z\\ .+-]{0,60}"#) {
        let ours = Node::from_json(text.as_bytes());
        let theirs = serde_json::from_str::<serde::de::IgnoredAny>(&text);
        prop_assert_eq!(ours.is_ok(), theirs.is_ok(), "{}", text);
        let _ = ours.map(|node| node.read::<Lines>());
    }

    #[test]
    fn a_tree_survives_json(node in any_node()) {
        let printed = serde_json::to_vec(&node).unwrap();
        prop_assert_eq!(node.read::<Node>().unwrap(), Node::from_json(&printed).unwrap());
        prop_assert_eq!(Node::from_json(&printed).unwrap(), node);
    }
}

#[cfg(feature = "suning")]
mod xml {
    use super::*;
    use std::time::Duration;

    fn xml(text: &str) -> Node {
        Node::from_xml(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn every_shape_of_a_list_is_read() {
        let item = "<lines><name>a</name><amount>1.50</amount></lines>";
        let cases = [(2, item.repeat(2)), (1, item.to_owned()), (0, "<lines/>".into()), (0, String::new())];
        for (count, lines) in cases {
            let tree = xml(&format!("<r>{lines}<x/></r>"));
            let read: Lines = tree.get("r").unwrap().read().unwrap();
            assert_eq!(read.lines.len(), count, "{lines}");
        }
    }

    #[test]
    fn xml_and_json_give_one_tree() {
        let tree =
            xml("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<r>\n  <a>1</a>\n  <b><c>x</c></b>\n  <a>2</a>\n</r>\n");
        assert_eq!(tree, json(r#"{"r":{"a":["1","2"],"b":{"c":"x"}}}"#));
    }

    #[test]
    fn text_entities_and_cdata_are_joined_and_not_trimmed() {
        assert_eq!(
            xml("<r> a &lt;b&gt; &amp; <![CDATA[<x> & ]]>&#x4e2d;&#25991; </r>"),
            json(r#"{"r":" a <b> & <x> & 中文 "}"#)
        );
        assert_eq!(xml("<r><a/><b></b><c> </c></r>"), json(r#"{"r":{"a":"","b":"","c":" "}}"#));
    }

    #[test]
    fn attributes_comments_and_instructions_are_ignored() {
        assert_eq!(
            xml("<?x y?><!-- c --><r a=\"1\"><!-- c --><b c='2'>t<!-- c -->u</b></r>"),
            json(r#"{"r":{"b":"tu"}}"#)
        );
    }

    #[test]
    fn attacks_are_refused_quickly() {
        let laughs = "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><l>&b;</l>".to_owned();
        let external = "<!DOCTYPE r SYSTEM \"file:///etc/passwd\"><r/>".to_owned();
        let many_names: String = (0..400_000).map(|i| format!("<a{i}/>")).collect();
        let cases = [
            (laughs, "a DTD, which no provider sends: refused"),
            (external, "a DTD, which no provider sends: refused"),
            ("<r>&xxe;</r>".into(), "an entity that XML does not define: refused: \"xxe\""),
            ("<r>&#0;</r>".into(), "an entity that XML does not define: refused: \"#0\""),
            ("<r>&#xd800;</r>".into(), "an entity that XML does not define: refused: \"#xd800\""),
            ("<a>".repeat(10_000), "nested deeper than 64 levels"),
            ("<a><b>text</b>".into(), "a: XML that ends too early"),
            ("<a>".into(), "a: XML that ends too early"),
            ("<a><b></a></b>".into(), "not well-formed XML, at byte 6"),
            ("<r>a\0b</r>".into(), "a control character at byte 4, which XML forbids"),
            ("<r/><r/>".into(), "a second root element: \"r\""),
            ("<r/>tail".into(), "text outside the root element: \"tail\""),
            ("<r><p>a</p>b</r>".into(), "r: text between elements: \"b\""),
            ("  ".into(), "no XML element"),
            ("{\"a\":1}".into(), "text outside the root element: \"{\\\"a\\\":1}\""),
            ("<r>a & b</r>".into(), "not well-formed XML, at byte 5"),
            (format!("<r>{}</r>", "x".repeat(MAX_BYTES)), "33554439 bytes of XML, more than 33554432"),
            (format!("<r>{}</r>", "<a/>".repeat(MAX_VALUES)), "more than 500000 values"),
        ];
        let started = stopwatch();
        for (message, fault) in cases {
            let error = Node::from_xml(message.as_bytes()).unwrap_err().to_string();
            assert_eq!(error, fault, "{}", message.chars().take(60).collect::<String>());
        }
        assert!(Node::from_xml(format!("<r>{many_names}</r>").as_bytes()).is_ok());
        assert!(started() < Duration::from_secs(20), "slow: {:?}", started());
    }

    /// The test's own stopwatch.
    #[expect(clippy::disallowed_methods, reason = "a test may look at the clock")]
    fn stopwatch() -> impl Fn() -> Duration {
        let start = std::time::Instant::now();
        move || start.elapsed()
    }

    #[test]
    fn what_is_not_utf8_says_so() {
        let error = Node::from_xml(b"<r>\xb7\xa2\xc6\xb1</r>").unwrap_err();
        assert_eq!(error.to_string(), "not UTF-8 at byte 3 of the XML; it may be GBK");
        let declared = "<?xml version='1.0' encoding='GBK'?><r>发票</r>";
        assert_eq!(
            Node::from_xml(declared.as_bytes()).unwrap_err().to_string(),
            "an encoding other than UTF-8: \"GBK\""
        );
        assert!(Node::from_xml(b"<?xml version='1.0' encoding='GBK'?><r>ok</r>").is_ok());
    }

    #[test]
    fn a_tree_is_written_as_xml() {
        let tree = json(r#"{"r":{"a":["1",{"b":"<&>\r\""}],"c":null,"d":[],"e":""}}"#);
        assert_eq!(tree.to_xml().unwrap(), "<r><a>1</a><a><b>&lt;&amp;&gt;&#13;\"</b></a><c></c><e></e></r>");
    }

    #[test]
    fn what_xml_cannot_say_is_not_written() {
        let cases = [
            (r#"{"r":{"a b":"1"}}"#, "r.a b: is not an XML name"),
            (r#"{"r":{"a><b":"1"}}"#, "r.a><b: is not an XML name"),
            (r#"{"r":{"a":"\u0001"}}"#, "r.a: holds U+0001, which XML forbids"),
            (r#"{"r":{"a":[[1]]}}"#, "r.a[0]: a list in a list, which XML cannot say"),
            (r#"{"r":["1","2"]}"#, "the root element cannot be repeated"),
            (r#"{"r":"1","s":"2"}"#, "an XML document needs exactly one root element"),
        ];
        for (tree, fault) in cases {
            assert_eq!(json(tree).to_xml().unwrap_err().to_string(), fault);
        }
    }

    fn any_record() -> impl Strategy<Value = Node> {
        let leaf = "[^\u{0}-\u{8}\u{b}-\u{1f}\u{fffe}\u{ffff}]{0,12}".prop_map(Node::Text);
        leaf.prop_recursive(4, 40, 6, |inner| {
            let value = prop_oneof![
                2 => inner.clone(),
                1 => prop::collection::vec(inner, 2..4).prop_map(Node::List),
            ];
            prop::collection::btree_map("[a-zA-Z_][a-z0-9_.-]{0,6}", value, 1..6)
                .prop_map(|members| members.into_iter().collect::<Node>())
        })
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Node::from_xml(&bytes);
        }

        #[test]
        fn arbitrary_xml_like_text_never_panics(text in "[<>/a-c&;#x0-9!\\[\\]\"'=? -]{0,60}") {
            let _ = Node::from_xml(text.as_bytes()).map(|node| node.read::<Lines>());
        }

        #[test]
        fn a_tree_survives_xml(record in any_record()) {
            prop_assume!(!matches!(record, Node::List(_)));
            let tree = Node::Record(vec![("root".to_owned(), record)]);
            let printed = tree.to_xml().unwrap();
            prop_assert_eq!(Node::from_xml(printed.as_bytes()).unwrap(), tree, "{}", printed);
        }
    }
}
