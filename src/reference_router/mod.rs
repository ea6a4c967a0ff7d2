//! The reference router: takes consumer invoices in the shape of Maventa's API and walks each
//! through the channels as an outside client of the services would.
//!
//! * Whom we impersonate: Maventa's AX REST API for Norwegian consumer invoicing.
//! * Read from: Maventa: Consumer Invoicing (Norway); AutoXChange REST API.
//! * Faithful: token, invoices (send, list, details, actions), consumer look-up; routing order.
//! * Modelled: error codes where the documents name none, actions' wording, the error mail.
//! * Absent: direct debit, digital post, businesses, profiles, agreements, webhooks, reroute,
//!   settings, validator.

pub mod channels;
mod faults;
mod model;
mod operations;
mod routes;
mod snapshot;
mod walk;
mod wire;

#[cfg(test)]
mod tests;

pub use faults::{Fault, SCRIPTED, Wrong};
pub use model::{
    Action, ActionChannel, ActionType, Answer, Awaited, Command, Consumer, ConsumerQuery,
    ConsumerStatus, InvoiceFile, InvoiceFilter, Job, Listing, Message, Metadata, Model,
    OutgoingShipment, Position, PreparedFile, Reply, RouterInvoice, Scope, ShipmentAnswer, Status,
    StatusAnswer, Submission, Token, TokenRequest,
};
pub use operations::{MOUNT, OPERATIONS};
pub use routes::Router;
pub use snapshot::{check_job, check_state, files, used_ids};
pub use walk::Walker;
