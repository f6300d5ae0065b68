//! Golden files: what other people's clients and servers really sent, and what it means, against our crates.
//!
//! A file belongs to one provider, recognised from its content, and has sections of cases. Nothing here knows a case by its id
//! or a section by its length, so that any file of the same form can be run. A failed case is named with the *first* stage at
//! which we differ (the string to sign before the signature, the signature before the header) and both values.

mod case;
mod fengchao;
mod message;
mod nuonuo;
mod piaotong;
mod report;
mod suning;

pub use case::Mismatch;
pub use report::{Failure, Report, Section};

use case::{Case, Checked};
use fapiao_model::Provider;
use serde_json::Value;

/// Checks a case. The file is given too, for what its cases share (keys).
type Check = fn(file: &Value, case: Case<'_>) -> Checked;

/// Runs a golden file, given as its text.
///
/// # Errors
/// If it is no JSON, or of no provider that we know.
pub fn run(text: &str) -> Result<Report, NotVectors> {
    let file: Value = serde_json::from_str(text).map_err(NotVectors::Json)?;
    let provider = recognised(&file).ok_or(NotVectors::Provider)?;
    let sections =
        sections(&file).into_iter().map(|(name, cases)| run_section(provider, &file, name, &cases)).collect();
    Ok(Report { provider, sections })
}

/// A text that is no golden file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotVectors {
    /// It is no JSON.
    #[error("this is no JSON: {0}")]
    Json(#[source] serde_json::Error),
    /// Nothing in it says whose it is.
    #[error("this is no golden file of nuonuo, fengchao, piaotong or suning: write its name into a member `provider`")]
    Provider,
}

fn run_section(provider: Provider, file: &Value, name: &str, cases: &[(String, &Value)]) -> Section {
    let checks = match provider {
        Provider::Nuonuo => nuonuo::SECTIONS,
        Provider::Fengchao => fengchao::SECTIONS,
        Provider::Piaotong => piaotong::SECTIONS,
        Provider::Suning => suning::SECTIONS,
        _ => &[],
    };
    let check = checks.iter().find(|(known, _)| *known == name).map(|(_, check)| check);
    let mut section = Section::new(name, check.is_some());
    section.cases = cases.len();
    if let Some(check) = check {
        cases.iter().for_each(|(id, case)| section.add(id.clone(), check(file, Case::new(case))));
    }
    section
}

/// Every list of records, at the top or under `vectors`, and the record of keys.
fn sections(file: &Value) -> Vec<(&str, Vec<(String, &Value)>)> {
    let everywhere = [file, &file["vectors"]].into_iter().filter_map(Value::as_object).flatten();
    everywhere.filter_map(|(name, value)| Some((name.as_str(), cases(name, value)?))).collect()
}

fn cases<'a>(section: &str, value: &'a Value) -> Option<Vec<(String, &'a Value)>> {
    if let ("keys", Some(keys)) = (section, value.as_object()) {
        return Some(keys.iter().map(|(name, key)| (name.clone(), key)).collect());
    }
    let list = value.as_array().filter(|list| list.iter().all(Value::is_object))?;
    let id = |at: usize, case: &Value| case["id"].as_str().map_or_else(|| format!("#{}", at + 1), str::to_owned);
    Some(list.iter().enumerate().map(|(at, case)| (id(at, case), case)).collect())
}

/// Whose file it is: by its member `provider`, by its own words, or by members that only one provider's cases have.
fn recognised(file: &Value) -> Option<Provider> {
    const ALL: [Provider; 4] = [Provider::Nuonuo, Provider::Fengchao, Provider::Piaotong, Provider::Suning];
    let named = |text: &str, provider: Provider| text.to_lowercase().contains(provider.as_str());
    let said = |member: &str| ALL.into_iter().find(|one| file[member].as_str().is_some_and(|text| named(text, *one)));
    said("provider").or_else(|| said("about")).or_else(|| by_members(file))
}

fn by_members(file: &Value) -> Option<Provider> {
    if file["vectors"].is_object() || file["des_keys"].is_object() {
        return Some(Provider::Piaotong);
    }
    let all = sections(file);
    let has = |name: &str| all.iter().flat_map(|(_, cases)| cases).any(|(_, case)| !case[name].is_null());
    let marks = [
        (Provider::Suning, ["biz_node", "app_method", "sign_info"]),
        (Provider::Fengchao, ["params", "signed_params", "body_utf8"]),
        (Provider::Nuonuo, ["senid", "inputs", "meaning"]),
    ];
    marks.into_iter().find(|(_, names)| names.iter().any(|name| has(name))).map(|(provider, _)| provider)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_file_without_a_name_is_recognised_by_what_its_cases_have() {
        for (file, provider) in [
            (json!({ "sign": [{ "senid": "1" }] }), Provider::Nuonuo),
            (json!({ "sign": [{ "params": [] }] }), Provider::Fengchao),
            (json!({ "sign": [{ "app_method": "x" }] }), Provider::Suning),
            (json!({ "vectors": {} }), Provider::Piaotong),
        ] {
            assert_eq!(recognised(&file), Some(provider), "{file}");
        }
        assert_eq!(recognised(&json!({ "sign": [] })), None);
    }

    #[test]
    fn a_section_that_nobody_knows_is_named_and_not_counted() {
        let report = run(r#"{ "provider": "nuonuo", "dreams": [{ "id": "d1" }, {}] }"#).unwrap();
        assert_eq!(report.to_string(), "nuonuo.dreams unknown section, 2 cases not checked\n");
        assert_eq!((report.passed(), report.failed()), (0, 0));
    }

    #[test]
    fn a_case_of_another_form_fails_and_says_what_it_lacks() {
        let report = run(r#"{ "provider": "nuonuo", "sign": [{}] }"#).unwrap();
        let failure = &report.sections[0].failures[0];
        assert_eq!(failure.case, "#1");
        assert!(failure.mismatch.stage.starts_with("form of the case"), "{failure:?}");
    }

    #[test]
    fn what_is_no_golden_file_is_said_to_be_none() {
        assert!(matches!(run("{"), Err(NotVectors::Json(_))));
        assert!(matches!(run("{}"), Err(NotVectors::Provider)));
    }
}
