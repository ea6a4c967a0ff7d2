//! Reading single values out of texts, and what is said when one does not fit.

use std::fmt::Display;

use jiff::civil::Date;

use crate::domain::giro::CustomerUnit;
use crate::domain::identity::NationalId;
use crate::domain::slug::Slug;

/// A value that does not fit, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: found `{found}`, expected {expected}")]
pub struct TextError {
    /// Path of the field, for example `mandates[0].kid`.
    pub field: String,
    /// The value, shortened; identity numbers are masked.
    pub found: String,
    /// What would fit, and why this does not.
    pub expected: String,
}

impl TextError {
    /// A value that does not fit, what was found, and what would fit; `found` is shortened.
    #[must_use]
    pub fn new(field: &str, found: &str, expected: impl Into<String>) -> Self {
        Self {
            field: field.to_owned(),
            found: shortened(found),
            expected: expected.into(),
        }
    }

    /// The same further down in a document.
    #[must_use]
    pub fn below(self, path: &str) -> Self {
        let field = format!("{path}.{}", self.field);
        Self { field, ..self }
    }
}

/// Reads a value with the domain's own reader, and keeps its reason.
pub(super) fn parsed<T, E: Display>(
    field: &str,
    text: &str,
    expected: &str,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, TextError> {
    parse(text).map_err(|why| TextError::new(field, text, format!("{expected} ({why})")))
}

/// Reads a national identity number; a wrong one is repeated as far as its birth date only.
pub(super) fn national_id(field: &str, text: &str) -> Result<NationalId, TextError> {
    let expected = "a valid national identity number of 11 digits";
    parsed(field, text, expected, NationalId::parse).map_err(|error| TextError {
        found: text.chars().take(6).chain("*****".chars()).collect(),
        ..error
    })
}

/// Reads the customer unit of anybody but MPS.
pub(super) fn customer_unit(field: &str, text: &str) -> Result<CustomerUnit, TextError> {
    let unit = parsed(field, text, "a customer unit", CustomerUnit::parse)?;
    if unit == CustomerUnit::mps() {
        let expected = "the customer unit of a customer, for this one is MPS's own";
        return Err(TextError::new(field, text, expected));
    }
    Ok(unit)
}

/// Reads one word of a list.
pub(super) fn one_of<T: Copy>(
    field: &str,
    text: &str,
    names: &[(T, &'static str)],
) -> Result<T, TextError> {
    let row = names.iter().find(|(_, name)| *name == text);
    row.map(|(value, _)| *value).ok_or_else(|| {
        let words: Vec<String> = names.iter().map(|(_, name)| format!("`{name}`")).collect();
        TextError::new(field, text, format!("one of {}", words.join(", ")))
    })
}

/// Reads a text for people; blanks around it are dropped.
pub(super) fn free_text(field: &str, text: &str, longest: usize) -> Result<String, TextError> {
    let trimmed = text.trim();
    let length = trimmed.chars().count();
    if (1..=longest).contains(&length) && !trimmed.contains(char::is_control) {
        Ok(trimmed.to_owned())
    } else {
        let expected = format!("1 to {longest} characters on one line");
        Err(TextError::new(field, text, expected))
    }
}

/// Reads a date in the one form that is printed.
pub(super) fn date(field: &str, text: &str) -> Result<Date, TextError> {
    let read = text.parse::<Date>().ok();
    let exact = read.filter(|date| date.to_string() == text);
    exact.ok_or_else(|| TextError::new(field, text, "a date that exists, as `YYYY-MM-DD`"))
}

/// Reads a country code; nothing given means Norway.
pub(super) fn country(field: &str, text: Option<&str>) -> Result<String, TextError> {
    let text = text.unwrap_or(NORWAY);
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Ok(text.to_owned())
    } else {
        let expected = "two capital letters of ISO 3166-1, such as `NO`";
        Err(TextError::new(field, text, expected))
    }
}

/// The country of whoever names none.
pub(super) const NORWAY: &str = "NO";

/// Checks the name in a body against the name in the address.
pub(super) fn same_slug(text: Option<&str>, slug: &Slug) -> Result<(), TextError> {
    match text {
        Some(text) if text != slug.as_str() => {
            let expected = format!("`{slug}`, as in the address, or nothing");
            Err(TextError::new("slug", text, expected))
        }
        Some(_) | None => Ok(()),
    }
}

/// The words of a name in an address, each with a capital: a name for whoever was given none.
pub(super) fn title_words(slug: &Slug) -> Vec<String> {
    let capital = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    let words = slug.as_str().split('-').filter(|word| !word.is_empty());
    words.map(capital).collect()
}

/// For fields that hold unless the contrary is said.
pub(super) fn yes() -> bool {
    true
}

pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut characters = text.chars();
    let mut short: String = characters.by_ref().take(LONGEST).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_identity_number_is_not_repeated() {
        let told = national_id("ssn", "13121622258").unwrap_err().to_string();
        assert!(told.starts_with("ssn: found `131216*****`"), "{told}");
        assert!(!told.contains("22258"), "{told}");
    }

    #[test]
    fn a_date_has_one_form() {
        assert!(date("verified", "2026-01-10").is_ok());
        for bad in [
            "2026-02-30",
            "20260110",
            "2026-01-10T00:00",
            "",
            "10.01.2026",
        ] {
            let told = date("verified", bad).unwrap_err().to_string();
            assert!(told.contains("YYYY-MM-DD"), "{told}");
        }
    }

    #[test]
    fn a_long_value_is_shortened_between_characters() {
        let error = TextError::new("name", &"å".repeat(200), "less");
        assert_eq!(error.found.chars().count(), 81);
    }
}
