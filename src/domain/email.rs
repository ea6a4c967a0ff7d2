//! E-mail addresses, as far as sending an invoice needs them.

use std::fmt;

/// An address that a mail can be sent to: 5 to 100 characters, one `@` with text before it, a
/// dot with text on both sides behind it, no blanks (MPS: `EfakturaAtgService` v1, `emailType`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress(String);

/// Why a text is not an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not an e-mail address: expected something like name@example.no")]
pub struct EmailError {
    /// The text, shortened.
    pub found: String,
}

impl EmailAddress {
    /// Reads an address; blanks around it are dropped.
    ///
    /// # Errors
    /// [`EmailError`] when the text has not the form of an address.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let text = text.trim();
        let wrong = || EmailError {
            found: text.chars().take(80).collect(),
        };
        let (local, domain) = text.split_once('@').ok_or_else(wrong)?;
        let (host, rest) = domain.split_once('.').ok_or_else(wrong)?;
        let length = text.chars().count();
        let odd = |c: char| c.is_whitespace() || c.is_control() || "<>,;\"".contains(c);
        if local.is_empty()
            || host.is_empty()
            || rest.is_empty()
            || domain.contains('@')
            || !(5..=100).contains(&length)
            || text.contains(odd)
        {
            return Err(wrong());
        }
        Ok(Self(text.to_owned()))
    }

    /// The address as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether both name the same mailbox; letter case does not count.
    #[must_use]
    pub fn same_box(&self, other: &Self) -> bool {
        self.0.to_lowercase() == other.0.to_lowercase()
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_a_mailbox_or_a_host_is_refused() {
        for good in ["halgeir18@mpstest.no", " a@b.no ", "x.y@a.b.no"] {
            assert!(EmailAddress::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "", "a", "@b.no", "a@", "a@no", "a@.no", "a@b.", "a b@c.no", "a@b@c.no",
        ] {
            assert!(EmailAddress::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn letter_case_does_not_make_another_mailbox() {
        let one = EmailAddress::parse("Bodil99@mpstest.no").unwrap();
        let two = EmailAddress::parse("bodil99@MPSTEST.no").unwrap();
        assert!(one.same_box(&two));
    }
}
