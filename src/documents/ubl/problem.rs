//! What is wrong with a document, all of it at once, and the readers of single values.

use std::fmt;

use jiff::civil::Date;

use crate::domain::money::Ore;
use crate::wire::xml::Element;

/// One thing that is missing or malformed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UblProblem {
    /// Which demand is not met, for example `invoice date not found`; stable, so that tests and
    /// callers may compare it.
    pub what: &'static str,
    /// Path of the element, without prefixes, or a line of the document.
    pub at: String,
    /// What should have stood there.
    pub expected: String,
    /// What stood there.
    pub found: String,
}

impl fmt::Display for UblProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            what,
            at,
            expected,
            found,
        } = self;
        write!(f, "{what}: at {at}, expected {expected}, found {found}")
    }
}

/// Everything that is wrong with a document, in document order as far as it could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UblError {
    /// Never empty.
    pub problems: Vec<UblProblem>,
}

impl fmt::Display for UblError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let gap = if index == 0 { "" } else { "; " };
            write!(f, "{gap}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for UblError {}

/// Characters of a text that is for people: a name, an address, a file name. The longest ones in
/// use are far shorter, and nobody is served by carrying a megabyte of them.
pub(super) const TEXT: usize = 1000;

/// Characters of anything that identifies: number, KID, account, code, phone.
pub(super) const IDENTIFIER: usize = 200;

/// Collects problems while the document is read on.
#[derive(Debug, Default)]
pub(super) struct Problems(pub(super) Vec<UblProblem>);

impl Problems {
    /// Notes a problem.
    pub(super) fn add(&mut self, what: &'static str, at: &str, expected: &str, found: &str) {
        let found = found.chars().take(60).collect();
        let (at, expected) = (at.to_owned(), expected.to_owned());
        self.0.push(UblProblem {
            what,
            at,
            expected,
            found,
        });
    }

    /// The identifier at a path, which must be there.
    pub(super) fn required(
        &mut self,
        root: &Element,
        path: &[&str],
        what: &'static str,
    ) -> Option<String> {
        if root.path_text(path).is_none() {
            self.add(what, &place(root, path), "a value", absent(root, path));
        }
        self.text(root, path, IDENTIFIER)
    }

    /// The text at a path, if there is one, and if it has no more characters than `max`.
    pub(super) fn text(&mut self, root: &Element, path: &[&str], max: usize) -> Option<String> {
        let text = root.path_text(path)?;
        self.short(text, max, || place(root, path))
    }

    /// A text, if it has no more characters than `max`.
    pub(super) fn short(
        &mut self,
        text: &str,
        max: usize,
        at: impl FnOnce() -> String,
    ) -> Option<String> {
        // Never fewer bytes than characters, so that most texts need no counting.
        let found = if text.len() > max {
            text.chars().count()
        } else {
            0
        };
        if found <= max {
            return Some(text.to_owned());
        }
        let expected = format!("at most {max} characters");
        self.add(
            "text too long",
            &at(),
            &expected,
            &format!("{found} characters"),
        );
        None
    }

    /// The date at a path, if there is one.
    pub(super) fn date(
        &mut self,
        root: &Element,
        path: &[&str],
        what: &'static str,
    ) -> Option<Date> {
        let text = root.path_text(path)?;
        let date = read_date(text);
        if date.is_none() {
            self.add(
                what,
                &place(root, path),
                "a date as YYYY-MM-DD",
                &format!("{text:?}"),
            );
        }
        date
    }

    /// The amount at a path, if there is one.
    pub(super) fn amount(&mut self, root: &Element, path: &[&str]) -> Option<Ore> {
        let text = root.path_text(path)?;
        let amount = read_amount(text);
        if amount.is_none() {
            let expected = "a decimal number with a point, two decimals and a size we can count";
            self.add(
                "amount not readable",
                &place(root, path),
                expected,
                &format!("{text:?}"),
            );
        }
        amount
    }
}

/// Where a value stands or should stand, with its line when it is there.
pub(super) fn place(root: &Element, path: &[&str]) -> String {
    let line = root
        .path(path)
        .map(|element| format!(" (line {})", element.position.line));
    format!(
        "{}/{}{}",
        root.local(),
        path.join("/"),
        line.unwrap_or_default()
    )
}

/// How a missing value is missing.
pub(super) fn absent(root: &Element, path: &[&str]) -> &'static str {
    if root.path(path).is_some() {
        "an empty element"
    } else {
        "no such element"
    }
}

/// A date of XML Schema: a time zone may follow, and says nothing that an invoice needs.
pub(super) fn read_date(text: &str) -> Option<Date> {
    let (date, zone) = text.split_at_checked(10)?;
    let zoned = match zone.as_bytes() {
        [] | [b'Z'] => true,
        [b'+' | b'-', hour @ .., b':', _, _] => hour.len() == 2 && !hour.contains(&b':'),
        _ => false,
    };
    let shaped = date.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    if zoned && shaped {
        date.parse().ok()
    } else {
        None
    }
}

/// An amount of XML Schema's decimal type; it may be written `+5`, `.5`, `5.` or `5.000`.
fn read_amount(text: &str) -> Option<Ore> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(whole) || !plain(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > 2 {
        return None;
    }
    let sign = if whole == "0" && fraction.is_empty() {
        ""
    } else {
        sign
    };
    Ore::from_decimal(&format!("{sign}{whole}.{fraction:0<2}")).ok()
}
