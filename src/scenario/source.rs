//! A file as it was read, and where in it something is wrong.

use std::fmt;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::wire::json::hint_for;

/// Why a file cannot be used, in words that lead to the place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct LibraryError {
    /// The file's name.
    pub file: Box<str>,
    /// Line and column, both counted from 1; `None` when the file could not be read at all.
    pub place: Option<(usize, usize)>,
    /// Which entry, for example `person "bjorg"`.
    pub entry: Option<Box<str>>,
    /// Path of the field within the entry, for example `mandates[0].kid`.
    pub field: Option<Box<str>>,
    /// What was found and what was expected.
    pub reason: Box<str>,
    /// What was probably meant.
    pub hint: Option<Box<str>>,
}

impl fmt::Display for LibraryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some((line, column)) = self.place {
            write!(f, ":{line}:{column}")?;
        }
        for part in [&self.entry, &self.field].into_iter().flatten() {
            write!(f, ": {part}")?;
        }
        write!(f, ": {}", self.reason)?;
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

/// Name and text of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) name: String,
    pub(super) text: String,
}

impl Source {
    /// The file is no TOML.
    pub(super) fn broken(&self, error: &toml::de::Error) -> LibraryError {
        LibraryError {
            file: self.name.as_str().into(),
            place: Some(place(&self.text, error.span().map_or(0, |span| span.start))),
            entry: None,
            field: None,
            reason: format!("not TOML: {}", error.message()).into(),
            hint: None,
        }
    }

    /// A value at this path has another name or type than the file's form wants.
    pub(super) fn unfit(&self, path: &str, error: &toml::de::Error) -> LibraryError {
        let found = self.find(path);
        let quotes = "write dates in quotes, as \"2026-01-10\"";
        let hint = hint_for(error.message()).or_else(|| {
            let is_date = found.value.is_some_and(|kind| kind == "datetime");
            is_date.then(|| quotes.to_owned())
        });
        let at = if found.value.is_some() {
            Some(found.offset)
        } else {
            None
        };
        let at = at.or_else(|| error.span().map(|span| span.start));
        LibraryError {
            place: Some(place(&self.text, at.unwrap_or(found.offset))),
            ..self.wrong(path, error.message().to_owned(), hint)
        }
    }

    /// The value at this path does not fit.
    pub(super) fn wrong(&self, path: &str, reason: String, hint: Option<String>) -> LibraryError {
        let (entry, field) = match path.split_once("].") {
            Some((entry, field)) => (format!("{entry}]"), Some(field.to_owned())),
            None if path.ends_with(']') => (path.to_owned(), None),
            None => (String::new(), Some(path.to_owned())),
        };
        LibraryError {
            file: self.name.as_str().into(),
            place: Some(place(&self.text, self.find(path).offset)),
            entry: self.label(&entry).map(Into::into),
            field: field
                .filter(|field| !field.is_empty() && field != ".")
                .map(Into::into),
            reason: reason.into(),
            hint: hint.map(Into::into),
        }
    }

    // `person[3]` means nothing to the writer of the file; its slug does.
    fn label(&self, entry: &str) -> Option<String> {
        let (table, index) = entry.strip_suffix(']')?.split_once('[')?;
        let index: usize = index.parse().ok()?;
        let root = DeTable::parse(&self.text).ok();
        let slug = root.as_ref().and_then(|root| {
            let list = root.get_ref().get(table)?.get_ref().as_array()?;
            let entry = list.get(index)?.get_ref().as_table()?;
            let key = match table {
                "person" | "company" => "slug",
                _ => "name",
            };
            entry.get(key)?.get_ref().as_str()
        });
        Some(match slug {
            Some(slug) => format!("{table} {slug:?}"),
            None => format!("{table} number {}", index + 1),
        })
    }

    fn find(&self, path: &str) -> Found {
        let Ok(root) = DeTable::parse(&self.text) else {
            return Found::default();
        };
        let mut found = Found::default();
        let mut table = Some(root.get_ref());
        let mut value: Option<&Spanned<DeValue<'_>>> = None;
        for step in path.split(['.', '[']).filter(|step| !step.is_empty()) {
            let next = match step.strip_suffix(']') {
                Some(index) => value
                    .and_then(|value| value.get_ref().as_array())
                    .and_then(|list| list.get(index.parse::<usize>().ok()?)),
                None => table.and_then(|table| {
                    let (key, value) = table.get_key_value(step)?;
                    found.offset = key.span().start;
                    Some(value)
                }),
            };
            let Some(next) = next else {
                found.value = None;
                return found;
            };
            // The place of a key says more than that of its value, but for lists of tables, whose
            // key stands at the first of them only.
            if step.ends_with(']') {
                found.offset = next.span().start;
            }
            found.value = Some(next.get_ref().type_str());
            table = next.get_ref().as_table();
            value = Some(next);
        }
        found
    }
}

/// Where a path leads, as far as the file goes along with it.
#[derive(Debug, Default)]
struct Found {
    offset: usize,
    value: Option<&'static str>,
}

/// A file, or a folder of them, that cannot be read at all.
pub(super) fn unreadable(file: &str, reason: &str) -> LibraryError {
    LibraryError {
        file: file.into(),
        place: None,
        entry: None,
        field: None,
        reason: reason.into(),
        hint: None,
    }
}

/// Line and column of a byte, counted from 1; the column in characters.
pub fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    (line, column)
}
