//! Texts with limits (DPI: JSON schemas of the messages; DPI: OpenAPI of the access points).

use std::fmt;

use crate::domain::money::shortened;

/// A text that does not keep its limits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("found {found}, expected {expected}")]
pub struct OutOfBounds {
    /// What was found: the text, shortened, or how long it is.
    pub found: String,
    /// What was expected.
    pub expected: String,
}

impl OutOfBounds {
    /// A text that is not of the form that was expected.
    #[must_use]
    pub fn form(text: &str, expected: impl Into<String>) -> Self {
        Self {
            found: format!("`{}`", shortened(text)),
            expected: expected.into(),
        }
    }
}

macro_rules! texts {
    ($($(#[$about:meta])* $name:ident $least:literal $most:literal,)+) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Reads the text.
            ///
            /// # Errors
            /// [`OutOfBounds`] when it is too short or too long.
            pub fn parse(text: &str) -> Result<Self, OutOfBounds> {
                bounded(text, $least, $most).map(Self)
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

texts! {
    /// The unit of an organisation that sends (`avsenderidentifikator`), given out when it joins;
    /// up to 100 characters.
    SenderUnit 0 100,
    /// What the sender wants on the bill for the sending (`fakturaReferanse`); up to 40 characters.
    InvoiceReference 0 40,
    /// A title that tells nothing (`ikkesensitivtittel`), shown in notifications; 1 to 255
    /// characters.
    Title 1 255,
    /// The words of a notification by e-mail; 1 to 500 characters.
    EmailText 1 500,
    /// The words of a notification by SMS; 1 to 160 characters.
    SmsText 1 160,
    /// A town or a country; up to 80 characters.
    PlaceName 0 80,
}

/// The channel (`kanal`) of a message: its receipts come under the same one. Letters, digits, `_`
/// and `-`, at most 28; the case of letters does not count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kanal(String);

impl Kanal {
    /// Reads a channel; kept in lower case.
    ///
    /// # Errors
    /// [`OutOfBounds`] when it is empty, too long, or has another character.
    pub fn parse(text: &str) -> Result<Self, OutOfBounds> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        if !(1..=28).contains(&text.len()) || !text.bytes().all(fits) {
            return Err(OutOfBounds::form(
                text,
                "1 to 28 letters from A to Z, digits, `_` or `-`",
            ));
        }
        Ok(Self(text.to_ascii_lowercase()))
    }

    /// The channel in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Kanal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text of so many characters.
pub(super) fn bounded(text: &str, least: usize, most: usize) -> Result<String, OutOfBounds> {
    let length = text.chars().count();
    if !(least..=most).contains(&length) {
        let found = format!("a text of {length} characters");
        let expected = match least {
            0 => format!("at most {most} characters"),
            _ => format!("{least} to {most} characters"),
        };
        return Err(OutOfBounds { found, expected });
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_the_same_in_any_case() {
        assert_eq!(Kanal::parse("Brev-1_A"), Kanal::parse("brev-1_a"));
        assert!(Kanal::parse(&"a".repeat(28)).is_ok());
        for bad in ["", "a b", "æ", "a.b", &"a".repeat(29)] {
            let told = Kanal::parse(bad).unwrap_err().to_string();
            assert!(told.contains("expected 1 to 28 letters"), "{told}");
        }
    }

    #[test]
    fn a_text_keeps_its_limits_in_characters() {
        assert!(Title::parse(&"å".repeat(255)).is_ok());
        assert!(SenderUnit::parse("").is_ok());
        let told = Title::parse("").unwrap_err().to_string();
        assert_eq!(
            told,
            "found a text of 0 characters, expected 1 to 255 characters"
        );
        let told = SmsText::parse(&"å".repeat(161)).unwrap_err().to_string();
        assert_eq!(
            told,
            "found a text of 161 characters, expected 1 to 160 characters"
        );
    }
}
