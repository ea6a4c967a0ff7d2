//! Scopes: what an access token lets its bearer do (Digdir: Maskinporten, scopes).

use std::fmt;

/// The name of a scope: `prefix:path`, or a path alone as the oldest ones have it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scope(Box<str>);

impl Scope {
    /// Longest name taken; the longest public ones have about 60 characters.
    const MAX: usize = 255;

    /// The right to send digital post to citizens (Digdir: DPI, overview of the infrastructure).
    pub const DPI_SEND: &'static str = "digitalpostinnbygger:send";

    /// Reads a name: 1 to 255 visible ASCII characters but quotes and backslashes (RFC 6749,
    /// section 3.3).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let known = |byte: u8| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\';
        let fits = (1..=Self::MAX).contains(&text.len()) && text.bytes().all(known);
        fits.then(|| Self(text.into()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is known of it, if it is one of the listed ones.
    #[must_use]
    pub fn known(&self) -> Option<&'static KnownScope> {
        KNOWN_SCOPES.iter().find(|row| row.name == self.as_str())
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who may ask for a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeUse {
    /// Clients of Maskinporten.
    Machine,
    /// Somebody who acts for another by delegation in Altinn, beside the organisation itself.
    Delegated,
    /// Persons who logged in.
    User,
}

/// A scope that a service of ours asks for.
#[derive(Debug, PartialEq, Eq)]
pub struct KnownScope {
    /// Its name.
    pub name: &'static str,
    /// Who may ask for it.
    pub used_by: ScopeUse,
    /// What it opens, for people.
    pub text: &'static str,
}

const fn row(name: &'static str, used_by: ScopeUse, text: &'static str) -> KnownScope {
    KnownScope {
        name,
        used_by,
        text,
    }
}

/// The scopes that services of ours know (Digdir: KRR, REST look-up; Digdir: KRR, user-specific
/// look-up; Digdir: DPI, overview of the infrastructure). Others can be registered too.
pub const KNOWN_SCOPES: &[KnownScope] = &[
    row(
        "krr:global/kontaktinformasjon.read",
        ScopeUse::Machine,
        "contact data, whether a person can be notified, language",
    ),
    row(
        "krr:global/digitalpost.read",
        ScopeUse::Machine,
        "mailbox and its certificate",
    ),
    row(
        "krr:global/hentendring.read",
        ScopeUse::Machine,
        "the log of changes",
    ),
    row(
        "krr:global/kontaktinfo.read",
        ScopeUse::Delegated,
        "contact data, for a supplier by delegation",
    ),
    row(
        "krr:global/postkasse.read",
        ScopeUse::Delegated,
        "mailbox and its certificate, for a supplier by delegation",
    ),
    row(
        "krr:user/kontaktinformasjon.read",
        ScopeUse::User,
        "the person's own contact data",
    ),
    row(
        "krr:user/digitalpost.read",
        ScopeUse::User,
        "the person's own mailbox",
    ),
    row(
        "krr:user/spraak.write",
        ScopeUse::User,
        "to choose the person's own language",
    ),
    row(
        "global/kontaktinformasjon.read",
        ScopeUse::Machine,
        "contact data (older name)",
    ),
    row(
        "global/varslingsstatus.read",
        ScopeUse::Machine,
        "whether a person can be notified (older name)",
    ),
    row(
        "global/sikkerdigitalpost.read",
        ScopeUse::Machine,
        "mailbox (older name)",
    ),
    row(
        "global/sertifikat.read",
        ScopeUse::Machine,
        "certificate of the mailbox (older name)",
    ),
    row(
        "global/spraak.read",
        ScopeUse::Machine,
        "language (older name)",
    ),
    row(
        Scope::DPI_SEND,
        ScopeUse::Delegated,
        "to send digital post to citizens",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_scope_is_a_scope_and_stands_once() {
        for row in KNOWN_SCOPES {
            assert_eq!(Scope::parse(row.name).unwrap().known(), Some(row));
            let same = KNOWN_SCOPES.iter().filter(|it| it.name == row.name);
            assert_eq!(same.count(), 1, "{}", row.name);
        }
    }

    #[test]
    fn a_scope_has_no_blanks_and_an_end() {
        for bad in ["", "a b", "å", "a\"b", "a\\b", &"s".repeat(256)] {
            assert_eq!(Scope::parse(bad), None, "{bad}");
        }
        assert!(Scope::parse(&"s".repeat(255)).is_some());
    }
}
