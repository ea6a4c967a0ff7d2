//! How values are read that many settings have.

use jiff::SignedDuration;

const A_FLAG: &str = "`true` or `false`";
const A_DURATION: &str = "a duration such as `PT5S` or `PT1H`, from 0 to 366 days";
const A_COUNT: &str = "a whole number from 1 to 1000000000000";

pub(super) fn flag(text: &str) -> Result<bool, &'static str> {
    text.parse().map_err(|_| A_FLAG)
}

pub(super) fn count(text: &str) -> Result<u64, &'static str> {
    let value: u64 = text.parse().map_err(|_| A_COUNT)?;
    if (1..=1_000_000_000_000).contains(&value) {
        Ok(value)
    } else {
        Err(A_COUNT)
    }
}

pub(super) fn duration(text: &str) -> Result<SignedDuration, &'static str> {
    let value: SignedDuration = text.parse().map_err(|_| A_DURATION)?;
    let longest = SignedDuration::from_hours(366 * 24);
    if value.is_negative() || value > longest {
        Err(A_DURATION)
    } else {
        Ok(value)
    }
}
