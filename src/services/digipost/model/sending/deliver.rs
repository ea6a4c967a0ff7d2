//! Delivering a message: into a mailbox, on paper, by e-mail, over Peppol.

use jiff::{Timestamp, ToSpan};

use super::events::EventKind;
use super::later::{self, SendingEvent};
use super::message::{Document, InvoicePart, PrintAddress, PrintDetails, PrintPlace};
use super::parties::Sender;
use super::route::Route;
use super::stored::{MessageNumber, State, Stored, StoredPart};
use super::wish::Wish;
use crate::consumer::{
    CaseRef, Happening, Mail, MailInvoice, MailInvoiceState, MailNumber, MailboxOwner, MandateKey,
    Turn,
};
use crate::domain::account::AccountNumber;
use crate::domain::calendar::{add_bank_days, at_local, local_date};
use crate::domain::email::EmailAddress;
use crate::domain::invoice::Address;
use crate::domain::kid::Kid;
use crate::domain::letter::{Delivery, Letter, LetterContent, LetterFile};
use crate::domain::mint::Stream;
use crate::domain::person::MailboxProvider;
use crate::services::digipost::model::command::Event;
use crate::services::digipost::model::media_type_of;

/// The hour in Norway at which the post stamps letters, on the bank day after they came; ours.
const POST_HOUR: i8 = 12;

/// Bank days until a letter that could not be delivered is back; they are ours.
const BACK_DAYS: i32 = 5;

/// Minutes until it is known whether something arrived by e-mail or over Peppol; they are ours.
const KNOWN_MIN: i64 = 1;

/// Delivers a message that was judged.
pub(super) fn deliver(
    state: &mut State,
    number: MessageNumber,
    sender: &Sender,
    route: &Route,
    wish: Option<Wish>,
    turn: &mut Turn<'_, Event>,
) {
    let Some(stored) = state.message(number).cloned() else {
        return;
    };
    let at = match route {
        Route::Mailbox(_) => {
            let asked = stored.message.delivery_time;
            asked.map_or(turn.now, |at| at.max(turn.now))
        }
        Route::Print(_) | Route::Email(_) | Route::Peppol => turn.now,
    };
    let mails = match route {
        Route::Mailbox(owner) => {
            let mails = into_mailbox(&stored, sender, owner, at, turn);
            later::plan_notices(number, &stored, at, wish, turn);
            mails
        }
        Route::Print(print) => {
            on_paper(&stored, &sender.name, print, turn);
            let (at, what) = after_print(wish, turn.now);
            plan(number, at, what, turn);
            let back = add_bank_days(local_date(turn.now), BACK_DAYS);
            let back = at_local(back, POST_HOUR, 0);
            if wish == Some(Wish::Shredded) {
                plan(number, back, EventKind::Shredded, turn);
            } else if wish == Some(Wish::NotDeliverable) {
                turn.at(back, Event::Sending(SendingEvent::ComesBack(number)));
            }
            Vec::new()
        }
        Route::Email(addresses) => {
            by_email(&stored, &sender.name, addresses, turn);
            let failed = wish == Some(Wish::EmailMessageFailed);
            let kind = match failed {
                true => EventKind::EmailMessageFailed,
                false => EventKind::EmailMessageSent,
            };
            plan(number, soon(turn.now), kind, turn);
            Vec::new()
        }
        Route::Peppol => {
            let kind = match wish == Some(Wish::PeppolFailed) {
                true => EventKind::PeppolFailed("NOT_DELIVERED".to_owned()),
                false => EventKind::PeppolDelivered,
            };
            plan(number, soon(turn.now), kind, turn);
            Vec::new()
        }
    };
    state.change(number, |stored| {
        stored.delivered = Some(at);
        for (part, mail) in stored.parts.iter_mut().zip(mails) {
            part.mail = Some(mail);
        }
    });
    tell(&stored, route, at, turn);
}

/// An instant at which something is known that was just sent.
pub(super) fn soon(now: Timestamp) -> Timestamp {
    now.saturating_add(KNOWN_MIN.minutes())
        .unwrap_or(Timestamp::MAX)
}

fn plan(number: MessageNumber, at: Timestamp, kind: EventKind, turn: &mut Turn<'_, Event>) {
    let message = number;
    let happens = SendingEvent::Happens {
        message,
        document: 0,
        kind,
    };
    turn.at(at, Event::Sending(happens));
}

/// What the post does with a letter, and when.
fn after_print(wish: Option<Wish>, now: Timestamp) -> (Timestamp, EventKind) {
    let day = add_bank_days(local_date(now), 1);
    let at = at_local(day, POST_HOUR, 0);
    let kind = match wish == Some(Wish::PrintFailed) {
        true => EventKind::PrintFailed("PRINT_ERROR".to_owned()),
        false => EventKind::Postmarked(at),
    };
    (at, kind)
}

/// Puts every document into the mailbox, attachments behind the letter.
fn into_mailbox(
    stored: &Stored,
    sender: &Sender,
    owner: &MailboxOwner,
    at: Timestamp,
    turn: &mut Turn<'_, Event>,
) -> Vec<MailNumber> {
    let mut first = None;
    let mut numbers = Vec::with_capacity(stored.parts.len());
    for (document, part) in stored.documents() {
        let Some(content) = part.content else {
            continue;
        };
        let mail = Mail {
            owner: owner.clone(),
            provider: MailboxProvider::Digipost,
            service: "digipost",
            service_id: part.uuid.to_string(),
            sender: stored.sender.clone(),
            sender_name: sender.name.clone(),
            subject: document.subject.clone().unwrap_or_default(),
            file_type: document.file_type.clone(),
            content: content.opened,
            authentication: document.authentication,
            sensitivity: document.sensitivity,
            delivered_at: at,
            opened_at: None,
            deleted_at: None,
            attached_to: first,
            invoice: document.invoice.as_ref().map(in_mailbox),
        };
        let number = turn.book.deliver(mail);
        first = first.or(Some(number));
        numbers.push(number);
        if let Some(invoice) = &document.invoice {
            policy(document, part, invoice, owner, turn);
        }
    }
    numbers
}

fn in_mailbox(invoice: &InvoicePart) -> MailInvoice {
    MailInvoice {
        kid: invoice.kid.clone(),
        amount: invoice.amount,
        account: invoice.account.clone(),
        due_date: invoice.due_date,
        state: MailInvoiceState::Unpaid,
    }
}

/// What senders agreed not to send as an invoice, which nothing stops (Digipost: questions and
/// answers, invoices).
fn policy(
    document: &Document,
    part: &StoredPart,
    invoice: &InvoicePart,
    owner: &MailboxOwner,
    turn: &mut Turn<'_, Event>,
) {
    let subject = document
        .subject
        .as_deref()
        .unwrap_or_default()
        .to_lowercase();
    let credit = ["kreditnota", "credit note", "kreditfaktura"];
    let why = if credit.iter().any(|word| subject.contains(word)) {
        "a credit note was sent as an invoice that its recipient must pay"
    } else if is_direct_debit(invoice, owner, turn) {
        "a copy of what AvtaleGiro debits was sent as an invoice that its recipient must pay"
    } else {
        return;
    };
    turn.tell(Happening {
        about: Some(CaseRef::of("digipost", &part.uuid.to_string())),
        service: "digipost",
        kind: "invoice.against-policy",
        text: format!("{why}: send it as a plain document"),
        rule: None,
    });
}

/// Whether a claim or a mandate of the recipient for this account and KID is at the bank.
fn is_direct_debit(invoice: &InvoicePart, owner: &MailboxOwner, turn: &Turn<'_, Event>) -> bool {
    let MailboxOwner::Person(person) = owner else {
        return false;
    };
    let account = AccountNumber::parse(&invoice.account).ok();
    let kid = invoice.kid.as_deref().and_then(|kid| Kid::parse(kid).ok());
    let (Some(account), Some(kid)) = (account, kid) else {
        return false;
    };
    let claimed = turn.book.was_claimed(person, &account, &kid);
    let structures = turn.cast.agreement_on(account.as_str());
    let under = |key: &MandateKey| {
        let same = |(_, it): &(_, &crate::domain::company::AvtaleGiroAgreement)| {
            it.kids.same_payer(&key.kid, &kid)
        };
        key.kid == kid || structures.as_ref().is_some_and(same)
    };
    let mut mandates = turn.book.mandates_to(&account);
    claimed || mandates.any(|(key, mandate)| mandate.payer == *person && under(key))
}

/// Prints a message.
pub(super) fn on_paper(
    stored: &Stored,
    sender: &str,
    print: &PrintDetails,
    turn: &mut Turn<'_, Event>,
) {
    let to = Delivery::Print {
        name: print.to.name.clone(),
        address: postal(&print.to),
    };
    post(stored, sender, to, turn);
}

/// The lines that an envelope has room for.
fn postal(address: &PrintAddress) -> Address {
    let mut lines = address.lines.iter().filter(|line| !line.trim().is_empty());
    let line1 = lines.next().cloned();
    let rest: Vec<&str> = lines.map(String::as_str).collect();
    let line2 = (!rest.is_empty()).then(|| rest.join(", "));
    match &address.place {
        PrintPlace::Norway { postal_code, city } => Address {
            line1,
            line2,
            postal_code: Some(postal_code.clone()),
            city: Some(city.clone()),
            country: Some("NO".to_owned()),
        },
        PrintPlace::Abroad(country) => Address {
            line1,
            line2,
            postal_code: None,
            city: None,
            country: Some(country.clone()),
        },
    }
}

fn by_email(stored: &Stored, sender: &str, to: &[EmailAddress], turn: &mut Turn<'_, Event>) {
    for address in to {
        post(stored, sender, Delivery::Mail(address.clone()), turn);
    }
}

fn post(stored: &Stored, sender: &str, to: Delivery, turn: &mut Turn<'_, Event>) {
    let documents = stored.documents();
    let files = documents.filter_map(|(document, part)| {
        let file_type = document.file_type.to_ascii_lowercase();
        Some(LetterFile {
            name: format!("{}.{file_type}", part.uuid),
            media_type: media_type_of(&file_type).to_owned(),
            blob: part.content?.opened,
        })
    });
    let files = files.collect();
    let primary = stored.message.documents.first();
    let part = stored.parts.first();
    let subject = primary.and_then(|primary| primary.subject.clone());
    let id = turn.mint.uuid(Stream::Letter).to_string();
    turn.letters.push(Letter {
        id,
        sent_at: turn.now,
        invoice: part.map(|part| part.uuid.to_string()),
        to,
        content: LetterContent::Posted {
            sender: sender.to_owned(),
            subject: subject.unwrap_or_default(),
            text: None,
        },
        files,
    });
}

fn tell(stored: &Stored, route: &Route, at: Timestamp, turn: &mut Turn<'_, Event>) {
    let (kind, how) = match route {
        Route::Mailbox(owner) => (
            "letter.delivered",
            format!("came to the mailbox of {owner}"),
        ),
        Route::Print(print) => (
            "letter.printed",
            format!("went to {} on paper", print.to.name),
        ),
        Route::Email(addresses) => {
            let first = addresses.first().map(ToString::to_string);
            (
                "letter.mailed",
                format!("went to {} by e-mail", first.unwrap_or_default()),
            )
        }
        Route::Peppol => ("letter.peppol", "went out over Peppol".to_owned()),
    };
    let when = match at > turn.now {
        true => format!(", to be seen from {at} on"),
        false => String::new(),
    };
    for (document, part) in stored.documents() {
        let subject = document
            .subject
            .as_deref()
            .unwrap_or("a technical attachment");
        let is_collection = document.invoice.as_ref().is_some_and(|invoice| {
            invoice.is_collection || subject.starts_with(InvoicePart::COLLECTION)
        });
        let what = match (&document.invoice, is_collection) {
            (Some(_), true) => "debt collection ",
            (Some(_), false) => "the invoice ",
            (None, _) => "",
        };
        turn.tell(Happening {
            about: Some(CaseRef::of("digipost", &part.uuid.to_string())),
            service: "digipost",
            kind,
            text: format!("{what}`{subject}` of {} {how}{when}", stored.sender),
            rule: None,
        });
    }
}
