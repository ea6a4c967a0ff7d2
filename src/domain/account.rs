//! Norwegian bank account numbers, plain, with separators or as IBAN.

use std::fmt;

use thiserror::Error;

use crate::domain::kid::mod11_control;
use crate::domain::money::shortened;

/// A bank account: 11 digits, of which the last is the MOD11 control of the others.
///
/// Four digits name the bank's register, two the kind of account, four the customer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountNumber(String);

impl AccountNumber {
    /// Reads an account as people write it: `86011117947`, `8601.11.17947`, `NO93 8601 1117 947`.
    ///
    /// # Errors
    /// When characters or length are wrong, or a check digit of the account or the IBAN is.
    pub fn parse(text: &str) -> Result<Self, AccountError> {
        let found = || shortened(text);
        let compact: String = text
            .chars()
            .filter(|character| *character != '.' && !character.is_whitespace())
            .map(|character| character.to_ascii_uppercase())
            .collect();
        let (digits, is_iban) = match compact.strip_prefix("NO") {
            Some(rest) => (rest, true),
            None => (compact.as_str(), false),
        };
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(AccountError::NotDigits { found: found() });
        }
        if digits.len() != if is_iban { 13 } else { 11 } {
            return Err(AccountError::Length { found: found() });
        }
        let (checks, account) = if is_iban {
            digits.split_at(2)
        } else {
            ("", digits)
        };
        if is_iban && checks != iban_checks(account) {
            return Err(AccountError::Iban { found: found() });
        }
        let (first_ten, control) = account.split_at(10);
        match mod11_control(first_ten) {
            Some(expected) if control.starts_with(expected) => Ok(Self(account.to_owned())),
            Some(_) | None => Err(AccountError::Mod11 { found: found() }),
        }
    }

    /// The account that begins with these ten digits.
    ///
    /// `None` for anything but ten digits, and where MOD11 leaves a remainder of one: banks give
    /// no such number out.
    pub fn from_first_ten(digits: &str) -> Option<Self> {
        let control = mod11_control(digits).filter(char::is_ascii_digit)?;
        (digits.len() == 10).then(|| Self(format!("{digits}{control}")))
    }

    /// The 11 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The account as an IBAN without spaces, `NO9386011117947`.
    pub fn iban(&self) -> String {
        format!("NO{}{}", iban_checks(&self.0), self.0)
    }
}

impl fmt::Display for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Why a text is not an account number; `found` is the text, shortened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Error)]
pub enum AccountError {
    /// Another number of digits.
    #[error("account `{found}` has the wrong length; expected 11 digits, or NO and 13 for an IBAN")]
    Length {
        /// The text that was read.
        found: String,
    },
    /// Something other than digits, dots, spaces and a leading NO.
    #[error("account `{found}` may hold digits only, with dots or spaces, or be a Norwegian IBAN")]
    NotDigits {
        /// The text that was read.
        found: String,
    },
    /// The last digit is not the MOD11 control of the others.
    #[error("account `{found}` fails MOD11; look for a mistyped digit")]
    Mod11 {
        /// The text that was read.
        found: String,
    },
    /// The two digits after NO do not confirm the account.
    #[error("IBAN `{found}` fails MOD97; look for a mistyped digit")]
    Iban {
        /// The text that was read.
        found: String,
    },
}

/// The two check digits of ISO 13616 for a Norwegian account: N is 23 and O is 24.
fn iban_checks(account: &str) -> String {
    let remainder = account
        .bytes()
        .chain(*b"232400")
        .filter(u8::is_ascii_digit)
        .fold(0_u32, |sum, byte| (sum * 10 + u32::from(byte - b'0')) % 97);
    format!("{:02}", 98 - remainder)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let seen = match AccountNumber::parse(text) {
            Ok(account) => account.as_str().to_owned(),
            Err(AccountError::Length { .. }) => "length".to_owned(),
            Err(AccountError::NotDigits { .. }) => "not digits".to_owned(),
            Err(AccountError::Mod11 { .. }) => "mod11".to_owned(),
            Err(AccountError::Iban { .. }) => "iban".to_owned(),
        };
        assert_eq!(seen, expect, "{text:?}");
    }

    #[test]
    fn an_account_is_read_however_people_write_it() {
        for account in [
            "15030699952",
            "15062995960",
            "11110500019",
            "99991042764",
            "86011117947",
        ] {
            check(account, account);
        }
        check("8601 11 17947", "86011117947");
        check("8601.11.17947", "86011117947");
        check(" 8601\u{a0}11 17947\n", "86011117947");
        check("NO9386011117947", "86011117947");
        check("no93 8601 1117 947", "86011117947");
    }

    #[test]
    fn an_account_with_a_slip_is_refused() {
        check("88888888888", "mod11");
        check("35149098765", "mod11");
        check("abcdefghijk", "not digits");
        check("SE4550000000058398257466", "not digits");
        check("8601-11-17947", "not digits");
        check("8601111794æ", "not digits");
        check("", "length");
        check("8601111794", "length");
        check("NO", "length");
        check("NO86011117947", "length");
        check("NO9286011117947", "iban");
        check("NO9386011117948", "iban");
    }

    #[test]
    fn an_iban_check_below_two_or_above_ninety_eight_is_no_check() {
        let low = (0..10_000)
            .filter_map(|customer| AccountNumber::from_first_ten(&format!("860111{customer:04}")))
            .find(|account| account.iban().starts_with("NO02"))
            .unwrap();
        check(&low.iban(), low.as_str());
        check(&low.iban().replacen("NO02", "NO99", 1), "iban");
    }

    #[test]
    fn a_remainder_of_one_means_no_such_account() {
        assert_eq!(
            AccountNumber::from_first_ten("8601111794")
                .unwrap()
                .as_str(),
            "86011117947"
        );
        assert_eq!(mod11_control("8601110005"), Some('-'));
        assert_eq!(AccountNumber::from_first_ten("8601110005"), None);
        for wrong in ["", "860111179", "86011117947", "860111179æ"] {
            assert_eq!(AccountNumber::from_first_ten(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn any_ten_digits_with_their_control_are_an_account(digits in "[0-9]{10}") {
            if let Some(account) = AccountNumber::from_first_ten(&digits) {
                prop_assert_eq!(AccountNumber::parse(account.as_str()), Ok(account.clone()));
                prop_assert_eq!(AccountNumber::parse(&account.iban()), Ok(account.clone()));
            } else {
                prop_assert_eq!(mod11_control(&digits), Some('-'));
            }
        }

        #[test]
        fn one_wrong_digit_breaks_an_account(
            digits in "[0-9]{10}", place in 0_usize..11, by in 1_u8..10,
        ) {
            let account = AccountNumber::from_first_ten(&digits);
            prop_assume!(account.is_some());
            let mut wrong = account.unwrap().as_str().as_bytes().to_vec();
            wrong[place] = b'0' + (wrong[place] - b'0' + by) % 10;
            let wrong = String::from_utf8(wrong).unwrap();
            let refused = matches!(AccountNumber::parse(&wrong), Err(AccountError::Mod11 { .. }));
            prop_assert!(refused, "{wrong}");
        }

        #[test]
        fn one_wrong_digit_breaks_an_iban(
            digits in "[0-9]{10}", place in 2_usize..15, by in 1_u8..10,
        ) {
            let account = AccountNumber::from_first_ten(&digits);
            prop_assume!(account.is_some());
            let mut wrong = account.unwrap().iban().into_bytes();
            wrong[place] = b'0' + (wrong[place] - b'0' + by) % 10;
            let wrong = String::from_utf8(wrong).unwrap();
            let refused = matches!(AccountNumber::parse(&wrong), Err(AccountError::Iban { .. }));
            prop_assert!(refused, "{wrong}");
        }

        #[test]
        fn no_text_makes_reading_panic(text in any::<String>(), near in "(NO)?[0-9æ. ]{0,16}") {
            for text in [text, near] {
                let _ = (AccountNumber::parse(&text), AccountNumber::from_first_ten(&text));
            }
        }
    }
}
