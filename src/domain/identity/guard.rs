//! The guard for identity numbers: finds those in a text that may be a citizen's, and masks them.

use std::ops::Range;

use super::{NationalId, printed_in};
use crate::domain::words::words;

words! {
    /// What is done about an identity number that may be a citizen's.
    pub enum Guard {
        /// Journal and case files hide its last five digits; processing goes on.
        Mask "mask",
        /// A request that carries one is refused.
        Refuse "refuse",
        /// Nothing.
        Off "off",
    }
}

/// Digits in a number.
const LENGTH: usize = 11;

/// Digits of the birth date, which stay.
const DATE: usize = 6;

/// What may stand between birth date and the rest where the number is written in two groups: a
/// blank, its forms in addresses and forms, a blank that does not break, a hyphen.
const GAPS: &[&[u8]] = &[b" ", b"+", b"%20", b"\xC2\xA0", b"%C2%A0", b"-"];

/// A number in a text that may be a citizen's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// The number.
    pub id: NationalId,
    /// Where its last five digits stand.
    secret: Range<usize>,
}

/// Every number in a text that passes its check digits and is neither of the synthetic population
/// nor printed in a public document: whether the cast has it is for the caller to say.
///
/// A number is a run of exactly 11 digits, or six and five with a blank or hyphen between them.
/// The text may be any bytes in which digits are those of ASCII. It is not decoded: what is in
/// base64, or has percent signs for digits, is not seen.
pub fn suspects(text: &[u8]) -> impl Iterator<Item = Suspect> {
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(run) = next_run(text, from) {
            from = run.end;
            let Some(secret) = secret_of(text, &run) else {
                continue;
            };
            let date = text.get(run.start..run.start + DATE)?;
            let digits = [date, text.get(secret.clone())?].concat();
            if let Some(id) = citizen(&digits) {
                from = secret.end;
                return Some(Suspect { id, secret });
            }
        }
        None
    })
}

/// Masks the last five digits of every [`suspects`] number that is not known; says whether there
/// was one.
pub fn mask(text: &mut String, is_known: impl Fn(&NationalId) -> bool) -> bool {
    let found: Vec<Range<usize>> = secrets(text.as_bytes(), is_known).collect();
    for secret in &found {
        // Digits are whole characters, and each becomes one star.
        text.replace_range(secret.clone(), &"*".repeat(secret.len()));
    }
    !found.is_empty()
}

/// The same for bytes; `None` when there is nothing to mask.
pub fn masked(bytes: &[u8], is_known: impl Fn(&NationalId) -> bool) -> Option<Vec<u8>> {
    let mut secrets = secrets(bytes, is_known).peekable();
    secrets.peek()?;
    let mut masked = bytes.to_vec();
    for secret in secrets {
        if let Some(digits) = masked.get_mut(secret) {
            digits.fill(b'*');
        }
    }
    Some(masked)
}

/// How much of a beginning of a text may be kept so that no number is cut in two: `length`, or
/// where the digits begin that run up to there.
#[must_use]
pub fn whole_numbers(text: &[u8], length: usize) -> usize {
    let longest = LENGTH + 6;
    let Some(kept) = text.get(..length).filter(|_| length < text.len()) else {
        return text.len();
    };
    let tail = kept.iter().rev().take(longest + 1);
    let cut = tail
        .take_while(|byte| byte.is_ascii_digit() || b" +%-\xC2\xA0AC".contains(byte))
        .count();
    if cut > longest {
        kept.len()
    } else {
        kept.len() - cut
    }
}

fn secrets(
    text: &[u8],
    is_known: impl Fn(&NationalId) -> bool,
) -> impl Iterator<Item = Range<usize>> {
    let unknown = suspects(text).filter(move |suspect| !is_known(&suspect.id));
    unknown.map(|suspect| suspect.secret)
}

/// The next run of at least six digits. Only each sixth byte is looked at until one is a digit: no
/// such run lies between two of them.
fn next_run(text: &[u8], from: usize) -> Option<Range<usize>> {
    let digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = from + DATE - 1;
    while at < text.len() {
        if digit(at) {
            let mut start = at;
            while start > from && digit(start - 1) {
                start -= 1;
            }
            let mut end = at + 1;
            while digit(end) {
                end += 1;
            }
            if !matches!(end - start, DATE | LENGTH) {
                start += escape(text, start);
            }
            if end >= start + DATE {
                return Some(start..end);
            }
            at = end;
        }
        at += DATE;
    }
    None
}

/// How many of the digits from here on belong to a percent sign before them, as in `%20`.
fn escape(text: &[u8], start: usize) -> usize {
    let before = |back: usize| start.checked_sub(back).and_then(|at| text.get(at)).copied();
    match (before(2), before(1)) {
        (_, Some(b'%')) => 2,
        (Some(b'%'), Some(b'A'..=b'F' | b'a'..=b'f')) => 1,
        _ => 0,
    }
}

/// Where the last five digits of a number stand whose first six are at the head of a run.
fn secret_of(text: &[u8], run: &Range<usize>) -> Option<Range<usize>> {
    match run.len() {
        LENGTH => Some(run.start + DATE..run.end),
        DATE => {
            let rest = text.get(run.end..)?;
            let gap = GAPS.iter().find(|gap| rest.starts_with(gap))?.len();
            let digits = rest.get(gap..)?.iter();
            let count = digits.take_while(|byte| byte.is_ascii_digit()).count();
            let start = run.end + gap;
            (count == LENGTH - DATE).then_some(start..start + count)
        }
        _ => None,
    }
}

/// The number, if it may be a citizen's.
fn citizen(digits: &[u8]) -> Option<NationalId> {
    // The month of the synthetic population begins with an 8 or a 9, and no other with more than 5.
    if digits.get(2)? > &b'5' {
        return None;
    }
    let digits = std::str::from_utf8(digits).ok()?;
    let id = NationalId::parse(digits).ok()?;
    id.may_be_a_citizens().then_some(id)
}

impl NationalId {
    /// Whether it is neither of the synthetic population nor printed in a public document.
    #[must_use]
    pub fn may_be_a_citizens(&self) -> bool {
        !self.is_known_synthetic() && printed_in(self.as_str()).is_none()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::identity::{NationalIdKind, NationalIdSeries};

    /// A number of an ordinary form, made here so that none stands in this file.
    fn made(series: NationalIdSeries, kind: NationalIdKind) -> String {
        let born = date(1990, 1, 1);
        let made = (100..200).find_map(|n| NationalId::from_parts(born, n, series, kind));
        made.unwrap().as_str().to_owned()
    }

    fn ordinary() -> String {
        made(NationalIdSeries::Ordinary, NationalIdKind::Fnr)
    }

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let mut seen = text.to_owned();
        let said = mask(&mut seen, |_| false);
        assert_eq!((seen.as_str(), said), (expect, seen != text), "{text}");
        let bytes = masked(text.as_bytes(), |_| false);
        assert_eq!(bytes.is_some(), said, "{text}");
        assert_eq!(bytes.unwrap_or(text.into()), expect.as_bytes(), "{text}");
    }

    #[test]
    fn a_number_that_may_be_a_citizens_loses_its_last_five_digits_wherever_it_stands() {
        let number = ordinary();
        let (day, rest) = number.split_at(6);
        for (before, after) in [
            ("", ""),
            ("<ssn>", "</ssn>"),
            ("{\"ssn\":\"", "\"}"),
            ("æøå ", " æøå"),
            ("/v1/lookup?ssn=", "&email=a"),
            ("?q=a%20", "%20b"),
            ("?q=%C3%A5", ""),
            ("100%", ""),
            ("12345 ", " 123456789012"),
            ("010190 ", ""),
            ("12345678901234567890 ", ""),
        ] {
            check(
                &format!("{before}{number}{after}"),
                &format!("{before}{day}*****{after}"),
            );
        }
        for gap in [" ", "+", "%20", "\u{a0}", "%C2%A0", "-"] {
            check(
                &format!("a {day}{gap}{rest}."),
                &format!("a {day}{gap}*****."),
            );
        }
        check(
            &format!("{number},{number}\n{number}"),
            &format!("{day}*****,{day}*****\n{day}*****"),
        );
    }

    #[test]
    fn a_d_number_and_one_of_the_hospitals_may_be_somebodys() {
        for (series, kind) in [
            (NationalIdSeries::Ordinary, NationalIdKind::DNumber),
            (NationalIdSeries::Synthetic40, NationalIdKind::Fnr),
        ] {
            let number = made(series, kind);
            check(&number, &format!("{}*****", &number[..6]));
        }
    }

    #[test]
    fn what_belongs_to_nobody_stays() {
        let number = ordinary();
        let (day, rest) = number.split_at(6);
        let synthetic = made(NationalIdSeries::Synthetic80, NationalIdKind::DNumber);
        for text in [
            // The documented consumers, an account, a KID, a time, and slips of the pen.
            "13121622259 09091816528 05111926664",
            "86011117947",
            "000002123453",
            "2026-03-02T09:00:00.123456789",
            "13121622258",
            "",
            "1",
            &synthetic,
            &format!("1{number}"),
            &format!("{number}1"),
            &format!("{day} {rest}1"),
            &format!("1{day} {rest}"),
            &format!("{day}  {rest}"),
            &format!("{day}.{rest}"),
        ] {
            check(text, text);
        }
    }

    #[test]
    fn whoever_knows_a_number_keeps_it() {
        let mut text = ordinary();
        assert!(!mask(&mut text, |id| id.as_str() == ordinary()));
        assert_eq!(text, ordinary());
    }

    #[test]
    fn a_text_is_cut_before_a_number_and_not_within_it() {
        let text = format!("<ssn>{}</ssn>", ordinary());
        for length in 5..=16 {
            assert_eq!(whole_numbers(text.as_bytes(), length), 5, "{length}");
        }
        assert_eq!(whole_numbers(text.as_bytes(), 17), 17);
        assert_eq!(whole_numbers(text.as_bytes(), 99), text.len());
        assert_eq!(whole_numbers(&[b'1'; 100], 50), 50);
    }

    proptest! {
        #[test]
        fn a_number_is_found_behind_and_before_anything(
            before in "([0-9]{0,12}[^0-9%]){0,3}", after in "([^0-9][0-9 ]{0,9}){0,3}",
        ) {
            let text = format!("{before}|{}|{after}", ordinary());
            let at = before.len() + 1 + DATE;
            let secret = suspects(text.as_bytes()).any(|suspect| suspect.secret == (at..at + 5));
            prop_assert!(secret, "{text}");
        }

        #[test]
        fn any_bytes_may_be_looked_through(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = masked(&bytes, |_| false);
            prop_assert!(whole_numbers(&bytes, 100) <= bytes.len());
        }
    }
}
