//! MPS (Mastercard Payment Services, Norway): eFaktura over SOAP.
//!
//! - **Whom**: `EfakturaAtgService` v1 at `/efaktura-atg-service/v1/`, the service for submitters.
//! - **Read**: its interface description (WSDL with schema, served at `?wsdl` in our own words) and
//!   the public developer pages of MPS and of eFaktura.
//! - **Faithful**: names, order, limits, fault codes and statuses of the messages; the rules of the
//!   look-up.
//! - **Modelled**: the asynchronous validation. Its rejection codes `E001`… are ours, because the
//!   real ones are not public; so are the words of every fault, which carries a number only.
//! - **Absent**: `AvtaleGiro`, cancellation, black list, signatures, `getShipments`. They answer
//!   with a fault that says so.
//!
//! Start at [`OPERATIONS`].

mod faults;
mod model;
mod operations;
mod routes;
mod snapshot;
#[cfg(test)]
mod tests;
mod wire;

pub use faults::{Fault, FaultKind, SCRIPTED};
pub use model::{
    Answer, Ask, Asked, AtgInfo, AtgLeg, AtgShipmentStatus, Command, EfakturaInfo, EfakturaLeg,
    EfakturaShipmentStatus, EfakturaStatus, Event, IssuerStanding, Login, LookupResult, Model,
    NoticeTo, PaymentType, Proof, Receiver, Rejected, Rejection, Reply, Shipment, ShipmentId,
    ShipmentStatus, Transaction, TransactionId, TransactionStatus,
};
pub use operations::{ACTIONS, Actions, MOUNT, OPERATIONS};
pub use routes::Mps;
pub use snapshot::{check_event, check_state, has_transaction, used_ids};
pub use wire::{Echo, client};
