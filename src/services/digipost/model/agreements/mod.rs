//! The user-agreements API: what users let companies see, and what banks make of invoices.
//!
//! Agreements, invoices and what became of them stand in the consumers' book. Here is only when
//! the owners of agreements may be asked for again.

mod access;
mod agree;
mod answer;
mod ask;
mod documents;
mod owners;

pub(in crate::services::digipost) use answer::State;
pub(super) use answer::answer;
pub use ask::{
    AgreementShown, AgreementsAsk, AgreementsReply, AgreementsSaid, AgreementsWhat, AgreementsWish,
    DocumentFilter, DocumentShown, InvoiceStatus, InvoiceUpdate, WhichDocuments,
};
