//! The operations that the crates know, as their catalogues list them.

use comfy_table::{Table, presets};
use fapiao_model::{Entry, Provider, Replay, fengchao, nuonuo, piaotong, suning};

/// The providers, in the order in which they are listed.
pub const PROVIDERS: [Provider; 4] = [Provider::Nuonuo, Provider::Fengchao, Provider::Piaotong, Provider::Suning];

/// Every operation of a provider.
#[must_use]
pub fn entries(provider: Provider) -> &'static [Entry] {
    match provider {
        Provider::Nuonuo => nuonuo::CATALOGUE,
        Provider::Fengchao => fengchao::CATALOGUE,
        Provider::Piaotong => piaotong::CATALOGUE,
        Provider::Suning => suning::CATALOGUE,
        _ => &[],
    }
}

/// The operations of these providers as a table: one line each, and how many there are.
#[must_use]
pub fn table(providers: &[Provider]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["provider", "operation", "wire name", "title", "knowledge", "twice", "source"]);
    let listed: Vec<&Entry> = providers.iter().flat_map(|provider| entries(*provider)).collect();
    for entry in &listed {
        table.add_row([
            entry.provider.as_str(),
            entry.name,
            entry.wire_name,
            entry.title,
            entry.knowledge.as_str(),
            twice(entry.replay),
            entry.source,
        ]);
    }
    format!("{table}\n{} operations", listed.len())
}

/// What sending it twice does.
const fn twice(replay: Replay) -> &'static str {
    match replay {
        Replay::Safe => "safe",
        Replay::SameKey => "same key",
        Replay::Never => "never",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_provider_has_operations_and_all_are_its_own() {
        for provider in PROVIDERS {
            assert!(!entries(provider).is_empty(), "{provider}");
            assert!(entries(provider).iter().all(|entry| entry.provider == provider), "{provider}");
        }
    }

    #[test]
    fn every_entry_says_what_it_is_called_and_where_it_comes_from() {
        for entry in PROVIDERS.into_iter().flat_map(entries) {
            assert!(![entry.name, entry.wire_name, entry.title, entry.source].contains(&""), "{entry:?}");
        }
    }

    #[test]
    fn the_table_of_one_provider_has_no_other() {
        let table = table(&[Provider::Fengchao]);
        assert!(
            table.contains("/gateway/nuonuo/invoice/rebillingnew") && !table.contains("requestBillingNew"),
            "{table}"
        );
    }
}
