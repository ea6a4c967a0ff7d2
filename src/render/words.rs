//! Norwegian words, amounts and dates, as they stand in letters.

use jiff::Timestamp;
use jiff::civil::Date;

use super::notice;
use crate::domain::calendar::oslo;
use crate::domain::letter::{Letter, LetterContent, LetterFacts};
use crate::domain::money::Ore;

/// What stands for something that the sender left out.
pub(super) const LEFT_OUT: &str = "ikke oppgitt";

/// That nobody has to pay.
pub(super) const NO_CLAIM: &str =
    "Laget i Sandkasse, et testmiljø. Dette er ikke et ekte betalingskrav.";

/// What a letter is about, in one line: the subject of a mail, the title of a print.
#[must_use]
pub fn subject(letter: &Letter) -> String {
    match &letter.content {
        LetterContent::Invoice(facts) => {
            format!(
                "Faktura {} fra {}",
                line(&facts.number),
                sender(&facts.sender)
            )
        }
        LetterContent::AllRoutesFailed { number, .. } => {
            format!("Faktura {} kunne ikke leveres", line(number))
        }
        LetterContent::Rejections { list, .. } => {
            format!("{}: avviste oppdrag og transaksjoner", line(list))
        }
        LetterContent::Mailbox(notice) => notice::title(notice),
        LetterContent::Posted { subject, .. } => line(subject),
    }
}

/// The lines by which an invoice is paid: what, and how much of it.
pub(super) fn payment(facts: &LetterFacts) -> [(&'static str, String); 4] {
    let or_left_out = |text: &Option<String>| text.as_deref().map_or(LEFT_OUT.to_owned(), line);
    [
        ("Å betale", amount(facts.amount, &facts.currency)),
        (
            "Forfallsdato",
            facts.due_date.map_or(LEFT_OUT.to_owned(), date),
        ),
        ("KID", or_left_out(&facts.kid)),
        ("Til konto", or_left_out(&facts.account)),
    ]
}

/// The name of a sender, or a word for one without a name.
pub(super) fn sender(name: &str) -> String {
    match name.trim() {
        "" => "ukjent avsender".to_owned(),
        name => line(name),
    }
}

/// An amount the Norwegian way, `1 250,00 NOK`. The blanks are ordinary ones, so that a search for
/// the amount finds it.
pub(super) fn amount(ore: Ore, currency: &str) -> String {
    let size = ore.get().unsigned_abs();
    let whole = (size / 100).to_string();
    let mut text = String::from(if ore.is_negative() { "-" } else { "" });
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    format!("{text},{:02} {}", size % 100, line(currency))
        .trim_end()
        .to_owned()
}

/// A date the Norwegian way, `20.03.2026`.
pub(super) fn date(date: Date) -> String {
    format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())
}

/// The day of an instant in Norway.
pub(super) fn day(at: Timestamp) -> String {
    date(at.to_zoned(oslo()).date())
}

/// A text on one line: whatever would begin another becomes a blank.
pub(super) fn line(text: &str) -> String {
    let blank = |c: char| if c.is_control() { ' ' } else { c };
    text.trim().chars().map(blank).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_grouped_by_three_with_a_comma_before_the_ore() {
        for (ore, shown) in [
            (125_000, "1 250,00 NOK"),
            (45_000, "450,00 NOK"),
            (5, "0,05 NOK"),
            (-123_456_789, "-1 234 567,89 NOK"),
            (i64::MIN, "-92 233 720 368 547 758,08 NOK"),
        ] {
            assert_eq!(amount(Ore::new(ore), "NOK"), shown);
        }
        assert_eq!(amount(Ore::new(100), ""), "1,00");
    }

    #[test]
    fn a_letter_is_dated_by_the_calendar_of_norway() {
        // Half past eleven in the evening in Greenwich.
        let at = Timestamp::from_second(1_772_494_200).unwrap_or_default();
        assert_eq!(day(at), "03.03.2026");
    }

    #[test]
    fn a_line_stays_one_line() {
        assert_eq!(line(" a\r\nb\u{7}c "), "a  b c");
    }
}
