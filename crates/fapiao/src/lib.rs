//! fapiao.
