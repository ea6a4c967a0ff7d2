//! A transmission to MPS, with everything that is odd about it.

use super::ends::{fixed, transmission_end};
use super::order::{is_of_transmission, read_order};
use crate::documents::bbs::layouts::{RECIPIENT, SENDER, START, TRANSMISSION_NUMBER};
use crate::documents::bbs::tally::Tally;
use crate::documents::bbs::values::{complaint, records, small, wrong};
use crate::domain::giro::{Complaint, CustomerUnit, FileRule, Incoming, SerialNumber};
use crate::wire::fixed_width::{Cut, DeviationKind, Record, latin1};

/// Reads a file to MPS. Whatever is wrong with a part of it is told beside that part, and the
/// other parts are read as if it were right.
///
/// # Errors
/// When it is no transmission: nothing in it, no records of 80 characters, or nobody can tell who
/// sent it under which number.
pub fn read(bytes: &[u8]) -> Result<Incoming, Complaint> {
    let (cut, complaints) = records(bytes)?;
    let (sender, number) = cut.get(0).map_or_else(|| Err(no_start(None)), sent)?;
    let mut incoming = Incoming {
        sender,
        number,
        complaints,
        transactions: 0,
        records: 0,
        orders: Vec::new(),
    };
    let tally = orders(&cut, &mut incoming);
    let counted = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    incoming.transactions = counted(tally.transactions);
    incoming.records = counted(tally.records);
    Ok(incoming)
}

/// Who sent it, and which one it is.
pub(super) fn sent(record: Record<'_>) -> Result<(CustomerUnit, SerialNumber), Complaint> {
    if !record.bytes().starts_with(b"NY000010") {
        return Err(no_start(Some(record)));
    }
    let sender = CustomerUnit::parse(&latin1(record.raw(&SENDER)));
    let sender = sender.map_err(|_| wrong(FileRule::Start, record, &SENDER, "eight digits"))?;
    let number = small(FileRule::Start, record, &TRANSMISSION_NUMBER)?;
    let number = SerialNumber::new(number).ok_or_else(|| {
        wrong(
            FileRule::Start,
            record,
            &TRANSMISSION_NUMBER,
            "seven digits",
        )
    })?;
    Ok((sender, number))
}

fn orders(cut: &Cut<'_>, incoming: &mut Incoming) -> Tally {
    let mut tally = Tally::new();
    let mut next = 0;
    let mut starts: Option<(Complaint, usize)> = None;
    let mut is_ended = false;
    while let Some(record) = cut.get(next) {
        if !is_of_transmission(record) {
            let (order, of_order, behind) = read_order(cut, next);
            tally.add(&of_order);
            incoming.orders.push(order);
            next = behind;
            continue;
        }
        tally.note(record);
        if next == 0 {
            incoming.complaints.extend(start(record));
        } else if &record.bytes()[6..8] == b"89" {
            incoming.complaints.extend(transmission_end(record, &tally));
            incoming.complaints.extend(broken_off(cut, record));
            incoming
                .complaints
                .extend(cut.get(next + 1).map(behind_end));
            is_ended = true;
            break;
        } else {
            match &mut starts {
                Some((_, more)) => *more += 1,
                None => starts = Some((again(record), 0)),
            }
        }
        next += 1;
    }
    incoming.complaints.extend(starts.map(|(mut said, more)| {
        if more > 0 {
            said.text.push_str(&format!(", and {more} more"));
        }
        said
    }));
    if !is_ended {
        let text = "the transmission has no end record, expected behind this".to_owned();
        let said = complaint(FileRule::End, cut.len(), 0, text);
        incoming.complaints.push(said);
    }
    tally
}

fn start(record: Record<'_>) -> Vec<Complaint> {
    let mut said = fixed(record, &START, FileRule::Start);
    let mps = CustomerUnit::mps();
    if record.raw(&RECIPIENT) != mps.as_str().as_bytes() {
        said.push(wrong(FileRule::Recipient, record, &RECIPIENT, mps.as_str()));
    }
    said
}

fn no_start(record: Option<Record<'_>>) -> Complaint {
    let Some(record) = record else {
        let text = "the file is empty, expected a start record".to_owned();
        return complaint(FileRule::Empty, 0, 0, text);
    };
    let found = latin1(&record.bytes()[..8]);
    let rule = if found.starts_with("NY") {
        FileRule::Start
    } else {
        FileRule::Format
    };
    let text = format!("the record is `{found}…`, expected NY000010, the start of a transmission");
    complaint(rule, record.line(), 1, text)
}

fn again(record: Record<'_>) -> Complaint {
    let found = latin1(&record.bytes()[..8]);
    let text = format!("`{found}…` stands inside the transmission, expected at its start only");
    complaint(FileRule::Start, record.line(), 1, text)
}

/// A file that ends within its end record was cut on its way, even where only fillers are missing:
/// they are zeros, which nobody loses who trims blanks.
fn broken_off(cut: &Cut<'_>, end: Record<'_>) -> Option<Complaint> {
    let is_told = |kind| cut.deviations.iter().any(|it| it.kind == kind);
    let is_cut = end.bytes().ends_with(b" ")
        && is_told(DeviationKind::Short)
        && is_told(DeviationKind::NoFinalLineEnd);
    is_cut.then(|| {
        let length = end.bytes().trim_ascii_end().len();
        let text = format!("the file ends within its end record, behind {length} of 80 characters");
        complaint(FileRule::End, end.line(), length + 1, text)
    })
}

fn behind_end(record: Record<'_>) -> Complaint {
    let found = latin1(&record.bytes()[..8]);
    if found == "NY000010" {
        let text = "a second transmission begins, expected one a file".to_owned();
        return complaint(FileRule::Start, record.line(), 1, text);
    }
    let text = format!("`{found}…` stands behind the end of the transmission, expected nothing");
    complaint(FileRule::End, record.line(), 1, text)
}
