//! The cover sheet of a printed letter: addressee in the window of the envelope, what to pay and
//! how in a box.

use super::notice;
use super::sheet::{Face, HEIGHT, Sheet, Spot, Style, WIDTH};
use super::words::{NO_CLAIM, day, line, payment, sender};
use crate::domain::invoice::Address;
use crate::domain::letter::{Delivery, Letter, LetterContent, LetterFacts};

/// Left edge of everything, 20 mm in.
const LEFT: i64 = 57;
/// Width between the edges.
const FULL: i64 = WIDTH - 2 * LEFT;
/// Left edge of the second column.
const RIGHT: i64 = 350;
/// Base line of the first line in the window of a C5 envelope, 50 mm down.
const WINDOW_TOP: i64 = 145;
/// Lines that are seen through the window.
const WINDOW_LINES: usize = 7;
/// Upper edge of the box.
const BOX_TOP: i64 = 330;

const LABEL: Style = style(Face::Plain, 8, true);
const TEXT: Style = style(Face::Plain, 11, false);
const STRONG: Style = style(Face::Bold, 12, false);

const fn style(face: Face, size: i64, faint: bool) -> Style {
    Style { face, size, faint }
}

const fn spot(left: i64, top: i64, width: i64, lines: usize) -> Spot {
    Spot {
        left,
        top,
        width,
        lines,
    }
}

/// What is said of the pages behind the cover sheet.
#[derive(Debug, Default)]
pub(super) struct Behind {
    /// Names of the files whose pages follow.
    pub(super) follow: Vec<String>,
    /// Names of the files that could not be printed.
    pub(super) missing: Vec<String>,
}

/// Draws the cover sheet of a letter.
pub(super) fn cover(letter: &Letter, behind: &Behind) -> Vec<u8> {
    let mut sheet = Sheet::default();
    window(&mut sheet, letter);
    let below = match &letter.content {
        LetterContent::Invoice(facts) => invoice(&mut sheet, letter, facts),
        LetterContent::AllRoutesFailed { number, reasons } => {
            failure(&mut sheet, letter, number, reasons)
        }
        LetterContent::Rejections { list, lines } => {
            let title = format!("{}: avviste oppdrag og transaksjoner", line(list));
            told(&mut sheet, letter, &title, "Dette ble avvist:", lines)
        }
        LetterContent::Mailbox(notice) => {
            let title = notice::title(notice);
            let (words, lines) = notice::words(notice);
            told(&mut sheet, letter, &title, &words, &lines)
        }
        LetterContent::Posted {
            sender,
            subject,
            text,
        } => {
            let words = format!("Brev fra {} gjennom Digipost.", line(sender));
            let lines: Vec<String> = text.iter().map(|text| line(text)).collect();
            told(&mut sheet, letter, &line(subject), &words, &lines)
        }
    };
    files(&mut sheet, below, behind);
    let id = format!("{NO_CLAIM} Brev {}.", letter.id);
    let foot = style(Face::Plain, 7, true);
    sheet.fill([LEFT, HEIGHT - 62, FULL, 1], 0.8);
    sheet.write(foot, spot(LEFT, HEIGHT - 48, FULL, 2), &id);
    sheet.into_content()
}

/// Whom the letter is for, where the envelope shows it.
fn window(sheet: &mut Sheet, letter: &Letter) {
    let (name, address) = match &letter.to {
        Delivery::Print { name, address } => (name.as_str(), address_lines(address)),
        Delivery::Mail(address) => (address.as_str(), Vec::new()),
    };
    let mut top = WINDOW_TOP;
    let mut room = WINDOW_LINES;
    let all = std::iter::once(line(name)).chain(address);
    for text in all.filter(|text| !text.is_empty()) {
        let before = top;
        top += sheet.write(TEXT, spot(LEFT + 5, top, 230, room.min(2)), &text);
        let step = TEXT.size + TEXT.size / 3 + 1;
        room = room.saturating_sub(usize::try_from((top - before) / step).unwrap_or(room));
    }
}

/// A postal address as the post wants it: code and town on one line; the country when it is
/// another one.
fn address_lines(address: &Address) -> Vec<String> {
    let text = |part: &Option<String>| part.as_deref().map(line).unwrap_or_default();
    let town = format!("{} {}", text(&address.postal_code), text(&address.city));
    let country = text(&address.country);
    let country = if country.eq_ignore_ascii_case("NO") {
        String::new()
    } else {
        country
    };
    let town = town.trim().to_owned();
    vec![text(&address.line1), text(&address.line2), town, country]
}

/// Draws the invoice and says where the next text may stand.
fn invoice(sheet: &mut Sheet, letter: &Letter, facts: &LetterFacts) -> i64 {
    let name = sender(&facts.sender);
    sheet.write(style(Face::Bold, 15, false), spot(LEFT, 62, 270, 3), &name);
    sheet.write(
        style(Face::Bold, 22, false),
        spot(RIGHT, 66, 190, 1),
        "Faktura",
    );
    let [amount, due, kid, account] = payment(facts);
    let rows = [
        ("Fakturanummer", line(&facts.number)),
        ("Sendt", day(letter.sent_at)),
        ("Forfallsdato", due.1.clone()),
    ];
    let mut top = WINDOW_TOP;
    for (label, value) in rows {
        sheet.write(LABEL, spot(RIGHT, top, 75, 1), label);
        let used = sheet.write(
            style(Face::Plain, 10, false),
            spot(RIGHT + 80, top, 108, 3),
            &value,
        );
        top += used.max(15);
    }
    let words = format!("Du har fått en faktura fra {name}.");
    sheet.write(TEXT, spot(LEFT, BOX_TOP - 36, FULL, 2), &words);
    let area = [LEFT, BOX_TOP, FULL, 150];
    sheet.fill([LEFT, BOX_TOP, FULL, 74], 0.93);
    sheet.frame(area);
    let big = style(Face::Bold, 20, false);
    field(sheet, [LEFT + 14, BOX_TOP + 22, 275], big, &amount);
    field(
        sheet,
        [RIGHT, BOX_TOP + 22, 175],
        style(Face::Bold, 16, false),
        &due,
    );
    let to = ("Betales til", name);
    field(sheet, [LEFT + 14, BOX_TOP + 94, 130], STRONG, &account);
    field(sheet, [LEFT + 155, BOX_TOP + 94, 130], STRONG, &to);
    field(sheet, [RIGHT, BOX_TOP + 94, 175], STRONG, &kid);
    BOX_TOP + 185
}

/// A label with its value below, two lines at most.
fn field(sheet: &mut Sheet, place: [i64; 3], value: Style, (label, text): &(&str, String)) {
    let [left, top, width] = place;
    sheet.write(LABEL, spot(left, top, width, 1), label);
    let below = top + 5 + value.size;
    let fits = Style {
        // An amount of many digits takes a smaller size rather than two lines.
        size: if text.chars().count() > 18 {
            value.size.min(12)
        } else {
            value.size
        },
        ..value
    };
    sheet.write(fits, spot(left, below, width, 2), text);
}

fn failure(sheet: &mut Sheet, letter: &Letter, number: &str, reasons: &[String]) -> i64 {
    let title = format!("Faktura {} kunne ikke leveres", line(number));
    let what = "Disse leveringsmåtene ble prøvd:";
    told(sheet, letter, &title, what, reasons)
}

/// Draws a title and a list, and says where the next text may stand.
fn told(sheet: &mut Sheet, letter: &Letter, title: &str, what: &str, lines: &[String]) -> i64 {
    sheet.write(style(Face::Bold, 15, false), spot(LEFT, 62, FULL, 2), title);
    sheet.write(LABEL, spot(RIGHT, WINDOW_TOP, 75, 1), "Sendt");
    let sent = day(letter.sent_at);
    sheet.write(TEXT, spot(RIGHT + 80, WINDOW_TOP, 108, 1), &sent);
    let mut top = BOX_TOP - 36;
    top += sheet.write(TEXT, spot(LEFT, top, FULL, 1), what);
    // Twelve reasons of two lines each leave room for what follows.
    for reason in lines.iter().take(12) {
        top += sheet.write(
            TEXT,
            spot(LEFT, top, FULL, 2),
            &format!("• {}", line(reason)),
        );
    }
    top + 20
}

fn files(sheet: &mut Sheet, top: i64, behind: &Behind) {
    let mut top = top;
    for (words, names) in [
        (
            "På de neste sidene følger avsenderens egne dokumenter: ",
            &behind.follow,
        ),
        ("Disse vedleggene kunne ikke skrives ut: ", &behind.missing),
    ] {
        if !names.is_empty() {
            let names: Vec<String> = names.iter().map(|name| line(name)).collect();
            let words = format!("{words}{}.", names.join(", "));
            top += 8 + sheet.write(TEXT, spot(LEFT, top, FULL, 4), &words);
        }
    }
}
