//! A provider that repeats every secret: in code, words and result, in every form, under every status.

use crate::secrets;
use async_trait::async_trait;
use bytes::Bytes;
use fapiao_transport::{Transport, TransportError, TransportErrorKind};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Each answer takes the next of its bodies.
#[derive(Debug, Default)]
pub(crate) struct Echo(AtomicUsize);

/// The secret that the provider knows this request by, and what else was in it.
fn known(request: &http::Request<Bytes>) -> String {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let path = request.uri().path();
    let secret = match path {
        _ if path.starts_with("/open") || path == "/accessToken" => secrets::NUONUO,
        _ if path.starts_with("/gateway") => secrets::FENGCHAO,
        _ if path.starts_with("/tp") => secrets::PIAOTONG,
        _ => secrets::SUNING,
    };
    format!("{secret} {} {}", header("accesstoken"), header("access_token"))
}

fn bodies(secret: &str) -> Vec<(u16, String)> {
    let json = |value: serde_json::Value| value.to_string();
    let (escaped, form) = (secret.replace('/', "\\/").replace('"', "\\\""), form(secret));
    let xml = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    vec![
        (
            200,
            json(
                serde_json::json!({"error": "070305", "error_description": format!("Incorrect clientSecret[{secret}]")}),
            ),
        ),
        (
            200,
            json(
                serde_json::json!({"code": secret, "describe": secret, "message": secret, "msg": secret, "result": secret}),
            ),
        ),
        (200, json(serde_json::json!({"code": "E9101", "describe": secret, "message": secret, "trace_id": secret}))),
        (
            200,
            json(
                serde_json::json!({"code": "E0000", "describe": secret, "result": {"invoiceSerialNum": {"a": secret}}}),
            ),
        ),
        (200, format!("{{\"code\":\"070601\",\"describe\":\"{escaped}\",\"message\":\"{form}\"}}")),
        (
            200,
            json(serde_json::json!({"sn_responseContent": {"sn_error": {"error_code": secret, "error_msg": secret}}})),
        ),
        (200, format!("<sn_responseContent><sn_error><error_code>{xml}</error_code></sn_error></sn_responseContent>")),
        (200, format!("<html>{secret} {xml} {form}</html>")),
        (502, format!("bad gateway {secret}")),
        (200, format!("{{\"code\": {secret}")),
    ]
}

fn form(secret: &str) -> String {
    form_urlencoded::byte_serialize(secret.as_bytes()).collect()
}

#[async_trait]
impl Transport for Echo {
    async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        let bodies = bodies(&known(&request));
        let turn = self.0.fetch_add(1, Ordering::Relaxed);
        if request.uri().path() == "/accessToken" && turn > bodies.len() {
            let token = serde_json::json!({"access_token": secrets::NUONUO_TOKEN, "expires_in": "86400"});
            return Ok(http::Response::new(Bytes::from(token.to_string())));
        }
        let (status, body) = bodies.get(turn % bodies.len()).ok_or(TransportError::new(TransportErrorKind::Other))?;
        Ok(http::Response::builder().status(*status).body(Bytes::from(body.clone())).unwrap())
    }
}
