//! Files to begin with.

use crate::documents::bbs::read;
use crate::domain::giro::{Complaint, FileRule, Incoming, IncomingOrder, IncomingTransaction};
use crate::domain::giro::{Level, Spoiled};

/// Two claims, one with a text, and a deletion.
pub(super) const CLAIMS: &str = "\
NY000010002304561502001000080800000000000000000000000000000000000000000000000000
NY210020000000000150200115062995960000000000000000000000000000000000000000000000
NY2121300000001020326           00000000000049900          000123400000014000000
NY2121310000001HANSEN                             Strom februar            00000
NY212149000000140011Stromforbruk februar 2026               00000000000000000000
NY2102300000002160326           00000000000012550          000567800000026000000
NY2102310000002OLSEN                                                       00000
NY210088000000020000000700000000000062450020326160326000000000000000000000000000
NY213620000000000150200215062995960000000000000000000000000000000000000000000000
NY2193300000001160326           00000000000012550          000567800000026000000
NY213688000000010000000300000000000012550160326160326000000000000000000000000000
NY000089000000030000001200000000000075000020326000000000000000000000000000000000
";

/// A mandate that changed and one that ended.
pub(super) const MANDATES: &str = "\
NY000010000080800000917002304560000000000000000000000000000000000000000000000000
NY212420000000000000000115062995960000000000000000000000000000000000000000000000
NY21947000000011          000123400000014J00000000000000000000000000000000000000
NY21947000000022          000567800000026N00000000000000000000000000000000000000
NY212488000000020000000400000000000000000000000000000000000000000000000000000000
NY000089000000020000000600000000000000000000000000000000000000000000000000000000
";

/// A payment of a claim.
pub(super) const OCR: &str = "\
NY000010000080800000918002304560000000000000000000000000000000000000000000000000
NY090020001234567000000115062995960000000000000000000000000000000000000000000000
NY09153000000010203261302100042000000000000049900          000123400000014000000
NY091531000000100000000009000000010000000020326999910427640000000000000000000000
NY090088000000010000000400000000000049900020326020326020326000000000000000000000
NY000089000000010000000600000000000049900020326000000000000000000000000000000000
";

/// With the line ends of files, in ISO-8859-1.
pub(super) fn file(text: &str) -> Vec<u8> {
    let text = text.replace('\n', "\r\n");
    let bytes = text.chars().map(|char| u8::try_from(u32::from(char)));
    bytes.collect::<Result<_, _>>().unwrap()
}

/// The claims with something else at a place: line and column from 1.
pub(super) fn with(line: usize, column: usize, other: &str) -> String {
    let mut lines: Vec<String> = CLAIMS.lines().map(str::to_owned).collect();
    let (from, to) = (column - 1, column - 1 + other.chars().count());
    lines[line - 1].replace_range(from..to, other);
    lines.join("\n") + "\n"
}

/// The claims without a line.
pub(super) fn without(line: usize) -> String {
    let lines = CLAIMS.lines().enumerate();
    let kept = lines.filter(|(index, _)| index + 1 != line);
    kept.map(|(_, text)| format!("{text}\n")).collect()
}

/// Everything that is said of a file, part by part, as `part rule line:column`.
pub(super) fn said(text: &str) -> Vec<String> {
    said_of(&file(text))
}

pub(super) fn said_of(bytes: &[u8]) -> Vec<String> {
    match read(bytes) {
        Ok(incoming) => all(&incoming),
        Err(complaint) => vec![told("refused", &complaint)],
    }
}

fn all(incoming: &Incoming) -> Vec<String> {
    let mut lines: Vec<String> = of("transmission", &incoming.complaints).collect();
    for (order, index) in incoming.orders.iter().zip(1..) {
        lines.extend(of(&format!("order {index}"), &order.complaints));
        for (transaction, number) in order.transactions.iter().zip(1..) {
            lines.extend(match transaction {
                IncomingTransaction::Read(_) => Vec::new(),
                IncomingTransaction::Spoiled(spoiled) => {
                    of(&format!("spoiled {index}.{number}"), &spoiled.complaints).collect()
                }
            });
        }
    }
    lines
}

fn of(part: &str, complaints: &[Complaint]) -> impl Iterator<Item = String> {
    complaints
        .iter()
        .map(move |complaint| told(part, complaint))
}

fn told(part: &str, complaint: &Complaint) -> String {
    let Complaint {
        rule, line, column, ..
    } = complaint;
    let level = match (rule.level(), *rule) {
        // Told of whatever part it is in.
        (_, FileRule::Filler) => "any",
        (Level::Transmission, _) => "transmission",
        (Level::Order, _) => "order",
        (Level::Transaction, _) => "spoiled",
    };
    let fits = matches!(level, "any") || part == "refused" || part.starts_with(level);
    assert!(
        fits,
        "{part} has a complaint of the level {level}: {complaint}"
    );
    format!("{part} {} {line}:{column}", rule.id())
}

/// How many of an order's transactions were read, and how many are spoiled.
pub(super) fn counts(order: &IncomingOrder) -> (usize, usize) {
    let is_read = |t: &&IncomingTransaction| matches!(t, IncomingTransaction::Read(..));
    let read = order.transactions.iter().filter(is_read).count();
    (read, order.transactions.len() - read)
}

/// The spoiled transactions of a file.
pub(super) fn spoiled(text: &str) -> Vec<Spoiled> {
    let orders = read(&file(text)).unwrap().orders.into_iter();
    let transactions = orders.flat_map(|order| order.transactions);
    let spoiled = transactions.filter_map(|transaction| match transaction {
        IncomingTransaction::Spoiled(spoiled) => Some(spoiled),
        IncomingTransaction::Read(..) => None,
    });
    spoiled.collect()
}
