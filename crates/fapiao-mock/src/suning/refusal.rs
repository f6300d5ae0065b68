use fapiao_model::suning::CODES;

/// A request that is not worked on.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub(super) code: String,
    pub(super) check: &'static str,
    pub(super) detail: String,
}

/// What a check comes to.
pub(super) type Step<T = ()> = Result<T, Refusal>;

impl Refusal {
    pub(super) fn new(code: impl Into<String>, check: &'static str, detail: impl Into<String>) -> Self {
        Self { code: code.into(), check, detail: detail.into() }
    }

    /// The words that Suning's documentation prints for the code.
    pub(super) fn words(&self, method: &str) -> &'static str {
        CODES.find(&self.code, method).map_or("", |row| row.meaning.zh)
    }
}
