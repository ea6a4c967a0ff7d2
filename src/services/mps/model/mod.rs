//! The state of MPS in one sandbox, and its rules.

mod access;
mod command;
mod intake;
mod lookup;
mod shipment;
mod state;
mod status;
mod validation;

pub use access::{Login, Proof};
pub use command::{Ask, Command, Reply};
pub use lookup::{Answer, Asked, IssuerStanding, LookupResult};
pub use shipment::{
    AtgInfo, EfakturaInfo, NoticeTo, PaymentType, Receiver, Shipment, ShipmentId, Transaction,
    TransactionId,
};
pub(in crate::services::mps) use state::{EfakturaState, StoredShipment, StoredTransaction};
pub use state::{Event, Model};
pub use status::{
    AtgLeg, AtgShipmentStatus, EfakturaLeg, EfakturaShipmentStatus, EfakturaStatus, ShipmentStatus,
    TransactionStatus,
};
pub use validation::{Rejected, Rejection};
