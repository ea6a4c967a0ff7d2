//! Addresses of mailboxes at e-Boks.

use std::fmt;

use crate::domain::identity::NationalId;

/// The address of a mailbox at e-Boks: ten digits (Digdir: KRR, attributes).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EboksAddress(String);

impl EboksAddress {
    const DIGITS: usize = 10;

    /// Reads ten digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == Self::DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| Self(text.to_owned()))
    }

    /// The address that a person has who was given none: always the same for the same number.
    #[must_use]
    pub fn computed(ssn: &NationalId) -> Self {
        // FNV-1a: a number that is spread well, and no secret.
        let hash = ssn
            .as_str()
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
            });
        Self(format!("{:010}", hash % 10_000_000_000))
    }

    /// The ten digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EboksAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_ten_digits_given_or_computed() {
        assert_eq!(
            EboksAddress::parse("0000485887").unwrap().as_str(),
            "0000485887"
        );
        for bad in ["", "485887", "00004858871", "000048588x", "000048588æ"] {
            assert_eq!(EboksAddress::parse(bad), None, "{bad}");
        }
        let of = |number| EboksAddress::computed(&NationalId::parse(number).unwrap());
        let (one, other) = (of("13121622259"), of("09091816528"));
        assert_eq!(EboksAddress::parse(one.as_str()), Some(one.clone()));
        assert_eq!(one, of("13121622259"));
        assert_ne!(one, other);
    }
}
