//! Claims and deletions: records to transactions.

use jiff::civil::Date;

use super::fillers::Fillers;
use crate::documents::bbs::layouts::{
    AMOUNT, AMOUNT_1, AMOUNT_2, DUE_DATE, KID, NUMBER, REFERENCE, SHORT_NAME, TEXT, TEXT_COLUMN,
    TEXT_ITSELF, TEXT_LINE, TYPE,
};
use crate::documents::bbs::values::{complaint, date, number, small, wrong};
use crate::domain::giro::{
    Complaint, FileRule, FiledClaim, IncomingTransaction, Notifier, Spoiled, TextLine,
};
use crate::domain::money::Ore;
use crate::wire::fixed_width::{Record, latin1};

/// Lines of a notice, in two columns each.
const LINES: u8 = 42;
const TEXTS: usize = 84;

/// What is said of one transaction at most, since a stranger may send one with a million records.
const COMPLAINTS: usize = 8;

/// The transactions of an order so far.
pub(super) struct Claims<'r> {
    is_deletions: bool,
    last_number: u32,
    open: Option<Open<'r>>,
    done: Vec<IncomingTransaction>,
    fillers: Fillers,
}

/// A transaction whose records are being read.
#[derive(Default)]
struct Open<'r> {
    first: Option<Record<'r>>,
    second: Option<Record<'r>>,
    /// What stands for it when it has no amount record.
    stray: Option<Record<'r>>,
    number: Option<u32>,
    is_notified_by_bank: bool,
    due_date: Option<Date>,
    amount: Option<Ore>,
    kid: String,
    short_name: String,
    external_reference: String,
    texts: Vec<TextLine>,
    texts_seen: usize,
    complaints: Vec<Complaint>,
}

impl<'r> Claims<'r> {
    /// None yet.
    pub(super) fn new(is_deletions: bool) -> Self {
        Self {
            is_deletions,
            last_number: 0,
            open: None,
            done: Vec::new(),
            fillers: Fillers::default(),
        }
    }

    /// Takes a record; false when it does not belong into such an order.
    pub(super) fn take(&mut self, record: Record<'r>) -> bool {
        let [b'N', b'Y', b'2', b'1', kind @ .., a, b] = &record.bytes()[..8] else {
            return false;
        };
        match (self.is_deletions, kind, &[*a, *b]) {
            (false, b"02" | b"21", b"30") | (true, b"93", b"30") => self.amount_1(record),
            (false, b"02" | b"21", b"31") | (true, b"93", b"31") => self.amount_2(record),
            (false, b"02" | b"21", b"49") => self.text(record),
            // A deletion copied from its claim has the claim's texts, which nobody reads.
            (true, b"93" | b"02" | b"21", b"49") => {}
            _ => return false,
        }
        true
    }

    /// All of them, and what is odd about the order.
    pub(super) fn finish(mut self) -> (Vec<IncomingTransaction>, impl Iterator<Item = Complaint>) {
        self.close();
        (self.done, self.fillers.told())
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.done.extend(open.close(self.is_deletions));
        }
    }

    fn amount_1(&mut self, record: Record<'r>) {
        self.close();
        let mut open = Open {
            first: Some(record),
            is_notified_by_bank: record.raw(&TYPE) == b"21",
            ..Open::default()
        };
        let last = self.last_number;
        match small::<u32>(FileRule::Number, record, &NUMBER) {
            Ok(0) => open.object(wrong(FileRule::Number, record, &NUMBER, "1 at least")),
            Ok(number) if number <= last => {
                let above = format!("more than {last}, which stands before it");
                open.object(wrong(FileRule::Number, record, &NUMBER, &above));
                open.number = Some(number);
            }
            Ok(number) => open.number = Some(number),
            Err(said) => open.object(said),
        }
        self.last_number = open.number.unwrap_or(last).max(last);
        match date(FileRule::DueDate, record, &DUE_DATE) {
            Ok(date) => open.due_date = Some(date),
            Err(said) => open.object(said),
        }
        match amount(record) {
            Ok(amount) => open.amount = Some(amount),
            Err(said) => open.object(said),
        }
        match kid(record) {
            Ok(kid) => open.kid = kid,
            Err(said) => open.object(said),
        }
        for fault in record.odd(&AMOUNT_1) {
            self.fillers.note(&AMOUNT_1, &fault);
        }
        self.open = Some(open);
    }

    fn amount_2(&mut self, record: Record<'r>) {
        // A second one belongs to another claim, whose first record is missing.
        if self.open.as_ref().is_some_and(|open| open.second.is_some()) {
            self.close();
        }
        let is_deletions = self.is_deletions;
        let open = self.open.get_or_insert_default();
        open.second = Some(record);
        if is_deletions {
            let is_same = open.first.is_some_and(|first| same(first, record));
            if !is_same {
                return;
            }
        } else {
            open.belongs(record);
            if let Some(first) = open.first
                && first.raw(&TYPE) != record.raw(&TYPE)
            {
                let kind = format!("{} as in amount record 1", latin1(first.raw(&TYPE)));
                open.object(wrong(FileRule::Records, record, &TYPE, &kind));
            }
            for fault in record.odd(&AMOUNT_2) {
                self.fillers.note(&AMOUNT_2, &fault);
            }
        }
        open.short_name = latin1(record.text(&SHORT_NAME).trim_ascii());
        open.external_reference = latin1(record.text(&REFERENCE).trim_ascii());
    }

    fn text(&mut self, record: Record<'r>) {
        let open = self.open.get_or_insert_default();
        if open.first.is_some() && !open.is_notified_by_bank || record.raw(&TYPE) == b"02" {
            return;
        }
        open.stray.get_or_insert(record);
        open.belongs(record);
        open.texts_seen += 1;
        if open.second.is_none() {
            let text = "the text stands before amount record 2 of its claim, expected behind it";
            open.object(complaint(FileRule::Text, record.line(), 0, text.to_owned()));
        }
        if open.texts_seen > TEXTS {
            let text = format!("the claim has more texts than {TEXTS}");
            open.object(complaint(FileRule::Text, record.line(), 0, text));
            return;
        }
        for fault in record.odd(&TEXT) {
            self.fillers.note(&TEXT, &fault);
        }
        match text_line(record) {
            Ok(text) if text.text.is_empty() => {}
            Ok(text) => open.texts.push(text),
            Err(said) => open.object(said),
        }
    }
}

impl Open<'_> {
    fn object(&mut self, complaint: Complaint) {
        if self.complaints.len() < COMPLAINTS {
            self.complaints.push(complaint);
        }
    }

    /// Demands that the record has the number of the first one, and that there is a first one.
    fn belongs(&mut self, record: Record<'_>) {
        match self.first {
            Some(first) if same(first, record) => {}
            Some(first) => {
                let number = format!("{} as in amount record 1", latin1(first.raw(&NUMBER)));
                self.object(wrong(FileRule::Number, record, &NUMBER, &number));
            }
            None => {
                self.number = self
                    .number
                    .or(small(FileRule::Number, record, &NUMBER).ok());
                let text = "the record stands without amount record 1, expected behind it";
                self.object(complaint(
                    FileRule::Records,
                    record.line(),
                    0,
                    text.to_owned(),
                ));
            }
        }
    }

    /// `None` for a deletion's stray second record, which nobody reads.
    fn close(mut self, is_deletions: bool) -> Option<IncomingTransaction> {
        if let (Some(first), None, false) = (self.first, self.second, is_deletions) {
            let text = "amount record 2 of the claim is missing, expected behind amount record 1";
            // It is said even of a claim of which much was said.
            self.complaints.truncate(COMPLAINTS - 1);
            self.object(complaint(
                FileRule::Records,
                first.line(),
                0,
                text.to_owned(),
            ));
        }
        if is_deletions && self.first.is_none() {
            return None;
        }
        if let (Some(number), Some(due_date), Some(amount), true) = (
            self.number,
            self.due_date,
            self.amount,
            self.complaints.is_empty(),
        ) {
            let claim = FiledClaim {
                number,
                notifier: if self.is_notified_by_bank {
                    Notifier::Bank
                } else {
                    Notifier::Payee
                },
                due_date,
                amount,
                kid: self.kid,
                short_name: self.short_name,
                external_reference: self.external_reference,
                texts: self.texts,
            };
            return Some(IncomingTransaction::Read(claim));
        }
        let amounts = [self.first, self.second].into_iter().flatten();
        let mut records: Vec<String> = amounts.map(|record| latin1(record.bytes())).collect();
        if records.is_empty() {
            records.extend(self.stray.map(|record| latin1(record.bytes())));
        }
        // Ignored texts alone are no transaction.
        (!self.complaints.is_empty()).then_some(IncomingTransaction::Spoiled(Spoiled {
            number: self.number,
            records,
            complaints: self.complaints,
        }))
    }
}

fn same(first: Record<'_>, record: Record<'_>) -> bool {
    first.raw(&NUMBER) == record.raw(&NUMBER)
}

fn amount(record: Record<'_>) -> Result<Ore, Complaint> {
    let ore = number(FileRule::Amount, record, &AMOUNT)?;
    let fits = i64::try_from(ore).map(Ore::new);
    fits.map_err(|_| {
        wrong(
            FileRule::Amount,
            record,
            &AMOUNT,
            "an amount that can be counted",
        )
    })
}

/// Digits at the right; the last may be the `-` of a MOD11 control (MPS: KID).
fn kid(record: Record<'_>) -> Result<String, Complaint> {
    let found = record.text(&KID);
    if found.is_empty() {
        return Err(wrong(FileRule::Kid, record, &KID, "a KID"));
    }
    let digits = found.strip_suffix(b"-").unwrap_or(found);
    let odd = digits.iter().position(|byte| !byte.is_ascii_digit());
    match odd {
        None if !digits.is_empty() => Ok(latin1(found)),
        None | Some(_) => {
            let mut said = wrong(FileRule::Kid, record, &KID, "digits, at the right");
            said.column = KID.last() + 1 - found.len() + odd.unwrap_or(0);
            Err(said)
        }
    }
}

fn text_line(record: Record<'_>) -> Result<TextLine, Complaint> {
    let line = number(FileRule::Text, record, &TEXT_LINE)?;
    let line = u8::try_from(line)
        .ok()
        .filter(|line| (1..=LINES).contains(line));
    let line =
        line.ok_or_else(|| wrong(FileRule::Text, record, &TEXT_LINE, "a line from 001 to 042"))?;
    let column = small::<u8>(FileRule::Text, record, &TEXT_COLUMN)?;
    if !(1..=2).contains(&column) {
        return Err(wrong(FileRule::Text, record, &TEXT_COLUMN, "column 1 or 2"));
    }
    let text = latin1(record.text(&TEXT_ITSELF));
    Ok(TextLine { line, column, text })
}
