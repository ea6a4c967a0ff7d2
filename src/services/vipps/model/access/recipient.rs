//! Recipient tokens: proof that somebody said yes to all, for 15 minutes (Vipps: guide of the
//! invoice API, recipient token).

use jiff::{SignedDuration, Timestamp};

use super::wish::RecipientWish;
use crate::consumer::Turn;
use crate::crypto::jwt::{self, Claims, JwtError};
use crate::crypto::sha256;
use crate::domain::identity::NationalId;
use crate::domain::person::Person;
use crate::domain::slug::Slug;
use crate::services::vipps::faults::{Fault, ProblemKind};
use crate::services::vipps::model::{Event, Ident, IdentKind, Recipient};

/// How long a token lives.
const LIFE: SignedDuration = SignedDuration::from_mins(15);

/// Who gives it, as in the documented sample.
const ISSUER: &str = "vippsinvoice.vipps.no/api/v1/recipients/tokens";

/// A token for somebody who was looked up so. Its times are those of the sandbox: nobody but Vipps
/// reads it.
pub(in crate::services::vipps) fn recipient_token(
    ident: &Ident,
    sandbox: &Slug,
    now: Timestamp,
) -> String {
    jwt::hs256(&secret(sandbox), &claims(ident, now, LIFE))
}

/// A token that is spoiled in some way.
pub(super) fn spoiled_token(
    how: RecipientWish,
    ident: &Ident,
    sandbox: &Slug,
    now: Timestamp,
) -> String {
    let secret = secret(sandbox);
    let mut said = claims(ident, now, LIFE);
    match how {
        RecipientWish::Expired => said = claims(ident, now, SignedDuration::ZERO),
        RecipientWish::Broken => return jwt::hs256(&sha256(&secret), &said),
        RecipientWish::Timeless => {
            for name in ["iat", "nbf", "exp"] {
                said.remove(name);
            }
        }
        RecipientWish::Nobodys => {
            said.extend(jwt::claims(&[("sub", "nobody")], &[]));
        }
    }
    jwt::hs256(&secret, &said)
}

fn claims(ident: &Ident, now: Timestamp, life: SignedDuration) -> Claims {
    let ends = now.saturating_add(life).unwrap_or(Timestamp::MAX);
    let subject = format!("{}.{}", ident.kind.as_str(), ident.value);
    let (now, ends) = (now.as_second(), ends.as_second());
    jwt::claims(
        &[("iss", ISSUER), ("sub", &subject)],
        &[("iat", now), ("nbf", now), ("exp", ends)],
    )
}

/// Whom a token is for.
pub(in crate::services::vipps) fn recipient_of(
    token: &str,
    turn: &Turn<'_, Event>,
) -> Result<Recipient, Fault> {
    let claims = claims_of(token, turn)?;
    let (_, ends) = times(&claims).ok_or_else(no_times)?;
    if turn.now >= ends {
        let found = format!("one that lived until {ends}");
        return Err(Fault::problem(ProblemKind::RecipientTokenExpired, found));
    }
    named(&claims, turn)
}

/// Whom a token is or was for, for who compares what was sent before.
pub(in crate::services::vipps::model) fn recipient_however_old(
    token: &str,
    turn: &Turn<'_, Event>,
) -> Result<Recipient, Fault> {
    named(&claims_of(token, turn)?, turn)
}

fn claims_of(token: &str, turn: &Turn<'_, Event>) -> Result<Claims, Fault> {
    if token.is_empty() {
        return Err(Fault::problem(ProblemKind::MissingRecipientToken, "none"));
    }
    jwt::read_hs256(&secret(turn.cast.sandbox()), token).map_err(|error| {
        let found = match error {
            JwtError::Form | JwtError::Algorithm => "something else",
            JwtError::Signature => "a token with a wrong signature",
        };
        Fault::problem(ProblemKind::InvalidRecipientToken, found)
    })
}

fn named(claims: &Claims, turn: &Turn<'_, Event>) -> Result<Recipient, Fault> {
    let (issued, _) = times(claims).ok_or_else(no_times)?;
    let subject = jwt::text(claims, "sub").unwrap_or_default();
    let ident = ident_of(subject);
    let person = ident.as_ref().and_then(|ident| person_of(ident, turn));
    match (ident, person) {
        (Some(ident), Some(person)) => Ok(Recipient {
            person: person.slug.clone(),
            ident,
            resolved_at: issued,
        }),
        _ => {
            let found = "a subject that is nobody here";
            Err(Fault::problem(ProblemKind::ParsingRecipientToken, found))
        }
    }
}

fn no_times() -> Fault {
    let found = "a token without its times";
    Fault::problem(ProblemKind::RecipientTokenClaims, found)
}

/// The person of a number.
pub(in crate::services::vipps::model) fn person_of<'a>(
    ident: &Ident,
    turn: &Turn<'a, Event>,
) -> Option<&'a Person> {
    let seen = turn.cast.seen_by("vipps");
    match ident.kind {
        IdentKind::Nin => seen.by_ssn(&NationalId::parse(&ident.value).ok()?),
        IdentKind::Msisdn => {
            let number = format!("+{}", ident.value);
            let mut people = seen.people();
            people.find(|person| {
                let phone = person.phone.as_ref();
                phone.is_some_and(|phone| phone.international() == number)
            })
        }
    }
}

fn ident_of(subject: &str) -> Option<Ident> {
    let (kind, value) = subject.split_once('.')?;
    Some(Ident {
        kind: IdentKind::parse(kind)?,
        value: value.to_owned(),
    })
}

fn times(claims: &Claims) -> Option<(Timestamp, Timestamp)> {
    let time = |name: &str| Timestamp::from_second(jwt::number(claims, name)?).ok();
    Some((time("iat")?, time("exp")?))
}

/// The secret of a sandbox: a token of another one is none here.
fn secret(sandbox: &Slug) -> [u8; 32] {
    sha256(format!("sandkasse/{sandbox}/vipps/recipients").as_bytes())
}
