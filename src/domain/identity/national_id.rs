//! National identity numbers: ordinary, D-numbers, and the synthetic series of test data.

use jiff::civil::Date;
use thiserror::Error;

use crate::domain::kid::mod11_control;

/// A person's 11 digits: birth date, individual number, two control digits.
///
/// It may be a citizen's own and is personal data: there is no `Display`, and this module's errors
/// show [`NationalId::masked`]. Only those that are [`NationalId::is_known_synthetic`] are surely
/// nobody's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NationalId {
    digits: String,
    kind: NationalIdKind,
    series: NationalIdSeries,
    birth_date: Date,
}

/// Whom a number was given to, told from its first digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NationalIdKind {
    /// A `fødselsnummer`: somebody resident in Norway.
    Fnr,
    /// A D-number, with 40 added to the day: somebody with a tie to Norway who does not live there.
    DNumber,
}

/// Which series a number belongs to, told from its month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NationalIdSeries {
    /// The month as it is: given out to real people.
    Ordinary,
    /// 40 added to the month: the synthetic people of NAV (Dolly).
    ///
    /// Hospitals number unidentified patients the same way, so on a ward it is no proof.
    Synthetic40,
    /// 80 added to the month: the synthetic people of Skatteetaten (Tenor).
    Synthetic80,
}

impl NationalId {
    /// Reads 11 digits; white space between them does not count.
    ///
    /// # Errors
    /// When characters or length are wrong, no birth date comes out, or a control digit is wrong in
    /// the scheme of today and in that of 2032 (Skatteetaten: Norwegian identity numbers; national
    /// population register, new identity numbers from 2032).
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        let digits: String = text
            .chars()
            .filter(|character| !character.is_whitespace())
            .collect();
        if let Some(found) = digits.chars().find(|character| !character.is_ascii_digit()) {
            return Err(IdentityError::NotDigits { found });
        }
        if digits.len() != 11 {
            return Err(IdentityError::Length {
                found: digits.len(),
            });
        }
        let (kind, series, birth_date) = birth_of(&digits).ok_or_else(|| IdentityError::Date {
            found: masked(&digits),
        })?;
        if !controls_hold(&digits) {
            return Err(IdentityError::Control {
                found: masked(&digits),
            });
        }
        Ok(Self {
            digits,
            kind,
            series,
            birth_date,
        })
    }

    /// The number of somebody born on this date, with an individual number of 0 to 999.
    ///
    /// `None` when the individual number does not go with the century, or a control digit comes
    /// out as ten: about one individual number in six is never given out for that reason.
    pub fn from_parts(
        birth_date: Date,
        individual: u16,
        series: NationalIdSeries,
        kind: NationalIdKind,
    ) -> Option<Self> {
        let day = birth_date.day() + kind.added_to_day();
        let month = birth_date.month() + series.added_to_month();
        let year = birth_date.year().rem_euclid(100);
        if individual > 999 || full_year(year, individual)? != birth_date.year() {
            return None;
        }
        let first_nine = format!("{day:02}{month:02}{year:02}{individual:03}");
        let digits = format!("{first_nine}{}", control_digits(&first_nine)?);
        Some(Self {
            digits,
            kind,
            series,
            birth_date,
        })
    }

    /// The 11 digits.
    pub fn as_str(&self) -> &str {
        &self.digits
    }

    /// Whether it is a `fødselsnummer` or a D-number.
    pub fn kind(&self) -> NationalIdKind {
        self.kind
    }

    /// Whether it is real people's series or one of the synthetic ones.
    pub fn series(&self) -> NationalIdSeries {
        self.series
    }

    /// The day of birth, its century told by the individual number.
    pub fn birth_date(&self) -> Date {
        self.birth_date
    }

    /// Whether it belongs to the series of the synthetic population register (month + 80), and so
    /// to no citizen. Hospitals give numbers of the other series (month + 40) to real people.
    pub fn is_known_synthetic(&self) -> bool {
        self.series == NationalIdSeries::Synthetic80
    }

    /// The birth date's six digits and five stars, `131216*****`, for logs and messages.
    pub fn masked(&self) -> String {
        masked(&self.digits)
    }
}

impl NationalIdKind {
    fn added_to_day(self) -> i8 {
        match self {
            Self::Fnr => 0,
            Self::DNumber => 40,
        }
    }
}

impl NationalIdSeries {
    fn added_to_month(self) -> i8 {
        match self {
            Self::Ordinary => 0,
            Self::Synthetic40 => 40,
            Self::Synthetic80 => 80,
        }
    }
}

/// Why a text is not a national identity number.
///
/// `found` never holds the whole number: one wrong digit away there may be a citizen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Error)]
pub enum IdentityError {
    /// Another number of digits.
    #[error("the national identity number has {found} digits; expected 11")]
    Length {
        /// How many digits there are.
        found: usize,
    },
    /// Something other than digits and white space.
    #[error("the national identity number holds `{found}`; expected 11 digits and nothing else")]
    NotDigits {
        /// The first character that is no digit.
        found: char,
    },
    /// No such day, month or century.
    #[error(
        "national identity number {found} holds no birth date; expected DDMMYY, with 40 added to \
         the day of a D-number, 40 or 80 to a synthetic month, and an individual number of its \
         century"
    )]
    Date {
        /// The first six digits, the others masked.
        found: String,
    },
    /// One of the last two digits is wrong.
    #[error("national identity number {found} fails its control digits; look for a mistyped digit")]
    Control {
        /// The first six digits, the others masked.
        found: String,
    },
}

fn masked(digits: &str) -> String {
    digits.chars().take(6).chain("*****".chars()).collect()
}

/// `None` when the digits hold no date that the individual number's century has.
fn birth_of(digits: &str) -> Option<(NationalIdKind, NationalIdSeries, Date)> {
    let (day, kind) = match two_digits(digits, 0)? {
        day @ 41.. => (day - 40, NationalIdKind::DNumber),
        day => (day, NationalIdKind::Fnr),
    };
    let (month, series) = match two_digits(digits, 2)? {
        month @ 81.. => (month - 80, NationalIdSeries::Synthetic80),
        month @ 41.. => (month - 40, NationalIdSeries::Synthetic40),
        month => (month, NationalIdSeries::Ordinary),
    };
    let individual = digits.get(6..9)?.parse().ok()?;
    let year = full_year(two_digits(digits, 4)?.into(), individual)?;
    Some((kind, series, Date::new(year, month, day).ok()?))
}

fn two_digits(digits: &str, at: usize) -> Option<i8> {
    digits.get(at..at + 2)?.parse().ok()
}

/// The century that an individual number stands for together with the last two digits of the year.
fn full_year(year: i16, individual: u16) -> Option<i16> {
    match (individual, year) {
        (0..=499, _) => Some(1900 + year),
        (500..=749, 54..) => Some(1800 + year),
        (500..=999, ..=39) => Some(2000 + year),
        (900..=999, 40..) => Some(1900 + year),
        _ => None,
    }
}

/// Whether both control digits of eleven digits hold. From 2032 the first one may leave 0 to 3
/// where it leaves 0 today; the second one is as before, and alone finds every single slip.
fn controls_hold(digits: &str) -> bool {
    let Some((first_ten, second)) = digits.split_at_checked(10) else {
        return false;
    };
    let weighted = first_ten.chars().zip([3, 7, 6, 1, 8, 9, 4, 5, 2, 1]);
    let sum: u32 = weighted
        .filter_map(|(digit, weight)| Some(digit.to_digit(10)? * weight))
        .sum();
    let computed = mod11_control(first_ten);
    sum % 11 <= 3 && computed.is_some_and(|digit| second.chars().eq([digit]))
}

/// Both control digits of the first nine; `None` where MOD11 would need a tenth digit.
///
/// The second one's weights are those of a KID, the first one's (3, 7, 6, 1, 8, 9, 4, 5, 2) are
/// its own.
fn control_digits(first_nine: &str) -> Option<String> {
    let mut sum = 0;
    for (digit, weight) in first_nine.chars().zip([3, 7, 6, 1, 8, 9, 4, 5, 2]) {
        sum += digit.to_digit(10)? * weight;
    }
    let first = char::from_digit((11 - sum % 11) % 11, 10)?;
    let second = mod11_control(&format!("{first_nine}{first}")).filter(char::is_ascii_digit)?;
    Some(format!("{first}{second}"))
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const KINDS: [NationalIdKind; 2] = [NationalIdKind::Fnr, NationalIdKind::DNumber];
    const SERIES: [NationalIdSeries; 3] = [
        NationalIdSeries::Ordinary,
        NationalIdSeries::Synthetic40,
        NationalIdSeries::Synthetic80,
    ];

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let seen = match NationalId::parse(text) {
            Ok(id) => format!("{:?} {:?} {}", id.kind(), id.series(), id.birth_date()),
            Err(IdentityError::Length { found }) => format!("length {found}"),
            Err(IdentityError::NotDigits { found }) => format!("not digits {found}"),
            Err(IdentityError::Date { found }) => format!("date {found}"),
            Err(IdentityError::Control { found }) => format!("control {found}"),
        };
        assert_eq!(seen, expect, "{text:?}");
    }

    #[test]
    fn the_published_test_consumers_are_read_with_their_birth_dates() {
        check("13121622259", "Fnr Ordinary 1916-12-13");
        check("09091816528", "Fnr Ordinary 1918-09-09");
        check("05111926664", "Fnr Ordinary 1919-11-05");
        check("131216 22259", "Fnr Ordinary 1916-12-13");
        check(" 13 12 16\u{a0}222 59\n", "Fnr Ordinary 1916-12-13");
    }

    #[test]
    fn a_number_with_a_slip_is_refused_without_being_repeated() {
        check("", "length 0");
        check("1312162225", "length 10");
        check("131216222590", "length 12");
        check("131216-22259", "not digits -");
        check("1312162225æ", "not digits æ");
        check("13121622258", "control 131216*****");
        check("13121622269", "control 131216*****");
        check("00121622259", "date 001216*****");
        check("32121622259", "date 321216*****");
        check("72121622259", "date 721216*****");
        check("13001622259", "date 130016*****");
        check("13131622259", "date 131316*****");
        check("13401622259", "date 134016*****");
        check("13531622259", "date 135316*****");
        check("13801622259", "date 138016*****");
        check("13931622259", "date 139316*****");
        check("30021622259", "date 300216*****");
        check("29021522259", "date 290215*****");
        check("99999999999", "date 999999*****");
    }

    #[test]
    fn a_number_of_the_scheme_of_2032_is_read_beside_those_of_today() {
        for (number, born) in [
            ("02013299997", "2032-01-02"),
            ("02013299806", "2032-01-02"),
            ("02013299903", "2032-01-02"),
            ("30108299920", "1982-10-30"),
            ("30108299939", "1982-10-30"),
        ] {
            check(number, &format!("Fnr Ordinary {born}"));
        }
        check("25815521008", "Fnr Synthetic80 1955-01-25");
        // The first digit leaves 4, and the second one fits it.
        check("25815520087", "control 258155*****");
    }

    #[test]
    fn the_individual_number_tells_the_century() {
        for (year, individual, expect) in [
            (0, 0, Some(1900)),
            (99, 499, Some(1999)),
            (54, 500, Some(1854)),
            (99, 749, Some(1899)),
            (53, 500, None),
            (40, 899, None),
            (0, 500, Some(2000)),
            (39, 999, Some(2039)),
            (40, 900, Some(1940)),
            (99, 999, Some(1999)),
            (54, 750, None),
        ] {
            assert_eq!(full_year(year, individual), expect, "{year} {individual}");
        }
    }

    #[test]
    fn a_leap_day_needs_a_leap_year_of_the_right_century() {
        let born = |individual| {
            birth_of(&format!("290200{individual}00")).map(|(_, _, birth_date)| birth_date)
        };
        assert_eq!(born("500"), Some(date(2000, 2, 29)));
        assert_eq!(born("499"), None);
    }

    #[test]
    fn individual_numbers_of_another_century_make_no_number() {
        let make = |birth_date, individual| {
            let (series, kind) = (NationalIdSeries::Synthetic80, NationalIdKind::Fnr);
            NationalId::from_parts(birth_date, individual, series, kind)
        };
        assert!((500..=999).all(|individual| make(date(1930, 1, 1), individual).is_none()));
        assert!((0..=499).all(|individual| make(date(2001, 1, 1), individual).is_none()));
        assert!((0..=999).all(|individual| make(date(1853, 1, 1), individual).is_none()));
        assert!((0..=999).all(|individual| make(date(2040, 1, 1), individual).is_none()));
        assert!((1000..=u16::MAX).all(|individual| make(date(1999, 1, 1), individual).is_none()));
        assert!(make(Date::MIN, 1).is_none() && make(Date::MAX, 1).is_none());
        let fitting = (0..=499).filter_map(|individual| make(date(1930, 1, 1), individual));
        assert!(fitting.count() > 380);
    }

    #[test]
    fn only_the_synthetic_series_belong_to_nobody() {
        let known = |series| {
            (0..20)
                .find_map(|individual| {
                    let born = date(1980, 6, 15);
                    NationalId::from_parts(born, individual, series, NationalIdKind::DNumber)
                })
                .unwrap()
                .is_known_synthetic()
        };
        assert_eq!(SERIES.map(known), [false, false, true]);
    }

    proptest! {
        #[test]
        fn a_made_number_reads_back_with_everything_it_was_made_of(
            days in 0_i32..67_900, individual in 0_u16..1000,
            series in prop::sample::select(&SERIES[..]), kind in prop::sample::select(&KINDS[..]),
        ) {
            let born = date(1854, 1, 1).saturating_add(days.days());
            if let Some(made) = NationalId::from_parts(born, individual, series, kind) {
                let read = NationalId::parse(made.as_str());
                prop_assert_eq!(read.as_ref(), Ok(&made));
                let parts = (made.birth_date(), made.series(), made.kind());
                prop_assert_eq!(parts, (born, series, kind));
                prop_assert_eq!(&made.as_str()[6..9], format!("{individual:03}"));
            }
        }

        #[test]
        fn one_wrong_digit_breaks_a_number(
            days in 0_i32..36_000, individual in 0_u16..500, place in 0_usize..11, by in 1_u8..10,
        ) {
            let born = date(1900, 1, 1).saturating_add(days.days());
            let (series, kind) = (NationalIdSeries::Synthetic80, NationalIdKind::Fnr);
            let made = NationalId::from_parts(born, individual, series, kind);
            prop_assume!(made.is_some());
            let mut wrong = made.unwrap().as_str().as_bytes().to_vec();
            wrong[place] = b'0' + (wrong[place] - b'0' + by) % 10;
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert!(NationalId::parse(&wrong).is_err(), "{wrong}");
        }

        #[test]
        fn no_text_makes_reading_panic(text in any::<String>(), near in "[0-9]{10,11}[ æ]?") {
            for text in [text, near] {
                let _ = NationalId::parse(&text).map_err(|error| error.to_string());
            }
        }
    }
}
