//! The router's state as text, both ways.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use imbl::{OrdMap, Vector};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use super::model::{
    Action, ActionChannel, ActionType, InvoiceFile, Job, Model, Position, RouterInvoice, Scope,
    Status, Token,
};
use crate::consumer::DocumentType;
use crate::domain::blob::BlobKey;
use crate::domain::cast::Cast;
use crate::domain::channel::{Attempt, Channel};
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::lookup::LookupKey;
use crate::domain::mint::Stream;
use crate::domain::money::Ore;
use crate::domain::routing::Facts;
use crate::domain::slug::Slug;
use crate::services::Heard;
use crate::snapshot::TextError;
use crate::snapshot::written::{self, Written, formed, worded};

formed! {
    ModelText for Model,
    TokenText for Token,
    InvoiceText for RouterInvoice,
    FileText for InvoiceFile,
    ActionText for Action,
    JobText for Job,
}

/// (Under this name, because serde would borrow whatever is written as a reference.)
type Word = &'static str;

worded!(Status, ActionType, ActionChannel, Scope);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Model", deny_unknown_fields)]
struct ModelText {
    #[serde(with = "written")]
    tokens: OrdMap<String, Token>,
    #[serde(with = "written")]
    tokens_oldest_first: Vector<String>,
    #[serde(with = "invoices")]
    invoices: OrdMap<String, Arc<RouterInvoice>>,
    #[serde(with = "written")]
    oldest_first: Vector<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Token", deny_unknown_fields)]
struct TokenText {
    #[serde(with = "written")]
    company: Slug,
    #[serde(with = "scopes")]
    scopes: BTreeSet<Scope>,
    granted: String,
    #[serde(with = "written")]
    expires_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "RouterInvoice", deny_unknown_fields)]
struct InvoiceText {
    // The name under which it stands.
    #[serde(skip)]
    id: String,
    #[serde(with = "written")]
    company: Slug,
    #[serde(with = "written")]
    status: Status,
    number: String,
    #[serde(with = "written")]
    date: Date,
    #[serde(rename = "sum_tax_ore", with = "written")]
    sum_tax: Ore,
    #[serde(with = "source_format")]
    source_format: Word,
    sender_name: Option<String>,
    sender_email: Option<String>,
    comment: Option<String>,
    #[serde(with = "written")]
    document_type: DocumentType,
    #[serde(with = "written")]
    files: Vec<InvoiceFile>,
    #[serde(with = "written")]
    actions: Vec<Action>,
    #[serde(with = "written")]
    facts: Facts,
    #[serde(with = "written")]
    attempts: Vec<Attempt>,
    #[serde(with = "written")]
    position: Position,
    #[serde(with = "written")]
    delivered_by: Option<Channel>,
    mps_transaction: Option<String>,
    #[serde(with = "written")]
    created_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "InvoiceFile", deny_unknown_fields)]
struct FileText {
    id: String,
    name: String,
    media_type: String,
    #[serde(with = "role")]
    role: Word,
    #[serde(with = "written")]
    blob: BlobKey,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Action", deny_unknown_fields)]
struct ActionText {
    #[serde(rename = "type", with = "written")]
    kind: ActionType,
    #[serde(with = "written")]
    channel: Option<ActionChannel>,
    message: String,
    #[serde(with = "written")]
    at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Job", rename_all = "snake_case", deny_unknown_fields)]
enum JobText {
    Walk {
        invoice: String,
    },
    Hear {
        invoice: String,
        #[serde(with = "written")]
        heard: Heard,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum PositionText {
    Deciding,
    Asking(#[serde(with = "written")] Box<LookupKey>),
    Sending {
        #[serde(with = "written")]
        identifier: EfakturaIdentifier,
        shipment: String,
        transaction: String,
        tries: u8,
    },
    Polling {
        transaction: String,
        #[serde(with = "written")]
        since: Timestamp,
    },
    Ended,
}

impl Written for Position {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let text = match self.clone() {
            Self::Deciding => PositionText::Deciding,
            Self::Asking { key } => PositionText::Asking(key),
            Self::Sending {
                identifier,
                shipment,
                transaction,
                tries,
            } => PositionText::Sending {
                identifier,
                shipment,
                transaction,
                tries,
            },
            Self::Polling { transaction, since } => PositionText::Polling { transaction, since },
            Self::Ended => PositionText::Ended,
        };
        text.serialize(to)
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(match PositionText::deserialize(from)? {
            PositionText::Deciding => Self::Deciding,
            PositionText::Asking(key) => Self::Asking { key },
            PositionText::Sending {
                identifier,
                shipment,
                transaction,
                tries,
            } => Self::Sending {
                identifier,
                shipment,
                transaction,
                tries,
            },
            PositionText::Polling { transaction, since } => Self::Polling { transaction, since },
            PositionText::Ended => Self::Ended,
        })
    }
}

/// What was heard. A body that is no text stands in Base64.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeardText {
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body_base64: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    broken: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timed_out_ms: Option<String>,
}

impl Written for Heard {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut text = HeardText::default();
        match self {
            Self::Answer { status, body } => {
                text.status = Some(*status);
                match std::str::from_utf8(body) {
                    Ok(body) => text.body = Some(body.to_owned()),
                    Err(_) => text.body_base64 = Some(STANDARD.encode(body)),
                }
            }
            Self::Broken(how) => text.broken = Some(how.clone().into_owned()),
            Self::TimedOut(after) => text.timed_out_ms = Some(after.as_millis().to_string()),
        }
        text.serialize(to)
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let HeardText {
            status,
            body,
            body_base64,
            broken,
            timed_out_ms,
        } = Deserialize::deserialize(from)?;
        let decoded = body_base64.map(|text| STANDARD.decode(text));
        let bytes = match (body, decoded) {
            (Some(text), None) => Some(Bytes::from(text)),
            (None, Some(Ok(bytes))) => Some(Bytes::from(bytes)),
            (None, None) => None,
            (_, Some(_)) => return Err(D::Error::custom("found no Base64, or two bodies")),
        };
        let millis = timed_out_ms.map(|text| text.parse::<u64>());
        match (status, bytes, broken, millis) {
            (Some(status), Some(body), None, None) => Ok(Self::Answer { status, body }),
            (None, None, Some(how), None) => Ok(Self::Broken(Cow::Owned(how))),
            (None, None, None, Some(Ok(millis))) => {
                Ok(Self::TimedOut(Duration::from_millis(millis)))
            }
            _ => Err(D::Error::custom(
                "found another mixture of fields, expected `status` with a body, or `broken`, or \
                 `timed_out_ms` with a count",
            )),
        }
    }
}

/// Invoices by id; the id stands in the name and not a second time below it.
mod invoices {
    use std::sync::Arc;

    use imbl::OrdMap;
    use serde::{Deserializer, Serializer};

    use crate::reference_router::model::RouterInvoice;
    use crate::snapshot::written::Written;

    type Invoices = OrdMap<String, Arc<RouterInvoice>>;

    pub(super) fn serialize<S: Serializer>(invoices: &Invoices, to: S) -> Result<S::Ok, S::Error> {
        invoices.write(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Invoices, D::Error> {
        let named = |(id, mut invoice): (String, Arc<RouterInvoice>)| {
            Arc::make_mut(&mut invoice).id.clone_from(&id);
            (id, invoice)
        };
        Ok(Invoices::read(from)?.into_iter().map(named).collect())
    }
}

/// Scopes in order of the enum.
mod scopes {
    use std::collections::BTreeSet;

    use serde::{Deserializer, Serializer};

    use crate::reference_router::model::Scope;
    use crate::snapshot::written::Written;

    pub(super) fn serialize<S: Serializer>(
        scopes: &BTreeSet<Scope>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        scopes.iter().copied().collect::<Vec<_>>().write(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeSet<Scope>, D::Error> {
        Ok(Vec::read(from)?.into_iter().collect())
    }
}

/// One word of a list.
macro_rules! word_of {
    ($name:ident, $words:expr) => {
        mod $name {
            use serde::de::Error;
            use serde::{Deserialize, Deserializer, Serializer};

            pub(super) fn serialize<S: Serializer>(
                word: &&'static str,
                to: S,
            ) -> Result<S::Ok, S::Error> {
                to.serialize_str(word)
            }

            pub(super) fn deserialize<'de, D: Deserializer<'de>>(
                from: D,
            ) -> Result<&'static str, D::Error> {
                let found = String::deserialize(from)?;
                let words = $words;
                let known = words.into_iter().find(|word| *word == found);
                known.ok_or_else(|| {
                    let found: String = found.chars().take(80).collect();
                    let words = words.join(", ");
                    D::Error::custom(format!("found `{found}`, expected one of {words}"))
                })
            }
        }
    };
}

word_of!(role, ["source", "image", "attachment"]);
word_of!(
    source_format,
    crate::domain::invoice::UblFormat::ALL.map(crate::domain::invoice::UblFormat::as_maventa)
);

/// Whether a state that was read holds together, and belongs to companies of this cast.
///
/// # Errors
/// [`TextError`] for the first thing that leads nowhere, is missing or stands twice.
pub fn check_state(model: &Model, cast: &Cast) -> Result<(), TextError> {
    let Model {
        tokens,
        tokens_oldest_first,
        invoices,
        oldest_first,
    } = model;
    same_names("tokens_oldest_first", tokens_oldest_first, tokens)?;
    same_names("oldest_first", oldest_first, invoices)?;
    let of_tokens = tokens
        .iter()
        .map(|(id, token)| ("tokens", id, &token.company));
    let of_invoices = invoices.iter();
    let of_invoices = of_invoices.map(|(id, invoice)| ("invoices", id, &invoice.company));
    for (what, id, company) in of_tokens.chain(of_invoices) {
        if cast.company(company).is_none() {
            let field = format!("{what}.{id}.company");
            let expected = "a company in `cast.companies`";
            return Err(TextError::new(&field, company.as_str(), expected));
        }
    }
    Ok(())
}

fn same_names<V: Clone>(
    field: &str,
    order: &Vector<String>,
    map: &OrdMap<String, V>,
) -> Result<(), TextError> {
    let mut seen = BTreeSet::new();
    for (index, id) in order.iter().enumerate() {
        if !map.contains_key(id) || !seen.insert(id) {
            let field = format!("{field}[{index}]");
            let expected = "an id that is there, each once";
            return Err(TextError::new(&field, id, expected));
        }
    }
    match map.keys().find(|id| !seen.contains(id)) {
        None => Ok(()),
        Some(missing) => {
            let expected = format!("`{missing}` too, which is there");
            Err(TextError::new(field, "a list without it", expected))
        }
    }
}

/// Whether a job that was read is about an invoice that is there.
///
/// # Errors
/// [`TextError`] when it is not.
pub fn check_job(model: &Model, job: &Job) -> Result<(), TextError> {
    let (field, invoice) = match job {
        Job::Walk { invoice } => ("walk.invoice", invoice),
        Job::Hear { invoice, .. } => ("hear.invoice", invoice),
    };
    match model.invoices.get(invoice) {
        Some(_) => Ok(()),
        None => {
            let expected = "an invoice at the router";
            Err(TextError::new(field, invoice, expected))
        }
    }
}

/// Every file of an invoice: where it stands, and its bytes.
pub fn files(model: &Model) -> impl Iterator<Item = (String, BlobKey)> {
    model.invoices.iter().flat_map(|(id, invoice)| {
        let files = invoice.files.iter().enumerate();
        files.map(move |(index, file)| (format!("invoices.{id}.files[{index}].blob"), file.blob))
    })
}

/// The ids in use that may have come from the mint.
pub fn used_ids(model: &Model) -> impl Iterator<Item = (Stream, Uuid)> {
    let uuid = |stream, id: &str| Some((stream, Uuid::try_parse(id).ok()?));
    // A token carries the name of its sandbox behind the id.
    let tokens = model.tokens.keys().filter_map(|token| token.get(..32));
    let invoices = model.invoices.values();
    let files = invoices.flat_map(|invoice| invoice.files.iter());
    tokens
        .filter_map(move |id| uuid(Stream::Token, id))
        .chain(
            model
                .invoices
                .keys()
                .filter_map(move |id| uuid(Stream::Invoice, id)),
        )
        .chain(files.filter_map(move |file| uuid(Stream::File, &file.id)))
        .chain(sent(model).filter_map(move |(stream, id)| uuid(stream, id)))
}

/// The ids under which invoices went to MPS, or are about to.
fn sent(model: &Model) -> impl Iterator<Item = (Stream, &str)> {
    model.invoices.values().flat_map(|invoice| {
        let (shipment, transaction) = match &invoice.position {
            Position::Sending {
                shipment,
                transaction,
                ..
            } => (Some(shipment), Some(transaction)),
            Position::Polling { transaction, .. } => (None, Some(transaction)),
            Position::Deciding | Position::Asking { .. } | Position::Ended => (None, None),
        };
        let transaction = transaction.or(invoice.mps_transaction.as_ref());
        let shipment = shipment.map(|id| (Stream::Shipment, id.as_str()));
        let transaction = transaction.map(|id| (Stream::Transaction, id.as_str()));
        shipment.into_iter().chain(transaction)
    })
}
