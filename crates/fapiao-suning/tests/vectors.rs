//! The golden vectors of Suning (`fixtures/vectors/suning.json`), section by section.
//!
//! Each section is checked whole; a failure prints the id of each case that failed and the first stage that differs.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::needless_pass_by_value,
    reason = "clippy knows the test functions, not their helpers"
)]

use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use fapiao_model::{
    ChinaTime, Outcome,
    node::Node,
    suning::{
        AddElectronicInvoice, Call, Category, CodeParts, Content, Envelope, FileKind, Format, InvoiceFace, InvoiceFile,
        InvoiceFlag, InvoiceTime, Original, Side, is_within_window,
    },
};
use fapiao_signing::suning::Signable;
use fapiao_suning::{AppSecret, Client, Config, Environment, Merchant, PathStyle, RawCall, Stamp};
use fapiao_transport::{
    AccessToken, Context, Error, ErrorKind, OsEntropy, SystemClock, Transport, TransportError, TransportErrorKind,
};
use http::{Request, Response};
use serde_json::Value;
use std::fmt::{Debug, Display};

/// The first stage that differs, and how.
type Checked = Result<(), (&'static str, String)>;

fn check_section(section: &str, count: usize, check: impl Fn(&Value) -> Checked) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/vectors/suning.json");
    let vectors: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let cases = vectors[section].as_array().unwrap();
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|case| Some((text(case, "id"), check(case).err()?)))
        .map(|(id, (stage, how))| format!("{id}: {stage}: {how}"))
        .collect();
    assert!(failures.is_empty(), "{section}, {} of {}:\n{}", failures.len(), cases.len(), failures.join("\n"));
    assert_eq!(cases.len(), count, "the file has another number of cases than when this was written");
}

fn same<T: PartialEq + Debug>(stage: &'static str, ours: T, theirs: T) -> Checked {
    if ours == theirs { Ok(()) } else { Err((stage, format!("{ours:?} instead of {theirs:?}"))) }
}

fn at<T>(stage: &'static str, result: Result<T, impl Display>) -> Result<T, (&'static str, String)> {
    result.map_err(|error| (stage, error.to_string()))
}

fn text<'v>(case: &'v Value, name: &str) -> &'v str {
    case[name].as_str().unwrap_or_else(|| panic!("{name} in {case}"))
}

fn bytes(case: &Value, name: &str) -> Vec<u8> {
    STANDARD.decode(text(case, name)).unwrap()
}

fn node(value: &Value) -> Node {
    Node::from_json(value.to_string().as_bytes()).unwrap()
}

fn format(case: &Value) -> Format {
    if text(case, "format") == "xml" { Format::Xml } else { Format::Json }
}

#[derive(Debug)]
struct Nowhere;

#[async_trait]
impl Transport for Nowhere {
    async fn send(&self, _: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        Err(TransportError::new(TransportErrorKind::Connect))
    }
}

fn shop(config: Config) -> Merchant {
    Client::new(config, Context::new(Nowhere, SystemClock::new(), OsEntropy)).unwrap().merchant("70066253")
}

// ---- requests ------------------------------------------------------------------------------------------------------

fn header<'v>(request: &'v Value, name: &str) -> Option<&'v str> {
    let headers = request["headers"].as_array().unwrap();
    headers.iter().find(|h| h[0].as_str().is_some_and(|n| n.eq_ignore_ascii_case(name))).and_then(|h| h[1].as_str())
}

fn is_verified(case: &Value, body: &[u8], sign_info: &str) -> bool {
    let request = &case["request"];
    let [method, request_time, app_key, version] =
        ["AppMethod", "AppRequestTime", "AppKey", "VersionNo"].map(|name| header(request, name).unwrap_or_default());
    Signable { method, request_time, app_key, version, body }.verify(&text(case, "app_secret").into(), sign_info)
}

/// The business node of a request, with the fields that the vector has as lists made lists.
fn fields_of(case: &Value, format: Format, body: &[u8]) -> Result<Node, (&'static str, String)> {
    let tree = at("parse", if format == Format::Xml { Node::from_xml(body) } else { Node::from_json(body) })?;
    let path = ["sn_request", "sn_body", text(case, "biz_node")];
    let node = tree.at(&path).ok_or(("parse", format!("no {path:?}")))?;
    let lists: Vec<String> = case["fields"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, value)| value.is_array())
        .map(|(name, _)| name.clone())
        .collect();
    let node = if node.is_empty() { Node::Record(Vec::new()) } else { node.clone() };
    Ok(sorted(with_lists(node, &lists)))
}

/// Members in the order of their names: the order of a message means nothing.
fn sorted(node: Node) -> Node {
    match node {
        Node::Record(mut members) => {
            members.sort_by(|a, b| a.0.cmp(&b.0));
            Node::Record(members.into_iter().map(|(name, node)| (name, sorted(node))).collect())
        }
        Node::List(items) => Node::List(items.into_iter().map(sorted).collect()),
        leaf => leaf,
    }
}

/// Makes lists of the values at these dotted paths.
fn with_lists(node: Node, paths: &[String]) -> Node {
    match node {
        Node::Record(members) => {
            let list = |(name, node): (String, Node)| {
                let inner: Vec<String> =
                    paths.iter().filter_map(|path| path.strip_prefix(&format!("{name}."))).map(str::to_owned).collect();
                let node = if paths.contains(&name) { Node::List(node.items().to_vec()) } else { node };
                (name, with_lists(node, &inner))
            };
            Node::Record(members.into_iter().map(list).collect())
        }
        Node::List(items) => Node::List(items.into_iter().map(|item| with_lists(item, paths)).collect()),
        leaf => leaf,
    }
}

fn check_request(case: &Value) -> Checked {
    let request = &case["request"];
    let peer_body = bytes(request, "body_base64");
    let fields = sorted(node(&case["fields"]));
    same("the peer's signature", is_verified(case, &peer_body, text(case, "sign_info")), true)?;
    if !text(case, "peer").starts_with("suning-sdk-python") {
        // That client writes a pseudo-JSON with single quotes, which only a server has to read.
        same("the peer's fields", fields_of(case, format(case), &peer_body)?, fields.clone())?;
    }
    check_our_request(case, &fields, |shop| {
        shop.write_raw(&RawCall::new(text(case, "api"), text(case, "biz_node"), node(&case["fields"])))
    })?;
    match typed(case) {
        Some(upload) => check_our_request(case, &fields, |shop| shop.write(&upload)),
        None => Ok(()),
    }
}

fn check_our_request(
    case: &Value,
    fields: &Node,
    write: impl Fn(&Merchant) -> Result<fapiao_suning::Body, Error>,
) -> Checked {
    let theirs = &case["request"];
    let is_bare = text(theirs, "path") == "/api/http/sopRequest";
    let config = Config::new(Environment::Production, text(case, "app_key"), text(case, "app_secret"))
        .with_format(format(case))
        .with_path_style(if is_bare { PathStyle::Bare } else { PathStyle::Appended });
    let shop = shop(config);
    let body = at("write", write(&shop))?;
    let mut stamp = Stamp::at(at("stamp", header(theirs, "AppRequestTime").unwrap().parse())?);
    stamp.access_token = case["access_token"].as_str().map(AccessToken::new);
    let ours = at("seal", shop.seal(&body, &stamp))?;
    same("path", ours.uri().path(), text(theirs, "path"))?;
    for name in ["AppMethod", "AppRequestTime", "AppKey", "VersionNo", "access_token"] {
        same(name, ours.headers().get(name).map(|value| value.to_str().unwrap()), header(theirs, name))?;
    }
    same("Format", ours.headers()["format"].to_str().unwrap(), text(case, "format"))?;
    same("our fields", fields_of(case, format(case), ours.body())?, fields.clone())?;
    let sign_info = ours.headers()["signinfo"].to_str().unwrap();
    same("our signature", is_verified(case, ours.body(), sign_info), true)
}

/// The same request as a typed one, where its values are more than placeholders.
fn typed(case: &Value) -> Option<AddElectronicInvoice> {
    let fields = &case["fields"];
    let field = |name: &str| fields[name].as_str();
    if text(case, "api") != "suning.custom.electronicinvoice.add" {
        return None;
    }
    let face = InvoiceFace {
        number: field("invoiceNo")?.parse().ok()?,
        issued: InvoiceTime::Second(field("invoiceTime")?.parse().ok()?),
        amount: field("invoiceAmount")?.parse().ok()?,
        flag: InvoiceFlag::Other(field("invoiceFlag")?.into()),
        title: field("invoiceHead")?.into(),
        title_kind: field("invoiceHeadType")?.into(),
    };
    let side = match field("oldInvoiceNum") {
        Some(number) => {
            Side::Red(Original::code_and_number(field("oldInvoiceCode")?.parse().ok()?, number.parse().ok()?))
        }
        None => Side::Blue,
    };
    let file = InvoiceFile::new(STANDARD.decode(field("invoiceData")?).ok()?).ok()?;
    let mut upload = AddElectronicInvoice::new(field("orderId")?.parse().ok()?, side, face, file)
        .code(field("invoiceCode")?.parse().ok()?);
    if let Some(product) = field("productCode") {
        upload = upload.product_code(product);
    }
    if let Some(carrier) = field("logisticsComp") {
        upload = upload.carrier(carrier);
    }
    Some(upload)
}

#[test]
fn every_request_of_other_clients_is_verified_read_and_written_to_the_same_fields() {
    check_section("requests", 20, check_request);
}

#[test]
fn eight_requests_are_also_written_from_the_typed_operation() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/vectors/suning.json");
    let vectors: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let count = vectors["requests"].as_array().unwrap().iter().filter(|case| typed(case).is_some()).count();
    assert_eq!(count, 8);
}

// ---- signatures ----------------------------------------------------------------------------------------------------

fn signable<'v>(case: &'v Value, body: &'v [u8]) -> Signable<'v> {
    Signable {
        method: text(case, "app_method"),
        request_time: text(case, "app_request_time"),
        app_key: text(case, "app_key"),
        version: text(case, "version_no"),
        body,
    }
}

#[test]
fn every_signature_is_reproduced() {
    check_section("sign", 20, |case| {
        let body = bytes(case, "body_base64");
        let secret = AppSecret::from(text(case, "app_secret"));
        let signable = signable(case, &body);
        same("string_to_sign", signable.canonical(&secret).expose(), text(case, "string_to_sign").as_bytes())?;
        same("sign_info", signable.sign(&secret).as_str(), text(case, "sign_info"))
    });
}

#[test]
fn every_verification_ends_as_it_should() {
    check_section("verify", 9, |case| {
        let body = bytes(case, "body_base64");
        let is_valid = signable(case, &body).verify(&text(case, "app_secret").into(), text(case, "sign_info"));
        same("verify", is_valid, case["valid"].as_bool().unwrap())
    });
}

#[test]
fn every_request_time_is_judged_by_the_ten_minutes() {
    check_section("time_window", 10, |case| {
        let now: jiff::Timestamp = at("server_now_utc", text(case, "server_now_utc").parse())?;
        let now = ChinaTime::from_unix_millis(now.as_millisecond());
        same("accepted", is_within_window(text(case, "app_request_time"), now), case["accepted"].as_bool().unwrap())
    });
}

// ---- responses -----------------------------------------------------------------------------------------------------

fn response(case: &Value) -> Response<Bytes> {
    Response::builder()
        .status(u16::try_from(case["http_status"].as_u64().unwrap()).unwrap())
        .header("content-type", text(case, "content_type"))
        .body(Bytes::from(bytes(case, "body_base64")))
        .unwrap()
}

fn check_response(case: &Value) -> Checked {
    let response = response(case);
    let shop = shop(Config::new(Environment::Production, "key", "secret").with_format(format(case)));
    let call = RawCall::new("suning.custom.electronicinvoice.add", text(case, "biz_node"), Node::Null);
    let read = shop.read_raw(&call, &response);
    let expected = &case["expected"];
    match text(expected, "kind") {
        "success" => check_success(case, at("read", read)?.ok_or(("kind", "empty".to_owned()))?)?,
        "empty" => same("kind", at("read", read)?.is_none(), true)?,
        "error" => check_error(case, &read.err().ok_or(("kind", "success".to_owned()))?)?,
        "decode_error" => check_failure(read, ErrorKind::Decode)?,
        "http_error" => check_failure(read, ErrorKind::Unavailable)?,
        other => return Err(("kind", format!("{other} is new"))),
    }
    check_typed(case, &shop, &response)
}

fn check_success(case: &Value, content: Content) -> Checked {
    let expected = &case["expected"];
    let paths = |name: &str| -> Vec<String> {
        case[name].as_array().into_iter().flatten().map(|path| path.as_str().unwrap().to_owned()).collect()
    };
    let mut ours = with_lists(content.node, &paths("list_fields"));
    if expected["ignore_extra"] == true {
        let known = |name: &str| expected["data"].get(name).is_some();
        ours = ours.members().iter().filter(|(name, _)| known(name)).cloned().collect();
    }
    if let Some(missing) = expected["missing_lists"].as_array() {
        let are_empty =
            missing.iter().all(|name| ours.get(name.as_str().unwrap()).is_none_or(|list| list.items().is_empty()));
        same("missing_lists", are_empty, true)?;
    }
    same("data", sorted(ours), sorted(node(&expected["data"])))?;
    let Some(head) = expected["head"].as_object() else { return Ok(()) };
    let ours = content.head.ok_or(("head", "none".to_owned()))?;
    same("pageTotal", ours.page_total, head["pageTotal"].as_u64())?;
    same("pageNo", ours.page_number, head["pageNo"].as_u64())?;
    same("totalSize", ours.total_size, head["totalSize"].as_u64())?;
    same("returnMessage", ours.return_message.as_deref(), head["returnMessage"].as_str())
}

fn check_error(case: &Value, error: &Error) -> Checked {
    let expected = &case["expected"];
    let reply = error.reply().ok_or(("reply", "none".to_owned()))?;
    same("error_code", reply.code(), text(expected, "error_code"))?;
    let body = bytes(case, "body_base64");
    let tree = if format(case) == Format::Xml { Node::from_xml(&body) } else { Node::from_json(&body) };
    let opened = at("open", tree.and_then(|tree| Envelope::open(tree, text(case, "biz_node"))))?;
    let message = if let Envelope::Error { message, .. } = opened { message } else { None };
    same("error_msg", message.as_deref(), expected["error_msg"].as_str())?;
    same("category", Category::of(reply.code()).as_str(), text(expected, "category"))?;
    same("detail", CodeParts::of(reply.code()).variable, expected["detail"].as_str())?;
    same("a row of the code table", reply.row().is_some(), true)
}

fn check_failure(read: Result<Option<Content>, Error>, kind: ErrorKind) -> Checked {
    let error = read.err().ok_or(("kind", "success".to_owned()))?;
    same("kind", (error.kind(), error.outcome()), (kind, Outcome::Unknown))
}

/// An upload's answer, read by the typed operation as well: success only with its flag.
fn check_typed(case: &Value, shop: &Merchant, response: &Response<Bytes>) -> Checked {
    if text(case, "biz_node") != AddElectronicInvoice::NODE {
        return Ok(());
    }
    let expected = &case["expected"];
    let is_success = expected["kind"] == "success" && expected["business_flag"] != false;
    same("the typed answer", shop.read::<AddElectronicInvoice>(response).is_ok(), is_success)
}

#[test]
fn every_answer_is_read_as_it_should() {
    check_section("responses", 32, check_response);
}

#[test]
fn every_file_is_recognised_by_its_content() {
    check_section("file_types", 11, |case| {
        let recognised = FileKind::recognise(&bytes(case, "content_base64")).ok();
        same("expected_type", recognised.map(FileKind::as_str), case["expected_type"].as_str())?;
        same("accepted", recognised.is_some(), case["accepted"].as_bool().unwrap())
    });
}
