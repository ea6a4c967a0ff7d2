//! What callers ask of the router, and what it answers.

use std::sync::Arc;

use imbl::{OrdMap, Vector};

use super::admit::admit;
use super::invoice::{Action, ActionType, RouterInvoice};
use super::listing::{InvoiceFilter, Listing};
use super::token::{DEFAULT_SCOPE, Scope, Token, TokenRequest, resolve, token_text};
use super::walk::Job;
use crate::consumer::{CaseRef, DocumentType, Happening, Turn};
use crate::domain::blob::Blob;
use crate::domain::company::Company;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::identity::NationalId;
use crate::domain::invoice::Invoice;
use crate::domain::lookup::LookupKey;
use crate::domain::mint::Stream;
use crate::domain::phone::PhoneNumber;
use crate::domain::routing::{LookupAnswer, Order, Recipient, lookup_keys, what_is_known};
use crate::domain::slug::Slug;
use crate::reference_router::faults::{Fault, Wrong};

/// The service name in cases and journal.
pub(super) const SERVICE: &str = "maventa";

/// The router's state in one sandbox.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Model {
    pub(in crate::reference_router) tokens: OrdMap<String, Token>,
    /// In order of issue, so that the ones that ended long ago are found at the front.
    pub(in crate::reference_router) tokens_oldest_first: Vector<String>,
    pub(in crate::reference_router) invoices: OrdMap<String, Arc<RouterInvoice>>,
    pub(in crate::reference_router) oldest_first: Vector<String>,
}

/// A request of a caller. The bearer token is checked before anything else is judged, so what is
/// wrong with the rest travels along as a fault.
#[derive(Debug)]
pub enum Command {
    /// Fetch a token.
    Token(Result<TokenRequest, Fault>),
    /// Send an invoice.
    CreateInvoice(Option<String>, Result<Box<Submission>, Fault>),
    /// List invoices.
    ListInvoices(Option<String>, Result<InvoiceFilter, Fault>),
    /// One invoice.
    GetInvoice(Option<String>, String),
    /// What was done with one invoice; empty means every kind.
    GetActions(Option<String>, String, Result<Vec<ActionType>, Fault>),
    /// Look a consumer up.
    LookupConsumer(Option<String>, Result<Box<ConsumerQuery>, Fault>),
    /// An operation of the real service that is not simulated.
    NotSimulated(&'static str),
}

/// An invoice as it was handed in.
#[derive(Debug)]
pub struct Submission {
    /// The document, without the files in it.
    pub invoice: Invoice,
    /// The document as it came, its image, its attachments.
    pub files: Vec<PreparedFile>,
    /// It is for a consumer.
    pub for_consumer: bool,
    /// Which ways to take.
    pub order: Order,
    /// What the metadata say of the recipient.
    pub metadata: Metadata,
    /// Title in the netbank, if given.
    pub document_type: Option<DocumentType>,
    /// The caller's own id for the invoice.
    pub uuid: Option<String>,
    /// Comment of the sender.
    pub comment: Option<String>,
}

/// A file made ready to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedFile {
    /// File name.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// What it is: the document itself, its image, or an attachment.
    pub role: &'static str,
    /// Its bytes.
    pub blob: Blob,
}

/// What the metadata say of the recipient; it wins over the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// National identity number.
    pub ssn: Option<NationalId>,
    /// eFaktura identifier.
    pub efaktura_id: Option<EfakturaIdentifier>,
    /// Phone.
    pub phone: Option<PhoneNumber>,
    /// Date of birth.
    pub date_of_birth: Option<jiff::civil::Date>,
    /// E-mail as written: a bad one closes the e-mail way and not the call.
    pub email: Option<String>,
}

/// What a consumer look-up asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsumerQuery {
    /// What is known of the consumer.
    pub recipient: Recipient,
    /// Registries asked for; empty means Yes to All and digital post.
    pub routes: Vec<String>,
    /// Parameters that nobody knows.
    pub ignored: Vec<String>,
}

/// What a look-up found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consumer {
    /// Id of the answer.
    pub reference_id: String,
    /// Registries asked for.
    pub routes: Vec<String>,
    /// Yes to All: state, words, identifier.
    pub status: ConsumerStatus,
    /// Words.
    pub details: String,
    /// The identifier of somebody who accepts.
    pub identifier: Option<EfakturaIdentifier>,
}

/// State of a consumer in a registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsumerStatus {
    /// Accepts.
    Receiving,
    /// Is there and does not accept.
    NotReceiving,
    /// Is not there, or too little is known to look.
    NotAvailable,
    /// The registry does not answer.
    TemporaryUnavailable,
}

/// A good answer.
#[derive(Debug)]
pub enum Reply {
    /// A token and its life in seconds.
    Token(String, Box<Token>, i64),
    /// The invoice was taken.
    Created(Arc<RouterInvoice>, Arc<Company>),
    /// Details of an invoice.
    Invoice(Arc<RouterInvoice>, Arc<Company>),
    /// A page of invoices.
    Invoices(Listing, Arc<Company>),
    /// Actions.
    Actions(Vec<Action>),
    /// A consumer.
    Consumer(Box<Consumer>),
}

impl Model {
    /// Issues a token.
    pub(in crate::reference_router) fn token(
        &mut self,
        request: TokenRequest,
        turn: &mut Turn<'_, Job>,
    ) -> Result<Reply, Fault> {
        if request.grant_type != "client_credentials" {
            let expected = "`client_credentials`";
            return Err(Wrong::found("grant_type", &request.grant_type, expected).into());
        }
        let company = company_of(&request, turn)?;
        let granted = request.scope.unwrap_or_else(|| DEFAULT_SCOPE.to_owned());
        let scopes = resolve(&granted)
            .map_err(|word| Wrong::found("scope", &word, "scopes of the AX API"))?;
        let life = turn.settings.router_token_life;
        let expires_at = turn.now.checked_add(life).unwrap_or(jiff::Timestamp::MAX);
        self.forget_long_ended(turn.now);
        let text = token_text(&turn.mint.uuid(Stream::Token), turn.cast.sandbox());
        let token = Token {
            company,
            scopes,
            granted,
            expires_at,
        };
        self.tokens.insert(text.clone(), token.clone());
        self.tokens_oldest_first.push_back(text.clone());
        Ok(Reply::Token(text, Box::new(token), life.as_secs()))
    }

    /// The tokens of a year of tests would otherwise all be kept. A call adds one, so two at a time
    /// are enough to catch up, and no call pays for the calls before it.
    fn forget_long_ended(&mut self, now: jiff::Timestamp) {
        const KEPT: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);
        for _ in 0..2 {
            let oldest = self.tokens_oldest_first.front();
            let token = oldest.and_then(|text| self.tokens.get(text));
            if token.is_none_or(|token| now.duration_since(token.expires_at) <= KEPT) {
                return;
            }
            if let Some(text) = self.tokens_oldest_first.pop_front() {
                self.tokens.remove(&text);
            }
        }
    }

    /// Forgets every token: those of a world do not open its copies.
    pub fn forget_tokens(&mut self) {
        self.tokens = OrdMap::new();
        self.tokens_oldest_first = Vector::new();
    }

    /// The company that a token speaks for.
    pub(in crate::reference_router) fn caller(
        &self,
        bearer: Option<&str>,
        needed: Scope,
        turn: &Turn<'_, Job>,
    ) -> Result<Arc<Company>, Fault> {
        let token = self.tokens.get(bearer.ok_or(Fault::MissingToken)?);
        let token = token.ok_or(Fault::UnknownToken)?;
        if turn.now >= token.expires_at {
            return Err(Fault::ExpiredToken(token.expires_at.to_string()));
        }
        if !token.scopes.contains(&needed) {
            let granted = token.granted.clone();
            return Err(Fault::InsufficientScope {
                needed: needed.as_str(),
                granted,
            });
        }
        turn.cast
            .company(&token.company)
            .cloned()
            .ok_or(Fault::UnknownToken)
    }

    /// Takes an invoice and lets its walk begin.
    pub(in crate::reference_router) fn create(
        &mut self,
        company: &Arc<Company>,
        submission: Submission,
        turn: &mut Turn<'_, Job>,
    ) -> Result<Reply, Fault> {
        if !company.verified {
            return Err(Fault::Unverified);
        }
        check_document_type(&submission, turn)?;
        let id = match &submission.uuid {
            Some(uuid) if self.invoices.contains_key(uuid) => {
                return Err(Fault::UuidExists(uuid.clone()));
            }
            Some(uuid) => uuid.clone(),
            None => turn.mint.uuid(Stream::Invoice).to_string(),
        };
        let invoice = Arc::new(admit(id.clone(), company, submission, turn));
        let case = CaseRef::of(SERVICE, &id);
        turn.file_under(case.clone(), &id);
        turn.tell(Happening {
            about: Some(case),
            service: SERVICE,
            kind: "invoice.created",
            text: format!(
                "invoice {} of {} over {} {} was taken",
                invoice.number,
                company.name,
                invoice.facts.payment.amount,
                invoice.facts.payment.currency,
            ),
            rule: None,
        });
        self.invoices.insert(id.clone(), Arc::clone(&invoice));
        self.oldest_first.push_back(id.clone());
        turn.at(turn.now, Job::Walk { invoice: id });
        Ok(Reply::Created(invoice, Arc::clone(company)))
    }

    /// An invoice of a company.
    pub(in crate::reference_router) fn own(
        &self,
        id: &str,
        company: &Slug,
    ) -> Result<&Arc<RouterInvoice>, Fault> {
        let invoice = self
            .invoices
            .get(id)
            .filter(|invoice| invoice.company == *company);
        invoice.ok_or_else(|| Fault::NotFound(format!("invoice {}", shown(id))))
    }

    /// A page of invoices of a company.
    pub(in crate::reference_router) fn list(
        &self,
        filter: &InvoiceFilter,
        company: &Arc<Company>,
    ) -> Reply {
        let newest = self
            .oldest_first
            .iter()
            .rev()
            .filter_map(|id| self.invoices.get(id).map(Arc::as_ref));
        Reply::Invoices(filter.page(newest, &company.slug), Arc::clone(company))
    }

    /// An invoice by id, whoever asks.
    #[must_use]
    pub fn invoice(&self, id: &str) -> Option<&RouterInvoice> {
        self.invoices.get(id).map(Arc::as_ref)
    }
}

impl ConsumerQuery {
    /// The keys to ask MPS with, in order.
    #[must_use]
    pub fn keys(&self) -> Vec<LookupKey> {
        let by_id = self.recipient.efaktura_id.clone();
        let by_id = by_id.map(|id| LookupKey {
            identifier: Some(id),
            ..LookupKey::default()
        });
        by_id
            .into_iter()
            .chain(lookup_keys(&self.recipient))
            .collect()
    }

    /// Too little for a look-up: what was found, and what would do.
    fn too_little(&self) -> String {
        let found = what_is_known(&self.recipient);
        let ignored = match self.ignored.as_slice() {
            [] => String::new(),
            names => format!("; not known here: {}", names.join(", ")),
        };
        format!(
            "too little for a look-up: found {found}, expected ssn, or efaktura_identifier, or \
             date_of_birth with phone_number and email, or one or two of these three with \
             first_name, last_name, postal_code and city{ignored}"
        )
    }

    /// The answer, from what MPS said last.
    #[must_use]
    pub fn answer(self, said: Option<LookupAnswer>, turn: &mut Turn<'_, Job>) -> Reply {
        let (status, details, identifier) = match said {
            None => (ConsumerStatus::NotAvailable, self.too_little(), None),
            Some(LookupAnswer::Accepts(id)) => (
                ConsumerStatus::Receiving,
                "accepts eFaktura".to_owned(),
                Some(id),
            ),
            Some(LookupAnswer::NotEnabled(_)) => {
                let details = "has not said yes to eFaktura from everybody".to_owned();
                (ConsumerStatus::NotReceiving, details, None)
            }
            Some(LookupAnswer::Blocked(_)) => {
                let details = "has reserved against this sender".to_owned();
                (ConsumerStatus::NotReceiving, details, None)
            }
            Some(LookupAnswer::Nobody) => (
                ConsumerStatus::NotAvailable,
                "nobody matches".to_owned(),
                None,
            ),
            Some(LookupAnswer::Several) => (
                ConsumerStatus::NotAvailable,
                "more than one consumer matches".to_owned(),
                None,
            ),
            Some(LookupAnswer::Unavailable(what)) => {
                (ConsumerStatus::TemporaryUnavailable, what, None)
            }
        };
        let reference_id = turn.mint.uuid(Stream::Message).to_string();
        let routes = self.routes;
        Reply::Consumer(Box::new(Consumer {
            reference_id,
            routes,
            status,
            details,
            identifier,
        }))
    }
}

fn company_of(request: &TokenRequest, turn: &Turn<'_, Job>) -> Result<Slug, Fault> {
    let unknown = || {
        let found = shown(&request.client_id);
        Fault::InvalidClient(format!(
            "no company of this sandbox has client_id `{found}`"
        ))
    };
    let company = turn
        .cast
        .company_by_id(&request.client_id)
        .ok_or_else(unknown)?;
    let keys = turn.cast.keys(company).ok_or_else(unknown)?;
    if keys.user_api_key != request.client_secret {
        return Err(Fault::InvalidClient(
            "client_secret is not the user's API key".to_owned(),
        ));
    }
    if request
        .vendor_api_key
        .as_ref()
        .is_some_and(|key| *key != keys.vendor_api_key)
    {
        return Err(Fault::InvalidClient(
            "vendor_api_key is not the software's key".to_owned(),
        ));
    }
    Ok(company.slug.clone())
}

/// The four documented types, and three more by setting.
fn check_document_type(submission: &Submission, turn: &Turn<'_, Job>) -> Result<(), Fault> {
    const DOCUMENTED: [DocumentType; 4] = [
        DocumentType::Invoice,
        DocumentType::CreditNote,
        DocumentType::Reminder,
        DocumentType::CollectionNotice,
    ];
    match submission.document_type {
        Some(kind) if !turn.settings.router_all_document_types && !DOCUMENTED.contains(&kind) => {
            let expected = "INVOICE, CREDIT_NOTE, REMINDER or COLLECTION_NOTICE (the setting \
                            router.all_document_types takes the others)";
            Err(Wrong::found("b2cno_document_type", kind.as_str(), expected).into())
        }
        Some(_) | None => Ok(()),
    }
}

/// A caller's text, short enough for an error.
fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}
