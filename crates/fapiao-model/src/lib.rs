//! fapiao-model.
