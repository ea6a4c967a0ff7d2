//! Writing a record.

use thiserror::Error;

use super::layout::{Field, Kind, Layout, WIDTH};

/// A record that is being written: fixed fields are there from the start, digits are zeros and
/// texts are blanks until they get a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    bytes: [u8; WIDTH],
}

impl Draft {
    /// A record without values.
    #[must_use]
    pub fn new(layout: &Layout) -> Self {
        let mut bytes = [b' '; WIDTH];
        for field in layout.fields() {
            let place = &mut bytes[field.first() - 1..field.last()];
            match field.kind() {
                Kind::Literal(text) => place.copy_from_slice(text.as_bytes()),
                Kind::Digits | Kind::Zeros => place.fill(b'0'),
                Kind::Text | Kind::TextRight | Kind::Blanks => place.fill(b' '),
            }
        }
        Self { bytes }
    }

    /// Puts a number into a field.
    ///
    /// # Errors
    /// When it has more digits than the field.
    pub fn digits(mut self, field: &Field, number: u64) -> Result<Self, Misfit> {
        let mut rest = number;
        for byte in self.bytes[field.first() - 1..field.last()].iter_mut().rev() {
            // A digit always fits into a byte; zero is what an impossible one would be.
            *byte = b'0' + u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        if rest == 0 {
            Ok(self)
        } else {
            Err(Misfit {
                field: field.name(),
                found: number.to_string(),
                expected: format!("at most {} digits", field.width()),
            })
        }
    }

    /// Puts a text into a field, on the side that its kind has, filled with what its kind is
    /// filled with. A character outside ISO-8859-1 becomes `?`, one too many is cut off.
    #[must_use]
    pub fn text(mut self, field: &Field, text: &str) -> Self {
        let place = &mut self.bytes[field.first() - 1..field.last()];
        let (fill, right) = match field.kind() {
            Kind::Digits | Kind::Zeros => (b'0', true),
            Kind::TextRight => (b' ', true),
            Kind::Literal(_) | Kind::Text | Kind::Blanks => (b' ', false),
        };
        let used = text.chars().take(field.width()).count();
        let start = if right { place.len() - used } else { 0 };
        place.fill(fill);
        for (byte, char) in place[start..].iter_mut().zip(text.chars()) {
            *byte = u8::try_from(u32::from(char)).unwrap_or(b'?');
        }
        self
    }

    /// The record.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; WIDTH] {
        &self.bytes
    }
}

/// A value that does not fit into its field.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{field} is {found}, expected {expected}")]
pub struct Misfit {
    /// Name of the field.
    pub field: &'static str,
    /// The value.
    pub found: String,
    /// What fits.
    pub expected: String,
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
            Field::new("gap", 21, 22, Kind::Blanks),
            Field::new("rest", 23, 80, Kind::Zeros),
        ],
    );

    fn head(draft: &Draft) -> String {
        super::super::latin1(&draft.bytes()[..24])
    }

    #[test]
    fn every_kind_is_filled_on_its_own_side() {
        let empty = Draft::new(&LAYOUT);
        assert_eq!(head(&empty), "TH0000                00");
        let full = empty.digits(&SIZE, 42).unwrap();
        let full = full.text(&NAME, "Bjørn").text(&SIGN, "-1");
        assert_eq!(head(&full), "TH0042Bjørn       -1  00");
        assert_eq!(head(&full.text(&SIZE, "7")), "TH0007Bjørn       -1  00");
    }

    #[test]
    fn texts_are_cut_and_foreign_characters_are_question_marks() {
        let draft = Draft::new(&LAYOUT);
        let draft = draft.text(&NAME, "Łódź 日本 og mer").text(&SIGN, "123456");
        assert_eq!(head(&draft), "TH0000?ód? ?? og1234  00");
    }

    #[test]
    fn a_number_that_does_not_fit_is_an_error_that_says_so() {
        let error = Draft::new(&LAYOUT).digits(&SIZE, 10_000).unwrap_err();
        assert_eq!(
            error.to_string(),
            "size is 10000, expected at most 4 digits"
        );
    }
}
