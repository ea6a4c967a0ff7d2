//! The consumer's bank, as Digipost sees it: where invoices go that a person adds to payments.
//!
//! - **Whom**: the API that a bank offers to Digipost: agreements, accounts, payments. All seven
//!   banks of Digipost's table are behind one address; `bank-identifier` says which is meant.
//! - **Read**: the requirements that Digipost published for it. They are a sketch: paths are
//!   examples, and how a caller logs in is left open between certificates and signatures.
//! - **Modelled**: all of it. Names of fields are as published; the form of JSON, refusals with
//!   their codes and statuses, and what counts as a duplicate are ours. Nobody logs in.
//! - **The due-date register** itself stands in the consumers' book, where its owner changes and
//!   stops payments, and where the day carries them out.
//!
//! Start at [`OPERATIONS`].

mod faults;
mod model;
mod operations;
mod routes;
mod scripted;
mod snapshot;
#[cfg(test)]
mod tests;
mod wire;

pub use faults::{Fault, FaultKind};
pub use model::{Account, Ask, Command, Desire, Event, Model, Reply, SentPayment, User};
pub use operations::{CREATE_PAYMENT, MOUNT, OPERATIONS};
pub use routes::Bank;
pub use scripted::{SCRIPTED, unheard};
pub use snapshot::check_event;
pub use wire::{Echo, Format};
