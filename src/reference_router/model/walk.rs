//! The walk of an invoice: a chain of jobs whose place stands in the model.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::admit::b2cno;
use super::apply::{Model, SERVICE};
use super::invoice::{Action, ActionChannel, ActionType, Position, RouterInvoice, Status};
use crate::consumer::{CaseRef, DocumentType, Happening, Turn};
use crate::domain::account::AccountNumber;
use crate::domain::calendar;
use crate::domain::channel::{Attempt, Channel, Outcome, Refusal, RefusalCode, Way};
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::email::EmailAddress;
use crate::domain::kid::Kid;
use crate::domain::letter::{Delivery, Letter, LetterContent, LetterFacts, LetterFile};
use crate::domain::lookup::LookupKey;
use crate::domain::mint::Stream;
use crate::domain::money::Ore;
use crate::domain::routing::{EfakturaAnswer, LookupAnswer, Offer, Step, decide};
use crate::services::Heard;

/// A shipment whose answer was lost is sent this often, with the same ids, before the way counts
/// as closed.
const TRIES_MAX: u8 = 3;

/// A transaction that MPS has not judged after this long counts as unanswered.
const PATIENCE: SignedDuration = SignedDuration::from_hours(24);

/// One leg of a walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    /// Send what comes next.
    Walk {
        /// The invoice.
        invoice: String,
    },
    /// Take an answer that was on its way for a while.
    Hear {
        /// The invoice.
        invoice: String,
        /// What was heard.
        heard: Heard,
    },
}

impl Job {
    /// What it is, for people.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Walk { invoice } => format!("the router takes the next step of {invoice}"),
            Self::Hear { invoice, .. } => format!("an answer for {invoice} reaches the router"),
        }
    }

    /// The invoice it is about.
    #[must_use]
    pub fn invoice(&self) -> &str {
        match self {
            Self::Walk { invoice } | Self::Hear { invoice, .. } => invoice,
        }
    }
}

/// A message that has to leave for an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Ask the eFaktura registry.
    Lookup {
        /// Message identifier.
        id: String,
        /// With this key.
        key: Box<LookupKey>,
    },
    /// Hand an eFaktura to MPS.
    Shipment {
        /// Message identifier.
        id: String,
        /// What is handed over.
        shipment: Box<OutgoingShipment>,
    },
    /// Ask MPS for the state of a transaction.
    Status {
        /// Message identifier.
        id: String,
        /// The transaction.
        transaction: String,
    },
}

/// A shipment of one eFaktura, as the router sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingShipment {
    /// Shipment id.
    pub id: String,
    /// Transaction id.
    pub transaction: String,
    /// Organisation number of the sender.
    pub issuer: String,
    /// Title in the netbank.
    pub document_type: DocumentType,
    /// KID.
    pub kid: Option<Kid>,
    /// Account to credit.
    pub account: AccountNumber,
    /// Amount in øre.
    pub amount: Ore,
    /// Due date.
    pub due_date: jiff::civil::Date,
    /// Receiver.
    pub identifier: EfakturaIdentifier,
    /// Name shown to the receiver.
    pub brand: String,
    /// Where the document is shown.
    pub url: String,
}

/// What the router waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaited {
    /// The registry's answer.
    Lookup,
    /// The receipt of a shipment.
    Shipment,
    /// The state of a transaction.
    Status,
}

/// An answer after decoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Of the registry.
    Lookup(LookupAnswer),
    /// To a shipment.
    Shipment(ShipmentAnswer),
    /// To a question for a state.
    Status(StatusAnswer),
}

/// What MPS said to a shipment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShipmentAnswer {
    /// It was stored.
    Stored,
    /// It was there before.
    Duplicate,
    /// It was refused.
    Refused(String),
    /// No usable answer; whether it was stored cannot be told.
    Unknown(String),
}

/// What MPS said about a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusAnswer {
    /// Not judged yet.
    InProgress,
    /// Accepted.
    Accepted,
    /// Rejected, stopped or cancelled, with code and text.
    Rejected(String),
    /// No usable answer.
    Unknown(String),
}

impl Model {
    /// Decides until a message has to leave, or the walk ends.
    pub fn next_message(&mut self, id: &str, turn: &mut Turn<'_, Job>) -> Option<Message> {
        let invoice = Arc::make_mut(self.invoices.get_mut(id)?);
        if let Position::Polling { transaction, .. } = &invoice.position {
            let id = turn.mint.uuid(Stream::Message).to_string();
            return Some(Message::Status {
                id,
                transaction: transaction.clone(),
            });
        }
        if let Position::Sending { .. } = &invoice.position {
            return shipment(invoice, turn);
        }
        while invoice.position == Position::Deciding {
            refresh_sender(invoice, turn);
            match decide(&invoice.facts, &invoice.attempts, turn.now) {
                Step::Note(attempt) => note(invoice, attempt, turn),
                Step::Ask(key) => {
                    let id = turn.mint.uuid(Stream::Message).to_string();
                    let key = Box::new(with_issuer(key, invoice, turn));
                    invoice.position = Position::Asking { key: key.clone() };
                    return Some(Message::Lookup { id, key });
                }
                Step::Offer(Offer::Efaktura(identifier)) => {
                    let shipment_id = turn.mint.uuid(Stream::Shipment).to_string();
                    let transaction = turn.mint.uuid(Stream::Transaction).to_string();
                    for id in [&shipment_id, &transaction] {
                        turn.file_under(
                            CaseRef {
                                service: "mps",
                                id: id.clone(),
                            },
                            &invoice.id,
                        );
                    }
                    invoice.position = Position::Sending {
                        identifier,
                        shipment: shipment_id,
                        transaction,
                        tries: 0,
                    };
                    return shipment(invoice, turn);
                }
                Step::Offer(Offer::Email(address)) => {
                    mail(invoice, address, turn);
                    note(invoice, delivered(Channel::Email), turn);
                }
                Step::Offer(Offer::Print) => {
                    print(invoice, turn);
                    note(invoice, delivered(Channel::Print), turn);
                }
                Step::Delivered(channel) => end_delivered(invoice, channel, turn),
                Step::Undeliverable { silently } => end_failed(invoice, silently, turn),
            }
        }
        None
    }

    /// What the router waits for on behalf of an invoice.
    #[must_use]
    pub fn awaited(&self, id: &str) -> Option<Awaited> {
        match self.invoices.get(id)?.position {
            Position::Asking { .. } => Some(Awaited::Lookup),
            Position::Sending { .. } => Some(Awaited::Shipment),
            Position::Polling { .. } => Some(Awaited::Status),
            Position::Deciding | Position::Ended => None,
        }
    }

    /// Takes an answer and lets the walk go on.
    pub fn take_answer(&mut self, id: &str, answer: Answer, turn: &mut Turn<'_, Job>) {
        let Some(invoice) = self.invoices.get_mut(id).map(Arc::make_mut) else {
            return;
        };
        let position = std::mem::replace(&mut invoice.position, Position::Deciding);
        let next = match (position, answer) {
            (Position::Asking { key }, Answer::Lookup(answer)) => {
                invoice.facts.lookups.push((*key, answer));
                turn.now
            }
            (
                Position::Sending {
                    identifier,
                    shipment,
                    transaction,
                    tries,
                },
                Answer::Shipment(a),
            ) => {
                let sending = Position::Sending {
                    identifier,
                    shipment,
                    transaction: transaction.clone(),
                    tries,
                };
                shipment_answered(invoice, sending, transaction, tries, a, turn)
            }
            (Position::Polling { transaction, since }, Answer::Status(answer)) => {
                status_answered(invoice, transaction, since, answer, turn)
            }
            // An answer that nobody waits for any more changes nothing.
            (position, Answer::Lookup(_) | Answer::Shipment(_) | Answer::Status(_)) => {
                invoice.position = position;
                return;
            }
        };
        turn.at(
            next,
            Job::Walk {
                invoice: id.to_owned(),
            },
        );
    }
}

fn shipment_answered(
    invoice: &mut RouterInvoice,
    sending: Position,
    transaction: String,
    tries: u8,
    answer: ShipmentAnswer,
    turn: &Turn<'_, Job>,
) -> Timestamp {
    match answer {
        // A retry that meets its own earlier self was stored the first time.
        ShipmentAnswer::Stored | ShipmentAnswer::Duplicate => {
            invoice.mps_transaction = Some(transaction.clone());
            invoice.position = Position::Polling {
                transaction,
                since: turn.now,
            };
            return later(turn.now, turn.settings.mps_validation_delay);
        }
        ShipmentAnswer::Refused(why) => {
            invoice.facts.efaktura = Some(EfakturaAnswer::Rejected(why));
        }
        ShipmentAnswer::Unknown(_) if tries < TRIES_MAX => {
            invoice.position = sending;
        }
        ShipmentAnswer::Unknown(what) => {
            invoice.facts.efaktura = Some(EfakturaAnswer::Unavailable(what));
        }
    }
    turn.now
}

fn status_answered(
    invoice: &mut RouterInvoice,
    transaction: String,
    since: Timestamp,
    answer: StatusAnswer,
    turn: &Turn<'_, Job>,
) -> Timestamp {
    let waited = turn.now.duration_since(since);
    match answer {
        StatusAnswer::Accepted => invoice.facts.efaktura = Some(EfakturaAnswer::Accepted),
        StatusAnswer::Rejected(why) => {
            invoice.facts.efaktura = Some(EfakturaAnswer::Rejected(why));
        }
        StatusAnswer::InProgress | StatusAnswer::Unknown(_) if waited < PATIENCE => {
            invoice.position = Position::Polling { transaction, since };
            return later(turn.now, turn.settings.router_poll_interval);
        }
        StatusAnswer::InProgress => {
            let what = format!("transaction {transaction} still IN_PROGRESS after 24 hours");
            invoice.facts.efaktura = Some(EfakturaAnswer::Unavailable(what));
        }
        StatusAnswer::Unknown(what) => {
            invoice.facts.efaktura = Some(EfakturaAnswer::Unavailable(what));
        }
    }
    turn.now
}

fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}

fn refresh_sender(invoice: &mut RouterInvoice, turn: &Turn<'_, Job>) {
    if let Some(company) = turn.cast.company(&invoice.company) {
        invoice.facts.sender.b2cno = b2cno(company);
    }
}

fn with_issuer(key: LookupKey, invoice: &RouterInvoice, turn: &Turn<'_, Job>) -> LookupKey {
    LookupKey {
        issuer: issuer(invoice, turn),
        ..key
    }
}

fn issuer(invoice: &RouterInvoice, turn: &Turn<'_, Job>) -> Option<String> {
    let company = turn.cast.company(&invoice.company)?;
    company
        .org_number
        .norwegian()
        .map(|number| number.as_str().to_owned())
}

fn shipment(invoice: &mut RouterInvoice, turn: &mut Turn<'_, Job>) -> Option<Message> {
    let payment = &invoice.facts.payment;
    let account = AccountNumber::parse(payment.account.as_deref()?).ok()?;
    let kid = payment.kid.as_deref().and_then(|kid| Kid::parse(kid).ok());
    let issuer = issuer(invoice, turn).unwrap_or_default();
    let name = turn
        .cast
        .company(&invoice.company)
        .map(|company| company.name.clone());
    let brand = name.unwrap_or_default().chars().take(40).collect();
    let Position::Sending {
        identifier,
        shipment,
        transaction,
        tries,
    } = &mut invoice.position
    else {
        return None;
    };
    *tries = tries.saturating_add(1);
    let shipment = OutgoingShipment {
        id: shipment.clone(),
        transaction: transaction.clone(),
        issuer,
        document_type: invoice.document_type,
        kid,
        account,
        amount: payment.amount,
        // The schema demands a date that a credit note often lacks.
        due_date: payment
            .due_date
            .unwrap_or_else(|| calendar::local_date(turn.now)),
        identifier: identifier.clone(),
        brand,
        url: format!("https://invoice.sandkasse.test/{}", invoice.id),
    };
    let id = turn.mint.uuid(Stream::Message).to_string();
    Some(Message::Shipment {
        id,
        shipment: Box::new(shipment),
    })
}

fn delivered(channel: Channel) -> Attempt {
    Attempt {
        way: Way::Channel(channel),
        outcome: Outcome::Delivered,
    }
}

/// Notes an attempt; what was learnt on its way does not count for the next one.
fn note(invoice: &mut RouterInvoice, attempt: Attempt, turn: &mut Turn<'_, Job>) {
    if let Outcome::Closed(refusal) = &attempt.outcome {
        invoice.actions.push(Action {
            kind: ActionType::Info,
            channel: channel_of(&attempt.way),
            message: format!("{}: {}", refusal.code.as_str(), refusal.code.why()),
            at: turn.now,
        });
        let text = closed_text(&attempt.way, refusal);
        tell(
            invoice,
            "attempt.closed",
            text,
            Some(refusal.code.rule()),
            turn,
        );
    }
    invoice.facts.lookups.clear();
    invoice.facts.efaktura = None;
    invoice.attempts.push(attempt);
}

fn closed_text(way: &Way, refusal: &Refusal) -> String {
    let closing = refusal.code.closing().as_str();
    format!(
        "{way} was {closing}: {} (found: {})",
        refusal.code.why(),
        refusal.found
    )
}

fn channel_of(way: &Way) -> Option<ActionChannel> {
    match way {
        Way::Channel(channel) => ActionChannel::of(*channel),
        Way::AsSent(_) => None,
    }
}

fn end_delivered(invoice: &mut RouterInvoice, channel: Channel, turn: &mut Turn<'_, Job>) {
    invoice.status = Status::Delivered;
    invoice.position = Position::Ended;
    invoice.delivered_by = Some(channel);
    invoice.actions.push(Action {
        kind: ActionType::Sent,
        channel: ActionChannel::of(channel),
        message: format!("sent by {}", channel.as_str()),
        at: turn.now,
    });
    let text = format!("delivered by {}", channel.as_str());
    tell(invoice, "invoice.delivered", text, None, turn);
}

fn end_failed(invoice: &mut RouterInvoice, silently: bool, turn: &mut Turn<'_, Job>) {
    invoice.status = Status::Failed;
    invoice.position = Position::Ended;
    let business = invoice
        .attempts
        .iter()
        .any(|a| a.way == Way::Channel(Channel::B2b));
    if silently {
        invoice.actions.push(Action {
            kind: ActionType::Info,
            channel: None,
            message: format!("{}: nobody is told", RefusalCode::SilentFailure.as_str()),
            at: turn.now,
        });
        tell(
            invoice,
            "invoice.failed",
            "failed silently".to_owned(),
            Some("R-121"),
            turn,
        );
        return;
    }
    invoice.actions.push(Action {
        kind: ActionType::Error,
        channel: None,
        message: "all_routes_failed: every route is closed".to_owned(),
        at: turn.now,
    });
    tell(
        invoice,
        "invoice.failed",
        "every route is closed".to_owned(),
        Some("R-120"),
        turn,
    );
    if !business {
        error_mail(invoice, turn);
    }
}

fn tell(
    invoice: &RouterInvoice,
    kind: &'static str,
    text: String,
    rule: Option<&'static str>,
    turn: &mut Turn<'_, Job>,
) {
    let about = Some(CaseRef {
        service: SERVICE,
        id: invoice.id.clone(),
    });
    turn.tell(Happening {
        about,
        service: SERVICE,
        kind,
        text,
        rule,
    });
}

fn letter_facts(invoice: &RouterInvoice, turn: &Turn<'_, Job>) -> LetterFacts {
    let payment = &invoice.facts.payment;
    let company = turn
        .cast
        .company(&invoice.company)
        .map(|company| company.name.clone());
    LetterFacts {
        sender: invoice.sender_name.clone().or(company).unwrap_or_default(),
        number: invoice.number.clone(),
        amount: payment.amount,
        currency: payment.currency.clone(),
        due_date: payment.due_date,
        kid: payment.kid.clone(),
        account: payment.account.clone(),
    }
}

/// The invoice's own image first, then the attachments that are PDF.
fn letter_files(invoice: &RouterInvoice) -> Vec<LetterFile> {
    let pdfs = invoice
        .files
        .iter()
        .filter(|file| file.media_type == "application/pdf");
    let goes = |role| pdfs.clone().filter(move |file| file.role == role);
    goes("image")
        .chain(goes("attachment"))
        .map(|file| LetterFile {
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            blob: file.blob,
        })
        .collect()
}

fn mail(invoice: &RouterInvoice, address: EmailAddress, turn: &mut Turn<'_, Job>) {
    let content = LetterContent::Invoice(letter_facts(invoice, turn));
    post(
        invoice,
        Delivery::Mail(address),
        content,
        letter_files(invoice),
        turn,
    );
}

fn print(invoice: &RouterInvoice, turn: &mut Turn<'_, Job>) {
    let recipient = &invoice.facts.recipient;
    let to = Delivery::Print {
        name: recipient.name.clone().unwrap_or_default(),
        address: recipient.address.clone(),
    };
    let content = LetterContent::Invoice(letter_facts(invoice, turn));
    post(invoice, to, content, letter_files(invoice), turn);
}

/// Word to the sender, to the address in the document; a document without one has nobody
/// to tell, and the journal says so.
fn error_mail(invoice: &RouterInvoice, turn: &mut Turn<'_, Job>) {
    let address = invoice
        .sender_email
        .as_deref()
        .and_then(|text| EmailAddress::parse(text).ok());
    let Some(address) = address else {
        let text = "no error mail: the document names no e-mail address of the sender".to_owned();
        return tell(invoice, "mail.impossible", text, Some("R-120"), turn);
    };
    let reasons = invoice
        .attempts
        .iter()
        .filter_map(|attempt| match &attempt.outcome {
            Outcome::Closed(refusal) => Some(closed_text(&attempt.way, refusal)),
            Outcome::Delivered => None,
        });
    let reasons = reasons.collect();
    let content = LetterContent::AllRoutesFailed {
        number: invoice.number.clone(),
        reasons,
    };
    post(invoice, Delivery::Mail(address), content, Vec::new(), turn);
}

fn post(
    invoice: &RouterInvoice,
    to: Delivery,
    content: LetterContent,
    files: Vec<LetterFile>,
    turn: &mut Turn<'_, Job>,
) {
    let (kind, text) = match &to {
        Delivery::Mail(address) => ("mail.sent", format!("a mail went to {address}")),
        Delivery::Print { name, .. } => ("print.sent", format!("a letter to {name} was printed")),
    };
    tell(invoice, kind, text, None, turn);
    let id = turn.mint.uuid(Stream::Letter).to_string();
    let (sent_at, invoice) = (turn.now, invoice.id.clone());
    turn.letters.push(Letter {
        id,
        sent_at,
        invoice,
        to,
        content,
        files,
    });
}
