//! Operations of the domain `custom`: merchants of the marketplace.

mod add_electronic_invoice;
mod get_electronic_invoice;

pub use add_electronic_invoice::{AddElectronicInvoice, InvoiceFace, InvoiceUploaded};
pub use get_electronic_invoice::{GetElectronicInvoice, Presence, UploadedInvoices};
