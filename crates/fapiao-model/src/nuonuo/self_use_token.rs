//! The token of an application of one's own.

use crate::{Entry, Knowledge, Operation, Provider, Replay, node::Node};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// Fetches the token of a self-use application (自用型应用), grant `client_credentials`.
///
/// At most 50 times in 30 days, and each new token ends the one before: the client's token source does it, nobody else should.
#[doc(alias = "accessToken")]
#[doc(alias = "getMerchantToken")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SelfUseToken;

impl SelfUseToken {
    /// The value of `grant_type`.
    pub const GRANT: &str = "client_credentials";
}

impl Operation for SelfUseToken {
    type Answer = TokenGranted;

    const ENTRY: Entry = Entry::new(
        Provider::Nuonuo,
        "SelfUseToken",
        "accessToken",
        "自用型应用获取访问令牌",
        "vendor's page on creating applications; notes, 4",
    )
    .replay(Replay::Never)
    .knowledge(Knowledge::Documented);
}

/// What the token endpoint grants, to applications of either type. It holds secrets: `Debug` hides them.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct TokenGranted {
    /// The token.
    pub access_token: String,
    /// How long it lives, in seconds. What permanent tokens have here is unknown: 0, negative or missing means no end.
    #[serde(deserialize_with = "seconds")]
    pub expires_in: Option<i64>,
    /// Renews the token of a third-party application.
    pub refresh_token: Option<String>,
    /// The `client_id` of the renewal. It may be missing then: keep the stored one.
    #[serde(rename = "userId")]
    pub user_id: Option<String>,
    /// The merchant's tax number, outside of `oauthUser`.
    #[serde(rename = "userName")]
    user_name: Option<String>,
    /// The merchant: a JSON text in one source, an object in another.
    #[serde(rename = "oauthUser", deserialize_with = "merchant")]
    merchant: Option<String>,
}

impl TokenGranted {
    /// The merchant's tax number, for a third-party application.
    #[must_use]
    pub fn tax_number(&self) -> Option<&str> {
        self.merchant.as_deref().or(self.user_name.as_deref())
    }
}

impl fmt::Debug for TokenGranted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenGranted")
            .field("access_token", &"hidden")
            .field("expires_in", &self.expires_in)
            .field("tax_number", &self.tax_number())
            .finish_non_exhaustive()
    }
}

/// Seconds that are no whole number are as good as none.
fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.and_then(|text| text.trim().parse().ok()))
}

fn merchant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let node = Node::deserialize(deserializer)?;
    let decoded = node.as_text().and_then(|text| Node::from_json(text.as_bytes()).ok());
    let name = decoded.as_ref().unwrap_or(&node).get("userName").and_then(Node::as_text);
    Ok(name.filter(|name| !name.is_empty()).map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_hides_the_tokens() {
        let json = br#"{"access_token":"at-1","refresh_token":"rt-1","expires_in":"86400"}"#;
        let granted: TokenGranted = Node::from_json(json).unwrap().read().unwrap();
        let debug = format!("{granted:?}");
        assert!(!debug.contains("at-1") && !debug.contains("rt-1") && debug.contains("86400"), "{debug}");
    }
}
