//! The eFaktura identifier, by which a consumer's bank knows where eFakturas go.

use std::fmt;

use thiserror::Error;

use crate::domain::money::shortened;

/// A consumer's eFaktura identifier: nine digits without any check digit that is known of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EfakturaIdentifier(String);

impl EfakturaIdentifier {
    /// Reads nine digits.
    ///
    /// # Errors
    /// When there are other characters or another number of digits.
    pub fn parse(text: &str) -> Result<Self, EfakturaIdentifierError> {
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(EfakturaIdentifierError::NotDigits {
                found: shortened(text),
            });
        }
        if text.len() != 9 {
            return Err(EfakturaIdentifierError::Length {
                found: shortened(text),
            });
        }
        Ok(Self(text.to_owned()))
    }

    /// The nine digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EfakturaIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Why a text is not an eFaktura identifier; `found` is the text, shortened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Error)]
pub enum EfakturaIdentifierError {
    /// Another number of digits.
    #[error("eFaktura identifier `{found}` has the wrong length; expected 9 digits")]
    Length {
        /// The text that was read.
        found: String,
    },
    /// Something other than digits.
    #[error("eFaktura identifier `{found}` may hold digits only; expected 9 of them")]
    NotDigits {
        /// The text that was read.
        found: String,
    },
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let seen = match EfakturaIdentifier::parse(text) {
            Ok(identifier) => identifier.to_string(),
            Err(EfakturaIdentifierError::Length { .. }) => "length".to_owned(),
            Err(EfakturaIdentifierError::NotDigits { .. }) => "not digits".to_owned(),
        };
        assert_eq!(seen, expect, "{text:?}");
    }

    #[test]
    fn the_test_consumers_identifiers_are_read() {
        for identifier in ["207080383", "414360222", "501216659", "000000000"] {
            check(identifier, identifier);
        }
    }

    #[test]
    fn anything_but_nine_digits_is_refused() {
        check("", "length");
        check("20708038", "length");
        check("2070803831", "length");
        check("20708038x", "not digits");
        check("207 080 383", "not digits");
        check("٢٠٧٠٨٠٣٨٣", "not digits");
    }

    proptest! {
        #[test]
        fn nine_digits_read_as_themselves(digits in "[0-9]{9}") {
            let read = EfakturaIdentifier::parse(&digits).map(|it| it.to_string());
            prop_assert_eq!(read, Ok(digits));
        }

        #[test]
        fn no_text_makes_reading_panic(text in any::<String>()) {
            let _ = EfakturaIdentifier::parse(&text);
        }
    }
}
