//! Names of mailboxes at Digipost.

use std::fmt;

/// The name of a mailbox, such as `kari.testesen#1A2B` (Digipost: API, recipients). Capital and
/// small letters are the same; it keeps the spelling it was made with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DigipostAddress(String);

impl DigipostAddress {
    /// Reads an address: letters, digits and `.-_`, a hash, and four letters or digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (name, tail) = text.split_once('#')?;
        let in_name = |it: char| it.is_alphanumeric() || matches!(it, '.' | '-' | '_');
        let good = (1..=100).contains(&name.len())
            && name.chars().all(in_name)
            && tail.len() == 4
            && tail.bytes().all(|it| it.is_ascii_alphanumeric());
        good.then(|| Self(text.to_owned()))
    }

    /// As it was spelled.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The spelling by which it is compared.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for DigipostAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
