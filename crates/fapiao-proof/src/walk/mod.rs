//! An exhaustive walk of one order: everything that provider, network, crash and person can do to it, in every order of events,
//! to a depth; and a look at every state for two living invoices.
//!
//! The client in it is thin. It decides nothing by itself: what it saw goes into the real [`Claim`](fapiao_issuing::Claim), and a
//! next number comes from the real [`Attempt::after`](fapiao_issuing::Attempt::after), when the claim is released or a person
//! acknowledges a failure. The provider in it is as bad as the notes allow: it keeps one order a number, but checks an order
//! before it looks for duplicates, answers late, not at all or in codes that nobody knows, does not show an order at once, and
//! lets failed orders rise again. A request may be delayed without bound and land after everybody has given it up.
//!
//! Found is a *violation* if two numbers hold an issued invoice and one of them was given up by the automatic rule. If all but
//! one were given up by a person who acknowledged a failure, it is a *known conflict*: such a number stays watched, and its late
//! success is reported and offered a red flush. It is counted here, not hidden, and is not what the automatic rule promises.

mod claims;
mod event;
mod rule;
mod search;
mod world;

pub use event::{Answer, Change, Event, Fate, Reaction, Trace};
pub use rule::Rule;
pub use search::{Walk, walk};

/// How deep a walk goes when nothing else is said.
pub const DEPTH: usize = 18;

/// How many numbers an order may use up in the walk: three are given up, the fourth is not.
pub const NUMBERS: usize = 4;
