//! Domain words, operations, wire structs and code tables of the Chinese e-invoice systems that fapiao speaks to.
//!
//! Nothing here does I/O, reads a clock or holds a secret. The root has the words that all providers share; a module and a
//! feature per provider hold its operations (request, answer, wire name, replay rule and source side by side) and its code
//! table. Reading is lenient, through [`node`]; writing is strict.
//!
//! ```
//! use fapiao_model::{Amount, TaxNumber};
//!
//! let seller: TaxNumber = "91310117568051222X".parse()?;
//! assert!(!seller.check_digit().is_wrong());
//! let gross: Amount = "113.00".parse()?;
//! assert_eq!(gross.to_string(), "113.00");
//! # Ok::<(), fapiao_model::WordError>(())
//! ```

#[macro_use]
mod word;

mod code;
mod fault;
mod kind;
mod money;
pub mod node;
mod operation;
mod outcome;
mod provider;
mod red_reason;
mod tax_number;
mod time;

#[cfg(feature = "fengchao")]
pub mod fengchao;
#[cfg(feature = "nuonuo")]
pub mod nuonuo;
#[cfg(feature = "piaotong")]
pub mod piaotong;
#[cfg(feature = "suning")]
pub mod suning;

pub use code::{Class, CodeRow, CodeTable, Effect, NumberAfter, Repeat, Words};
pub use fault::Fault;
pub use kind::InvoiceKind;
pub use money::{Amount, Quantity, TaxRate, UnitPrice};
pub use operation::{Entry, Knowledge, Operation, Replay};
pub use outcome::Outcome;
pub use provider::Provider;
pub use red_reason::RedReason;
pub use tax_number::{CheckDigit, TaxNumber};
pub use time::ChinaTime;
pub use word::{InvoiceCode, InvoiceNumber, OrderNumber, TaxClassificationCode, WordError};
