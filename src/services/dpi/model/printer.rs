//! Letters on paper (Digdir: DPI, receipts). That the post stamps at noon is ours.

use jiff::Timestamp;

use super::apply::Model;
use super::command::Event;
use super::deliver;
use super::package::Opened;
use super::receipts;
use super::shipment::{Outcome, Shipment};
use super::wish::Wish;
use crate::consumer::{Happening, Turn};
use crate::domain::calendar::{add_bank_days, at_local, local_date};
use crate::domain::dpi::{
    Body, Country, MessageId, Place, PostalAddress, PrintLetter, ReceiptNews, ReturnHandling,
};
use crate::domain::invoice::Address;
use crate::domain::letter::{Delivery, Letter, LetterContent, LetterFile};
use crate::domain::mint::Stream;

/// The hour in Norway at which letters are ready to post, on the bank day after they came.
const POST_HOUR: i8 = 12;

/// Bank days until a letter that could not be delivered is back: the middle of what is documented
/// for printing, two ways of the post, and handling.
const BACK_DAYS: i32 = 9;

/// Takes a letter for printing.
pub(super) fn accept(
    model: &mut Model,
    shipment: &Shipment,
    opened: &Opened,
    turn: &mut Turn<'_, Event>,
) {
    let Body::Print(letter) = &shipment.body else {
        return;
    };
    let id = shipment.header.message;
    turn.tell(Happening {
        about: Some(shipment.case()),
        service: "dpi",
        kind: "letter.printed",
        text: format!("the print service took it for {}", letter.recipient.name),
        rule: None,
    });
    print(shipment, letter, opened, turn);
    model.change(id, |it| it.outcome = Outcome::Printed { posted: None });
    receipts::put(model, id, ReceiptNews::Accepted, None, turn);
    turn.at(noon_after(turn.now, 1), Event::Posted(id));
}

fn noon_after(now: Timestamp, bank_days: i32) -> Timestamp {
    at_local(add_bank_days(local_date(now), bank_days), POST_HOUR, 0)
}

fn print(shipment: &Shipment, letter: &PrintLetter, opened: &Opened, turn: &mut Turn<'_, Event>) {
    let files = opened.files.iter().map(|file| LetterFile {
        name: file.name.clone(),
        media_type: file.media_type.clone(),
        blob: file.content,
    });
    let main = opened.files.first();
    let title = main.and_then(|file| file.title.clone());
    let company = turn.cast.company(&shipment.company);
    let sender = company.map(|it| it.name.clone()).unwrap_or_default();
    let id = turn.mint.uuid(Stream::Letter).to_string();
    turn.letters.push(Letter {
        id,
        sent_at: turn.now,
        invoice: Some(shipment.header.message.to_string()),
        to: Delivery::Print {
            name: letter.recipient.name.clone(),
            address: postal(&letter.recipient),
        },
        content: LetterContent::Posted {
            sender,
            subject: title.unwrap_or_default(),
            text: None,
        },
        files: files.collect(),
    });
}

/// The lines that an envelope has room for.
fn postal(address: &PostalAddress) -> Address {
    let lines = address.more_lines.iter().flatten();
    let rest: Vec<&str> = lines
        .map(|line| line.as_str())
        .filter(|line| !line.trim().is_empty())
        .collect();
    let (postal_code, city, country) = match &address.place {
        Place::Domestic(place) => (
            Some(place.postcode.clone()),
            Some(place.town.as_str().to_owned()),
            "NO".to_owned(),
        ),
        Place::Abroad(place) => (
            place.postcode.clone(),
            place.town.as_ref().map(|town| town.as_str().to_owned()),
            match &place.country {
                Country::Named(name) => name.as_str().to_owned(),
                Country::Code(code) => code.clone(),
            },
        ),
    };
    Address {
        line1: Some(address.line.as_str().to_owned()),
        line2: (!rest.is_empty()).then(|| rest.join(", ")),
        postal_code,
        city,
        country: Some(country),
    }
}

/// Tells that a letter is ready to post.
pub(super) fn post(model: &mut Model, id: MessageId, turn: &mut Turn<'_, Event>) {
    let Some(shipment) = model.shipments.get(&id).cloned() else {
        return;
    };
    let now = turn.now;
    model.change(id, |it| {
        it.outcome = Outcome::Printed { posted: Some(now) };
    });
    turn.tell(Happening {
        about: Some(shipment.case()),
        service: "dpi",
        kind: "letter.posted",
        text: "the print service has it ready to post".to_owned(),
        rule: None,
    });
    deliver::delivered(model, &shipment, turn);
    if shipment.wish == Some(Wish::Returned) {
        turn.at(noon_after(now, BACK_DAYS), Event::ComesBack(id));
    }
}

/// What the post could not deliver is shredded, which a receipt tells, or returns, which none does.
pub(super) fn come_back(model: &mut Model, id: MessageId, turn: &mut Turn<'_, Event>) {
    let Some(shipment) = model.shipments.get(&id).cloned() else {
        return;
    };
    let Body::Print(letter) = &shipment.body else {
        return;
    };
    let text = match letter.return_handling {
        ReturnHandling::Shredded => "the post could not deliver it, and it was shredded".to_owned(),
        ReturnHandling::ToSender => {
            let to = &letter.return_address.name;
            format!("the post could not deliver it, and it returned to {to}")
        }
    };
    turn.tell(Happening {
        about: Some(shipment.case()),
        service: "dpi",
        kind: "letter.returned",
        text,
        rule: None,
    });
    if letter.return_handling == ReturnHandling::Shredded {
        receipts::put(model, id, ReceiptNews::Returned, None, turn);
    }
}
