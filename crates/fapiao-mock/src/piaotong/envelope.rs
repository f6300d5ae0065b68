//! The envelope: opening requests in the order of checks that the notes give, sealing answers and pushes.

use super::{
    FailureContent, Settings,
    refusal::{Refusal, Step},
    signature,
};
use fapiao_model::ChinaTime;
use fapiao_signing::piaotong::{SignError, string_to_sign};
use serde_json::{Map, Value};

/// The members of a request; `format` may be missing.
const REQUIRED: [&str; 7] = ["platformCode", "signType", "sign", "timestamp", "version", "serialNo", "content"];

/// An envelope's members in JSON's order; a null is `None`.
#[derive(Debug, Default)]
pub(super) struct Envelope(Vec<(String, Option<String>)>);

impl Envelope {
    /// Reads the members; the first check of all.
    pub(super) fn read(body: &[u8]) -> Step<Self> {
        let malformed = |detail: String| Refusal::new("8995", "数据校验失败：报文不是JSON对象", "envelope", detail);
        let value: Value = serde_json::from_slice(body).map_err(|error| malformed(format!("not JSON: {error}")))?;
        let Value::Object(members) = value else { return Err(malformed("JSON, but not an object".into())) };
        let member = |(name, value): (String, Value)| match value {
            Value::String(text) => Ok((name, Some(text))),
            Value::Null => Ok((name, None)),
            _ => Err(Refusal::data(&name, "应为字符串", "is not a text: all members of the envelope are strings")),
        };
        members.into_iter().map(member).collect::<Step<_>>().map(Self)
    }

    /// A member's text; empty if there is none.
    pub(super) fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(member, _)| member == name).and_then(|(_, value)| value.as_deref()).unwrap_or_default()
    }

    /// Checks the envelope and gives the decrypted content.
    pub(super) fn open(&self, settings: &Settings, now: ChinaTime) -> Step<Map<String, Value>> {
        if settings.is_signature_first {
            self.check_signature(settings)?;
        }
        self.check_members(settings, now)?;
        if self.text("platformCode") != settings.platform_code {
            let detail = format!("{:?}, the sandbox's is {:?}", self.text("platformCode"), settings.platform_code);
            return Err(Refusal::new("9998", "平台编码无效", "platform code", detail));
        }
        self.check_signature(settings)?;
        self.decrypt(settings)
    }

    /// The content, without any check: for the log.
    pub(super) fn peek(&self, settings: &Settings) -> Option<Map<String, Value>> {
        self.decrypt(settings).ok()
    }

    fn check_members(&self, settings: &Settings, now: ChinaTime) -> Step {
        if let Some(name) = REQUIRED.iter().find(|name| self.text(name).is_empty()) {
            return Err(Refusal::data(name, "不能为空", "is absent or empty"));
        }
        let fixed = [("signType", "RSA"), ("format", "JSON"), ("version", "1.0")];
        for (name, value) in fixed {
            let found = self.text(name);
            if found != value && !(name == "format" && found.is_empty()) {
                return Err(Refusal::data(
                    name,
                    "取值不正确",
                    &format!("is {found:?}, always {value} by the document"),
                ));
            }
        }
        let Ok(time) = self.text("timestamp").parse::<ChinaTime>() else {
            let detail = format!("is {:?}, not yyyy-MM-dd HH:mm:ss", self.text("timestamp"));
            return Err(Refusal::data("timestamp", "格式不正确", &detail));
        };
        match settings.time_window {
            Some(window) if now.since(time).max(time.since(now)) > window => {
                let detail = format!("{time} is more than {} s off from {now} (switch timestamp)", window.as_secs());
                Err(Refusal::data("timestamp", "超出允许范围", &detail))
            }
            _ => Ok(()),
        }
    }

    fn check_signature(&self, settings: &Settings) -> Step {
        let is_known = |name: &str| name == "format" || REQUIRED.contains(&name);
        let signed = self.0.iter().filter(|(name, _)| settings.signs_extra_members || is_known(name));
        let signed: Vec<_> = signed.cloned().collect();
        if settings.partner_key.public_key().verify(&string_to_sign(&signed), self.text("sign")) {
            return Ok(());
        }
        let detail = signature::explain(&signed, self.text("sign"), settings);
        Err(Refusal::new(&settings.bad_signature_code, "验签失败", "signature", detail))
    }

    fn decrypt(&self, settings: &Settings) -> Step<Map<String, Value>> {
        let wrong = |detail: String| Refusal::new("8995", "数据校验失败：content解密失败", "content", detail);
        let text = settings.content_key.decrypt(self.text("content")).map_err(|error| wrong(error.to_string()))?;
        let value =
            serde_json::from_str(&text).map_err(|error| wrong(format!("decrypts, but is not JSON: {error}")))?;
        match value {
            Value::Object(content) => Ok(content),
            _ => Err(wrong("decrypts to JSON that is no object".into())),
        }
    }
}

/// What goes into an answer.
pub(super) struct Answer {
    pub(super) code: String,
    pub(super) words: String,
    /// The content before encryption; `None` on a failure.
    pub(super) content: Option<Value>,
    pub(super) serial: String,
}

impl Answer {
    /// The signed envelope.
    pub(super) fn seal(self, settings: &Settings) -> Result<Value, SignError> {
        let encrypt = |text: &str| Some(Some(settings.content_key.encrypt(text.as_bytes())));
        let content = match (&self.content, settings.failure_content) {
            (Some(content), _) => encrypt(&content.to_string()),
            (None, FailureContent::Empty) => Some(Some(String::new())),
            (None, FailureContent::EncryptedObject) => encrypt("{}"),
            (None, FailureContent::EncryptedNull) => encrypt("null"),
            (None, FailureContent::Null) => Some(None),
            (None, FailureContent::Absent) => None,
        };
        let mut members = vec![("code", Some(self.code)), ("msg", Some(self.words)), ("serialNo", Some(self.serial))];
        members.extend(content.map(|content| ("content", content)));
        sign(members, settings)
    }
}

/// A push: a request envelope with the partner's code, signed by Piaotong.
pub(super) fn seal_push(
    content: &Value,
    serial: String,
    now: ChinaTime,
    settings: &Settings,
) -> Result<Value, SignError> {
    let members = vec![
        ("platformCode", Some(settings.platform_code.clone())),
        ("signType", Some("RSA".to_owned())),
        ("format", Some("JSON".to_owned())),
        ("timestamp", Some(now.to_string())),
        ("version", Some("1.0".to_owned())),
        ("serialNo", Some(serial)),
        ("content", Some(settings.content_key.encrypt(content.to_string().as_bytes()))),
    ];
    sign(members, settings)
}

fn sign(mut members: Vec<(&str, Option<String>)>, settings: &Settings) -> Result<Value, SignError> {
    let signature = settings.piaotong_key.sign(&string_to_sign(&members))?;
    members.push(("sign", Some(signature)));
    Ok(members.into_iter().map(|(name, value)| (name.to_owned(), value.map_or(Value::Null, Value::String))).collect())
}
