//! Notifications that a sender orders (`varsler`).

use super::text::{EmailText, OutOfBounds, SmsText};
use crate::domain::email::EmailAddress;
use crate::domain::phone::PhoneNumber;

/// What the sender wants the recipient told, beside or instead of what the mailbox tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notices {
    /// By e-mail.
    pub email: Option<EmailNotice>,
    /// By SMS.
    pub sms: Option<SmsNotice>,
}

/// A notification by e-mail (`epostvarsel`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailNotice {
    /// To whom.
    pub address: EmailAddress,
    /// Its words.
    pub text: EmailText,
    /// On which days.
    pub repetitions: Repetitions,
}

/// A notification by SMS (`smsvarsel`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmsNotice {
    /// To whom.
    pub number: SmsNumber,
    /// Its words.
    pub text: SmsText,
    /// On which days.
    pub repetitions: Repetitions,
}

/// The days of a notification, counted from the day the letter becomes visible: 1 to 10 numbers
/// from 0 to 25.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repetitions(Vec<u8>);

impl Repetitions {
    /// Reads the days.
    ///
    /// # Errors
    /// [`OutOfBounds`] when there are none or too many, or one is too late.
    pub fn parse(days: &[u64]) -> Result<Self, OutOfBounds> {
        if !(1..=10).contains(&days.len()) {
            return Err(OutOfBounds {
                found: format!("{} days", days.len()),
                expected: "1 to 10 days".to_owned(),
            });
        }
        let day = |day: &u64| {
            let fits = u8::try_from(*day).ok().filter(|day| *day <= 25);
            fits.ok_or_else(|| OutOfBounds {
                found: format!("day {day}"),
                expected: "days from 0 to 25".to_owned(),
            })
        };
        days.iter().map(day).collect::<Result<_, _>>().map(Self)
    }

    /// The days as they were written.
    #[must_use]
    pub fn days(&self) -> &[u8] {
        &self.0
    }
}

/// A telephone number as senders write it: 8 to 20 characters, a plus perhaps, then digits, blanks,
/// hyphens and underscores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmsNumber(String);

impl SmsNumber {
    /// Reads a number.
    ///
    /// # Errors
    /// [`OutOfBounds`] when its length or a character is wrong.
    pub fn parse(text: &str) -> Result<Self, OutOfBounds> {
        let rest = text.strip_prefix('+').unwrap_or(text);
        let fits = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'-' | b' ' | b'_');
        if !(8..=20).contains(&text.len()) || rest.is_empty() || !rest.bytes().all(fits) {
            return Err(OutOfBounds::form(
                text,
                "8 to 20 characters: a plus perhaps, then digits, blanks, `-` or `_`",
            ));
        }
        Ok(Self(text.to_owned()))
    }

    /// The number as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The line it names, if it names one.
    #[must_use]
    pub fn line(&self) -> Option<PhoneNumber> {
        PhoneNumber::parse(&self.0.replace('_', " ")).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_taken_as_the_schema_takes_it() {
        for good in ["12345678", "+47 918-16_528", "--------"] {
            assert!(SmsNumber::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "1234567", "+", "(47)918165", "123456789012345678901"] {
            assert!(SmsNumber::parse(bad).is_err(), "{bad}");
        }
        let line = SmsNumber::parse("918_16-528").unwrap().line().unwrap();
        assert_eq!(line.international(), "+4791816528");
        assert_eq!(SmsNumber::parse("--------").unwrap().line(), None);
    }

    #[test]
    fn days_are_counted_up_to_the_twenty_fifth() {
        assert_eq!(Repetitions::parse(&[0, 25]).unwrap().days(), [0, 25]);
        assert!(Repetitions::parse(&[]).is_err());
        assert!(Repetitions::parse(&[26]).is_err());
        assert!(Repetitions::parse(&[1; 11]).is_err());
    }
}
