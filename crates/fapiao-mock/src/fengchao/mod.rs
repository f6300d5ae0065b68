//! Fengchao's side of the sandbox: the gateway's interface for retrying failed orders, over its own books.
//!
//! The order of checks is the one of the protocol notes, section 7: parameters there and none twice, application, signature,
//! tax number, business message, order, state. No document lists a code for refusals, so all have the one of
//! [`Settings::failure_code`]; the text names the check.

mod held;
mod params;
mod settings;
mod signature;

pub use settings::{OrderState, Settings, StandingOrder};

use crate::{
    Books, Outgoing, Reply, form,
    scene::{Identity, Platform, Scene},
};
use bytes::Bytes;
use fapiao_model::ChinaTime;
use fapiao_signing::fengchao::verify;
use held::{Held, Said};
use http::StatusCode;
use serde_json::{Value, json};

/// The one interface that is documented.
const RETRY: &str = "/gateway/nuonuo/invoice/rebillingnew";

/// The gateway.
#[derive(Debug)]
pub(crate) struct Gateway {
    held: Vec<Held>,
}

/// Why a request is refused.
struct Refused {
    code: Option<i64>,
    words: String,
    check: &'static str,
    detail: String,
}

impl Gateway {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self { held: held::books(settings) }
    }

    fn serve(&mut self, scene: &mut Scene<'_>, request: &http::Request<Bytes>) -> Result<Value, Refused> {
        let params = params::read(request);
        check_signature(&scene.settings.fengchao, &params, scene.now)?;
        if request.uri().path() != RETRY {
            let words = "沙箱没有该接口";
            return Err(refused("interface", words, format!("the sandbox knows no interface but {RETRY}")));
        }
        let (seller, number) = order_in(&scene.settings.fengchao, &params)?;
        let Some(held) = self.held.iter_mut().find(|held| held.is(&seller, &number)) else {
            return Err(refused(
                "order",
                "订单不存在",
                format!("the gateway's books have no order {number} of {seller}"),
            ));
        };
        answer(held, scene)
    }
}

impl Platform for Gateway {
    fn serves(&self, path: &str) -> bool {
        path.starts_with("/gateway/")
    }

    fn identify(&self, request: &http::Request<Bytes>) -> Identity {
        let params = params::read(request);
        let data = form::value(&params, "request_data").unwrap_or_default();
        let data: Value = serde_json::from_str(data).unwrap_or_default();
        Identity { operation: request.uri().path().to_owned(), number: text(&data, "orderno") }
    }

    fn respond(&mut self, scene: &mut Scene<'_>, request: &http::Request<Bytes>) -> Reply {
        let body = self.serve(scene, request).unwrap_or_else(|refused| {
            let code = refused.code.unwrap_or(scene.settings.fengchao.failure_code);
            scene.fail(refused.check, refused.detail);
            json!({"code": code, "message": refused.words})
        });
        scene.code = body.get("code").map(Value::to_string).unwrap_or_default();
        Reply::json(StatusCode::OK, &body)
    }

    fn due(&mut self, _scene: &mut Scene<'_>) -> Vec<Outgoing> {
        Vec::new()
    }

    fn book(&self, books: &mut Books, now: ChinaTime) {
        books.invoices.extend(self.held.iter().map(|held| held.booked(now)));
    }
}

/// What the interface says, by the state of the order (5.1).
fn answer(held: &mut Held, scene: &mut Scene<'_>) -> Result<Value, Refused> {
    let state = "state of the order";
    match held.retry(scene) {
        Said::Accepted => Ok(json!({"code": 0, "message": "重试成功"})),
        Said::Issued => Ok(json!({
            "code": 100,
            "message": "发票已经生成,不需要重复提交",
            "invoice_no": held.invoice_number(),
            "invoice_down_url": held.file(scene),
        })),
        Said::Issuing => Err(refused(state, "开票中(重试中),请耐心等待开票结果", "it is being issued")),
        Said::LoginMissing => {
            let words = "本次操作需登录电子发票服务平台,请先使用短信验证码登录";
            Err(refused(state, words, "the drawer is not logged in at the bureau"))
        }
        Said::Refused { code, words } => {
            let detail = "a script refuses this order".to_owned();
            Err(Refused { code: code.parse().ok(), words, check: "script", detail })
        }
    }
}

fn check_signature(settings: &Settings, params: &[(String, String)], now: ChinaTime) -> Result<(), Refused> {
    let field = |name| form::value(params, name).unwrap_or_default();
    for name in ["appid", "timestamp", "sign"] {
        if field(name).is_empty() {
            return Err(refused("parameters", &format!("缺少参数{name}"), format!("{name} is missing or empty")));
        }
    }
    let is_twice = |name: &str| params.iter().filter(|(other, _)| other == name).count() > 1;
    if let Some((name, _)) = params.iter().find(|(name, _)| is_twice(name)) {
        return Err(refused("parameters", &format!("参数重复{name}"), format!("{name} comes twice")));
    }
    if field("appid") != settings.app_id {
        return Err(refused("appid", "appid无效", "appid is not this sandbox's"));
    }
    let sign = field("sign");
    let lower = sign.to_ascii_lowercase();
    let sent = if settings.signature_ignores_case { lower.as_str() } else { sign };
    if !verify(params, &settings.app_secret, sent) {
        let signed: Vec<_> = params.iter().filter(|(name, _)| name != "sign").cloned().collect();
        return Err(refused("signature", "签名错误", signature::explain(&signed, &settings.app_secret, sign)));
    }
    check_time(settings, field("timestamp"), now)
}

fn check_time(settings: &Settings, stamp: &str, now: ChinaTime) -> Result<(), Refused> {
    let Some(window) = settings.timestamp_window else { return Ok(()) };
    let off = stamp.parse::<i64>().map(|stamp| stamp.abs_diff(now.unix_seconds()));
    match off {
        Ok(off) if off <= window.as_secs() => Ok(()),
        _ if stamp.len() == 13 => Err(refused("timestamp", "timestamp无效", "it is in milliseconds, not in seconds")),
        _ => Err(refused("timestamp", "timestamp无效", "it is too far from the sandbox's clock, or no number")),
    }
}

/// Seller and order number.
fn order_in(settings: &Settings, params: &[(String, String)]) -> Result<(String, String), Refused> {
    let seller = form::value(params, "tax_num").unwrap_or_default();
    if !settings.tax_numbers.iter().any(|known| known == seller) {
        let detail = format!("the application may not act for {seller:?}");
        return Err(refused("tax_num", "税号未授权", detail));
    }
    let data = form::value(params, "request_data").unwrap_or_default();
    let data: Value = serde_json::from_str(data)
        .map_err(|error| refused("request_data", "request_data格式错误", format!("it is not JSON: {error}")))?;
    let number = text(&data, "orderno");
    let missing = || refused("request_data", "缺少orderno", "it is no object with orderno, all in lower case");
    Ok((seller.to_owned(), number.ok_or_else(missing)?))
}

fn text(object: &Value, name: &str) -> Option<String> {
    object.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn refused(check: &'static str, words: &str, detail: impl Into<String>) -> Refused {
    Refused { code: None, words: words.to_owned(), check, detail: detail.into() }
}
