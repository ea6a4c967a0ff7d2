//! What every document at Digipost has.

use std::fmt;

use uuid::Uuid;

use crate::domain::words::words;

words! {
    /// How a recipient must have logged in to read a document (Digipost: schema api_v7.xsd).
    pub enum AuthenticationLevel {
        /// With a password; the usual one.
        Password "PASSWORD",
        /// With two factors.
        TwoFactor "TWO_FACTOR",
        /// Through ID-porten, level 3.
        Idporten3 "IDPORTEN_3",
        /// Through ID-porten, level 4.
        Idporten4 "IDPORTEN_4",
    }
}

words! {
    /// Whether sender and subject show in notices (Digipost: schema api_v7.xsd).
    pub enum SensitivityLevel {
        /// They do; the usual one.
        Normal "NORMAL",
        /// They are hidden until the recipient has logged in.
        Sensitive "SENSITIVE",
    }
}

/// The id that a sender gave a document: a UUID in lower case (Digipost: schema api_v7.xsd).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocumentUuid(Uuid);

impl DocumentUuid {
    /// Reads one; capital letters are none of it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.len() == 36 && !text.bytes().any(|it| it.is_ascii_uppercase());
        Uuid::try_parse(text).ok().filter(|_| plain).map(Self)
    }

    /// The document of a UUID.
    #[must_use]
    pub fn new(uuid: Uuid) -> Self {
        Self(uuid)
    }
}

impl fmt::Display for DocumentUuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_in_capitals_is_none() {
        let text = "9af46585-9fef-41fb-adf9-da120fc5bb9d";
        assert_eq!(DocumentUuid::parse(text).unwrap().to_string(), text);
        assert_eq!(DocumentUuid::parse(&text.to_uppercase()), None);
        assert_eq!(
            DocumentUuid::parse("9af465859fef41fbadf9da120fc5bb9d"),
            None
        );
    }
}
