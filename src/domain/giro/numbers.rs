//! Numbers that files are known by.

use std::fmt;

use thiserror::Error;

use crate::domain::money::shortened;

/// Whoever sends or receives files (`kundeenhet-ID`): eight digits (MPS: Roles).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CustomerUnit(String);

impl CustomerUnit {
    /// The unit of MPS itself: recipient of what payees send, sender of what they get.
    #[must_use]
    pub fn mps() -> Self {
        Self("00008080".to_owned())
    }

    /// Reads eight digits.
    ///
    /// # Errors
    /// When it is anything else, or nothing but zeros.
    pub fn parse(text: &str) -> Result<Self, CustomerUnitError> {
        let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits && text.bytes().any(|byte| byte != b'0') {
            Ok(Self(text.to_owned()))
        } else {
            let found = shortened(text);
            Err(CustomerUnitError { found })
        }
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CustomerUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Why a text is no customer unit; `found` is the text, shortened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("customer unit `{found}` is not eight digits, such as 00230456")]
pub struct CustomerUnitError {
    /// The text that was read.
    pub found: String,
}

/// The number of a transmission or an order: up to seven digits (MPS: AvtaleGiro, system
/// specification).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SerialNumber(u32);

impl SerialNumber {
    /// The largest one; the next after it is 1.
    pub const MAX: u32 = 9_999_999;

    /// A number.
    #[must_use]
    pub fn new(number: u32) -> Option<Self> {
        (number <= Self::MAX).then_some(Self(number))
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        match self.0 {
            Self::MAX => Self(1),
            number => Self(number + 1),
        }
    }
}

impl fmt::Display for SerialNumber {
    /// Seven digits, as files have it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:07}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customer_unit_is_eight_digits_that_name_somebody() {
        assert_eq!(
            CustomerUnit::parse("00230456").unwrap().as_str(),
            "00230456"
        );
        for wrong in ["", "230456", "002304567", "0023045x", "00000000", "åååå"] {
            assert!(CustomerUnit::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(CustomerUnit::parse("00008080"), Ok(CustomerUnit::mps()));
    }

    #[test]
    fn after_the_largest_number_they_begin_anew() {
        assert_eq!(SerialNumber::new(10_000_000), None);
        let last = SerialNumber::new(SerialNumber::MAX).unwrap();
        assert_eq!(
            (last.next().get(), SerialNumber::default().next().get()),
            (1, 1)
        );
        assert_eq!(SerialNumber::default().next().to_string(), "0000001");
    }
}
