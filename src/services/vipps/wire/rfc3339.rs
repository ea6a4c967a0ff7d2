//! Instants as they are written in JSON (RFC 3339): with date, time, seconds and a zone.

use jiff::Timestamp;

/// Reads an instant; fractions of seconds have nine digits at the most.
pub(super) fn instant(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let (date, rest) = (bytes.get(..10)?, bytes.get(10..)?);
    let (t, rest) = rest.split_first()?;
    let (time, rest) = (rest.get(..8)?, rest.get(8..)?);
    let zone = match rest.split_first() {
        Some((b'.', fraction)) => {
            let digits = fraction.iter().take_while(|it| it.is_ascii_digit()).count();
            fraction.get(digits..).filter(|_| digits > 0)?
        }
        Some(_) | None => rest,
    };
    let is_zone = match zone.split_first() {
        Some((b'Z' | b'z', [])) => true,
        Some((b'+' | b'-', offset)) => like(offset, b"00:00"),
        Some(_) | None => false,
    };
    let fits =
        like(date, b"0000-00-00") && like(time, b"00:00:00") && t.eq_ignore_ascii_case(&b'T');
    (fits && is_zone).then(|| text.parse().ok()).flatten()
}

/// Whether a text has digits where the model has some, and else the same.
fn like(text: &[u8], model: &[u8]) -> bool {
    let same = |(found, wanted): (&u8, &u8)| match wanted {
        b'0' => found.is_ascii_digit(),
        sign => found == sign,
    };
    text.len() == model.len() && text.iter().zip(model).all(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_has_a_date_a_time_with_seconds_and_a_zone() {
        let expected: Timestamp = "2026-03-20T14:00:00Z".parse().unwrap();
        for text in [
            "2026-03-20T14:00:00Z",
            "2026-03-20t14:00:00z",
            "2026-03-20T15:00:00+01:00",
            "2026-03-20T14:00:00.000000000Z",
            "2026-03-20T14:00:00.0-00:00",
        ] {
            assert_eq!(instant(text), Some(expected), "{text}");
        }
        for text in [
            "",
            "2026-03-20",
            "2026-03-20T14:00Z",
            "2026-03-20T14:00:00",
            "2026-03-20 14:00:00Z",
            "2026-03-20T14:00:00.Z",
            "2026-03-20T14:00:00.0000000000Z",
            "2026-03-20T14:00:00+0100",
            "2026-03-20T14:00:00+01",
            "2026-03-20T14:00:00Z[Europe/Oslo]",
            "2026-03-20T25:00:00Z",
            "2026-02-29T14:00:00Z",
            "20260320T140000Z",
            "２026-03-20T14:00:00Z",
            "9999-12-31T23:59:59-23:00",
        ] {
            assert_eq!(instant(text), None, "{text}");
        }
    }
}
