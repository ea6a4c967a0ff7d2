//! Reading a record: values as slices of it.

use std::fmt;

use super::layout::{Field, Kind, Layout, WIDTH};

/// A record in its file.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    line: usize,
    bytes: &'a [u8; WIDTH],
}

impl<'a> Record<'a> {
    /// A record that is the `line`-th of its file, counted from 1.
    #[must_use]
    pub const fn new(line: usize, bytes: &'a [u8; WIDTH]) -> Self {
        Self { line, bytes }
    }

    /// Where it stands in its file, counted from 1.
    #[must_use]
    pub const fn line(self) -> usize {
        self.line
    }

    /// All of it, in ISO-8859-1.
    #[must_use]
    pub const fn bytes(self) -> &'a [u8; WIDTH] {
        self.bytes
    }

    /// The characters of a field.
    #[must_use]
    pub fn raw(self, field: &Field) -> &'a [u8] {
        &self.bytes[field.first() - 1..field.last()]
    }

    /// The characters of a field without the blanks that fill it: before a text at the right,
    /// behind any other.
    #[must_use]
    pub fn text(self, field: &Field) -> &'a [u8] {
        let mut raw = self.raw(field);
        match field.kind() {
            Kind::TextRight => {
                while let [b' ', rest @ ..] = raw {
                    raw = rest;
                }
            }
            Kind::Literal(_) | Kind::Digits | Kind::Text | Kind::Zeros | Kind::Blanks => {
                while let [rest @ .., b' '] = raw {
                    raw = rest;
                }
            }
        }
        raw
    }

    /// The number in a field.
    ///
    /// # Errors
    /// When a character of it is no digit, or the number is more than the type can hold.
    pub fn digits(self, field: &Field) -> Result<u64, Fault<'a>> {
        let raw = self.raw(field);
        let mut number: u64 = 0;
        for (index, byte) in raw.iter().enumerate() {
            let grown = match byte {
                b'0'..=b'9' => number
                    .checked_mul(10)
                    .and_then(|tens| tens.checked_add(u64::from(byte - b'0'))),
                _ => None,
            };
            number = grown.ok_or_else(|| self.fault(field, index))?;
        }
        Ok(number)
    }

    /// Every field of the layout that must hold fixed characters and holds others.
    pub fn odd(self, layout: &Layout) -> impl Iterator<Item = Fault<'a>> + use<'a> {
        layout.fields().iter().filter_map(move |field| {
            let raw = self.raw(field);
            let wrong = match field.kind() {
                Kind::Literal(text) => raw.iter().zip(text.bytes()).position(|(a, b)| *a != b),
                Kind::Zeros => raw.iter().position(|byte| *byte != b'0'),
                Kind::Blanks => raw.iter().position(|byte| *byte != b' '),
                Kind::Digits | Kind::Text | Kind::TextRight => None,
            };
            wrong.map(|index| self.fault(field, index))
        })
    }

    fn fault(self, field: &Field, index: usize) -> Fault<'a> {
        Fault {
            field: *field,
            line: self.line,
            column: field.first() + index,
            found: self.raw(field),
        }
    }
}

/// A field that holds something else than it should; made without allocating, because a file may
/// have one in every record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault<'a> {
    /// The field.
    pub field: Field,
    /// Record in its file, counted from 1.
    pub line: usize,
    /// First character that is wrong, counted from 1 in the record.
    pub column: usize,
    /// What stands in the field.
    pub found: &'a [u8],
}

impl fmt::Display for Fault<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, width) = (self.field.name(), self.field.width());
        write!(f, "{name} is `{}`, expected ", latin1(self.found))?;
        match self.field.kind() {
            Kind::Literal(text) => write!(f, "`{text}`"),
            Kind::Digits => write!(f, "{width} digits"),
            Kind::Text => write!(f, "text at the left in {width} characters"),
            Kind::TextRight => write!(f, "text at the right in {width} characters"),
            Kind::Zeros => write!(f, "{width} zeros"),
            Kind::Blanks => write!(f, "{width} blanks"),
        }
    }
}

/// ISO-8859-1 as text; every byte is a character of it.
#[must_use]
pub fn latin1(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => text.to_owned(),
        Ok(_) | Err(_) => bytes.iter().copied().map(char::from).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Field = Field::new("size", 3, 6, Kind::Digits);
    const NAME: Field = Field::new("name", 7, 16, Kind::Text);
    const SIGN: Field = Field::new("sign", 17, 20, Kind::TextRight);
    const LAYOUT: Layout = Layout::new(
        "thing",
        &[
            Field::new("kind", 1, 2, Kind::Literal("TH")),
            SIZE,
            NAME,
            SIGN,
            Field::new("gap", 21, 40, Kind::Blanks),
            Field::new("rest", 41, 80, Kind::Zeros),
        ],
    );

    fn bytes(head: &str) -> [u8; WIDTH] {
        let padded = format!("{head:<40}{:0<40}", "");
        let bytes: Vec<u8> = padded
            .chars()
            .map(|char| u8::try_from(u32::from(char)).unwrap())
            .collect();
        bytes.try_into().unwrap()
    }

    #[test]
    fn values_are_slices_without_what_fills_them() {
        let bytes = bytes("TH0042Bjørn      -1 ");
        let record = Record::new(7, &bytes);
        assert_eq!(record.digits(&SIZE), Ok(42));
        assert_eq!(latin1(record.text(&NAME)), "Bjørn");
        assert_eq!(record.text(&SIGN), b"-1 ");
        assert_eq!(record.odd(&LAYOUT).count(), 0);
    }

    #[test]
    fn a_fault_names_field_column_what_was_found_and_what_was_expected() {
        let bytes = bytes("TX00 2Bjørn      -1    x");
        let record = Record::new(7, &bytes);
        let told: Vec<String> = record
            .odd(&LAYOUT)
            .chain(record.digits(&SIZE).err())
            .map(|fault| format!("{}:{} {fault}", fault.line, fault.column))
            .collect();
        assert_eq!(
            told,
            [
                "7:2 kind is `TX`, expected `TH`",
                "7:24 gap is `   x                `, expected 20 blanks",
                "7:5 size is `00 2`, expected 4 digits",
            ]
        );
    }

    #[test]
    fn a_number_above_what_can_be_counted_is_a_fault() {
        const ALL: Field = Field::new("all", 1, 80, Kind::Digits);
        let record = Record::new(1, &[b'9'; WIDTH]);
        assert_eq!(record.digits(&ALL).unwrap_err().column, 20);
    }
}
