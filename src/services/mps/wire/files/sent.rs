//! The file in a request: its name, its bytes, and what stands in it.
//!
//! Reading happens here, before the sandbox is entered: a large file keeps nobody waiting.

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};

use super::door::{name_of, wrong};
use crate::documents::bbs;
use crate::domain::giro::{Complaint, FileRule, Incoming, IncomingOrder, IncomingTransaction};
use crate::domain::rules::{self, Speaks};
use crate::services::mps::model::SentFile;
use crate::services::mps::wire::rest::Wrong;
use crate::services::{Facts, Received};
use crate::wire::form::decode_segment;
use crate::wire::multipart::{self, Limits};

/// Oddities that are told one by one.
const REMARKS: usize = 20;

/// A file as it was sent, and what there is to tell about it.
pub(super) struct Sent {
    pub(super) file: SentFile,
    pub(super) facts: Vec<Facts>,
    pub(super) remarks: Vec<String>,
}

/// Reads the file in a request. A name in the address wins over one in the body.
pub(super) fn read(received: &Received, name: Option<&str>) -> Result<Sent, Wrong> {
    let headers = received.request.headers();
    if let Some(max) = received.too_large {
        let file = SentFile {
            name: given(name.or(disposed(headers).as_deref()))?,
            bytes: announced(headers).unwrap_or(0).max(count(max) + 1),
            read: Err(too_large(max)),
        };
        return Ok(Sent {
            file,
            facts: Vec::new(),
            remarks: Vec::new(),
        });
    }
    let Body {
        inside,
        bytes,
        mut remarks,
    } = body(received)?;
    let name = given(name.or(inside.as_deref()))?;
    let read = bbs::read(&bytes);
    let facts = read.as_ref().map(facts).unwrap_or_default();
    if let Ok(incoming) = &read {
        tell_oddities(incoming, &mut remarks);
    }
    Ok(Sent {
        file: SentFile {
            name,
            bytes: count(bytes.len()),
            read,
        },
        facts,
        remarks,
    })
}

fn given(name: Option<&str>) -> Result<Option<String>, Wrong> {
    name.map(name_of).transpose()
}

fn count(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn too_large(max: usize) -> Complaint {
    Complaint {
        rule: FileRule::Size,
        line: 0,
        column: 0,
        text: format!("found more than {max} bytes; expected a file of at most so many"),
    }
}

struct Body {
    /// The name that the body or its headers give.
    inside: Option<String>,
    bytes: Bytes,
    remarks: Vec<String>,
}

fn body(received: &Received) -> Result<Body, Wrong> {
    let headers = received.request.headers();
    let bytes = received.request.body().clone();
    let media_type = headers.get(CONTENT_TYPE);
    let media_type = media_type.and_then(|value| value.to_str().ok());
    let form = media_type.filter(|text| is_form(text));
    let Some(media_type) = form else {
        return Ok(Body {
            inside: disposed(headers),
            bytes,
            remarks: Vec::new(),
        });
    };
    let parts = multipart::read(media_type, bytes, Limits::default())
        .map_err(|error| wrong(error.to_string()))?;
    let mut remarks = Vec::new();
    let found = parts.0.len();
    if found > 1 {
        let remark = format!("expected one part, found {found}; the first with a file is taken");
        remarks.push(remark);
    }
    let mut parts = parts.0;
    let first = parts.iter().position(|part| part.filename.is_some());
    // A form without any part holds an empty file.
    let part = (found > 0).then(|| parts.swap_remove(first.unwrap_or(0)));
    let (inside, bytes) = part.map_or((None, Bytes::new()), |part| (part.filename, part.body));
    Ok(Body {
        inside: inside.filter(|name| !name.is_empty()),
        bytes,
        remarks,
    })
}

fn is_form(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("multipart/form-data")
}

/// The name in `Content-Disposition` (RFC 6266); `filename*` wins.
fn disposed(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_DISPOSITION)?;
    let text = String::from_utf8_lossy(value.as_bytes());
    let parameter = |wanted: &str| {
        let mut parts = text.split(';').skip(1);
        parts.find_map(|part| {
            let (name, value) = part.split_once('=')?;
            let is_it = name.trim().eq_ignore_ascii_case(wanted);
            is_it.then(|| value.trim().trim_matches('"').to_owned())
        })
    };
    let extended = parameter("filename*").and_then(|value| {
        let (_, encoded) = value.split_once("''")?;
        decode_segment(encoded, "filename*").ok()
    });
    let name = extended.or_else(|| parameter("filename"));
    name.filter(|name| !name.is_empty())
}

/// What rules of scenarios may ask: a row for each transaction in the order of the file.
fn facts(incoming: &Incoming) -> Vec<Facts> {
    let rows = incoming.orders.iter().flat_map(|order| {
        let rows = order.transactions.iter();
        rows.map(|transaction| fact(order, transaction))
    });
    rows.collect()
}

fn fact(order: &IncomingOrder, transaction: &IncomingTransaction) -> Facts {
    match transaction {
        IncomingTransaction::Read(claim) => Facts {
            kid: (!claim.kid.is_empty()).then(|| claim.kid.clone()),
            account: Some(order.account.clone()),
            amount: Some(claim.amount),
            due_date: Some(claim.due_date),
            ..Facts::default()
        },
        // The row is there all the same, so that rows and transactions stay in step.
        IncomingTransaction::Spoiled(_) => Facts::default(),
    }
}

/// What speaks in `strict` only.
fn tell_oddities(incoming: &Incoming, remarks: &mut Vec<String>) {
    let odd = |complaint: &&Complaint| {
        let rule = rules::find(complaint.rule.id());
        rule.is_some_and(|rule| rule.speaks == Speaks::StrictOnly)
    };
    let of_orders = incoming.orders.iter().flat_map(|order| &order.complaints);
    let mut all = incoming.complaints.iter().chain(of_orders).filter(odd);
    for complaint in all.by_ref().take(REMARKS) {
        remarks.push(format!("{}: {complaint}", complaint.rule.id()));
    }
    let more = all.count();
    if more > 0 {
        remarks.push(format!("{more} more of the kind"));
    }
}
