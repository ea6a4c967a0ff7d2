//! What can be read of a record that is wrong.

use jiff::civil::Date;

use crate::documents::bbs::layouts::{AMOUNT, DUE_DATE, KID, NUMBER};
use crate::documents::bbs::values::{date, number, records, small};
use crate::domain::giro::FileRule;
use crate::domain::money::Ore;
use crate::wire::fixed_width::latin1;

/// What can be read of an amount record 1 in which something else is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Glimpse {
    /// Transaction number.
    pub number: Option<u32>,
    /// KID, whatever it holds.
    pub kid: String,
    /// Due date.
    pub due_date: Option<Date>,
    /// Amount in øre.
    pub amount: Option<Ore>,
}

/// Reads what can be read of an amount record 1, given as its 80 characters.
#[must_use]
pub fn glimpse(record: &str) -> Glimpse {
    let byte = |character| u8::try_from(character).unwrap_or(b'?');
    let bytes: Vec<u8> = record.chars().map(byte).collect();
    let Ok((cut, _)) = records(&bytes) else {
        return Glimpse::default();
    };
    let first = cut
        .iter()
        .next()
        .filter(|it| it.bytes().get(6..8) == Some(b"30"));
    let Some(record) = first else {
        return Glimpse::default();
    };
    let ore = number(FileRule::Amount, record, &AMOUNT).ok();
    let ore = ore.and_then(|ore| i64::try_from(ore).ok());
    Glimpse {
        number: small(FileRule::Number, record, &NUMBER).ok(),
        kid: latin1(record.text(&KID)),
        due_date: date(FileRule::DueDate, record, &DUE_DATE).ok(),
        amount: ore.map(Ore::new),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_with_an_impossible_date_still_tells_its_kid_and_amount() {
        let record = "NY2102300000007310226           00000000000012550          \
                      000567800000026000000";
        let seen = glimpse(record);
        assert_eq!(
            (seen.number, seen.kid.as_str()),
            (Some(7), "000567800000026")
        );
        assert_eq!((seen.due_date, seen.amount), (None, Some(Ore::new(12_550))));
        for other in [
            "",
            "NY",
            "å",
            &"x".repeat(80),
            &record.replace("0230", "0231"),
        ] {
            assert_eq!(glimpse(other), Glimpse::default(), "{other}");
        }
    }
}
