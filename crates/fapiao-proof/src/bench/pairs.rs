//! Two pieces of work, measured in turns.

use super::Machine;
use std::{hint::black_box, time::Duration};

/// How long one measurement should take at least, so that the clock's own cost does not count.
const ENOUGH: Duration = Duration::from_millis(2);

/// Medians over all pairs.
pub(super) struct Pair {
    /// Ours against theirs, in thousandths.
    pub(super) ratio: u128,
    /// Nanoseconds of ours, once.
    pub(super) ours: u128,
    /// Nanoseconds of theirs, once.
    pub(super) theirs: u128,
}

impl Pair {
    /// Both times, for the table.
    pub(super) fn detail(&self) -> String {
        format!(" ({} ns against {} ns)", self.ours, self.theirs)
    }
}

/// Measures both in turns, each first in every other pair.
pub(super) fn measured<A, B>(machine: Machine<'_>, mut ours: impl FnMut() -> A, mut theirs: impl FnMut() -> B) -> Pair {
    let often = often_enough(machine, &mut theirs);
    let mut pairs = Vec::with_capacity(machine.pairs);
    for turn in 0..machine.pairs.max(1) {
        let pair = if turn % 2 == 0 {
            let our_time = timed(machine, often, &mut ours);
            (our_time, timed(machine, often, &mut theirs))
        } else {
            let their_time = timed(machine, often, &mut theirs);
            (timed(machine, often, &mut ours), their_time)
        };
        pairs.push(pair);
    }
    let often = u128::from(often);
    Pair {
        ratio: median(pairs.iter().map(|(ours, theirs)| ours * 1000 / theirs.max(&1))),
        ours: median(pairs.iter().map(|(ours, _)| ours / often)),
        theirs: median(pairs.iter().map(|(_, theirs)| theirs / often)),
    }
}

/// The middle one.
pub(super) fn median(values: impl Iterator<Item = u128>) -> u128 {
    let mut values: Vec<u128> = values.collect();
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}

fn often_enough<T>(machine: Machine<'_>, work: &mut impl FnMut() -> T) -> u32 {
    let mut often = 1;
    while timed(machine, often, work) < ENOUGH.as_nanos() && often < 1 << 24 {
        often *= 2;
    }
    often
}

fn timed<T>(machine: Machine<'_>, often: u32, work: &mut impl FnMut() -> T) -> u128 {
    let start = machine.clock.monotonic();
    for _ in 0..often {
        black_box(work());
    }
    machine.clock.monotonic().saturating_sub(start).as_nanos()
}
