//! What people and clients in other languages may tell the sandbox over HTTP: scripts for orders, faults of the network.

use crate::{Fault, FaultRule, Moment, Sandbox, Script};
use bytes::Bytes;
use fapiao_model::Provider;
use http::{Method, Request, Response, StatusCode};
use serde_json::{Value, json};

/// The answer, if the request is one of ours.
pub(super) fn command(sandbox: &Sandbox, request: &Request<Bytes>) -> Option<Response<Bytes>> {
    let carry_out: fn(&Sandbox, &Value) -> Result<(), String> = match request.uri().path() {
        "/_sandbox/scripts" => script,
        "/_sandbox/faults" => fault,
        _ => return None,
    };
    if request.method() != Method::POST {
        return Some(answer(StatusCode::METHOD_NOT_ALLOWED, Some("POST a JSON object; GET / says which")));
    }
    let body = serde_json::from_slice(request.body()).map_err(|error| format!("the body is not JSON: {error}"));
    Some(match body.and_then(|body| carry_out(sandbox, &body)) {
        Ok(()) => answer(StatusCode::OK, None),
        Err(fault) => answer(StatusCode::BAD_REQUEST, Some(&fault)),
    })
}

fn answer(status: StatusCode, error: Option<&str>) -> Response<Bytes> {
    let body = error.map_or_else(|| json!({"ok": true}), |error| json!({"ok": false, "error": error}));
    let mut response = Response::new(Bytes::from(format!("{body}\n")));
    *response.status_mut() = status;
    response
}

fn script(sandbox: &Sandbox, body: &Value) -> Result<(), String> {
    let provider = provider(body)?.ok_or("provider is missing")?;
    let number = text(body, "number").ok_or("number is missing")?;
    let times = || count(body, "times", 1);
    let words = || text(body, "words").unwrap_or_default();
    let script = match text(body, "do").as_deref() {
        Some("fail") => Script::Fail { times: times()?, words: words() },
        Some("login") => Script::Login { times: times()? },
        Some("refuse") => Script::Refuse { code: text(body, "code").ok_or("code is missing")?, words: words() },
        _ => return Err("do is none of fail, login and refuse".to_owned()),
    };
    sandbox.script(provider, &number, script);
    Ok(())
}

fn fault(sandbox: &Sandbox, body: &Value) -> Result<(), String> {
    let fault = match text(body, "do").as_deref() {
        Some("close") => Fault::Close,
        Some("reset") => Fault::Reset,
        Some("hang") => Fault::Hang,
        Some("cut") => Fault::Cut(Response::default(), count(body, "bytes", 1)? as usize),
        _ => return Err("do is none of close, reset, hang and cut".to_owned()),
    };
    let moment = match text(body, "moment").as_deref() {
        Some("before") => Moment::Before,
        Some("after") | None => Moment::After,
        Some(_) => return Err("moment is neither before nor after".to_owned()),
    };
    sandbox.inject(FaultRule {
        provider: provider(body)?,
        operation: text(body, "operation"),
        number: text(body, "number"),
        skip: count(body, "skip", 0)?,
        times: count(body, "times", 1)?,
        moment,
        fault,
    });
    Ok(())
}

fn provider(body: &Value) -> Result<Option<Provider>, String> {
    let Some(name) = text(body, "provider") else { return Ok(None) };
    let all = [Provider::Nuonuo, Provider::Fengchao, Provider::Piaotong, Provider::Suning];
    let known = all.into_iter().find(|provider| provider.as_str() == name);
    known.map(Some).ok_or_else(|| format!("there is no provider {name:?}"))
}

fn text(body: &Value, name: &str) -> Option<String> {
    body.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn count(body: &Value, name: &str, otherwise: u32) -> Result<u32, String> {
    let Some(value) = body.get(name) else { return Ok(otherwise) };
    let count = value.as_u64().and_then(|count| u32::try_from(count).ok());
    count.ok_or_else(|| format!("{name} is no number"))
}
