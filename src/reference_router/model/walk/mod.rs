//! The walk of an invoice: a chain of jobs whose place stands in the model.

mod answers;
mod endings;
mod job;
mod letters;
mod outgoing;
mod steps;

pub use job::{Answer, Awaited, Job, Message, OutgoingShipment, ShipmentAnswer, StatusAnswer};
