//! What is kept: letters to companies, their archives, and content that is fetched.

mod archive;
mod ask;
mod content;
mod inbox;
mod stored;

pub use archive::{NewArchive, NewDocument, Search};
pub use ask::{ArchiveShown, ArchivesAsk, KeepingAsk, KeepingReply, Letter, SenderRef};
pub(super) use ask::{answer, answer_openly};
pub(in crate::services::digipost) use stored::State;
pub use stored::{Archived, ArchivedKey};
