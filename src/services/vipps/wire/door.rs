//! A request as HTTP: which operation it is, what the gateway looks at, and its command.

use bytes::Bytes;

use super::answer::{no_method, no_route};
use super::echo::Echo;
use super::tokens::{Tokens, client_of};
use super::{access, paying, sending};
use crate::domain::vipps::{InvoiceId, InvoiceIdError};
use crate::services::vipps::faults::{Fault, FrontKind, ProblemKind};
use crate::services::vipps::model::{Ask, Command, Gate, StatusCall};
use crate::services::vipps::operations::{Front, Nowhere, Place, Slice, place};
use crate::services::{Caller, Decoded, Facts, Operation, Received, Refused};
use crate::wire::form::{Form, decode_segment};

const SUBSCRIPTION_HEADER: &str = "ocp-apim-subscription-key";
const SUBSCRIPTION_QUERY: &str = "subscription-key";

/// Most bytes of an Idempotency-Key, which is kept as long as its invoice. No document names a
/// limit.
const KEY_MAX: usize = 255;

/// A request whose operation is known.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    pub(super) operation: &'static Operation,
    pub(super) received: &'a Received,
    /// What stands in the place of names in the operation's path, as sent.
    pub(super) names: Vec<String>,
    /// The query; none where it cannot be read.
    pub(super) query: Option<Form>,
}

impl Asked<'_> {
    /// The body.
    pub(super) fn body(&self) -> &Bytes {
        self.received.request.body()
    }

    /// A header; an empty one counts as missing.
    pub(super) fn header(&self, name: &str) -> Option<String> {
        header(self.received, name)
    }

    /// A header that must be there.
    pub(super) fn required(&self, name: &str, missing: ProblemKind) -> Result<String, Fault> {
        let none = || Fault::problem(missing, "none");
        self.header(name).ok_or_else(none)
    }

    /// The headers of a call that changes a state.
    pub(super) fn status_call(&self) -> Result<StatusCall, Fault> {
        let if_match = self.required("if-match", ProblemKind::MissingHeaderIfMatch)?;
        let key = self.required("idempotency-key", ProblemKind::MissingHeaderIdempotencyKey)?;
        if key.len() > KEY_MAX {
            let found = format!("an Idempotency-Key of {} bytes, above {KEY_MAX}", key.len());
            return Err(Fault::problem(ProblemKind::InputValidationFailed, found));
        }
        Ok(StatusCall { if_match, key })
    }

    /// A query parameter, which may be there once.
    pub(super) fn parameter(&self, name: &str) -> Result<Option<&str>, Fault> {
        let all: Vec<&str> = self
            .query
            .iter()
            .flat_map(|form| form.get_all(name))
            .collect();
        match all.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            more => {
                let found = format!("`{name}` {} times", more.len());
                Err(Fault::problem(ProblemKind::DuplicateQueryParam, found))
            }
        }
    }

    /// A name in the path with its escapes undone; bytes that are no text stay what they are.
    pub(super) fn name(&self, at: usize) -> String {
        let raw = self.names.get(at).map_or("", String::as_str);
        decode_segment(raw, "path").unwrap_or_else(|_| raw.to_owned())
    }

    /// The invoice in the path.
    pub(super) fn invoice_id(&self) -> Result<InvoiceId, Fault> {
        let text = self.name(0);
        InvoiceId::parse(&text).map_err(|error| {
            let kind = match error {
                InvoiceIdError::Missing => ProblemKind::MissingInvoiceId,
                InvoiceIdError::Length => ProblemKind::InvalidInvoiceIdLength,
                InvoiceIdError::Format => ProblemKind::InvalidInvoiceIdFormat,
                InvoiceIdError::IssuerKind => ProblemKind::InvalidInvoiceIdIssuerIdentType,
                InvoiceIdError::IssuerValue => ProblemKind::InvalidInvoiceIdIssuerIdentValue,
                InvoiceIdError::Reference => ProblemKind::InvalidInvoiceIdReferenceValue,
            };
            let shown: String = text.chars().take(80).collect();
            Fault::problem(kind, format!("`{shown}` ({} bytes)", text.len()))
        })
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

/// Whom a request comes from, without judging it: by its token, else by its subscription key, or
/// when it logs in, by its client id.
pub(in crate::services::vipps) fn caller(received: &Received) -> Option<Caller> {
    let token = header(received, "authorization").and_then(|text| client_of(&text));
    let client = token.or_else(|| header(received, "client_id"));
    let known = client.or_else(|| subscription(received, query(received).as_ref()));
    known.map(Caller::Credential)
}

/// Reads a request.
pub(in crate::services::vipps) fn decode(
    tokens: &Tokens,
    received: &Received,
) -> Result<Decoded<Command, Echo>, Box<Refused>> {
    let method = received.request.method().as_str();
    let found = place(method, &received.path).map_err(|nowhere| match nowhere {
        Nowhere::Path => no_route(received),
        Nowhere::Method(methods) => no_method(received, &methods),
    })?;
    let Place {
        operation,
        slice,
        front,
        names,
    } = found;
    let asked = Asked {
        operation,
        received,
        names,
        query: query(received),
    };
    let gate = gate(tokens, front, &asked);
    let read = match received.too_large {
        Some(max) => {
            let found = format!("more than {max} bytes");
            Err(Fault::front(FrontKind::TooLarge, found))
        }
        None => match slice {
            Slice::Access => access::read(&asked),
            Slice::Sending => sending::read(&asked),
            Slice::Paying => paying::read(&asked),
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
            gate,
            ask,
            armed: None,
        },
        echo: Echo { operation },
        facts,
        remarks,
    })
}

/// What the gateway looks at.
fn gate(tokens: &Tokens, front: Front, asked: &Asked<'_>) -> Gate {
    match front {
        Front::Open => Gate::Open,
        Front::Keyed(product) => Gate::Keyed {
            product,
            subscription: subscription(asked.received, asked.query.as_ref()),
            authorization: tokens.judge(asked.header("authorization").as_deref()),
        },
    }
}

/// The subscription key: the header wins, and the query may hold any number of others.
pub(super) fn subscription(received: &Received, query: Option<&Form>) -> Option<String> {
    header(received, SUBSCRIPTION_HEADER).or_else(|| {
        let key = query?.get_all(SUBSCRIPTION_QUERY).next()?;
        (!key.is_empty()).then(|| key.to_owned())
    })
}

fn query(received: &Received) -> Option<Form> {
    let query = received.request.uri().query().unwrap_or_default();
    Form::from_query(query).ok()
}

fn header(received: &Received, name: &str) -> Option<String> {
    let value = received.request.headers().get(name)?;
    let text = String::from_utf8_lossy(value.as_bytes());
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
