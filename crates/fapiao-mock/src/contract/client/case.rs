//! What a claim works with: the subject, a door, and the record of what the client made of everything that can go wrong.

use super::{Broken, Connected, Door, Kept, Stage, Subject, trials::Trial, troubles};
use crate::Settings;
use fapiao_model::{CodeTable, Entry, Provider, fengchao, nuonuo, piaotong, suning};
use fapiao_transport::Transport;
use std::sync::Arc;
use tokio::sync::OnceCell;

/// A subject behind one door.
pub(super) struct Case<'a> {
    pub(super) subject: &'a dyn Subject,
    pub(super) settings: Settings,
    pub(super) door: Door,
    http: &'a Arc<dyn Transport>,
    trials: OnceCell<Vec<Trial>>,
}

impl<'a> Case<'a> {
    pub(super) fn new(subject: &'a dyn Subject, door: Door, http: &'a Arc<dyn Transport>) -> Self {
        Self { subject, settings: subject.settings(), door, http, trials: OnceCell::new() }
    }

    pub(super) fn broken(&self, operation: Option<&'static str>, what: impl Into<String>) -> Broken {
        Broken { door: self.door, operation, what: what.into() }
    }

    /// Keeps the claim if the condition holds.
    pub(super) fn holds(&self, condition: bool, operation: &'static str, otherwise: impl FnOnce() -> String) -> Kept {
        if condition { Ok(()) } else { Err(self.broken(Some(operation), otherwise())) }
    }

    pub(super) async fn stage(&self) -> Result<Stage, Broken> {
        let stage = Stage::set(self.settings.clone(), self.door, self.http).await;
        stage.map_err(|error| self.broken(None, format!("the suite itself can't open its door: {error}")))
    }

    /// A client on a fresh stage, and its main write.
    pub(super) async fn client(&self) -> Result<Scene, Broken> {
        let stage = self.stage().await?;
        let client = self.subject.connect(&stage);
        let Some(main) = client.writes().first().copied() else {
            return Err(self.broken(None, "the subject names no write"));
        };
        Ok(Scene { stage, client, main })
    }

    /// What the client made of every trouble. They are staged once for all claims.
    pub(super) async fn trials(&self) -> Result<&[Trial], Broken> {
        self.trials.get_or_try_init(|| troubles::all(self)).await.map(Vec::as_slice)
    }

    /// Keeps the claim if every trial of this sort is judged so.
    pub(super) async fn every(
        &self,
        sort: impl Fn(&Trial) -> bool,
        judge: impl Fn(&Trial) -> Result<(), String>,
    ) -> Kept {
        for trial in self.trials().await?.iter().filter(|trial| sort(trial)) {
            judge(trial).map_err(|what| self.broken(Some(trial.operation), format!("{}: {what}", trial.label)))?;
        }
        Ok(())
    }
}

/// A client on its stage.
pub(super) struct Scene {
    pub(super) stage: Stage,
    pub(super) client: Box<dyn Connected>,
    pub(super) main: &'static str,
}

impl Scene {
    /// Whose client it is, by the catalogue.
    pub(super) fn provider(&self) -> Option<Provider> {
        entries(self.main).next().map(|entry| entry.provider)
    }
}

/// The catalogue lines of a wire name. A wire method with a switch is several operations.
pub(super) fn entries(wire_name: &str) -> impl Iterator<Item = &'static Entry> {
    let all = nuonuo::CATALOGUE.iter().chain(fengchao::CATALOGUE).chain(piaotong::CATALOGUE).chain(suning::CATALOGUE);
    all.filter(move |entry| entry.wire_name == wire_name)
}

/// What a provider's codes mean.
pub(super) const fn codes(provider: Provider) -> CodeTable {
    match provider {
        Provider::Nuonuo => nuonuo::CODES,
        Provider::Fengchao => fengchao::CODES,
        Provider::Piaotong => piaotong::CODES,
        Provider::Suning => suning::CODES,
        _ => CodeTable::new(&[]),
    }
}
