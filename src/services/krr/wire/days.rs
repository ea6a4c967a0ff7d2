//! Days as the register writes them: as instants. The cast knows days only, so they are noon.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::domain::calendar::{at_local, oslo};
use crate::domain::krr::TimeForm;

/// Days in one form, each of which is computed once in an answer.
#[derive(Debug)]
pub(super) struct Days {
    form: TimeForm,
    zone: TimeZone,
    known: BTreeMap<Date, String>,
}

impl Days {
    pub(super) fn new(form: TimeForm) -> Self {
        Self {
            form,
            zone: oslo(),
            known: BTreeMap::new(),
        }
    }

    pub(super) fn text(&mut self, day: Date) -> &str {
        let Self { form, zone, known } = self;
        known
            .entry(day)
            .or_insert_with(|| written(day, *form, zone))
    }
}

fn written(day: Date, form: TimeForm, zone: &TimeZone) -> String {
    // Its beginning: what was chosen today did not happen later than now.
    let begin = at_local(day, 0, 0);
    let there = begin.to_zoned(zone.clone());
    let hours = there.offset().seconds() / 3600;
    let local = there.strftime("%Y-%m-%dT%H:%M:%S");
    match form {
        TimeForm::Short => format!("{local}+{hours:02}"),
        TimeForm::Full => format!("{local}+{hours:02}:00"),
        TimeForm::Fraction => begin.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_has_the_offset_of_its_season_in_each_form() {
        for (form, winter, summer) in [
            (
                TimeForm::Short,
                "2026-01-10T00:00:00+01",
                "2023-06-13T00:00:00+02",
            ),
            (
                TimeForm::Full,
                "2026-01-10T00:00:00+01:00",
                "2023-06-13T00:00:00+02:00",
            ),
            (
                TimeForm::Fraction,
                "2026-01-09T23:00:00.000Z",
                "2023-06-12T22:00:00.000Z",
            ),
        ] {
            let mut days = Days::new(form);
            assert_eq!(days.text(date(2026, 1, 10)), winter);
            assert_eq!(days.text(date(2023, 6, 13)), summer);
        }
    }
}
