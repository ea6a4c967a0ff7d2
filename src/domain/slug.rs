//! Names that people give to sandboxes, people and companies.

use std::fmt;

/// A short public name: lower-case letters, digits and hyphens, 1 to 63 characters, beginning
/// and ending with a letter or digit. It stands in addresses, so nothing needs escaping.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

/// Why a text is not a slug.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{found}` is not a usable name: expected 1 to 63 lower-case letters, digits and hyphens, \
     beginning and ending with a letter or digit"
)]
pub struct SlugError {
    /// The text, shortened.
    pub found: String,
}

impl Slug {
    /// Reads a slug.
    ///
    /// # Errors
    /// [`SlugError`] when a character or the length is not allowed.
    pub fn parse(text: &str) -> Result<Self, SlugError> {
        let edge = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
        let bytes = text.as_bytes();
        let fine = bytes.len() <= 63
            && edge(bytes.first())
            && edge(bytes.last())
            && bytes
                .iter()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-');
        if fine {
            Ok(Self(text.to_owned()))
        } else {
            Err(SlugError {
                found: text.chars().take(80).collect(),
            })
        }
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_needs_no_escaping_is_a_slug_and_nothing_else_is() {
        for good in ["a", "default", "fjord-energi", "0", "x1"] {
            assert!(Slug::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "-a",
            "a-",
            "A",
            "å",
            "a b",
            "a/b",
            "a_b",
            &"a".repeat(64),
        ] {
            assert!(Slug::parse(bad).is_err(), "{bad}");
        }
    }
}
