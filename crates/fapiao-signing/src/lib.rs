//! Signatures and content encryption of Nuonuo, Fengchao, Piaotong and Suning: bytes and a key in, text out.
//!
//! One module and one feature per scheme; none is on by default. Nothing here reads a clock, the environment or a file,
//! and nothing is random but the blinding of RSA, which changes no output. What is signed is what is sent: every function
//! takes the exact bytes or texts of the request, and none of them encodes, sorts or trims more than the provider does.
//!
//! | module | signature | also |
//! |---|---|---|
//! | `nuonuo` | Base64 of HMAC-SHA1 over path, ids, time and body | |
//! | `fengchao` | hex MD5 over the sorted form, the secret in front and behind | WebSocket token, payment notice |
//! | `piaotong` | Base64 of SHA1withRSA over the sorted envelope | 3DES of the content, RSA key forms |
//! | `suning` | hex MD5 over secret, headers and the Base64 of the body, streamed | |
//!
//! A signature that the other side refuses is found by looking at the bytes under it. Each scheme gives them as its
//! canonical form; where the secret is among them they come as a [`Canonical`], which can be shown masked.
//!
//! ```
//! use fapiao_signing::{AppSecret, Canonical, first_difference};
//!
//! let secret = AppSecret::new("3f9c2a1b");
//! assert_eq!(format!("{secret:?}"), "AppSecret(hidden)");
//!
//! let ours = Canonical::new(b"3f9c2a1btimestamp16336187223f9c2a1b".to_vec(), &secret);
//! assert_eq!(ours.masked(), "***timestamp1633618722***");
//!
//! let difference = first_difference(ours.masked().as_bytes(), b"***timestamp1633618723***").unwrap();
//! assert_eq!(difference.offset, 21);
//! ```

mod canonical;
mod compare;
mod difference;
#[cfg(any(feature = "fengchao", feature = "suning"))]
mod hex;
mod secret;

#[cfg(feature = "fengchao")]
pub mod fengchao;
#[cfg(feature = "nuonuo")]
pub mod nuonuo;
#[cfg(feature = "piaotong")]
pub mod piaotong;
#[cfg(feature = "suning")]
pub mod suning;

pub use canonical::Canonical;
pub use compare::constant_time_eq;
pub use difference::{Difference, first_difference};
pub use secret::AppSecret;
