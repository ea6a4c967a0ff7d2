//! MPS (Mastercard Payment Services, Norway): eFaktura and `AvtaleGiro` over SOAP.
//!
//! - **Whom**: `EfakturaAtgService` v1 at `/efaktura-atg-service/v1/`, the service for submitters,
//!   and its siblings `EfakturaErpService` v4, `EfakturaNetsSubmitterService` v1 and
//!   `submitter-service` v1. One model is behind all of them.
//! - **Read**: its interface description (WSDL with schema, served at `?wsdl` in our own words) and
//!   the public developer pages of MPS and of eFaktura.
//! - **Faithful**: names, order, limits, fault codes and statuses of the messages; the rules of the
//!   look-up.
//! - **Modelled**: the asynchronous validation. Its rejection codes `E001`… and `A001`… are ours,
//!   because the real ones are not public; so are the words of every fault, which carries a number
//!   only, and when a leg has which of the documented statuses. Of the siblings little is public: a
//!   table holds every field, and says of each whether a document names it or we did.
//! - **Absent**: version 2 of the Combo API, the agreement service of eFaktura 1.0, and four
//!   operations of `submitter-service` of which no field is public.
//! - **Creditor mandate API**: JSON at `/creditor-mandate-api/v1/`, modelled whole. Public is that
//!   the real one is REST with mutual TLS and signed answers; both are left out.
//!
//! Start at [`OPERATIONS`].

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
    Answer, Answers, AsSent, Ask, Asked, AskedMandate, AtgInfo, AtgLeg, AtgShipmentStatus,
    AtgStatus, BrandRule, CancelAnswer, ClaimKey, Command, Consignment, ConsignmentAnswer, Desire,
    EfakturaInfo, EfakturaLeg, EfakturaShipmentStatus, EfakturaStatus, Event, FileContent,
    FileFilter, FileKind, FilesAsk, FilesReply, Found, FoundMandate, Invoice, Issuer, IssuerAnswer,
    IssuerStanding, Leg, LegKind, ListRow, Listed, ListedOrder, Login, LookupResult, MandateFilter,
    MandateListAsked, MandateStatus, MandatesAsk, MandatesReply, Model, NoticeTo, Opened,
    OutgoingFile, PayeeChange, PayeeMandate, PaymentType, Place, Port, Proof, Reason, Receipt,
    ReceiptOrder, Receiver, Rejected, Rejection, Reply, Search, SentAnswer, SentFile, Severity,
    Shipment, ShipmentCancelled, ShipmentId, ShipmentStatus, Shown, Sibling, SiblingAsk,
    SiblingReply, Signed, Span, Standing, Transaction, TransactionCancelled, TransactionId,
    TransactionStatus, Wanted, Which, Wish, Word,
};
pub use operations::{ACTIONS, Actions, DELIVER, MOUNT, OPERATIONS};
pub use routes::Mps;
pub use scripted::SCRIPTED;
pub use snapshot::{check_agenda, check_event, check_state, has_transaction, used_ids};
pub use wire::{Echo, client, sign};
