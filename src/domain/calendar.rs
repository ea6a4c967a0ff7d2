//! Norwegian bank days and the wall clock they follow, Europe/Oslo.
//!
//! Nothing here panics, whatever date it is asked about: jiff's dates run from the year -9999 to
//! 9999, and a result beyond either end is that end.

use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ToSpan};

/// The time zone of every bank, cut-off and due date.
///
/// Taken from the data compiled in, so that two machines never disagree. Were the zone missing
/// there, today's European rule would stand in for all years.
pub fn oslo() -> TimeZone {
    static OSLO: LazyLock<TimeZone> = LazyLock::new(|| {
        TimeZoneDatabase::bundled()
            .get("Europe/Oslo")
            .or_else(|_| TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3"))
            .unwrap_or(TimeZone::UTC)
    });
    OSLO.clone()
}

/// Easter Sunday of the western church, by the Gregorian computus.
///
/// Years before the Gregorian calendar are reckoned as if it had always been; years outside
/// jiff's range as the nearest inside it.
pub fn easter_sunday(year: i16) -> Date {
    let year = year.clamp(Date::MIN.year(), Date::MAX.year());
    let whole = i32::from(year);
    let (century, in_century) = (whole.div_euclid(100), whole.rem_euclid(100));
    let golden = whole.rem_euclid(19);
    let moon_shift = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let full_moon =
        (19 * golden + century - century.div_euclid(4) - moon_shift + 15).rem_euclid(30);
    let to_sunday =
        (32 + 2 * century.rem_euclid(4) + 2 * (in_century / 4) - full_moon - in_century % 4)
            .rem_euclid(7);
    let late_moon = (golden + 11 * full_moon + 22 * to_sunday) / 451;
    let after_22_march = full_moon + to_sunday - 7 * late_moon;
    Date::new(year, 3, 22).map_or(Date::MAX, |first| {
        first.saturating_add(after_22_march.days())
    })
}

/// Whether the banks are closed for a holiday: the public ones of Norway.
///
/// 1 January, Maundy Thursday to Easter Monday without the Saturday, 1 and 17 May, Ascension Day,
/// Whit Sunday and Monday, 25 and 26 December.
pub fn is_holiday(date: Date) -> bool {
    let after_easter = date.day_of_year() - easter_sunday(date.year()).day_of_year();
    matches!(
        (date.month(), date.day()),
        (1, 1) | (5, 1 | 17) | (12, 25 | 26)
    ) || matches!(after_easter, -3 | -2 | 0 | 1 | 39 | 49 | 50)
}

/// Whether banks move money on this date: Monday to Friday and no holiday.
pub fn is_bank_day(date: Date) -> bool {
    !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_holiday(date)
}

/// The date itself when it is a bank day, else the next that is.
pub fn next_bank_day(date: Date) -> Date {
    let mut day = date;
    while !is_bank_day(day) {
        match day.tomorrow() {
            Ok(tomorrow) => day = tomorrow,
            Err(_) => break,
        }
    }
    day
}

/// The `bank_days`-th bank day after the date, or before it when the number is negative.
///
/// The date itself is not counted; zero gives it back, bank day or not.
pub fn add_bank_days(date: Date, bank_days: i32) -> Date {
    let mut day = date;
    let mut left = bank_days.unsigned_abs();
    while left > 0 {
        let neighbour = if bank_days > 0 {
            day.tomorrow()
        } else {
            day.yesterday()
        };
        match neighbour {
            Ok(neighbour) => day = neighbour,
            Err(_) => break,
        }
        if is_bank_day(day) {
            left -= 1;
        }
    }
    day
}

/// What calendar and clock on the wall in Oslo show at this instant, for texts that people read.
pub fn on_the_wall(instant: Timestamp) -> String {
    let wall = instant.to_zoned(oslo()).datetime();
    let (date, time) = (wall.date(), wall.time());
    format!("{date} {:02}:{:02}", time.hour(), time.minute())
}

/// An instant as RFC 3339 with the offset of Norway.
pub fn with_offset(instant: Timestamp) -> String {
    let offset = oslo().to_offset(instant);
    instant.display_with_offset(offset).to_string()
}

/// An instant as Digipost writes it: milliseconds, and the offset of Norway.
pub fn with_millis(instant: Timestamp) -> String {
    let there = instant.to_zoned(oslo());
    there.strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
}

/// The date on the wall in Oslo at this instant.
pub fn local_date(instant: Timestamp) -> Date {
    instant.to_zoned(oslo()).date()
}

/// The instant when clocks in Oslo show this time, such as a cut-off at 14:00.
///
/// An hour that summer time skips is taken an hour later, one that comes twice the first time.
/// Hours beyond 0 to 23 and minutes beyond 0 to 59 count as the nearest within.
pub fn at_local(date: Date, hour: i8, minute: i8) -> Timestamp {
    let wall = date.at(hour.clamp(0, 23), minute.clamp(0, 59), 0, 0);
    match wall.to_zoned(oslo()) {
        Ok(zoned) => zoned.timestamp(),
        Err(_) if date.year() < 0 => Timestamp::MIN,
        Err(_) => Timestamp::MAX,
    }
}

/// The first hand-over of claims to the payers' banks after an instant: 17:00 on a bank day.
///
/// It happens once a day at about 17:00 (Mastercard Payment Services: Combo API). That it rests
/// when the banks do is ours.
pub fn next_hand_over(after: Timestamp) -> Timestamp {
    next_at(after, 17)
}

/// The next time after an instant at which MPS sends files to data receivers: 12:00 on a bank day.
///
/// That data receivers get files on bank days is documented (MPS: OCR giro, system manual), the
/// hour is ours.
pub fn next_files_run(after: Timestamp) -> Timestamp {
    next_at(after, 12)
}

/// The next time after an instant at which it is this hour on a bank day.
fn next_at(after: Timestamp, hour: i8) -> Timestamp {
    let today = local_date(after);
    let at = at_local(today, hour, 0);
    if is_bank_day(today) && at > after {
        at
    } else {
        at_local(add_bank_days(today, 1), hour, 0)
    }
}

/// Calendar days from one date to another; negative when `to` is the earlier.
pub fn days_until(from: Date, to: Date) -> i32 {
    const DAY_S: i64 = 24 * 60 * 60;
    let days = from.duration_until(to).as_secs() / DAY_S;
    // jiff's whole range has some seven million days, so the fallback is never reached.
    i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn easter_falls_where_the_almanac_says() {
        for (year, month, day) in [
            (1818, 3, 22),
            (1943, 4, 25),
            (1954, 4, 18),
            (1961, 4, 2),
            (1981, 4, 19),
            (2000, 4, 23),
            (2008, 3, 23),
            (2011, 4, 24),
            (2019, 4, 21),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2038, 4, 25),
            (2049, 4, 18),
            (2076, 4, 19),
            (2285, 3, 22),
        ] {
            assert_eq!(easter_sunday(year), date(year, month, day));
        }
    }

    #[test]
    fn the_holidays_of_2026_are_these_and_no_others() {
        let holidays: Vec<String> = date(2026, 1, 1)
            .series(1.day())
            .take_while(|day| day.year() == 2026)
            .filter(|day| is_holiday(*day))
            .map(|day| day.strftime("%m-%d").to_string())
            .collect();
        let expect = "01-01 04-02 04-03 04-05 04-06 05-01 05-14 05-17 05-24 05-25 12-25 12-26";
        assert_eq!(holidays.join(" "), expect);
    }

    #[test]
    fn banks_rest_on_weekends_and_holidays() {
        assert!(is_bank_day(date(2026, 4, 1)), "the Wednesday before Easter");
        assert!(!is_bank_day(date(2026, 4, 2)), "Maundy Thursday");
        assert!(!is_bank_day(date(2026, 4, 4)), "Saturday");
        assert!(is_bank_day(date(2026, 12, 24)), "Christmas Eve");
        assert!(is_bank_day(date(2026, 12, 31)), "New Year's Eve");
        assert!(
            is_bank_day(date(2026, 5, 18)),
            "17 May on a Sunday is not moved"
        );
    }

    #[test]
    fn a_due_date_on_a_closed_day_moves_to_the_next_bank_day() {
        let moved = |month, day| next_bank_day(date(2026, month, day));
        assert_eq!(moved(4, 1), date(2026, 4, 1));
        assert_eq!(moved(4, 2), date(2026, 4, 7));
        assert_eq!(moved(12, 25), date(2026, 12, 28));
        assert_eq!(moved(5, 14), date(2026, 5, 15));
        assert_eq!(next_bank_day(date(2027, 12, 31)), date(2027, 12, 31));
        assert_eq!(next_bank_day(date(2028, 1, 1)), date(2028, 1, 3));
    }

    #[test]
    fn bank_days_are_counted_from_the_day_after() {
        let add = |month, day, bank_days| add_bank_days(date(2026, month, day), bank_days);
        assert_eq!(add(4, 1, 1), date(2026, 4, 7));
        assert_eq!(add(4, 4, 1), date(2026, 4, 7));
        assert_eq!(add(4, 4, 0), date(2026, 4, 4));
        assert_eq!(add(4, 7, -1), date(2026, 4, 1));
        assert_eq!(add(4, 1, 5), date(2026, 4, 13));
    }

    #[test]
    fn the_date_in_oslo_is_not_the_date_in_greenwich() {
        let local = |instant: &str| local_date(instant.parse().unwrap());
        assert_eq!(local("2026-01-31T22:59:59Z"), date(2026, 1, 31));
        assert_eq!(local("2026-01-31T23:00:00Z"), date(2026, 2, 1));
        assert_eq!(local("2026-06-30T21:59:59Z"), date(2026, 6, 30));
        assert_eq!(local("2026-06-30T22:00:00Z"), date(2026, 7, 1));
    }

    #[test]
    fn a_cut_off_is_told_by_the_clock_on_the_wall() {
        let at =
            |month, day, hour, minute| at_local(date(2026, month, day), hour, minute).to_string();
        assert_eq!(at(1, 15, 14, 0), "2026-01-15T13:00:00Z");
        assert_eq!(at(7, 15, 14, 0), "2026-07-15T12:00:00Z");
        assert_eq!(
            at(3, 29, 2, 30),
            "2026-03-29T01:30:00Z",
            "skipped: 03:30 summer time"
        );
        assert_eq!(
            at(10, 25, 2, 30),
            "2026-10-25T00:30:00Z",
            "twice: the first"
        );
        assert_eq!(at(7, 15, 99, -5), "2026-07-15T21:00:00Z");
    }

    #[test]
    fn the_wall_shows_summer_and_winter_time() {
        let shown = |instant: &str| on_the_wall(instant.parse().unwrap());
        assert_eq!(shown("2026-01-15T13:00:59Z"), "2026-01-15 14:00");
        assert_eq!(shown("2026-07-14T22:05:00Z"), "2026-07-15 00:05");
    }

    #[test]
    fn claims_are_handed_over_at_five_in_the_afternoon_of_a_bank_day() {
        for (after, next) in [
            ("2026-03-02T08:00:00Z", "2026-03-02T16:00:00Z"),
            ("2026-03-02T15:59:59Z", "2026-03-02T16:00:00Z"),
            ("2026-03-02T16:00:00Z", "2026-03-03T16:00:00Z"),
            ("2026-03-06T16:00:00Z", "2026-03-09T16:00:00Z"),
            // Easter, and the beginning of summer time in between.
            ("2026-04-01T15:00:00Z", "2026-04-07T15:00:00Z"),
            ("2026-03-27T16:00:00Z", "2026-03-30T15:00:00Z"),
        ] {
            let after: Timestamp = after.parse().unwrap();
            assert_eq!(next_hand_over(after).to_string(), next, "{after}");
        }
        assert!(next_hand_over(Timestamp::MAX) <= Timestamp::MAX);
    }

    #[test]
    fn days_are_counted_over_summer_time_and_backwards() {
        assert_eq!(days_until(date(2026, 3, 28), date(2026, 3, 30)), 2);
        assert_eq!(days_until(date(2026, 3, 30), date(2026, 3, 28)), -2);
        assert_eq!(days_until(date(2028, 2, 28), date(2028, 3, 1)), 2);
        assert_eq!(days_until(Date::MIN, Date::MAX), 7_304_483);
        assert_eq!(days_until(Date::MAX, Date::MIN), -7_304_483);
    }

    #[test]
    fn the_ends_of_time_hold() {
        assert!(is_bank_day(Date::MAX));
        assert_eq!(add_bank_days(Date::MAX, i32::MAX), Date::MAX);
        assert_eq!(add_bank_days(Date::MIN, i32::MIN), Date::MIN);
        assert_eq!(at_local(Date::MAX, 23, 59), Timestamp::MAX);
        assert_eq!(at_local(Date::MIN, 0, 0), Timestamp::MIN);
        assert_eq!(local_date(Timestamp::MAX), date(9999, 12, 30));
        assert_eq!(local_date(Timestamp::MIN).year(), -9999);
        assert_eq!(easter_sunday(i16::MIN).year(), -9999);
        assert_eq!(easter_sunday(i16::MAX).year(), 9999);
    }

    #[test]
    fn the_zone_is_the_compiled_in_one() {
        assert_eq!(oslo().iana_name(), Some("Europe/Oslo"));
    }

    fn any_date() -> impl Strategy<Value = Date> {
        (0_i32..=7_304_483).prop_map(|days| Date::MIN.saturating_add(days.days()))
    }

    proptest! {
        #[test]
        fn easter_is_a_sunday_from_22_march_to_25_april(year in -9999_i16..=9999) {
            let easter = easter_sunday(year);
            prop_assert_eq!(easter.weekday(), Weekday::Sunday);
            prop_assert!(date(year, 3, 22) <= easter && easter <= date(year, 4, 25));
        }

        #[test]
        fn the_next_bank_day_is_one_and_skips_none(day in any_date()) {
            let next = next_bank_day(day);
            prop_assert!(is_bank_day(next) && day <= next && days_until(day, next) <= 6);
            let mut skipped = day.series(1.day()).take_while(|at| *at < next);
            prop_assert!(skipped.all(|at| !is_bank_day(at)));
        }

        #[test]
        fn bank_days_forth_and_back_meet(day in any_date(), bank_days in 0_i32..40) {
            let start = next_bank_day(day);
            let end = add_bank_days(start, bank_days);
            prop_assume!(end < date(9999, 12, 1));
            prop_assert_eq!(add_bank_days(end, -bank_days), start);
        }

        #[test]
        fn a_local_time_lies_on_its_date(
            day in (0_i32..200_000).prop_map(|days| date(1900, 1, 1).saturating_add(days.days())),
            hour in 0_i8..24,
        ) {
            prop_assert_eq!(local_date(at_local(day, hour, 0)), day);
        }

        #[test]
        fn no_date_makes_any_function_panic(
            day in any_date(), other in any_date(), hour in any::<i8>(), minute in any::<i8>(),
        ) {
            let _ = (is_bank_day(day), days_until(day, other), at_local(day, hour, minute));
        }
    }
}
