//! fapiao-nuonuo.
