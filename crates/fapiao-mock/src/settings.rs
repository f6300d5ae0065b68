//! What can be set: one group a provider, and scripts for single orders.

use fapiao_model::Provider;
use std::collections::HashMap;

/// The sandbox's settings. Every open question of the protocol notes that a sandbox can play is a switch in its provider's group.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Settings {
    /// Nuonuo.
    pub nuonuo: crate::NuonuoSettings,
    /// Fengchao.
    pub fengchao: crate::FengchaoSettings,
    /// Piaotong.
    pub piaotong: crate::PiaotongSettings,
    /// Suning.
    pub suning: crate::SuningSettings,
    /// What happens to single orders, by provider and order number.
    pub(crate) scripts: HashMap<(Provider, String), Vec<Script>>,
}

/// What happens to one order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Script {
    /// It fails at the tax bureau so many times, with these words, before it is issued.
    Fail {
        /// How often.
        times: u32,
        /// The provider's words (Nuonuo `failCause`, Piaotong `msg`).
        words: String,
    },
    /// It is refused when it is handed in, with this code of the provider and these words.
    Refuse {
        /// The provider's code.
        code: String,
        /// The provider's words.
        words: String,
    },
    /// The drawer has to log in first (Piaotong's 3999, Nuonuo's failure words) so many times.
    Login {
        /// How often.
        times: u32,
    },
}

impl Settings {
    /// Every secret in it: what the request log must not show.
    #[must_use]
    pub fn secrets(&self) -> Vec<String> {
        [self.nuonuo.secrets(), self.fengchao.secrets(), self.piaotong.secrets(), self.suning.secrets()].concat()
    }
}

/// What happens to one attempt at issuing an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setback<'a> {
    /// The bureau refuses it, with these words.
    Fail(&'a str),
    /// The drawer has to log in first.
    Login,
}

impl Settings {
    /// What goes wrong with an order's attempt, counted from 0; each attempt consumes one of the scripted setbacks.
    pub(crate) fn setback(&self, provider: Provider, number: &str, attempt: u32) -> Option<Setback<'_>> {
        let mut left = attempt;
        for script in self.scripts_of(provider, number) {
            let (times, setback) = match script {
                Script::Fail { times, words } => (*times, Setback::Fail(words)),
                Script::Login { times } => (*times, Setback::Login),
                Script::Refuse { .. } => continue,
            };
            if left < times {
                return Some(setback);
            }
            left -= times;
        }
        None
    }

    /// The code and words that an order is refused with when it is handed in.
    pub(crate) fn refusal(&self, provider: Provider, number: &str) -> Option<(&str, &str)> {
        self.scripts_of(provider, number).iter().find_map(|script| match script {
            Script::Refuse { code, words } => Some((code.as_str(), words.as_str())),
            _ => None,
        })
    }

    fn scripts_of(&self, provider: Provider, number: &str) -> &[Script] {
        if self.scripts.is_empty() {
            return &[];
        }
        self.scripts.get(&(provider, number.to_owned())).map(Vec::as_slice).unwrap_or_default()
    }
}
