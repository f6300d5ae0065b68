//! A call of whatever interface, as the caller writes it.

use super::{COMMON_PARAMETERS, Call, Envelope, TAX_NUMBER};
use crate::{Entry, Knowledge, Operation, Provider, Replay, TaxNumber, WordError, node::NodeError};
use serde::Serialize;

/// Calls an interface that this library has no type for: a path and the form's parameters, each sent as it is.
///
/// The client adds `appid`, `timestamp` and `sign`, and nothing else: an invoice interface also wants `tax_num` and
/// `request_data`. It is never repeated unless the caller says that it may be ([`replay`](Self::replay)).
///
/// ```
/// use fapiao_model::fengchao::RawCall;
///
/// let amounts = RawCall::new("/gateway/taobao/order/invoice/amount/get")?
///     .parameter("tb_seller_nick", "某某旗舰店")?
///     .parameter("tids", "1234567890123456789")?;
/// # Ok::<(), fapiao_model::WordError>(())
/// ```
#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RawCall {
    path: String,
    parameters: Vec<(String, String)>,
    #[serde(skip)]
    replay: Option<Replay>,
}

impl RawCall {
    /// A call of `{host}{path}`, without parameters yet.
    ///
    /// # Errors
    /// If the path is not a plain one below `/gateway/`.
    pub fn new(path: impl Into<String>) -> Result<Self, WordError> {
        let path = path.into();
        if !is_gateway_path(&path) {
            let next_step = "write it as the operator does, such as /gateway/nuonuo/invoice/rebillingnew";
            return Err(WordError::new("path", &path, "is not a plain path below /gateway/", next_step));
        }
        Ok(Self { path, parameters: Vec::new(), replay: None })
    }

    /// Adds a parameter; an empty value is sent and signed as one.
    ///
    /// # Errors
    /// If the name is empty, was given before, or is one that the client adds.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Result<Self, WordError> {
        let name = name.into();
        let wrong = |fault: &'static str, next_step| Err(WordError::new("parameter", &name, fault, next_step));
        if name.is_empty() {
            return wrong("has no name", "name it");
        }
        if COMMON_PARAMETERS.contains(&name.as_str()) {
            return wrong("is added by the client", "leave it out");
        }
        if self.parameters.iter().any(|(known, _)| *known == name) {
            return wrong("is there twice", "give it once");
        }
        self.parameters.push((name, value.into()));
        Ok(self)
    }

    /// Says what sending it twice does.
    pub const fn replay(mut self, replay: Replay) -> Self {
        self.replay = Some(replay);
        self
    }
}

/// Letters, digits, `.`, `_` and `-` between single slashes.
fn is_gateway_path(path: &str) -> bool {
    path.strip_prefix("/gateway/").is_some_and(|rest| {
        rest.split('/').all(|step| {
            let is_plain = step.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
            is_plain && !matches!(step, "" | "." | "..")
        })
    })
}

impl Operation for RawCall {
    type Answer = Envelope;

    const ENTRY: Entry =
        Entry::new(Provider::Fengchao, "RawCall", "", "自定义调用", "the caller").knowledge(Knowledge::NameOnly);
}

impl Call for RawCall {
    fn entry(&self) -> Entry {
        Self::ENTRY.replay(self.replay.unwrap_or(Replay::Never))
    }

    fn path(&self) -> &str {
        &self.path
    }

    fn tax_number(&self) -> Option<&str> {
        self.parameters.iter().find(|(name, _)| name == TAX_NUMBER).map(|(_, value)| value.as_str())
    }

    fn parameters(&self, _: &TaxNumber) -> Result<Vec<(String, String)>, serde_json::Error> {
        Ok(self.parameters.clone())
    }

    fn answer(envelope: Envelope) -> Result<Envelope, NodeError> {
        Ok(envelope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_of_the_gateway_are_taken() {
        assert!(RawCall::new("/gateway/addr/resolve").is_ok());
        for path in [
            "",
            "/gateway/",
            "/gateway",
            "gateway/x",
            "/other/x",
            "/gateway/a//b",
            "/gateway/../x",
            "/gateway/x?a=b",
            "/gateway/发票",
        ] {
            assert!(RawCall::new(path).is_err(), "{path}");
        }
    }

    #[test]
    fn a_parameter_that_the_client_adds_or_that_is_there_twice_is_refused() {
        let call = RawCall::new("/gateway/x").unwrap().parameter("a", "").unwrap();
        for name in ["appid", "timestamp", "sign", "a", ""] {
            assert!(call.clone().parameter(name, "1").is_err(), "{name}");
        }
        assert!(call.parameter("A", "1").is_ok(), "names are told apart by case");
    }

    #[test]
    fn it_is_never_repeated_unless_the_caller_says_so() {
        let call = RawCall::new("/gateway/x").unwrap();
        assert_eq!(call.entry().replay, Replay::Never);
        assert_eq!(call.replay(Replay::Safe).entry().replay, Replay::Safe);
    }
}
