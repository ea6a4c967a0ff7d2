//! Values of fields, and what to say when there is none.

use jiff::civil::Date;

use crate::domain::giro::{Complaint, FileRule};
use crate::wire::fixed_width::{Cut, CutError, Deviation, DeviationKind, Fault, Field, Record};
use crate::wire::fixed_width::{Misfit, cut, latin1};

/// Records of a file; what is odd about how they lie in it is told beside them.
pub(super) fn records(bytes: &[u8]) -> Result<(Cut<'_>, Vec<Complaint>), Complaint> {
    let cut = cut(bytes).map_err(|error| match error {
        CutError::Empty => complaint(FileRule::Empty, 0, 0, error.to_string()),
        CutError::Length { line, .. } => complaint(FileRule::Format, line, 0, error.to_string()),
    })?;
    let odd = remarks(&cut);
    Ok((cut, odd))
}

pub(super) fn complaint(rule: FileRule, line: usize, column: usize, text: String) -> Complaint {
    Complaint {
        rule,
        line,
        column,
        text,
    }
}

/// What is said of a fault.
pub(super) fn faulty(rule: FileRule, fault: &Fault<'_>) -> Complaint {
    complaint(rule, fault.line, fault.column, fault.to_string())
}

/// What is said of a field whose characters are right but whose value is not.
pub(super) fn wrong(
    rule: FileRule,
    record: Record<'_>,
    field: &Field,
    expected: &str,
) -> Complaint {
    let found = latin1(record.raw(field));
    let text = format!("{} is `{found}`, expected {expected}", field.name());
    complaint(rule, record.line(), field.first(), text)
}

/// The number in a field.
pub(super) fn number(rule: FileRule, record: Record<'_>, field: &Field) -> Result<u64, Complaint> {
    record.digits(field).map_err(|fault| faulty(rule, &fault))
}

/// A number that is known to be short.
pub(super) fn small<T: TryFrom<u64>>(
    rule: FileRule,
    record: Record<'_>,
    field: &Field,
) -> Result<T, Complaint> {
    let number = number(rule, record, field)?;
    T::try_from(number).map_err(|_| wrong(rule, record, field, "a smaller number"))
}

/// The date in a field.
pub(super) fn date(rule: FileRule, record: Record<'_>, field: &Field) -> Result<Date, Complaint> {
    let digits = number(rule, record, field)?;
    date_of(digits).ok_or_else(|| wrong(rule, record, field, "a date as DDMMYY"))
}

/// The date in a field whose zeros are none.
pub(super) fn date_or_zeros(
    rule: FileRule,
    record: Record<'_>,
    field: &Field,
) -> Result<Option<Date>, Complaint> {
    if record.raw(field) == b"000000" {
        return Ok(None);
    }
    date(rule, record, field).map(Some)
}

/// The date whose digits DDMMYY are; files have two digits for the year, which are all of this
/// century.
pub(super) fn date_of(digits: u64) -> Option<Date> {
    let part = |divisor: u64| i8::try_from(digits / divisor % 100).ok();
    let year = i16::from(part(1)?) + 2000;
    Date::new(year, part(100)?, part(10_000)?).ok()
}

/// A date as DDMMYY, zeros for none.
pub(super) fn digits_of(field: &Field, date: Option<Date>) -> Result<u64, Misfit> {
    let Some(date) = date else { return Ok(0) };
    let misfit = || Misfit {
        field: field.name(),
        found: date.to_string(),
        expected: "a date from 2000 to 2099".to_owned(),
    };
    let year = u64::try_from(date.year()).map_err(|_| misfit())?;
    if !(2000..2100).contains(&year) {
        return Err(misfit());
    }
    let [day, month] = [date.day(), date.month()].map(|part| u64::from(part.unsigned_abs()));
    Ok(day * 10_000 + month * 100 + year % 100)
}

fn remarks(cut: &Cut<'_>) -> Vec<Complaint> {
    let mut said: Vec<Complaint> = Vec::new();
    for deviation in &cut.deviations {
        let (rule, text) = remark(deviation);
        match said.iter_mut().find(|known| known.rule == rule) {
            Some(known) => {
                known.text.push_str("; ");
                known.text.push_str(&text);
            }
            None => said.push(complaint(rule, deviation.line, 0, text)),
        }
    }
    said
}

fn remark(deviation: &Deviation) -> (FileRule, String) {
    let Deviation { kind, count, .. } = deviation;
    match kind {
        DeviationKind::OnlyLineFeed => (
            FileRule::LineEnds,
            format!("{count} record(s) end in LF, expected CR LF"),
        ),
        DeviationKind::NoLineEnds => (
            FileRule::LineEnds,
            "nothing stands between the records, expected CR LF".to_owned(),
        ),
        DeviationKind::NoFinalLineEnd => (
            FileRule::LineEnds,
            "nothing stands behind the last record, expected CR LF".to_owned(),
        ),
        DeviationKind::BlankLines => (
            FileRule::LineEnds,
            format!("{count} empty line(s) stand behind the last record, expected none"),
        ),
        DeviationKind::Short => (
            FileRule::Padding,
            format!("{count} record(s) are shorter than 80 characters, expected blanks up to 80"),
        ),
        DeviationKind::Utf8 => (
            FileRule::Charset,
            format!("{count} record(s) are in UTF-8, expected ISO-8859-1"),
        ),
        DeviationKind::ByteOrderMark => (
            FileRule::Charset,
            "the file begins with the byte order mark of UTF-8, expected ISO-8859-1".to_owned(),
        ),
    }
}
