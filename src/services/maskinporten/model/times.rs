//! For whom a grant is, and when it is good (Digdir: Maskinporten, JWT grant). Both are compared
//! in wire time, for clients cannot travel.

use jiff::Timestamp;

use super::grant::{Claim, Grant};
use crate::services::maskinporten::faults::{Fault, FaultKind};

/// How far `iat` may lie from now, either way, in seconds.
const SKEW: i64 = 10;

/// Longest life of a grant, in seconds.
const LIFE_MAX: i64 = 120;

/// A grant is for one issuer. A list of one is one: libraries write single audiences so, and the
/// standard makes no difference (RFC 7519, section 4.1.3).
pub(super) fn judge_audience(grant: &Grant, issuer: &str) -> Result<(), Fault> {
    let wrong = |found: String| {
        let found = format!("{found} where `{issuer}` belongs");
        Err(Fault::new(FaultKind::WrongAudience, found))
    };
    match &grant.audience {
        Claim::Missing => wrong("no aud".to_owned()),
        Claim::Odd(found) => wrong(found.clone()),
        Claim::Is(all) => match all.as_slice() {
            [one] if one == issuer => Ok(()),
            [one] => wrong(format!("`{}`", one.chars().take(200).collect::<String>())),
            more => wrong(format!("a list of {}", more.len())),
        },
    }
}

/// A grant has begun and not ended, and does not live long. Nothing says how late it is here, for
/// that would be wire time in the journal; the `Date` of the answer tells.
pub(super) fn judge(grant: &Grant, now: Timestamp) -> Result<(), Fault> {
    let issued = whole("iat", &grant.issued)?;
    let ends = whole("exp", &grant.ends)?;
    let now = now.as_second();
    let refuse = |kind, found: String| Err(Fault::new(kind, found));
    if ends <= now {
        return refuse(FaultKind::Expired, format!("exp {ends}"));
    }
    if issued > now.saturating_add(SKEW) {
        return refuse(FaultKind::Future, format!("iat {issued}"));
    }
    if issued < now.saturating_sub(SKEW) {
        return refuse(FaultKind::Expired, format!("iat {issued}"));
    }
    match ends.checked_sub(issued) {
        Some(0..=LIFE_MAX) => Ok(()),
        Some(life) => refuse(FaultKind::TooLong, format!("{life} seconds after iat")),
        None => refuse(FaultKind::TooLong, format!("exp {ends} after iat {issued}")),
    }
}

fn whole(name: &str, claim: &Claim<i64>) -> Result<i64, Fault> {
    let bad = |found: String| Err(Fault::new(FaultKind::BadClaim, found));
    match claim {
        Claim::Missing => bad(format!("no {name}")),
        Claim::Odd(found) => bad(format!(
            "{found} as {name}, where seconds since 1970 belong"
        )),
        Claim::Is(seconds) => Ok(*seconds),
    }
}
