//! Money as whole øre, read from and written as decimal kroner.

use std::fmt;

use thiserror::Error;

/// An amount in øre, a hundredth of a krone; negative for credit.
///
/// Amounts are whole numbers so that sums never drift; there is no way in or out through a float.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ore(i64);

impl Ore {
    /// No money at all.
    pub const ZERO: Self = Self(0);

    /// An amount of this many øre.
    pub const fn new(ore: i64) -> Self {
        Self(ore)
    }

    /// The number of øre.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Reads kroner as XML and JSON carry them: `450`, `450.00`, `-1656.25`, `+.5`.
    ///
    /// The notation is `xsd:decimal` (XML Schema Part 2: Datatypes), so there is no exponent and no
    /// separator between thousands, and white space around the number does not count. Decimals
    /// after the second are taken only when they are zeros, because øre are never rounded here.
    ///
    /// # Errors
    /// When the text is no decimal, has a fraction of an øre, or is too large for the type.
    pub fn from_decimal(text: &str) -> Result<Self, MoneyError> {
        let trimmed = text.trim_matches([' ', '\t', '\r', '\n']);
        let (negative, unsigned) = match trimmed.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let is_decimal = whole
            .bytes()
            .chain(fraction.bytes())
            .all(|byte| byte.is_ascii_digit())
            && !(whole.is_empty() && fraction.is_empty());
        if !is_decimal {
            return Err(MoneyError::NotADecimal {
                found: shortened(text),
            });
        }
        if fraction.bytes().skip(2).any(|digit| digit != b'0') {
            return Err(MoneyError::TooManyDecimals {
                found: shortened(text),
            });
        }
        let ore_digits = whole.bytes().chain(fraction.bytes().chain(*b"00").take(2));
        signed(ore_digits, negative)
            .map(Self)
            .ok_or_else(|| MoneyError::TooLarge {
                found: shortened(text),
            })
    }

    /// Whether the amount is below zero.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The sum, or `None` when it does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or `None` when it does not fit.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }
}

/// Decimal kroner with a dot and two decimals, `-1656.25`: for people and for the wire alike.
impl fmt::Display for Ore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_negative() { "-" } else { "" };
        let size = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", size / 100, size % 100)
    }
}

/// Why a text is not an amount; `found` is the text, shortened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Error)]
pub enum MoneyError {
    /// Something other than a sign, digits and one dot.
    #[error("`{found}` is no amount; write kroner in digits with a dot, such as 450.00")]
    NotADecimal {
        /// The text that was read.
        found: String,
    },
    /// A fraction of an øre.
    #[error("`{found}` has a fraction of an øre; round the amount to two decimals")]
    TooManyDecimals {
        /// The text that was read.
        found: String,
    },
    /// More øre than the type can hold.
    #[error("`{found}` is too large; an amount stays below 92233720368547758.07 kroner")]
    TooLarge {
        /// The text that was read.
        found: String,
    },
}

/// The start of a text for an error message, because the text may be a stranger's megabyte.
pub(in crate::domain) fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.chars().nth(LONGEST) {
        Some(_) => text.chars().take(LONGEST - 1).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

/// Grows downwards when negative, since the lowest `i64` has no positive twin.
fn signed(digits: impl Iterator<Item = u8>, negative: bool) -> Option<i64> {
    digits
        .map(|byte| i64::from(byte - b'0'))
        .try_fold(0_i64, |sum, digit| {
            let shifted = sum.checked_mul(10)?;
            if negative {
                shifted.checked_sub(digit)
            } else {
                shifted.checked_add(digit)
            }
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let seen = match Ore::from_decimal(text) {
            Ok(ore) => ore.get().to_string(),
            Err(MoneyError::NotADecimal { .. }) => "not a decimal".to_owned(),
            Err(MoneyError::TooManyDecimals { .. }) => "too many decimals".to_owned(),
            Err(MoneyError::TooLarge { .. }) => "too large".to_owned(),
        };
        assert_eq!(seen, expect, "{text:?}");
    }

    #[test]
    fn kroner_are_read_as_xml_writes_them() {
        check("450", "45000");
        check("450.00", "45000");
        check("450.5", "45050");
        check("450.", "45000");
        check(".5", "50");
        check("+.05", "5");
        check("-1656.25", "-165625");
        check("-0", "0");
        check(" \r\n\t450.00\n", "45000");
        check("0.1000000000000000000000000000000000", "10");
        check("0000000000000000000000000000000450.00", "45000");
        check("92233720368547758.07", "9223372036854775807");
        check("-92233720368547758.08", "-9223372036854775808");
    }

    #[test]
    fn what_is_no_amount_is_refused_and_never_wraps() {
        for text in [
            "",
            " ",
            ".",
            "-",
            "+",
            "-.",
            "--1",
            "+-1",
            "- 1",
            "1 000",
            "1,000.00",
            "450,00",
            "1e3",
            "NaN",
            "INF",
            "0x10",
            "1.2.3",
            "١٢",
            "450kr",
            "\u{a0}450",
        ] {
            check(text, "not a decimal");
        }
        check("1.005", "too many decimals");
        check("1.0000000001", "too many decimals");
        check("123456789012345678901234567890", "too large");
        check("-123456789012345678901234567890", "too large");
        check("92233720368547758.08", "too large");
        check("-92233720368547758.09", "too large");
    }

    #[test]
    fn an_amount_is_written_with_two_decimals() {
        let written = |ore| Ore::new(ore).to_string();
        assert_eq!(written(45_000), "450.00");
        assert_eq!(written(-165_625), "-1656.25");
        assert_eq!(written(5), "0.05");
        assert_eq!(written(-5), "-0.05");
        assert_eq!(written(0), "0.00");
        assert_eq!(written(i64::MIN), "-92233720368547758.08");
    }

    #[test]
    fn sums_that_do_not_fit_are_none() {
        let most = Ore::new(i64::MAX);
        assert_eq!(most.checked_add(Ore::new(1)), None);
        assert_eq!(Ore::new(i64::MIN).checked_sub(Ore::new(1)), None);
        assert_eq!(Ore::new(2).checked_add(Ore::new(3)), Some(Ore::new(5)));
        assert_eq!(Ore::new(2).checked_sub(Ore::new(3)), Some(Ore::new(-1)));
        assert!(Ore::new(-1).is_negative() && !Ore::ZERO.is_negative());
    }

    #[test]
    fn an_error_shows_only_the_start_of_a_long_text() {
        let error = Ore::from_decimal(&"æ".repeat(1_000_000)).unwrap_err();
        assert_eq!(
            error,
            MoneyError::NotADecimal {
                found: format!("{}…", "æ".repeat(39))
            }
        );
        assert_eq!(shortened(&"æ".repeat(40)), "æ".repeat(40));
    }

    proptest! {
        #[test]
        fn a_written_amount_reads_back_as_itself(ore in any::<i64>()) {
            let ore = Ore::new(ore);
            prop_assert_eq!(Ore::from_decimal(&ore.to_string()), Ok(ore));
        }

        #[test]
        fn no_text_makes_reading_panic(text in any::<String>()) {
            let _ = Ore::from_decimal(&text);
        }

        #[test]
        fn no_near_amount_makes_reading_panic(text in "[-+]{0,2}[0-9.,eæ ]{0,40}") {
            let _ = Ore::from_decimal(&text);
        }
    }
}
