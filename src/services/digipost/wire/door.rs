//! A request as HTTP: which operation it is, and its command.

use bytes::Bytes;
use http::StatusCode;
use http::header::{ACCEPT, CONTENT_TYPE};

use super::answer::{refused, refused_with};
use super::dialect::Dialect;
use super::echo::Echo;
use super::signature::{Signing, signed};
use super::{agreements, keeping, people, sending};
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::{Ask, Command};
use crate::services::digipost::operations::{Place, Slice, place};
use crate::services::{Caller, Decoded, Facts, Fidelity, Operation, Received, Refused};

/// What banks ask for as well, in a version of their own.
const FOR_BANKS_TOO: [&str; 3] = [
    "digipost.entrypoint",
    "digipost.senderEntrypoint",
    "digipost.identify",
];

/// Who signs a request.
pub(super) const USER_ID: &str = "x-digipost-userid";

/// A request whose operation is known.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    pub(super) operation: &'static Operation,
    pub(super) dialect: Dialect,
    pub(super) received: &'a Received,
    /// What stands in the place of names in the operation's path, as sent.
    pub(super) names: Vec<String>,
}

impl Asked<'_> {
    /// The body.
    pub(super) fn body(&self) -> &Bytes {
        self.received.request.body()
    }
}

/// What a part of the service read.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) ask: Ask,
    pub(super) facts: Vec<Facts>,
    pub(super) remarks: Vec<String>,
}

impl Read {
    /// Something that tells nothing about invoices.
    pub(super) fn plain(ask: Ask) -> Self {
        Self {
            ask,
            facts: Vec::new(),
            remarks: Vec::new(),
        }
    }
}

/// Whom a request comes from, without judging it.
pub(in crate::services::digipost) fn caller(received: &Received) -> Option<Caller> {
    header(received, USER_ID).map(Caller::Credential)
}

/// Reads a request.
pub(in crate::services::digipost) fn decode(
    received: &Received,
) -> Result<Decoded<Command, Echo>, Box<Refused>> {
    let dialect = Dialect::of(received.request.headers());
    let method = received.request.method().as_str();
    let Place {
        operation,
        slice,
        names,
    } = place(method, &received.path).map_err(|methods| refused(dialect, received, &methods))?;
    if let Some(refused) = in_no_version(dialect, received, operation, slice) {
        return Err(refused);
    }
    // Its paths are no other interface's, and its clients name no media type when they delete.
    let dialect = match slice {
        Slice::Agreements => Dialect::User1,
        Slice::People | Slice::Sending | Slice::Keeping => dialect,
    };
    let asked = Asked {
        operation,
        dialect,
        received,
        names,
    };
    let read = match received.too_large {
        Some(max) => Err(too_large(max)),
        None if operation.fidelity == Fidelity::Absent => Err(not_simulated(operation)),
        None => match slice {
            Slice::People => people::read(&asked),
            Slice::Sending => sending::read(&asked),
            Slice::Keeping => keeping::read(&asked),
            Slice::Agreements => agreements::read(&asked),
        },
    };
    let (ask, facts, remarks) = match read {
        Ok(Read {
            ask,
            facts,
            remarks,
        }) => (Ok(ask), facts, remarks),
        Err(fault) => (Err(Box::new(fault)), Vec::new(), Vec::new()),
    };
    Ok(Decoded {
        operation,
        command: Command {
            signed: signed(received),
            ask,
        },
        echo: Echo {
            operation,
            dialect,
            base: received.base.clone(),
            request_id: header(received, "x-digipost-request-id"),
            signing: Signing::of(received),
        },
        facts,
        remarks,
    })
}

/// Refuses a request that wants an answer, or sends a body, in a version of the interface that the
/// operation is not part of. Which codes the service has for it is not public.
fn in_no_version(
    dialect: Dialect,
    received: &Received,
    operation: &'static Operation,
    slice: Slice,
) -> Option<Box<Refused>> {
    let offered: &[Dialect] = match slice {
        // Its clients name whatever they have, and are answered in its one version.
        Slice::Agreements => &[Dialect::V7, Dialect::V8, Dialect::User1],
        Slice::People if FOR_BANKS_TOO.contains(&operation.id) => {
            &[Dialect::V7, Dialect::V8, Dialect::User1]
        }
        Slice::People | Slice::Sending | Slice::Keeping => &[Dialect::V7, Dialect::V8],
    };
    let headers = received.request.headers();
    for (header, status) in [
        (ACCEPT, StatusCode::NOT_ACCEPTABLE),
        (CONTENT_TYPE, StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ] {
        let is_sent = header == ACCEPT || !received.request.body().is_empty();
        let found = Dialect::only_others(headers, header.clone(), offered);
        if let Some(found) = found.filter(|_| is_sent) {
            let known: Vec<&str> = offered.iter().map(|it| it.media_type()).collect();
            let (id, known) = (operation.id, known.join(" or "));
            let why = format!("{header} of {id}: expected {known}, found {found}");
            return Some(refused_with(dialect, Some(operation), status, why));
        }
    }
    None
}

fn too_large(max: usize) -> Fault {
    let why = format!("expected a body of at most {max} bytes, found more");
    Fault::new(FaultKind::RequestTooLarge, why)
}

fn not_simulated(operation: &Operation) -> Fault {
    let why = format!("{}: {}", operation.id, operation.remark);
    Fault::new(FaultKind::NotSimulated, why)
}

/// A header, as far as it is text.
pub(super) fn header(received: &Received, name: &str) -> Option<String> {
    let value = received.request.headers().get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}
