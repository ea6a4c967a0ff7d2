//! What a rule may know and touch of the world while it runs.

use jiff::Timestamp;

use super::book::Book;
use crate::domain::blob::{Blob, BlobKey, Blobs};
use crate::domain::cast::Cast;
use crate::domain::id::Id;
use crate::domain::krr::KrrFacet;
use crate::domain::letter::Letter;
use crate::domain::mint::Mint;
use crate::domain::person::DigipostUser;
use crate::domain::settings::Settings;
use crate::domain::slug::Slug;

/// One turn of a service in its world. `E` is the service's own kind of later event.
///
/// Nothing here reads a clock or a file: what a model does with a turn depends on the turn alone.
#[derive(Debug)]
pub struct Turn<'a, E> {
    /// Sandbox time.
    pub now: Timestamp,
    /// Source of ids.
    pub mint: &'a mut Mint,
    /// People and companies.
    pub cast: &'a Cast,
    /// What happened to consumers.
    pub book: &'a mut Book,
    /// Settings in force.
    pub settings: &'a Settings,
    /// File bytes.
    pub blobs: &'a mut Blobs,
    /// Mails and prints that leave now.
    pub letters: &'a mut Vec<Letter>,
    /// What shall happen later: when, and what.
    pub later: &'a mut Vec<(Timestamp, E)>,
    /// What there is to tell about, for case files and journal.
    pub notes: &'a mut Vec<Note>,
}

impl<E> Turn<'_, E> {
    /// Lets something happen at an instant; one in the past happens next.
    pub fn at(&mut self, due: Timestamp, event: E) {
        self.later.push((due.max(self.now), event));
    }

    /// Keeps a file in the blob store.
    pub fn keep(&mut self, blob: Blob) -> BlobKey {
        self.blobs.keep(blob, self.settings.blob_bytes_max)
    }

    /// Tells that something happened.
    pub fn tell(&mut self, happening: Happening) {
        self.notes.push(Note::Happened(happening));
    }

    /// Files an id under the case of another id that was told of before.
    pub fn file_with(&mut self, id: CaseRef, with: CaseRef) {
        self.notes.push(Note::FiledWith { id, with });
    }

    /// Files a service's id under a case, before a message with that id leaves.
    pub fn file_under(&mut self, id: CaseRef, case: &str) {
        self.notes.push(Note::Filed {
            id,
            case: case.to_owned(),
        });
    }
}

/// An id that a service gave to its part of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CaseRef {
    /// The service.
    pub service: &'static str,
    /// Its id.
    pub id: Id,
}

impl CaseRef {
    /// What a service calls its part of an invoice.
    #[must_use]
    pub fn of(service: &'static str, id: &str) -> Self {
        let id = Id::of(id);
        Self { service, id }
    }
}

/// Something a model has to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Something happened.
    Happened(Happening),
    /// An id belongs to whatever case another id belongs to.
    FiledWith {
        /// The id.
        id: CaseRef,
        /// The other id.
        with: CaseRef,
    },
    /// An id belongs to a case; a case that does not exist yet begins.
    Filed {
        /// The id.
        id: CaseRef,
        /// The case.
        case: String,
    },
    /// A person's entry in the contact register is another from now on.
    ChangesEntry {
        /// The person.
        person: Slug,
        /// The entry.
        entry: Box<KrrFacet>,
        /// What happened, in words.
        text: String,
    },
    /// A person has a mailbox at Digipost from now on. With the entry above the only thing of the
    /// cast that a service changes.
    OpensMailbox {
        /// The person.
        person: Slug,
        /// The account, whose address is nobody else's.
        user: DigipostUser,
    },
}

/// Something that happened, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// What it is about, if it is about an invoice.
    pub about: Option<CaseRef>,
    /// The service it happened in.
    pub service: &'static str,
    /// A short name, the same for all of its kind.
    pub kind: &'static str,
    /// The words.
    pub text: String,
    /// The rule that spoke, if one did.
    pub rule: Option<&'static str>,
}
