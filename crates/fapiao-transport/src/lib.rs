//! fapiao-transport.
