//! What a golden file came to, section by section.

use super::case::{Checked, Mismatch, Stop};
use fapiao_model::Provider;
use std::{collections::BTreeMap, fmt};

/// What one golden file came to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Whose file it is.
    pub provider: Provider,
    /// Its sections, in the order of the file.
    pub sections: Vec<Section>,
}

/// What one section came to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Section {
    /// Its name in the file.
    pub name: String,
    /// Whether we know what its cases say. If not, none was checked.
    pub is_known: bool,
    /// How many cases it has.
    pub cases: usize,
    /// Cases that we do as they say.
    pub passed: usize,
    /// The others.
    pub failures: Vec<Failure>,
    /// Cases of operations that have no type yet, by operation. They are neither passed nor failed.
    pub not_yet: BTreeMap<String, usize>,
}

/// A case that we do not do as it says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure {
    /// The case's id in the file.
    pub case: String,
    /// Where and how we differ.
    pub mismatch: Mismatch,
}

impl Report {
    /// Cases that passed, in all sections.
    #[must_use]
    pub fn passed(&self) -> usize {
        self.sections.iter().map(|section| section.passed).sum()
    }

    /// Cases that failed, in all sections.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.sections.iter().map(|section| section.failures.len()).sum()
    }

    /// The section of this name.
    #[must_use]
    pub fn section(&self, name: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.name == name)
    }
}

impl Section {
    pub(super) fn new(name: &str, is_known: bool) -> Self {
        let (name, not_yet) = (name.to_owned(), BTreeMap::new());
        Self { name, is_known, cases: 0, passed: 0, failures: Vec::new(), not_yet }
    }

    pub(super) fn add(&mut self, case: String, checked: Checked) {
        match checked {
            Ok(()) => self.passed += 1,
            Err(Stop::NotYet(operation)) => *self.not_yet.entry(operation).or_default() += 1,
            Err(Stop::Differs(mismatch)) => self.failures.push(Failure { case, mismatch }),
        }
    }
}

impl fmt::Display for Report {
    /// A line a section, then a paragraph a failure.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for section in &self.sections {
            writeln!(f, "{}.{section}", self.provider)?;
        }
        for section in &self.sections {
            for Failure { case, mismatch } in &section.failures {
                writeln!(f, "FAILED {}.{} {case}: {}", self.provider, section.name, mismatch.stage)?;
                writeln!(f, "  ours:   {}\n  theirs: {}", mismatch.ours, mismatch.theirs)?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, is_known, cases, passed, failures, not_yet } = self;
        if !is_known {
            return write!(f, "{name} unknown section, {cases} cases not checked");
        }
        write!(f, "{name} {passed} passed, {} failed", failures.len())?;
        if not_yet.is_empty() {
            return Ok(());
        }
        let count: usize = not_yet.values().sum();
        let names: Vec<&str> = not_yet.keys().map(String::as_str).collect();
        write!(f, ", {count} not yet: {}", names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::super::case::differs;
    use super::*;

    #[test]
    fn a_report_counts_names_and_shows_both_values() {
        let mut sign = Section::new("sign", true);
        sign.add("n1".into(), Ok(()));
        sign.add("n2".into(), Err(differs("signature", "a", "b")));
        sign.add("n3".into(), Err(Stop::NotYet("getCreditLine".into())));
        let mut later = Section::new("later", false);
        later.cases = 2;
        let report = Report { provider: Provider::Nuonuo, sections: vec![sign, later] };
        assert_eq!((report.passed(), report.failed()), (1, 1));
        assert_eq!(
            report.to_string(),
            "nuonuo.sign 1 passed, 1 failed, 1 not yet: getCreditLine\nnuonuo.later unknown section, 2 cases not checked\n\
             FAILED nuonuo.sign n2: signature\n  ours:   a\n  theirs: b\n"
        );
    }
}
