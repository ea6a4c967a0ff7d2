//! What is kept: the inbox, the archive, content of documents, additional data.

use super::parts::{MESSAGE_MAX, modelled, row};
use crate::services::{Method, Operation};

/// A path that clients find through a link.
const LINKED: &str = "clients find it through a link: the path is ours";

/// The rows.
pub(super) const ROWS: &[Operation] = &[
    row(
        "digipost.inbox",
        Method::Get,
        "/{sender}/inbox",
        "letters to the sender itself, newest first; attachments inside their letter",
    ),
    row(
        "digipost.inboxContent",
        Method::Get,
        "/{sender}/inbox/{number}/content",
        "leads to a one-time address, and is what sets first-accessed",
    ),
    row(
        "digipost.inboxDelete",
        Method::Delete,
        "/{sender}/inbox/{number}",
        "attachments go with their letter",
    ),
    row(
        "digipost.content",
        Method::Get,
        "/documents/{number}",
        "the one-time address: nobody has to sign, for clients repeat the signature of the hop \
         before; its life is the setting digipost.link_life",
    ),
    modelled(row(
        "digipost.documentContent",
        Method::Get,
        "/documents/{sender}/{uuid}/content",
        LINKED,
    )),
    modelled(row(
        "digipost.addData",
        Method::Post,
        "/documents/{sender}/{uuid}/additional-data",
        "to a document that was sent with a data type; judged and told, and not shown anywhere",
    )),
    modelled(Operation {
        body_max: MESSAGE_MAX,
        ..row("digipost.archive", Method::Post, "/archive", LINKED)
    }),
    modelled(row(
        "digipost.archives",
        Method::Get,
        "/{sender}/archive",
        LINKED,
    )),
    modelled(row(
        "digipost.archivePage",
        Method::Get,
        "/{sender}/archive/{name}/documents",
        "a hundred documents, which is ours; oldest first; v8 may ask by attributes and dates",
    )),
    modelled(row(
        "digipost.archivedByReference",
        Method::Get,
        "/{sender}/archive/documents/referenceid/{rest}",
        LINKED,
    )),
    modelled(row(
        "digipost.archivedByUuid",
        Method::Get,
        "/{sender}/archive/documents/uuid/{uuid}",
        LINKED,
    )),
    modelled(row(
        "digipost.archivedContentLink",
        Method::Get,
        "/{sender}/archive/documents/uuid/{uuid}/content",
        LINKED,
    )),
    modelled(row(
        "digipost.archivedContent",
        Method::Get,
        "/{sender}/archive/documents/uuid/{uuid}/content/stream",
        LINKED,
    )),
    modelled(row(
        "digipost.archivedAddUuid",
        Method::Post,
        "/{sender}/archive/documents/uuid/{uuid}/uuids",
        "the same content under one more uuid",
    )),
    modelled(row(
        "digipost.archivedUpdate",
        Method::Put,
        "/{sender}/archive/documents/uuid/{uuid}",
        "version 8: reference and attributes change, attributes are never taken away",
    )),
    modelled(row(
        "digipost.archivedDelete",
        Method::Delete,
        "/{sender}/archive/documents/uuid/{uuid}",
        LINKED,
    )),
];
