//! Cutting bytes into records, and what was odd about how they lay there.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memrchr};
use thiserror::Error;

use super::layout::WIDTH;
use super::record::{Record, latin1};

/// Bytes as records, in ISO-8859-1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut<'a> {
    records: Cow<'a, [[u8; WIDTH]]>,
    /// What was odd, each oddity once.
    pub deviations: Vec<Deviation>,
}

impl Cut<'_> {
    /// How many records there are; one at least.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is none, which cutting refuses.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The record at an index, counted from 0.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Record<'_>> {
        let bytes = self.records.get(index)?;
        Some(Record::new(index + 1, bytes))
    }

    /// Every record in order.
    pub fn iter(&self) -> impl Iterator<Item = Record<'_>> {
        let numbered = self.records.iter().enumerate();
        numbered.map(|(index, bytes)| Record::new(index + 1, bytes))
    }
}

/// Something odd about how records lay in their bytes, which hinders nobody from reading them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deviation {
    /// What it is.
    pub kind: DeviationKind,
    /// First record it is true of, counted from 1.
    pub line: usize,
    /// How many records it is true of.
    pub count: usize,
}

/// What can be odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviationKind {
    /// Records end in LF without a CR.
    OnlyLineFeed,
    /// Nothing stands between the records.
    NoLineEnds,
    /// Nothing stands behind the last record.
    NoFinalLineEnd,
    /// Empty lines stand behind the last record.
    BlankLines,
    /// Records are shorter than 80 characters; blanks were added at their right.
    Short,
    /// Characters outside ASCII are in UTF-8.
    Utf8,
    /// The file begins with the byte order mark of UTF-8.
    ByteOrderMark,
}

/// Why bytes are no records.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CutError {
    /// There is nothing but blanks and line ends.
    #[error("the file is empty, expected records of 80 characters")]
    Empty,
    /// A record is empty or too long.
    #[error("the record has {length} characters (`{start}`), expected 80")]
    Length {
        /// Record in the file, counted from 1.
        line: usize,
        /// Characters in it.
        length: usize,
        /// Its first characters.
        start: String,
    },
}

/// Cuts bytes into records.
///
/// Records may end in CR LF, LF, or in nothing at all; be in UTF-8 (all of the file then is); lack
/// blanks at their right. All of that is reported.
///
/// # Errors
/// When there is no record, or one is longer than 80 characters or empty.
pub fn cut(bytes: &[u8]) -> Result<Cut<'_>, CutError> {
    let mut found = Found::default();
    let (text, is_utf8) = decoded(bytes, &mut found);
    if text.iter().all(u8::is_ascii_whitespace) {
        return Err(CutError::Empty);
    }
    let records = match text {
        Cow::Borrowed(text) => cut_latin1(text, is_utf8, &mut found)?,
        Cow::Owned(text) => Cow::Owned(cut_latin1(&text, is_utf8, &mut found)?.into_owned()),
    };
    let deviations = found.0;
    Ok(Cut {
        records,
        deviations,
    })
}

/// Deviations so far; there are few kinds, so looking for one is quick.
#[derive(Default)]
struct Found(Vec<Deviation>);

impl Found {
    fn note(&mut self, kind: DeviationKind, line: usize) {
        match self.0.iter_mut().find(|known| known.kind == kind) {
            Some(known) => known.count += 1,
            None => self.0.push(Deviation {
                kind,
                line,
                count: 1,
            }),
        }
    }
}

/// The text in ISO-8859-1, and whether it was in UTF-8 with characters outside ASCII.
fn decoded<'a>(bytes: &'a [u8], found: &mut Found) -> (Cow<'a, [u8]>, bool) {
    let text = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => {
            found.note(DeviationKind::ByteOrderMark, 1);
            rest
        }
        None => bytes,
    };
    match std::str::from_utf8(text) {
        Ok(utf8) if !utf8.is_ascii() => {
            let latin = utf8
                .chars()
                .map(|char| u8::try_from(u32::from(char)).unwrap_or(b'?'));
            (Cow::Owned(latin.collect()), true)
        }
        Ok(_) | Err(_) => (Cow::Borrowed(text), false),
    }
}

fn cut_latin1<'a>(
    text: &'a [u8],
    is_utf8: bool,
    found: &mut Found,
) -> Result<Cow<'a, [[u8; WIDTH]]>, CutError> {
    let (body, ending) = without_end(text);
    let lone = memchr(b'\n', body).is_none();
    let records = if lone && body.len() > WIDTH {
        let (records, rest) = body.as_chunks::<WIDTH>();
        if !rest.is_empty() {
            return Err(wrong_length(records.len() + 1, rest));
        }
        found.note(DeviationKind::NoLineEnds, 1);
        Cow::Borrowed(records)
    } else {
        Cow::Owned(cut_lines(body, &ending, found)?)
    };
    if ending.blank_lines > 0 {
        found.0.push(Deviation {
            kind: DeviationKind::BlankLines,
            line: records.len() + 1,
            count: ending.blank_lines,
        });
    }
    if is_utf8 && records.iter().all(|record| record.is_ascii()) {
        // Every one of them became a question mark.
        found.note(DeviationKind::Utf8, 1);
    } else if is_utf8 {
        for (index, record) in records.iter().enumerate() {
            if !record.is_ascii() {
                found.note(DeviationKind::Utf8, index + 1);
            }
        }
    }
    Ok(records)
}

/// What stood behind the last record.
struct Ending {
    line_end: Option<LineEnd>,
    blank_lines: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LineEnd {
    CrLf,
    Lf,
}

/// The text up to the last character of the last record.
fn without_end(text: &[u8]) -> (&[u8], Ending) {
    let mut body = text;
    let mut ending = Ending {
        line_end: None,
        blank_lines: 0,
    };
    while let Some(at) = memrchr(b'\n', body) {
        let tail = &body[at + 1..];
        if !tail.iter().all(u8::is_ascii_whitespace) {
            break;
        }
        if ending.line_end.is_some() || !tail.is_empty() {
            ending.blank_lines += 1;
        }
        (body, ending.line_end) = match &body[..at] {
            [rest @ .., b'\r'] => (rest, Some(LineEnd::CrLf)),
            rest => (rest, Some(LineEnd::Lf)),
        };
    }
    (body, ending)
}

fn cut_lines(
    body: &[u8],
    ending: &Ending,
    found: &mut Found,
) -> Result<Vec<[u8; WIDTH]>, CutError> {
    let mut records = Vec::with_capacity(body.len() / WIDTH + 1);
    let mut start = 0;
    for at in memchr_iter(b'\n', body) {
        let (line, end) = match &body[start..at] {
            [line @ .., b'\r'] => (line, LineEnd::CrLf),
            line => (line, LineEnd::Lf),
        };
        take_line(line, Some(end), &mut records, found)?;
        start = at + 1;
    }
    take_line(&body[start..], ending.line_end, &mut records, found)?;
    Ok(records)
}

fn take_line(
    line: &[u8],
    end: Option<LineEnd>,
    records: &mut Vec<[u8; WIDTH]>,
    found: &mut Found,
) -> Result<(), CutError> {
    let number = records.len() + 1;
    match end {
        Some(LineEnd::CrLf) => {}
        Some(LineEnd::Lf) => found.note(DeviationKind::OnlyLineFeed, number),
        None => found.note(DeviationKind::NoFinalLineEnd, number),
    }
    if let Ok(record) = <[u8; WIDTH]>::try_from(line) {
        records.push(record);
        return Ok(());
    }
    if line.is_empty() || line.len() > WIDTH {
        return Err(wrong_length(number, line));
    }
    let mut record = [b' '; WIDTH];
    for (place, byte) in record.iter_mut().zip(line) {
        *place = *byte;
    }
    found.note(DeviationKind::Short, number);
    records.push(record);
    Ok(())
}

fn wrong_length(line: usize, found: &[u8]) -> CutError {
    CutError::Length {
        line,
        length: found.len(),
        start: latin1(found.get(..16).unwrap_or(found)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(text: &[u8]) -> (Vec<String>, Vec<(DeviationKind, usize, usize)>) {
        let cut = cut(text).unwrap();
        let records = cut.iter().map(|record| latin1(record.bytes()).to_owned());
        let odd = cut.deviations.iter().map(|d| (d.kind, d.line, d.count));
        (records.collect(), odd.collect())
    }

    #[track_caller]
    fn check(text: &[u8], expect: &[(DeviationKind, usize, usize)]) {
        let (records, odd) = lines(text);
        assert_eq!(records, ["æ".repeat(80), "b".repeat(80), "c".repeat(80)]);
        assert_eq!(odd, expect);
    }

    /// Three records with these line ends, in ISO-8859-1.
    fn latin(ends: [&str; 3]) -> Vec<u8> {
        let [a, b, c] = ends;
        let letters = [vec![0xe6; 80], vec![b'b'; 80], vec![b'c'; 80]];
        let [first, second, third] = letters;
        [first, a.into(), second, b.into(), third, c.into()].concat()
    }

    #[test]
    fn every_way_that_records_lie_in_a_file_gives_the_same_records_and_is_told() {
        const CRLF: &str = "\r\n";
        check(&latin([CRLF; 3]), &[]);
        check(&latin(["\n"; 3]), &[(DeviationKind::OnlyLineFeed, 1, 3)]);
        check(
            &latin([CRLF, "\n", CRLF]),
            &[(DeviationKind::OnlyLineFeed, 2, 1)],
        );
        check(&latin([""; 3]), &[(DeviationKind::NoLineEnds, 1, 1)]);
        check(&latin(["", "", CRLF]), &[(DeviationKind::NoLineEnds, 1, 1)]);
        check(
            &latin([CRLF, CRLF, ""]),
            &[(DeviationKind::NoFinalLineEnd, 3, 1)],
        );
        check(
            &latin([CRLF, CRLF, "\r\n\r\n   \r\n"]),
            &[(DeviationKind::BlankLines, 4, 2)],
        );
        let utf8 = latin1(&latin([CRLF; 3]));
        check(utf8.as_bytes(), &[(DeviationKind::Utf8, 1, 1)]);
        check(
            format!("\u{feff}{utf8}").as_bytes(),
            &[
                (DeviationKind::ByteOrderMark, 1, 1),
                (DeviationKind::Utf8, 1, 1),
            ],
        );
    }

    #[test]
    fn a_record_that_lost_its_blanks_at_the_right_gets_them_back() {
        let text = format!("{}\r\nabc\r\nx y\r\n", "a".repeat(80));
        let (records, odd) = lines(text.as_bytes());
        assert_eq!(records[1], format!("{:<80}", "abc"));
        assert_eq!(odd, [(DeviationKind::Short, 2, 2)]);
    }

    #[test]
    fn a_character_that_is_not_in_the_character_set_is_a_question_mark() {
        let text = format!("æ日{}\r\n", "a".repeat(78));
        let (records, odd) = lines(text.as_bytes());
        assert!(records[0].starts_with("æ?aa"), "{}", records[0]);
        assert_eq!(odd, [(DeviationKind::Utf8, 1, 1)]);
    }

    #[test]
    fn records_of_another_length_are_refused_by_line_and_length() {
        let long = format!("{}\r\n{}\r\n", "a".repeat(80), "b".repeat(81));
        let gap = format!("{}\r\n\r\n{}\r\n", "a".repeat(80), "b".repeat(80));
        let whole = "a".repeat(161);
        for (text, line, length) in [(long, 2, 81), (gap, 2, 0), (whole, 3, 1)] {
            let error = cut(text.as_bytes()).unwrap_err();
            let told = matches!(error, CutError::Length { line: l, length: n, .. }
                if (l, n) == (line, length));
            assert!(told, "{error:?}");
        }
        for empty in ["", "\r\n", "  \n \r\n\t", "\u{feff}", "\u{feff}\r\n"] {
            assert_eq!(cut(empty.as_bytes()), Err(CutError::Empty), "{empty:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_cutting_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = cut(&bytes);
        }

        #[test]
        fn no_near_file_makes_cutting_panic(text in "([a-zæ ]{79,80}(\r\n|\n|\r|)){0,5}[\r\n ]{0,3}") {
            let _ = cut(text.as_bytes());
        }
    }
}
