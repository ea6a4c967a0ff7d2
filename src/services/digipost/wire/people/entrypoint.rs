//! The entry point: the certificate, and a link for each thing that a client can do.
//!
//! Clients find everything through it, and fail where a relation is missing or stands twice. Some
//! resolve an id against a link, which must end with a slash then, and some append a slash and a
//! value to one that must not (Digipost: Java client 14.7 and 18.0, .NET client 14).

use bytes::Bytes;
use http::{Response, StatusCode};

use super::super::answer::xml;
use super::super::dialect::Dialect;
use super::super::echo::Echo;
use super::super::schema::link;
use crate::domain::digipost::AccountId;

/// In which versions a relation stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum In {
    /// Both versions of the sender API.
    Both,
    /// Version 8 alone.
    V8,
    /// Everywhere, for banks too.
    All,
}

/// Relation, path, and where it stands; `{}` is the number of the sender.
const RELATIONS: &[(&str, &str, In)] = &[
    ("create_message", "/messages", In::Both),
    ("identify_recipient", "/identification", In::All),
    (
        "identify_recipient_with_encryption_key",
        "/identification/encryptionkey",
        In::Both,
    ),
    ("search", "/recipients/search", In::Both),
    ("autocomplete", "/recipients/suggest", In::Both),
    ("document_events", "/documents/events", In::Both),
    ("get_sender_information", "/sender-information", In::Both),
    ("api_documentation", "/api-documentation", In::Both),
    (
        "get_print_encryption_key",
        "/print-encryption-key",
        In::Both,
    ),
    (
        "get_print_encryption_certificate",
        "/print-encryption-certificate",
        In::Both,
    ),
    ("get_inbox", "/{}/inbox", In::Both),
    ("archive_documents", "/archive", In::Both),
    ("get_archives", "/{}/archive", In::Both),
    (
        "get_archive_documents_by_referenceid",
        "/{}/archive/documents/referenceid/",
        In::Both,
    ),
    (
        "get_archive_document_by_uuid",
        "/{}/archive/documents/uuid/",
        In::Both,
    ),
    ("document_status", "/documents/{}/", In::V8),
    ("create_batch", "/batches", In::V8),
    ("get_batch", "/batches/", In::V8),
    ("add_tag", "/tags", In::V8),
    ("remove_tag", "/tags/remove", In::V8),
    ("get_tags", "/tags", In::V8),
    (
        "get_share_documents_request_state",
        "/{}/share-documents-requests/uuid/",
        In::V8,
    ),
    (
        "create_or_activate_user_account",
        "/{}/user-accounts",
        In::V8,
    ),
];

pub(super) fn write(echo: &Echo, sender: AccountId) -> Response<Bytes> {
    let certificate = echo.signing.shown().certificate().pem();
    xml(StatusCode::OK, echo, "entrypoint", |writer| {
        writer.leaf("certificate", certificate);
        for (rel, path, stands) in RELATIONS {
            if stands_in(*stands, echo.dialect) {
                let path = path.replace("{}", &sender.to_string());
                let uri = format!("{}{path}", echo.base);
                link(writer, rel, &uri, echo.dialect.media_type());
            }
        }
    })
}

fn stands_in(stands: In, dialect: Dialect) -> bool {
    match (stands, dialect) {
        (In::All, _) | (In::Both, Dialect::V7 | Dialect::V8) | (In::V8, Dialect::V8) => true,
        (In::Both, Dialect::User1) | (In::V8, Dialect::V7 | Dialect::User1) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::RELATIONS;
    use crate::services::digipost::operations::place;

    #[test]
    fn no_relation_stands_twice() {
        for (at, (rel, ..)) in RELATIONS.iter().enumerate() {
            assert!(
                RELATIONS[..at].iter().all(|(other, ..)| other != rel),
                "{rel}"
            );
        }
    }

    #[test]
    fn what_an_id_is_resolved_against_ends_with_a_slash_and_nothing_else_does() {
        let ends = |rel: &&str| {
            let (_, path, _) = RELATIONS.iter().find(|(name, ..)| name == rel).unwrap();
            path.ends_with('/')
        };
        let with = [
            "get_archive_document_by_uuid",
            "get_archive_documents_by_referenceid",
            "get_batch",
            "document_status",
            "get_share_documents_request_state",
        ];
        assert!(with.iter().all(ends));
        let rest = RELATIONS.iter().filter(|(rel, ..)| !with.contains(rel));
        assert!(rest.into_iter().all(|(rel, ..)| !ends(rel)));
    }

    #[test]
    fn every_relation_of_ours_leads_to_an_operation() {
        for (rel, path, _) in RELATIONS {
            let path = path.replace("{}", "1234");
            let path = match rel.ends_with("referenceid") || path.ends_with('/') {
                true => format!("{path}b"),
                false => path,
            };
            let is_there = ["GET", "POST"]
                .iter()
                .any(|method| place(method, &path).is_ok())
                || ["search", "autocomplete"].contains(rel);
            assert!(is_there, "{rel} {path}");
        }
    }
}
