//! What must not compile, each in a file of its own, with the compiler's words beside it.
//!
//! After a new toolchain: read the difference, then `TRYBUILD=overwrite cargo test -p fapiao-proof --test compile_fail`.

#[test]
fn a_next_number_comes_from_a_released_one_only() {
    trybuild::TestCases::new().compile_fail("tests/ui/attempt/*.rs");
}
