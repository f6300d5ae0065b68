//! fapiao-reqwest.
