//! What a client promises beyond the vectors: outcomes, the one repeat, leniency in reading, that no secret gets out, and the
//! neutral traits over it. The transport is a script in memory.

mod calls;
#[cfg(feature = "issuing")]
mod issuing;
mod script;
