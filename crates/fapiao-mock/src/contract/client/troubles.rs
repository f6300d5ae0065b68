//! Everything that can go wrong with a write: each trouble is staged behind the door, and every write meets it once.

use super::{
    Broken, Door,
    case::{Case, Scene, codes, entries},
    line::HUGE,
    trials::{Trial, Trouble},
};
use crate::{Fault, Moment};
use bytes::Bytes;
use fapiao_model::{Class, CodeRow, Effect};
use http::{Response, StatusCode};
use std::time::Duration;

/// The deadline of a client whose answer never comes.
pub(super) const DEADLINE: Duration = Duration::from_millis(250);

/// 开票成功 in GBK.
const GBK: &[u8] = b"\xBF\xAA\xC6\xB1\xB3\xC9\xB9\xA6";

/// Codes that no table lists, with words that must not be believed either.
const UNLISTED: [(&str, &str); 2] = [("4711", "没有人知道的情况"), ("9917", "操作成功")];

const STATUSES: [StatusCode; 6] = [
    StatusCode::CREATED,
    StatusCode::ACCEPTED,
    StatusCode::FOUND,
    StatusCode::FORBIDDEN,
    StatusCode::INTERNAL_SERVER_ERROR,
    StatusCode::BAD_GATEWAY,
];

/// What answers where a proxy, a portal or a bug stands in the provider's place.
const NONSENSE: [&[u8]; 11] = [
    b"<html><body>502 Bad Gateway</body></html>",
    b"<ok/>",
    b"",
    b" \r\n",
    b"null",
    b"{}",
    b"[]",
    b"\"success\"",
    b"true",
    b"0",
    b"{\"code\":",
];

/// A trouble to be staged: which write meets which fault.
struct Plan {
    trouble: Trouble,
    label: String,
    moment: Moment,
    faults: Vec<(&'static str, Fault)>,
}

/// The answers that a sandbox in order gives.
struct Answers {
    /// By write: to a request in order, and to one that was changed on its way.
    by_write: Vec<(&'static str, Response<Bytes>, Response<Bytes>)>,
    main: &'static str,
}

/// Stages every trouble.
pub(super) async fn all(case: &Case<'_>) -> Result<Vec<Trial>, Broken> {
    let answers = Answers::collect(case).await?;
    let mut trials = Vec::new();
    for plan in answers.plans(case) {
        stage(case, plan, &mut trials).await?;
    }
    nobody_listens(case, &mut trials).await?;
    if case.door == Door::Memory {
        // The same behind every door, and many.
        uncertain_codes(case, &mut trials).await?;
        huge(case, &mut trials).await?;
    }
    Ok(trials)
}

async fn stage(case: &Case<'_>, plan: Plan, trials: &mut Vec<Trial>) -> Result<(), Broken> {
    let mut stage = case.stage().await?;
    if plan.trouble == Trouble::Hanging {
        stage = stage.within(DEADLINE);
    }
    let client = case.subject.connect(&stage);
    for (operation, fault) in &plan.faults {
        stage.inject(Some(operation), plan.moment, fault.clone());
    }
    for (operation, _) in plan.faults {
        trials.push(Trial::run(plan.trouble, &plan.label, (&stage, &*client), operation).await);
    }
    Ok(())
}

async fn nobody_listens(case: &Case<'_>, trials: &mut Vec<Trial>) -> Result<(), Broken> {
    let deserted = case.stage().await?.deserted();
    let stage = deserted.map_err(|error| case.broken(None, format!("the suite itself finds no port: {error}")))?;
    let client = case.subject.connect(&stage);
    for operation in client.writes() {
        trials.push(Trial::run(Trouble::Refused, "nobody listens", (&stage, &*client), operation).await);
    }
    Ok(())
}

/// In memory only: over HTTP the transport's own limit stands before the client's, and `contract::transport` judges that.
/// One write is enough, for each moves so many bytes.
async fn huge(case: &Case<'_>, trials: &mut Vec<Trial>) -> Result<(), Broken> {
    let Scene { stage, client, main } = case.client().await?;
    // A token, where one is needed, is fetched before.
    let _judged_elsewhere = client.read(9).await;
    stage.swell();
    let label = format!("the true answer and blanks, {HUGE} bytes");
    trials.push(Trial::run(Trouble::Huge, &label, (&stage, &*client), main).await);
    Ok(())
}

/// Every code that may come after a write was worked on. One about the token is answered by a new token first.
async fn uncertain_codes(case: &Case<'_>, trials: &mut Vec<Trial>) -> Result<(), Broken> {
    let Scene { stage, client, .. } = case.client().await?;
    // A token, where one is needed, is fetched before.
    let _judged_elsewhere = client.read(9).await;
    for operation in client.writes() {
        let Some(entry) = entries(operation).next() else { continue };
        let table = codes(entry.provider);
        let is_its = |row: &CodeRow| table.find(row.code, operation).is_some_and(|found| found == row);
        let is_plain = |row: &CodeRow| row.class != Class::Token && !row.code.contains('*');
        for row in table.rows().iter().filter(|row| row.effect == Effect::Unknown && is_plain(row) && is_its(row)) {
            let answer = case.subject.unlisted(row.code, "WORDS");
            stage.inject_once(operation, Moment::Before, Fault::Instead(answer));
            let label = format!("answered with the code {}", row.code);
            trials.push(Trial::run(Trouble::Uncertain, &label, (&stage, &*client), operation).await);
        }
    }
    Ok(())
}

impl Answers {
    async fn collect(case: &Case<'_>) -> Result<Self, Broken> {
        let Scene { stage, client, main } = case.client().await?;
        let mut answers = [Vec::new(), Vec::new()];
        for answers in &mut answers {
            for operation in client.writes() {
                let _judged_elsewhere = client.write(operation, 1).await;
                answers.push(stage.last_answer());
            }
            stage.tamper();
        }
        let [given, refused] = answers;
        let by_write = client.writes().into_iter().zip(given.into_iter().zip(refused));
        Ok(Self { by_write: by_write.map(|(name, (given, refused))| (name, given, refused)).collect(), main })
    }

    fn plans(&self, case: &Case<'_>) -> Vec<Plan> {
        let mut plans = self.lost();
        plans.extend(self.cut());
        plans.extend(self.other_statuses());
        let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
        plans.extend(NONSENSE.into_iter().chain([deep.as_slice()]).map(|body| {
            let shown = String::from_utf8_lossy(body.get(..45).unwrap_or(body)).into_owned();
            self.instead(Trouble::Nonsense, format!("answered with {shown:?}"), &Response::new(body.to_vec().into()))
        }));
        plans.extend(UNLISTED.map(|(code, words)| {
            let label = format!("answered with the unlisted code {code}");
            self.instead(Trouble::Unlisted(code, words), label, &case.subject.unlisted(code, words))
        }));
        plans.extend(self.gbk(case));
        plans.push(self.hanging());
        plans
    }

    /// Every write meets the same fault.
    fn each(&self, trouble: Trouble, label: &str, moment: Moment, fault: &Fault) -> Plan {
        let faults = self.by_write.iter().map(|(operation, ..)| (*operation, fault.clone())).collect();
        Plan { trouble, label: label.to_owned(), moment, faults }
    }

    /// Every write gets this answer in the place of its own.
    fn instead(&self, trouble: Trouble, label: String, answer: &Response<Bytes>) -> Plan {
        let fault = Fault::Instead(answer.clone());
        Plan { label, ..self.each(trouble, "", Moment::Before, &fault) }
    }

    /// Every write gets an answer made from its true one.
    fn altered(&self, trouble: Trouble, label: String, alter: impl Fn(&Response<Bytes>) -> Response<Bytes>) -> Plan {
        let altered = |(operation, given, _): &(&'static str, _, _)| (*operation, Fault::Instead(alter(given)));
        Plan { trouble, label, moment: Moment::Before, faults: self.by_write.iter().map(altered).collect() }
    }

    fn lost(&self) -> Vec<Plan> {
        let cut = Fault::Cut(Response::default(), 7);
        vec![
            self.each(Trouble::Lost, "closed before any work", Moment::Before, &Fault::Close),
            self.each(Trouble::Lost, "closed after the work", Moment::After, &Fault::Close),
            self.each(Trouble::Lost, "reset after the work", Moment::After, &Fault::Reset),
            self.each(Trouble::Lost, "cut within the body", Moment::After, &cut),
        ]
    }

    fn cut(&self) -> Vec<Plan> {
        let after = |label: &str, length: fn(usize) -> usize| {
            self.altered(Trouble::Cut, format!("the answer ends {label}"), |answer| {
                let body = answer.body().trim_ascii_end();
                let kept = body.get(..length(body.len())).unwrap_or_default();
                answer.clone().map(|_| Bytes::copy_from_slice(kept))
            })
        };
        vec![
            after("after 7 bytes", |length| length.min(7)),
            after("in its middle", |length| length / 2),
            after("a byte too early", |length| length.saturating_sub(1)),
        ]
    }

    /// The true answer and, under one status, the true refusal.
    fn other_statuses(&self) -> Vec<Plan> {
        let under = |status, answer: &Response<Bytes>| {
            let mut answer = answer.clone();
            *answer.status_mut() = status;
            answer
        };
        let given = STATUSES.map(|status| {
            let label = format!("the true answer under status {status}");
            self.altered(Trouble::Status(status), label, |answer| under(status, answer))
        });
        let status = StatusCode::BAD_GATEWAY;
        let refused = self.by_write.iter().map(|(name, _, refused)| (*name, Fault::Instead(under(status, refused))));
        let label = format!("a refusal under status {status}");
        let trouble = Trouble::Status(status);
        let refusal = Plan { trouble, label, moment: Moment::Before, faults: refused.collect() };
        given.into_iter().chain([refusal]).collect()
    }

    /// A bare answer in GBK, and the provider's own form with words in GBK.
    fn gbk(&self, case: &Case<'_>) -> [Plan; 2] {
        let bare = [b"{\"code\":\"", GBK, b"\"}"].concat();
        let own = case.subject.unlisted("4711", "WORDS").map(|body| replaced(&body, b"WORDS", GBK));
        [
            self.instead(Trouble::Gbk, "JSON in GBK".to_owned(), &Response::new(bare.into())),
            self.instead(Trouble::Gbk, "the provider's own form in GBK".to_owned(), &own),
        ]
    }

    /// One write is enough: each waits for the deadline in real time.
    fn hanging(&self) -> Plan {
        let faults = vec![(self.main, Fault::Hang)];
        Plan { trouble: Trouble::Hanging, label: "no answer ever comes".to_owned(), moment: Moment::After, faults }
    }
}

fn replaced(hay: &[u8], needle: &[u8], by: &[u8]) -> Bytes {
    match hay.windows(needle.len()).position(|window| window == needle) {
        Some(at) => {
            let (before, after) = hay.split_at(at);
            [before, by, after.get(needle.len()..).unwrap_or_default()].concat().into()
        }
        None => Bytes::copy_from_slice(hay),
    }
}
