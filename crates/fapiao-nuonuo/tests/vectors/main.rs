//! The golden vectors of `fixtures/vectors/nuonuo.json` (sections requests, responses, callbacks), whose values come from the
//! vendor's .NET SDK, its documents, published live answers and other people's clients. A failure names the case's id and the
//! first stage that differs. The section `sign` runs in `fapiao-signing`.

#[cfg(test)]
mod callbacks;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod responses;
#[cfg(test)]
mod support;
