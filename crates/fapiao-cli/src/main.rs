//! The command `fapiao`.
fn main() {}
