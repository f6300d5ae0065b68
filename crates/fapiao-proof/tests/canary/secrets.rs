//! The canaries, and the search for them.

use fapiao_mock::Settings;
use fapiao_signing::fengchao::web_socket_token;
use std::collections::BTreeSet;

/// With characters that JSON, XML and forms write in another way.
pub(crate) const NUONUO: &str = "CANARY/nuonuo&\"secret<1>";
pub(crate) const NUONUO_WRONG: &str = "CANARY/nuonuo&\"wrong<2>";
pub(crate) const NUONUO_TOKEN: &str = "CANARY-nuonuo-token-3";
pub(crate) const FENGCHAO: &str = "CANARY/fengchao&\"secret<4>";
pub(crate) const FENGCHAO_WRONG: &str = "CANARY/fengchao&\"wrong<5>";
pub(crate) const SUNING: &str = "CANARY/suning&\"secret<6>";
pub(crate) const SUNING_WRONG: &str = "CANARY/suning&\"wrong<7>";
pub(crate) const SUNING_TOKEN: &str = "CANARY-suning-token-8";
pub(crate) const SUNING_WRONG_TOKEN: &str = "CANARY-suning-token-9";
pub(crate) const PIAOTONG: &str = "CANARYpiaotongDes3Key#24";
pub(crate) const PIAOTONG_WRONG: &str = "CANARYwrongContentKey#24";

/// A partner's private key that only the golden vectors have.
pub(crate) fn strangers_key() -> String {
    let vectors = include_str!("../../../../fixtures/vectors/piaotong.json");
    let vectors: serde_json::Value = serde_json::from_str(vectors).unwrap();
    vectors["keys"]["stranger_1024"]["private_pkcs8_pem"].as_str().unwrap().to_owned()
}

/// A sandbox whose secrets are canaries.
pub(crate) fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.nuonuo.app_secret = NUONUO.into();
    settings.fengchao.app_secret = FENGCHAO.into();
    settings.suning.app_secret = SUNING.into();
    settings.suning.access_token = Some(SUNING_TOKEN.into());
    settings.piaotong = settings.piaotong.with_des_key(PIAOTONG).unwrap();
    settings
}

/// The tokens that the sandbox gives out, in its own way of making them: the first ones.
pub(crate) fn tokens_of_the_sandbox(settings: &Settings) -> Vec<String> {
    let token = |id| web_socket_token(&format!("token {id}"), &settings.nuonuo.app_secret).to_uppercase();
    (1..=200).map(token).collect()
}

/// Everything that must come up nowhere, in every form in which it could.
#[derive(Debug)]
pub(crate) struct Secrets(Vec<String>);

impl Secrets {
    /// The canaries, the sandbox's own secrets, the private keys line by line, and these tokens.
    pub(crate) fn all(settings: &Settings, tokens: Vec<String>) -> Self {
        let canaries = [NUONUO, NUONUO_WRONG, NUONUO_TOKEN, FENGCHAO, FENGCHAO_WRONG, SUNING, SUNING_WRONG];
        let more = [SUNING_TOKEN, SUNING_WRONG_TOKEN, PIAOTONG, PIAOTONG_WRONG];
        let canaries = canaries.into_iter().chain(more).map(str::to_owned);
        let keys = [strangers_key(), settings.piaotong.partner_private_pem()];
        let lines = keys.iter().flat_map(|pem| pem.lines().filter(|line| line.len() > 40)).map(str::to_owned);
        let plain = canaries.chain(settings.secrets()).chain(lines).chain(tokens).filter(|secret| secret.len() > 5);
        let all: BTreeSet<String> = plain.flat_map(|secret| forms(&secret)).collect();
        Self(all.into_iter().collect())
    }

    /// Those in a text.
    fn in_text<'s>(&'s self, text: &'s str) -> impl Iterator<Item = &'s String> {
        self.0.iter().filter(move |secret| text.contains(secret.as_str()))
    }

    /// Whether any stands in the text.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        self.in_text(text).next().is_some()
    }
}

/// As it is, in JSON, in XML, in a form, and as Rust prints it.
fn forms(secret: &str) -> Vec<String> {
    let json = serde_json::to_string(secret).unwrap();
    let xml = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let form: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    vec![secret.to_owned(), json.trim_matches('"').to_owned(), xml, form, format!("{secret:?}")]
}

/// What came up, and where.
#[derive(Debug, Default)]
pub(crate) struct Found(Vec<(String, String)>);

impl Found {
    pub(crate) fn keep(&mut self, place: impl Into<String>, text: impl Into<String>) {
        self.0.push((place.into(), text.into()));
    }

    #[track_caller]
    pub(crate) fn must_hold_none_of(&self, secrets: &Secrets) {
        assert!(self.0.len() > 60, "only {} texts were kept: was anything done?", self.0.len());
        let leaks: Vec<String> = self.0.iter().flat_map(|(place, text)| leaks(place, text, secrets)).collect();
        assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
    }
}

/// Each secret in a text, with what stands around it.
fn leaks(place: &str, text: &str, secrets: &Secrets) -> Vec<String> {
    let around = |secret: &String| {
        let at = text.find(secret.as_str()).unwrap_or_default();
        let before: String = text.get(..at).unwrap_or_default().chars().rev().take(80).collect();
        let before: String = before.chars().rev().collect();
        format!("{place}: {secret:?} after …{before:?}")
    };
    secrets.in_text(text).map(around).collect()
}
