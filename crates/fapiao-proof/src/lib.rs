//! fapiao-proof.
