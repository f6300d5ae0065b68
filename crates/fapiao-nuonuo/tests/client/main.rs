//! What a client promises beyond the vectors: outcomes, the one repeat, leniency in reading, that no secret gets out, and the
//! neutral traits over it. The transport is a script in memory.

#[cfg(test)]
mod calls;
#[cfg(test)]
mod issuing;
#[cfg(test)]
mod script;
