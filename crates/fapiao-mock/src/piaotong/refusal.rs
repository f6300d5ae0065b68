/// A request that is answered with a code other than 0000.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub(super) code: String,
    /// The `msg` of the answer.
    pub(super) words: String,
    pub(super) check: &'static str,
    /// For the request log.
    pub(super) detail: String,
}

/// What a check comes to.
pub(super) type Step<T = ()> = Result<T, Refusal>;

impl Refusal {
    pub(super) fn new(
        code: impl Into<String>,
        words: impl Into<String>,
        check: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self { code: code.into(), words: words.into(), check, detail: detail.into() }
    }

    /// 8995, naming the member.
    pub(super) fn data(member: &str, words: &str, detail: &str) -> Self {
        Self::new("8995", format!("数据校验失败：{member}{words}"), "member", format!("{member} {detail}"))
    }
}
