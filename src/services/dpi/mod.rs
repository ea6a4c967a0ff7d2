//! DPI: digital post to citizens, as the access point of senders offers it (Digdir: DPI).
//!
//! Start at [`OPERATIONS`], then `faults` for what the access point refuses and
//! `model/complaint` for what mailboxes and printer do. The access point answers at once; a message
//! that it took arrives after the setting `dpi.mailbox_delay`, and receipts come back.
//!
//! Absent: messages that move letters between mailboxes (`flyttet`), incoming messages other than
//! receipts, chains of certificates and their revocation, telephones, and what e-Boks tells its
//! users by itself.

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
pub use model::{
    Answer, Ask, Command, Complaint, ComplaintKind, Event, Flaw, FoundInvoice, Handed, InQuery,
    InShort, Listed, Model, Opened, Outcome, Package, PackedFile, Queue, Queued, ReceiptNumber,
    Reply, Shipment, Status, StatusLine, Wish,
};
pub use operations::{MOUNT, OPERATIONS};
pub use routes::Dpi;
pub use scripted::SCRIPTED;
pub use snapshot::{check_event, check_state, files, used_ids};
pub use wire::Echo;
