//! fapiao-signing.
