//! A request as HTTP: which operation it is, and what it asks.

use super::answer::{no_method, no_route};
use super::send;
use crate::documents::maskinporten::{Bearers, client_of};
use crate::domain::dpi::Kanal;
use crate::domain::maskinporten::Bearer;
use crate::services::dpi::faults::{Fault, FaultKind};
use crate::services::dpi::model::{Ask, Command, InQuery};
use crate::services::dpi::operations::{self, Nowhere, place};
use crate::services::{Caller, Decoded, Facts, Operation, Received, Refused};
use crate::wire::form::{Form, decode_segment};

/// What an answer repeats of its request.
#[derive(Debug)]
pub struct Echo {
    /// The address of the access point as the caller used it.
    pub(super) base: String,
    /// The path of the request.
    pub(super) path: String,
}

/// A request whose operation is known.
pub(super) struct Asked<'a> {
    pub(super) received: &'a Received,
    /// The query; none where it cannot be read.
    pub(super) query: Option<Form>,
    /// The access token as sent.
    pub(super) token: Option<&'a str>,
}

/// What was read of a request.
pub(super) struct Read {
    pub(super) ask: Result<Ask, Box<Fault>>,
    pub(super) package_bytes: Option<u64>,
    pub(super) facts: Vec<Facts>,
    pub(super) remarks: Vec<String>,
}

impl Read {
    pub(super) fn plain(ask: Result<Ask, Fault>) -> Self {
        Self {
            ask: ask.map_err(Box::new),
            package_bytes: None,
            facts: Vec::new(),
            remarks: Vec::new(),
        }
    }
}

/// Whom a request comes from, without judging it: the client of its token.
pub(in crate::services::dpi) fn caller(received: &Received) -> Option<Caller> {
    client_of(authorization(received)?).map(Caller::Credential)
}

/// Reads a request.
pub(in crate::services::dpi) fn decode(
    bearers: &Bearers,
    received: &Received,
) -> Result<Decoded<Command, Echo>, Box<Refused>> {
    let method = received.request.method().as_str();
    let found = place(method, &received.path).map_err(|nowhere| match nowhere {
        Nowhere::Path => no_route(received),
        Nowhere::Method(methods) => no_method(received, &methods),
    })?;
    let (operation, id) = found;
    let header = authorization(received);
    let query = received.request.uri().query().unwrap_or_default();
    let asked = Asked {
        received,
        query: Form::from_query(query).ok(),
        token: header.and_then(token_of),
    };
    let bearer = bearers.judge(header);
    let Read {
        ask,
        package_bytes,
        facts,
        remarks,
    } = read(&asked, &bearer, operation, id.as_deref());
    Ok(Decoded {
        operation,
        command: Command {
            bearer,
            package_bytes,
            ask,
            armed: None,
            wish: None,
        },
        echo: Echo {
            base: received.base.clone(),
            path: received.path.clone(),
        },
        facts,
        remarks,
    })
}

fn read(asked: &Asked<'_>, bearer: &Bearer, operation: &Operation, id: Option<&str>) -> Read {
    if let Some(max) = asked.received.too_large {
        let fault = Fault::of(FaultKind::TooLarge, format!("more than {max} bytes"));
        return Read::plain(Err(fault));
    }
    let raw = id.unwrap_or_default();
    let id = decode_segment(raw, "path").unwrap_or_else(|_| raw.to_owned());
    match operation.id {
        operations::SEND => send::read(asked, bearer),
        operations::STATUSES => Read::plain(Ok(Ask::Statuses(id))),
        operations::DOWNLOAD => Read::plain(Ok(Ask::Download(id))),
        operations::READ => Read::plain(Ok(Ask::Read(id))),
        _ => Read::plain(list(asked).map(Ask::List)),
    }
}

fn list(asked: &Asked<'_>) -> Result<InQuery, Fault> {
    let bad = |found: String| Fault::of(FaultKind::BadParameter, found);
    let number = |name: &str| {
        let text = asked.parameter(name)?;
        let parsed = text.map(|text| text.parse::<u32>().map_err(|_| text));
        let shown = |text: &str| text.chars().take(40).collect::<String>();
        let wrong = |text: &str| bad(format!("`{name}={}`", shown(text)));
        parsed.transpose().map_err(wrong)
    };
    let page_size = number("page_size")?;
    if let Some(size) = page_size.filter(|size| !(1..=1000).contains(size)) {
        return Err(bad(format!("`page_size={size}`")));
    }
    Ok(InQuery {
        unit: asked.parameter("avsenderidentifikator")?.map(str::to_owned),
        kanal: asked.kanal()?,
        page_size,
        page: number("page")?,
    })
}

impl Asked<'_> {
    /// A query parameter, which may be there once; an empty one counts as missing.
    pub(super) fn parameter(&self, name: &str) -> Result<Option<&str>, Fault> {
        let all = self.query.iter().flat_map(|form| form.get_all(name));
        let all: Vec<&str> = all.collect();
        match all.as_slice() {
            [] | [""] => Ok(None),
            [one] => Ok(Some(one)),
            more => {
                let found = format!("`{name}` {} times", more.len());
                Err(Fault::of(FaultKind::BadParameter, found))
            }
        }
    }

    /// The channel.
    pub(super) fn kanal(&self) -> Result<Option<Kanal>, Fault> {
        let Some(text) = self.parameter("kanal")? else {
            return Ok(None);
        };
        let bad =
            |error: crate::domain::dpi::OutOfBounds| Fault::of(FaultKind::BadKanal, error.found);
        Kanal::parse(text).map(Some).map_err(bad)
    }
}

fn authorization(received: &Received) -> Option<&str> {
    let value = received
        .request
        .headers()
        .get(http::header::AUTHORIZATION)?;
    value.to_str().ok()
}

/// The token behind its scheme.
fn token_of(header: &str) -> Option<&str> {
    let (_, token) = header.trim().split_once(' ')?;
    Some(token.trim())
}
