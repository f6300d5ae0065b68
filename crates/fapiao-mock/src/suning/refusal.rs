use fapiao_model::suning::CODES;

/// A request that is not worked on.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub(super) code: String,
    pub(super) check: &'static str,
    pub(super) detail: String,
    /// Words of a script, in the place of the documented ones.
    pub(super) scripted: Option<String>,
}

/// What a check comes to.
pub(super) type Step<T = ()> = Result<T, Refusal>;

impl Refusal {
    pub(super) fn new(code: impl Into<String>, check: &'static str, detail: impl Into<String>) -> Self {
        Self { code: code.into(), check, detail: detail.into(), scripted: None }
    }

    /// The words of the script, else those that Suning's documentation prints for the code.
    pub(super) fn words(&self, method: &str) -> &str {
        let printed = || CODES.find(&self.code, method).map_or("", |row| row.meaning.zh);
        self.scripted.as_deref().unwrap_or_else(printed)
    }
}
