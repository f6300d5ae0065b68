//! The neutral words and traits of issuing: an order becomes a draft, a draft is sent, a number is asked about.
//!
//! ```text
//! Order + Attempt ── Issuer::draft (pure) ──▶ Draft ── journal ── Issuer::send ──▶ Verdict
//!                                               └── number ─────── Issuer::find ──▶ Finding
//! ```
//!
//! This crate knows no provider. A provider crate implements [`Issuer`] and whichever of the small traits it can: what it
//! can't do is an accessor that returns `None`, so that its capabilities can't contradict its methods.
//!
//! The rule that keeps an order from being issued twice lives in [`Claim`]: a next number is made only from a [`Released`],
//! and that comes only from a claim all of whose sends were refused or never left, or from a failed order by an explicit act.

mod account;
mod attempt;
mod claim;
mod draft;
mod file;
mod issuer;
mod order;
mod reversal;
mod verdict;

pub use account::{Account, Environment};
pub use attempt::{Attempt, AttemptsUsedUp, Direction, Mark, NumberForm, Realm, Reference, Seller};
pub use claim::{Acknowledgement, Claim, ClaimState, Released};
pub use draft::{Draft, FileDigest};
pub use file::{FileFault, FileKind, InvoiceFile};
pub use issuer::{
    Capabilities, Delivered, Delivery, Files, Issuer, Marketplace, MarketplaceFinding, Original, RedForm, RedFormState,
    RedForms, Redeliver, Retry, Reverse, Upload,
};
pub use order::{Buyer, Contact, LineAmounts, LineItem, Order, Pricing, Totals, ZeroRate};
pub use reversal::{BlueInvoice, Reversal};
pub use verdict::{Failure, FailureCause, Finding, Found, IssuedInvoice, Rejection, Verdict};
