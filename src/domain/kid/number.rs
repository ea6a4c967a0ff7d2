//! One KID, and its two control digits.

use std::fmt;

use thiserror::Error;

use crate::domain::money::shortened;

/// A payment reference of 2 to 25 characters whose last is a control digit.
///
/// The payee chooses between MOD10 and MOD11; a MOD11 control may be `-` (MPS: KID). Agreements
/// demand more (a registered length, one of the two methods), which is theirs to check.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kid(String);

impl Kid {
    /// Reads a KID that either method confirms.
    ///
    /// # Errors
    /// When a character is out of place, the length is outside 2 to 25, or no method confirms it.
    pub fn parse(text: &str) -> Result<Self, KidError> {
        let kid = Self::of_right_shape(text, text.strip_suffix('-').unwrap_or(text))?;
        if kid.is_mod10() || kid.is_mod11() {
            Ok(kid)
        } else {
            Err(KidError::Neither { found: kid.0 })
        }
    }

    /// Reads a KID that MOD10 confirms, the only kind an eFaktura takes.
    ///
    /// Rule R-073 of "Maventa: Consumer Invoicing (Norway), eFaktura validation".
    ///
    /// # Errors
    /// When a character is no digit, the length is outside 2 to 25, or the control digit is wrong.
    pub fn parse_mod10(text: &str) -> Result<Self, KidError> {
        let kid = Self::of_right_shape(text, text)?;
        match split_control(&kid.0).and_then(|(reference, _)| mod10_control(reference)) {
            Some(expected) if !kid.0.ends_with(expected) => Err(KidError::Mod10 {
                found: kid.0,
                expected,
            }),
            Some(_) | None => Ok(kid),
        }
    }

    /// A KID made of a reference of 1 to 24 digits and its MOD10 control digit.
    ///
    /// # Errors
    /// When the reference has another length or other characters.
    pub fn with_mod10(reference: &str) -> Result<Self, KidError> {
        let control = match mod10_control(reference) {
            Some(control) => control,
            None if reference.is_empty() => {
                return Err(KidError::Length {
                    found: String::new(),
                });
            }
            None => {
                return Err(KidError::NotDigits {
                    found: shortened(reference),
                });
            }
        };
        let text = format!("{reference}{control}");
        Self::of_right_shape(&text, &text)
    }

    /// The KID as written, leading zeros and all.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the last character is the MOD10 control of the rest.
    pub fn is_mod10(&self) -> bool {
        split_control(&self.0).is_some_and(|(rest, last)| mod10_control(rest) == Some(last))
    }

    /// Whether the last character is the MOD11 control of the rest.
    pub fn is_mod11(&self) -> bool {
        split_control(&self.0).is_some_and(|(rest, last)| mod11_control(rest) == Some(last))
    }

    /// Whether the SOAP schemas let it through: they take digits only (WSDL EfakturaAtgService v1).
    pub fn passes_soap_schema(&self) -> bool {
        !self.0.ends_with('-')
    }

    /// The place in the order of KIDs from which on all come that begin so. It is no KID by itself.
    pub(crate) fn place(beginning: &str) -> Self {
        Self(beginning.to_owned())
    }

    fn of_right_shape(text: &str, digits: &str) -> Result<Self, KidError> {
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(KidError::NotDigits {
                found: shortened(text),
            });
        }
        if !(2..=25).contains(&text.len()) {
            return Err(KidError::Length {
                found: shortened(text),
            });
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Kid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The MOD10 (Luhn) control of a string of digits; `None` when it is empty or holds anything else.
///
/// Weights 2, 1, 2, 1… from the right, and the digits of the products are added (MPS: KID).
pub fn mod10_control(digits: &str) -> Option<char> {
    let mut sum = 0;
    let mut weight = 2;
    for character in digits.chars().rev() {
        let product = character.to_digit(10)? * weight;
        sum = (sum + product / 10 + product % 10) % 10;
        weight = 3 - weight;
    }
    let control = char::from_digit((10 - sum) % 10, 10);
    if digits.is_empty() { None } else { control }
}

/// The MOD11 control of a string of digits; `None` when it is empty or holds anything else.
///
/// Weights 2 to 7 from the right, again and again. A remainder of one gives `-`, which a KID may
/// end with (MPS: KID) and which in every other number means that the number does not exist.
pub fn mod11_control(digits: &str) -> Option<char> {
    let mut sum = 0;
    let mut weight = 2;
    for character in digits.chars().rev() {
        sum = (sum + character.to_digit(10)? * weight) % 11;
        weight = if weight == 7 { 2 } else { weight + 1 };
    }
    match sum {
        _ if digits.is_empty() => None,
        0 => Some('0'),
        1 => Some('-'),
        remainder => char::from_digit(11 - remainder, 10),
    }
}

/// Why a text is not a KID; `found` is the text, shortened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Error)]
pub enum KidError {
    /// Shorter than 2 or longer than 25 characters.
    #[error("KID `{found}` has the wrong length; a KID has 2 to 25 digits, the control included")]
    Length {
        /// The text that was read.
        found: String,
    },
    /// Something other than digits, or a `-` where none may stand.
    #[error("KID `{found}` may hold digits only; just a MOD11 control may be `-`, in last place")]
    NotDigits {
        /// The text that was read.
        found: String,
    },
    /// MOD10 is demanded and does not confirm it.
    #[error("KID `{found}` fails MOD10: expected `{expected}` in last place")]
    Mod10 {
        /// The KID that was read.
        found: String,
        /// The control digit that its reference demands.
        expected: char,
    },
    /// Neither MOD10 nor MOD11 confirms it.
    #[error("KID `{found}` fails MOD10 and MOD11: {}", controls_for(found))]
    Neither {
        /// The KID that was read.
        found: String,
    },
}

fn split_control(text: &str) -> Option<(&str, char)> {
    let mut characters = text.chars();
    let control = characters.next_back()?;
    Some((characters.as_str(), control))
}

fn controls_for(found: &str) -> String {
    let reference = split_control(found).map_or("", |(reference, _)| reference);
    match (mod10_control(reference), mod11_control(reference)) {
        (Some(mod10), Some(mod11)) => {
            format!("expected `{mod10}` (MOD10) or `{mod11}` (MOD11) in last place")
        }
        _ => "expected a control digit in last place".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let seen = match Kid::parse(text) {
            Ok(kid) => match (kid.is_mod10(), kid.is_mod11()) {
                (true, true) => "both",
                (true, false) => "mod10",
                (false, true) => "mod11",
                (false, false) => "confirmed by nothing",
            },
            Err(KidError::Length { .. }) => "length",
            Err(KidError::NotDigits { .. }) => "not digits",
            Err(KidError::Mod10 { .. }) => "demands mod10",
            Err(KidError::Neither { .. }) => "neither",
        };
        assert_eq!(seen, expect, "{text:?}");
    }

    #[test]
    fn the_control_digits_of_the_specification_come_out() {
        for (reference, control) in [
            ("12345678", '2'),
            ("1234567", '4'),
            ("1234569", '0'),
            ("00011200050715", '5'),
        ] {
            assert_eq!(
                mod10_control(reference),
                Some(control),
                "MOD10 of {reference}"
            );
        }
        for (reference, control) in [
            ("12345678", '5'),
            ("1234569", '0'),
            ("1234564", '-'),
            ("1234578", '-'),
        ] {
            assert_eq!(
                mod11_control(reference),
                Some(control),
                "MOD11 of {reference}"
            );
        }
        for nonsense in ["", "-", "12a4", "١٢", " 12"] {
            assert_eq!(
                (mod10_control(nonsense), mod11_control(nonsense)),
                (None, None)
            );
        }
    }

    #[test]
    fn a_kid_is_taken_when_either_method_confirms_it() {
        check("123456782", "mod10");
        check("123456785", "mod11");
        check("12345690", "both");
        check("1234564-", "mod11");
        check("000112000507155", "mod10");
        check("0000000000000000000000000", "both");
        check("18", "mod10");
        check("123456783", "neither");
        check("1234567-", "neither");
        check("", "length");
        check("0", "length");
        check("-", "length");
        check("00000000000000000000000000", "length");
        for text in [
            "12-4",
            "1234564--",
            "-12",
            "12 34",
            "1234569æ",
            "１２３",
            "12345690\n",
        ] {
            check(text, "not digits");
        }
    }

    #[test]
    fn an_efaktura_kid_must_be_mod10() {
        assert!(Kid::parse_mod10("123456782").unwrap().passes_soap_schema());
        assert_eq!(
            Kid::parse_mod10("123456785").unwrap_err(),
            KidError::Mod10 {
                found: "123456785".to_owned(),
                expected: '2'
            }
        );
        assert_eq!(
            Kid::parse_mod10("1234564-").unwrap_err(),
            KidError::NotDigits {
                found: "1234564-".to_owned()
            }
        );
    }

    #[test]
    fn a_kid_ending_in_a_hyphen_cannot_travel_over_soap() {
        assert!(!Kid::parse("1234564-").unwrap().passes_soap_schema());
        assert!(Kid::parse("123456785").unwrap().passes_soap_schema());
    }

    #[test]
    fn a_reference_becomes_a_kid_while_there_is_room_for_the_control() {
        assert_eq!(Kid::with_mod10("12345678").unwrap().as_str(), "123456782");
        assert_eq!(Kid::with_mod10(&"1".repeat(24)).unwrap().as_str().len(), 25);
        for reference in ["", &"1".repeat(25)] {
            assert!(matches!(
                Kid::with_mod10(reference),
                Err(KidError::Length { .. })
            ));
        }
        assert!(matches!(
            Kid::with_mod10("12-"),
            Err(KidError::NotDigits { .. })
        ));
    }

    #[test]
    fn a_refusal_names_the_control_digits_that_would_do() {
        assert_eq!(
            Kid::parse("123456783").unwrap_err().to_string(),
            "KID `123456783` fails MOD10 and MOD11: \
             expected `2` (MOD10) or `5` (MOD11) in last place"
        );
    }

    fn with_digit_moved(text: &str, place: usize, by: u32) -> String {
        let moved = |digit: char| char::from_digit((digit.to_digit(10).unwrap() + by) % 10, 10);
        text.chars()
            .enumerate()
            .map(|(at, digit)| {
                if at == place {
                    moved(digit).unwrap()
                } else {
                    digit
                }
            })
            .collect()
    }

    proptest! {
        #[test]
        fn any_reference_with_its_mod10_control_is_a_kid(reference in "[0-9]{1,24}") {
            let kid = Kid::with_mod10(&reference).unwrap();
            prop_assert!(kid.is_mod10());
            prop_assert_eq!(Kid::parse(kid.as_str()), Ok(kid.clone()));
            prop_assert_eq!(Kid::parse_mod10(kid.as_str()), Ok(kid.clone()));
        }

        #[test]
        fn any_reference_with_its_mod11_control_is_a_kid(reference in "[0-9]{1,24}") {
            let text = format!("{reference}{}", mod11_control(&reference).unwrap());
            let kid = Kid::parse(&text).unwrap();
            prop_assert!(kid.is_mod11());
            prop_assert_eq!(kid.passes_soap_schema(), !text.ends_with('-'));
        }

        #[test]
        fn one_wrong_digit_breaks_mod10(
            reference in "[0-9]{1,24}", place in any::<prop::sample::Index>(), by in 1_u32..10,
        ) {
            let kid = Kid::with_mod10(&reference).unwrap();
            let place = place.index(kid.as_str().len());
            let wrong = with_digit_moved(kid.as_str(), place, by);
            let refused = matches!(Kid::parse_mod10(&wrong), Err(KidError::Mod10 { .. }));
            prop_assert!(refused, "{wrong}");
        }

        #[test]
        fn one_wrong_digit_breaks_mod11(
            reference in "[0-9]{1,24}", place in any::<prop::sample::Index>(), by in 1_u32..10,
        ) {
            let control = mod11_control(&reference).unwrap();
            let wrong = with_digit_moved(&reference, place.index(reference.len()), by);
            prop_assert_ne!(mod11_control(&wrong), Some(control));
        }

        #[test]
        fn no_text_makes_reading_panic(text in any::<String>(), near in "[0-9æ -]{0,30}") {
            for text in [text, near] {
                let _ = (Kid::parse(&text), Kid::parse_mod10(&text), Kid::with_mod10(&text));
                let _ = Kid::parse(&text).map_err(|error| error.to_string());
            }
        }
    }
}
