//! Telephone numbers, kept in international form so that one line has one spelling.

use std::fmt;

use thiserror::Error;

use crate::domain::money::shortened;

/// A telephone number in international form, `+4791816528`.
///
/// No numbering plan is consulted: published test consumers have numbers that no operator gives
/// out (Maventa: test consumers).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Reads a number as people write it: `91816528`, `0047 918 16 528`, `+46 (8) 123-456`.
    ///
    /// Spaces, hyphens, dots and parentheses do not count. Eight bare digits are Norwegian, and
    /// so are ten that begin with 47, as some systems drop the plus. The result has 6 to 16
    /// characters with the plus (WSDL EfakturaAtgService v1: telephoneType).
    ///
    /// # Errors
    /// When nothing is there, other characters are, or the length tells no country apart.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        if text.trim().is_empty() {
            return Err(PhoneError::Empty);
        }
        let compact: String = text
            .chars()
            .filter(|character| !is_ornament(*character))
            .collect();
        let abroad = compact
            .strip_prefix('+')
            .or_else(|| compact.strip_prefix("00"));
        let digits = abroad.unwrap_or(&compact);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(PhoneError::NotANumber {
                found: shortened(text),
            });
        }
        let international = match (abroad.is_some(), digits.len()) {
            (true, 5..=15) => format!("+{digits}"),
            (false, 8) => format!("+47{digits}"),
            (false, 10) if digits.starts_with("47") => format!("+{digits}"),
            _ => {
                return Err(PhoneError::Length {
                    found: shortened(text),
                });
            }
        };
        Ok(Self(international))
    }

    /// The number with a plus and its country code, no separators.
    pub fn international(&self) -> &str {
        &self.0
    }

    /// Whether the country code is Norway's.
    pub fn is_norwegian(&self) -> bool {
        self.0.starts_with("+47")
    }

    /// Whether both ring the same line: the last eight digits decide between Norwegian numbers.
    ///
    /// Registers hold Norwegian numbers with stray zeros before them; other countries' numbers must
    /// be equal digit by digit.
    pub fn same_line(&self, other: &Self) -> bool {
        match (self.0.strip_prefix("+47"), other.0.strip_prefix("+47")) {
            (Some(ours), Some(theirs)) => last_eight(ours) == last_eight(theirs),
            _ => self == other,
        }
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Why a text is not a telephone number; `found` is the text, shortened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Error)]
pub enum PhoneError {
    /// Nothing but white space.
    #[error("the telephone number is empty; write 8 digits, or + and a country code")]
    Empty,
    /// Something other than digits, separators and a plus in front.
    #[error("`{found}` is no telephone number; write 8 digits, or + and a country code")]
    NotANumber {
        /// The text that was read.
        found: String,
    },
    /// Too short, too long, or without a country code and not of eight digits.
    #[error(
        "`{found}` has the wrong length; write 8 digits, or + and 5 to 15 with the country code"
    )]
    Length {
        /// The text that was read.
        found: String,
    },
}

fn is_ornament(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '.' | '(' | ')')
}

fn last_eight(digits: &str) -> &str {
    digits
        .get(digits.len().saturating_sub(8)..)
        .unwrap_or(digits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let seen = match PhoneNumber::parse(text) {
            Ok(number) => number.international().to_owned(),
            Err(PhoneError::Empty) => "empty".to_owned(),
            Err(PhoneError::NotANumber { .. }) => "not a number".to_owned(),
            Err(PhoneError::Length { .. }) => "length".to_owned(),
        };
        assert_eq!(seen, expect, "{text:?}");
    }

    #[test]
    fn a_norwegian_number_has_one_spelling_however_it_was_written() {
        for text in [
            "91816528",
            "+4791816528",
            "004791816528",
            "0047 918 16 528",
            "+47 918-16-528",
            "(+47) 918 16 528",
            "(0047) 91.81.65.28",
            "4791816528",
            " 918\u{a0}16 528\n",
        ] {
            check(text, "+4791816528");
        }
        check("21622259", "+4721622259");
        check("11926664", "+4711926664");
    }

    #[test]
    fn a_foreign_number_keeps_its_country() {
        check("+46 8 123 456", "+468123456");
        check("0046 (8) 123-456", "+468123456");
        check("+1 202 555 0100", "+12025550100");
    }

    #[test]
    fn what_cannot_be_rung_is_refused() {
        for text in ["", "  ", "\u{a0}\n"] {
            check(text, "empty");
        }
        for text in [
            "+",
            "00",
            "()-",
            "call me",
            "918+16528",
            "++4791816528",
            "9181652æ",
            "９１８",
        ] {
            check(text, "not a number");
        }
        for text in [
            "+4712",
            "+1234567890123456",
            "9181652",
            "918165281",
            "4691816528",
        ] {
            check(text, "length");
        }
        check("+47123", "+47123");
        check("+123456789012345", "+123456789012345");
    }

    #[test]
    fn the_last_eight_digits_tell_norwegian_lines_apart() {
        let same = |one, other| {
            let parse = |text| PhoneNumber::parse(text).unwrap();
            parse(one).same_line(&parse(other))
        };
        assert!(same("91816528", "+47 0 918 16 528"));
        assert!(same("+47123", "+47123"));
        assert!(!same("91816528", "91816529"));
        assert!(!same("91816528", "+4691816528"));
        assert!(!same("+46091816528", "+4691816528"));
        assert!(PhoneNumber::parse("91816528").unwrap().is_norwegian());
        assert!(!PhoneNumber::parse("+4691816528").unwrap().is_norwegian());
    }

    proptest! {
        #[test]
        fn the_international_form_reads_as_itself(digits in "[0-9]{5,15}") {
            let number = PhoneNumber::parse(&format!("+{digits}")).unwrap();
            prop_assert_eq!(number.international().strip_prefix('+'), Some(digits.as_str()));
            prop_assert_eq!(PhoneNumber::parse(number.international()), Ok(number.clone()));
            prop_assert!(number.same_line(&number));
        }

        #[test]
        fn no_text_makes_reading_panic(text in any::<String>(), near in "[+0-9() .æ-]{0,24}") {
            for text in [text, near] {
                if let Ok(number) = PhoneNumber::parse(&text) {
                    prop_assert!((6..=16).contains(&number.international().len()));
                }
            }
        }
    }
}
