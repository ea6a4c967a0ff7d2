//! The rows and values that every service shares: operations, requests as received, answers.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::domain::money::Ore;
use crate::domain::slug::Slug;
use crate::domain::words::words;

/// Where a service is mounted.
#[derive(Debug)]
pub struct Mount {
    /// The short name, which begins every operation id.
    pub service: &'static str,
    /// Path prefix of the mount, such as `/mps`.
    pub prefix: &'static str,
    /// Whom it impersonates, for people.
    pub title: &'static str,
}

/// One operation that the real service has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operation {
    /// `service.operation` in the issuer's spelling; the key everywhere.
    pub id: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Path below the mount; `{name}` stands for one segment.
    pub path: &'static str,
    /// What else picks the operation at this path.
    pub matched_by: Match,
    /// Largest body taken, in bytes.
    pub body_max: usize,
    /// What a request tells about the invoice, for rules of scenarios.
    pub facts: &'static [Fact],
    /// What its messages hold, field by field; `None` where an interface description or a schema
    /// says it instead.
    pub contract: Option<&'static Contract>,
    /// How true the answers are.
    pub fidelity: Fidelity,
    /// The public documents it is built from.
    pub sources: &'static [Source],
    /// What a reader should know: what is left out, what is ours.
    pub remark: &'static str,
}

words! {
    /// Something that a request tells about an invoice.
    pub enum Fact {
        /// Who shall get it.
        Consumer "consumer",
        /// Who sends it.
        Issuer "issuer",
        /// Payment reference.
        Kid "kid",
        /// Account to credit.
        Account "account",
        /// Amount.
        Amount "amount_ore",
        /// Due date.
        DueDate "due_date",
        /// Kind of document.
        DocumentType "document_type",
    }
}

impl Fact {
    /// Everything that an invoice itself tells.
    pub const OF_AN_INVOICE: &'static [Self] = &[
        Self::Consumer,
        Self::Issuer,
        Self::Kid,
        Self::Account,
        Self::Amount,
        Self::DueDate,
        Self::DocumentType,
    ];
}

/// The rows of several tables as one. The first table has a row at least, and `N` is how many there
/// are in all.
pub(crate) const fn joined<T: Copy, const N: usize>(parts: &[&[T]]) -> [T; N] {
    let mut all = [parts[0][0]; N];
    let (mut part, mut at) = (0, 0);
    while part < parts.len() {
        let mut row = 0;
        while row < parts[part].len() {
            all[at] = parts[part][row];
            at += 1;
            row += 1;
        }
        part += 1;
    }
    all
}

/// A refusal that a scenario may ask for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scripted {
    /// The issuer's code for it.
    pub name: &'static str,
    /// The operations that may answer so.
    pub on: &'static [&'static str],
    /// What it means, for people.
    pub text: &'static str,
}

/// What becomes of a command for which a scenario asked for a refusal.
#[derive(Debug)]
pub enum Staged<C, F> {
    /// It is refused at once.
    Refused(F),
    /// It is applied; a refusal, if one is planned, comes later.
    Proceed(C),
}

/// HTTP methods in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// GET.
    Get,
    /// POST.
    Post,
    /// PUT.
    Put,
    /// PATCH.
    Patch,
    /// DELETE.
    Delete,
}

impl Method {
    /// The method as it stands in a request.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// What picks an operation beside method and path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// Nothing: method and path are enough.
    Path,
    /// The root element of a SOAP body; the SOAPAction is the documented one.
    SoapBody {
        /// Local name of the root element.
        root: &'static str,
        /// Namespace of the root element; what stands in it has none.
        namespace: &'static str,
        /// Where the message is named: elements from the root inwards, before everything else.
        identifier: &'static [&'static str],
        /// The documented SOAPAction.
        action: &'static str,
    },
    /// The query string `?wsdl`.
    Wsdl,
    /// No request: the service does it by itself, and rules may disturb it.
    Own,
}

/// How true an operation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fidelity {
    /// As documented, and held against the official description.
    Faithful,
    /// Documented in part; the rest is modelled and said so.
    Modelled,
    /// Known, and answered with a plain "not simulated".
    Absent,
}

impl Fidelity {
    /// The word shown to people.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Faithful => "faithful",
            Self::Modelled => "modelled",
            Self::Absent => "absent",
        }
    }
}

/// What the messages of an operation hold. From this table the interface description is written,
/// requests are read, and the page on fidelity tells known fields from modelled ones.
#[derive(Debug, PartialEq, Eq)]
pub struct Contract {
    /// Fields of a request, in order.
    pub request: &'static [Field],
    /// Fields of a good answer, in order.
    pub response: &'static [Field],
}

/// One element of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name; empty for a choice, which has none.
    pub name: &'static str,
    /// What stands in it.
    pub holds: Holds,
    /// Smallest number of times it may stand.
    pub min: usize,
    /// Largest number of times it may stand.
    pub max: usize,
    /// The document that names it; `None` where it is our model.
    pub known: Option<Source>,
    /// What it means, for people.
    pub about: &'static str,
}

/// What an element holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Text of a kind.
    Value(Kind),
    /// Elements, in order.
    Fields(&'static Shape),
    /// One of these elements; the field itself is no element then.
    Choice(&'static [Field]),
}

/// A type with fields.
#[derive(Debug, PartialEq, Eq)]
pub struct Shape {
    /// Its name in the interface description.
    pub name: &'static str,
    /// Its fields, in order.
    pub fields: &'static [Field],
}

/// A kind of text in an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// From so many characters to so many.
    Text(usize, usize),
    /// From so many digits to so many.
    Digits(usize, usize),
    /// One word out of a list.
    Word(&'static [&'static str]),
    /// A UUID of 36 characters in lower case.
    Uuid,
    /// Kroner of at least 0.00 with at most two decimals.
    Amount,
    /// A date, with or without a time zone.
    Date,
    /// An instant.
    DateTime,
    /// True or false.
    Boolean,
    /// A number of things.
    Count,
    /// A plus, country code and number.
    Phone,
    /// An e-mail address.
    Email,
    /// A signature as it stands in a URL.
    Signature,
}

impl Field {
    /// A field that a public document names.
    #[must_use]
    pub const fn known(
        name: &'static str,
        holds: Holds,
        source: Source,
        about: &'static str,
    ) -> Self {
        Self {
            known: Some(source),
            ..Self::modelled(name, holds, about)
        }
    }

    /// A field of our model.
    #[must_use]
    pub const fn modelled(name: &'static str, holds: Holds, about: &'static str) -> Self {
        Self {
            name,
            holds,
            min: 1,
            max: 1,
            known: None,
            about,
        }
    }

    /// The same, and it may be missing.
    #[must_use]
    pub const fn maybe(self) -> Self {
        Self { min: 0, ..self }
    }

    /// The same, and it stands from `min` to `max` times.
    #[must_use]
    pub const fn times(self, min: usize, max: usize) -> Self {
        Self { min, max, ..self }
    }
}

/// A public document.
pub type Source = &'static str;

/// A request as the door received it.
#[derive(Debug)]
pub struct Received {
    /// The request; its path is the whole path the client used.
    pub request: Request<Bytes>,
    /// The path below the mount, beginning with `/`.
    pub path: String,
    /// Scheme, host and everything up to the mount, as the client used it, without a slash at
    /// the end.
    pub base: String,
    /// The body was larger than this many bytes and is therefore not here.
    pub too_large: Option<usize>,
    /// When it came, in wire time: what a client's own clock is compared with.
    pub arrived: Timestamp,
}

/// What a service needs to know to seal an answer.
#[derive(Debug, Clone, Copy)]
pub struct Sealing<'a> {
    /// The whole path of the request, as the client used it.
    pub path: &'a str,
    /// Wire time as the answer leaves.
    pub at: Timestamp,
}

/// Whom a request comes from, as far as that tells sandboxes apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// A credential that only one sandbox knows, such as a client id, as it was sent.
    Credential(String),
    /// A token that carries the name of its sandbox.
    TokenOf(Slug),
}

/// A request after decoding.
#[derive(Debug)]
pub struct Decoded<C, E> {
    /// Which operation it is.
    pub operation: &'static Operation,
    /// What it asks.
    pub command: C,
    /// What the answer repeats.
    pub echo: E,
    /// What scenario rules and the journal may ask about it.
    pub facts: Vec<Facts>,
    /// Oddities that were tolerated, in words.
    pub remarks: Vec<String>,
}

/// What a command is about, one row an invoice (or look-up key) in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Ids that this service knows the invoice by.
    pub ids: Vec<String>,
    /// Whatever names the consumer: identity number, eFaktura identifier, e-mail, phone.
    pub consumer: Vec<String>,
    /// Organisation number of the issuer, or the number of its account where the service has
    /// numbers of its own.
    pub issuer: Option<String>,
    /// Payment reference as written.
    pub kid: Option<String>,
    /// Account as written.
    pub account: Option<String>,
    /// Amount in øre.
    pub amount: Option<Ore>,
    /// Due date.
    pub due_date: Option<Date>,
    /// Kind of document, in the issuer's word.
    pub document_type: Option<String>,
}

/// What a service is about to do by itself.
#[derive(Debug)]
pub struct Doing {
    /// The operation under which rules of scenarios know it.
    pub operation: &'static Operation,
    /// What it is about.
    pub facts: Vec<Facts>,
}

/// A message that is wrong by itself, with the service's own answer to it.
#[derive(Debug)]
pub struct Refused {
    /// The operation, as far as it can be told.
    pub operation: Option<&'static Operation>,
    /// The answer.
    pub response: Response<Bytes>,
    /// The refusal in words, with what was found and expected.
    pub why: String,
    /// The rule that speaks.
    pub rule: Option<&'static str>,
}

/// What came of a command.
#[derive(Debug)]
pub enum Said<R, F, C> {
    /// An answer or a refusal.
    Done(Result<R, F>),
    /// A message must be sent and answered first.
    Errand(Box<Errand>, C),
}

/// A message to another service that a request has to send before it can be answered.
#[derive(Debug)]
pub struct Errand {
    /// The message; its path begins with the mount of the service.
    pub request: Request<Bytes>,
}

/// What a caller inside the house got for a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// An answer arrived whole.
    Answer {
        /// HTTP status.
        status: u16,
        /// Body bytes.
        body: Bytes,
    },
    /// The connection broke; whether the message took effect cannot be told.
    Broken(Cow<'static, str>),
    /// No answer came within this time.
    TimedOut(Duration),
}
