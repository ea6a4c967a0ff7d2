//! Letters in mailboxes, and what their senders hear of them.

use jiff::ToSpan;

use super::apply::Model;
use super::command::Event;
use super::package::{Opened, PackedFile};
use super::shipment::{Outcome, Shipment, visible_from};
use super::wish::Wish;
use super::{notices, receipts};
use crate::consumer::{
    CaseRef, Happening, Mail, MailInvoice, MailInvoiceState, MailNumber, MailboxOwner, Turn,
};
use crate::domain::digipost::{AuthenticationLevel, SensitivityLevel};
use crate::domain::dpi::{Destination, DigitalLetter, MessageId, ReceiptNews, SecurityLevel};
use crate::domain::person::MailboxProvider;
use crate::domain::slug::Slug;

/// How late a receipt is that a scenario wants late: of delivery, and of opening.
const LATE_HOURS: i64 = 24;
const OPENED_LATE_HOURS: i64 = 72;

/// Puts the documents of a message into a mailbox.
pub(super) fn into_mailbox(
    model: &mut Model,
    shipment: &Shipment,
    at: Destination,
    person: &Slug,
    opened: &Opened,
    turn: &mut Turn<'_, Event>,
) {
    let (Some(letter), Some(provider)) = (shipment.letter(), at.provider()) else {
        return;
    };
    let id = shipment.header.message;
    let from = visible_from(letter, turn.now);
    let mut mails = Vec::with_capacity(opened.files.len());
    for (index, file) in opened.files.iter().enumerate() {
        let place = Place {
            shipment,
            letter,
            provider,
            person,
            index,
            attached_to: mails.first().copied(),
        };
        let mut mail = mail(&place, file, turn);
        mail.delivered_at = from;
        if index > 0 {
            let own = CaseRef::of("dpi", &mail.service_id);
            turn.file_with(own, shipment.case());
        }
        mails.push(turn.book.deliver(mail));
    }
    let when = match from > turn.now {
        true => format!(", to be seen from {from} on"),
        false => String::new(),
    };
    turn.tell(Happening {
        about: Some(shipment.case()),
        service: "dpi",
        kind: "letter.delivered",
        text: format!(
            "`{}` of {} came to the mailbox of {person} at {}{when}",
            letter.title.as_str(),
            shipment.company,
            at.name(),
        ),
        rule: None,
    });
    model.change(id, |it| it.outcome = Outcome::InMailbox(mails));
    delivered(model, shipment, turn);
    notices::plan(shipment, letter, from, turn);
}

/// Where a document goes.
struct Place<'a> {
    shipment: &'a Shipment,
    letter: &'a DigitalLetter,
    provider: MailboxProvider,
    person: &'a Slug,
    index: usize,
    attached_to: Option<MailNumber>,
}

fn mail(place: &Place<'_>, file: &PackedFile, turn: &Turn<'_, Event>) -> Mail {
    let Place {
        shipment,
        letter,
        provider,
        person,
        index,
        attached_to,
    } = place;
    let id = shipment.header.message;
    let company = turn.cast.company(&shipment.company);
    let title = match *index {
        // What notices may show, which the title in the manifest may not.
        0 => letter.title.as_str().to_owned(),
        _ => file.title.clone().unwrap_or_else(|| file.name.clone()),
    };
    let fills_in = *index == 0 && *provider == MailboxProvider::Digipost;
    let invoice = file.invoice.as_ref().filter(|_| fills_in);
    Mail {
        owner: MailboxOwner::Person((*person).clone()),
        provider: *provider,
        service: "dpi",
        service_id: match *index {
            0 => id.to_string(),
            index => format!("{id}-{index}"),
        },
        sender: shipment.company.clone(),
        sender_name: company.map(|it| it.name.clone()).unwrap_or_default(),
        subject: title,
        file_type: file_type(file),
        content: file.content,
        authentication: match letter.level {
            SecurityLevel::Substantial => AuthenticationLevel::Idporten3,
            SecurityLevel::High => AuthenticationLevel::Idporten4,
        },
        sensitivity: SensitivityLevel::Normal,
        delivered_at: turn.now,
        opened_at: None,
        deleted_at: None,
        attached_to: *attached_to,
        // Of the two, Digipost fills payments in.
        invoice: invoice.map(|found| MailInvoice {
            kid: Some(found.kid.clone()),
            amount: found.amount,
            account: found.account.clone(),
            due_date: found.due_date,
            state: MailInvoiceState::Unpaid,
        }),
    }
}

/// The end of a file's name, which is what mailboxes go by.
fn file_type(file: &PackedFile) -> String {
    let end = file.name.rsplit_once('.').map(|(_, end)| end);
    let known = |end: &&str| !end.is_empty() && end.chars().all(char::is_alphanumeric);
    let end = end.filter(known).unwrap_or("bin");
    end.chars().take(20).collect::<String>().to_lowercase()
}

/// Tells that a letter was delivered or is ready to post, as a scenario wants it.
pub(super) fn delivered(model: &mut Model, shipment: &Shipment, turn: &mut Turn<'_, Event>) {
    let id = shipment.header.message;
    let news = ReceiptNews::Delivered;
    match shipment.wish {
        Some(Wish::ReceiptNever) => {}
        Some(Wish::ReceiptLate) => later(id, news, LATE_HOURS, turn),
        Some(Wish::ReceiptTwice) => {
            receipts::put(model, id, news.clone(), None, turn);
            receipts::put(model, id, news, None, turn);
        }
        wish => receipts::put(model, id, news, wish.and_then(Wish::flaw), turn),
    }
}

fn later(message: MessageId, news: ReceiptNews, hours: i64, turn: &mut Turn<'_, Event>) {
    let due = turn.now.saturating_add(hours.hours()).unwrap_or(turn.now);
    turn.at(due, Event::Receipt { message, news });
}

/// Tells the sender of a letter that it was opened, if that was ordered.
pub(super) fn opened(model: &mut Model, number: MailNumber, turn: &mut Turn<'_, Event>) {
    let mail = turn
        .book
        .mail(number)
        .filter(|mail| mail.attached_to.is_none());
    let id = mail.and_then(|mail| MessageId::parse(&mail.service_id).ok());
    let Some(shipment) = id.and_then(|id| model.shipment(id)) else {
        return;
    };
    let ordered = shipment
        .letter()
        .is_some_and(|letter| letter.opening_receipt);
    if !ordered || shipment.mail() != Some(number) {
        return;
    }
    let (id, news) = (shipment.header.message, ReceiptNews::Opened);
    match shipment.wish {
        Some(Wish::OpenedNever) => {}
        Some(Wish::OpenedLate) => later(id, news, OPENED_LATE_HOURS, turn),
        Some(_) | None => receipts::put(model, id, news, None, turn),
    }
}
