//! Whether an end record tells what the records before it are.

use crate::documents::bbs::layouts::{END, FIRST_DATE, LAST_DATE, RECORDS, SUM, TRANSACTIONS};
use crate::documents::bbs::tally::Tally;
use crate::documents::bbs::values::{complaint, digits_of, faulty, number};
use crate::domain::giro::{Complaint, FileRule};
use crate::wire::fixed_width::{Field, Kind, Layout, Record, latin1};

/// What is wrong with the end record of an order of claims or deletions; the tally counts it in.
pub(super) fn order_end(record: Record<'_>, layout: &Layout, tally: &Tally) -> Vec<Complaint> {
    let rules = (FileRule::OrderEnd, FileRule::OrderTotals);
    let mut said = fixed(record, layout, FileRule::OrderEnd);
    let last = tally.dates.map(|span| span.last);
    said.extend(counted(record, tally, rules));
    said.extend(compared(record, &LAST_DATE, dated(&LAST_DATE, last), rules));
    said
}

/// What is wrong with the end record of a transmission; the tally counts it in.
pub(super) fn transmission_end(record: Record<'_>, tally: &Tally) -> Vec<Complaint> {
    let rules = (FileRule::Totals, FileRule::Totals);
    let mut said = fixed(record, &END, FileRule::End);
    said.extend(counted(record, tally, rules));
    said
}

/// Characters that are always the same: a wrong identification breaks the rule, wrong fillers are
/// only told.
pub(super) fn fixed(record: Record<'_>, layout: &Layout, rule: FileRule) -> Vec<Complaint> {
    let told = record.odd(layout).map(|fault| match fault.field.kind() {
        Kind::Literal(_) => faulty(rule, &fault),
        Kind::Zeros | Kind::Blanks | Kind::Digits | Kind::Text | Kind::TextRight => {
            faulty(FileRule::Filler, &fault)
        }
    });
    told.collect()
}

/// The rule of a field that cannot be read, and that of one which tells something else.
type Rules = (FileRule, FileRule);

fn counted(record: Record<'_>, tally: &Tally, rules: Rules) -> Vec<Complaint> {
    let first = tally.dates.map(|span| span.first);
    let transactions = Some(i128::from(tally.transactions));
    let said = [
        compared(record, &TRANSACTIONS, transactions, rules),
        compared(record, &RECORDS, Some(i128::from(tally.records)), rules),
        compared(record, &SUM, tally.sum, rules),
        compared(record, &FIRST_DATE, dated(&FIRST_DATE, first), rules),
    ];
    said.into_iter().flatten().collect()
}

/// `None` when the date is not known, or is none that the field could tell.
fn dated(field: &Field, date: Option<Option<jiff::civil::Date>>) -> Option<i128> {
    digits_of(field, date?).ok().map(i128::from)
}

/// Whether the field holds the number; any number is right when none is known.
fn compared(
    record: Record<'_>,
    field: &Field,
    expected: Option<i128>,
    (unreadable, differs): Rules,
) -> Option<Complaint> {
    let told = match number(unreadable, record, field) {
        Ok(told) => i128::from(told),
        Err(said) => return Some(said),
    };
    let expected = expected.filter(|expected| *expected != told)?;
    let (name, found) = (field.name(), latin1(record.raw(field)));
    let width = field.width();
    let text = format!("{name} is `{found}`, but the records before it give {expected:0width$}");
    Some(complaint(differs, record.line(), field.first(), text))
}
