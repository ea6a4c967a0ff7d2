//! Instants as they are written in messages (RFC 3339).

use jiff::Timestamp;

/// An instant as RFC 3339 writes it: with seconds and a zone, and in no other form; fractions of
/// seconds have nine digits at the most.
pub(in crate::services::vipps) fn instant(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let (front, rest) = bytes.split_at_checked(b"yyyy-mm-ddThh:mm:ss".len())?;
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let fits = front
        .iter()
        .zip(b"dddd-dd-ddTdd:dd:dd")
        .all(|(byte, wanted)| match wanted {
            b'd' => is_digit(byte),
            b'T' => byte.eq_ignore_ascii_case(&b'T'),
            other => byte == other,
        });
    let zone = match rest {
        [b'.', fraction @ ..] => {
            let digits = fraction.iter().take_while(|byte| is_digit(byte)).count();
            fraction.get(digits..).filter(|_| digits > 0)?
        }
        other => other,
    };
    let has_zone = match zone {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => [h1, h2, m1, m2].into_iter().all(is_digit),
        _ => false,
    };
    (fits && has_zone).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_has_seconds_and_a_zone_and_one_form() {
        for good in [
            "2026-03-05T00:00:00Z",
            "2026-03-05t00:00:00z",
            "2026-03-05T01:00:00+01:00",
            "2026-03-05T00:00:00.000000000Z",
            "2026-03-05T00:00:00.0-00:00",
        ] {
            let read = instant(good);
            assert_eq!(read, "2026-03-05T00:00:00Z".parse().ok(), "{good}");
        }
        for bad in [
            "",
            "2026-03-05",
            "2026-03-05T00:00:00",
            "2026-03-05T00:00Z",
            "2026-03-05 00:00:00Z",
            "20260305T000000Z",
            "2026-03-05T00:00:00.Z",
            "2026-03-05T00:00:00+01",
            "2026-03-05T00:00:00+0100",
            "2026-03-05T00:00:00Z[Europe/Oslo]",
            "2026-02-30T00:00:00Z",
            "2026-03-05T25:00:00Z",
            "2026-03-05T00:00:0ø",
            "ø026-03-05T00:00:00Z",
            "2026-03-05T00:00:00+99:99",
            "2026-03-05T00:00:00.0000000000Z",
            "２026-03-05T00:00:00Z",
            "9999-12-31T23:59:59-23:00",
        ] {
            assert_eq!(instant(bad), None, "{bad}");
        }
    }
}
