//! What the tables of operations share, and finding a row.

use std::borrow::Cow;

use super::table::{OPERATIONS, PARTS, is_asked};
use crate::services::{Fact, Fidelity, Match, Method, Operation, Source};

pub(super) const KIB: usize = 1024;

/// Largest message with its documents, in bytes; how much the real service takes is not public.
pub(super) const MESSAGE_MAX: usize = 64 * 1024 * KIB;

const SOURCES: &[Source] = &[
    "Digipost: API documentation",
    "Digipost: schemas api_v7.xsd and api_v8.xsd",
];

/// A row that takes little, tells nothing about invoices and is as documented.
pub(super) const fn row(
    id: &'static str,
    method: Method,
    path: &'static str,
    remark: &'static str,
) -> Operation {
    Operation {
        id,
        method,
        path,
        matched_by: Match::Path,
        body_max: 64 * KIB,
        facts: &[],
        contract: None,
        fidelity: Fidelity::Faithful,
        sources: SOURCES,
        remark,
    }
}

/// A row of the user-agreements API, of which no schema is published: what its client and its
/// written specification name is kept, the rest is modelled.
pub(super) const fn about_users(
    id: &'static str,
    method: Method,
    path: &'static str,
    remark: &'static str,
) -> Operation {
    Operation {
        sources: &[
            "Digipost: Java client for user agreements 2.1.0",
            "Digipost: invoice API specification",
        ],
        ..modelled(row(id, method, path, remark))
    }
}

/// The same, modelled where no document says how.
pub(super) const fn modelled(row: Operation) -> Operation {
    Operation {
        fidelity: Fidelity::Modelled,
        ..row
    }
}

/// The same, known and not simulated; a refusal in the documented envelope says so.
pub(super) const fn absent(row: Operation) -> Operation {
    Operation {
        fidelity: Fidelity::Absent,
        ..row
    }
}

/// The same, with these facts.
pub(super) const fn telling(facts: &'static [Fact], row: Operation) -> Operation {
    Operation { facts, ..row }
}

/// Which part of the service an operation belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::services::digipost) enum Slice {
    /// Entry point, identification, search, senders, keys, accounts.
    People,
    /// Messages, receipts, status, events.
    Sending,
    /// Inbox, archive, content, additional data.
    Keeping,
    /// The user-agreements API.
    Agreements,
}

const SLICES: [Slice; 4] = [
    Slice::People,
    Slice::Sending,
    Slice::Keeping,
    Slice::Agreements,
];

/// Where a request stands in the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services::digipost) struct Place {
    pub(in crate::services::digipost) operation: &'static Operation,
    pub(in crate::services::digipost) slice: Slice,
    /// What stands in the place of names in the row's path, as sent.
    pub(in crate::services::digipost) names: Vec<String>,
}

/// The row of a method and a path below the mount; else the methods that the path takes.
pub(in crate::services::digipost) fn place(
    method: &str,
    path: &str,
) -> Result<Place, Vec<&'static str>> {
    let path = spelled(path);
    let mut found: Option<(Place, usize)> = None;
    let mut methods = Vec::new();
    for (slice, rows) in SLICES.into_iter().zip(PARTS) {
        for operation in rows.iter().filter(|row| is_asked(row)) {
            let Some(names) = fits(operation.path, &path) else {
                continue;
            };
            if operation.method.as_str() != method {
                methods.push(operation.method.as_str());
                continue;
            }
            // The row that says most of its path itself.
            let unsaid = names.len();
            if found.as_ref().is_none_or(|(_, least)| unsaid < *least) {
                let place = Place {
                    operation: OPERATIONS
                        .iter()
                        .find(|row| row.id == operation.id)
                        .unwrap_or(operation),
                    slice,
                    names,
                };
                found = Some((place, unsaid));
            }
        }
    }
    found.map(|(place, _)| place).ok_or(methods)
}

/// A path in the spelling that clients have, where the written specification of the user-agreements
/// API has another (Digipost: invoice API specification).
fn spelled(path: &str) -> Cow<'_, str> {
    let path = match path.strip_prefix("/api") {
        Some(rest) if rest.starts_with('/') => rest,
        Some(_) | None => path,
    };
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match parts.as_slice() {
        [sender, agreements @ "user-agreements", "agreement-users"] => {
            Cow::Owned(format!("/{sender}/{agreements}/agreement-owners"))
        }
        [sender, "user-document-content", document] => {
            Cow::Owned(format!("/{sender}/user-documents/{document}/content"))
        }
        _ => Cow::Borrowed(path),
    }
}

/// What stands in the place of names, if a path fits a row's. A name `{sender}` takes a number
/// only, and `{rest}` whatever follows, slashes included.
fn fits(template: &str, path: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut rest = path.trim_end_matches('/');
    for part in template.trim_end_matches('/').split('/').skip(1) {
        rest = rest.strip_prefix('/')?;
        if part == "{rest}" {
            names.push(rest.to_owned());
            return Some(names);
        }
        let (here, behind) = match rest.find('/') {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        let is_number = !here.is_empty() && here.bytes().all(|it| it.is_ascii_digit());
        match part {
            "{sender}" if is_number => names.push(here.to_owned()),
            "{sender}" => return None,
            name if name.starts_with('{') => {
                if here.is_empty() {
                    return None;
                }
                names.push(here.to_owned());
            }
            word if word == here => {}
            _ => return None,
        }
        rest = behind;
    }
    rest.is_empty().then_some(names)
}
