//! What a client needs to start: addresses and made-up keys.

use crate::{Sandbox, Settings};
use serde_json::{Value, json};

impl Sandbox {
    /// Addresses and keys of all four systems, as `fapiao sandbox --json` prints them and `/_sandbox/ready` answers.
    ///
    /// They are secrets in form only: made up, known to everybody, and good for this sandbox alone.
    #[must_use]
    pub fn ready(&self, base_url: &str) -> Value {
        self.with_settings(|settings| ready(settings, base_url))
    }
}

fn ready(settings: &Settings, base: &str) -> Value {
    let Settings { nuonuo, fengchao, piaotong, suning, .. } = settings;
    json!({
        "ready": true,
        "nuonuo": {
            "services_url": format!("{base}/open/v1/services"),
            "token_url": format!("{base}/accessToken"),
            "app_key": nuonuo.app_key,
            "app_secret": nuonuo.app_secret.expose(),
            "tax_number": nuonuo.companies.first().map(|company| company.tax_number.as_str()),
        },
        "fengchao": {
            "base_url": base,
            "app_id": fengchao.app_id,
            "app_secret": fengchao.app_secret.expose(),
            "tax_number": fengchao.tax_numbers.first(),
        },
        "piaotong": {
            "base_url": base,
            "platform_code": piaotong.platform_code,
            "alias": piaotong.alias,
            "des_key": piaotong.des_key().expose(),
            "partner_private_key": piaotong.partner_private_pem(),
            "piaotong_public_key": piaotong.piaotong_public_pem(),
            "tax_number": piaotong.sellers.first().map(|seller| seller.tax_number.as_str()),
        },
        "suning": {
            "base_url": format!("{base}/api/http/sopRequest"),
            "app_key": suning.app_key,
            "app_secret": suning.app_secret.expose(),
            "order_ids": suning.orders.iter().map(|order| order.id.as_str()).collect::<Vec<_>>(),
        },
    })
}
