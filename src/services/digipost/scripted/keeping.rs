//! What scenarios may ask for about what is kept: the error codes that fit.

use crate::services::Scripted;

const LETTERS: &[&str] = &["digipost.inboxContent", "digipost.inboxDelete"];
const CONTENT: &[&str] = &["digipost.content"];
const QUERIES: &[&str] = &["digipost.inbox", "digipost.archivePage"];
const ARCHIVE: &[&str] = &["digipost.archive"];
const ADDED: &[&str] = &["digipost.archive", "digipost.archivedAddUuid"];
const BODIES: &[&str] = &[
    "digipost.archive",
    "digipost.archivedAddUuid",
    "digipost.archivedUpdate",
    "digipost.addData",
];
const DOCUMENTS: &[&str] = &[
    "digipost.inboxContent",
    "digipost.inboxDelete",
    "digipost.content",
    "digipost.documentContent",
    "digipost.addData",
    "digipost.archivedByUuid",
    "digipost.archivedContentLink",
    "digipost.archivedContent",
    "digipost.archivedAddUuid",
    "digipost.archivedUpdate",
    "digipost.archivedDelete",
];

const fn row(name: &'static str, on: &'static [&'static str], text: &'static str) -> Scripted {
    Scripted { name, on, text }
}

/// The rows.
pub(super) const ROWS: &[Scripted] = &[
    row("DOCUMENT_NOT_FOUND", DOCUMENTS, "nobody knows the document"),
    row("ILLEGAL_ACCESS", LETTERS, "the letter is somebody else's"),
    row(
        "ILLEGAL_ACCESS",
        CONTENT,
        "the link is over, or somebody used it",
    ),
    row(
        "INVALID_QUERY_PARAMETER",
        QUERIES,
        "something in the query is not known",
    ),
    row(
        "SCHEMA_VALIDATION_ERROR",
        BODIES,
        "the XML is not what the schema allows",
    ),
    row(
        "DUPLICATE_DOCUMENT_ID",
        ADDED,
        "the sender used the uuid before",
    ),
    row("INVALID_DATE", ADDED, "the deletion-time is past"),
    row(
        "DOCUMENTS_AND_FILES_MISMATCH",
        ARCHIVE,
        "a document has no part",
    ),
    row(
        "MISSING_BODYPART_CONTENT_DISPOSITION",
        ARCHIVE,
        "a part has no Content-Disposition",
    ),
    row(
        "MISSING_BODYPART_FILENAME",
        ARCHIVE,
        "a part has no filename",
    ),
    row("MISSING_CONTENT", ARCHIVE, "a document is empty"),
    row("REQUEST_TOO_LARGE", ARCHIVE, "the request is too large"),
    row("FILE_TOO_LARGE", ARCHIVE, "a document is too large"),
    row("UNKNOWN_SENDER", ARCHIVE, "nobody has the account"),
    row("VALIDATION_FAILED", BODIES, "a value cannot be"),
];
