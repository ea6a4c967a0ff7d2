//! What the sender of a letter has its recipient told, while it is unread and by day (Digdir: DPI,
//! notification).

use jiff::civil::Time;
use jiff::{Timestamp, ToSpan};

use super::apply::Model;
use super::command::Event;
use super::receipts;
use super::shipment::Shipment;
use super::wish::Wish;
use crate::consumer::{Happening, Turn};
use crate::domain::calendar::{at_local, local_date, oslo};
use crate::domain::dpi::{
    DigitalLetter, EmailNotice, FailedChannel, MessageId, ReceiptNews, Repetitions, SmsNotice,
};
use crate::domain::letter::{Delivery, Letter, LetterContent};
use crate::domain::mint::Stream;

/// Hours in Norway between which people are told; that it is by day is documented, the hours are
/// ours.
const HOURS: (i8, i8) = (9, 20);

/// Plans what was ordered for a letter that shows from an instant on.
pub(super) fn plan(
    shipment: &Shipment,
    letter: &DigitalLetter,
    from: Timestamp,
    turn: &mut Turn<'_, Event>,
) {
    let message = shipment.header.message;
    let email = letter.notices.email.as_ref().map(|it| &it.repetitions);
    let sms = letter.notices.sms.as_ref().map(|it| &it.repetitions);
    for (way, days) in [(FailedChannel::Email, email), (FailedChannel::Sms, sms)] {
        let days = days.map_or(&[][..], Repetitions::days);
        let mut instants: Vec<Timestamp> = days.iter().map(|day| by_day(from, *day)).collect();
        // What is first is what tells whether the way leads anywhere.
        instants.sort_unstable();
        for (due, nth) in instants.into_iter().zip(0_u8..) {
            turn.at(due, Event::Notice { message, way, nth });
        }
    }
}

/// So many days after an instant, at an hour at which people are told.
fn by_day(from: Timestamp, days: u8) -> Timestamp {
    let (first, last) = HOURS;
    let day = local_date(from).saturating_add(i32::from(days).days());
    let clock = match days {
        0 => from.to_zoned(oslo()).time(),
        _ => Time::constant(first, 0, 0, 0),
    };
    if clock < Time::constant(first, 0, 0, 0) || days > 0 {
        return at_local(day, first, 0);
    }
    match clock < Time::constant(last, 0, 0, 0) {
        true => from,
        false => at_local(day.tomorrow().unwrap_or(day), first, 0),
    }
}

/// Tells the recipient, unless the letter was read or is gone.
pub(super) fn send(
    model: &mut Model,
    id: MessageId,
    way: FailedChannel,
    nth: u8,
    turn: &mut Turn<'_, Event>,
) {
    let Some(shipment) = model.shipments.get(&id).cloned() else {
        return;
    };
    let mail = shipment.mail().and_then(|number| turn.book.mail(number));
    let unread = mail.is_some_and(|it| it.opened_at.is_none() && it.deleted_at.is_none());
    let Some(letter) = shipment.letter().filter(|_| unread) else {
        return;
    };
    let failed = match way {
        FailedChannel::Email => {
            let Some(notice) = &letter.notices.email else {
                return;
            };
            match fails(shipment.wish, way) {
                true => Some(format!(
                    "E-mail to {} could not be delivered",
                    notice.address
                )),
                false => {
                    email(&shipment, letter, notice, turn);
                    None
                }
            }
        }
        FailedChannel::Sms => {
            let Some(notice) = &letter.notices.sms else {
                return;
            };
            let number = notice.number.as_str();
            match fails(shipment.wish, way) || notice.number.line().is_none() {
                true => Some(format!("SMS to {number} could not be delivered")),
                false => {
                    sms(&shipment, notice, turn);
                    None
                }
            }
        }
    };
    // One receipt for each way, however often it is tried.
    if failed.is_some() && nth == 0 {
        let news = ReceiptNews::NoticeFailed {
            channel: way,
            description: failed,
        };
        receipts::put(model, id, news, None, turn);
    }
}

fn fails(wish: Option<Wish>, way: FailedChannel) -> bool {
    let one = match way {
        FailedChannel::Email => Wish::EmailFailed,
        FailedChannel::Sms => Wish::SmsFailed,
    };
    wish == Some(one) || wish == Some(Wish::NoticesFailed)
}

fn email(
    shipment: &Shipment,
    letter: &DigitalLetter,
    notice: &EmailNotice,
    turn: &mut Turn<'_, Event>,
) {
    let id = turn.mint.uuid(Stream::Letter).to_string();
    let company = turn.cast.company(&shipment.company);
    let sender = company.map(|it| it.name.clone()).unwrap_or_default();
    turn.letters.push(Letter {
        id,
        sent_at: turn.now,
        invoice: Some(shipment.header.message.to_string()),
        to: Delivery::Mail(notice.address.clone()),
        content: LetterContent::Posted {
            sender,
            subject: letter.title.as_str().to_owned(),
            text: Some(notice.text.as_str().to_owned()),
        },
        files: Vec::new(),
    });
    let text = format!("a mail went to {}", notice.address);
    tell(shipment, "mail.sent", text, turn);
}

/// The outbox has no telephone: a notice by SMS is told of in the journal.
fn sms(shipment: &Shipment, notice: &SmsNotice, turn: &mut Turn<'_, Event>) {
    let (number, words) = (notice.number.as_str(), notice.text.as_str());
    let text = format!("an SMS went to {number}: {words}");
    tell(shipment, "sms.sent", text, turn);
}

fn tell(shipment: &Shipment, kind: &'static str, text: String, turn: &mut Turn<'_, Event>) {
    turn.tell(Happening {
        about: Some(shipment.case()),
        service: "dpi",
        kind,
        text,
        rule: None,
    });
}
