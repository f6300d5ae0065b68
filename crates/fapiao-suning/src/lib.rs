//! fapiao-suning.
