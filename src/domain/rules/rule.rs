//! What a rule of the catalogue is, and finding one.

use super::{bank, digipost, dpi, files, krr, maskinporten, mps, router, vipps};
use crate::domain::settings::Profile;

/// A rule that the sandbox enforces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The id that answers, journal and timeline name.
    pub id: &'static str,
    /// The rule in our words.
    pub text: &'static str,
    /// The public document it stands in, or the words "ours" with the reason.
    pub source: &'static str,
    /// In which profile it speaks.
    pub speaks: Speaks,
}

/// The source of a rule that no document has.
pub(super) const OURS: &str = "ours, where the documents are silent";

/// A rule that speaks in every profile.
pub(super) const fn rule(id: &'static str, source: &'static str, text: &'static str) -> Rule {
    Rule {
        id,
        text,
        source,
        speaks: Speaks::Always,
    }
}

/// In which profile a rule speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaks {
    /// In every profile.
    Always,
    /// In `strict` only.
    StrictOnly,
}

impl Speaks {
    /// Whether the rule speaks in a profile.
    #[must_use]
    pub fn in_profile(self, profile: Profile) -> bool {
        match self {
            Self::Always => true,
            Self::StrictOnly => profile == Profile::Strict,
        }
    }

    /// The word shown to people.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::StrictOnly => "strict",
        }
    }
}

/// Every rule, ordered by source and number.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let tables = [
        router::RULES,
        mps::RULES,
        files::RULES,
        digipost::RULES,
        bank::RULES,
        vipps::RULES,
        maskinporten::RULES,
        krr::RULES,
        dpi::RULES,
    ];
    tables.into_iter().flatten()
}

/// The rule with an id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_rules_share_an_id_and_each_has_words_and_a_source() {
        let rules: Vec<_> = all().collect();
        for (index, rule) in rules.iter().enumerate() {
            assert!(
                !rule.text.is_empty() && !rule.source.is_empty(),
                "{}",
                rule.id
            );
            assert!(
                rules[..index].iter().all(|other| other.id != rule.id),
                "{} twice",
                rule.id
            );
        }
        assert!(rules.len() > 40);
    }
}
