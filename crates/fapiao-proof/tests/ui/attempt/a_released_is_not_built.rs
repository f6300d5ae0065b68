//! Only a claim can say that its number was given up.

use fapiao_issuing::{Attempt, Released};

fn forged(attempt: Attempt) -> Released {
    Released { attempt }
}

fn main() {}
