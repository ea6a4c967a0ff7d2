//! Organisation numbers of the Norwegian business register.

use std::fmt;

use thiserror::Error;

use crate::domain::kid::mod11_control;
use crate::domain::money::shortened;

/// A business: nine digits, of which the last is the MOD11 control of the others.
///
/// Weights 3, 2, 7, 6, 5, 4, 3, 2 (Brønnøysundregistrene: organisation numbers).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrgNumber(String);

impl OrgNumber {
    /// Reads the number as registers, VAT lines and Peppol addresses write it.
    ///
    /// `914286018`, `NO 914 286 018 MVA` and `0192:914286018` are the same business.
    ///
    /// # Errors
    /// When characters or length are wrong, or the control digit is.
    pub fn parse(text: &str) -> Result<Self, OrgNumberError> {
        let found = || shortened(text);
        let compact: String = text
            .chars()
            .filter(|character| !character.is_whitespace())
            .map(|character| character.to_ascii_uppercase())
            .collect();
        let number = compact.strip_prefix("0192:").unwrap_or(&compact);
        let number = number.strip_prefix("NO").unwrap_or(number);
        let digits = number.strip_suffix("MVA").unwrap_or(number);
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(OrgNumberError::NotDigits { found: found() });
        }
        if digits.len() != 9 {
            return Err(OrgNumberError::Length { found: found() });
        }
        let (first_eight, control) = digits.split_at(8);
        match mod11_control(first_eight) {
            Some(expected) if control.starts_with(expected) => Ok(Self(digits.to_owned())),
            Some(_) | None => Err(OrgNumberError::Mod11 { found: found() }),
        }
    }

    /// The business that begins with these eight digits.
    ///
    /// `None` for anything but eight digits, and where MOD11 leaves a remainder of one: the
    /// register gives no such number out.
    pub fn from_first_eight(digits: &str) -> Option<Self> {
        let control = mod11_control(digits).filter(char::is_ascii_digit)?;
        (digits.len() == 8).then(|| Self(format!("{digits}{control}")))
    }

    /// The nine digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OrgNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Why a text is not an organisation number; `found` is the text, shortened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Error)]
pub enum OrgNumberError {
    /// Another number of digits.
    #[error("organisation number `{found}` has the wrong length; expected 9 digits")]
    Length {
        /// The text that was read.
        found: String,
    },
    /// Something other than digits and the usual additions.
    #[error(
        "organisation number `{found}` may hold digits only, after NO or 0192: and before MVA; \
         expected 9 of them"
    )]
    NotDigits {
        /// The text that was read.
        found: String,
    },
    /// The last digit is not the MOD11 control of the others.
    #[error("organisation number `{found}` fails MOD11; look for a mistyped digit")]
    Mod11 {
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
        let seen = match OrgNumber::parse(text) {
            Ok(number) => number.to_string(),
            Err(OrgNumberError::Length { .. }) => "length".to_owned(),
            Err(OrgNumberError::NotDigits { .. }) => "not digits".to_owned(),
            Err(OrgNumberError::Mod11 { .. }) => "mod11".to_owned(),
        };
        assert_eq!(seen, expect, "{text:?}");
    }

    #[test]
    fn a_business_is_read_however_it_is_written() {
        for number in ["980858073", "914286018", "986559469", "811143758"] {
            check(number, number);
        }
        for text in [
            "914 286 018",
            "NO914286018MVA",
            "no 914 286 018 mva",
            "914286018MVA",
            "NO 914286018",
            "0192:914286018",
            "0192:NO914286018MVA",
            " 914\u{a0}286 018\n",
        ] {
            check(text, "914286018");
        }
    }

    #[test]
    fn a_business_that_cannot_be_is_refused() {
        check("914286019", "mod11");
        check("", "length");
        check("NOMVA", "length");
        check("91428601", "length");
        check("0192914286018", "length");
        check("SE914286018", "not digits");
        check("9908:914286018", "not digits");
        check("91428601æ", "not digits");
        check("NONO914286018", "not digits");
    }

    #[test]
    fn a_remainder_of_one_means_no_such_business() {
        assert_eq!(
            OrgNumber::from_first_eight("91428601").unwrap().as_str(),
            "914286018"
        );
        assert_eq!(mod11_control("91428600"), Some('-'));
        assert_eq!(OrgNumber::from_first_eight("91428600"), None);
        for wrong in ["", "9142860", "914286018", "9142860æ"] {
            assert_eq!(OrgNumber::from_first_eight(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn any_eight_digits_with_their_control_are_a_business(digits in "[0-9]{8}") {
            if let Some(number) = OrgNumber::from_first_eight(&digits) {
                prop_assert_eq!(OrgNumber::parse(number.as_str()), Ok(number.clone()));
            } else {
                prop_assert_eq!(mod11_control(&digits), Some('-'));
            }
        }

        #[test]
        fn one_wrong_digit_breaks_a_business(
            digits in "[0-9]{8}", place in 0_usize..9, by in 1_u8..10,
        ) {
            let number = OrgNumber::from_first_eight(&digits);
            prop_assume!(number.is_some());
            let mut wrong = number.unwrap().as_str().as_bytes().to_vec();
            wrong[place] = b'0' + (wrong[place] - b'0' + by) % 10;
            let wrong = String::from_utf8(wrong).unwrap();
            let refused = matches!(OrgNumber::parse(&wrong), Err(OrgNumberError::Mod11 { .. }));
            prop_assert!(refused, "{wrong}");
        }

        #[test]
        fn no_text_makes_reading_panic(
            text in any::<String>(), near in "(0192:)?(NO)?[0-9æ ]{7,10}(MVA)?",
        ) {
            for text in [text, near] {
                let _ = (OrgNumber::parse(&text), OrgNumber::from_first_eight(&text));
            }
        }
    }
}
