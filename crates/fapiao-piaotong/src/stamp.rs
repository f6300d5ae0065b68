//! What is made afresh for every send.

use fapiao_model::{ChinaTime, piaotong::Alias};

/// Time and serial of one envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stamp {
    /// The time that is written into the envelope, and into its serial.
    pub time: ChinaTime,
    /// The last characters of the serial; 8 as a rule.
    pub tail: String,
}

impl Stamp {
    /// A stamp of this instant.
    #[must_use]
    pub fn new(time: ChinaTime, tail: impl Into<String>) -> Self {
        Self { time, tail: tail.into() }
    }

    /// The envelope's `serialNo`: alias, `yyyyMMddHHmmss`, tail. 26 characters with an alias of the usual four.
    #[must_use]
    pub fn serial(&self, alias: &Alias) -> String {
        format!("{alias}{}{}", self.time.compact(), self.tail)
    }
}
