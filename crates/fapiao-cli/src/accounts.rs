//! The accounts file: addresses, keys and the seller, as TOML or JSON. The line that `fapiao sandbox --json` prints is one.

use crate::exit::Exit;
use fapiao::{
    fengchao,
    issuing::{Issuer, Marketplace, Realm, Retry, Seller},
    model::{Entry, Outcome, Provider},
    nuonuo, piaotong,
    signing::AppSecret,
    suning,
    transport::{Context, Error, ErrorKind, Scrubber, address},
};
use serde::{Deserialize, Deserializer};
use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

/// Everything that is configured. Unknown members are refused by name, so that a misspelled one is not overlooked.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Accounts {
    /// What the sandbox says when it serves.
    #[serde(rename = "ready")]
    _ready: Option<bool>,
    /// Names the source of the references.
    pub(crate) realm: Option<String>,
    pub(crate) seller: SellerProfile,
    pub(crate) nuonuo: Option<NuonuoAccount>,
    pub(crate) fengchao: Option<FengchaoAccount>,
    pub(crate) piaotong: Option<PiaotongAccount>,
    pub(crate) suning: Option<SuningAccount>,
}

/// What is printed of the seller.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SellerProfile {
    pub(crate) name: String,
    pub(crate) drawer: String,
    pub(crate) address: Option<String>,
    pub(crate) telephone: Option<String>,
}

impl Default for SellerProfile {
    fn default() -> Self {
        Self { name: String::new(), drawer: "开票员".into(), address: None, telephone: None }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NuonuoAccount {
    pub(crate) services_url: String,
    pub(crate) token_url: String,
    pub(crate) app_key: String,
    #[serde(deserialize_with = "secret")]
    pub(crate) app_secret: AppSecret,
    pub(crate) tax_number: Seller,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FengchaoAccount {
    pub(crate) base_url: String,
    pub(crate) app_id: String,
    #[serde(deserialize_with = "secret")]
    pub(crate) app_secret: AppSecret,
    pub(crate) tax_number: Seller,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PiaotongAccount {
    pub(crate) base_url: String,
    pub(crate) platform_code: String,
    pub(crate) alias: String,
    #[serde(deserialize_with = "secret")]
    pub(crate) des_key: AppSecret,
    #[serde(deserialize_with = "secret")]
    pub(crate) partner_private_key: AppSecret,
    pub(crate) piaotong_public_key: String,
    pub(crate) tax_number: Seller,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SuningAccount {
    pub(crate) base_url: String,
    pub(crate) app_key: String,
    #[serde(deserialize_with = "secret")]
    pub(crate) app_secret: AppSecret,
    /// The shop's merchant code.
    #[serde(default)]
    pub(crate) shop: String,
    /// What the sandbox has on its shelves; not needed.
    #[serde(default, rename = "order_ids")]
    _order_ids: Vec<String>,
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<AppSecret, D::Error> {
    String::deserialize(deserializer).map(AppSecret::new)
}

impl Accounts {
    /// Reads the file: JSON if it begins like an object, TOML otherwise.
    pub(crate) fn read(path: &Path) -> Result<Self, (Exit, String)> {
        let text = fs::read_to_string(path).map_err(|error| (Exit::Failed, format!("{}: {error}", path.display())))?;
        Self::parse(&text).map_err(|error| (Exit::Usage, format!("{}: {error}", path.display())))
    }

    /// Reads the text. What is wrong is said with its line and without the value that stands there: it may be a secret.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if text.trim_start().starts_with('{') {
            return serde_json::from_str(text).map_err(|error| without_value(&error.to_string()));
        }
        toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            format!("{} at line {}", without_value(error.message()), before.matches('\n').count() + 1)
        })
    }

    /// Takes every secret of the file out of a text, whoever repeats it.
    pub(crate) fn scrubber(&self) -> Scrubber {
        let mut scrubber = Scrubber::default();
        let secrets = [
            self.nuonuo.as_ref().map(|account| &account.app_secret),
            self.fengchao.as_ref().map(|account| &account.app_secret),
            self.piaotong.as_ref().map(|account| &account.des_key),
            self.piaotong.as_ref().map(|account| &account.partner_private_key),
            self.suning.as_ref().map(|account| &account.app_secret),
        ];
        for line in secrets.into_iter().flatten().flat_map(|secret| secret.expose().lines()) {
            if !line.starts_with("-----") {
                scrubber.add(line);
            }
        }
        scrubber
    }

    /// Whether every address is on this machine: then it is a sandbox that is asked.
    pub(crate) fn are_all_local(&self) -> bool {
        [
            self.nuonuo.as_ref().map(|account| &account.services_url),
            self.nuonuo.as_ref().map(|account| &account.token_url),
            self.fengchao.as_ref().map(|account| &account.base_url),
            self.piaotong.as_ref().map(|account| &account.base_url),
            self.suning.as_ref().map(|account| &account.base_url),
        ]
        .into_iter()
        .flatten()
        .all(|url| is_local(url))
    }

    /// The realm: the option's, or the file's.
    pub(crate) fn realm(&self, option: Option<&str>) -> Result<Realm, (Exit, String)> {
        let text = option.or(self.realm.as_deref()).ok_or_else(|| {
            let what = "no realm: give --realm, or realm in the accounts file; it names the source of the references and must \
                        never change for orders that were sent";
            (Exit::Usage, what.to_owned())
        })?;
        text.parse().map_err(|error: fapiao::model::WordError| (Exit::Usage, error.to_string()))
    }

    /// The one seller that all issuing accounts are for.
    pub(crate) fn seller(&self) -> Result<Seller, (Exit, String)> {
        let numbers = [self.nuonuo.as_ref().map(|a| &a.tax_number), self.piaotong.as_ref().map(|a| &a.tax_number)];
        let mut numbers = numbers.into_iter().flatten();
        let first =
            numbers.next().ok_or((Exit::Usage, "no account that issues: give nuonuo or piaotong".to_owned()))?;
        match numbers.find(|number| *number != first) {
            None => Ok(first.clone()),
            Some(other) => {
                Err((Exit::Usage, format!("the accounts are for two sellers, {first} and {other}; use a file each")))
            }
        }
    }

    /// Everybody who issues.
    pub(crate) fn issuers(&self, context: &Context) -> Result<BTreeMap<Provider, Arc<dyn Issuer>>, Error> {
        let mut issuers: BTreeMap<Provider, Arc<dyn Issuer>> = BTreeMap::new();
        if let Some(account) = &self.nuonuo {
            issuers.insert(Provider::Nuonuo, Arc::new(self.nuonuo(account, context)?));
        }
        if let Some(account) = &self.piaotong {
            issuers.insert(Provider::Piaotong, Arc::new(self.piaotong(account, context)?));
        }
        Ok(issuers)
    }
}

/// Transport, clock and randomness for all accounts.
pub(crate) fn context() -> Result<Context, String> {
    fapiao::connect::context().map_err(|error| error.to_string())
}

impl Accounts {
    /// Where invoices are shown.
    pub(crate) fn marketplace(&self, context: &Context) -> Result<Option<Arc<dyn Marketplace>>, Error> {
        let Some(account) = &self.suning else { return Ok(None) };
        let environment = suning::Environment::Custom(account.base_url.clone());
        let config = suning::Config::new(environment, &account.app_key, account.app_secret.clone());
        let client = suning::Client::new(config, context.clone())?;
        Ok(Some(Arc::new(client.merchant(&account.shop).marketplace())))
    }

    /// The gateway, which can retry.
    pub(crate) fn gateway(&self, context: &Context) -> Result<Option<Arc<dyn Retry>>, Error> {
        let Some(account) = &self.fengchao else { return Ok(None) };
        let environment = fengchao::Environment::Custom(account.base_url.clone());
        let config = fengchao::Config::new(&account.app_id, account.app_secret.clone()).with_environment(environment);
        let client = fengchao::Client::new(config, context.clone())?;
        Ok(Some(Arc::new(client.merchant(account.tax_number.clone()))))
    }
}

impl Accounts {
    fn nuonuo(&self, account: &NuonuoAccount, context: &Context) -> Result<nuonuo::Issuer, Error> {
        let environment = nuonuo::Environment::Custom(account.services_url.clone());
        let config = nuonuo::Config::new(environment, &account.app_key, account.app_secret.clone())
            .with_token_url(&account.token_url);
        let client = nuonuo::Client::new(config, context.clone())?;
        let mut profile = nuonuo::Profile::new(&self.seller.drawer);
        if let Some(address) = &self.seller.address {
            profile = profile.address(address);
        }
        if let Some(telephone) = &self.seller.telephone {
            profile = profile.telephone(telephone);
        }
        Ok(client.merchant(account.tax_number.clone()).issuer(profile))
    }

    fn piaotong(&self, account: &PiaotongAccount, context: &Context) -> Result<piaotong::Issuer, Error> {
        let keys = piaotong::Keys::parse(
            account.des_key.expose(),
            account.partner_private_key.expose(),
            &account.piaotong_public_key,
        )?;
        let alias = account.alias.parse().map_err(|error: fapiao::model::WordError| wrong("alias", &error))?;
        let environment = piaotong::Environment::Custom(account.base_url.clone());
        let config = piaotong::Config::new(environment, &account.platform_code, alias, keys);
        piaotong::Client::new(config, context.clone())?.merchant(account.tax_number.clone()).issuer()
    }
}

/// A member of the accounts file that can't be used.
fn wrong(field: &'static str, error: &fapiao::model::WordError) -> Error {
    static READ: Entry = Entry::new(Provider::Piaotong, "Configure", "", "配置", "");
    Error::new(&READ, ErrorKind::Configuration, Outcome::NotSent, error.to_string()).with_field(field)
}

/// A fault without the value that it quotes, as in "invalid type: integer `42`, expected a string".
fn without_value(message: &str) -> String {
    let parts = message.split_once(['`', '"']).zip(message.rsplit_once(", expected "));
    match parts {
        Some(((what, _), (_, expected)))
            if message.starts_with("invalid type: ") || message.starts_with("invalid value: ") =>
        {
            format!("{}, expected {expected}", what.trim_end())
        }
        _ => message.to_owned(),
    }
}

/// Whether an address is of this machine.
fn is_local(url: &str) -> bool {
    address::parse(url, &[]).is_ok_and(|uri| uri.host().is_some_and(address::is_loopback))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_is_of_this_machine() {
        for url in
            ["http://127.0.0.1:8765/open/v1/services", "http://localhost", "https://LOCALHOST:1/x", "http://[::1]:80/"]
        {
            assert!(is_local(url), "{url}");
        }
        for url in ["https://sdk.nuonuo.com/open/v1/services", "http://127.0.0.1@example.com/", "http://10.0.0.1", ""] {
            assert!(!is_local(url), "{url}");
        }
    }
}
