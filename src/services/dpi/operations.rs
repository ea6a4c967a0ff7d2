//! What the access point of senders offers, and what mailboxes and printer do behind it.

use crate::services::{Fact, Fidelity, Match, Method, Mount, Operation, Source};

/// Where it is mounted.
pub const MOUNT: Mount = Mount {
    service: "dpi",
    prefix: "/dpi",
    title: "digital post to citizens, sender side",
};

/// To hand a message in.
pub(in crate::services::dpi) const SEND: &str = "dpi.messages.send";
/// To ask how far it came.
pub(in crate::services::dpi) const STATUSES: &str = "dpi.messages.statuses";
/// To fetch what was not read.
pub(in crate::services::dpi) const LIST: &str = "dpi.messages.list";
/// To fetch the package of something that came in.
pub(in crate::services::dpi) const DOWNLOAD: &str = "dpi.messages.download";
/// To mark as read.
pub(in crate::services::dpi) const READ: &str = "dpi.messages.read";

const SOURCES: &[Source] = &[
    "DPI: OpenAPI of the access points",
    "Digdir: DPI, new infrastructure",
    "Digdir: DPI, receipts",
];

const KIB: usize = 1024;

const fn row(
    id: &'static str,
    method: Method,
    path: &'static str,
    (body_max, facts): (usize, &'static [Fact]),
    remark: &'static str,
) -> Operation {
    Operation {
        id,
        method,
        path,
        matched_by: Match::Path,
        body_max,
        facts,
        contract: None,
        fidelity: Fidelity::Modelled,
        sources: SOURCES,
        remark,
    }
}

/// Every operation.
pub const OPERATIONS: &[Operation] = &[
    row(
        SEND,
        Method::Post,
        "/messages/out",
        (64 * 1024 * KIB, Fact::OF_AN_INVOICE),
        "parts, token and message are checked as documented; bodies of refusals but that of a \
         message id that came before are ours. The mailbox or the printer says what it makes of \
         the package after the setting `dpi.mailbox_delay`: that it opens, every digest and both \
         signatures are verified, chains of certificates and their revocation are not; of the \
         words in `feil` the two codes of e-Boks are documented. Nothing is deleted, while the \
         test environment deletes letters of more than 30 days",
    ),
    row(
        STATUSES,
        Method::Get,
        "/messages/out/{id}/statuses",
        (64 * KIB, &[]),
        "OPPRETTET and SENDT stand there when the message was taken; that a message of somebody \
         else is 404 is ours",
    ),
    row(
        LIST,
        Method::Get,
        "/messages/in",
        (64 * KIB, &[]),
        "the number of the first page is the setting `dpi.first_page`, for no document says it; \
         without `page_size` a page has 1000 receipts",
    ),
    row(
        DOWNLOAD,
        Method::Get,
        "/messages/in/{id}",
        (64 * KIB, &[]),
        "always 404: only receipts come in, which have no package",
    ),
    row(
        READ,
        Method::Post,
        "/messages/in/{id}/read",
        (64 * KIB, &[]),
        "what was read before, or is somebody else's, is 404",
    ),
    Operation {
        matched_by: Match::Own,
        fidelity: Fidelity::Absent,
        ..row(
            "dpi.certificateChain",
            Method::Post,
            "",
            (64 * KIB, &[]),
            "whether certificates of messages and packages were issued by somebody trusted, and \
             were not revoked: nothing here verifies that",
        )
    },
];

/// A request that no row takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services::dpi) enum Nowhere {
    /// Nothing stands there.
    Path,
    /// The path takes these methods.
    Method(Vec<&'static str>),
}

/// The row of a method and a path below the mount, and what stands in the place of the id, as sent.
pub(in crate::services::dpi) fn place(
    method: &str,
    path: &str,
) -> Result<(&'static Operation, Option<String>), Nowhere> {
    let mut methods = Vec::new();
    for row in OPERATIONS
        .iter()
        .filter(|row| row.matched_by == Match::Path)
    {
        let Some(id) = fits(row.path, path) else {
            continue;
        };
        if row.method.as_str() == method {
            return Ok((row, id));
        }
        methods.push(row.method.as_str());
    }
    match methods.is_empty() {
        true => Err(Nowhere::Path),
        false => Err(Nowhere::Method(methods)),
    }
}

fn fits(template: &str, path: &str) -> Option<Option<String>> {
    let mut id = None;
    let mut parts = path.split('/');
    for word in template.split('/') {
        let part = parts.next()?;
        if word.starts_with('{') {
            id = Some(part.to_owned());
        } else if word != part {
            return None;
        }
    }
    parts.next().is_none().then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_is_found_at_its_own_address() {
        for row in OPERATIONS
            .iter()
            .filter(|row| row.matched_by == Match::Path)
        {
            let path = row.path.replace("{id}", "x");
            let found = place(row.method.as_str(), &path).map(|(found, _)| found.id);
            assert_eq!(found, Ok(row.id));
        }
        assert_eq!(place("GET", "/messages"), Err(Nowhere::Path));
        let other = Err(Nowhere::Method(vec!["POST"]));
        assert_eq!(place("GET", "/messages/out"), other);
    }
}
