//! From bytes to characters: byte order marks, the declared encoding, forbidden characters.

use std::borrow::Cow;

use super::error::{XmlError, XmlErrorKind};

/// A position that walks forward through the text once, so that asking for it often costs little.
#[derive(Debug, Clone)]
pub(super) struct Place {
    offset: usize,
    line: u32,
    column: u32,
}

impl Place {
    /// The first character.
    pub(super) fn start() -> Self {
        Self {
            offset: 0,
            line: 1,
            column: 1,
        }
    }

    /// Moves to a byte offset; an earlier one is ignored.
    pub(super) fn advance(&mut self, bytes: &[u8], to: usize) {
        let Some(passed) = bytes.get(self.offset..to.min(bytes.len())) else {
            return;
        };
        let lines = passed.iter().filter(|byte| **byte == b'\n').count();
        let mut same_line = passed;
        if lines > 0 {
            self.line = self.line.saturating_add(count(lines));
            self.column = 1;
            same_line = passed
                .rsplit(|byte| *byte == b'\n')
                .next()
                .unwrap_or_default();
        }
        let starts = same_line
            .iter()
            .filter(|byte| **byte & 0b1100_0000 != 0b1000_0000);
        self.column = self.column.saturating_add(count(starts.count()));
        self.offset += passed.len();
    }

    /// Line and column.
    pub(super) fn at(&self) -> (u32, u32) {
        (self.line, self.column)
    }

    /// An error here.
    pub(super) fn error(&self, kind: XmlErrorKind) -> XmlError {
        XmlError {
            line: self.line,
            column: self.column,
            kind,
        }
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Decodes a document and refuses what XML 1.0 forbids in any place.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, XmlError> {
    if let Some(found) = wide(bytes) {
        return Err(Place::start().error(XmlErrorKind::WideEncoding(found)));
    }
    let marked = bytes.strip_prefix(b"\xEF\xBB\xBF");
    let body = marked.unwrap_or(bytes);
    // A byte order mark is stronger than a declaration: editors add the one and forget the other.
    let declared = if marked.is_some() {
        Encoding::Utf8
    } else {
        declared(body)?
    };
    let text = match declared {
        Encoding::Latin1 => Cow::Owned(body.iter().copied().map(char::from).collect::<String>()),
        Encoding::Utf8 => Cow::Borrowed(utf8(body, "UTF-8")?),
        Encoding::Ascii => {
            if let Some(offset) = body.iter().position(|byte| !byte.is_ascii()) {
                return Err(wrong_byte(body, offset, "US-ASCII"));
            }
            Cow::Borrowed(utf8(body, "US-ASCII")?)
        }
    };
    match forbidden(&text) {
        Some((offset, code)) => {
            let mut place = Place::start();
            place.advance(text.as_bytes(), offset);
            Err(place.error(XmlErrorKind::ForbiddenCharacter(code)))
        }
        None => Ok(text),
    }
}

/// Whether XML 1.0 allows the character.
pub(super) fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

#[derive(Clone, Copy)]
enum Encoding {
    Utf8,
    Ascii,
    Latin1,
}

fn wide(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [b'<', 0, ..] | [0, b'<', ..] => Some("UTF-16"),
        _ => None,
    }
}

fn declared(body: &[u8]) -> Result<Encoding, XmlError> {
    let Some(label) = declared_label(body) else {
        return Ok(Encoding::Utf8);
    };
    match label.to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" => Ok(Encoding::Utf8),
        "us-ascii" | "ascii" => Ok(Encoding::Ascii),
        "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "latin-1" => Ok(Encoding::Latin1),
        _ => Err(Place::start().error(XmlErrorKind::UnknownEncoding(label))),
    }
}

fn declared_label(body: &[u8]) -> Option<String> {
    let rest = body.strip_prefix(b"<?xml")?;
    let end = rest.windows(2).position(|pair| pair == b"?>")?;
    let declaration = rest.get(..end)?;
    let key = b"encoding";
    let start = declaration
        .windows(key.len())
        .position(|window| window == key)?;
    let value = declaration.get(start + key.len()..)?.trim_ascii_start();
    let value = value.strip_prefix(b"=")?.trim_ascii_start();
    let (quote, value) = value.split_first()?;
    let end = value.iter().position(|byte| byte == quote)?;
    Some(String::from_utf8_lossy(value.get(..end)?).into_owned())
}

fn utf8<'a>(body: &'a [u8], declared: &'static str) -> Result<&'a str, XmlError> {
    std::str::from_utf8(body).map_err(|error| wrong_byte(body, error.valid_up_to(), declared))
}

fn wrong_byte(body: &[u8], offset: usize, declared: &'static str) -> XmlError {
    let mut place = Place::start();
    place.advance(body, offset);
    let byte = body.get(offset).copied().unwrap_or_default();
    place.error(XmlErrorKind::WrongBytes { declared, byte })
}

fn forbidden(text: &str) -> Option<(usize, u32)> {
    // Only a control byte or the lead byte 0xEF (which starts U+FFFE and U+FFFF) can be wrong, so
    // the common document is passed in one scan of bytes; without an early way out the compiler
    // looks at many bytes at once.
    let suspicious =
        |byte: u8| (byte == 0xEF) | ((byte < 0x20) & (byte != 9) & (byte != 10) & (byte != 13));
    if !text.bytes().fold(false, |any, byte| any | suspicious(byte)) {
        return None;
    }
    text.char_indices()
        .find(|(_, c)| !is_allowed(*c))
        .map(|(at, c)| (at, u32::from(c)))
}
