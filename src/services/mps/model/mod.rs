//! The state of MPS in one sandbox, and its rules.

mod access;
mod command;
mod consignment;
mod intake;
mod issuers;
mod lookup;
mod shipment;
mod sibling;
mod state;
mod status;
mod validation;

pub use access::Login;
pub use command::{Ask, Command, Reply};
pub use issuers::Issuer;
pub use lookup::{Answer, Asked, IssuerStanding, LookupResult};
pub use shipment::{
    AtgInfo, EfakturaInfo, NoticeTo, PaymentType, Receiver, Shipment, ShipmentId, Transaction,
    TransactionId,
};
pub use sibling::{
    BlackRow, BrandRule, CancelAnswer, Consignment, ConsignmentAnswer, Found, Invoice,
    IssuerAnswer, Port, Search, Sibling, SiblingReply, Standing, Which, Wish,
};
pub(in crate::services::mps) use state::{EfakturaState, StoredShipment, StoredTransaction};
pub use state::{Event, Model};
pub use status::{
    AtgLeg, AtgShipmentStatus, EfakturaLeg, EfakturaShipmentStatus, EfakturaStatus, ShipmentStatus,
    TransactionStatus,
};
pub use validation::{Rejected, Rejection};
