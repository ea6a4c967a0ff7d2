//! Digipost: a digital mailbox, as its senders and the banks of its users see it.
//!
//! - **Whom**: the sender API, version 7 and 8 by media type, and the user-agreements API, all at
//!   the root of one host. Clients drop the path of their base address: use a listener.
//! - **Read**: the public documentation and schemas of Digipost, and what its clients demand.
//! - **Faithful**: signing both ways, names, order, limits and error codes of the messages.
//! - **Modelled**: paths that clients find through links, the texts of errors, HTTP statuses that
//!   no document names, what printing and notices do after delivery.
//!
//! Start at [`OPERATIONS`]. Everything is cut into four: `sending`, `people`, `keeping` (inbox,
//! archive, content) and `agreements`.

mod faults;
mod model;
mod operations;
mod routes;
mod scripted;
mod snapshot;
#[cfg(test)]
mod tests;
mod wire;

pub use faults::{ErrorType, Fault, FaultKind};
pub use model::{
    AgreementShown, AgreementsAsk, AgreementsReply, AgreementsSaid, AgreementsWhat, AgreementsWish,
    Answer, ArchiveShown, Archived, ArchivedKey, ArchivesAsk, Ask, Canonical, Command, Dated,
    DocumentFilter, DocumentShown, Event, Feature, Hashed, Hit, Identification,
    IdentificationResult, Identified, Identifier, InvalidReason, InvoiceStatus, InvoiceUpdate,
    KeepingAsk, KeepingReply, Letter, Model, NameAndAddress, NewAccount, NewArchive, NewDocument,
    Outcome, PathForm, PeopleAsk, PeopleReply, Reply, Search, SenderInformation, SenderName,
    SenderRef, SendingAsk, SendingEvent, SendingReply, Signature, SignedRequest,
    UnidentifiedReason, WhichDocuments,
};
pub use operations::{MOUNT, OPERATIONS};
pub use routes::Digipost;
pub use scripted::SCRIPTED;
pub use snapshot::{check_archives, files};
pub use wire::{Dialect, Echo, Signing, Tamper, client};
