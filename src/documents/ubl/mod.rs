//! UBL 2.1 Invoice and CreditNote, in the forms Norwegian senders use.
//!
//! Peppol BIS Billing 3.0, EHF 3.0 (the same, with Forward Billing 3.0) and EHF 2.0 are read into
//! one `domain::invoice::Invoice`. Only the minimum content is demanded; schematron rules are not
//! run, because an invoice that leaves by print or e-mail never has to pass them.

mod amounts;
mod decode;
mod encode;
mod party;
mod problem;
mod references;
#[cfg(test)]
mod tests;

pub use decode::{decode, is_ubl};
pub use encode::encode;
pub use problem::{UblError, UblProblem};
