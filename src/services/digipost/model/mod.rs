//! The state of Digipost and its rules.

mod admission;
mod agreements;
mod apply;
mod command;
mod keeping;
mod links;
mod media_type;
mod people;
mod sending;
mod signed;

pub(super) use agreements::State as AgreementsState;
pub use agreements::{
    AgreementShown, AgreementsAsk, AgreementsReply, AgreementsSaid, AgreementsWhat, AgreementsWish,
    DocumentFilter, DocumentShown, InvoiceStatus, InvoiceUpdate, WhichDocuments,
};
pub use apply::Model;
pub use command::{Answer, Ask, Command, Event, Reply};
pub(super) use keeping::State as KeepingState;
pub use keeping::{
    ArchiveShown, Archived, ArchivedKey, ArchivesAsk, KeepingAsk, KeepingReply, Letter, NewArchive,
    NewDocument, Search, SenderRef,
};
pub(super) use links::{Grant, LinkToken, Linked, Links};
pub(super) use media_type::media_type_of;
pub use people::{
    Feature, Hit, Identification, IdentificationResult, Identified, Identifier, InvalidReason,
    NameAndAddress, NewAccount, Outcome, PeopleAsk, PeopleReply, SenderInformation, SenderName,
    UnidentifiedReason,
};
pub(super) use sending::State as SendingState;
pub(super) use sending::{
    Channel, Content, Document, DocumentEvent, DocumentStatus, EmailNotice, EventKind, EventsAsk,
    Handed, InvoicePart, Message, MessageNumber, MessageStatus, Moved, MovedDocument,
    PeppolAddress, PrintAddress, PrintDetails, PrintIfUnread, PrintPlace, Receipt, ReceiptDocument,
    Recipient, Sealed, SenderFilter, Sending, SentFor, SmsNotice, Stored, StoredPart,
};
pub use sending::{SendingAsk, SendingEvent, SendingReply};
pub use signed::{Canonical, Dated, Hashed, PathForm, Signature, SignedRequest};
