//! fapiao-mock.
