//! Where an order is issued.

use fapiao_model::Provider;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Which of a provider's systems.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Environment {
    /// Real tax documents.
    Production,
    /// The vendor's own test system.
    VendorTest,
    /// Another address: a partner's gateway, or our sandbox.
    Custom(String),
}

/// Provider, environment, application and merchant: what an order is bound to from its first draft on.
///
/// A draft is sent, and its number asked about, with this very account only: an answer "does not exist" from another account
/// says nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Account {
    /// The provider.
    pub provider: Provider,
    /// Which of its systems.
    pub environment: Environment,
    /// The application's public key or code.
    pub application: String,
    /// The merchant: the seller's tax number, or the shop.
    pub merchant: String,
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let environment = match &self.environment {
            Environment::Production => "production",
            Environment::VendorTest => "vendor test",
            Environment::Custom(address) => address,
        };
        write!(f, "{} ({environment}, application {}, merchant {})", self.provider, self.application, self.merchant)
    }
}
