//! Counting on from an attempt would leave its number behind alive.

use fapiao_issuing::Attempt;

fn next(attempt: Attempt) {
    let _ = Attempt::after(attempt);
}

fn main() {}
