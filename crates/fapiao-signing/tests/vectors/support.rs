//! Reading the files and saying which case went wrong where.

use std::path::Path;

use fapiao_signing::first_difference;
use serde_json::Value;

/// What a case found: nothing, or the first stage that differs.
pub(crate) type Checked = Result<(), String>;

pub(crate) fn file(provider: &str) -> Value {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/vectors").join(provider).with_extension("json");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

/// Runs every case of a section and fails with all that differ. `expected` guards against cases that are skipped or lost.
#[track_caller]
pub(crate) fn each(section: &Value, expected: usize, check: impl Fn(&Value) -> Checked) {
    let cases = section.as_array().unwrap();
    let failed: Vec<String> = cases
        .iter()
        .filter_map(|case| check(case).err().map(|stage| format!("{}: {stage}", case["id"].as_str().unwrap_or("?"))))
        .collect();
    assert!(failed.is_empty(), "{} of {} cases differ:\n{}", failed.len(), cases.len(), failed.join("\n"));
    assert_eq!(cases.len(), expected, "number of cases");
}

pub(crate) fn text<'v>(case: &'v Value, name: &str) -> &'v str {
    case[name].as_str().unwrap_or_else(|| panic!("{} has no text {name:?}", case["id"]))
}

/// `Ok` when both are the same, else the stage and where they part.
pub(crate) fn same(stage: &str, ours: impl AsRef<[u8]>, theirs: impl AsRef<[u8]>) -> Checked {
    first_difference(ours.as_ref(), theirs.as_ref())
        .map_or(Ok(()), |difference| Err(format!("{stage}, ours against theirs: {difference}")))
}

/// `Ok` when the check came out as the vector says.
pub(crate) fn decided(stage: &str, ours: bool, theirs: bool) -> Checked {
    if ours == theirs { Ok(()) } else { Err(format!("{stage}: ours {ours}, theirs {theirs}")) }
}
