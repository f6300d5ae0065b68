//! fapiao-fengchao.
