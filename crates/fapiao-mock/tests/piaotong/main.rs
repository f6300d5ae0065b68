//! Piaotong's side of the sandbox, driven with raw envelopes. Recorded envelopes and keys come from `fixtures/vectors`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "clippy knows the test functions, not their helpers")]

mod envelope;
mod issuing;
mod support;
