//! Golden files of Suning.

mod requests;
mod responses;
mod sign;
mod tree;

use super::Check;
use super::case::{Case, Checked, Stop, counted, decided, failed, malformed, same_optional};
use super::message::decoded;
use crate::offline;
use fapiao_model::ChinaTime;
use fapiao_model::suning::{FileKind, Format, is_within_window};
use fapiao_suning::{Client, Config, Merchant};
use serde_json::Value;
use std::time::Duration;

pub(super) const SECTIONS: &[(&str, Check)] = &[
    ("sign", sign::check),
    ("requests", requests::check),
    ("verify", sign::verify),
    ("time_window", time_window),
    ("responses", responses::check),
    ("file_types", file_type),
];

const CHINA: Duration = Duration::from_secs(8 * 3600);

fn shop(config: Config) -> Result<Merchant, Stop> {
    let client = Client::new(config, offline::context()).map_err(|error| failed("client", error, "a client"))?;
    Ok(client.merchant("70066253"))
}

fn format(case: Case<'_>) -> Result<Format, Stop> {
    match case.text("format")? {
        "xml" => Ok(Format::Xml),
        "json" => Ok(Format::Json),
        _ => Err(malformed("format", "xml or json", case.value("format"))),
    }
}

/// A server's look at the clock.
fn time_window(_: &Value, case: Case<'_>) -> Checked {
    let now = case.text("server_now_utc")?;
    let utc = now.trim_end_matches('Z').replace('T', " ");
    let utc: ChinaTime = utc.parse().map_err(|error| failed("server_now_utc", error, now))?;
    decided("accepted", is_within_window(case.text("app_request_time")?, utc + CHINA), case.flag("accepted")?)
}

fn file_type(_: &Value, case: Case<'_>) -> Checked {
    let content = decoded(case, "content_base64")?;
    if case.has("size_bytes") {
        counted("size", content.len(), case.number("size_bytes")?)?;
    }
    let ours = FileKind::recognise(&content).ok();
    same_optional("file type", ours.map(FileKind::as_str), case.optional_text("expected_type"))?;
    decided("accepted", ours.is_some(), case.flag("accepted")?)
}
