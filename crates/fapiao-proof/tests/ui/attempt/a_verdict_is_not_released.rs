//! A rejection speaks of one request, not of the earlier sends under its number.

use fapiao_issuing::{Attempt, Verdict};

fn next(rejected: Verdict) {
    let _ = Attempt::after(rejected);
}

fn main() {}
