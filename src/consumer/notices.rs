//! What Digipost writes to the owners of mailboxes: that something came, and what still waits.

use jiff::{Timestamp, ToSpan};

use super::actions::Stage;
use super::later::Later;
use super::mailbox::{Mail, MailNumber};
use crate::domain::calendar::at_local;
use crate::domain::digipost::SensitivityLevel;
use crate::domain::letter::{Delivery, Letter, LetterContent, MailboxNotice};
use crate::domain::mint::Stream;
use crate::domain::person::{MailboxProvider, Person};

/// Days before the due date on which Digipost reminds of an invoice that nobody took care of. That
/// it does, and stops once the invoice was added, is documented (Digipost: invoices in the bank);
/// which days these are is ours.
const REMINDER_DAYS: [i64; 2] = [5, 1];

/// The hour in Norway at which reminders leave; it is ours.
const REMINDER_HOUR: i8 = 9;

/// What a document in a mailbox brings with it: the notice of a letter, and reminders of an
/// invoice. Attachments are told of with their letter.
#[must_use]
pub fn planned(number: MailNumber, mail: &Mail) -> Vec<(Timestamp, Later)> {
    // What e-Boks tells its users by itself is not simulated.
    if mail.owner.person().is_none() || mail.provider != MailboxProvider::Digipost {
        return Vec::new();
    }
    let mut planned = Vec::new();
    if mail.attached_to.is_none() {
        planned.push((mail.delivered_at, Later::MailNotice(number)));
    }
    let Some(invoice) = &mail.invoice else {
        return planned;
    };
    let reminders = REMINDER_DAYS.into_iter().map(|days| {
        let day = invoice.due_date.saturating_sub(days.days());
        at_local(day, REMINDER_HOUR, 0)
    });
    let to_come = reminders.filter(|at| *at > mail.delivered_at);
    planned.extend(to_come.map(|at| (at, Later::MailReminder(number))));
    planned
}

/// Tells the owner of a letter.
pub(super) fn tell(stage: &mut Stage<'_>, number: MailNumber) {
    let seen = |mail: &&Mail| mail.deleted_at.is_none() && mail.opened_at.is_none();
    write(stage, number, seen, false);
}

/// Reminds the owner of an invoice, unless it was taken care of.
pub(super) fn remind(stage: &mut Stage<'_>, number: MailNumber) {
    write(stage, number, |mail| mail.is_unhandled(), true);
}

fn write(stage: &mut Stage<'_>, number: MailNumber, fits: impl Fn(&&Mail) -> bool, reminds: bool) {
    let Some(mail) = stage.book.mail(number).filter(fits) else {
        return;
    };
    let person = mail.owner.person();
    let Some(person) = person.and_then(|slug| stage.cast.person(slug)) else {
        return;
    };
    let Some((address, content)) = notice(person, mail, reminds) else {
        return;
    };
    stage.outbox.push_back(Letter {
        id: stage.mint.uuid(Stream::Letter).to_string(),
        sent_at: stage.now,
        invoice: Some(mail.service_id.clone()),
        to: address,
        content: LetterContent::Mailbox(content),
        files: Vec::new(),
    });
}

/// The mail to somebody who uses Digipost and has an e-mail address.
fn notice(person: &Person, mail: &Mail, reminds: bool) -> Option<(Delivery, MailboxNotice)> {
    let user = person.digipost.as_ref().filter(|user| user.active)?;
    let address = Delivery::Mail(person.email.clone()?);
    let is_open = match mail.sensitivity {
        SensitivityLevel::Normal => true,
        SensitivityLevel::Sensitive => false,
    };
    let open = |text: &String| is_open.then(|| text.clone());
    let invoice = mail.invoice.as_ref().filter(|_| is_open);
    let content = MailboxNotice {
        reminds,
        language: user.language,
        sender: open(&mail.sender_name),
        subject: open(&mail.subject),
        amount: invoice.map(|invoice| invoice.amount),
        due_date: invoice.map(|invoice| invoice.due_date),
    };
    Some((address, content))
}
