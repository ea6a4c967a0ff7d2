//! What happens to a message after it was sent: at the post, in the network, and with its notices.

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};

use super::deliver::{on_paper, soon};
use super::events::{DocumentEvent, EventKind, Moved, MovedDocument};
use super::stored::{MessageNumber, State, Stored};
use super::wish::Wish;
use crate::consumer::{CaseRef, Happening, Turn};
use crate::domain::calendar::{at_local, local_date, oslo};
use crate::domain::email::EmailAddress;
use crate::domain::letter::{Delivery, Letter, LetterContent};
use crate::domain::mint::Stream;
use crate::services::digipost::model::command::Event;

/// Hours in Norway between which notices by SMS are sent (Digipost: schema api_v7.xsd,
/// sms-notification).
const SMS_HOURS: (i8, i8) = (9, 20);

/// What a notice fails with where a scenario wants it to.
const NO_SUCH_RECEIVER: &str = "UNKNOWN_RECIPIENT";

/// Something that will happen to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendingEvent {
    /// Something that its broker can ask for happens to a document, counted from 0.
    Happens {
        /// The message.
        message: MessageNumber,
        /// The document.
        document: usize,
        /// What.
        kind: EventKind,
    },
    /// A notice by SMS is due, if the document was not read.
    Sms(MessageNumber, usize),
    /// A notice by e-mail is due, if the document was not read.
    Email(MessageNumber, usize),
    /// The message is printed, if it was not read.
    PrintIfUnread(MessageNumber),
    /// The letter on paper comes back from the post.
    ComesBack(MessageNumber),
    /// The letter moves to a mailbox of another provider.
    Moves(MessageNumber),
}

impl SendingEvent {
    /// What it is, for people.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Happens { message, kind, .. } => {
                format!("{} happens to Digipost message {message}", kind.as_str())
            }
            Self::Sms(message, _) => {
                format!("Digipost tells of message {message} by SMS, if it is unread")
            }
            Self::Email(message, _) => {
                format!("Digipost tells of message {message} by e-mail, if it is unread")
            }
            Self::PrintIfUnread(message) => {
                format!("Digipost prints message {message}, if it is unread")
            }
            Self::ComesBack(message) => {
                format!("Digipost message {message} comes back from the post")
            }
            Self::Moves(message) => {
                format!("Digipost message {message} moves to a mailbox of another provider")
            }
        }
    }

    /// The message it is about.
    #[must_use]
    pub fn message(&self) -> MessageNumber {
        match self {
            Self::Happens { message, .. }
            | Self::Sms(message, _)
            | Self::Email(message, _)
            | Self::PrintIfUnread(message)
            | Self::ComesBack(message)
            | Self::Moves(message) => *message,
        }
    }
}

/// Plans what follows the delivery of a message into a mailbox.
pub(super) fn plan_notices(
    number: MessageNumber,
    stored: &Stored,
    delivered: Timestamp,
    wish: Option<Wish>,
    turn: &mut Turn<'_, Event>,
) {
    for (index, document) in stored.message.documents.iter().enumerate() {
        if let Some(notice) = &document.sms {
            let hours = notice.after_hours.iter();
            let after = hours.map(|hours| {
                let after = SignedDuration::from_hours(i64::from(*hours));
                // A duration that the calendar has no room for ends with the calendar.
                delivered.saturating_add(after).unwrap_or(Timestamp::MAX)
            });
            for at in notice.at.iter().copied().chain(after) {
                let due = in_sms_hours(at.max(delivered));
                turn.at(due, Event::Sending(SendingEvent::Sms(number, index)));
            }
        }
        for at in document.email.iter().flat_map(|notice| &notice.at) {
            let due = (*at).max(delivered);
            turn.at(due, Event::Sending(SendingEvent::Email(number, index)));
        }
    }
    if let Some(unread) = &stored.message.print_if_unread {
        let due = unread.after.max(delivered);
        turn.at(due, Event::Sending(SendingEvent::PrintIfUnread(number)));
    }
    let code = NO_SUCH_RECEIVER.to_owned();
    let primary = stored.message.documents.first();
    let kind = match wish {
        Some(Wish::EmailNotificationFailed) => {
            let asked = primary.and_then(|it| it.email.as_ref());
            let address = asked.map(|it| it.address.clone());
            EventKind::EmailNotificationFailed(address.unwrap_or_default(), code)
        }
        Some(Wish::SmsNotificationFailed) => {
            let asked = primary.and_then(|it| it.sms.as_ref()?.overrides.as_ref());
            let number = asked.map(|(number, _)| number.clone());
            EventKind::SmsNotificationFailed(number.unwrap_or_default(), code)
        }
        Some(Wish::Moved) => {
            let moves = Event::Sending(SendingEvent::Moves(number));
            turn.at(soon(delivered), moves);
            return;
        }
        Some(
            Wish::AccountDeactivated
            | Wish::PrintFailed
            | Wish::Shredded
            | Wish::NotDeliverable
            | Wish::EmailMessageFailed
            | Wish::PeppolFailed,
        )
        | None => return,
    };
    let happens = SendingEvent::Happens {
        message: number,
        document: 0,
        kind,
    };
    turn.at(soon(delivered), Event::Sending(happens));
}

/// The instant itself, or nine in the morning after it.
fn in_sms_hours(at: Timestamp) -> Timestamp {
    let (from, to) = SMS_HOURS;
    let clock = at.to_zoned(oslo()).time();
    let day = local_date(at);
    if clock < Time::constant(from, 0, 0, 0) {
        return at_local(day, from, 0);
    }
    match clock < Time::constant(to, 0, 0, 0) {
        true => at,
        false => at_local(day.tomorrow().unwrap_or(day), from, 0),
    }
}

/// Lets something happen that was due.
pub(super) fn fire(state: &mut State, event: &SendingEvent, turn: &mut Turn<'_, Event>) {
    let Some(stored) = state.message(event.message()).cloned() else {
        return;
    };
    match event {
        SendingEvent::Happens { document, kind, .. } => {
            note(state, &stored, *document, kind.clone(), turn);
        }
        SendingEvent::Sms(_, index) => sms(&stored, *index, turn),
        SendingEvent::Email(_, index) => email(&stored, *index, turn),
        SendingEvent::PrintIfUnread(number) => print(state, *number, &stored, turn),
        SendingEvent::ComesBack(_) => come_back(state, &stored, turn),
        SendingEvent::Moves(_) => move_away(state, &stored, turn),
    }
}

/// What the post could not deliver: shredded if the sender said so, else it returns, of which no
/// event tells (Digipost: schema api_v7.xsd, nondeliverable-handling).
fn come_back(state: &mut State, stored: &Stored, turn: &mut Turn<'_, Event>) {
    let Some(print) = &stored.message.print else {
        return;
    };
    if print.shred {
        note(state, stored, 0, EventKind::Shredded, turn);
        return;
    }
    let to = &print.back_to.name;
    let text = format!("the post could not deliver it, and it returned to {to}");
    tell(stored, 0, "letter.returned", text, turn);
}

/// Moves a letter with its attachments out of the mailbox of its reader, unless it is gone already.
fn move_away(state: &mut State, stored: &Stored, turn: &mut Turn<'_, Event>) {
    let documents = stored.documents().map(|(document, part)| MovedDocument {
        uuid: part.uuid,
        technical_type: document.technical_type.clone(),
    });
    let documents = documents.collect();
    let number = stored.parts.first().and_then(|part| part.mail);
    let mail = number.and_then(|number| Some((number, turn.book.mail(number)?)));
    let Some((number, mail)) = mail.filter(|(_, mail)| mail.deleted_at.is_none()) else {
        return;
    };
    let moved = Moved {
        opened: mail.opened_at.is_some(),
        delivered: mail.delivered_at,
        subject: mail.subject.clone(),
        authentication: mail.authentication,
        sensitivity: mail.sensitivity,
        address: mail.owner.to_string(),
        documents,
    };
    turn.book.delete_mail(number, turn.now);
    note(state, stored, 0, EventKind::Moved(Box::new(moved)), turn);
}

fn note(
    state: &mut State,
    stored: &Stored,
    document: usize,
    kind: EventKind,
    turn: &mut Turn<'_, Event>,
) {
    let Some(part) = stored.parts.get(document) else {
        return;
    };
    let word = kind.as_str();
    state.note(DocumentEvent {
        broker: stored.broker.clone(),
        sender: stored.sender.clone(),
        uuid: part.uuid,
        document_created: stored.created,
        at: turn.now,
        kind,
    });
    tell(
        stored,
        document,
        "document.event",
        format!("{word} is told of it"),
        turn,
    );
}

fn is_unread(stored: &Stored, index: usize, turn: &Turn<'_, Event>) -> bool {
    let mail = stored.parts.get(index).and_then(|part| part.mail);
    let mail = mail.and_then(|number| turn.book.mail(number));
    mail.is_some_and(|mail| mail.opened_at.is_none() && mail.deleted_at.is_none())
}

/// The outbox has no telephone: a notice by SMS is told of in the journal.
fn sms(stored: &Stored, index: usize, turn: &mut Turn<'_, Event>) {
    if !is_unread(stored, index, turn) {
        return;
    }
    let document = stored.message.documents.get(index);
    let asked = document.and_then(|document| document.sms.as_ref()?.overrides.as_ref());
    let text = match asked {
        Some((number, text)) => format!("an SMS went to {number}: {text}"),
        None => "an SMS went to its reader".to_owned(),
    };
    tell(stored, index, "sms.sent", text, turn);
}

fn email(stored: &Stored, index: usize, turn: &mut Turn<'_, Event>) {
    let document = stored.message.documents.get(index);
    let notice = document.and_then(|document| document.email.as_ref());
    let Some(notice) = notice.filter(|_| is_unread(stored, index, turn)) else {
        return;
    };
    let Ok(address) = EmailAddress::parse(&notice.address) else {
        return;
    };
    let id = turn.mint.uuid(Stream::Letter).to_string();
    let sender = turn.cast.company(&stored.sender);
    let part = stored.parts.get(index);
    turn.letters.push(Letter {
        id,
        sent_at: turn.now,
        invoice: part.map(|part| part.uuid.to_string()),
        to: Delivery::Mail(address),
        content: LetterContent::Posted {
            sender: sender.map(|sender| sender.name.clone()).unwrap_or_default(),
            subject: notice.subject.clone(),
            text: Some(notice.text.clone()),
        },
        files: Vec::new(),
    });
    tell(
        stored,
        index,
        "mail.sent",
        format!("a mail went to {}", notice.address),
        turn,
    );
}

fn print(state: &mut State, number: MessageNumber, stored: &Stored, turn: &mut Turn<'_, Event>) {
    let Some(unread) = &stored.message.print_if_unread else {
        return;
    };
    if !is_unread(stored, 0, turn) {
        return;
    }
    let sender = turn.cast.company(&stored.sender);
    let sender = sender.map(|sender| sender.name.clone()).unwrap_or_default();
    on_paper(stored, &sender, &unread.details, turn);
    let now = turn.now;
    state.change(number, |stored| stored.printed_unread = Some(now));
    let to = &unread.details.to.name;
    let text = format!("nobody read it, and it went to {to} on paper");
    tell(stored, 0, "letter.printed", text, turn);
}

fn tell(
    stored: &Stored,
    index: usize,
    kind: &'static str,
    text: String,
    turn: &mut Turn<'_, Event>,
) {
    let part = stored.parts.get(index);
    turn.tell(Happening {
        about: part.map(|part| CaseRef::of("digipost", &part.uuid.to_string())),
        service: "digipost",
        kind,
        text,
        rule: None,
    });
}
