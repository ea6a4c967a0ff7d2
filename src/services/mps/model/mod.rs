//! The state of MPS in one sandbox, and its rules.

mod access;
mod apply;
mod blacklist;
mod cancel;
mod command;
mod consignment;
mod copies;
mod files;
mod hand_over;
mod index;
mod intake;
mod invoices;
mod issuers;
mod leg;
mod lookup;
mod mandate;
mod mandates;
mod progress;
mod reason;
mod shipment;
mod shipments;
mod sibling;
mod signature;
mod state;
mod status;
mod validation;
mod wish;

pub use access::{Login, Proof};
pub use blacklist::Listed;
pub use cancel::{Answers, CancelAnswer, ShipmentCancelled, TransactionCancelled};
pub use command::{Ask, Command, Reply};
pub use files::{
    AsSent, FileContent, FileFilter, FileKind, FilesAsk, FilesReply, ListRow, ListedOrder,
    MandateListAsked, OutgoingFile, Receipt, ReceiptOrder, SentAnswer, SentFile, Severity, Word,
};
pub(in crate::services::mps) use files::{Deletion, Files, PendingDeletion, StoredOrder};
pub(in crate::services::mps) use index::{Half, Index};
pub use issuers::Issuer;
pub use leg::{AtgLeg, AtgStatus, EfakturaLeg, EfakturaStatus, Leg, Reason};
pub use lookup::{Answer, Asked, IssuerStanding, LookupResult};
pub use mandate::{AskedMandate, FoundMandate};
pub use mandates::{
    MandateFilter, MandateStatus, MandatesAsk, MandatesReply, PayeeChange, PayeeMandate, Place,
    Shown,
};
pub use reason::{LegKind, Rejected, Rejection};
pub use shipment::{
    AtgInfo, ClaimKey, EfakturaInfo, NoticeTo, PaymentType, Receiver, Shipment, ShipmentId,
    Transaction, TransactionId,
};
pub use shipments::Span;
pub use sibling::{
    BrandRule, Consignment, ConsignmentAnswer, Found, Invoice, IssuerAnswer, Search, Sibling,
    SiblingAsk, SiblingReply, Standing, Which,
};
pub use signature::{Opened, Signed};
pub use state::{Event, Model, Port};
pub(in crate::services::mps) use state::{StoredShipment, StoredTransaction};
pub use status::{AtgShipmentStatus, EfakturaShipmentStatus, ShipmentStatus, TransactionStatus};
pub use wish::{Desire, Wanted, Wish};
