//! Messages: sending them, and what became of them.

use super::parts::{KIB, MESSAGE_MAX, modelled, row, telling};
use crate::services::{Fact, Method, Operation};

/// What a message tells; its issuer only where it names one by organisation number.
const FACTS: &[Fact] = Fact::OF_AN_INVOICE;

/// The rows.
pub(super) const ROWS: &[Operation] = &[
    Operation {
        body_max: MESSAGE_MAX,
        ..telling(
            FACTS,
            row(
                "digipost.messages.send",
                Method::Post,
                "/messages",
                "in parts with all content, or step by step as XML alone; a batch of version 8 is \
                 refused",
            ),
        )
    },
    row(
        "digipost.messages.read",
        Method::Get,
        "/messages/{number}",
        "how far a message is",
    ),
    Operation {
        body_max: 25 * 1024 * KIB,
        ..modelled(row(
            "digipost.messages.add_content",
            Method::Post,
            "/messages/{number}/documents/{index}/content",
            "clients find the address through a link",
        ))
    },
    modelled(row(
        "digipost.messages.finish",
        Method::Post,
        "/messages/{number}/send",
        "clients find the address through a link",
    )),
    row(
        "digipost.documents.events",
        Method::Get,
        "/documents/events",
        "of the broker's own messages, oldest first; a page of 100 where none is asked for",
    ),
    row(
        "digipost.documents.status",
        Method::Get,
        "/documents/{sender}/{uuid}/status",
        "who read a document is told only where its sender asked for a receipt",
    ),
    modelled(row(
        "digipost.documents.statusByLink",
        Method::Get,
        "/documents/{sender}/{uuid}",
        "the same, by the link of the entry point: .NET 14 appends the id alone",
    )),
];
