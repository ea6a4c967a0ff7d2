//! What Digipost writes to the owner of a mailbox, in the three languages of Digipost. The words
//! are ours.

use super::words::{amount, date, line};
use crate::domain::digipost::Language;
use crate::domain::letter::MailboxNotice;

/// The words of one language.
struct Words {
    came: &'static str,
    waits: &'static str,
    from: &'static str,
    subject: &'static str,
    amount: &'static str,
    due: &'static str,
    log_in: &'static str,
    hello: &'static str,
    greeting: &'static str,
}

const BOKMAAL: Words = Words {
    came: "Du har fått et nytt brev i Digipost",
    waits: "Du har en faktura i Digipost som ikke er lagt til betaling",
    from: "Avsender",
    subject: "Emne",
    amount: "Å betale",
    due: "Forfallsdato",
    log_in: "Logg inn i Digipost for å lese brevet.",
    hello: "Hei!",
    greeting: "Vennlig hilsen",
};

const NYNORSK: Words = Words {
    came: "Du har fått eit nytt brev i Digipost",
    waits: "Du har ein faktura i Digipost som ikkje er lagd til betaling",
    from: "Avsendar",
    subject: "Emne",
    amount: "Å betale",
    due: "Forfallsdato",
    log_in: "Logg inn i Digipost for å lese brevet.",
    hello: "Hei!",
    greeting: "Venleg helsing",
};

const ENGLISH: Words = Words {
    came: "You have a new letter in Digipost",
    waits: "You have an invoice in Digipost that is not added to payments",
    from: "Sender",
    subject: "Subject",
    amount: "To pay",
    due: "Due date",
    log_in: "Log in to Digipost to read the letter.",
    hello: "Hello!",
    greeting: "Kind regards",
};

fn in_language(notice: &MailboxNotice) -> &'static Words {
    match notice.language {
        Language::Bokmaal => &BOKMAAL,
        Language::Nynorsk => &NYNORSK,
        Language::English => &ENGLISH,
    }
}

/// What it is about, in one line.
pub(super) fn title(notice: &MailboxNotice) -> String {
    let words = in_language(notice);
    let said = if notice.reminds {
        words.waits
    } else {
        words.came
    };
    said.to_owned()
}

/// What it says, and the facts of the letter, a line each.
pub(super) fn words(notice: &MailboxNotice) -> (String, Vec<String>) {
    let words = in_language(notice);
    let rows = [
        (words.from, notice.sender.as_deref().map(line)),
        (words.subject, notice.subject.as_deref().map(line)),
        (words.amount, notice.amount.map(|ore| amount(ore, "NOK"))),
        (words.due, notice.due_date.map(date)),
    ];
    let rows = rows.into_iter();
    let told = rows.filter_map(|(what, value)| Some(format!("{what}: {}", value?)));
    let lines = told.chain(std::iter::once(words.log_in.to_owned()));
    (format!("{}.", title(notice)), lines.collect())
}

/// The text of a mail, without greeting and name.
pub(super) fn text(notice: &MailboxNotice) -> String {
    let (said, lines) = words(notice);
    let hello = in_language(notice).hello;
    let rows: String = lines.iter().map(|line| format!("  {line}\n")).collect();
    format!("{hello}\n\n{said}\n\n{rows}\n")
}

/// The words before the name.
pub(super) fn greeting(notice: &MailboxNotice) -> &'static str {
    in_language(notice).greeting
}
