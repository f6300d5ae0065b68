//! fapiao-piaotong.
