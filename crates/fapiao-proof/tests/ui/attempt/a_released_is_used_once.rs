//! One number given up makes one next number.

use fapiao_issuing::{Attempt, Released};

fn twice(released: Released) {
    let _ = Attempt::after(released);
    let _ = Attempt::after(released);
}

fn main() {}
