//! A claim is a number that may still live.

use fapiao_issuing::{Attempt, Claim};

fn next(claim: Claim) {
    let _ = Attempt::after(claim);
}

fn main() {}
