//! The state of the access point, the mailboxes and the printer, and their rules.

mod admission;
mod apply;
mod command;
mod complaint;
mod deliver;
mod intake;
mod judge;
mod notices;
mod package;
mod printer;
mod queue;
mod receipts;
mod shipment;
mod short;
mod wish;

pub use apply::Model;
pub use command::{Answer, Ask, Command, Event, Handed, InQuery, Listed, Reply};
pub use complaint::{Complaint, ComplaintKind};
pub use package::{FoundInvoice, Opened, Package, PackedFile};
pub use queue::{Flaw, Queue, Queued, ReceiptNumber};
pub use shipment::{Outcome, Shipment, Status, StatusLine};
pub use short::InShort;
pub use wish::Wish;
