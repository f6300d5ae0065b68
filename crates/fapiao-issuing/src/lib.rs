//! fapiao-issuing.
