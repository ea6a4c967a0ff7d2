//! Files between payees and MPS: what comes in, what becomes of its orders, and what goes out.

mod ask;
mod deletions;
mod deliver;
mod intake;
mod lists;
mod orders;
mod state;

pub(super) use ask::answer;
pub use ask::{FileFilter, FilesAsk, FilesReply, MandateListAsked, SentAnswer, SentFile};
pub(super) use deletions::ended as deletion_ended;
pub(super) use deliver::{deliver, facts as facts_to_deliver};
pub(super) use lists::make as make_lists;
pub(super) use orders::{claim_rejected, work, worked};
pub use state::{
    AsSent, FileContent, FileKind, ListRow, ListedOrder, OutgoingFile, Receipt, ReceiptOrder,
    Severity, Word,
};
pub(in crate::services::mps) use state::{Deletion, Files, PendingDeletion, StoredOrder};
