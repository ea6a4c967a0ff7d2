//! The router's state: tokens, invoices, and where each invoice stands on its walk.

mod admit;
mod apply;
mod invoice;
mod listing;
mod token;
mod walk;

pub use apply::{
    Command, Consumer, ConsumerQuery, ConsumerStatus, Metadata, Model, PreparedFile, Reply,
    Submission,
};
pub use invoice::{
    Action, ActionChannel, ActionType, InvoiceFile, Position, RouterInvoice, Status,
};
pub use listing::{InvoiceFilter, Listing};
pub(super) use token::sandbox_of;
pub use token::{Scope, Token, TokenRequest};
pub use walk::{Answer, Awaited, Job, Message, OutgoingShipment, ShipmentAnswer, StatusAnswer};
